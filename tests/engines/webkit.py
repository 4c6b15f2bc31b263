"""WebKitGTK as Debian packages it: its small browser on a display of its own, driven by WebDriver (W3C) over HTTP."""

import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from conftest import PATIENCE

from checkers.sphinxext import hosting
from engines.firefox import KEYS
from engines.page import EngineError, Page

# Its driver tells nothing of the console, so the pages themselves do: ``watched`` is put into a copy of the site.
WATCH = """\
globalThis.watched = [];
for (const level of ["warn", "error"]) console[level] = (...said) => watched.push(said.join(" "));
addEventListener("error", ({ message, target }) => watched.push(message ?? `failed: ${target.outerHTML}`), true);
addEventListener("unhandledrejection", ({ reason }) => watched.push(String(reason)));
addEventListener("securitypolicyviolation", (event) => watched.push(`${event.effectiveDirective} ${event.blockedURI}`));
"""
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # WebDriver, 11.2: how an element is named in JSON
RUN = """
const done = arguments[arguments.length - 1];
const value = async () => JSON.stringify((await (%s)) ?? null);
value().then((value) => done({ value }), (error) => done({ error: String(error) }));
"""


def watched(site: Path) -> None:
    """Let every page of the copied ``site`` tell its faults: a script of the site's own, as the policy demands."""
    (site / "watch.js").write_text(WATCH, "utf-8")
    for page in site.rglob("*.html"):
        _watch(page, site)
    hosting.finish(site)  # the service worker keeps that script, too
    _watch(site / "404.html", site)  # which was made anew
    for copy in site.glob("404.html.*"):
        copy.unlink()


def _watch(page: Path, site: Path) -> None:
    html = page.read_text("utf-8")
    up = "../" * (len(page.relative_to(site).parts) - 1)
    page.write_text(re.sub(r"(<head\b[^>]*>)", rf'\1<script src="{up}watch.js"></script>', html, count=1), "utf-8")


# Now and then the driver never answers when a window is asked for, and then gives none to anybody else. A window opens
# in seconds; after so many it counts as never.
WINDOW = 60


class NoWindow(Exception):
    """Not even a fresh driver opens a window."""


class WebKit:
    """A running driver; a page is a session, which is a browser of its own without a memory. ``start`` gives the port
    of a fresh driver, in the place of the last one."""

    def __init__(self, start: Callable[[], int]) -> None:
        self._start = start
        self._stuck = ""
        self.restart()

    def restart(self) -> None:
        self._address = f"http://127.0.0.1:{self._start()}"

    def send(self, method: str, path: str, body: dict | None = None, seconds: float = PATIENCE) -> object:
        """The value of one command; EngineError with the driver's own words if it fails."""
        data = json.dumps(body or {}).encode() if method == "POST" else None
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._address + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=seconds) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise EngineError(f"{method} {path}: {error.read().decode()}") from None

    def page(self) -> "WebKitPage":
        """A window; NoWindow if a second driver opens none either, and at once if it was so before."""
        if self._stuck:
            raise NoWindow(self._stuck)
        try:
            return WebKitPage(self)
        except (OSError, EngineError):
            self.restart()
        try:
            return WebKitPage(self)
        except (OSError, EngineError) as error:
            self._stuck = f"no window was opened: {error}"
            raise NoWindow(self._stuck) from None


class WebKitPage(Page):
    """The window of one session."""

    def __init__(self, webkit: WebKit) -> None:
        self._webkit = webkit
        wanted = {"timeouts": {"script": PATIENCE * 1000, "pageLoad": PATIENCE * 1000}}
        made = webkit.send("POST", "/session", {"capabilities": {"alwaysMatch": wanted}}, WINDOW)
        self._session = f"/session/{made['sessionId']}"

    def _send(self, method: str, path: str, **body) -> object:
        return self._webkit.send(method, self._session + path, body)

    def open(self, address: str) -> None:
        self._send("POST", "/url", url=address)

    def run(self, expression: str) -> object:
        answer = self._send("POST", "/execute/async", script=RUN % expression, args=[])
        if "error" in answer:
            raise EngineError(answer["error"])
        return json.loads(answer["value"])

    def press(self, *keys: str) -> None:
        values = [KEYS.get(key, key) for key in keys]
        actions = [{"type": "keyDown", "value": value} for value in values]
        actions += [{"type": "keyUp", "value": value} for value in reversed(values)]
        self._send("POST", "/actions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    def click(self, selector: str) -> None:
        element = self._send("POST", "/element", using="css selector", value=selector)
        self._send("POST", f"/element/{element[ELEMENT]}/click")

    def faults(self) -> list[str]:
        return self.run("location.href === 'about:blank' ? [] : watched.splice(0)")

    def close(self) -> None:
        self._send("DELETE", "")


@contextmanager
def launched(program: str) -> Iterator[WebKit]:
    """The driver on a display of its own; everything is ended, and forgotten, at the end."""
    with ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        display = ending.enter_context(_display())
        log = folder / "output.txt"
        environment = os.environ | {
            "DISPLAY": display,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "GDK_BACKEND": "x11",
            "NO_AT_BRIDGE": "1",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }
        output = ending.enter_context(log.open("wb"))
        running: list[subprocess.Popen] = []

        def stop() -> None:
            while running:
                _end(running.pop())

        def start() -> int:
            stop()
            with socket.socket() as taken:
                taken.bind(("127.0.0.1", 0))
                port = taken.getsockname()[1]
            command = [program, f"--port={port}"]
            # A group of its own: the browser that a stuck driver has begun goes with it.
            driver = subprocess.Popen(command, stdout=output, stderr=output, env=environment, start_new_session=True)
            running.append(driver)
            _answering(port, driver, log)
            return port

        ending.callback(stop)
        yield WebKit(start)


def _answering(port: int, driver: subprocess.Popen, log: Path) -> None:
    """Wait until the driver listens."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/status", timeout=PATIENCE).close()
            return
        except OSError:
            assert driver.poll() is None and time.monotonic() < end, f"no driver:\n{log.read_text()}"
            time.sleep(0.05)


@contextmanager
def _display() -> Iterator[str]:
    """A display that nobody sees: its name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, pass_fds=[writing], start_new_session=True, **quiet)
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        _end(server)


def _end(process: subprocess.Popen) -> None:
    """End a process that leads a group of its own, and the whole group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
