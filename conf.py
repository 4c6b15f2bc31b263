"""Settings of the Red Envelope site: one set of pages, English at the root, each translation in a folder of its own.

Paths are absolute. Sphinx looks for some relative ones beside this file and for others in source/, and where it
looks in the wrong place a translation is English without a warning.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from checkers.sphinxext import locales  # noqa: E402 - found by the line above

project = "Red Envelope"
author = "Red Envelope contributors"
version = release = "0.1"

extensions = ["myst_parser", "checkers.sphinxext"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "fieldlist"]
# Pages are written with the quotes they are to show.
smartquotes = False

# --- languages ------------------------------------------------------------------------------------------------------

language = "en"
locale_dirs = [str(locales.folder())]
gettext_compact = False  # one catalogue a page: short reviews, and a page can name its own
gettext_uuid = False
gettext_additional_targets = ["index"]
site_languages = locales.site_languages(locales.folder(), project)  # a folder of locale/ is a language

# --- addresses ------------------------------------------------------------------------------------------------------

# Without them nothing points to a made-up place: alternates are relative, and pages name the file to improve.
site_url = os.environ.get("SITE_URL", "")
repository_url = os.environ.get("REPOSITORY_URL", "")

# --- search ---------------------------------------------------------------------------------------------------------

# A page that answers comes before one that lists answers, or says the same in general words.
search_weights = {
    "index": 0.8,
    "about": 0.8,
    "faq/": 1.25,
    "faq/index": 0.6,
    "faq/log-lines": 1.0,
    "guides/": 1.15,
    "guides/index": 0.7,
    "reference/index": 0.6,
    "reference/providers/": 0.9,
    "reference/providers/software": 1.0,
    "reference/reasons": 0.9,
    "reference/findings": 0.8,
    "reference/wording": 0.6,
    "reference/guesses": 0.4,
}
search_synonyms = "source/synonyms.toml"

# --- HTML -----------------------------------------------------------------------------------------------------------

templates_path = [str(ROOT / "source" / "_templates")]
exclude_patterns = ["_templates", "_static", "_style", "_books"]
html_static_path = [str(ROOT / "source" / "_static")]
# The house skin over furo: warm accent, calm pages, Chinese type. Later files overrule earlier ones.
html_css_files = ["site.css"]
STYLE = ("colours", "type", "frame", "blocks", "search", "narrow", "readers", "print", "languages")
site_style = [str(ROOT / "source" / "_style" / f"{concept}.css") for concept in STYLE]
html_favicon = str(ROOT / "source" / "_static" / "favicon.svg")

html_theme = "furo"
html_theme_options = {
    "top_of_page_buttons": ["view"],  # components/view-this-page.html, which here is the link to the other language
}
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_permalinks_icon = "#"
html_copy_source = False
html_show_sourcelink = False
html_use_index = False  # the search finds what an index would list
html_domain_indices = False
