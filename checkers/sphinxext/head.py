"""What a page says about itself and about its other language: language links, alternates, Open Graph, where to
improve it.

Descriptions come from the page's own ``html_meta``, never from its first words: cut-off text reads badly, in
Chinese above all. Canonical links are furo's, from ``html_baseurl``.
"""

from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from checkers.sphinxext import bundle, pictures, progress
from checkers.sphinxext.directive import wording_of
from checkers.sphinxext.languages import Language, absolute, all_languages, current, relative

# Drawn by pictures.py.
IMAGE = "_static/social.{code}.png"
IMAGE_SIZE = (1200, 630)


def add_context(app: Sphinx, page_name: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Fill the template variables ``other_languages`` and ``improve`` and append to ``metatags``."""
    if app.builder.name not in bundle.BUILDERS:
        return
    config = app.config
    here = current(config)
    page = "" if page_name == config.root_doc else app.builder.get_target_uri(page_name)
    links = {language: relative(config, language, context["content_root"], page) for language in all_languages(config)}
    context["other_languages"] = [
        {"tag": language.tag, "name": language.name, "href": href}
        for language, href in links.items()
        if language != here
    ]
    if doctree is None:
        return
    context["improve"] = improve(app, page_name)
    if len(links) > 1:
        if config.site_url:
            links = {language: absolute(config, language, page) for language in links}
        context["metatags"] += alternates(links)
    if config.site_url:
        title = here.title if page_name == config.root_doc else context["title"]
        context["metatags"] += open_graph(
            here, title, description(doctree), config.site_url, page, picture_of(app, here)
        )


def alternates(links: dict[Language, str]) -> str:
    """The link tags that name this page in every language, itself included; the first language is the default."""
    default = next(iter(links.values()))
    named = [(language.tag, href) for language, href in links.items()] + [("x-default", default)]
    return "".join(f'\n<link rel="alternate" hreflang="{tag}" href="{escape(href)}">' for tag, href in named)


def open_graph(language: Language, title: str, text: str, site_url: str, page: str, picture: str) -> str:
    """The tags that a chat or a social site reads to show a link; all addresses in them must be full.

    ``picture`` is its address from the root of the language, or "".
    """
    values = {
        "og:type": "website" if not page else "article",
        "og:site_name": language.title,
        "og:title": nodes.unescape(title),
        "og:description": text,
        "og:url": site_url + language.path + page,
        "og:locale": language.code if "_" in language.code else "en_GB",
    }
    if picture:
        values |= {
            "og:image": site_url + language.path + picture,
            "og:image:type": "image/png",
            "og:image:width": str(IMAGE_SIZE[0]),
            "og:image:height": str(IMAGE_SIZE[1]),
            "og:image:alt": pictures.alternative(wording_of(language.code)),
        }
    tags = "".join(f'\n<meta property="{name}" content="{escape(value)}">' for name, value in values.items() if value)
    # What this one site wants besides; it reads the rest from Open Graph.
    return tags + f'\n<meta name="twitter:card" content="{"summary_large_image" if picture else "summary"}">'


def picture_of(app: Sphinx, language: Language) -> str:
    """The address of the picture of a language from the root of that language; "" if the site has none."""
    picture = IMAGE.format(code=language.code)
    name = picture.rpartition("/")[2]
    folders = (Path(app.confdir, folder) for folder in app.config.html_static_path)
    return picture if any((folder / name).is_file() for folder in folders) else ""


def description(doctree: nodes.document) -> str:
    """The page's own description in the page's language, or nothing."""
    for meta in doctree.findall(nodes.meta):
        if meta.get("name") == "description":
            return meta["content"]
    return ""


def improve(app: Sphinx, page_name: str) -> dict[str, list[tuple[str, str]]]:
    """The files to edit for a better page: (path from the repository's root, address or "").

    ``source``, and in a translation ``words``: the catalogues that the page takes its words from.
    """
    code = app.config.language
    catalogues = [
        Path(app.srcdir, folder, code, "LC_MESSAGES", f"{domain}.po")
        for domain in progress.domains(app, page_name)
        for folder in app.config.locale_dirs
    ]
    files = {"source": [Path(app.env.doc2path(page_name))], "words": [path for path in catalogues if path.is_file()]}
    root = Path(app.confdir)
    repository = app.config.repository_url.rstrip("/")

    def named(path: Path) -> tuple[str, str]:
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        # GitHub and GitLab both take HEAD for the main branch, whatever its name.
        return name, f"{repository}/blob/HEAD/{name}" if repository else ""

    return {kind: [named(path) for path in paths] for kind, paths in files.items()}


def setup(app: Sphinx) -> None:
    app.add_config_value("repository_url", "", "html", str)
    # After Sphinx and the theme have put their own values in.
    app.connect("html-page-context", add_context, priority=700)
