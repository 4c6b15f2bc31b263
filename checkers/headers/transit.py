"""The way of a message: its hops in path order, their delays, and what is odd about them."""

from dataclasses import dataclass

from checkers.headers import dates, received
from checkers.headers.fieldset import FieldSet
from checkers.headers.finding import Findings, duration
from checkers.headers.received import Hop
from checkers.message import Field
from checkers.wording import Text, text

SLOW_S = 3600  # a wait that a reader should hear of
NOTICEABLE_S = 600  # a wait worth a note
SKEW_S = 10  # clocks of well-run servers differ by less
MANY_HOPS = 25  # servers give up at 25 to 50 Received fields (RFC 5321 section 6.3 asks for 100)
DATE_SLACK_S = 900  # how far Date may lie ahead of the arrival before the clock is called wrong
FIRST_EMAIL = 31_536_000  # 1971, when the first email was sent
LAST_DATE = 2**31  # the end of many clocks, in 2038
SLIGHTLY_AHEAD_S = 120  # from here on it is worth a note
QUEUED_S = 7 * 86_400  # how far Date may lie behind the first server
STORED_SLACK_S = 172_800  # a mailbox notes no zone, and may be filled days later
LOOP_TIMES = 3  # so often the same two servers hand over only in a loop
MAX_LOOP_PAIRS = 400
MAX_OF_A_KIND = 5  # a message with more slow hops has one trouble, not twenty


@dataclass(slots=True)
class Passage:
    """One hop of the way: the Received field, what it says, and the seconds since the hop before it."""

    index: int
    hop: Hop
    field: Field
    delay_s: int | None = None

    def to_dict(self) -> dict:
        hop = self.hop
        return {
            "index": self.index,
            "from": hop.from_,
            "by": hop.by,
            "with": hop.with_,
            "id": hop.id,
            "for": hop.for_,
            "time": dates.iso(hop.time),
            "delay_s": self.delay_s,
            "via": hop.via,
            "from_ip": hop.from_ip,
            "from_helo": hop.from_helo,
            "from_rdns": hop.from_rdns,
            "by_ip": hop.by_ip,
            "tls": {"version": hop.tls_version, "cipher": hop.tls_cipher}
            if hop.tls_version or hop.tls_cipher
            else None,
            "comments": list(hop.comments),
        }


def passages(fields: FieldSet) -> list[Passage]:
    """The hops from the bottom of the message up (RFC 5321 section 4.4: each server puts its own on top)."""
    way = [
        Passage(index, received.parse(fields.value_of(field)), field)
        for index, field in enumerate(reversed(fields.all("received")), 1)
    ]
    last = None
    for passage in way:
        time = passage.hop.time
        if time is not None:
            if last is not None:
                passage.delay_s = time - last
            last = time
    return way


def transit_s(way: list[Passage]) -> int | None:
    """Newest minus oldest time, None where fewer than two hops have one."""
    times = [passage.hop.time for passage in way if passage.hop.time is not None]
    return times[-1] - times[0] if len(times) > 1 else None


def _name(value: str | None) -> str | Text:
    return value or text("an unnamed server")


def judge(fields: FieldSet, way: list[Passage], findings: Findings) -> None:
    """Add the findings on hops, delays, clocks and the Date field."""
    if not way and not fields.layout.is_summary:
        findings.add("no-received")
    _judge_delays(fields, way, findings)
    unreadable = [passage for passage in way if passage.hop.time is None and not _is_internal_note(passage.hop)]
    for passage in unreadable[:MAX_OF_A_KIND]:
        findings.add("unreadable-hop-date", fields.span(passage.field), index=passage.index, by=_name(passage.hop.by))
    if len(way) >= MANY_HOPS:
        findings.add("too-many-hops", fields.span(way[-1].field), count=len(way))
    _judge_loop(fields, way, findings)
    _judge_date(fields, way, findings)


def _is_internal_note(hop: Hop) -> bool:
    """Scanners write Received fields without a date by design (simscan, some filters): nobody needs to know."""
    return not hop.date_text and hop.from_ is None


def _judge_delays(fields: FieldSet, way: list[Passage], findings: Findings) -> None:
    """Waits and wrong clocks; of each kind only the worst is more than a note."""
    timed = [passage for passage in way if passage.hop.time is not None]
    skews: list[Passage] = []
    waits: list[tuple[Passage, Passage]] = []
    for at, passage in enumerate(timed):
        delay = passage.delay_s
        if delay is None or -SKEW_S < delay < NOTICEABLE_S:
            continue
        before = timed[at - 1].delay_s or 0
        after = (timed[at + 1].delay_s or 0) if at + 1 < len(timed) else 0
        if delay < 0:
            skews.append(passage)
        elif before > -delay // 2 and after > -delay // 2:  # else the other side of a wrong clock, not a wait
            waits.append((passage, timed[at - 1]))
    worst = min((passage.delay_s or 0 for passage in skews), default=0)
    for passage in skews[:MAX_OF_A_KIND]:
        delay = passage.delay_s or 0
        findings.add(
            "clock-skew",
            fields.span(passage.field),
            severity="warning" if delay <= -SLOW_S and delay == worst else None,
            duration=duration(delay),
            index=passage.index,
            by=_name(passage.hop.by),
        )
    longest = max((passage.delay_s or 0 for passage, _ in waits), default=0)
    for passage, earlier in waits[:MAX_OF_A_KIND]:
        delay = passage.delay_s or 0
        findings.add(
            "slow-hop",
            fields.span(passage.field),
            severity=None if delay >= SLOW_S and delay == longest else "info",
            duration=duration(delay),
            by=_name(passage.hop.by),
            index=passage.index,
            count=len(way),
            **{"from": _name(passage.hop.from_ or earlier.hop.by)},
        )


def _judge_loop(fields: FieldSet, way: list[Passage], findings: Findings) -> None:
    """A pair of servers that hands over twice, with another server in between, or an address delivered to twice."""
    seen: dict[tuple[str, str], int] = {}
    times: dict[tuple[str, str], int] = {}
    for at, passage in enumerate(way[:MAX_LOOP_PAIRS]):
        sender, by = (passage.hop.from_ or "").lower(), (passage.hop.by or "").lower()
        if "." not in sender or "." not in by or sender == by or sender.startswith(("localhost", "127.")):
            continue
        earlier = seen.setdefault((sender, by), at)
        times[sender, by] = times.get((sender, by), 0) + 1
        if times[sender, by] >= LOOP_TIMES or any(
            between.hop.by and between.hop.by.lower() != by for between in way[earlier + 1 : at]
        ):
            findings.add("mail-loop", fields.span(passage.field), fields.span(way[earlier].field), by=by)
            return
    delivered: dict[str, list[Field]] = {}
    for field in fields.all("delivered-to"):
        address = fields.value_of(field).lower()
        again = delivered.setdefault(address, [])
        again.append(field)
        if "@" in address and len(again) > 2:  # twice is normal: some servers note it on the way and at the end
            findings.add("mail-loop", *map(fields.span, again), by=address)
            return


def _judge_date(fields: FieldSet, way: list[Passage], findings: Findings) -> None:
    """Date against the servers' clocks; without a Received field the mailbox may have noted when the message came."""
    times = [passage.hop.time for passage in way if passage.hop.time is not None]
    if fields.date is None:
        return
    if not times:
        if not FIRST_EMAIL <= fields.date < LAST_DATE:
            findings.add("implausible-date", *fields.spans("date"), year=(dates.iso(fields.date) or "?")[:4])
            return
        stored = _stored(fields)
        if stored is not None and abs(fields.date - stored) > STORED_SLACK_S:
            row = "date-in-future" if fields.date > stored else "date-in-past"
            findings.add(row, *fields.spans("date"), duration=duration(fields.date - stored))
        return
    ahead = fields.date - times[-1]
    waited = times[0] - fields.date
    if ahead > SLIGHTLY_AHEAD_S:
        severity = None if ahead > DATE_SLACK_S else "info"
        findings.add("date-in-future", *fields.spans("date"), severity=severity, duration=duration(ahead))
    elif waited > SLOW_S:
        severity = None if waited > QUEUED_S else "info"
        findings.add("date-in-past", *fields.spans("date"), severity=severity, duration=duration(waited))


def _stored(fields: FieldSet) -> int | None:
    """When the mailbox took the message: Delivery-Date, or the mbox line in front (RFC 4155, no zone)."""
    noted = fields.value("delivery-date")
    if noted is not None:
        return dates.parse(noted[:100])
    source = fields.layout.paste.text[:400].lstrip("\n")
    return dates.trailing(source.partition("\n")[0])[1] if source.startswith("From ") else None
