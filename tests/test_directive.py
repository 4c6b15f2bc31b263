"""The {checker} directive: the element that contract.md promises, in every language, wherever the page lies."""

import gzip
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sphinx.cmd.build import build_main

import checkers
from checkers.sphinxext import directive, plurals
from checkers.sphinxext.words import KINDS, PAGE, SCRIPT
from checkers.wording import in_language

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "checkers" / "sphinxext" / "static"
LANGUAGES = {"en": "", "zh_CN": "zh-cn/"}

CONF = f"""
extensions = ["checkers.sphinxext"]
html_theme = "furo"
locale_dirs = ["locale"]
checkers_pyodide = {str(ROOT / "node_modules" / "pyodide")!r}
checkers_cache = {str(ROOT / "build" / "checkers-cache")!r}
site_url = ""
site_languages = {{
    "en": {{"tag": "en", "path": "", "name": "English", "title": "Test"}},
    "zh_CN": {{"tag": "zh-CN", "path": "zh-cn/", "name": "Chinese", "title": "Test"}},
}}
"""
PAGES = {
    "index": "Home\n====\n\n.. checker:: auto\n\nAgain\n-----\n\n.. checker:: smtp\n\n"
    ".. toctree::\n   :hidden:\n\n   checkers/headers\n   faq/outgoing\n",
    "checkers/headers": "Headers\n=======\n\n.. checker:: headers\n",
    "faq/outgoing": "Outgoing\n========\n\n.. _daily-limit:\n\nThe daily limit\n---------------\n\nText.\n",
}


def sources(folder: Path, pages: dict[str, str] = PAGES) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "conf.py").write_text(CONF, "utf-8")
    catalogue = Path("locale", "zh_CN", "LC_MESSAGES", "checkers.po")
    (folder / catalogue).parent.mkdir(parents=True)
    (folder / catalogue).write_bytes((ROOT / catalogue).read_bytes())
    for name, text in pages.items():
        page = folder / f"{name}.rst"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, "utf-8")
    return folder


def build(source: Path, out: Path, builder: str = "dirhtml", language: str = "en") -> int:
    return build_main(
        ["-W", "-n", "-q", "-b", builder, "-d", f"{out}.doctrees", "-D", f"language={language}", str(source), str(out)]
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    source = sources(folder / "source")
    for language, path in LANGUAGES.items():
        assert build(source, folder / "html" / path, language=language) == 0
    return folder / "html"


class Elements(HTMLParser):
    """Every element of a page in order: (name, attributes, number of the checker around it or 0)."""

    VOID = {"br", "hr", "img", "input", "link", "meta"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict, int]] = []
        self.words: list[tuple[str, str]] = []
        self.open: list[tuple[str, int]] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        inside = self.open[-1][1] if self.open else 0
        if "data-checker" in values:
            inside = 1 + sum("data-checker" in found for _, found, _ in self.found)
        self.found.append((tag, values, inside))
        if tag not in self.VOID:
            self.open.append((tag, inside))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.open:
            self.words.append((self.open[-1][0], data))

    def having(self, attribute: str, checker: int | None = None) -> list[tuple[str, dict]]:
        return [
            (tag, values) for tag, values, inside in self.found if attribute in values and checker in (None, inside)
        ]


def read(site: Path, language: str, page: str) -> Elements:
    return Elements((site / LANGUAGES[language] / page / "index.html").read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("page", "number", "kind"), [(".", 1, "auto"), (".", 2, "smtp"), ("checkers/headers", 1, "headers")]
)
def test_element_of_the_contract(site, language, page, number, kind):
    elements = read(site, language, page)
    root = elements.having("data-checker", number)
    assert [(tag, values["data-checker"], values["data-state"]) for tag, values in root] == [("div", kind, "idle")]
    [(tag, field)] = elements.having("data-checker-input", number)
    assert tag == "textarea"
    assert ("label", {"for": field["id"], "class": "checker-label"}, number) in elements.found
    described = {values.get("id") for _, values, inside in elements.found if inside == number}
    assert set(field["aria-describedby"].split()) <= described
    assert [tag for tag, _ in elements.having("data-checker-run", number)] == ["button"]
    assert [tag for tag, _ in elements.having("data-checker-result", number)] == ["div"]
    assert root[0][1]["data-language"] == language
    examples = {values["data-checker-example"] for _, values in elements.having("data-checker-example", number)}
    assert examples == {example.file.partition(".")[0] for example in KINDS[kind].examples}


@pytest.mark.parametrize("page", [".", "checkers/headers"])
def test_result_is_empty_and_ids_are_unique(site, page):
    html = (site / page / "index.html").read_text("utf-8")
    assert '<div class="checker-result" data-checker-result=""></div>' in html
    ids = [values["id"] for _, values in Elements(html).having("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [".", "checkers/headers"])
def test_addresses_lead_to_files_of_the_stated_size(site, language, page):
    """Relative, so that the site works at a root and under a folder; nothing names a host."""
    here = site / LANGUAGES[language] / page
    elements = read(site, language, page)
    [(_, root), *_] = elements.having("data-checker")
    files = json.loads(root["data-files"])
    assert {"worker", "pyodide", "glue", "wasm", "stdlib", "checkers"} <= set(files)
    for role, file in files.items():
        assert re.match(r"(\.\./)*_checkers/", file["url"]), role
        content = (here / file["url"]).resolve().read_bytes()
        if file.get("gzip"):
            assert (file["size"], file["whole"]) == (len(content), len(gzip.decompress(content))), role
        elif "packed" in file:  # for hosts that pack what they send, and for those that do not
            packed = (here / file["packed"]).resolve().read_bytes()
            assert (file["size"], file["whole"]) == (len(packed), len(content)) and gzip.decompress(packed) == content
        else:
            assert file["size"] == len(content) or role in ("pyodide", "glue", "lean"), role
    for tag, attribute in (("link", "href"), ("script", "src")):
        ours = [
            values[attribute]
            for name, values, _ in elements.found
            if name == tag and "_checkers/" in values.get(attribute, "")
        ]
        # The one style with what the script imports; the script as a module, and one for browsers that know none.
        first, *others = ours
        assert first.endswith("/checker.js" if tag == "script" else "/checker.css")
        assert others and all(address.endswith(".js") for address in others)
        assert tag == "link" or [address.rpartition("/")[2] for address in others] == ["old-browser.js"]
        assert all((here / address).resolve().is_file() for address in ours)


def test_a_page_without_checker_loads_nothing(site):
    assert "_checkers" not in (site / "faq" / "outgoing" / "index.html").read_text("utf-8")


def test_bundle_is_there_once(site):
    assert (site / "_checkers").is_dir()
    assert not (site / "zh-cn" / "_checkers").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_in_the_language_of_the_page(site, language):
    wording = in_language(language) if language == "en" else directive.wording_of(language)
    elements = read(site, language, ".")
    [(_, root), *_] = elements.having("data-checker")
    words = json.loads(root["data-words"])
    assert words.pop("command") == "python -m checkers"
    assert words == {name: plurals.for_script(message, wording) for name, message in SCRIPT.items()}
    assert ("label", wording(KINDS["auto"].label)) in elements.words
    assert ("button", wording(PAGE["run"])) in elements.words


@pytest.mark.parametrize(
    ("page", "address"), [(".", "faq/outgoing/#daily-limit"), ("checkers/headers", "../../faq/outgoing/#daily-limit")]
)
def test_faq_links_carry_the_heading(site, page, address):
    [(_, root), *_] = read(site, "en", page).having("data-checker")
    assert json.loads(root["data-faq"]) == {"outgoing#daily-limit": [address, "The daily limit"]}


def test_unknown_kind_is_an_error(tmp_path, capsys):
    source = sources(tmp_path, {"index": "Home\n====\n\n.. checker:: pigeon\n"})
    assert build(source, tmp_path / "out") != 0
    assert "unknown kind of checker 'pigeon'; there are auto, smtp, headers" in capsys.readouterr().err


@pytest.mark.parametrize("builder", ["text", "singlehtml"])
def test_other_builders_get_a_sentence(tmp_path, builder):
    source = sources(tmp_path, {"index": "Home\n====\n\n.. checker:: smtp\n"})
    assert build(source, tmp_path / "out", builder) == 0
    [page] = [path for path in (tmp_path / "out").glob("index.*")]
    shown = " ".join(re.sub(r'<[^>]+>|"', "", page.read_text("utf-8")).split())
    assert PAGE["elsewhere"].message.replace("{command}", directive.COMMAND) in shown
    assert "textarea" not in page.read_text("utf-8")


def test_markup_in_words_and_examples_stays_text():
    class Loud:
        language = "en"

        def __call__(self, message):
            return f"<b>&{message.message}</b>"

    settings = {"language": "en", "words": '{"a": "</div>\\"<script>"}', "size": "1"}
    html = directive.form("auto", 1, Loud(), settings)
    elements = Elements(html)
    assert not {"b", "script"} & {tag for tag, _, _ in elements.found}
    [(_, root)] = elements.having("data-checker")
    assert root["data-words"] == settings["words"]


EXAMPLES = sorted({example.file for kind in KINDS.values() for example in kind.examples})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", EXAMPLES)
def test_example_gives_an_answer(file, language):
    """An example must show what the checker can do: something found, not by guess, with its evidence."""
    report = checkers.check(directive.example_text(file, language)).to_dict()
    found = report["hops"] and report["findings"] if report["kind"] == "headers" else report["failures"]
    assert found
    assert any(one["evidence"] for one in found)
    if report["kind"] == "smtp":
        assert "low" not in [failure["confidence"] for failure in found]
        assert found[0]["reason"] != "unknown"


def test_scripts_use_exactly_the_words_there_are():
    used = set()
    for script in STATIC.glob("*.*js"):
        if script.name != "support.js":  # has words of its own: test_support.py
            used |= set(re.findall(r"\bwords\.(\w+)", script.read_text("utf-8")))
    assert used - {"command"} == set(SCRIPT)


def test_every_placeholder_of_the_words_is_filled_by_a_script():
    code = "".join(script.read_text("utf-8") for script in STATIC.glob("*.*js"))
    for name, message in SCRIPT.items():
        for hole in re.findall(r"\{(\w+)\}", message.message):
            assert re.search(rf"\b{hole}\b", code), (name, hole)
