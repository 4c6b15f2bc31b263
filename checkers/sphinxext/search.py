r"""How the search cuts texts and questions into words, so that it finds codes and Chinese.

Sphinx cuts ``5.7.26`` into digits and its page ignores numbers, and a run of Chinese is one word to it (with jieba,
one that the browser cannot cut the same way). Here a text becomes words, dotted codes, numbers of two and more
digits, and overlapping pairs of Chinese characters: ``split`` while building, ``splitQuery`` in the browser, the
same rules. ``550-5.7.26`` is found as ``550`` and ``5.7.26``, which also finds ``550 5.7.26``.

Both languages stem English words: the Chinese pages are full of them. What is done with the words: ``search_index.py``
and ``search_page.js``.
"""

import json
import re
from pathlib import Path

import snowballstemmer
from sphinx import package_dir
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.search import SearchLanguage
from sphinx.search.en import SearchEnglish

from checkers.sphinxext import search_index
from checkers.sphinxext.directive import wording_of
from checkers.sphinxext.languages import all_languages
from checkers.wording import text

# Scripts that put no space between words: Chinese characters (the main block, extension A, compatibility, and the
# planes of the rare ones), Japanese kana, Thai, Lao, Burmese, Khmer.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAN += "\u3040-\u30ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_TOKEN = re.compile(rf"\d+(?:\.\d+)+|[{HAN}]+|(?:(?![{HAN}])\w)+")
_HAN_RUN = re.compile(rf"[{HAN}]")

SPLITTER = r"""
var splitQuery = (query) => {
  const han = "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}" +
    "\\u3040-\\u30ff\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff";
  const token = new RegExp(`\\p{Nd}+(?:\\.\\p{Nd}+)+|[${han}]+|(?:(?![${han}])[\\p{L}\\p{N}_])+`, "gu");
  const words = [];
  for (const [word] of query.matchAll(token)) {
    const characters = Array.from(word);
    if (new RegExp(`[${han}]`, "u").test(word)) {
      if (characters.length === 1) words.push(word);
      for (let i = 1; i < characters.length; i++) words.push(characters[i - 1] + characters[i]);
    } else if (characters.length > 1) {
      /* The search page drops what is digits and nothing else, and a reply code is just that. The space keeps it;
         the stemmer takes the space off again before the index is asked. */
      words.push(/^\d+$/.test(word) ? word + " " : word);
    }
  }
  return words;
};
"""

STEMMER = """
class Stemmer {
  #english = new EnglishStemmer();
  stemWord(word) {
    const plain = word.trim();
    return /^[a-z]+$/.test(plain) ? this.#english.stemWord(plain) : plain;
  }
}
window.Stemmer = Stemmer;
"""


WORDS = {
    "results": text("Search results"),
    "count": text("Places found: {count}"),
    "nothing": text(
        "Nothing was found. Try fewer words, or a code or a piece of the error exactly as it stands there. For a whole "
        "error, use the checker on the home page."
    ),
    "more": text("Show more"),
}
PAGE_SCRIPT = Path(__file__).parent / "search_page.js"


def split(text: str) -> list[str]:
    """The words of ``text`` in order, as the index holds them before stemming; see the module's words on the
    rules."""
    words = []
    for word in _TOKEN.findall(text):
        if _HAN_RUN.match(word):
            words += [word[i : i + 2] for i in range(len(word) - 1)] or [word]
        elif len(word) > 1:  # single letters and digits are everywhere; asking for them would only narrow a search
            words.append(word)
    return words


class HouseSearch(SearchLanguage):
    """The rules above for one language of the index."""

    stopwords = SearchEnglish.stopwords
    wording = "en"  # the language of the words on the search page

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self._english = snowballstemmer.stemmer("english")
        scripts = Path(package_dir, "search", "minified-js")
        english = [(scripts / name).read_text("utf-8") for name in ("base-stemmer.js", "english-stemmer.js")]
        self.js_stemmer_code = "\n".join([*english, STEMMER])
        wording = wording_of(self.wording)
        words = json.dumps({name: wording(message) for name, message in WORDS.items()}, ensure_ascii=False)
        page = PAGE_SCRIPT.read_text("utf-8")
        self.js_splitter_code = f"{SPLITTER}\nconst SEARCH_WORDS = {words};\n{page}"

    def split(self, input: str) -> list[str]:
        return split(input)

    def stem(self, word: str) -> str:
        word = word.lower()
        return self._english.stemWord(word) if word.isascii() and word.isalpha() else word

    def word_filter(self, word: str) -> bool:
        return word not in self.stopwords


class EnglishSearch(HouseSearch):
    lang = "en"
    language_name = "English"


def add_languages(app: Sphinx, config: Config) -> None:
    """Search every language of the site by the rules above, whatever Sphinx would do for it."""
    for language in all_languages(config):
        if language.code != EnglishSearch.lang:
            names = {"lang": language.code, "wording": language.code, "language_name": language.name}
            app.add_search_language(type("TranslatedSearch", (HouseSearch,), names))


# --- the words of Sphinx's own scripts
# --------------------------------------------------------------------------------


def script_words(code: str) -> str | None:
    """Sphinx's translations for its scripts in language ``code``, as a script that a strict CSP lets run; None if
    it has none.

    Sphinx's own hands the plural rule over as a string, and doctools.js makes a function of it, which needs
    'unsafe-eval'. Here the rule is written out as a function. Only the words that the scripts use are kept: every
    page loads them.
    """
    path = Path(package_dir, "locale", code, "LC_MESSAGES", "sphinx.js")
    if not path.is_file():
        return None
    text = path.read_text("utf-8")
    catalogue = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    static = Path(package_dir, "themes", "basic", "static")
    used = "".join(
        (static / name).read_text("utf-8") for name in ("doctools.js", "searchtools.js", "sphinx_highlight.js")
    )
    words = {english: word for english, word in catalogue["messages"].items() if json.dumps(english) in used}
    return (
        f"Object.assign(Documentation.TRANSLATIONS, {json.dumps(words, ensure_ascii=False, indent=1)});\n"
        f"Documentation.PLURAL_EXPR = (n) => Number({catalogue['plural_expr']});\n"
        f"Documentation.LOCALE = {json.dumps(catalogue['locale'])};\n"
    )


def write_script_words(app: Sphinx, config: Config) -> None:
    """Put the script where Sphinx looks before it takes its own: in a folder of ``locale_dirs``."""
    script = script_words(config.language)
    if script is None:
        return
    folder = Path(app.doctreedir, "script-words")
    target = folder / config.language / "LC_MESSAGES" / "sphinx.js"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(script, "utf-8")
    config.locale_dirs = [*config.locale_dirs, str(folder)]


def setup(app: Sphinx) -> None:
    app.add_search_language(EnglishSearch)
    app.connect("config-inited", add_languages)
    search_index.setup(app)
    app.connect("config-inited", write_script_words)
