"""Read the messages of a gettext PO file: enough for our own catalogue (no contexts, no plurals), nothing more.

The standard library reads compiled catalogues only. In a checkout there may be none yet, and the command line
should speak every language at once. Format: GNU gettext manual, "The Format of PO Files".
"""

import ast


def messages(po: str) -> dict[str, str]:
    """{msgid: msgstr} of the entries that are translated and not fuzzy; ValueError never, bad lines are skipped."""
    found: dict[str, str] = {}
    entry: dict[str, str] = {}
    current, fuzzy = "", False

    def close() -> None:
        if entry.get("msgid") and entry.get("msgstr") and not fuzzy:
            found[entry["msgid"]] = entry["msgstr"]

    for line in po.splitlines():
        line = line.strip()
        if line.startswith("#"):
            if "msgstr" in entry:
                close()
                entry, current, fuzzy = {}, "", False
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        keyword, _, quoted = line.partition(" ")
        if keyword in ("msgid", "msgstr"):
            if keyword == "msgid" and "msgstr" in entry:
                close()
                entry, fuzzy = {}, False
            current = keyword
            entry[current] = _unquote(quoted)
        elif line.startswith('"') and current:
            entry[current] += _unquote(line)
    close()
    return found


def _unquote(quoted: str) -> str:
    try:
        value = ast.literal_eval(quoted.strip())
    except (ValueError, SyntaxError):
        return ""
    return value if isinstance(value, str) else ""
