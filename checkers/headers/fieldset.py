"""The header fields of one message by name, and what nearly every reader of them wants: addresses, dates, text."""

from checkers.headers import addresses, dates
from checkers.headers.addresses import Mailbox
from checkers.headers.layout import Layout
from checkers.message import Field, decode_words
from checkers.report import Span

MAX_FIELDS = 100  # fields of one name whose addresses are read
MAX_TEXT = 50_000  # characters decoded of one field that people read


class FieldSet:
    """Fields in the order of the message; names are asked for in lower case."""

    __slots__ = ("_by_name", "_mailboxes", "_values", "date", "fields", "from_domain", "layout", "senders")

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.fields = layout.fields
        by_name: dict[str, list[Field]] = {}
        for found in layout.fields:
            by_name.setdefault(found.name.lower(), []).append(found)
        self._by_name = by_name
        self._values: dict[int, str] = {}
        self._mailboxes: dict[str, list[Mailbox]] = {}
        senders = self.mailboxes("from")
        self.senders: list[Mailbox] = senders
        self.from_domain: str | None = next((sender.domain for sender in senders if sender.domain), None)
        date = self.value("date")
        self.date: int | None = dates.parse(date[:400]) if date else None

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def names(self):
        return self._by_name.keys()

    def all(self, name: str) -> list[Field]:
        """The fields of that name, in the order of the message."""
        return self._by_name.get(name, [])

    def first(self, name: str) -> Field | None:
        """The topmost field of that name: the one that mail programs show."""
        found = self._by_name.get(name)
        return found[0] if found else None

    def value(self, name: str) -> str | None:
        """The topmost field's unfolded value, None without the field."""
        found = self._by_name.get(name)
        return self.value_of(found[0]) if found else None

    def value_of(self, field: Field) -> str:
        value = self._values.get(field.start)
        if value is None:
            value = self._values[field.start] = field.value
        return value

    def text(self, name: str) -> str | None:
        """The topmost field as a person reads it: encoded words decoded, white space collapsed."""
        value = self.value(name)
        return None if value is None else " ".join(decode_words(value[:MAX_TEXT]).split())

    def mailboxes(self, name: str) -> list[Mailbox]:
        """The mailboxes of all fields of that name."""
        mailboxes = self._mailboxes.get(name)
        if mailboxes is None:
            mailboxes = [
                mailbox for field in self.all(name)[:MAX_FIELDS] for mailbox in addresses.parse(self.value_of(field))
            ]
            self._mailboxes[name] = mailboxes
        return mailboxes

    def span(self, field: Field) -> Span:
        """The whole field as evidence."""
        return self.layout.span(field.start, field.end)

    def spans(self, *names: str) -> tuple[Span, ...]:
        """The topmost fields of these names as evidence, those that are there."""
        return tuple(self.span(found) for name in names if (found := self.first(name)))

    def span_of(self, field: Field, words: str) -> Span:
        """The place of ``words`` in a field, or the whole field where they do not stand in one piece."""
        at = field.raw.find(words) if words else -1
        if at < 0:
            return self.span(field)
        return self.layout.span(field.value_start + at, field.value_start + at + len(words))
