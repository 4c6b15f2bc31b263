"""What Odoo Support asks for, as a form and as the lines of a text.

Each question stands twice: as it is put to the reader (``ask``) and as it heads its answer in the text (``told``).
``vital`` marks what Support asks back for when it is missing.
"""

from dataclasses import dataclass, field

from checkers.wording import Text, text

OUTGOING, INCOMING = "outgoing", "incoming"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``kind``: "choice" of one, "checks" for several, a "line" or several "lines" of text."""

    id: str
    kind: str
    ask: Text
    told: Text
    hint: Text | None = None
    choices: dict[str, Text] = field(default_factory=dict)
    vital: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together: under ``title`` in the form, under ``told`` in the text."""

    id: str
    title: Text
    told: Text
    questions: tuple[Question, ...]


GROUPS = (
    Group(
        "email",
        text("Which email?"),
        text("Email"),
        (
            Question(
                "direction", "choice", text("Which way was it going?"), text("Direction"), None,
                {
                    OUTGOING: text("It was sent from Odoo"),
                    INCOMING: text("It was to arrive in Odoo"),
                },
                True,
            ),
            Question(
                "hosting", "choice", text("Where does your Odoo run?"), text("Hosting"), None,
                {
                    "online": text("Odoo Online"),
                    "sh": text("Odoo.sh"),
                    "on-premise": text("On-premise (a server of your own)"),
                },
                True,
            ),
            Question(
                "version", "line", text("Which version of Odoo?"), text("Odoo version"),
                text("It stands at the bottom of the settings, for example 18.0."),
            ),
            Question(
                "record", "line", text("Which record does it belong to?"), text("Record"),
                text("The number of the order or invoice, or the contact."),
            ),
            Question(
                "time", "line", text("When was it sent?"), text("Time of sending"),
                text("Date, time and time zone, for example “10 January 2026, 11:45, Central European Time”."),
                {}, True,
            ),
            Question(
                "files", "checks", text("Which files do you attach to the ticket?"), text("Attached"),
                text(
                    "Files as they are, not forwarded: a forwarded copy holds only part of the data. For an incoming "
                    "email, ask the sender for the copy in their Sent folder."
                ),
                {
                    "original": text("The original email (.eml or .msg)"),
                    "bounce": text("The bounce, as a file"),
                    "good": text("An email that came through correctly the same way, as a file"),
                },
                True,
            ),
        ),
    ),
    Group(
        "way",
        text("Which way does it take?"),
        text("Way of the email"),
        (
            Question(
                "origin", "choice", text("What kind of email is it?"), text("Kind of email"), None,
                {
                    "reply": text("A reply to an email that was sent from Odoo"),
                    "database": text("A message sent from the database"),
                    "new": text("A new email from outside, no reply"),
                },
                True,
            ),
            Question(
                "route", "choice", text("How does email get into your Odoo?"), text("Incoming method"),
                text("A redirection keeps the original sender; forwarding puts the forwarder in its place."),
                {
                    "fetched": text("An incoming mail server of Odoo fetches it from a mailbox"),
                    "redirected": text("Our mail provider redirects it to an Odoo address"),
                    "forwarded": text("Our mail provider forwards it to an Odoo address"),
                    "dns": text("A DNS record (MX or CNAME) leads to Odoo"),
                    "plain": text("People write to the Odoo address itself; nothing is set up"),
                    "unknown": text("I do not know"),
                },
            ),
            Question(
                "addresses", "line", text("From which address to which?"), text("Addresses on the way"),
                text("For example “info@company.example to info@company.odoo.com”."),
            ),
            Question(
                "changes", "lines", text("Did you change any mail setting lately?"), text("Recent changes"),
                text("What, and when? Did it stop working after that? Write “none” if nothing changed."), {}, True,
            ),
        ),
    ),
    Group(
        "trouble",
        text("What goes wrong?"),
        text("Trouble"),
        (
            Question(
                "scope", "choice", text("How far does it reach?"), text("Scope"), None,
                {"all": text("All emails"), "one": text("One case only")}, True,
            ),
            Question(
                "case", "line", text("If it is one case: which one?"), text("Case"),
                text("A customer, a domain, an alias, a kind of document or one user."),
            ),
            Question(
                "often", "choice", text("How often?"), text("How often"), None,
                {
                    "always": text("Every time"),
                    "sometimes": text("Now and then"),
                    "once": text("Once so far"),
                },
            ),
            Question(
                "expected", "lines", text("What should have happened?"), text("Expected"), None, {}, True,
            ),
            Question(
                "happened", "lines", text("What happened instead?"), text("What happened"), None, {}, True,
            ),
            Question(
                "sign", "choice", text("Did Odoo show that it failed?"), text("Sign of the failure in Odoo"),
                text("The bounce of an email from Odoo should come back to the database and turn the red envelope on."),
                {
                    "envelope": text("Yes, the red envelope appeared"),
                    "elsewhere": text("No, the bounce went to another mailbox"),
                    "nothing": text("No, and I know of no bounce"),
                },
            ),
            Question(
                "tried", "lines", text("What have you tried?"), text("Tried so far"),
                text("Each test with its result: another recipient, another provider, another alias."),
            ),
        ),
    ),
)  # fmt: skip
