"""Which languages a site has: English, and one for each folder ``<code>/LC_MESSAGES`` of ``locale/``.

Nothing else names them. What a language is called and which way it is written comes from Babel; where that does not
fit, or the site has a title of its own in that language, ``locale/<code>/language.toml`` says so:

    name = "中文"             # in the language itself, for the link to it
    title = "红色信封"        # of the site
    typography = "chinese"   # rules of setting that the lint knows (typography.py)
"""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel import Locale, UnknownLocaleError

ROOT = Path(__file__).resolve().parents[2]
FIELDS = ("tag", "path", "name", "title", "direction")
SETTINGS = "language.toml"


def folder() -> Path:
    """Where the translations lie: ``locale/``, or what ``make`` was told with LOCALE_DIR (``make pseudo`` does so)."""
    return Path(os.environ.get("LOCALE_DIR") or ROOT / "locale").resolve()


def codes(locale: Path) -> list[str]:
    """The codes of the languages that have catalogues, sorted."""
    return sorted(path.parent.name for path in locale.glob("*/LC_MESSAGES") if path.is_dir())


def settings(language: Path) -> dict[str, str]:
    """What ``locale/<code>/language.toml`` says; nothing where there is none."""
    file = language / SETTINGS
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def path_of(code: str) -> str:
    """Where the pages of a language lie under the root: ``zh_CN`` → ``zh-cn/``. The Makefile does the same."""
    return code.replace("_", "-").lower() + "/"


def known(code: str) -> Locale | None:
    """Babel's data of a language; None for one that it does not know, such as an invented one."""
    try:
        return Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return None


def own_name(locale: Locale) -> str:
    """What a language calls itself, with a capital: ``Português (Brasil)``."""
    name = (locale.get_display_name() if locale.territory else locale.get_language_name()) or str(locale)
    return name[:1].upper() + name[1:]


def site_languages(locale: Path, title: str) -> dict[str, dict[str, str]]:
    """The value of ``site_languages`` (``languages.py``): English first, then the folders of ``locale`` in order."""
    return {"en": dict(zip(FIELDS, ("en", "", "English", title, "ltr"), strict=True))} | dict(_found(locale, title))


def _found(locale: Path, title: str) -> Iterator[tuple[str, dict[str, str]]]:
    for code in codes(locale):
        data, said = known(code), settings(locale / code)
        yield (
            code,
            {
                "tag": code.replace("_", "-"),
                "path": path_of(code),
                "name": said.get("name") or (own_name(data) if data else code),
                "title": said.get("title", title),
                "direction": said.get("direction") or (data.text_direction if data else "ltr"),
            },
        )
