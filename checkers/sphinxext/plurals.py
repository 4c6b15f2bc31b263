"""The forms of a plural for the page's script.

gettext numbers the forms of a language by a rule of its own; a browser knows categories: one, few, many, other.
The script gets each form under its category, so that it needs no rule.
"""

from functools import cache

from babel import Locale, UnknownLocaleError

from checkers.wording import Text, Wording

NUMBERS = 201
"""So many numbers show every category that whole numbers of everyday size have in any language."""


@cache
def examples(code: str) -> dict[str, int]:
    """The categories of a language, each with its smallest number."""
    try:
        category = Locale.parse(code).plural_form
    except (UnknownLocaleError, ValueError):
        category = Locale.parse("en").plural_form
    found: dict[str, int] = {}
    for number in range(NUMBERS):
        found.setdefault(category(number), number)
    return found


def for_script(message: Text, wording: Wording) -> str | dict[str, str]:
    """The words of ``message`` in the page: a string, or {category: words} where they depend on ``count``."""
    if not message.many:
        return wording(message)
    forms = {category: wording.form(message, number) for category, number in examples(wording.language).items()}
    # A language has "other" for every number without a category of its own, fractions at least.
    forms.setdefault("other", list(forms.values())[-1])
    return forms if len(set(forms.values())) > 1 else forms["other"]
