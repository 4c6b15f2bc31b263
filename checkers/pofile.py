"""Read the messages of a gettext PO file: enough for our own catalogue (no contexts), nothing more.

The standard library reads compiled catalogues only. In a checkout there may be none yet, and the command line
should speak every language at once. Format: GNU gettext manual, "The Format of PO Files" and "Plural forms".
"""

import ast
import gettext
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_PLURAL = re.compile(r"Plural-Forms:[^;]{0,40};\s{0,4}plural\s{0,4}=([^;\n]{1,500})")


@dataclass(slots=True)
class Messages:
    """What a PO file says: a translation by its message, the forms of a plural by its first message."""

    single: dict[str, str] = field(default_factory=dict)
    forms: dict[str, list[str]] = field(default_factory=dict)
    form_of: Callable[[int], int] = lambda count: int(count != 1)

    def gettext(self, message: str) -> str:
        return self.single.get(message, message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form for ``count``; English where there is none."""
        number, forms = self.form_of(count), self.forms.get(one, [])
        return forms[number] if number < len(forms) else one if count == 1 else many


def read(po: str) -> Messages:
    """The entries that are translated and not fuzzy; ValueError never, bad lines are skipped."""
    found = Messages()
    for entry in _entries(po):
        message = entry.get("msgid", "")
        if not message:
            found.form_of = _rule(entry.get("msgstr", "")) or found.form_of
        elif "msgid_plural" in entry:
            forms = [entry.get(f"msgstr[{number}]", "") for number in range(sum(key[-1] == "]" for key in entry))]
            if forms and all(forms):
                found.forms[message] = forms
                found.single[message] = forms[min(found.form_of(1), len(forms) - 1)]
        elif entry.get("msgstr"):
            found.single[message] = entry["msgstr"]
    return found


def messages(po: str) -> dict[str, str]:
    """{msgid: msgstr} of those entries; of a plural the form for one."""
    return read(po).single


def _rule(header: str) -> Callable[[int], int] | None:
    stated = _PLURAL.search(header)
    if not stated:
        return None
    try:
        return gettext.c2py(stated[1])  # the parser that the library's own catalogues go through
    except ValueError:
        return None


def _entries(po: str) -> Iterator[dict[str, str]]:
    """Each entry that is not fuzzy as {keyword: string}, the header under the empty ``msgid``."""
    entry: dict[str, str] = {}
    current, fuzzy = "", False
    for line in po.splitlines():
        line = line.strip()
        begins = line.startswith(("#", "msgid ")) and any(key.startswith("msgstr") for key in entry)
        if begins:
            if not fuzzy:
                yield entry
            entry, current, fuzzy = {}, "", False
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        keyword, _, quoted = line.partition(" ")
        if keyword in ("msgid", "msgid_plural", "msgstr") or re.fullmatch(r"msgstr\[\d\]", keyword):
            current = keyword
            entry[current] = _unquote(quoted)
        elif line.startswith('"') and current:
            entry[current] += _unquote(line)
    if not fuzzy and any(key.startswith("msgstr") for key in entry):
        yield entry


def _unquote(quoted: str) -> str:
    try:
        value = ast.literal_eval(quoted.strip())
    except (ValueError, SyntaxError):
        return ""
    return value if isinstance(value, str) else ""
