"""The field names that mail uses: what tells a header block from prose."""

import re

_STRONG = frozenset(
    (
        "received return-path message-id dkim-signature authentication-results received-spf delivered-to mime-version "
        "arc-seal"
    ).split()
)
_KNOWN = _STRONG | frozenset(
    (
        "from to cc bcc subject date sender reply-to in-reply-to references content-type content-transfer-encoding "
        "content-language content-disposition arc-message-signature arc-authentication-results list-unsubscribe "
        "list-unsubscribe-post list-id list-post list-help precedence auto-submitted importance priority thread-topic "
        "thread-index user-agent envelope-to domainkey-signature feedback-id errors-to comments keywords organization "
        "resent-from resent-to resent-date resent-message-id resent-sender accept-language delivery-date "
        "disposition-notification-to original-recipient require-recipient-valid-since autocrypt "
        # names without a hyphen, which is what else tells a name from a word: news, mailboxes on disk, old programs
        "path xref lines newsgroups approved distribution expires control supersedes summary status encoding posted "
        "mailer via sent fcc organisation sensitivity conversation language encrypted replied forwarded phone fax "
        "followup-to originator body obsoletes topics jabber posting source"
    ).split()
)
_PREFIXES = ("x-", "arc-", "list-", "resent-", "content-", "dkim-")

# Written as servers write them: in running text a name in small letters is a word.
_IN_RUNNING_TEXT = re.compile(
    r"(?:(?<=\s)|\A)(?:Received|From|To|Cc|Bcc|Subject|Date|Sender|References|Precedence|Importance|Priority|Comments|"
    r"Keywords|Organi[sz]ation|Lines|Path|Xref|Newsgroups|Approved|Status|Autocrypt|"
    r"DKIM-Signature|ARC-[A-Z][A-Za-z-]{1,40}|MIME-Version|X-[A-Za-z][A-Za-z0-9_-]{1,60}|"
    r"[A-Z][a-z][A-Za-z0-9]{0,30}(?:-[A-Za-z0-9]{1,30}){1,6}):(?=\s|v=\d)"
)


def is_known(name: str) -> bool:
    """Whether a field name in lower case is one that mail uses."""
    return name in _KNOWN or name.startswith(_PREFIXES)


def weight(name: str) -> int:
    """How much a field name in lower case speaks for a header block rather than for prose."""
    return 4 if name in _STRONG else 2 if name in _KNOWN else 1 if name.startswith(_PREFIXES) else 0


def field_starts(source: str) -> list[int]:
    """Where fields seem to begin in a text that has lost its line breaks."""
    return [found.start() for found in _IN_RUNNING_TEXT.finditer(source)]
