"""Dates of mail headers as seconds since 1970 in UTC: RFC 5322 sections 3.3 and 4.3, and what else servers write.

No locale, no clock, no strptime: a date means the same everywhere. A date that cannot be is None, never a guess.
"""

import re
from datetime import date
from functools import lru_cache

_EPOCH = date(1970, 1, 1).toordinal()

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",), ("jun", "june"),
            ("jul", "july"), ("aug", "august"), ("sep", "september", "sept"), ("oct", "october"), ("nov", "november"),
            ("dec", "december"),
        ),
        1,
    )
    for name in names
}  # fmt: skip
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Minutes east of Greenwich. RFC 5322 section 4.3 fixes the American names and gives every other one no meaning;
# those that only one zone of the world uses are read all the same. IST is India's in mail by far the most often.
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "hdt": -540, "ast": -240,
    "adt": -180, "nst": -210, "ndt": -150, "brt": -180, "brst": -120, "art": -180, "clt": -240, "bst": 60, "west": 60,
    "cet": 60, "met": 60, "mez": 60, "cest": 120, "mest": 120, "mesz": 120, "sast": 120, "eet": 120, "eest": 180,
    "msk": 180, "msd": 240, "pkt": 300, "ist": 330, "ict": 420, "wib": 420, "hkt": 480, "sgt": 480, "awst": 480,
    "jst": 540, "kst": 540, "acst": 570, "acdt": 630, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
}  # fmt: skip

_AMERICAN = {"eas": -300, "cen": -360, "mou": -420, "pac": -480}  # "Eastern Standard Time" and so on, as Windows has it

# What nearly every server writes; the slower reading below takes everything else.
_STANDARD = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) "
    r"(\d{2}):(\d{2})(?::(\d{2}))? ([+-])(\d{2})(\d{2})(?![\d:])"
)
_TOKEN = re.compile(r"\d{1,20}|[A-Za-z\u00c0-\u024f]{1,40}|[^\sA-Za-z\u00c0-\u024f]")
_NUMERIC = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)|(\d{1,2})([-/.])(\d{1,2})\6(\d{2}|\d{4})(?!\d)|(\d{4})(\d{2})(\d{2})(?=T\d)"
)
_CHINESE = re.compile(r"(\d{4})\s{0,3}年\s{0,3}(\d{1,2})\s{0,3}月\s{0,3}(\d{1,2})\s{0,3}日")
_MAX = 400  # characters read of one date


def _seconds(year: int, month: int, day: int, hour: int, minute: int, second: int, zone_minutes: int) -> int | None:
    if not (hour < 24 and minute < 60 and second <= 60):  # 60 is a leap second
        return None
    try:
        days = date(year, month, day).toordinal() - _EPOCH
    except (ValueError, OverflowError):
        return None
    return days * 86400 + hour * 3600 + (minute - zone_minutes) * 60 + second


@lru_cache(maxsize=512)
def parse(text: str) -> int | None:
    """Seconds since 1970 UTC of the date that ``text`` begins with; None where there is none or an impossible one.

    Comments, fractions of a second, a wrong weekday and words after the date do not matter; no zone means UTC.

    >>> parse("Mon, 23 Nov 2026 15:30:00 +0800 (CST)"), parse("30 Feb 2026 10:00:00 +0000")
    (1795419000, None)
    """
    text = text[:_MAX]
    found = _STANDARD.match(text.lstrip())
    if found:
        day, name, year, hour, minute, second, sign, zone_hours, zone_minutes = found.groups()
        month = _MONTHS.get(name.lower())
        if month:
            zone = int(zone_hours) * 60 + int(zone_minutes)
            return _seconds(
                _year(year), month, int(day), int(hour), int(minute), int(second or 0), -zone if sign == "-" else zone
            )
    return _parse_freely(_without_comments(text))


def _without_comments(text: str) -> str:
    if "(" not in text:
        return text
    out, depth = [], 0
    for char in text:
        if char == "(":
            depth += 1
        elif char == ")" and depth:
            depth -= 1
            if not depth:
                out.append(" ")
        elif not depth:
            out.append(char)
    return "".join(out)


def _parse_freely(text: str) -> int | None:
    """A date in any order of its parts: ISO 8601, month first, asctime, obsolete zones."""
    for pattern, reader in ((_CHINESE, _chinese), (_NUMERIC, _numeric)):
        found = pattern.search(text[:60])
        if found and not any(word.lower() in _MONTHS for word in re.findall(r"[A-Za-z]{3,9}", text[: found.start()])):
            day = reader(found)
            clock = _clock(_TOKEN.findall(text[found.end() :]))
            return _seconds(*day, *clock) if day and clock else None
    return _named_month(_TOKEN.findall(text))


def _chinese(found: re.Match) -> tuple[int, int, int]:
    return int(found[1]), int(found[2]), int(found[3])


def _numeric(found: re.Match) -> tuple[int, int, int] | None:
    if found[1]:
        return int(found[1]), int(found[3]), int(found[4])
    if found[9]:
        return int(found[9]), int(found[10]), int(found[11])
    first, second = int(found[5]), int(found[7])
    if found[6] == ".":  # 31.12.2026 is written day first wherever dots are used
        return _year(found[8]), second, first
    return (_year(found[8]), second, first) if first > 12 else (_year(found[8]), first, second)


def _year(digits: str) -> int:
    """RFC 5322 section 4.3: 00 to 49 are 20xx, 50 to 99 and three digits count from 1900."""
    year = int(digits)
    if year < 100 and len(digits) != 3:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(digits) == 3 else year


def _named_month(tokens: list[str]) -> int | None:
    """Day, month by name, year and time in whatever order; the first of each counts."""
    month = day = year = clock = None
    at, size = 0, len(tokens)
    while at < size:
        token = tokens[at]
        if token[0].isalpha():
            if month is None and token.lower() in _MONTHS:
                month = _MONTHS[token.lower()]
            elif month and day and clock and year:
                break
            elif (
                month is None
                and (day is not None or year is not None)
                and token.lower() not in ("st", "nd", "rd", "th")
            ):
                day = year = None  # numbers of something that stands before the date
        elif token.isdecimal():
            if (
                clock is None
                and at + 2 < size
                and tokens[at + 1] in ":."
                and tokens[at + 2].isdecimal()
                and (month or at + 4 < size)
            ):
                end = _clock_end(tokens, at)
                clock = (at, end)
                at = end
                continue
            if day is None and (len(token) <= 2 or (len(token) == 3 and token[0] == "0")) and int(token) > 0:
                day = int(token)
            elif year is None and 2 <= len(token) <= 4 and (month or len(token) == 4):
                year = _year(token)
        elif (
            token in "+-"
            and clock
            and year is None
            and at + 1 < size
            and tokens[at + 1].isdecimal()
            and len(tokens[at + 1]) == 4
        ):
            at += 2  # "10:00:00 +0000 2026": the zone is read with the clock below
            continue
        at += 1
    if month is None or day is None or year is None:
        return None
    if clock is None:
        return _seconds(year, month, day, 0, 0, 0, 0)
    rest = tokens[clock[0] :]
    if any(token.isdecimal() and len(token) == 4 for token in rest[clock[1] - clock[0] :]):
        rest = _without_year(rest, clock[1] - clock[0], year)
    read = _clock(rest)
    return _seconds(year, month, day, *read) if read else None


def _without_year(tokens: list[str], start: int, year: int) -> list[str]:
    """asctime's year stands between the clock and the zone: ``10:00:00 2026 +0100``, ``10:00:00 EST 2026``."""
    for at in range(start, len(tokens)):
        if tokens[at].isdecimal() and int(tokens[at]) == year and tokens[at - 1] not in "+-":
            return tokens[:at] + tokens[at + 1 :]
    return tokens


def _clock_end(tokens: list[str], at: int) -> int:
    """The index behind ``h:m[:s[.fraction]]`` that starts at ``at``."""
    separator, end = tokens[at + 1], at + 3
    if end + 1 < len(tokens) and tokens[end] == separator and tokens[end + 1].isdecimal():
        end += 2
        if end + 1 < len(tokens) and tokens[end] in ".,:" and tokens[end + 1].isdecimal():
            end += 2
    return end


def _clock(tokens: list[str]) -> tuple[int, int, int, int] | None:
    """(hour, minute, second, minutes east) from the tokens that begin with or near a time; midnight UTC without one."""
    at, size = 0, len(tokens)
    while at < size and not (
        tokens[at].isdecimal()
        and len(tokens[at]) <= 2
        and at + 2 < size
        and tokens[at + 1] in ":."
        and tokens[at + 2].isdecimal()
    ):
        if tokens[at].isdecimal() and len(tokens[at]) == 6 and at and tokens[at - 1] in "Tt":  # basic ISO: T103000Z
            digits = tokens[at]
            return int(digits[:2]), int(digits[2:4]), int(digits[4:]), _zone(tokens[at + 1 :])
        at += 1
    if at >= size:
        return 0, 0, 0, 0
    end = _clock_end(tokens, at)
    hour, minute = int(tokens[at]), int(tokens[at + 2])
    second = int(tokens[at + 4]) if end > at + 3 else 0
    rest = tokens[end:]
    half = rest[0].lower() if rest else ""
    if half in ("am", "pm", "a", "p") and not (half in "ap" and rest[1:2] not in (["."], ["m"])):
        if not 1 <= hour <= 12:
            hour = hour if half[0] == "p" and hour < 24 else hour % 24
        elif half[0] == "p":
            hour = hour % 12 + 12
        else:
            hour %= 12
        rest = rest[1:]
    return hour, minute, second, _zone(rest)


def _zone(tokens: list[str]) -> int:
    """Minutes east from the tokens behind the time; 0 for none, for military letters and for names nobody knows."""
    named = None
    words = " ".join(tokens[:2]).lower()
    if words.endswith((" standard", " daylight")) and words[:3] in _AMERICAN:  # "Pacific Daylight Time"
        return _AMERICAN[words[:3]] + (60 if words.endswith("daylight") else 0)
    for at, token in enumerate(tokens[:6]):
        if token in "+-\u2212\u2013" and at + 1 < len(tokens) and tokens[at + 1].isdecimal():
            digits = tokens[at + 1]
            if len(digits) <= 2:
                minutes = int(digits) * 60
                if at + 3 < len(tokens) and tokens[at + 2] == ":" and tokens[at + 3].isdecimal():
                    minutes += int(tokens[at + 3][:2])
            elif len(digits) == 3:
                minutes = int(digits[0]) * 60 + int(digits[1:])
            else:
                minutes = int(digits[:2]) * 60 + int(digits[2:4])
            return minutes if token == "+" else -minutes
        if token[0].isalpha():
            if named is not None:
                return named + 60 if token.lower() == "dst" else named  # "MET DST"
            named = _ZONES.get(token.lower(), 0)
        elif token.isdecimal() or token in ";":
            break
    return named or 0


_TRAILING_MONTH = re.compile(
    r"(?<![A-Za-z])(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?![a-z])", re.IGNORECASE
)
_TRAILING_NUMERIC = re.compile(
    r"(?<![\w.:-])(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}/\d{1,2}/\d{4})[T ]{1,3}\d{1,2}:\d{2}"
)
_DAY_BEFORE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?\s{0,4})?(?:\d{1,2}[\s-]{1,4})?\Z", re.IGNORECASE
)


def trailing(text: str) -> tuple[int, int | None]:
    """Where a date with a time begins that ends ``text``, and its seconds; ``(len(text), None)`` without one."""
    tail_start = max(0, len(text) - 120)
    tail = text[tail_start:]
    for found in reversed(list(_TRAILING_MONTH.finditer(tail))):
        start = _DAY_BEFORE.search(tail, max(0, found.start() - 20), found.start()).start()
        seconds = parse(tail[start:]) if ":" in tail[start:] else None
        if seconds is not None:
            return tail_start + start, seconds
    for found in reversed(list(_TRAILING_NUMERIC.finditer(tail))):
        seconds = parse(tail[found.start() :])
        if seconds is not None:
            return tail_start + found.start(), seconds
    return len(text), None


_STATED_WEEKDAY = re.compile(r"\s{0,10}(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\b", re.IGNORECASE)
_STATED_DAY = re.compile(r"(\d{1,2})[\s-]{1,4}([A-Za-z]{3,9})\.?,?[\s-]{1,4}(\d{2,4})")


def weekday_is_wrong(text: str) -> bool:
    """Whether the date names a weekday that its day did not fall on (RFC 5322 section 3.3)."""
    stated, day = _STATED_WEEKDAY.match(text), _STATED_DAY.search(text[:60])
    if not stated or not day or day[2].lower() not in _MONTHS:
        return False
    try:
        fell_on = date(_year(day[3]), _MONTHS[day[2].lower()], int(day[1])).weekday()
    except ValueError:
        return False
    return _WEEKDAYS[fell_on] != stated[1].lower()


@lru_cache(maxsize=512)
def iso(seconds: int | None) -> str | None:
    """``2026-11-23T07:30:00Z`` for seconds since 1970; None for None and for years that four digits cannot hold."""
    if seconds is None:
        return None
    days, rest = divmod(seconds, 86400)
    try:
        day = date.fromordinal(days + _EPOCH)
    except (ValueError, OverflowError):
        return None
    return f"{day.isoformat()}T{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}Z"
