"""The site without a network: a service worker, and a manifest in each language so that the site can be installed.

Both are made from the built pages once all languages are there (``hosting.finish`` calls ``finish``), so they name
what is shipped. The worker itself is ``service-worker.js``; a page registers it in ``components/offline.html``.
"""

import hashlib
import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from sphinx.application import Sphinx

from checkers.sphinxext import bundle, precompress

WORKER = "service-worker.js"
MANIFEST = "manifest.webmanifest"
BUNDLE = f"{bundle.FOLDER}/"
ICONS = ("_static/icon-180.png", "_static/icon-512.png")
COLOURS = {"theme_color": "#a3191f", "background_color": "#ffffff"}
# What a page fetches by itself.
LOADING = {"script": "src", "img": "src", "link": "href"}
FETCHED = {"stylesheet", "icon", "apple-touch-icon", "manifest"}
# Stands for the path of the site in the page that is shown when there is neither network nor memory.
BASE = "/-site-/"
_HERE = "https://site.invalid/"


@dataclass(slots=True)
class Page:
    """What a built page says about itself; addresses are from the root of the site."""

    address: str
    loads: list[str] = field(default_factory=list)
    alternates: list[str] = field(default_factory=list)
    checker: bool = False
    search: bool = False
    manifest: str = ""
    language: str = ""
    meta: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page(address)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        page = self.page
        values = {name: value or "" for name, value in attributes}
        kinds = set(values.get("rel", "").split())
        if values.get(LOADING.get(tag, "")) and (tag != "link" or kinds & FETCHED):
            page.loads += self._ours(values[LOADING[tag]])
        if "manifest" in kinds:
            page.manifest = self._ours(values["href"])[0]
        elif "alternate" in kinds and values.get("hreflang"):
            page.alternates += self._ours(values["href"])
        elif tag == "html":
            page.language = values.get("lang", "")
        elif tag == "meta" and "name" in values:
            page.meta[values["name"]] = values.get("content", "")
        page.checker = page.checker or "data-checker" in values
        page.search = page.search or values.get("src", "").endswith("searchindex.js")

    def _ours(self, link: str) -> list[str]:
        """``link`` from the root of the site, with its query; nothing for what is no file of ours.

        Alternates can be full addresses of a site in a folder; they are brought to the root by ``read_pages``.
        """
        parts = urlsplit(urljoin(_HERE + self.page.address, link))
        if parts.scheme not in ("http", "https"):
            return []
        if parts.netloc != urlsplit(_HERE).netloc:
            return [link]
        return [parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")]


def read_pages(site: Path) -> dict[str, Page]:
    """Every page of the site by its address ("", "faq/outgoing/", "zh-cn/" …)."""
    found = {}
    for path in sorted(site.rglob("index.html")):
        address = path.parent.relative_to(site).as_posix() + "/"
        reader = _Reader("" if address == "./" else address)
        reader.feed(path.read_text("utf-8"))
        reader.close()
        found[reader.page.address] = reader.page
    root = next((page.alternates[0] for page in found.values() if not page.address and page.alternates), "")
    for page in found.values():
        page.alternates = [other.removeprefix(root) if root else other for other in page.alternates]
    return found


def twins(pages: dict[str, Page], page: Page) -> list[str]:
    """The same page in the other languages."""
    return sorted({other for other in page.alternates if other in pages} - {page.address})


def describe(site: Path, pages: dict[str, Page]) -> dict:
    """What the worker must know: the frame of the site, what a check needs, and what belongs to each page."""
    shipped = (path for path in sorted(site.rglob("*")) if path.is_file() and not precompress.is_copy(path))
    files = [path.relative_to(site).as_posix() for path in shipped]
    homes = {page.address for page in pages.values() if page.manifest.removesuffix(MANIFEST) == page.address}
    frame = [page for page in pages.values() if page.checker or page.search or page.address in homes]
    core = {load for page in frame for load in page.loads} | {page.address for page in frame}
    # The scripts of a checker import one another: with one of a folder go all.
    folders = {load.rpartition("/")[0] + "/" for load in core if load.startswith(BUNDLE)}
    core |= {file for file in files if file.startswith(tuple(folders))} if folders else set()
    runtime = [file for file in files if file.startswith(BUNDLE) and file not in core]
    packed = {file: file + bundle.GZIP for file in runtime if file + bundle.GZIP in runtime}
    runtime = [file for file in runtime if file not in packed.values()]
    table = {}
    for page in pages.values():
        others = twins(pages, page)
        loads = {load for address in [page.address, *others] for load in pages[address].loads}
        table[page.address] = others + sorted(loads - core)
    return {"core": sorted(core), "runtime": runtime, "packed": packed, "pages": table}


def build_id(site: Path, *more: str) -> str:
    """Twelve digits that stand for everything that is shipped, the worker itself aside, and for ``more``."""
    hasher = hashlib.sha256()
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and name != WORKER and not precompress.is_copy(path):
            hasher.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\0".encode())
    for part in more:
        hasher.update(part.encode())
    return hasher.hexdigest()[:12]


def manifest(site: Path, home: Page, homes: Iterable[str]) -> dict:
    """The manifest of one language. All languages are within its scope, so that an installed site can change it."""
    depth = home.address.count("/")
    return {
        "id": "./",
        "name": home.meta["application-name"],
        "short_name": home.meta["application-name"],
        "description": home.meta.get("description", ""),
        "lang": home.language,
        "dir": "auto",
        "start_url": "./",
        "scope": "../" * depth if "" in homes and depth else "./",
        "display": "minimal-ui",
        **COLOURS,
        "icons": [
            {"src": icon, "sizes": size_of(site / home.address / icon), "type": "image/png"}
            for icon in ICONS
            if (site / home.address / icon).is_file()
        ]
        + [{"src": "_static/favicon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }


def size_of(png: Path) -> str:
    """Width and height as a manifest has them, from the file itself (PNG, 11.2.2: the header chunk comes first)."""
    width, height = struct.unpack(">II", png.read_bytes()[16:24])
    return f"{width}x{height}"


def finish(site: Path, page: str, headers: dict[str, str]) -> None:
    """Write manifests and worker for the built site in folder ``site``; may be run again on its own result.

    ``page`` is the HTML for an address that is not kept, its links beginning with ``BASE``; ``headers`` go with it.
    """
    pages = read_pages(site)
    homes = {found.manifest.removesuffix(MANIFEST) for found in pages.values() if found.manifest}
    for home in homes:
        content = json.dumps(manifest(site, pages[home], homes), ensure_ascii=False, indent=2)
        _write(site / unquote(home) / MANIFEST, content + "\n")
    code = Path(__file__).with_name(WORKER).read_text("utf-8")
    facts = describe(site, pages) | {"offline": {"html": page, "base": BASE, "headers": headers}}
    facts = {"build": build_id(site, page, code)} | facts
    table = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    _write(site / WORKER, f"const SITE = {table};\n\n{code}")


def _write(path: Path, content: str) -> None:
    """A file whose time of change says when its content changed."""
    if not path.is_file() or path.read_text("utf-8") != content:
        path.write_text(content, "utf-8")


def add_context(app: Sphinx, page_name: str, template: str, context: dict, doctree: object) -> None:
    """Fill the template variable ``service_worker``: the way from a page to the root of all languages."""
    from checkers.sphinxext import languages

    up = "../" * languages.current(app.config).path.count("/")
    context["service_worker"] = context["content_root"] + up + WORKER


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add_context)
