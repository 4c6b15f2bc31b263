"""Hostile input in the page: whatever is pasted or opened is shown as harmless text, or refused in plain words.

The checkers' own limits are tried in test_robustness.py and test_headers_hostile.py; here it is what reaches the page.
"""

import gzip
import json
import time
import zlib

import pytest
from conftest import PATIENCE

import checkers
from checkers.sphinxext.directive import wording_of
from checkers.sphinxext.words import SCRIPT

# Elements that load, run or restyle something, and forms: no text of a reader may become one.
LIVE = "script, img, iframe, object, embed, link, style, base, meta, form, video, audio, source, frame, portal"
HARMLESS = f"""() => {{
    const result = document.querySelector("[data-checker-result]");
    const all = [...result.querySelectorAll("*")];
    const links = [...result.querySelectorAll("[href], [src], [xlink\\\\:href]")];
    return {{
        live: [...result.querySelectorAll("{LIVE}")].map((element) => element.outerHTML),
        handlers: all.filter((one) => one.getAttributeNames().some((name) => /^on|^srcdoc$/.test(name))).length,
        links: links.map((link) => new URL(link.getAttribute("href") ?? link.src, location.href).protocol),
        run: typeof globalThis.evil,
        text: result.textContent,
    }};
}}"""
# Controls but line ends and tabs, marks and overrides of direction, zero-width signs, line separators, tags, surrogates
HIDDEN = (
    {*range(32), *range(127, 160)} - {9, 10, 13} | {0x061C, 0x200B, 0x200E, 0x200F, 0xFEFF}
    | {*range(0x2028, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000), *range(0xE0000, 0xE0080)}
)  # fmt: skip

TAG = "<img src=x onerror=evil=1><script>evil=2</script><svg onload=evil=3><style>*{display:none}</style>"
HEADERS = """\
Received: from {0} ({0} [203.0.113.7]) by {0} (Postfix) with ESMTPS id {0} for <{0}@client.example>;
\tMon, 16 Nov 2026 09:20:41 +0000 ({0})
Authentication-Results: {0}; spf=fail smtp.mailfrom={0}; dkim=none header.d={0}; dmarc=fail header.from={0}
Received-SPF: fail ({0}) client-ip=192.0.2.9; envelope-from="{0}"
DKIM-Signature: v=1; a=rsa-sha256; d={0}; s={0}; b={0}
From: "{0}" <sales@shop.example>
Reply-To: {0} <javascript:evil=4@shop.example>
To: {0}, wang.fang@client.example
Subject: {0}
Date: Mon, 16 Nov 2026 17:14:05 +0800
Message-ID: <{0}@app-1>
List-Unsubscribe: <javascript:evil=5>, <data:text/html,{0}>
X-Mailer: {0}

Text.
"""
HOSTILE = {
    "markup": TAG,
    "attributes": "\" onmouseover=evil=6 x=\"' autofocus onfocus=evil=7 '",
    "entities": "&lt;script&gt;evil=8&lt;/script&gt;&#60;img src=x onerror=evil=9&#62;",
    "bidi overrides": "\u202eelpmaxe.knab\u202c \u2066x\u2069 \u200f\u061cok",
    "zero-width signs": "ban\u200bk.ex\ufeffample\u2028second\u2029third \U000e0041\U000e0042",
    "controls": "a\0b\x07c\x1b[31md\x7fe\x85f\x9bg",
    "lone surrogates": "a\ud800b\udfffc\udbff",
    "links": "javascript:evil=10 data:text/html,<script>evil=11</script> //evil.example/x",
    "names of objects": "__proto__ constructor toString hasOwnProperty",
}


def settled(page, *states: str) -> str:
    """The state that the checker comes to."""
    end = time.monotonic() + PATIENCE
    while (state := page.get_attribute("[data-checker]", "data-state")) not in states:
        assert time.monotonic() < end, f"{state}: {page.inner_text('[data-checker-status]')}"
        page.wait_for_timeout(30)
    return state


def check(page, text: str) -> None:
    """Put a text into the field as it is, lone surrogates too, and check it."""
    page.evaluate(
        f"""void (() => {{
            const input = document.querySelector("[data-checker-input]");
            input.value = {json.dumps(text)};
            input.dispatchEvent(new Event("input", {{ bubbles: true }}));
        }})()"""
    )
    page.click("[data-checker-run]")
    assert settled(page, "done", "failed") == "done", page.inner_text("[data-checker-status]")


def choose(page, *files: tuple[str, bytes]) -> None:
    """Choose files as with the button."""
    given = [{"name": name, "mimeType": "", "buffer": content} for name, content in files]
    page.set_input_files("[data-checker-chooser]", given)


def harmless(page, name: str = "") -> str:
    """The text of the result, once nothing in it can do or hide anything; ``name`` says what was shown."""
    page.evaluate("for (const one of document.querySelectorAll('[data-checker] details')) one.open = true")
    found = page.evaluate(HARMLESS)
    assert (found["live"], found["handlers"], found["run"]) == ([], 0, "undefined"), name
    assert set(found["links"]) <= {"http:", "https:"}, name
    hidden = [at for at, character in enumerate(found["text"]) if ord(character) in HIDDEN]
    assert not hidden, (name, [ascii(found["text"][max(0, at - 60) : at + 5]) for at in hidden[:5]])
    return found["text"]


def words(name: str) -> str:
    return wording_of("en")(SCRIPT[name])


def mended(text: str) -> str:
    """As every browser hands text to another program: a lone surrogate is U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def test_hostile_header_fields_are_text(open_page):
    page = open_page("checkers/headers/")
    for name, bad in HOSTILE.items():
        text = HEADERS.format(bad)
        check(page, text)
        shown = harmless(page, name)
        for finding in checkers.headers.check(mended(text)).to_dict()["findings"]:
            assert set(map(ord, finding["title"])) & HIDDEN or finding["title"] in shown, name
        if name == "bidi overrides":
            assert "U+202E" in shown and "U+2066" in shown
        if name == "markup":
            assert "<img src=x onerror=evil=1>" in shown


def test_hostile_replies_are_text(open_page):
    page = open_page()
    for name, bad in HOSTILE.items():
        check(page, f"550-5.1.1 <{bad}@example.com>: {bad}\n550 5.1.1 User unknown {bad} (in reply to RCPT TO {bad})")
        harmless(page, name)
        page.locator(".checker-taken button").nth(1).click()  # the other way to read it
        assert settled(page, "done", "failed") == "done", name
        harmless(page, name)


def test_hostile_files_are_text(open_page):
    """Names and content of several files at once; among them one that is nothing but noise."""
    page = open_page()
    noise = bytes(range(256)) * 400
    emails = [HEADERS.format(bad).encode("utf-8", "surrogatepass") for bad in HOSTILE.values()]
    named = [(f"{TAG}\u202e{number}.eml", content) for number, content in enumerate(emails)]
    choose(page, *named, ("noise.bin", noise), ("zeros.eml", bytes(100_000)))
    assert settled(page, "done", "failed") == "done"
    shown = harmless(page)
    assert page.locator("[data-checker-result] .checker-report").count() == len(named) + 2
    assert "<img src=x onerror=evil=1>" in shown and "U+202E" in shown


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("", b"x" * 10_000_000),
        ("checkers/smtp/", b"550 5.1.1 " * 1_000_000),
        ("checkers/headers/", b"From: " + b"=?q?b?" * 1_600_000),
    ],
    ids=["one word", "codes", "open words"],
)
def test_a_line_of_ten_megabytes(open_page, path, line):
    page = open_page(path)
    choose(page, ("line.txt", line))
    if settled(page, "done", "failed") == "failed":  # on a machine that is busy with other things
        assert page.inner_text("[data-checker-status]") == words("timeout").format(seconds=60)
        return
    assert len(harmless(page)) < 300_000
    assert page.locator("[data-checker-result] h2").count()


def nested(depth: int) -> bytes:
    """An email in an email in an email, and so on; a bounce in the innermost."""
    levels = "".join(
        f'From: a@shop.example\nContent-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n'
        "Content-Type: message/rfc822\n\n"
        for level in range(depth)
    )
    return f"{levels}Subject: innermost\n\n550 5.1.1 <li@client.example>: User unknown\n".encode()


@pytest.mark.parametrize("path", ["checkers/smtp/", "checkers/headers/"])
def test_emails_nested_deeply(open_page, path):
    page = open_page(path)
    choose(page, ("nested.eml", nested(30)), ("deeper.eml", nested(10_000)))
    assert settled(page, "done", "failed") == "done"
    harmless(page)
    assert page.locator("[data-checker-result] .checker-report").count() == 2
    # The page is as usable as before.
    reply = "550 5.1.1 <li@client.example>: User unknown"
    check(page, reply)
    if path == "checkers/smtp/":
        assert checkers.check(reply).to_dict()["failures"][0]["title"] in harmless(page)


def packed_zeros(megabytes: int, level: int = 9) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()


def test_bombs_are_refused_and_the_rest_is_read(open_page):
    """A bomb; one in several members, which are too large together; a bomb in a bomb, which is not unpacked twice; and
    an email between them."""
    page = open_page("checkers/headers/")
    bomb = packed_zeros(100)
    choose(
        page,
        ("bomb.eml.gz", bomb),
        ("members.gz", packed_zeros(30) * 4),
        ("mail.eml", HEADERS.format("plain").encode()),
        ("twice.gz", gzip.compress(bomb)),
    )
    assert settled(page, "done", "failed") == "done"
    shown = harmless(page)
    assert words("unpacksTooLarge").format(name="bomb.eml.gz", limit=64) in shown
    assert words("unpacksTooLarge").format(name="members.gz", limit=64) in shown
    assert "wang.fang@client.example" in shown
    assert page.locator("[data-checker-result] .checker-report").count() == 4
