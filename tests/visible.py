"""What a reader sees or hears of a built page: its texts, block by block, and the attributes that are read aloud."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

SILENT = {"script", "style", "template", "textarea", "code", "pre", "kbd", "samp", "bdi", "time"}
# What a screen of another program is named, what a program wrote, and languages, each named in itself.
CITED = {"guilabel", "menuselection", "sample", "words", "external", "highlight", "checker-examples"}
CITED |= {"language-link", "support-language"}
INLINE = {"a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "kbd", "samp", "small", "span", "strong", "sub"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SPOKEN = ("alt", "aria-label", "title", "placeholder")
HOLE = "\ufffc"  # stands for what was left out


@dataclass
class Visible(HTMLParser):
    """One page: ``texts`` are those of its blocks, in which HOLE stands for code and citations, and its attributes."""

    html: str
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []
        self.block = ""
        self.feed(self.html)
        self.close()
        self.flush()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag not in INLINE:
            self.flush()
        classes = set(values.get("class", "").split())
        silent = tag in SILENT or values.get("translate") == "no" or bool(classes & CITED)
        if silent and not self.silent:
            self.block += HOLE
        if not self.silent and not silent:
            self.texts += [values[name] for name in SPOKEN if values.get(name)]
            if tag == "meta" and values.get("name") == "description":
                self.texts.append(values["content"])
        if tag not in VOID:
            self.open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.flush()
        if any(name == tag for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.block += data

    @property
    def silent(self) -> bool:
        return any(silent for _, silent in self.open)

    def flush(self) -> None:
        if self.block.strip(f" \n\t{HOLE}"):
            self.texts.append(" ".join(self.block.split()))
        self.block = ""
