"""A bounce that stands in the text of another message: forwarded, quoted with ">", or copied with its few header lines.

Mail programs put the fields they show above what they forward, in the reader's language; no standard says how
(RFC 3676 section 4.5 has the quote marks only).
"""

import re

_MAX_LINES = 400  # of the text before the forwarded header; a mail program puts it near the beginning
_LABELS = {
    "from": "from|von|de|da|van|från|fra|od|lähettäjä|gönderen|от|від|feladó|差出人|送信者|发件人|发信人|寄件者|寄件人|"
    "보낸 사람|보낸사람",
    "subject": "subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|temat|předmět|aihe|konu|тема|tárgy|"
    "件名|主题|主旨|제목",
    "to": "to|an|à|para|a|aan|till|til|do|komu|vastaanottaja|kime|кому|címzett|宛先|收件人|收信人|收件者|받는 사람|"
    "받는사람",
    "date": "date|sent|datum|gesendet|gesendet am|envoyé|enviado el|enviado|fecha|data|inviato|verzonden|skickat|dato|"
    "sendt|wysłano|odesláno|lähetetty|gönderme tarihi|дата|отправлено|送信日時|日付|发送时间|发送日期|日期|時間|날짜|"
    "보낸 날짜",
}
_LABEL = {
    name: re.compile(
        rf"^[ \t>*|]{{0,12}}(?:{words})[ \t\u00a0]{{0,3}}\*?[:\uff1a]\*?[ \t]{{0,4}}(\S.{{0,500}})$", re.IGNORECASE
    )
    for name, words in _LABELS.items()
}
_MARK = re.compile(r"^[ \t]{0,3}(?:>[ \t]?){1,8}")


def forwarded(text: str) -> str | None:
    """The forwarded message as one with a header of its own, ``From``, ``To``, ``Subject``; None without one.

    What stands above it, somebody's words about it, is left out; so are quote marks.
    """
    lines = text[:200_000].split("\n")
    for number, line in enumerate(lines[:_MAX_LINES]):
        if not (sender := _LABEL["from"].match(line)):
            continue
        fields, last = {"from": sender[1]}, number
        begin = max(0, number - 3)  # Outlook begins with From, others with the subject or the date
        for index in range(begin, min(number + 9, len(lines))):
            for name in ("subject", "to", "date"):
                if name not in fields and (found := _LABEL[name].match(lines[index])):
                    fields[name], last = found[1], max(last, index)
        if "subject" not in fields:
            continue
        header = "".join(f"{name.title()}: {value.strip(' *')}\n" for name, value in fields.items())
        return f"{header}\n{unmarked(chr(10).join(lines[last + 1 :]))}"
    return None


def unmarked(text: str) -> str:
    """The text without quote marks, if most of its lines have them."""
    if ">" not in text[:20_000]:
        return text
    lines = text.split("\n")
    filled = [line for line in lines[:_MAX_LINES] if line.strip()]
    if not filled or sum(_MARK.match(line) is not None for line in filled) * 2 < len(filled):
        return text
    return "\n".join(_MARK.sub("", line) for line in lines)


def single_spaced(text: str) -> str:
    """The text without the empty line that some programs put behind every line when they copy.

    >>> single_spaced("a\\n\\nb\\n\\nc\\n\\nd\\n\\n\\n\\ne\\n\\nf")
    'a\\nb\\nc\\nd\\n\\ne\\nf'
    """
    lines = text.strip("\n").split("\n")
    if len(lines) < 9 or any(line.strip() for line in lines[1::2]):
        return text
    return "\n".join(lines[::2])
