"""One piece of knowledge as a section of a reference page: what a server writes, what it means, what to do, who acts.

Words come from the catalogue ``checkers`` while the page is read, in the page's language. No node here may be taken
for a text of the page itself, or the page's own catalogue would repeat the knowledge.
"""

from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx import addnodes

from checkers.smtp.classify import Verdict
from checkers.smtp.failure import Failure, retry_label
from checkers.smtp.rules import Knowledge, Reason, load
from checkers.sphinxext import reference
from checkers.sphinxext.reference_facts import Statement, classes, permanence, shown, tags, unregistered
from checkers.wording import Text, Wording, text

SEPARATOR = " · "  # between the items of a list, in every language
PERMANENCE = {
    "permanent": text("Permanent: this email will not get through as it is."),
    "temporary": text("Temporary: a later try can succeed."),
    "success": text("Success: nothing went wrong."),
    "intermediate": text("In between: the server waits for more."),
    "unknown": text("Permanent or temporary: the code tells, 5 is permanent, 4 temporary."),
}
SEVERITY = {"error": text("Error"), "warning": text("Warning"), "info": text("Note"), "good": text("Good")}
REFERENCE = "knowledge"  # the type of a cross-reference to a rule, see ``reference_pages.resolve``

Inline = nodes.Node | str


class Writer:
    """Makes the nodes of entries in one language."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.known: Knowledge = load()

    # --- the entries

    def row(self, row: dict, part: str, sources: dict[str, dict], doubled: bool) -> nodes.section:
        """A reply that a server, Odoo or Python writes; ``doubled``: its words stand in another row too."""
        known = self.known.by_id[row["id"]]
        reason = known.reason
        words = [shown(words) for words in row.get("match", ())]
        codes = ", ".join(row.get("codes", ()))
        heading = [nodes.literal("", words[0])] if words else [nodes.literal("", codes)]
        if words and doubled:
            heading += [f" ({codes})" if codes else f" ({self.wording(reason.label)})"]
        section = self.section(row["id"], heading)
        section += self.sample(row["sample"])
        section += self.paragraph(nodes.strong("", self.wording(row.get("title") or reason.title)))
        if row.get("explanation"):
            section += self.paragraph(self.wording(row["explanation"]))
        section += self.steps(row.get("steps", ()))
        facts = [(text("Reason"), [self.to_reason(reason)])]
        if not row.get("steps"):
            facts.append((text("What to do"), [self.to_reason(reason, self.wording(text("as for this reason")))]))
        failure = Failure(Verdict(reason, row["id"], known, "", "", part), permanence=permanence(row, reason))
        facts += self.outlook(failure.who, failure.hard, failure.retry_after_s)
        if codes and not (doubled or not words):
            facts.append((text("Only with"), [codes]))
        if words[1:]:
            facts.append((text("Also"), list(_joined(_foreign(each) for each in words[1:]))))
        facts += self.faq(failure.faq)
        facts.append((text("Source"), self.source(sources.get(row["source"], {"label": row["source"]}))))
        section += self.facts(facts)
        section += self.index(row["id"], [*tags(row), *unregistered(row)])
        return section

    def reply_code(self, row: dict, stated: Iterable[Statement]) -> nodes.section:
        """A basic reply code."""
        section = self.section(f"code-{row['code']}", [nodes.literal("", row["code"])])
        section += self.paragraph(self.wording(row["meaning"]))
        facts = [(text("Meaning of the class"), [self.wording(PERMANENCE[row["permanence"]])])]
        if "vendor" in row:
            facts.append((text("Used by"), [self.wording(row["vendor"])]))
        facts += self.where_to_go(row, stated)
        facts.append((text("Source"), self.source({"label": row["source"], "url": row.get("url")})))
        section += self.facts(facts)
        section += self.index(f"code-{row['code']}", [row["code"]])
        return section

    def enhanced_code(self, row: dict, stated: list[Statement]) -> nodes.section:
        """An enhanced status code, for every class that it occurs with."""
        rule = f"code-{row['code']}"
        codes = [digit + row["code"].removeprefix("x") for digit in classes(row["replies"])]
        section = self.section(rule, _joined(nodes.literal("", code) for code in codes))
        section += self.paragraph(self.wording(row["meaning"]))
        facts = []
        if "registry_name" in row:
            facts.append((text("Name in the registry"), [_foreign(row["registry_name"])]))
        if row["replies"]:
            links = (self.link(f"code-{code}", code) for code in row["replies"])
            facts.append((text("Goes with"), list(_joined(links))))
        facts += self.where_to_go(row, stated)
        facts.append((text("Source"), self.source({"label": row["source"], "url": row["url"]})))
        section += self.facts(facts)
        pairs = {(code, f"{digit}{row['code'][1:]}") for code in row["replies"] for digit in code[0]}
        pairs |= {(each.reply_code, each.enhanced_code) for each in stated if each.reply_code and each.enhanced_code}
        names = [f"{code}{between}{enhanced}" for code, enhanced in sorted(pairs) for between in " -"]
        section += self.index(rule, codes + names)
        return section

    def reason(self, row: dict, stated: list[Statement], codes: list[str]) -> nodes.section:
        """A word of the vocabulary; ``codes`` are the rules of the codes that mean it by themselves."""
        reason = self.known.reasons[row["id"]]
        section = self.section(reason.id, [self.wording(reason.title)])
        section += self.paragraph(nodes.strong("", self.wording(reason.label)), " ", nodes.literal("", reason.id))
        section += self.paragraph(self.wording(reason.explanation))
        section += self.steps(reason.steps)
        facts = self.outlook(reason.who, reason.hard, reason.retry_after_s if reason.retry else None)
        if codes:
            links = (self.link(rule, rule.removeprefix("code-")) for rule in codes)
            facts.append((text("Codes"), list(_joined(links))))
        facts += self.senders(stated)
        facts += self.faq(reason.faq)
        if reason.reference:
            facts.append((text("Source"), self.source(reason.reference)))
        section += self.facts(facts)
        section += self.index(reason.id, [reason.id])
        return section

    def finding(self, row: dict) -> nodes.section:
        """A finding of the header checker; what an email fills in is left open."""
        section = self.section(reference.anchor(row["id"]), [self.opened(row["title"])])
        section += self.paragraph(self.opened(row["explanation"]))
        section += self.steps(self.opened(step) for step in row.get("steps", ()))
        facts = [(text("Severity"), [self.wording(SEVERITY[row["severity"]])]), *self.faq(row.get("faq"))]
        section += self.facts(facts)
        section += self.index(reference.anchor(row["id"]), [reference.anchor(row["id"])])
        return section

    def gist(self, row: dict, notions: dict[str, list[str]]) -> nodes.section:
        """A guess: two notions near each other."""
        reason = self.known.reasons[row["reason"]]
        section = self.section(row["id"], [self.wording(text("A guess: {reason}", reason=text(reason.label)))])
        first, second = (_some(notions[name], 30) for name in row["near"])
        facts = [
            (text("Reason"), [self.to_reason(reason)]),
            (text("One of these words"), [_foreign(first)]),
            (text("near one of these"), [_foreign(second)]),
        ]
        if row.get("not"):
            others = SEPARATOR.join(_some(notions[name], 6) for name in row["not"])
            facts.append((text("and none of these"), [_foreign(others)]))
        if row.get("codes"):
            facts.append((text("Only with"), [", ".join(row["codes"])]))
        section += self.facts(facts)
        return section

    # --- what several of them say

    def outlook(self, who: str, hard: bool, retry_after_s: int | None) -> list[tuple[Text, list[Inline]]]:
        """Who acts, whether sending again helps, and whether the address is dead."""
        facts = [
            (text("Who acts"), [self.wording(self.known.who_labels[who])]),
            (text("Second try"), [self.wording(retry_label(retry_after_s))]),
        ]
        if hard:
            facts.append((text("Address"), [self.wording(text("The address itself is dead. Take it off your lists."))]))
        return facts

    def where_to_go(self, row: dict, stated: Iterable[Statement]) -> list[tuple[Text, list[Inline]]]:
        """The reason that a code alone means, and who sends the code."""
        facts = []
        if row.get("reason"):
            facts.append((text("Reason"), [self.to_reason(self.known.reasons[row["reason"]])]))
        return facts + self.senders(stated)

    def senders(self, stated: Iterable[Statement]) -> list[tuple[Text, list[Inline]]]:
        """Links to what is known of single servers: to the row where there is one, to the provider where more are."""
        by_part: dict[str, list[str]] = {}
        for each in stated:
            if each.part in self.known.providers:
                by_part.setdefault(each.part, []).append(each.rule)
        links = []
        for part, rules in by_part.items():
            name = self.wording(self.known.providers[part].name)
            if len(rules) == 1:
                links.append(self.link(rules[0], name))
            else:
                links.append(self.link(f"part {part}", f"{name} ({len(rules)})"))
        return [(text("Sent by"), list(_joined(links)))] if links else []

    def faq(self, target: str | None) -> list[tuple[Text, list[Inline]]]:
        """The place in the FAQ that goes on from here; ``target`` is "outgoing#daily-limit"."""
        if not target:
            return []
        label = target.partition("#")[2]
        inner = nodes.inline("", label)
        link = addnodes.pending_xref(
            "", inner, refdomain="std", reftype="ref", reftarget=label, refexplicit=False, refwarn=True
        )
        return [(text("In the FAQ"), [link])]

    def source(self, source: dict) -> list[Inline]:
        """A document, and the month in which it was read where that is known."""
        label = self.wording(source["label"])
        url = source.get("url") or ""
        # The site links to nothing that goes over the wire in the clear; such a source is named without its link.
        named = nodes.reference("", label, refuri=url) if url.startswith("https://") else nodes.Text(label)
        if not source.get("read"):
            return [named]
        before, _, after = self.wording(text("{source}, read {month}")).partition("{source}")
        return [before, named, after.replace("{month}", source["read"])]

    def to_reason(self, reason: Reason, words: str = "") -> addnodes.pending_xref:
        return self.link(f"reason {reason.id}", words or self.wording(reason.label))

    def link(self, target: str, words: str) -> addnodes.pending_xref:
        """A link to a rule, to a reason ("reason spam") or to a part of a page ("part qq")."""
        inner = nodes.inline("", words)
        return addnodes.pending_xref("", inner, refdomain="", reftype=REFERENCE, reftarget=target, refwarn=True)

    # --- nodes

    def section(self, ident: str, heading: Iterable[Inline]) -> nodes.section:
        """A section with its heading and the anchor of ``ident``."""
        where = reference.anchor(ident)
        title = _filled(nodes.title("", "", translatable=False), heading)
        return nodes.section("", title, ids=[where], names=[where])

    def paragraph(self, *content: Inline) -> nodes.paragraph:
        return _filled(nodes.paragraph("", "", translatable=False), content)

    def item(self, content: Iterable[Inline]) -> nodes.list_item:
        """An item of a list."""
        return nodes.list_item("", self.paragraph(*content))

    def sample(self, words: str) -> nodes.literal_block:
        return nodes.literal_block(words, words, language="text", classes=["sample"], translatable=False)

    def steps(self, steps: Iterable[str]) -> list[nodes.enumerated_list]:
        """What to do, numbered; no list where there is nothing."""
        items = [nodes.list_item("", self.paragraph(self.wording(step))) for step in steps]
        return [nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".")] if items else []

    def facts(self, facts: Iterable[tuple[Text, list[Inline]]]) -> nodes.definition_list:
        """Names with their values, one below the other."""
        return nodes.definition_list(
            "",
            *(
                nodes.definition_list_item(
                    "",
                    nodes.term("", self.wording(name), translatable=False),
                    nodes.definition("", self.paragraph(*content)),
                )
                for name, content in facts
            ),
            classes=["facts"],
        )

    def index(self, rule: str, names: Iterable[str]) -> list[addnodes.index]:
        """Entries by which the search leads to the very place; ";" would split an entry."""
        where = reference.anchor(rule)
        entries = [("single", name, where, "main", None) for name in dict.fromkeys(names) if ";" not in name]
        # "inline" keeps them out of the page's catalogue: codes and tags are the same in every language.
        return [addnodes.index(entries=entries, inline=True)] if entries else []

    def opened(self, message: str) -> str:
        """A finding's text with an ellipsis for what an email fills in."""
        words = self.wording(message)
        out, rest = "", words
        while rest:
            before, brace, rest = rest.partition("{")
            out += before
            if brace:
                rest = rest.partition("}")[2]
                out += "…"
        return out


def _some(words: list[str], count: int) -> str:
    """The first words of a notion: it holds hundreds, in twenty languages, and the page has a budget."""
    return SEPARATOR.join(words[:count]) + (f"{SEPARATOR}…" if len(words) > count else "")


def _foreign(words: str) -> nodes.inline:
    return nodes.inline("", words, classes=["words"])


def _joined(content: Iterable[nodes.Node]) -> Iterator[Inline]:
    for number, each in enumerate(content):
        if number:
            yield SEPARATOR
        yield each


def _filled(node: nodes.TextElement, content: Iterable[Inline]) -> nodes.TextElement:
    node.extend(nodes.Text(each) if isinstance(each, str) else each for each in content if each != "")
    return node
