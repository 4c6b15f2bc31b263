"""Mail addresses in running text (RFC 5321 section 4.1.2, RFC 6531), whatever stands around them."""

import re

# ASCII only where nothing marks the ends: in "发往a@example.org的邮件" the characters around are no part of it.
# An equals sign is ("SRS0=ab=cd=example.org=user@..."), except behind a log's "to=", and an apostrophe between letters.
_DOMAIN = r"(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,250}[A-Za-z0-9])?|\[[0-9A-Fa-fIPv.:]{3,45}\])"
_ATOM = (
    r"(?<![A-Za-z0-9!#$%&*+/?^_`{}~.-])(?!(?:to|from|rcpt|orig_to|recipient)=)"
    r"[A-Za-z0-9!#$%&+/?^_`{}~.-](?:[A-Za-z0-9!#$%&*+/=?^_`{}~.-]|(?<=[A-Za-z])'(?=[A-Za-z])){0,254}"
)
# RFC 5321 section 4.1.2: a quoted local part; RFC 6531: any character, here only where angle brackets mark the ends
_QUOTED, _ANY = r'"[^"\\\n@]{1,64}"', r"(?<=<)[^\x00-\x20\s<>@:;,\"()\[\]\\]{1,64}"
ADDR = rf"(?:(?:{_ATOM}|{_QUOTED})@{_DOMAIN}|{_ANY}@[^\x00-\x20\s<>@,;()]{{1,250}}(?=>))"
ADDRESS = re.compile(ADDR)


def unquoted(address: str) -> str:
    """``"a.b"@example.org`` without the quotes where the local part needs none to be told (RFC 5321 section 4.1.2)."""
    local, _, domain = address.rpartition("@")
    if len(local) > 2 and local[0] == local[-1] == '"' and not re.search(r'[\s"@<>,;:()]', local[1:-1]):
        return f"{local[1:-1]}@{domain}"
    return address
