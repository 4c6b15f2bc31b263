"""Words come last: mark a text for the catalogue, fill its placeholders, put it into a language.

A checker reports ``Text`` objects: an English message and the values of its placeholders. Only ``to_dict`` and
``to_text`` ask for a language, so that one report is shown in two languages and tested in none.
"""

import gettext
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

DOMAIN = "checkers"
SOURCE_LANGUAGE = "en"

# A language code, with the character set and variant of a locale's name; it becomes a folder's name
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:[_-][A-Za-z0-9]{2,8}){0,2}(?:\.[A-Za-z0-9-]{1,20})?(?:@[A-Za-z0-9]{1,20})?")
_installed: dict[str, "Catalogue"] = {}


@dataclass(frozen=True, slots=True)
class Text:
    """An English message of the catalogue with the values of its ``{placeholders}``.

    Where its words depend on the value ``count``, ``message`` is for one and ``many`` for more.
    """

    message: str
    values: dict[str, object] = field(default_factory=dict)
    many: str = ""

    def __str__(self) -> str:
        return Wording(SOURCE_LANGUAGE)(self)


def text(message: str, **values: object) -> Text:
    """Mark ``message`` for translation (the catalogue finds calls of this name) and bind its values."""
    return Text(message, values)


def plural(one: str, many: str = "", **values: object) -> Text:
    """The same for a text whose words depend on ``count``: English has a form for one and a form for more, other
    languages have up to six. Without ``many`` English says the same of every number; others may not."""
    return Text(one, values, many or one)


class Catalogue(NamedTuple):
    """How one language looks a message up, and one of a message's forms: (one, many, count)."""

    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]


def _english(one: str, many: str, count: int) -> str:
    return typographic(one if count == 1 else many)


# An apostrophe between letters, or behind a plural's s; quotations of servers are left as they are.
_APOSTROPHE = re.compile(r"(“[^”]{0,500}”)|(?<=[A-Za-z0-9])'(?=[A-Za-z])|(?<=[a-z]s)'(?= [a-z])")


@lru_cache(maxsize=4096)
def typographic(message: str) -> str:
    """An English message as it is printed: ``Odoo's`` gets the curved apostrophe. Our tables are typed without it.

    >>> typographic("Odoo's own servers' replies: “doesn't”, 'None'")
    "Odoo’s own servers’ replies: “doesn't”, 'None'"
    """
    return _APOSTROPHE.sub(lambda found: found[1] or "’", message) if "'" in message else message


class Wording:
    """Puts texts into one language: ``wording(text)``; a plain str is translated as a message without values."""

    __slots__ = ("_gettext", "_ngettext", "language")

    def __init__(
        self,
        language: str,
        translate: Callable[[str], str] | None = None,
        translate_plural: Callable[[str, str, int], str] = _english,
    ) -> None:
        self.language = language
        self._gettext = translate
        self._ngettext = translate_plural

    def form(self, message: Text, count: int) -> str:
        """The words for ``count``, their placeholders not filled."""
        return self._ngettext(message.message, message.many, count) if message.many else self(message.message)

    def __call__(self, message: Text | str) -> str:
        values: dict[str, object] = {}
        many = ""
        if isinstance(message, Text):
            message, values, many = message.message, message.values, message.many
        if not message:
            return ""
        if many:
            count = values.get("count")
            count = count if isinstance(count, int) else 2
            words, message = self._ngettext(message, many, count), _english(message, many, count)
        else:
            words = self._gettext(message) if self._gettext else typographic(message)
        if not values:
            return words
        values = {name: self(value) if isinstance(value, Text) else value for name, value in values.items()}
        try:
            return words.format_map(values)
        # a translation with a wrong placeholder must not cost the reader the answer
        except (KeyError, IndexError, ValueError, AttributeError, TypeError):
            return message.format_map(values)


def normalise(code: str) -> str:
    """A language code as catalogues are named: ``zh-CN``, ``zh_CN.UTF-8`` and ``zh`` give ``zh_CN``.

    >>> normalise("zh-cn"), normalise("en_GB.UTF-8"), normalise("pt_BR")
    ('zh_CN', 'en', 'pt_BR')
    """
    language, _, region = code.split(".")[0].split("@")[0].replace("-", "_").partition("_")
    language = language.lower()
    if language in ("en", "c", "posix", ""):
        return SOURCE_LANGUAGE
    if language == "zh":
        region = region.split("_")[-1].upper() or "CN"
        return "zh_CN" if region in ("CN", "SG", "HANS") else f"zh_{region.title() if len(region) == 4 else region}"
    # "sr_Latn" names a script, "pt_BR" a country
    return "_".join([language, *(p.title() if len(p) == 4 else p.upper() for p in region.split("_") if p)])


def install(code: str, mo: bytes) -> None:
    """Take a compiled catalogue (the page's worker fetches it) as the words of language ``code``."""
    translations = gettext.GNUTranslations(io.BytesIO(mo))
    _installed[normalise(code)] = Catalogue(translations.gettext, translations.ngettext)
    in_language.cache_clear()


@lru_cache(maxsize=8)
def in_language(code: str) -> Wording:
    """The wording of a language; LookupError when there is no catalogue for it."""
    if not _LANGUAGE.fullmatch(code):
        raise LookupError(code)
    code = normalise(code)
    if code == SOURCE_LANGUAGE:
        return Wording(code)
    if code not in _installed:
        catalogue = _checkout_catalogue(code)
        if catalogue is None:
            raise LookupError(code)
        from checkers import pofile  # the browser is given compiled catalogues

        known = pofile.read(catalogue.read_text("utf-8"))
        _installed[code] = Catalogue(known.gettext, known.ngettext)
    return Wording(code, *_installed[code])


def languages() -> list[str]:
    """The languages that can be asked for, English first."""
    found = (
        {path.parts[-3] for path in _locale_folder().glob(f"*/LC_MESSAGES/{DOMAIN}.po")}
        if _locale_folder().is_dir()
        else set()
    )
    return [SOURCE_LANGUAGE, *sorted(found | set(_installed))]


def _locale_folder() -> Path:
    return Path(__file__).resolve().parent.parent / "locale"


def _checkout_catalogue(code: str) -> Path | None:
    """In a checkout the command line reads the catalogue itself, so that it needs no build step."""
    path = _locale_folder() / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    return path if path.is_file() else None
