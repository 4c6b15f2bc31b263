"""What a static host needs besides the pages, made once all languages are built.

    python -m checkers.sphinxext.hosting build/html

Writes into every page the Content-Security-Policy as a meta tag, for hosts that take no headers, and at the root:

- ``_headers``: the policy and the other headers, in the format that Netlify and Cloudflare Pages read; the
  local server obeys it;
- ``404.html``: one page in all languages, for most hosts know one only;
- ``sitemap.xml`` and ``robots.txt``, where the pages state their full addresses;
- one style sheet and one script where a page names several in a row (``join.py``);
- the service worker and the manifests (``offline.py``);
- a packed copy beside every file that packing makes smaller (``precompress.py``).

Everything is read from the built pages, so what is written here is true of what is shipped.
"""

import base64
import gettext
import hashlib
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from checkers.sphinxext import join, locales, offline, precompress

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "source" / "_templates"
TITLE = "Red Envelope"  # where a language has no title of its own

POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'", "'wasm-unsafe-eval'"],  # and the hashes of inline scripts; Pyodide compiles WebAssembly
    "style-src": ["'self'"],  # and the hashes of inline styles
    "style-src-attr": ["'unsafe-inline'"],  # furo's sheet of icons hides itself with a style attribute
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "worker-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), usb=()"
    ),
}
# No address falls under two of these: hosts join the values of one header when several rules set it.
CACHE = {
    "/_checkers/*": "public, max-age=31536000, immutable",  # names carry a hash of the content
    "/_static/*": "public, max-age=3600",
} | {f"/{locales.path_of(code)}_static/*": "public, max-age=3600" for code in locales.codes(locales.folder())}
META = re.compile(r'\n<meta http-equiv="Content-Security-Policy" content="[^"]*">')
CHARSET = '<meta charset="utf-8">'


@dataclass(slots=True)
class PageFacts:
    """What one built page says: its inline code, its address, its alternates, whether it may be indexed."""

    scripts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    canonical: str | None = None
    alternates: dict[str, str] = field(default_factory=dict)
    hidden: bool = False


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = PageFacts()
        self._code: list[str] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if tag == "script" and "src" not in values:
            self._code = self.facts.scripts
        elif tag == "style":
            self._code = self.facts.styles
        elif tag == "link" and values.get("rel") == "canonical":
            self.facts.canonical = values["href"]
        elif tag == "link" and values.get("rel") == "alternate" and values.get("hreflang"):
            self.facts.alternates[values["hreflang"]] = values["href"]
        elif tag == "meta" and values.get("name") == "robots":
            self.facts.hidden = self.facts.hidden or "noindex" in (values.get("content") or "")

    def handle_data(self, text: str) -> None:
        if self._code is not None:
            self._code.append(text)

    def handle_endtag(self, tag: str) -> None:
        self._code = None


def read_page(html: str) -> PageFacts:
    """The facts of one page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.facts


def csp_hash(code: str) -> str:
    """The CSP source expression that lets exactly this inline script or style through (CSP Level 3, §2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def policy(pages: Iterable[PageFacts], meta: bool = False) -> str:
    """The policy for all of ``pages``; as a meta tag it may not hold frame-ancestors (CSP Level 3, §3.3)."""
    hashes: dict[str, set[str]] = {"script-src": set(), "style-src": set()}
    for page in pages:
        hashes["script-src"].update(map(csp_hash, page.scripts))
        hashes["style-src"].update(map(csp_hash, page.styles))
    return "; ".join(
        " ".join([directive, *sources, *sorted(hashes.get(directive, ()))])
        for directive, sources in POLICY.items()
        if not (meta and directive == "frame-ancestors")
    )


def headers_file(content_security_policy: str) -> str:
    """The ``_headers`` file: an address pattern on a line of its own, its headers indented under it."""
    rules = {"/*": {"Content-Security-Policy": content_security_policy, **HEADERS}}
    rules |= {pattern: {"Cache-Control": value} for pattern, value in CACHE.items()}
    return "".join(
        f"{pattern}\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())
        for pattern, headers in rules.items()
    )


def sitemap(pages: Iterable[PageFacts]) -> str:
    """The sitemap of all pages that may be indexed, each with its alternates."""
    entries = []
    for page in sorted((page for page in pages if page.canonical and not page.hidden), key=lambda page: page.canonical):
        links = "".join(
            f'\n  <xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(href)}/>'
            for tag, href in page.alternates.items()
        )
        entries.append(f"<url>\n  <loc>{escape(page.canonical)}</loc>{links}\n</url>\n")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{"".join(entries)}</urlset>\n'
    )


def not_found(base: str) -> str:
    """404.html. A host shows it at any address, so its own links start at ``base``, the path of the site on its
    host."""
    return in_all_languages("404.html", base)


def in_all_languages(template: str, base: str) -> str:
    """A page that stands alone and speaks every language; its links start at ``base``."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True)
    locale = locales.folder()
    languages = [
        {**language, "gettext": gettext.translation("sphinx", locale, [code], fallback=True).gettext}
        for code, language in locales.site_languages(locale, TITLE).items()
    ]
    return environment.get_template(template).render(base=base, languages=languages)


def finish(site: Path) -> None:
    """Do it all for the built site in folder ``site``; may be run again on its own result."""
    join.finish(site)
    facts = {path: read_page(path.read_text("utf-8")) for path in sorted(site.rglob("index.html"))}
    root = facts[site / "index.html"].canonical
    for made, wanted in (("sitemap.xml", root), ("robots.txt", root)):
        if not wanted:
            (site / made).unlink(missing_ok=True)
    if root:
        (site / "sitemap.xml").write_text(sitemap(facts.values()), "utf-8")
        (site / "robots.txt").write_text(f"User-agent: *\nAllow: /\n\nSitemap: {root}sitemap.xml\n", "utf-8")
    lost = site / "404.html"
    lost.write_text(not_found(urlsplit(root).path if root else "/"), "utf-8")
    facts[lost] = read_page(lost.read_text("utf-8"))

    tag = f'\n<meta http-equiv="Content-Security-Policy" content="{policy(facts.values(), meta=True)}">'
    for path in facts:
        html = path.read_text("utf-8")
        if CHARSET not in html:
            raise SystemExit(f"{path}: no {CHARSET}, so no place for the policy")
        protected = META.sub("", html).replace(CHARSET, CHARSET + tag, 1)
        if protected != html:
            path.write_text(protected, "utf-8")
    (site / "_headers").write_text(headers_file(policy(facts.values())), "utf-8")

    # The service worker knows everything that is shipped, and everything is packed.
    unkept = in_all_languages("offline.html", offline.BASE)
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy([read_page(unkept)])}
    offline.finish(site, unkept, headers)
    precompress.finish(site)


if __name__ == "__main__":
    finish(Path(sys.argv[1]))
