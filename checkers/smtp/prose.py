"""Whether words without any code are a server's, or somebody's about mail: a heading, a question, a step, a glossary.

Words of a subject ("SPF", "daily limit", "mailbox") stand in both. A server says of one email that something failed; a
text about mail names the subject, or says what happens if, when, often, to some. So the sentence with the words that
decided must speak of failing, and neither be a condition, a habit, a definition nor a step. Words in quotes are
somebody else's, whatever is around them.
"""

import re

from checkers.smtp import gist
from checkers.smtp.pattern import fold, plain

_MAX_TEXT = 8000
# How questions and titles of guides begin; "to send mail, ..." and "why was ..." are no words of a server
_ASKING = re.compile(
    r"(?:how (?:do|does|can|could|to|should|is|are|long|many|much)|why (?:do|does|did|is|are|was|were|can|has|have)|"
    r"what (?:is|are|does|do|should|can)|where (?:do|can|is|are|should)|when (?:do|should|is|are|will)|"
    r"which |who (?:can|should|do)|can (?:i|you|we|someone|anybody|anyone)|could (?:you|someone)|"
    r"should (?:i|we)|is (?:there|it)|are there|do (?:i|we|you)|does (?:anybody|anyone|odoo)|"
    r"set(?:ting)? up |configur(?:e|ing) |understanding |learn |an? introduction |introduction |guide |tutorial|"
    r"best practices|step by step|faq\b|"
    r"\u5982\u4f55|\u600e\u4e48|\u600e\u6837|\u4e3a\u4ec0\u4e48|\u4ec0\u4e48\u662f|\u8bf7\u95ee)",
    re.IGNORECASE,
)
_QUESTION_MARKS = ("?", "\uff1f")
_QUOTES = re.compile(r"[:\uff1a\"\u201c\u300c<>]|'\w")
_ADDRESS_OR_URL = re.compile(r"https?://\S{1,500}|[\w.+-]{1,64}@[\w.-]{1,255}")

# Somebody's words begin here: "error: ...", "the server said: ...", "the message is as follows: ..."
_INTRODUCED = re.compile(
    r"(?:error|reason|said|says|reply|replies|replied|response|respond\w*|message|returned|returns|got|get|failure|"
    r"failed|bounced?|warning|diagnostic\w*|odoo|status|report\w*|answer\w*|exception|"
    r"\u9519\u8bef|\u62a5\u9519|\u63d0\u793a|\u539f\u56e0|\u8fd4\u56de|\u5982\u4e0b|\u9000\u4fe1|\u5931\u8d25)"
    r"[^:\uff1a\n]{0,16}[:\uff1a]\s{0,4}$",
    re.IGNORECASE,
)
# What fails, besides the states that the gist knows of
_FAILS = re.compile(
    r"\b(?:soft|hard|no)?fail|\bbounce[sd]?\b|reached\b|\bnull ?mx|\bmx 0\b|detected|looks? like|"
    r"looked like|flagged|judged|"
    r"classified|considered|seems|suspect|likely|identified|contains|suppress|lists? (?:you|1)|\bis (?:spam|junk)|"
    r"\bhas (?:moved|left|been|opted|bounced|sent)|dead\b|consumed|\bsent (?:its|the max|your)|"
    r"\bcame back|comes back|"
    r"\bcrash|signal|traceback|x-unix|returned \d|\bexit (?:code |status )?\d|gave up|given up|"
    r"greylisted|greylisting (?:in|active|you)|in effect|in action|too young|xbl hit|excludes|"
    r"disallow|dynamic|hang ?up|"
    r"potentially|listed in|listed by|is in (?:the|my|a)|resolver\.|storedrv|exception|\bden(?:y|"
    r"ies)\b|prohibit|spoof|"
    r"\bun(?:impl|exp|bal|sol|val|rout)|over ?quota|forged|generic|garbage|private name|moved\b|resolves to|alert|"
    r"mandatory|found inside|already|too many|\bdied|exit \d|\bin rhsbl|on dbl|invalid|permerror|"
    r"temperror|no longer|resend|is on (?:our|a|the)|in (?:our|a) black|rbl\b|dnsbl|surbl|uribl|is over\b|\bover$|"
    r"\bplease\b|\u8bf7(?!\u4ece|\u7559)|\u8ba4\u4e3a|\u5224\u5b9a|\u7591\u4f3c|\u8d85|\u6ee1|"
    r"\u8fbe\u5230|\u5df2\u8fbe|"
    r"\u9891\u7e41|\u592a\u591a|\u8fc7\u591a|\u7f3a|\u9000\u56de|\u88ab|\u672a|\u65e0\u6cd5|"
    r"\u6b20\u8d39|\u4f4e|\u65e0\u6548|\u4e0d\u63d0\u4f9b",
    re.IGNORECASE,
)
# A condition or a purpose, before the words that decided
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|whether|unless|until|once|so that|in case|although|for example(?!\.)|such as|"
    r"for instance|to see|older|instead of|what|why|how|each time|as long as|whose)\b|"
    r"\u5982\u679c|\u82e5|\u5047\u5982|\u4f8b\u5982|\u6bd4\u5982|\u662f\u5426|\u600e\u6837|\u5982\u4f55|\u600e\u4e48|"
    r"\u4ec0\u4e48|\u53ea\u8981|\u53ea\u6709|\u4e00\u65e6|\u4e07\u4e00|\u4ee5\u514d|\u907f\u514d|"
    r"\u9632\u6b62|\u4e3a\u4e86|"
    r"\u5373\u4f7f|\u76f4\u5230|\u54ea\u4e9b|\u7b49\u7b49",
    re.IGNORECASE,
)
_WHEN_BEHIND = re.compile(
    r"(?<![\u8d85\u53ca\u540c\u6682\u4e34\u6309\u5c0f\u5b9e])\u65f6(?=[\uff0c,\u3002\uff08]|$)|"
    r"\u7684\u65f6\u5019|(?:\u4e4b)?[\u540e\u524d]\uff0c|\u7684\u8bdd\uff0c"
)
# A habit of many, a possibility: what happens, not what happened
_GENERAL = re.compile(
    r"\b(?:often|usually|sometimes|as a rule|mostly|typically|generally|normally|commonly|might|in general|"
    r"for example(?!\.)|e\.g\.|such as|"
    r"(?<!too )(?:many|most|some|other|several|large|big|older|few|both|chinese) "
    r"(?:mail |email |big |large |mailbox )?"
    r"(?:servers|providers|receivers|systems|companies|recipients|hosts|filters|programs|mailboxes|people|customers)|"
    r"(?:every|each|another|a|the) (?:provider|receiver)|(?:servers|providers|receivers|mailing lists) "
    r"(?:refuse|reject|block|limit|look|put|take|check|ask|treat|list|want|do|distrust|change|often|may|also)|"
    r"(?:means|meaning|stands for|is called|refers to|describes?|explains?|speaks of|counts as|"
    r"may (?:differ|vary|still|also|need)|common cause|most common|belongs together|"
    r"depends on|passes|goes out through|in chinese|and others|and so on|and how|and what|and whether|the others|"
    r"replies (?:by|about|of|that|from)|words about|questions about|lines about)\b)|"
    r", (?:choose|make|enter|open|select|click|add|copy|write|go to)\b"
    r"|\u901a\u5e38|\u5f80\u5f80|\u591a\u534a|\u6709\u65f6|\u4e00\u822c|\u5e38\u89c1|\u5927\u591a|\u6709\u4e9b|"
    r"\u67d0\u4e9b|\u5404\u5bb6|\u5f88\u591a|\u8bb8\u591a|\u4e5f\u4f1a|\u5c31\u4f1a|\u5c31\u662f|"
    r"\u5373\u53ef|\u6240\u8c13|"
    r"\u90fd\u662f|\u5305\u62ec|\u4ee5\u53ca|\u5404\u79cd|\u90fd\u4f1a|\u4ecb\u7ecd|\u8bf4\u660e|"
    r"\u542b\u4e49|\u6bcf\u4e2a|"
    r"\u7684\u5e94\u7b54|\u5373[^\u4f7f\u5c06\u523b\u65f6]|\u53ef\u4ee5|\u8868\u793a|"
    r"\u600e\u4e48\u529e|\u7b97\u4e0d|\u610f\u601d",
    re.IGNORECASE,
)
# What only a text about mail points at: its own parts, a screen, a product, marks of a document
_DOCUMENT = re.compile(
    r"(?<![/\w.@<\"'-])odoo(?![\w/.@>\"'-])|-->|\{[a-z]{2,20}\}`|^\s{0,3}#{1,6} |\*\*|^\(?[\w-]{1,60}\)=\s|^:::|\]\(|"
    r"\b(?:this page|own page|the page|see also|documentation|tutorial|glossary|checker|source code|developer mode|"
    r"step-by-step|steps? \d|the table|chapter|menu|click (?!the link|here)|button|tick|checkbox|screen|paste|"
    r"version \d|versions|pages|what it means|you see|good to know|system parameter|log file|"
    r"please help|my (?:password|account|customers?)|i (?:forgot|sent|need|want|tried|got)|our office|"
    r"add-on|repository|folder of|questions|on-premise)\b|"
    r"\u70b9\u51fb|\u6253\u5f00|\u52fe\u9009|\u586b\u5199|\u586b\u5165|\u7c98\u8d34|\u53c2\u89c1|"
    r"\u8be6\u89c1|\u672c\u9875|"
    r"\u4e0b\u8868|\u4e0a\u6587|\u6587\u6863|\u6e90\u4ee3\u7801|\u9009\u9879\u5361|\u6309\u94ae|"
    r"\u83dc\u5355|\u73b0\u8c61|"
    r"\u672f\u8bed|\u6307\u5357|\u6b65\u9aa4|\u672c\u7ad9|\u68c0\u67e5\u5de5\u5177|\u7248\u672c|"
    r"\u8fdb\u5165|\u6539\u586b|"
    r"\u6539\u4e3a|\u9ed8\u8ba4|\u4e0d\u8981|\u67e5\u770b|\uff0c\u770b|\u89c1\u201c|\uff0c\u89c1|"
    r"\u9875\u9762|\u5355\u636e|"
    r"\u672c\u5730\u90e8\u7f72|\u4e09\u8005|\u540d\u5b57\u6765\u81ea",
    re.IGNORECASE | re.MULTILINE,
)
# A step, or an explanation: how its first sentence begins
_STEP = re.compile(
    r"\s{0,3}(?:[-*\u2022] |\d{1,2}[.)] )?(?:go to|click|open (?!relay|proxy)|choose|select|set|switch|enter|create|"
    r"install|begin|start|write|add|paste|take|find|look|see|read the|compare|put|keep|give|let|"
    r"remove|tick|copy|move|"
    r"make|do not (?!mail|send)|don't (?!mail|send)|test|search|filter (?!\w+ (?:fail|exit|script))|bring|fetch|save|"
    r"publish|turn (?!dis)|change|send |please (?:use the|help|find|save|read)|amount|content:|"
    r"from then on|then|note|why|"
    r"\u6253\u5f00|\u8fdb\u5165|\u9009\u62e9|\u586b|\u628a|\u5c06|\u5411|\u7528(?!\u6237|\u6236)|"
    r"\u4f7f\u7528|\u5f00\u542f|"
    r"\u8bbe\u7f6e|\u5148|\u7136\u540e|\u68c0\u67e5|\u6ce8\u518c|\u521b\u5efa|\u6dfb\u52a0|"
    r"\u786e\u8ba4|\u53d1\u4e00\u5c01|"
    r"\u518d\u5411|\u6309|\u770b)(?![a-z])",
    re.IGNORECASE,
)
# An entry of a glossary: a term, and what it is
_DEFINED = re.compile(
    r"[\w.\u2019' -]{2,40}\n\s{0,8}(?:: {0,3})?(?:A|An|The|One|What|To|How|Whether) |"
    r"[a-z][a-z -]{2,30} (?:A|An|One|What) |"
    r"[A-Z]{2,6} (?:A|The|An) [a-z]|[\u4e00-\u9fff]{2,12}\uff08[A-Za-z -]{2,40}\uff09$"
)
_LEFT_OPEN = (":", "\uff1a", *_QUESTION_MARKS)
_SENTENCES = 2  # a server comes to the point
_NEAR = 60  # characters between a subject and what is said of it, as with notions of the gist
_LONG = 300  # characters: what is longer, and has no code, is a text about something
_ENDS = re.compile(r"(?<![.!])(?<!\bmax)[.!;](?=\s|$)|[\u3002\uff01\uff1b]|\n\s{0,20}(?=\n|[-*\u2022] |\d{1,2}[.)] )")
_OPEN_QUOTES = {'"': '"', "\u201c": "\u201d", "`": "`", "\u300c": "\u300d", "\u2018": "\u2019"}


def asks(text: str) -> bool:
    """Whether a text without any code is a question or the title of a guide, which quotes nobody.

    A server does not ask, and it states no "how to"; a person who does, and quotes a server, uses a colon or quotes.
    """
    words = _ADDRESS_OR_URL.sub(" ", text[:_MAX_TEXT]).strip()
    return not _QUOTES.search(words) and (words.endswith(_QUESTION_MARKS) or _ASKING.match(words) is not None)


def tells(text: str, start: int, end: int, guessed: bool = False, own: bool = False) -> bool:
    """Whether a text without any code tells that something failed, by the words from ``start`` to ``end``.

    False for what speaks about mail: headings, steps, conditions, habits, definitions; and for a guess whose two
    notions stand in two sentences. ``guessed``: the words are the two notions of a gist; ``own``: nobody but one
    provider's software writes them. Either speaks of failing by itself.
    """
    quote = _quote(text, start, end)
    if quote is not None and " " in quote.strip() and _fails(quote, 0, 0, len(quote), len(quote)):
        return True
    begin = max((found.end() for found in _ENDS.finditer(text, 0, start)), default=0)
    stop = found.start() if (found := _ENDS.search(text, end)) else len(text)
    colon = max(text.rfind(":", begin, start), text.rfind("\uff1a", begin, start))
    introduced = colon >= 0 and _INTRODUCED.search(text, max(begin, colon - 60), colon + 2) is not None
    if introduced:
        text, start, end, stop = text[colon + 1 :], start - colon - 1, end - colon - 1, stop - colon - 1
        begin = 0
    sentence = text[begin:stop]
    return (
        len(text) <= _LONG
        and not (guessed and _ENDS.search(text, start, max(start, end - 1)))
        and (guessed or own or _fails(text, begin, start, end, stop))
        and not _CONDITION.search(text, begin, start)
        and not _WHEN_BEHIND.search(sentence)
        and not _GENERAL.search(sentence)
        and not _STEP.match(sentence.lstrip())
        and not _STEP.match(text)
        and not _DOCUMENT.search(text)
        and not _DEFINED.match(text)
        and text.rstrip()[-1:] not in _LEFT_OPEN
        and len(_ENDS.findall(text, 0, start)) < _SENTENCES
    )


def _fails(text: str, begin: int, start: int, end: int, stop: int) -> bool:
    """Whether those words speak of failing, or the sentence around them does so close by."""
    words = text[max(begin, start - _NEAR) : min(stop, end + _NEAR)]
    return _FAILS.search(words) is not None or gist.states(plain(fold(words)))


def _quote(text: str, start: int, end: int) -> str | None:
    """What stands in quotes on a line, if those words are in it. Marks of a document, {term}`SPF`, are none."""
    line = max(text.rfind("\n", 0, start) + 1, start - 400)
    for opens, closes in _OPEN_QUOTES.items():
        at = text.rfind(opens, line, start)
        before = text[line:start]
        inside = before.count(opens) % 2 == 1 if opens == closes else at > before.rfind(closes) + line
        if at >= 0 and inside and text[max(0, at - 1) : at] != "}":
            stop = text.find(closes, end, end + 400)
            if stop >= 0:
                return text[at + 1 : stop]
    return None
