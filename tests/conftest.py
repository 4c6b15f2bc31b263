"""What several tests share: the site as `make html` builds it, that site served with its headers, and a browser.

Each is made once a run, and only if a test asks for it.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from checkers.sphinxext import bundle, serve

ROOT = Path(__file__).resolve().parents[1]

# Waits end by a condition, never by a time. This, in seconds, is how long one may take on a machine that is busy with
# other things before it counts as never.
PATIENCE = 180

# A folder, not the root of a host: what forgets the folder breaks here.
ADDRESS = "https://mail.example.org/help/"
REPOSITORY = "https://forge.example.org/red-envelope"


def build(folder: Path, **settings: str) -> Path:
    """Build both languages into ``folder`` with ``make html`` (-W -n: a warning fails) and return where the pages
    are."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    environment |= {"SITE_URL": "", "REPOSITORY_URL": ""} | settings
    done = subprocess.run(
        ["make", "html", f"BUILD={folder}"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not done.stderr, done.stderr
    return folder / "html"


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The site built with no settings at all."""
    return build(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="session")
def site_with_address(tmp_path_factory) -> Path:
    """The site built for ADDRESS, with its sources at REPOSITORY."""
    return build(tmp_path_factory.mktemp("addressed"), SITE_URL=ADDRESS, REPOSITORY_URL=REPOSITORY)


@pytest.fixture(scope="session")
def server(site) -> Iterator[str]:
    """The address ("http://127.0.0.1:PORT/") of the plain site, served with the headers that it makes for its
    host."""
    running = serve.make_server(site, "127.0.0.1", 0)
    with running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


@pytest.fixture(scope="session")
def sources(tmp_path_factory) -> Iterator[str]:
    """The address of an empty page beside the page's modules as they were written, before the build joins them."""
    folder = tmp_path_factory.mktemp("sources") / "static"
    shutil.copytree(bundle.STATIC, folder)
    (folder / "_headers").write_text("")
    # ``watched`` is where WebKit is asked what it has said (engines/webkit.py).
    page = "<!doctype html><html lang=en><title>Modules</title><link rel=icon href=data:,>"
    page += "<script>var watched = []</script>"
    (folder / "index.html").write_text(page)
    running = serve.make_server(folder, "127.0.0.1", 0)
    with running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium that .ci/chromium found. Without one the test is skipped, but never in CI."""
    noted = ROOT / ".venv" / "chromium"
    path = os.environ.get("CHROMIUM") or (noted.read_text().strip() if noted.is_file() else "")
    if path and Path(path).exists():
        return path
    message = "no Chromium: make .venv/chromium, or name one in the environment variable CHROMIUM"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser(chromium):
    """A headless Chromium (Playwright's Browser)."""
    from playwright.sync_api import sync_playwright

    # Chromium refuses its sandbox to root, and calls home on its own unless told not to.
    arguments = ["--disable-background-networking"] + (["--no-sandbox"] if os.getuid() == 0 else [])
    with sync_playwright() as playwright:
        launch = playwright.chromium.launch(executable_path=chromium, args=arguments, timeout=PATIENCE * 1000)
        with launch as launched:
            patient(launched)
            yield launched


def patient(browser) -> None:
    """Let whatever is done in the browser's pages wait as long as our own waits do."""
    new_context, new_page = browser.new_context, browser.new_page

    def context(**settings):
        made = new_context(**settings)
        made.set_default_timeout(PATIENCE * 1000)
        return made

    def page(**settings):
        made = new_page(**settings)
        made.set_default_timeout(PATIENCE * 1000)
        return made

    browser.new_context, browser.new_page = context, page


@dataclass(slots=True)
class Watch:
    """What a page did that no page of ours may do."""

    console: list[str]
    foreign: list[str]

    def over(self, page, home: str) -> None:
        """Note console messages (warnings and errors), uncaught errors and requests to anywhere but ``home``."""
        page.on("console", lambda message: message.type in ("warning", "error") and self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.context.on(
            "request",
            lambda request: request.url.startswith((home, "data:", "blob:")) or self.foreign.append(request.url),
        )


@pytest.fixture
def open_page(browser, server):
    """``open_page("faq/outgoing/", width=390, dark=True, …)``: a Playwright page of the served site, at that address.

    ``before`` is JavaScript that runs ahead of the page's own. Further keywords go to Browser.new_context. After the
    test, every page opened must have left the console empty and asked no other host for anything; a test that
    provokes a message takes it out of ``page.watch.console``.
    """
    contexts, watches = [], []

    def open_one(path: str = "", width: int = 1280, dark: bool = False, before: str = "", **context):
        context = {"viewport": {"width": width, "height": 900}, "color_scheme": "dark" if dark else "light"} | context
        contexts.append(browser.new_context(**context))
        page = contexts[-1].new_page()
        page.watch = Watch([], [])
        page.watch.over(page, server)
        watches.append(page.watch)
        if before:
            page.add_init_script(before)
        page.goto(server + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [watch for watch in watches if watch.console or watch.foreign] == []
