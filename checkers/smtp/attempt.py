"""One delivery attempt as a reader found it: what is stated, before anything is concluded."""

from dataclasses import dataclass


@dataclass(slots=True)
class Attempt:
    """A failed or delayed delivery to one recipient.

    ``text`` holds the words of the server, decoded; ``start`` and ``end`` are where they stand in the pasted text
    (None when they were encoded there). ``context`` holds the rest of what the reporting program says about it.
    """

    recipient: str | None = None
    text: str = ""
    start: int | None = None
    end: int | None = None
    reply_code: int | None = None
    enhanced_code: str | None = None
    status: str | None = None  # the Status field of a DSN: may be made up by the reporting server
    action: str | None = None  # the Action field of a DSN, or "delayed" from a free-form warning
    remote_mta: str | None = None
    context: str = ""
    exception: str | None = None  # Python's name for what was raised: it tells at which command
