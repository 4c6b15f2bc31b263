"""Without a network: what was visited once works again, in both languages; a new build replaces the old one whole."""

import json
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from conftest import PATIENCE

import checkers
from checkers.sphinxext import bundle, hosting, offline, serve

ERROR = "550 5.1.1 <li@example.com>: User unknown"
PAGE = "faq/delays/"


def site_table(site: Path) -> dict:
    """What the built worker knows."""
    return json.loads((site / "service-worker.js").read_text("utf-8").split("\n")[0][len("const SITE = ") : -1])


@contextmanager
def served(folder: Path, handler: type = serve.Handler) -> Iterator[tuple[str, object]]:
    """A server of its own for ``folder``: its address, and the server, so that it can be ended."""
    running = serve.make_server(folder, "127.0.0.1", 0, handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{running.server_port}/", running
    finally:
        running.shutdown()
        running.server_close()


def wait(page, expression: str, what: str) -> object:
    """Poll until ``expression`` is true in JavaScript's sense; its value."""
    end = time.monotonic() + PATIENCE
    while not (value := page.evaluate(expression)):
        assert time.monotonic() < end, f"never so: {what}"
        page.wait_for_timeout(50)
    return value


def kept(page) -> None:
    """Wait until the worker has kept what belongs to the page."""
    assert wait(page, "document.documentElement.dataset.offline", "the service worker answers") == "kept"


def no_network(context, running) -> None:
    running.shutdown()
    running.server_close()
    context.set_offline(True)


def answer(page) -> str:
    page.fill("[data-checker-input]", ERROR)
    page.click("[data-checker-run]")
    page.locator('[data-checker][data-state="done"]').wait_for()
    return page.inner_text("[data-checker-result]")


# --- what the build says ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("build", ["site", "site_with_address"])
def test_everything_the_worker_names_is_there(request, build):
    site = request.getfixturevalue(build)
    table = site_table(site)
    named = {*table["core"], *table["runtime"], *table["pages"]}.union(*table["pages"].values())
    for address in named:
        path = site / address.partition("?")[0]
        assert (path / "index.html" if path.is_dir() else path).is_file(), address
    assert {"", "zh-cn/", "search/", "zh-cn/search/", "checkers/smtp/", "zh-cn/checkers/headers/"} <= set(table["core"])
    assert {"searchindex.js", "zh-cn/searchindex.js"} <= set(table["core"])
    assert [address for address in table["runtime"] if "wasm" in address]
    assert f"zh-cn/{PAGE}" in table["pages"][PAGE] and PAGE in table["pages"][f"zh-cn/{PAGE}"]
    assert set(table["pages"]) == set(offline.read_pages(site))


def test_build_is_known_by_its_content(site, tmp_path):
    copy = shutil.copytree(site, tmp_path / "site")
    before = site_table(copy)["build"]
    hosting.finish(copy)
    assert site_table(copy)["build"] == before == site_table(site)["build"]
    (copy / "_static" / "site.css").write_text("/* other */", "utf-8")
    (copy / "about" / "index.html.br").write_bytes(b"packed")
    hosting.finish(copy)
    after = site_table(copy)["build"]
    assert after != before
    (copy / "about" / "index.html.br").unlink()
    hosting.finish(copy)
    assert site_table(copy)["build"] == after


@pytest.mark.parametrize(("path", "name", "language"), [("", "Red Envelope", "en"), ("zh-cn/", "红色信封", "zh-CN")])
def test_can_be_installed(open_page, path, name, language):
    page = open_page(path)
    kept(page)
    devtools = page.context.new_cdp_session(page)
    found = devtools.send("Page.getAppManifest")
    manifest = json.loads(found["data"])
    assert found["errors"] == []
    assert (manifest["name"], manifest["lang"]) == (name, language)
    assert manifest["description"] == page.get_attribute("meta[name=description]", "content")
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []


# --- without a network ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["", "zh-cn/"])
@pytest.mark.parametrize("folder", ["", "help/"])
def test_after_one_visit_both_languages_work(browser, site, tmp_path, language, folder):
    """At the root of a host and in a folder of it."""
    (tmp_path / folder).mkdir(exist_ok=True)
    shutil.copytree(site, tmp_path / folder, dirs_exist_ok=True)
    shutil.copy(site / "_headers", tmp_path)
    with served(tmp_path) as (host, running):
        home = host + folder
        context = browser.new_context()
        page = context.new_page()
        for visited in ("", PAGE):
            page.goto(home + language + visited)
            kept(page)
        no_network(context, running)

        for path in ("", "zh-cn/"):
            page.goto(home + path + PAGE)
            assert page.locator("h1").count() == 1
            sheets = page.evaluate("[...document.styleSheets].map((sheet) => sheet.cssRules.length)")
            assert len(sheets) >= 2 and all(sheets)
            page.goto(home + path + "search/?q=red-envelope")
            page.locator(".search-summary:not(:empty)").wait_for()
            assert page.locator("ul.search li a").count()
            page.goto(home + path + "checkers/smtp/")
            expected = checkers.smtp.check(ERROR).to_dict()["failures"][0]
            shown = answer(page)
            assert expected["enhanced_code"] in page.evaluate("document.querySelector('.checker-result').textContent")
            assert ("收件人" in shown) == bool(path)
            page.goto(home + path + "checkers/smtp")  # as some people type it
            assert page.locator("[data-checker]").count() == 1

        page.goto(home + "about/")
        assert page.locator("section[lang=zh-CN] h1").inner_text() == "您的设备上没有保存这个页面"
        page.get_by_role("link", name="Go to the start page").click()
        page.locator("[data-checker]").wait_for()
        assert page.url == home
        context.close()


class PacksNothing(serve.Handler):
    """A host that sends every file as it lies there."""

    def send_head(self):
        return SimpleHTTPRequestHandler.send_head(self)


def test_a_host_that_packs_nothing_sends_packed_copies(browser, site):
    """Of the largest files, which are kept, too."""
    with served(site, PacksNothing) as (home, running):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{home}checkers/smtp/")
        assert "li@example.com" in answer(page)
        assert page.get_attribute("html", "data-checker-tier") == "2"
        kept(page)
        cached = page.evaluate(
            "caches.keys().then(([name]) => caches.open(name)).then((cache) => cache.keys())"
            ".then((found) => found.map(({ url }) => url))"
        )
        packed = [url for url in cached if url.endswith(bundle.GZIP)]
        assert len(packed) == 2
        assert not {url.removesuffix(bundle.GZIP) for url in packed} & set(cached)
        no_network(context, running)
        page.reload()
        assert "li@example.com" in answer(page)
        assert page.get_attribute("html", "data-checker-tier") == "2"
        context.close()


def test_a_new_build_replaces_the_old_one_whole(browser, site, tmp_path):
    """A page of the new build is shown at once; the cache changes hands when the last page of the old build is gone,
    and holds then what was visited, from the new build."""
    copy = shutil.copytree(site, tmp_path / "help")
    shutil.copy(site / "_headers", tmp_path)
    (tmp_path / "beside.html").write_text("<title>Of the same origin, but no page of the site</title>", "utf-8")
    with served(tmp_path) as (host, running):
        home = f"{host}help/"
        context = browser.new_context()
        beside = context.new_page()
        beside.goto(f"{host}beside.html")
        page = context.new_page()
        page.goto(home + PAGE)
        kept(page)
        old = site_table(copy)["build"]
        assert page.evaluate("caches.keys()") == [f"{home} {old}"]

        for path in (copy / PAGE, copy / "zh-cn" / PAGE):
            html = (path / "index.html").read_text("utf-8")
            html = re.sub(r"<h1>.*?</h1>", "<h1>Second build</h1>", html, flags=re.S)
            html = html.replace("_static/joined.css?v=", "_static/joined.css?v=second")
            (path / "index.html").write_text(html, "utf-8")
        hosting.finish(copy)
        new = site_table(copy)["build"]
        page.goto(home + PAGE)
        assert page.inner_text("h1") == "Second build"
        kept(page)
        registration = f"navigator.serviceWorker.getRegistration('{home}')"
        wait(beside, f"{registration}.then((found) => Boolean(found.waiting))", "the new worker is installed")
        assert set(beside.evaluate("caches.keys()")) == {f"{home} {old}", f"{home} {new}"}

        # From here no page of the site is opened until the new worker is in charge: each would be one of the old build.
        page.close()
        activated = f"{registration}.then((found) => !found.waiting && found.active.state === 'activated')"
        wait(beside, activated, "the new worker is in charge")
        assert beside.evaluate("caches.keys()") == [f"{home} {new}"]
        no_network(context, running)
        page = context.new_page()
        for path in (PAGE, f"zh-cn/{PAGE}"):
            page.goto(home + path)
            assert page.inner_text("h1") == "Second build"
            sheet = page.locator('link[href*="joined.css?v=second"]')
            assert sheet.evaluate("(link) => link.sheet.cssRules.length") > 0
        context.close()


def test_a_page_is_kept_while_a_new_build_is_stuck_on_its_way(browser, site, tmp_path):
    """A host that never ends one answer holds up the new build, not the reader."""
    copy = shutil.copytree(site, tmp_path / "site")
    stuck, free = threading.Event(), threading.Event()

    class Stuck(serve.Handler):
        def send_head(self):
            if stuck.is_set() and self.path == "/searchindex.js":
                free.wait(PATIENCE)
                raise ConnectionAbortedError
            return super().send_head()

    with served(copy, Stuck) as (home, _):
        context = browser.new_context()
        page = context.new_page()
        page.goto(home + PAGE)
        kept(page)
        (copy / "about" / "index.html").write_text((copy / "about" / "index.html").read_text("utf-8") + "\n", "utf-8")
        hosting.finish(copy)
        stuck.set()
        page.goto(f"{home}about/")
        registration = "navigator.serviceWorker.getRegistration()"
        wait(page, f"{registration}.then((found) => Boolean(found.installing))", "the new worker is on its way")
        kept(page)
        page.goto(f"{home}zh-cn/{PAGE}")
        kept(page)
        assert page.evaluate(f"{registration}.then((found) => Boolean(found.installing))")
        free.set()
        context.close()


def test_a_page_does_without_a_worker(open_page):
    """An old browser has none; nothing is said about it, and the page works."""
    page = open_page("404.html")  # registers none
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    page.goto(page.url.replace("404.html", "checkers/smtp/"))
    assert "li@example.com" in answer(page)
    assert page.evaluate("document.documentElement.dataset.offline") is None


def test_from_a_folder_of_files_nothing_is_registered(browser, site):
    page = browser.new_page()
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((site / "about" / "index.html").as_uri())
    page.wait_for_timeout(1500)
    assert [text for text in said if "ervice" in text] == []
    assert page.evaluate("document.documentElement.dataset.offline") is None
    page.close()


def test_nothing_is_kept_on_a_metered_connection(browser, server):
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    page.goto(server)
    page.wait_for_timeout(1500)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    page.close()
