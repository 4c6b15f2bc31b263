"""Begin a translation: ``make language LANG=ja`` calls this, then makes its catalogues and builds it.

    python -m checkers.sphinxext.newlanguage locale ja

A language is a folder of ``locale/`` and nothing else: the build, the link to it, hreflang, the sitemap, the search
and the checkers find it there.
"""

import argparse
import sys
from pathlib import Path

from babel.localedata import locale_identifiers

from checkers.sphinxext import locales
from checkers.wording import SOURCE_LANGUAGE, normalise

HEAD = """\
# What Babel cannot know of this language; checkers/sphinxext/locales.py says what may stand here.

name = "{name}"
title = "Red Envelope"
"""
NEXT = """
{name} is there: {locale}/{code}/LC_MESSAGES, nothing translated yet. Next:

  1. make preview LANG={code}
     shows {address} in the browser and follows what you write.
  2. Translate sphinx.po (what is on every page), index.po, then the page you know best.
     source/translating.md says how; a good editor is Poedit.
  3. make lint-po LANG={code}
     says what would break, and how it would be right.
"""


def begin(locale: Path, code: str) -> str:
    """Make the folder of the language ``code`` (``pt-br``, ``pt_BR``); its code as it is written from now on.

    ValueError, with what to write instead, for what is no language, or is the language that the pages are written in.
    """
    code = normalise(code)
    if not code or code == SOURCE_LANGUAGE:
        raise ValueError("name the language to translate into, such as: make language LANG=ja")
    data = locales.known(code)
    if data is None:
        near = ", ".join(sorted(name for name in locale_identifiers() if name.startswith(code[:2]))[:8])
        raise ValueError(f"{code} is no language that Babel knows{f'; there are {near}' if near else ''}")
    folder = locale / code
    (folder / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    settings = folder / locales.SETTINGS
    if not settings.is_file():
        settings.write_text(HEAD.format(name=locales.own_name(data)), "utf-8")
    return code


def main(arguments: list[str] | None = None) -> int:
    """The command line: the folder of the translations and a code; with ``--next`` what to do from here."""
    parser = argparse.ArgumentParser(prog="python -m checkers.sphinxext.newlanguage", description=begin.__doc__)
    parser.add_argument("locale", type=Path)
    parser.add_argument("code", nargs="?", default="")
    parser.add_argument("--next", action="store_true")
    wanted = parser.parse_args(arguments)
    if wanted.next:
        code = normalise(wanted.code)
        language = locales.site_languages(wanted.locale, "")[code]
        values = {"locale": wanted.locale, "code": code, "name": language["name"], "address": language["path"]}
        print(NEXT.format(**values))
        return 0
    try:
        begin(wanted.locale, wanted.code)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
