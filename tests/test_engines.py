"""The site in engines other than Chromium: Firefox, and WebKitGTK where it can be installed.

The same few things in each, end to end: pages that open clean under the policy, both checkers against CPython, hostile
text, no request while a check runs, a folder of a host, no network at all, and axe-core. The finer points are in
test_browser.py, once.
"""

import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import test_browser_gzip as packed
from checker_page import AXE, EMAIL, RULES
from conftest import ROOT
from engines import firefox, webkit

import checkers
from checkers.sphinxext import serve
from checkers.sphinxext.directive import wording_of
from checkers.sphinxext.words import SCRIPT

ENGINES = {"firefox": firefox.launched, "webkit": webkit.launched}

REPLY = "550 5.1.1 <li@client.example>: Recipient address rejected: User unknown"


class Recorder(serve.Handler):
    """Notes what it is asked for; once ``server.gone`` is set it breaks off, as a network does that is gone."""

    def send_head(self):
        if self.server.gone:
            raise ConnectionAbortedError
        self.server.asked.append(self.path)
        return super().send_head()


@contextmanager
def served(folder: Path) -> Iterator[serve.Server]:
    running = serve.make_server(folder, "127.0.0.1", 0, Recorder)
    running.asked, running.gone = [], False
    running.home = f"http://127.0.0.1:{running.server_port}/"
    threading.Thread(target=running.serve_forever, daemon=True).start()
    try:
        yield running
    finally:
        running.shutdown()
        running.server_close()


def program(engine: str) -> str:
    """The path of an engine's program, noted by .ci/ENGINE. Without one its tests are skipped; Firefox never in CI."""
    noted = ROOT / ".venv" / engine
    path = os.environ.get(engine.upper()) or (noted.read_text().strip() if noted.is_file() else "")
    if path and Path(path).exists():
        return path
    message = f"no {engine}: make .venv/{engine}, or name one in the environment variable {engine.upper()}"
    if engine == "firefox" and os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="module", params=ENGINES)
def engine(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def launched(engine):
    with ENGINES[engine](program(engine)) as running:
        yield running


@pytest.fixture(scope="module")
def folder(engine, site, tmp_path_factory) -> Path:
    """The built site, as it is or so that this engine can tell what went wrong."""
    if engine != "webkit":
        return site
    copy = shutil.copytree(site, tmp_path_factory.mktemp("watched") / "site")
    webkit.watched(copy)
    return copy


@pytest.fixture(scope="module")
def host(folder) -> Iterator[serve.Server]:
    with served(folder) as running:
        yield running


@pytest.fixture
def page(launched):
    """A fresh window. Whatever it came upon must be clean in the end; a test that provokes a fault takes it out."""
    try:
        opened = launched.page()
    except webkit.NoWindow as error:
        pytest.skip(str(error))
    try:
        yield opened
        assert opened.faults() == []
    finally:
        opened.close()


def kept(page) -> None:
    """Wait until the service worker has kept what belongs to the page."""
    assert page.wait("document.documentElement.dataset.offline") == "kept"


def violations(page) -> list[str]:
    """What axe-core finds on the page, one line each."""
    page.load(AXE)
    found = page.run(f"axe.run({{runOnly: {json.dumps(RULES)}}}).then((result) => result.violations)")
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


# --- pages --------------------------------------------------------------------------------------------------------


def test_pages_open_without_a_word(page, host):
    for path in ("", "zh-cn/", "faq/outgoing/", "zh-cn/guides/dns-records/", "reference/reasons/", "404.html"):
        page.open(host.home + path)
        assert page.run("document.querySelectorAll('h1').length") >= 1, path
        assert page.faults() == [], path
    page.open(f"{host.home}zh-cn/search/?q=退信")
    page.wait("document.querySelectorAll('ul.search li a').length > 2", "退信 is found")


def test_policy_is_in_force(page, host):
    page.open(f"{host.home}about/")
    page.run(
        """void (() => {
            const script = document.createElement("script");
            script.textContent = "globalThis.evil = true";
            document.body.append(script);
            const image = new Image();
            image.src = "http://127.0.0.1:9/picture.png";
            document.body.append(image);
        })()"""
    )
    page.wait("document.querySelector('img[src*=\"picture\"]').complete")
    assert page.run("typeof evil") == "undefined"
    told = "\n".join(page.faults())
    assert "script-src" in told and "img-src" in told


def test_axe_finds_nothing(page, host, engine):
    if engine == "webkit":
        pytest.skip("slow there, and axe-core reads the page, not the engine: Chromium and Firefox are enough")
    found = []
    for path in ("zh-cn/", "faq/outgoing/", "zh-cn/checkers/headers/"):
        page.open(host.home + path)
        if "headers" in path:
            page.check(EMAIL)
        found += [f"{path}: {line}" for line in violations(page)]
    assert found == []


# --- checks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "path"), [("en", ""), ("zh_CN", "zh-cn/")])
def test_a_pasted_reply_is_diagnosed_as_by_cpython(page, host, language, path):
    page.open(host.home + path)
    page.paste(REPLY)
    shown = page.answer()
    expected = checkers.check(REPLY).to_dict(language)
    [failure] = expected["failures"]
    for piece in (failure["title"], failure["explanation"], failure["recipient"], *failure["steps"]):
        assert piece in shown
    assert page.run("document.activeElement.textContent") == failure["title"]
    assert json.loads(page.copied(wording_of(language)(SCRIPT["copyJson"]))) == expected


def test_headers_are_read_as_by_cpython(page, host):
    page.open(f"{host.home}checkers/headers/")
    shown = page.check(EMAIL)
    expected = checkers.headers.check(EMAIL).to_dict("en")
    assert "订单 7" in shown
    assert all(finding["title"] in shown for finding in expected["findings"])
    assert page.run("document.querySelectorAll('.checker-chart li').length") == len(expected["hops"]) == 2
    assert json.loads(page.copied(wording_of("en")(SCRIPT["copyJson"]))) == expected


def test_packed_files_are_unpacked_whole(page, sources):
    """What this engine's own unpacker does at the end of a member."""
    page.open(sources)
    for name, data in packed.WHOLE.items():
        assert page.run(packed.reading(data)) == packed.content_of(data), name
    for name, data in packed.DAMAGED.items():
        assert page.run(packed.reading(data)) == "damaged", name


def test_an_old_browser_says_so(launched, host, engine):
    if engine != "firefox":
        pytest.skip("its driver runs nothing ahead of a page")
    old = launched.page("() => { delete globalThis.DecompressionStream; }")
    for language, path in (("en", ""), ("zh_CN", "zh-cn/")):
        old.open(f"{host.home}{path}checkers/smtp/")
        sentence = wording_of(language)(SCRIPT["unsupported"]).replace("{command}", "python -m checkers")
        assert old.text("[data-checker-status]") == sentence
        assert old.faults() == []
    old.close()


HOSTILE = {
    "markup": "550 5.1.1 <img src=x onerror=alert(1)> <script>alert(2)</script> User unknown",
    "bidi overrides": "550 5.7.1 \u202eecivres\u202c \u2066denied\u2069 for policy reasons",
    "controls and NULs": "550 5.1.1 \0\x1b[31m\x7f\x85 User unknown\0",
    "lone surrogates": "550 5.1.1 \ud800 User unknown \udfff",
    "one long line": "x" * 1_000_000 + " 550 5.1.1 User unknown",
}


def test_hostile_text_stays_text(page, host):
    page.open(f"{host.home}checkers/smtp/")
    for name, text in HOSTILE.items():
        shown = page.check(text)
        mended = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        expected = checkers.smtp.check(mended).to_dict()
        assert (expected["failures"] or [expected])[0]["title"] in shown, name
        assert page.run("document.querySelectorAll('[data-checker-result] :is(script, img)').length") == 0, name
        content = page.run("document.querySelector('[data-checker-result]').textContent")
        assert not set(content) & set("\u202e\u202c\u2066\u2069\0\x7f\x85\ud800\udfff"), name
        if name == "bidi overrides":
            assert "U+202E" in content


def test_no_request_while_diagnosing(page, host):
    page.open(f"{host.home}checkers/smtp/")
    page.check(REPLY)
    kept(page)
    before = list(host.asked)
    for text in (EMAIL, "451 4.7.1 Greylisted, try again later", REPLY):
        page.check(text)
    assert host.asked == before


# --- places -------------------------------------------------------------------------------------------------------


def test_in_a_folder_of_a_host_and_without_a_network(page, folder, tmp_path):
    """One visit in Chinese; then, with the host gone, a check in both languages and the way between them."""
    (tmp_path / "help").symlink_to(folder)
    shutil.copy(folder / "_headers", tmp_path)
    with served(tmp_path) as host:
        home = f"{host.home}help/"
        page.open(f"{home}zh-cn/")
        kept(page)
        host.gone = True
        page.open(f"{home}zh-cn/checkers/smtp/")
        [failure] = checkers.smtp.check(REPLY).to_dict("zh_CN")["failures"]
        assert failure["title"] in page.check(REPLY)
        page.run("document.querySelector('a[hreflang=en]').click()")
        page.wait("document.documentElement.lang === 'en' && document.readyState === 'complete'", "the English page")
        assert page.run("location.href") == f"{home}checkers/smtp/"
        [failure] = checkers.smtp.check(REPLY).to_dict("en")["failures"]
        assert failure["title"] in page.check(REPLY)
        assert all(path.startswith("/help/") for path in host.asked)


# --- the driver ---------------------------------------------------------------------------------------------------


def test_a_driver_that_opens_no_window_is_started_anew_once():
    class Deaf(webkit.WebKit):
        def send(self, method, path, *_, **__):
            asked.append((self._address, path))
            raise TimeoutError("timed out")

    asked, ports = [], iter(range(1, 9))
    driver = Deaf(lambda: next(ports))
    for _ in range(3):  # the tests that come after the first skip without waiting
        with pytest.raises(webkit.NoWindow, match="timed out"):
            driver.page()
    assert asked == [("http://127.0.0.1:1", "/session"), ("http://127.0.0.1:2", "/session")]
