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
    r"如何|怎么|怎样|为什么|什么是|请问)",
    re.IGNORECASE,
)
_QUESTION_MARKS = ("?", "\uff1f")
_QUOTES = re.compile(r"[:\uff1a\"\u201c\u300c<>]|'\w")
_ADDRESS_OR_URL = re.compile(r"https?://\S{1,500}|[\w.+-]{1,64}@[\w.-]{1,255}")

# Somebody's words begin here: "error: ...", "the server said: ...", "the message is as follows: ..."
_INTRODUCED = re.compile(
    r"(?:error|reason|said|says|reply|replies|replied|response|respond\w*|message|returned|returns|got|get|failure|"
    r"failed|bounced?|warning|diagnostic\w*|odoo|status|report\w*|answer\w*|exception|"
    r"错误|报错|提示|原因|返回|如下|退信|失败)"
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
    r"\bplease\b|请(?!从|留)|认为|判定|疑似|超|满|"
    r"达到|已达|"
    r"频繁|太多|过多|缺|退回|被|未|无法|"
    r"欠费|低|无效|不提供",
    re.IGNORECASE,
)
# A condition or a purpose, before the words that decided
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|whether|unless|until|once|so that|in case|although|for example(?!\.)|such as|"
    r"for instance|to see|older|instead of|what|why|how|each time|as long as|whose)\b|"
    r"如果|若|假如|例如|比如|是否|怎样|如何|怎么|"
    r"什么|只要|只有|一旦|万一|以免|避免|"
    r"防止|为了|"
    r"即使|直到|哪些|等等",
    re.IGNORECASE,
)
_WHEN_BEHIND = re.compile(
    r"(?<![超及同暂临按小实])时(?=[\uff0c,\u3002\uff08]|$)|"
    r"的时候|(?:之)?[后前]\uff0c|的话\uff0c"
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
    r"|通常|往往|多半|有时|一般|常见|大多|有些|"
    r"某些|各家|很多|许多|也会|就会|就是|"
    r"即可|所谓|"
    r"都是|包括|以及|各种|都会|介绍|说明|"
    r"含义|每个|"
    r"的应答|即[^使将刻时]|可以|表示|"
    r"怎么办|算不|意思",
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
    r"点击|打开|勾选|填写|填入|粘贴|参见|"
    r"详见|本页|"
    r"下表|上文|文档|源代码|选项卡|按钮|"
    r"菜单|现象|"
    r"术语|指南|步骤|本站|检查工具|版本|"
    r"进入|改填|"
    r"改为|默认|不要|查看|\uff0c看|见\u201c|\uff0c见|"
    r"页面|单据|"
    r"本地部署|三者|名字来自",
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
    r"打开|进入|选择|填|把|将|向|用(?!户|戶)|"
    r"使用|开启|"
    r"设置|先|然后|检查|注册|创建|添加|"
    r"确认|发一封|"
    r"再向|按|看)(?![a-z])",
    re.IGNORECASE,
)
# An entry of a glossary: a term, and what it is
_DEFINED = re.compile(
    r"[\w.\u2019' -]{2,40}\n\s{0,8}(?:: {0,3})?(?:A|An|The|One|What|To|How|Whether) |"
    r"[a-z][a-z -]{2,30} (?:A|An|One|What) |"
    r"[A-Z]{2,6} (?:A|The|An) [a-z]|[一-鿿]{2,12}\uff08[A-Za-z -]{2,40}\uff09$"
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
    if len(text) > _LONG and (line := _shown_line(text, start, end)):
        text, start, end = text[slice(*line)], start - line[0], end - line[0]
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


def _shown_line(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The line with those words, where the line before it ends in a colon: a letter that shows what Odoo said."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    if text[:line].rstrip()[-1:] not in (":", "\uff1a"):
        return None
    return line, len(text) if stop < 0 else stop


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
