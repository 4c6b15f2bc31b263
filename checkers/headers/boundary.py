"""Where a message crossed from strangers' servers to the receiver's, who wrote each hop, and what can be trusted.

A server puts its fields on top of what it was given (RFC 5321 section 4.4). So everything above the Received field
with which the receiver's first server took the message was written by the receiver; everything below it may be made up.
"""

from dataclasses import dataclass

from checkers.headers.fieldset import FieldSet
from checkers.headers.operators import group
from checkers.headers.transit import Passage
from checkers.message import Field
from checkers.wording import Text, text

_SUBMITTED = ("esmtpa", "esmtpsa", "asmtp", "http", "https", "httprest", "local")

ABOVE = text("It stands above the receiving server's own Received field, where nobody before could write.")
AT = text("The receiving server wrote it: it bears that server's name and stands at its Received field.")
STRANGER = text("It bears another server's name than the receiving one, so a relay or the sender may have made it up.")
OTHER = text("It stands at the receiving server's Received field but bears another name; who wrote it cannot be told.")
BELOW = text(
    "It stands below the receiving server's Received field: whoever handed the email over may have made it up."
)
AT_END = text(
    "It bears the receiving server's name but stands below its Received field, where the sender could write, too."
)
UNNAMED = text("It names no server and stands where the sender could have written it.")
NO_HOPS = text("Without Received fields nobody can tell who wrote it.")
SEALED = text("It counts as far as the server that sealed it is trusted.")
CHAIN = text("The ARC chain has a fault, so it does not count.")


@dataclass(slots=True)
class Boundary:
    """The receiver's group, the place of its first hop in the way (None without hops), and the zone it wrote."""

    way: list[Passage]
    index: int | None
    receiver: str | None
    names: frozenset[str]  # by-names of the receiver's hops, in lower case
    strangers: frozenset[str | None] = frozenset()  # groups of the sender and of the servers below
    top: int = 0  # where the boundary hop's field starts
    below: int = 0  # where the next Received field below it starts
    _roles: tuple[str, ...] = ()

    def role(self, passage: Passage) -> str | None:
        """``sender``, ``relay`` or ``receiver``: on whose side the server is that wrote the hop."""
        return self._roles[passage.index - 1] if self._roles else None

    def trust(self, field: Field, authority: str | None) -> tuple[bool | None, Text]:
        """Whether a field of results can be trusted, and why."""
        if self.index is None:
            return None, NO_HOPS
        if field.start < self.top:
            return True, ABOVE
        if field.start < self.below:
            if authority is None:
                return (True, AT) if self.receiver == "microsoft" else (None, UNNAMED)
            if self.is_own(authority):
                return True, AT
            return (False, STRANGER) if group(authority) in self.strangers else (None, OTHER)
        if authority is not None and self.is_own(authority):  # Exim adds its fields at the end
            return None, AT_END
        return False, BELOW

    def is_own(self, authority: str) -> bool:
        """Whether an authserv-id (RFC 8601 section 2.5) is one of the receiver's."""
        name = authority.lower().strip(".")
        if name in self.names or (self.receiver is not None and group(name) == self.receiver):
            return True
        return "." not in name and any(by.startswith(name) or name.startswith(by) for by in self.names)


def find(fields: FieldSet, way: list[Passage]) -> Boundary:
    """The boundary of a message."""
    if not way:
        return Boundary(way, None, None, frozenset())
    groups = [group(passage.hop.by) for passage in way]
    receiver = next((found for found in reversed(groups) if found), None)
    lowest = len(way) - 1
    for at in range(len(way) - 1, -1, -1):
        if groups[at] is not None and groups[at] != receiver:
            break
        if groups[at] is not None:
            lowest = at
    at = _first_of_receiver(fields, way, groups, receiver, lowest)
    names = frozenset((way[i].hop.by or "").lower().strip(".") for i in range(at, len(way))) - {""}
    boundary = Boundary(way, at, receiver, names | _owners(fields))
    boundary.top = way[at].field.start
    boundary.below = way[at - 1].field.start if at else 1 << 60
    boundary.strangers = frozenset((*groups[:at], group(fields.from_domain), None)) - {receiver}
    boundary._roles = _roles(fields, way, groups, at)
    return boundary


def _is_outside(passage: Passage, receiver: str | None) -> bool:
    """Whether the hop took the message from a stranger's server; the verified name counts before the given one."""
    hop = passage.hop
    if (hop.with_ or "").lower() in _SUBMITTED:
        return False
    named = group(hop.from_rdns) or group(hop.from_) or group(hop.from_helo)
    if named is not None:
        return named != receiver
    return hop.from_ip is not None and not is_private(hop.from_ip)


def is_private(ip: str) -> bool:
    """Whether an address is of one network only (RFC 1918, 3927, 4193, 6598): nothing outside can be told from it."""
    if ":" in ip:
        ip = ip.lower()
        return ip == "::1" or ip[:2] in ("fc", "fd") or (ip[:2] == "fe" and ip[2:3] in ("8", "9", "a", "b"))
    parts = ip.split(".")
    if len(parts) != 4 or not all(part.isdecimal() and part.isascii() and len(part) < 4 for part in parts):
        return True
    first, second = int(parts[0]), int(parts[1])
    return (
        first in (0, 10, 127)
        or (first, second) in ((192, 168), (169, 254))
        or (first == 172 and 16 <= second <= 31)
        or (first == 100 and 64 <= second <= 127)
    )


def _first_of_receiver(
    fields: FieldSet, way: list[Passage], groups: list[str | None], receiver: str | None, lowest: int
) -> int:
    """The hop with which the receiver took the message, from ``lowest`` up.

    Where sender and receiver use the same operator, the place of the results tells: they are noted at that hop.
    """
    hops = [at for at in range(lowest, len(way)) if groups[at] == receiver]
    if not hops:
        return lowest
    outside = [at for at in hops if _is_outside(way[at], receiver)]
    first = fields.first("authentication-results") or fields.first("received-spf")
    if first is None:
        handed_in = [at for at in hops if (way[at].hop.with_ or "").lower() not in _SUBMITTED]
        return (outside or handed_in or hops)[0]
    above = [at for at in hops if way[at].field.start < first.start]
    below = [at for at in hops if way[at].field.start > first.start]
    on_top = receiver == "microsoft" or not above  # Exchange Online puts its results on top of the hop they belong to
    chosen = below[-1] if on_top and below else above[0]
    if chosen not in outside:
        chosen = max((at for at in outside if at <= chosen), default=chosen)
    return chosen


def _owners(fields: FieldSet) -> frozenset[str]:
    """Domains of the mailbox the message lay in: small sites use them as their authserv-id."""
    return frozenset(
        mailbox.domain
        for name in ("delivered-to", "x-original-to")
        for mailbox in fields.mailboxes(name)[:3]
        if mailbox.domain
    )


def _roles(fields: FieldSet, way: list[Passage], groups: list[str | None], boundary: int) -> tuple[str, ...]:
    if len(way) == 1 and (way[0].hop.with_ or "").lower() in _SUBMITTED:
        return ("sender",)
    own = {group(fields.from_domain)}
    if "list-id" not in fields and "list-post" not in fields:
        own |= {group(mailbox.domain) for mailbox in fields.mailboxes("return-path")[:1]}
    first = way[0].hop
    handed_in = group(first.from_rdns) or group(first.from_)
    if handed_in is None or handed_in == groups[0]:  # the first server took it from a program, not from another server
        own.add(groups[0])
    own.discard(None)
    roles = []
    still = True
    for at in range(len(way)):
        if at >= boundary:
            roles.append("receiver")
            continue
        still = still and (groups[at] is None or groups[at] in own)
        roles.append("sender" if still else "relay")
    return tuple(roles)
