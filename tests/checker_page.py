"""What the browser tests share: two texts, and what a reader does with a checker in a page.

States are polled: Playwright's wait_for_function evaluates text, which the policy forbids.
"""

import time

from conftest import PATIENCE, ROOT

from checkers.sphinxext.directive import wording_of
from checkers.sphinxext.words import SCRIPT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LANGUAGES = {"en": "", "zh_CN": "zh-cn/"}

BOUNCE = """\
Return-Path: <>
From: Mail Delivery System <mailer-daemon@mx.shop.example>
To: bounce@shop.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b1"

--=_b1
Content-Type: text/plain; charset=utf-8

Your message could not be delivered.

<wang.fang@client.example>: host mx.client.example[198.51.100.9] said:
    550 5.1.1 <wang.fang@client.example>: Recipient address rejected: User unknown

--=_b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.shop.example

Final-Recipient: rfc822; wang.fang@client.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.client.example
Diagnostic-Code: smtp; 550 5.1.1 <wang.fang@client.example>: Recipient address rejected: User unknown

--=_b1
Content-Type: text/rfc822-headers

From: sales@shop.example
To: wang.fang@client.example
Subject: Order 7

--=_b1--
"""
EMAIL = """\
Received: from mx.shop.example (mx.shop.example [203.0.113.7])
\tby mx.client.example (Postfix) with ESMTPS id 9A1
\tfor <wang.fang@client.example>; Mon, 16 Nov 2026 09:20:41 +0000
Authentication-Results: mx.client.example; spf=fail smtp.mailfrom=bounce@shop.example;
\tdkim=none; dmarc=fail header.from=shop.example
Received: from app-1 (unknown [192.0.2.9])
\tby mx.shop.example (Postfix) with ESMTPSA id 77B
\tfor <wang.fang@client.example>; Mon, 16 Nov 2026 17:14:11 +0800
From: =?utf-8?b?546L6Iqz?= <sales@shop.example>
To: wang.fang@client.example
Subject: =?utf-8?b?6K6i5Y2VIDc=?=
Date: Mon, 16 Nov 2026 17:14:05 +0800
Message-ID: <1.2@app-1>

Text.
"""


def words(language: str, name: str) -> str:
    return wording_of(language)(SCRIPT[name])


def state(page) -> str:
    return page.get_attribute("[data-checker]", "data-state")


def wait(page, *states: str, seconds: float = PATIENCE) -> str:
    """Poll until the first checker is in one of ``states``."""
    end = time.monotonic() + seconds
    while (now := state(page)) not in states:
        assert time.monotonic() < end, f"{now} instead of {states}: {page.inner_text('[data-checker-status]')}"
        time.sleep(0.02)
    return now


# What a page is told by a browser whose owner pays for each byte: it then loads nothing before somebody asks for it.
METERED = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"

# Gathers in ``said`` what the form tells, each time that it tells anything anew.
LISTEN = """
addEventListener("DOMContentLoaded", () => {
    window.said = [];
    const status = document.querySelector("[data-checker-status]");
    const note = () => said.push(status.textContent);
    if (status) new MutationObserver(note).observe(status, { childList: true, characterData: true });
});
"""


def until(page, condition, what: str) -> None:
    """Poll until ``condition()`` is true, letting the page go on meanwhile."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"never so: {what}"
        page.wait_for_timeout(20)


def python(page, state: str = "ready") -> None:
    """Wait until Python, which starts without anybody asking for it, is in that state."""
    until(page, lambda: page.get_attribute("html", "data-checker-python") == state, f"Python is {state}")


def all_is_here(page) -> None:
    """Wait until Python is ready, the service worker keeps the page, and nothing is on its way any more: from then on
    a page needs no network."""
    python(page)
    until(page, lambda: page.get_attribute("html", "data-offline") is not None, "the service worker answers")
    page.wait_for_load_state("networkidle")


def answered(page) -> str:
    """The text of the result, once it is there."""
    assert wait(page, "done", "failed") == "done", page.inner_text("[data-checker-status]")
    return page.inner_text("[data-checker-result]")


def check(page, text: str) -> str:
    """Put a text into the field as it is and press the button; the result's text."""
    page.evaluate("text => { document.querySelector('[data-checker-input]').value = text; }", text)
    page.click("[data-checker-run]")
    return answered(page)


def paste(page, text: str) -> None:
    """Paste with the keyboard, by the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.focus("[data-checker-input]")
    page.keyboard.press("Control+V")


def drop(page, name: str, content: bytes) -> None:
    """Drop a file onto the checker."""
    transfer = page.evaluate_handle(
        """([name, content]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([Uint8Array.from(content)], name));
            return transfer;
        }""",
        [name, list(content)],
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("[data-checker-input]", event, {"dataTransfer": transfer})


def has_workers(page, count: int) -> bool:
    """Whether the page comes to have that many workers; their end is told a moment later."""
    end = time.monotonic() + PATIENCE
    while len(page.workers) != count and time.monotonic() < end:
        page.wait_for_timeout(20)
    return len(page.workers) == count


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def broken_rules(page) -> list[tuple]:
    """What axe-core finds at WCAG 2.2 AA."""
    broken = page.evaluate("rules => axe.run({runOnly: rules}).then(result => result.violations)", RULES)
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in broken]
