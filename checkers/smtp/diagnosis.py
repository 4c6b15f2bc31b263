"""Where the words about one recipient carry the diagnosis: the server's reply among a notice's own sentences."""

import re

from checkers.smtp import reply

_MAX_TRANSCRIPT = 20_000
# "The response was:", then in a paragraph of its own what the server said
_INTRODUCES = re.compile(
    r"\b(?:response|reply|answer)\b[^\n]{0,40}:[ \t]{0,8}|(?:应答|响应)[^\n]{0,8}[:\uff1a][ \t]{0,8}", re.IGNORECASE
)


def says_more(words: str, end: int) -> bool:
    """Whether words follow a code on its line: "Status code: 550 5.7.133" has none, the server's reply does."""
    return any(char.isalpha() for char in words[end : end + 300].partition("\n")[0])


def diagnostic(segment: str) -> tuple[int, int]:
    """Where a segment carries the diagnosis: the paragraph with the reply code, else the first that says anything."""
    paragraphs: list[tuple[int, int]] = []
    at = 0
    for match in re.finditer(r"\n[ \t>]*\n", segment):
        paragraphs.append((at, match.start()))
        at = match.end()
    paragraphs.append((at, len(segment)))
    bare = None
    for start, end in paragraphs[:8]:
        if (codes := reply.first(segment, start, end)) and codes.weight > 0:
            if says_more(segment, codes.end):
                return start, end
            bare = bare or (start, end)  # "Status code: 550 5.7.133", and the words behind the next such code
    if bare:
        return bare
    first_start, first_end = paragraphs[0]
    for (start, end), (next_start, next_end) in zip(paragraphs[:8], paragraphs[1:9], strict=False):
        if (
            (found := _INTRODUCES.search(segment, max(start, end - 80), end))
            and found.end() == end
            and segment[next_start:next_end].strip()
        ):
            return next_start, next_end
    for start, end in paragraphs[:6]:
        words = segment[start:end].strip()
        first_end = end
        if (
            len(words) >= 16
            and not words.endswith(":")
            and any(char.isalpha() for char in words)
            and not words.startswith("---")
        ):
            return first_start, end
    return first_start, first_end


def own_lines(notice: str, recipient: str) -> str:
    """The lines of a transcript that give a reply about ``recipient``: Sendmail lists the recipients, then the session.

    The server's own lines ("<<< 550 ...") are kept apart from what the reporter repeats by coming first.
    """
    wanted = recipient.lower()
    found = [
        line.strip()
        for line in notice[:_MAX_TRANSCRIPT].split("\n")
        if wanted in line.lower() and (codes := reply.first(line)) and codes.reply and codes.weight >= 2
    ]
    return "\n".join(sorted(found[:20], key=lambda line: not line.startswith("<<<")))
