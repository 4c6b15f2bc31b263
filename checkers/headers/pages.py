"""Rendered "show original" pages: where the headers begin below the page's own table, and what the table alone tells.

Gmail shows a table of sender, subject and results above the message; people copy the whole page, or just the table.
"""

import re

from checkers.headers.mending import Logical

MAX_PAGE = 6000  # characters in which the page's own words stand

# The buttons that Gmail, QQ Mail and NetEase show between the table and the message.
_BUTTONS = (
    "Download Original",
    "Copy to clipboard",
    "下载原始邮件",
    "复制到剪贴板",
    "下載原始郵件",
    "複製到剪貼簿",
    "Original herunterladen",
    "In die Zwischenablage kopieren",
    "Télécharger l'original",
    "Copier dans le presse-papiers",
    "Descargar original",
    "Copiar en el portapapeles",
    "复制全部",
    "显示邮件原文",
    "查看信头",
)
_LABELS = {
    "message id": "Message-ID",
    "邮件 id": "Message-ID",
    "郵件 id": "Message-ID",
    "from": "From",
    "发件人": "From",
    "to": "To",
    "收件人": "To",
    "subject": "Subject",
    "主题": "Subject",
    "spf": "spf",
    "dkim": "dkim",
    "dmarc": "dmarc",
}
_ROW = re.compile(
    r"[ \t]{0,8}(Message ID|邮件 ID|From|To|Subject|发件人|收件人|主题|SPF|DKIM|DMARC)[ \t]{0,4}[:：]?[ \t]{0,4}"
)
_RESULT = re.compile(r"[\"'“‘]?(PASS|FAIL|SOFTFAIL|NEUTRAL|NONE|TEMPERROR|PERMERROR)\b", re.IGNORECASE)
_IP = re.compile(r"IP[^0-9a-fA-F:]{0,12}([0-9a-fA-F.:]{3,45})")
_DOMAIN = re.compile(r"(?:domain|域名|网域)[^A-Za-z0-9]{0,6}([A-Za-z0-9.-]{3,255})")


def message_start(source: str) -> int:
    """The offset behind the last button of a page, from which on the message stands; 0 for no page."""
    head = source[:MAX_PAGE]
    at = max((head.rfind(button) for button in _BUTTONS), default=-1)
    if at < 0:
        return 0
    line = head.rfind("\n", 0, at) + 1
    end = source.find("\n", at)
    if end < 0 or end - line > 120 or ":" in source[line:at]:  # a sentence of somebody's, or a header
        return 0
    return end + 1


def table(source: str) -> list[Logical] | None:
    """Header lines made from a page's table, where at least two results stand in it; None for other texts."""
    rows: dict[str, tuple[str, int, int]] = {}
    at = 0
    for line in source[:MAX_PAGE].split("\n"):
        found = _ROW.match(line)
        if found:
            value = line[found.end() :].strip()
            rows.setdefault(_LABELS[found[1].lower()], (value, at + found.end(), max(1, len(line) - found.end())))
        at += len(line) + 1
    stated = {method: _RESULT.match(rows[method][0]) for method in ("spf", "dkim", "dmarc") if method in rows}
    if sum(map(bool, stated.values())) < 2:
        return None
    lines = [
        Logical("\n", [(f"{name}: {rows[name][0]}", rows[name][1], rows[name][2])])
        for name in ("Message-ID", "From", "To", "Subject")
        if name in rows and rows[name][0]
    ]
    pieces = []
    for method, result in stated.items():
        if result:
            value, start, length = rows[method]
            words = f" {method}={result[1].lower()}{_details(method, value)};"
            pieces.append((words if pieces else f"Authentication-Results: mx.google.com;{words}", start, length))
    return [*lines, Logical("\n", pieces)]


def _details(method: str, value: str) -> str:
    if method == "spf" and (ip := _IP.search(value)):
        return f" (sender IP is {ip[1]})"
    if method == "dkim" and (domain := _DOMAIN.search(value)):
        return f" header.d={domain[1].strip('.')}"
    return ""
