"""What the English pages and messages keep to, read from their sources: answers that can be checked, one apostrophe."""

import re

import pytest
from conftest import ROOT

from checkers.sphinxext.catalogue import checker_messages
from checkers.wording import in_language, typographic

SOURCE = ROOT / "source"
# Pages of symptoms: each entry says how to see that the repair worked. The others explain where to look.
SYMPTOMS = ("outgoing", "servers", "bounces", "spam", "delays", "campaigns", "incoming", "replies", "fetching")
# Headings that ask for an explanation and leave nothing to repair.
EXPLANATIONS = {"sources", "open-mail-queue", "server-none", "sent-at-once", "test-connection"}
CHECK = "**How to check that it worked**"

SECTION = re.compile(r"^(?:\(([\w-]+)\)=\n)?#{2,3} (.+)$", re.M)
CODE = re.compile(r"^(```+|:::+).*?^\1|`[^`\n]*`|\[[^]]*\]\([^)]*\)|^---\n.*?^---", re.M | re.S)


def entries(text: str) -> dict[str, str]:
    """The text of each section by its anchor, or by its heading where it has none; subsections apart."""
    parts = SECTION.split(text)
    return {(parts[i] or parts[i + 1].lower()): parts[i + 2] for i in range(1, len(parts), 3)}


@pytest.mark.parametrize("page", SYMPTOMS)
def test_every_symptom_says_how_to_check_the_repair(page):
    found = entries((SOURCE / "faq" / f"{page}.md").read_text("utf-8"))
    assert len(found) > 3
    missing = {name for name, text in found.items() if CHECK not in text} - EXPLANATIONS
    assert missing == set()


def test_every_entry_of_the_faq_is_on_the_list_of_questions():
    listed = set(re.findall(r"<([\w-]+)>`", (SOURCE / "faq" / "index.md").read_text("utf-8")))
    for path in sorted((SOURCE / "faq").glob("*.md")):
        if path.stem != "index":
            anchors = set(re.findall(r"^\(([\w-]+)\)=$", path.read_text("utf-8"), re.M))
            assert anchors <= listed, f"{path.name}: {anchors - listed}"


def test_every_page_of_the_faq_and_every_guide_is_reached_from_the_home_page():
    home = (SOURCE / "index.md").read_text("utf-8")
    named = set(re.findall(r"<([\w-]+)>`", home))
    for path in sorted((SOURCE / "faq").glob("*.md")):
        anchors = set(re.findall(r"^\(([\w-]+)\)=$", path.read_text("utf-8"), re.M))
        assert named & anchors or f"</faq/{path.stem}>" in home, path.name
    listed = (SOURCE / "guides" / "index.md").read_text("utf-8")
    for path in sorted((SOURCE / "guides").glob("*.md")):
        assert path.stem == "index" or f"{path.stem}>`" in listed, path.name


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.md")), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_pages_have_curved_apostrophes(path):
    prose = re.sub("“[^”]*”", "", CODE.sub(" ", path.read_text("utf-8")))  # a quotation keeps what it quotes
    assert re.findall(r"\w'\w+", prose) == []


def test_messages_have_curved_apostrophes_when_they_are_shown():
    wording = in_language("en")
    for found in checker_messages():
        for message in [found.message] if isinstance(found.message, str) else found.message:
            shown = re.sub("“[^”]*”", "", wording(message))
            assert re.findall(r"[a-z]'[a-z]\w*", shown) == [], found


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Odoo's servers' own", "Odoo’s servers’ own"),
        ("via SMTP server 'None'", "via SMTP server 'None'"),
        ("It says “doesn't exist”.", "It says “doesn't exist”."),
        ("'%s' is b'550'", "'%s' is b'550'"),
        ("no apostrophe", "no apostrophe"),
    ],
)
def test_apostrophes(typed, printed):
    assert typographic(typed) == printed
