"""One spelling for words that people write in several: so that knowledge names each of them once.

Administrators write replies by hand, often in a language that is not theirs: "black list" and "black-list",
"authorised" and "authorized", "doesn't", "does not" and "doesnt", "recepient". Only general wording is read so; what a
provider's own software writes is fixed.
"""

import re
from functools import lru_cache

# One spelling: the others. Whole words, except where a star leaves the end open
_SPELLINGS = {
    "email*": ["e-mail*"],
    "mailbox": ["mail box", "mail-box", "mailbx", "mailobx", "maibox"],
    "mailboxes": ["mail boxes", "mail-boxes"],
    "blacklist*": ["black list*", "black-list*"],
    "blocklist*": ["block list*", "block-list*"],
    "denylist*": ["deny list*", "deny-list*"],
    "whitelist*": ["white list*", "white-list*"],
    "allowlist*": ["allow list*", "allow-list*"],
    "greylist*": ["graylist*", "grey list*", "gray list*", "grey-list*", "gray-list*"],
    "nonexistent": ["non-existent", "non existent", "non-existant", "nonexistant", "non existant", "unexistent"]
    + ["unexisting", "non-existing", "non existing", "nonexisting"],
    "authoriz*": ["authoris*"],
    "unauthoriz*": ["unauthoris*"],
    "recogniz*": ["recognis*"],
    "unrecogniz*": ["unrecognis*"],
    "organiz*": ["organis*"],
    "cannot": ["can not", "can't", "cant"],
    "will not": ["won't", "wont"],
    "not exist": ["not exists", "not exits", "not existed"],
    "does not": ["dose not", "doesnt", "does't", "don't not", "doest not"],
    "do not": ["dont"],
    "is not": ["isnt"],
    "was not": ["wasnt"],
    "did not": ["didnt"],
    "has not": ["hasnt"],
    "could not": ["couldnt"],
    "address": ["adress", "addres", "adresss", "addresse"],
    "recipient*": ["recepient*", "reciepient*", "recipent*", "receipient*", "recipeint*", "recepiant*"],
    "account": ["acount", "accout", "acccount"],
    "unknown": ["unkown", "unknow", "unknwon", "uknown", "unknonw"],
    "exceeded": ["exceded", "exeeded", "exceeed", "execeeded", "exceedeed"],
    "receive*": ["recieve*"],
    "temporarily": ["temporarly", "temporaly", "temporarely", "temporarilly", "temporally"],
    "suspended": ["suspeded", "supended", "suspened"],
    "permitted": ["permited"],
    "authentication": ["authentification", "autentication", "authenication", "authetication"],
    "attachment*": ["attachement*"],
    "unavailable": ["unavailible", "unavaliable", "unavaible", "inavailable"],
    "local part": ["local-part", "localpart"],
    "invalid": ["unvalid", "invaild"],
    "domain": ["domian"],
    "denied": ["denyed"],
}


def _canonical() -> tuple[dict[str, str], dict[str, str]]:
    whole, begun = {}, {}
    for one, others in _SPELLINGS.items():
        for other in others:
            (begun if other.endswith("*") else whole)[other.removesuffix("*")] = one.removesuffix("*")
    return whole, begun


_WHOLE, _BEGUN = _canonical()
_OTHER = re.compile(
    r"\b(?:("
    + "|".join(sorted(map(re.escape, _WHOLE), key=len, reverse=True))
    + r")\b|("
    + "|".join(sorted(map(re.escape, _BEGUN), key=len, reverse=True))
    + r"))"
)
_NOT = re.compile(r"(?<=[a-z])n['\u00b4`]t\b")


def one_spelling(folded: str) -> str:
    """A folded text (see ``pattern.fold``) with each word in its one spelling, and "n't" as "not".

    >>> one_spelling("the recepient doesn't exist, e-mail is not authorised")
    'the recipient does not exist, email is not authorized'
    """
    if "n't" in folded or "n\u00b4t" in folded or "n`t" in folded:
        folded = _OTHER.sub(_replaced, folded)  # "can't" and "won't" before the rest
        return _NOT.sub(" not", folded)
    return _OTHER.sub(_replaced, folded)


def _replaced(found: re.Match[str]) -> str:
    return _WHOLE[found[1]] if found[1] else _BEGUN[found[2]]


@lru_cache(maxsize=512)
def ways(words: str) -> tuple[str, ...]:
    """Every way to write a word, or two ("not exist"), that ``one_spelling`` makes this one; the word itself first."""
    short = (words[:-4] + "n't",) if words.endswith(" not") else ()
    for one, others in _SPELLINGS.items():
        stem = one.removesuffix("*")
        if words == stem or (one.endswith("*") and " " not in words and words.startswith(stem)):
            ending = words[len(stem) :]
            return (words, *short, *(other.removesuffix("*") + ending for other in others))
    return (words, *short)
