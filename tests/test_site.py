"""The built site, read as files: both languages, links that lead somewhere, nothing from another host, a policy
that fits."""

import gzip
import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from conftest import ADDRESS, REPOSITORY, ROOT

from checkers.sphinxext import hosting, serve

LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data", "use": "href"}
# Links that only name an address; every other <link> is fetched.
NAMING = {"canonical", "alternate", "author", "search", "next", "prev", "index", "license"}


class Page(HTMLParser):
    """One built page: its elements as (tag, attributes), its ids, what it loads, where it links."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.html = path.read_text("utf-8")
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(self.html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, {name: value or "" for name, value in attributes}))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and all(attributes.get(key) == value for key, value in wanted.items())
        ]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def loads(self) -> list[str]:
        found = [attributes[LOADING[tag]] for tag, attributes in self.elements if LOADING.get(tag) in attributes]
        return found + [link["href"] for link in self.all("link") if not NAMING & set(link["rel"].split())]

    @property
    def links(self) -> list[str]:
        found = [
            attributes["href"] for tag, attributes in self.elements if tag in ("a", "link") and "href" in attributes
        ]
        return found + [form["action"] for form in self.all("form") if "action" in form]


def pages(site: Path) -> dict[str, Page]:
    """Every page by its address from the site's root: "", "faq/outgoing/", "zh-cn/" …"""
    found = {}
    for path in sorted(site.rglob("index.html")):
        address = path.parent.relative_to(site).as_posix() + "/"
        found["" if address == "./" else address] = Page(path)
    return found


@pytest.fixture(scope="session")
def built(site) -> dict[str, Page]:
    return pages(site)


@pytest.fixture(scope="session")
def addressed(site_with_address) -> dict[str, Page]:
    return pages(site_with_address)


def languages(found: dict[str, Page]) -> tuple[set[str], set[str]]:
    chinese = {address.removeprefix("zh-cn/") for address in found if address.startswith("zh-cn/")}
    return {address for address in found if not address.startswith("zh-cn/")}, chinese


def test_every_page_is_there_in_both_languages(built):
    english, chinese = languages(built)
    assert english == chinese
    sources = {path.relative_to(ROOT / "source").with_suffix("").as_posix() for path in (ROOT / "source").rglob("*.md")}
    assert {("" if name == "index" else re.sub(r"(^|/)index$", "", name) + "/") for name in sources} <= english


def test_the_language_is_stated(built):
    for address, page in built.items():
        assert page.all("html")[0]["lang"] == ("zh-CN" if address.startswith("zh-cn/") else "en")


def test_chinese_pages_are_chinese(built):
    """Titles and descriptions too; an English one means that its catalogue was not found."""
    for address, page in built.items():
        if address.startswith("zh-cn/"):
            assert re.search("[\u4e00-\u9fff]", re.search("<title>(.*?)</title>", page.html)[1]), address
            for description in page.all("meta", name="description"):
                assert re.search("[\u4e00-\u9fff]", description["content"]), address
                assert set(description) == {"name", "content"}, address


def test_links_lead_somewhere(site, built):
    """Every address of ours that a page names exists, with the place in the page that it names."""
    targets = {address: set(page.ids) for address, page in built.items()}
    broken = []
    for address, page in [*built.items(), ("404.html", Page(site / "404.html"))]:
        for link in page.links + page.loads:
            parts = urlsplit(urljoin(f"https://site.invalid/{address}", link))
            if parts.scheme in ("mailto", "data") or parts.netloc != "site.invalid":
                assert parts.scheme in ("https", "mailto", "data"), f"{address}: {link}"
                continue
            path = unquote(parts.path).lstrip("/")
            if path in targets:
                if parts.fragment and unquote(parts.fragment) not in targets[path]:
                    broken.append(f"{address}: {link}: no such place")
            elif not (site / path).is_file():
                broken.append(f"{address}: {link}: no such file")
    assert broken == []


def test_nothing_loads_from_another_host(site, built):
    for address, page in built.items():
        for loaded in page.loads:
            assert not urlsplit(loaded).netloc and not loaded.startswith("//"), f"{address}: {loaded}"
    for sheet in site.rglob("*.css"):
        for target in re.findall(r"(?:url\(|@import)\s*['\"]?([^'\")\s]+)", sheet.read_text("utf-8")):
            assert target.startswith("data:") or not urlsplit(target).netloc, f"{sheet}: {target}"


def hreflangs(page: Page) -> dict[str, str]:
    """The page in each language; the feed is an alternate too, but no language."""
    return {link["hreflang"]: link["href"] for link in page.all("link", rel="alternate") if "hreflang" in link}


def test_alternates_point_both_ways(built):
    for address, page in built.items():
        alternates = hreflangs(page)
        if not alternates:
            assert address.endswith("search/")
            continue
        assert list(alternates) == ["en", "zh-CN", "x-default"]
        plain = address.removeprefix("zh-cn/")
        resolved = {
            tag: urlsplit(urljoin(f"https://site.invalid/{address}", href)).path for tag, href in alternates.items()
        }
        assert resolved == {"en": f"/{plain}", "zh-CN": f"/zh-cn/{plain}", "x-default": f"/{plain}"}


def test_every_page_links_to_itself_in_the_other_language(built):
    for address, page in built.items():
        tag, other = (
            ("en", address.removeprefix("zh-cn/")) if address.startswith("zh-cn/") else ("zh-CN", f"zh-cn/{address}")
        )
        links = page.all("a", hreflang=tag, lang=tag)
        assert len(links) == 2, "one beside each colour switch: wide and narrow"
        for link in links:
            assert urlsplit(urljoin(f"https://site.invalid/{address}", link["href"])).path == f"/{other}"


def test_what_furo_leaves_unnamed_has_a_name(built):
    """The replacements of page.html and sidebar/navigation.html found their places."""
    for address, page in built.items():
        asides = [aside for aside in page.all("aside") if "footnote" not in aside.get("class", "")]
        assert [aside.get("aria-label") for aside in asides if not aside.get("aria-label")] == [], address
        headings = page.all("p", role="heading")
        assert headings and all(heading["aria-level"] == "2" for heading in headings), address
        assert not re.search("Toggle |Light mode|Dark mode|Auto light/dark", page.html), address
        if address.startswith("zh-cn/"):
            assert not re.search("<title>[A-Za-z ]+</title>", page.html), address


def test_ids_are_unique(built):
    for address, page in built.items():
        assert len(page.ids) == len(set(page.ids)), address


def test_the_policy_covers_every_inline_script_and_style(site, built):
    rules = serve.read_rules((site / "_headers").read_text("utf-8"))
    header = serve.headers_for(rules, "/")["Content-Security-Policy"]
    assert "'unsafe-eval'" not in header and "default-src 'none'" in header and "frame-ancestors 'none'" in header
    directives = {part.split()[0]: part.split()[1:] for part in header.split("; ")}
    assert "'unsafe-inline'" not in directives["script-src"] + directives["style-src"]
    for path in [page.path for page in built.values()] + [site / "404.html"]:
        html = path.read_text("utf-8")
        facts = hosting.read_page(html)
        assert {hosting.csp_hash(code) for code in facts.scripts} <= set(directives["script-src"])
        assert {hosting.csp_hash(code) for code in facts.styles} <= set(directives["style-src"])
        metas = Page(path).all("meta", **{"http-equiv": "Content-Security-Policy"})
        assert [meta["content"] for meta in metas] == [header.replace("; frame-ancestors 'none'", "")]
        assert html.index("http-equiv") < min(html.find(tag) % len(html) for tag in ("<script", "<link", "<style"))


def test_no_code_in_attributes(built):
    for address, page in built.items():
        for tag, attributes in page.elements:
            handlers = [name for name in attributes if name.startswith("on")]
            assert not handlers and not attributes.get("href", "").startswith("javascript:"), (
                f"{address}: {tag} {attributes}"
            )


def test_finishing_twice_changes_nothing(site):
    before = {path: path.read_bytes() for path in site.rglob("*.html")} | {
        site / "_headers": (site / "_headers").read_bytes()
    }
    hosting.finish(site)
    assert {path: path.read_bytes() for path in before} == before


def test_cache_rules_do_not_overlap(site):
    """A host joins the values of one header when two rules set it; two Cache-Control values would contradict."""
    rules = serve.read_rules((site / "_headers").read_text("utf-8"))
    for path in site.rglob("*"):
        address = "/" + path.relative_to(site).as_posix()
        assert (
            sum(
                "Cache-Control" in headers
                for pattern, headers in rules
                if serve.headers_for([(pattern, headers)], address)
            )
            <= 1
        )


def test_chinese_scripts_need_no_eval(site):
    words = (site / "zh-cn" / "_static" / "translations.js").read_text("utf-8")
    assert "addTranslations" not in words and '"Search Results": "搜索结果"' in words


def weight(site: Path, page: Page, kinds: tuple[str, ...], without: str = "") -> int:
    """The gzip bytes of the page, with all that it loads at once of ``kinds`` (file suffixes), but for what lies in
    the folder ``without``."""
    total = len(gzip.compress(page.html.encode()))
    for loaded in {urlsplit(loaded).path for loaded in page.loads if not loaded.startswith(("data:", "#"))}:
        path = (page.path.parent / loaded).resolve()
        if path.suffix in kinds and (not without or without not in path.parts):
            total += len(gzip.compress(path.read_bytes()))
    return total


def test_size_budget(site, built):
    """Reading needs little: a first visit to any page, without the index that the search page needs. A form needs a
    little more at once, and much more on its first use, which does not count here."""
    for address, page in built.items():
        if not address.endswith("search/"):
            code = weight(site, page, (".css", ".js"), without="_checkers") - len(gzip.compress(page.html.encode()))
            assert code < 30_000, f"{address}: {code} bytes of style and script"
            kinds = (".css", ".js", ".svg", ".png", ".webmanifest")
            assert weight(site, page, kinds, without="_checkers") < 60_000, address
            assert weight(site, page, kinds) < 80_000, address


def test_answers_name_their_sources(built):
    """Every page that answers ends in the list of what it rests on, but where the knowledge is our own."""
    own = {"reference/findings/", "reference/guesses/", "reference/", "guides/"}
    for address, page in built.items():
        plain = address.removeprefix("zh-cn/")
        if plain.startswith(("faq/", "guides/", "reference/")) and plain not in own:
            assert page.all("section", id="sources"), address
            assert "<li>" in page.html.partition('id="sources"')[2].partition("</section>")[0], address


def test_without_settings_no_address_is_made_up(site, built):
    assert not (site / "sitemap.xml").exists() and not (site / "robots.txt").exists()
    for page in built.values():
        assert page.all("link", rel="canonical") == [] and '"og:' not in page.html and '"twitter:' not in page.html
    assert "<code>source/faq/outgoing.md</code>." in built["faq/outgoing/"].html
    assert "<code>locale/zh_CN/LC_MESSAGES/faq/outgoing.po</code>" in built["zh-cn/faq/outgoing/"].html


def test_with_an_address_every_page_states_its_own(addressed):
    for address, page in addressed.items():
        if address.endswith("search/"):
            continue
        assert [link["href"] for link in page.all("link", rel="canonical")] == [ADDRESS + address]
        alternates = hreflangs(page)
        plain = address.removeprefix("zh-cn/")
        assert alternates == {"en": ADDRESS + plain, "zh-CN": f"{ADDRESS}zh-cn/{plain}", "x-default": ADDRESS + plain}
        graph = {meta["property"]: meta["content"] for meta in page.all("meta") if "property" in meta}
        assert graph["og:url"] == ADDRESS + address
        assert graph["og:description"] == page.all("meta", name="description")[0]["content"]
        assert graph["og:title"] and graph["og:locale"] == ("zh_CN" if address.startswith("zh-cn/") else "en_GB")


def test_a_link_to_any_page_has_a_picture(site_with_address, addressed):
    """One in each language, at its full address, as large as it says, light, and with what it says in words."""
    for address, page in addressed.items():
        if address.endswith("search/"):
            continue
        chinese = address.startswith("zh-cn/")
        graph = {meta["property"]: meta["content"] for meta in page.all("meta") if "property" in meta}
        name = "zh-cn/_static/social.zh_CN.png" if chinese else "_static/social.en.png"
        assert graph["og:image"] == ADDRESS + name
        picture = site_with_address / name
        assert hosting.offline.size_of(picture) == f"{graph['og:image:width']}x{graph['og:image:height']}" == "1200x630"
        assert picture.stat().st_size < 60_000
        assert bool(re.search("[\u4e00-\u9fff]", graph["og:image:alt"])) == chinese
        assert [meta["content"] for meta in page.all("meta", name="twitter:card")] == ["summary_large_image"]


def test_the_glossary_names_every_term_in_both_languages(built):
    english, chinese = built["glossary/"], built["zh-cn/glossary/"]
    assert len(english.all("dt")) == len(chinese.all("dt")) > 55
    names = re.findall(r'<span class="other-name" lang="zh-CN">([^<]+)</span>', english.html)
    assert {"退信", "信封发件人", "每日限额"} <= set(names) and not any("（" in name for name in names)
    for name in names:
        assert f"{name}（" in chinese.html, "in Chinese, the English name stands behind it"
    assert "other-name" not in chinese.html


def test_sitemap_lists_what_may_be_found(site_with_address, addressed):
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    listed = {
        url.find("s:loc", names).text: {link.get("hreflang"): link.get("href") for link in url.findall("x:link", names)}
        for url in ElementTree.parse(site_with_address / "sitemap.xml").getroot()
    }
    hidden = {address for address in addressed if address.endswith(("search/", "kitchen-sink/"))}
    assert set(listed) == {ADDRESS + address for address in set(addressed) - hidden}
    for address, alternates in listed.items():
        assert address in alternates.values()
        assert all(other in listed for other in alternates.values())
    assert f"Sitemap: {ADDRESS}sitemap.xml\n" in (site_with_address / "robots.txt").read_text()


def test_the_pages_to_improve_exist(addressed):
    for address, page in addressed.items():
        links = [link["href"] for link in page.all("a") if link.get("href", "").startswith(REPOSITORY)]
        # Its source; in a translation its catalogue too, and that of the checkers where the page shows their words.
        checkers = "/zh_CN/LC_MESSAGES/checkers.po" in page.html
        expected = 0 if address.endswith("search/") else 2 + checkers if address.startswith("zh-cn/") else 1
        assert len(links) == expected, address
        for link in links:
            assert (ROOT / link.removeprefix(f"{REPOSITORY}/blob/HEAD/")).is_file(), link


def test_a_page_with_the_checkers_words_names_their_catalogue(built):
    for address in ("zh-cn/", "zh-cn/reference/codes/"):
        assert "<code>locale/zh_CN/LC_MESSAGES/checkers.po</code>" in built[address].html
    assert "LC_MESSAGES/checkers.po" not in built["zh-cn/faq/outgoing/"].html
    assert not any("translation-banner" in page.html for page in built.values()), "Chinese is whole"


def test_the_progress_of_every_language_is_told(built):
    for address in ("translating/", "zh-cn/translating/"):
        bars = [rect["width"] for rect in built[address].all("rect") if rect["class"] == "progress-done"]
        assert len(bars) > 40 and set(bars) == {"100"}, address
        assert "中文" in built[address].html


def test_lost_page_speaks_both_languages_from_any_address(site, site_with_address):
    plain, addressed = Page(site / "404.html"), Page(site_with_address / "404.html")
    assert [section["lang"] for section in plain.all("section")] == ["en", "zh-CN"]
    assert "这个页面无法送达" in plain.html
    assert {link for link in plain.links + plain.loads if not link.startswith("/")} == set()
    assert {link for link in addressed.links + addressed.loads if not link.startswith("/help/")} == set()


def test_locks_hold_what_pyproject_pins():
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    locks = {name: (ROOT / f"requirements-{name}.txt").read_text() for name in groups}
    for name, wanted in groups.items():
        for requirement in wanted:
            if isinstance(requirement, str):
                pin = re.sub(r"[._]", "-", requirement.partition("==")[0]) + "==" + requirement.partition("==")[2]
                assert f"\n{pin} " in locks[name], f"{requirement} is not in requirements-{name}.txt"
    pins = {name: set(re.findall(r"^[a-z0-9.-]+==\S+", lock, re.M)) for name, lock in locks.items()}
    assert pins["docs"] <= pins["test"], "a documentation build and a test run would use different versions"
    for text in [*locks.values(), (ROOT / "package-lock.json").read_text()]:
        assert "://" not in text and '"resolved"' not in text, "a lock names versions and hashes, not where to fetch"
