"""The languages of a site: the same pages, each language in a folder of its own.

``site_languages`` maps Sphinx's language codes to ``tag`` (BCP 47, for lang and hreflang), ``path`` (from the
site's root, "" or ending in "/"), ``name`` (in the language itself), ``title`` (of the site) and ``direction``
("ltr" or "rtl"; may be left out). The first one is the default, and the one that the pages are written in.
"""

from dataclasses import dataclass
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.transforms import SphinxTransform


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the site."""

    code: str
    tag: str
    path: str
    name: str
    title: str
    direction: str = "ltr"


def all_languages(config: Config) -> list[Language]:
    """The languages in the order of ``site_languages``; one nameless language where a site sets none."""
    if not config.site_languages:
        return [Language(config.language, config.language.replace("_", "-"), "", "", "")]
    return [Language(code, **fields) for code, fields in config.site_languages.items()]


def current(config: Config) -> Language:
    """The language that is being built."""
    for language in all_languages(config):
        if language.code == config.language:
            return language
    raise ConfigError(f"language {config.language!r} is not in site_languages")


def relative(config: Config, to: Language, content_root: str, page: str) -> str:
    """The address of ``page`` ("faq/outgoing/") in language ``to``, seen from a page of the current language.

    ``content_root`` is the way from that page to the root of its language. The address is relative, so that the site
    works in any folder.
    """
    up = "../" * current(config).path.count("/")
    return (content_root + up + to.path + page) or "./"


def absolute(config: Config, language: Language, page: str) -> str:
    """The full address of ``page`` in ``language``; needs ``site_url``."""
    return urljoin(config.site_url, language.path + page)


def set_language_values(app: Sphinx, config: Config) -> None:
    """Set what differs by language; conf.py cannot, for ``-D language=…`` is applied only after it has run."""
    if config.site_url and not config.site_url.endswith("/"):
        config.site_url += "/"
    if not config.site_languages:
        return
    language = current(config)
    config.html_title = config.html_short_title = language.title
    config.html_baseurl = absolute(config, language, "") if config.site_url else ""


def set_direction(app: Sphinx, page_name: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Lay a page out from right to left where its language is written so.

    No template of the theme has a place for an attribute of <html>; so it goes in behind the one that is there.
    """
    language = current(app.config)
    context["direction"] = language.direction
    if language.direction != "ltr":
        context["language"] = f'{language.tag}" dir="{language.direction}'


class NameTheLanguage(SphinxTransform):
    """Say of what is not translated yet that it is in the pages' own language: how it is read aloud, and which way
    it runs, depend on it. docutils makes an attribute ``lang`` of a class ``language-…``."""

    default_priority = 940  # after Sphinx has put the translations in

    def apply(self, **options: object) -> None:
        source = all_languages(self.config)[0]
        if self.config.language == source.code:
            return
        for node in self.document.findall(lambda node: isinstance(node, nodes.Element) and "translated" in node):
            if not node["translated"] and not isinstance(node, nodes.meta | nodes.image):
                node["classes"].append(f"language-{source.tag}")


def setup(app: Sphinx) -> None:
    app.add_transform(NameTheLanguage)
    app.connect("html-page-context", set_direction)
    app.add_config_value("site_languages", {}, "html", dict)
    app.add_config_value("site_url", "", "html", str)
    # Before the others: what they do on this event may depend on the title and the address.
    app.connect("config-inited", set_language_values, priority=100)
