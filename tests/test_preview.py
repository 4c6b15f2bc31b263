"""The preview: a saved catalogue is built, linted, told to the open page, and shown there."""

import json
import shutil
import threading
import urllib.request
from pathlib import Path

import pytest

from checkers.sphinxext import locales, preview

PAGE = "<!doctype html><html lang='zh-CN'><head><title>x</title></head><body><h1>{title}</h1></body></html>"
RULES = "/*\n  Content-Security-Policy: default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'\n"


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """A small site, its translation, and a watcher whose Sphinx writes the title into the page."""
    site, locale = tmp_path / "build" / "html", tmp_path / "locale"
    (site / "zh-cn/about").mkdir(parents=True)
    (site / "zh-cn/about/index.html").write_text(PAGE.format(title="old"), "utf-8")
    (site / "_headers").write_text(RULES, "utf-8")
    shutil.copytree(
        locales.ROOT / "locale" / "zh_CN", locale / "zh_CN", ignore=lambda folder, names: set(names) & {"faq", "guides"}
    )
    monkeypatch.setenv("LOCALE_DIR", str(locale))
    state = preview.State()
    watcher = preview.Watcher(tmp_path / "build", "zh_CN", state)

    def run_sphinx() -> str:
        (site / "zh-cn/about/index.html").write_text(PAGE.format(title="new"), "utf-8")
        return ""

    monkeypatch.setattr(watcher, "run_sphinx", run_sphinx)
    server = preview.make_server(site, "127.0.0.1", 0, state)
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield watcher, f"http://127.0.0.1:{server.server_port}", locale / "zh_CN/LC_MESSAGES/about.po"
        server.shutdown()


def get(address: str):
    return urllib.request.urlopen(address, timeout=60)


def test_a_page_gets_the_script_and_keeps_its_policy(watched):
    _, home, _ = watched
    with get(home + "/zh-cn/about/") as answer:
        page = answer.read().decode()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert page.count('src="/-preview-/preview.js"') == 1
    with get(home + "/-preview-/preview.js") as answer:
        assert answer.headers["Content-Type"].startswith("text/javascript") and b"EventSource" in answer.read()


def test_no_worker_shows_what_was_before(watched):
    _, home, _ = watched
    with pytest.raises(urllib.error.HTTPError):
        get(home + "/service-worker.js")


def news(stream) -> dict:
    """The next thing that the page is told."""
    for line in stream:
        if line.startswith(b"data: "):
            return json.loads(line[6:])
    raise AssertionError("the stream ended")


def spoil(catalogue: Path) -> None:
    """Save a catalogue with a comma that the lint does not like."""
    text = catalogue.read_text("utf-8")
    assert "，" in text
    catalogue.write_text(text.replace("，", ",", 1), "utf-8")


def test_a_saved_catalogue_is_told(watched):
    watcher, home, catalogue = watched
    with get(home + "/-preview-/news") as stream:
        assert news(stream)["build"] == 0
        assert not watcher.look(), "nothing was saved yet"
        spoil(catalogue)
        assert watcher.look()
        told = news(stream)
        if told["busy"]:
            told = news(stream)
        assert (told["build"], told["page"]) == (1, "/zh-cn/about/")
        assert any("half-width" in problem and "Right:" in problem for problem in told["problems"])


def test_the_open_page_follows(watched, browser):
    watcher, home, catalogue = watched
    page = browser.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: message.type in ("warning", "error") and wrong.append(message.text))
    with page.expect_request("**/-preview-/news"):
        page.goto(home + "/zh-cn/about/", wait_until="domcontentloaded")
    spoil(catalogue)
    watcher.look()
    page.wait_for_function("document.querySelector('h1').textContent === 'new'", timeout=120_000)
    page.locator("[role=status]", has_text="half-width").wait_for(timeout=120_000)
    assert wrong == []
    page.close()


def test_which_page_a_file_belongs_to(watched):
    watcher, _, catalogue = watched
    source = locales.ROOT / "source"
    assert watcher.page(catalogue) == "/zh-cn/about/"
    assert watcher.page(catalogue.with_name("index.po")) == "/zh-cn/"
    assert watcher.page(source / "faq/index.md") == "/zh-cn/faq/"
    assert watcher.page(catalogue.with_name("checkers.po")) == ""


@pytest.mark.parametrize("language", ["", "xx"])
def test_a_language_that_is_not_there(tmp_path, monkeypatch, capsys, language):
    for code in ("ja", "ar"):
        (tmp_path / code / "LC_MESSAGES").mkdir(parents=True)
    monkeypatch.setenv("LOCALE_DIR", str(tmp_path))
    assert preview.main([str(tmp_path), *filter(None, [language])]) == 2
    assert "make preview LANG=ar" in capsys.readouterr().err
