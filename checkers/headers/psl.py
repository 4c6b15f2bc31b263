"""The organisational domain of a host by the Public Suffix List: what DMARC alignment compares (RFC 7489, 3.2).

``suffixes.txt`` is the list in short form: a line holds a parent and the labels that make a suffix in front of it,
so ``uk ac co`` says ac.uk and co.uk; ``*`` stands for every label and ``!x`` for an exception to it. Suffixes of a
single label are left out, since every top-level domain is one by the list's rule of last resort. To renew the file,
write what ``compact`` makes of a new public_suffix_list.dat.
"""

from functools import cache, lru_cache

from checkers import knowledge

_NOTICE = (
    "# Short form of the Public Suffix List, publicsuffix.org, version {version}; made by psl.compact.\n"
    "# This file is subject to the terms of the Mozilla Public License, v. 2.0: https://mozilla.org/MPL/2.0/\n"
)


def compact(published: str) -> str:
    """The text of ``suffixes.txt`` for a published list; the list's own line order does not matter."""
    version, children = "unknown", {}
    for line in published.splitlines():
        line = line.strip()
        if line.startswith("// VERSION:"):
            version = line.partition(":")[2].strip()
        if not line or line.startswith("//"):
            continue
        exception, rule = line[0] == "!", line.split()[0].lstrip("!").lower()
        label, dot, parent = rule.partition(".")
        if dot:
            children.setdefault(_unicode(parent), set()).add(("!" if exception else "") + _unicode(label))
    lines = [f"{parent} {' '.join(sorted(labels))}" for parent, labels in sorted(children.items())]
    return _NOTICE.format(version=version) + "\n".join(lines) + "\n"


@cache
def _rules() -> dict[str, str]:
    """What stands in front of each parent, with a space on either side: ``{"uk": " ac co "}``.

    A set of all suffixes would be found in no less time, and take ten times the memory."""
    rows = (line.partition(" ") for line in knowledge.text(__package__, "suffixes.txt").split("\n") if line)
    return {parent: f" {labels} " for parent, _, labels in rows if parent != "#"}


def _unicode(domain: str) -> str:
    """The domain in lower case with ``xn--`` labels written out; a label that is no punycode stays."""
    domain = domain.lower()
    if "xn--" not in domain:
        return domain
    labels = []
    for label in domain.split("."):
        if label.startswith("xn--") and len(label) <= 63:
            try:
                label = label[4:].encode("ascii").decode("punycode").lower()
            except (UnicodeError, ValueError, OverflowError):
                pass
        labels.append(label)
    return ".".join(labels)


@lru_cache(maxsize=4096)
def organisational(domain: str) -> str:
    """The organisational domain: one label more than the public suffix, in lower case and Unicode.

    A domain that is itself a public suffix, a single label or an address literal is returned whole.

    >>> organisational("mail.example.co.uk"), organisational("example.com"), organisational("co.uk")
    ('example.co.uk', 'example.com', 'co.uk')
    """
    domain = _unicode(domain.strip().strip(".").replace("\u3002", "."))
    labels = domain.split(".")
    if len(labels) < 3 or len(domain) > 255 or labels[-1].isdigit() or domain.startswith("["):
        return domain
    rules, size = _rules(), len(labels)
    for start in range(size - 1):  # the longest rule wins, so the first that fits
        parent = ".".join(labels[start + 1 :])
        children = rules.get(parent, "")
        if f" !{labels[start]} " in children:
            return f"{labels[start]}.{parent}"
        if f" {labels[start]} " in children or " * " in children:
            return domain if start == 0 else ".".join(labels[start - 1 :])
    return ".".join(labels[-2:])


def aligned(domain: str | None, other: str | None) -> bool | None:
    """Whether two domains are aligned in DMARC's relaxed sense; None when one of them is not known.

    >>> aligned("bounce.mail.example.com", "example.com"), aligned("a.co.uk", "b.co.uk"), aligned(None, "a.example")
    (True, False, None)
    """
    if not domain or not other:
        return None
    return organisational(domain) == organisational(other)
