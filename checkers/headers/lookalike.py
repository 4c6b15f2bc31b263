"""Senders that imitate others: domains that look alike (Unicode TR 39), names of known brands over other domains."""

import re
import unicodedata
from functools import cache, lru_cache

from checkers.headers.psl import organisational
from checkers.knowledge import table
from checkers.wording import Text, text

# Letters of other alphabets and digits that pass for Latin letters.
_ALIKE = str.maketrans(
    "аеорсухіјѕԁӏһԛԝкмтвпгьбαορυνικτχγωϲ",
    "aeopcyxijsdlhqwkmtbnrb6aopuviktxywc",
)
_TWINS = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("3", "e"))
# What may stand beside a brand in a display name without making it another name.
_GENERAL = frozenset(
    (
        "account accounts alert alerts billing care center centre com customer customers delivery desk express help "
        "inc info international mail message messages net no noreply notice notification notifications office "
        "official online "
        "order orders pay payment payments reply robot secure security service services shop store support survey team "
        "update updates verification verify via www the of for department dept admin administrator"
    ).split()
)
_GENERAL_CHINESE = re.compile("客服|官方|安全|中心|团队|通知|服务|系统|助手|邮箱|账号|账户|支持|平台|验证")
_WORD = re.compile(r"[a-z0-9]{1,40}|[\u4e00-\u9fff]{1,40}")


@lru_cache(maxsize=1024)
def skeleton(label: str) -> str:
    """What a label looks like at a glance: accents off, letters and digits that look alike made one.

    >>> skeleton("paypa1") == skeleton("p\\u0430ypal") == skeleton("paypal")
    True
    """
    plain = unicodedata.normalize("NFKD", label.lower()).translate(_ALIKE)
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    for seen, meant in _TWINS:
        plain = plain.replace(seen, meant)
    return plain


def mixes_scripts(domain: str) -> bool:
    """Whether one label of the domain mixes Latin with Cyrillic or Greek letters, which look alike.

    >>> mixes_scripts("p\\u0430ypal.example"), mixes_scripts("example.com"), mixes_scripts("\\u4f8b\\u5b50.example")
    (True, False, False)
    """
    if domain.isascii() and "xn--" not in domain:
        return False
    for label in organisational(domain).split("."):
        scripts = {unicodedata.name(char, "").partition(" ")[0] for char in label if char.isalpha()}
        if len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1:
            return True
    return False


def _own_label(domain: str) -> str:
    """The label that somebody registered: ``example`` of ``mail.example.co.uk``."""
    return organisational(domain).partition(".")[0]


@cache
def _brands() -> tuple[dict[str, str], list[tuple[frozenset[str], tuple[str, ...]]]]:
    """Skeletons of the brands' first labels, and each brand's words with its labels."""
    rows = table(__package__, "brands.toml")["brand"]
    first = {skeleton(row["labels"][0]): row["labels"][0] for row in rows if len(row["labels"][0]) > 4}
    return first, [(frozenset(row["words"]), tuple(row["labels"])) for row in rows]


def imitated(domain: str, known: tuple[str, ...]) -> Text | None:
    """How ``domain`` imitates another one, a brand's or one of the ``known`` domains of the other parties; or None."""
    if mixes_scripts(domain):
        return text("It mixes letters of several alphabets that look alike.")
    label = _own_label(domain)
    seen = skeleton(label)
    if not label.isascii() and seen.isascii() and any("LATIN" not in unicodedata.name(char, "LATIN") for char in label):
        return text("All its letters look like Latin ones: {plain}.", plain=seen)
    brand = _brands()[0].get(seen)
    if brand is not None and label != brand and "-" not in label:
        return text("It looks like {plain}.", plain=brand)
    for other in known:
        if other and label != (own := _own_label(other)) and len(own) > 3 and skeleton(own) == seen:
            return text("It looks like {plain}.", plain=organisational(other))
    return None


def shown_brand(name: str | None, domain: str) -> str | None:
    """The brand that a display name claims while the domain is not the brand's; None where there is nothing to say.

    >>> shown_brand("PayPal Support", "mail.example.com"), shown_brand("PayPal", "e.paypal.de")
    ('paypal', None)
    """
    if not name or len(name) > 200:
        return None
    lower = unicodedata.normalize("NFKC", name).lower()
    words = _WORD.findall(lower)
    if not words or len(words) > 8:
        return None
    label = _own_label(domain)
    for brand_words, labels in _brands()[1]:
        for brand in brand_words:
            if brand not in lower:
                continue
            if any(own in label for own in labels if len(own) > 2) or label in labels:
                break
            rest = list(words)
            for word in _WORD.findall(brand):
                if word in rest:
                    rest.remove(word)
                elif not word.isascii():
                    rest = [piece.replace(word, "") for piece in rest]
                else:
                    break
            else:
                if all(piece in _GENERAL or not _GENERAL_CHINESE.sub("", piece) for piece in rest):
                    return brand
    return None
