"""The languages of a site: the same pages, each language in a folder of its own.

``site_languages`` maps Sphinx's language codes to ``tag`` (BCP 47, for lang and hreflang), ``path`` (from the
site's root, "" or ending in "/"), ``name`` (in the language itself) and ``title`` (of the site). The first one is
the default.
"""

from dataclasses import dataclass
from urllib.parse import urljoin

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the site."""

    code: str
    tag: str
    path: str
    name: str
    title: str


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


def setup(app: Sphinx) -> None:
    app.add_config_value("site_languages", {}, "html", dict)
    app.add_config_value("site_url", "", "html", str)
    # Before the others: what they do on this event may depend on the title and the address.
    app.connect("config-inited", set_language_values, priority=100)
