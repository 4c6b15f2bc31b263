"""Firefox as it is installed, driven by WebDriver BiDi (W3C) over a websocket. No geckodriver is needed."""

import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import websocket
from conftest import PATIENCE

from engines.page import EngineError, Page

# Firefox asks for a page's icon after the load. When the next page is opened meanwhile, it drops that request, and says
# so in the words for a service worker that failed.
DROPPED = re.compile(r"/_static/(?:favicon|icon-\d+)\.\w+’\. A ServiceWorker intercepted the request")
# A new profile asks and tells its maker a good deal. What matters for the tests is that nothing leaves this machine.
SETTINGS = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutConfig.showWarning": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.server": "data:,",
}
READY = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
# Keys by their names in WebDriver (17.4.2): code points of a private use area.
KEYS = {"Control": "\ue009", "Enter": "\ue007", "Tab": "\ue004", "Shift": "\ue008"}
# Not every version tells a broken policy as a message of the console.
WATCH = """() => {
    globalThis.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => {
        violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
    });
}"""


class Firefox:
    """A running Firefox: sends commands, gathers events."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(f"{address}/session", timeout=PATIENCE, suppress_origin=True)
        self._last = 0
        self.events: list[dict] = []
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])

    def send(self, method: str, **parameters) -> dict:
        """The result of one command; events that come before it are kept."""
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv())
            if message["type"] == "event":
                self.events.append(message)
            elif message["id"] == self._last:
                if message["type"] == "error":
                    raise EngineError(f"{method}: {message['error']}: {message['message']}")
                return message["result"]

    def page(self, before: str = "") -> "FirefoxPage":
        """A tab in a container of its own; the function ``before`` runs ahead of every script of its pages."""
        return FirefoxPage(self, before)

    def close(self) -> None:
        self._socket.close()


class FirefoxPage(Page):
    """A tab whose storage, cache and service workers are its own."""

    def __init__(self, firefox: Firefox, before: str) -> None:
        self._firefox = firefox
        self._told = 0
        self._user = firefox.send("browser.createUserContext")["userContext"]
        self._context = firefox.send("browsingContext.create", type="tab", userContext=self._user)["context"]
        for function in filter(None, (WATCH, before)):
            firefox.send("script.addPreloadScript", functionDeclaration=function, contexts=[self._context])

    def open(self, address: str) -> None:
        self._firefox.send("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def run(self, expression: str) -> object:
        answer = self._firefox.send(
            "script.evaluate",
            expression=f"(async () => JSON.stringify((await ({expression})) ?? null))()",
            target={"context": self._context},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise EngineError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def press(self, *keys: str) -> None:
        values = [KEYS.get(key, key) for key in keys]
        actions = [{"type": "keyDown", "value": value} for value in values]
        actions += [{"type": "keyUp", "value": value} for value in reversed(values)]
        self._act({"type": "key", "id": "keyboard", "actions": actions})

    def click(self, selector: str) -> None:
        found = self._firefox.send(
            "browsingContext.locateNodes", context=self._context, locator={"type": "css", "value": selector}
        )
        still = "{block: 'center', behavior: 'instant'}"  # a page that is still scrolling is hit elsewhere
        self.run(f"document.querySelector({json.dumps(selector)}).scrollIntoView({still})")
        origin = {"type": "element", "element": {"sharedId": found["nodes"][0]["sharedId"]}}
        actions = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": actions})

    def _act(self, source: dict) -> None:
        self._firefox.send("input.performActions", context=self._context, actions=[source])

    def faults(self) -> list[str]:
        forbidden = self.run("violations.splice(0)")  # events that came before this answer have been read with it
        entries = [event["params"] for event in self._firefox.events if event["method"] == "log.entryAdded"]
        mine = [entry for entry in entries if entry["source"].get("context") == self._context]
        new, self._told = mine[self._told :], len(mine)
        told = [entry["text"] for entry in new if entry["level"] in ("warn", "error")]
        return forbidden + [text for text in told if not DROPPED.search(text)]

    @property
    def requests(self) -> list[str]:
        """The addresses that this tab asked for."""
        self.run("null")
        asked = [event["params"] for event in self._firefox.events if event["method"] == "network.beforeRequestSent"]
        return [entry["request"]["url"] for entry in asked if entry["context"] == self._context]

    def close(self) -> None:
        self._firefox.send("browser.removeUserContext", userContext=self._user)


@contextmanager
def launched(program: str) -> Iterator[Firefox]:
    """A headless Firefox with a fresh profile; ended, and forgotten, at the end."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in SETTINGS.items()]
        Path(profile, "user.js").write_text("".join(lines), "utf-8")
        log = Path(profile, "output.txt")
        command = [program, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0"]
        with log.open("wb") as output:
            running = subprocess.Popen([*command, "about:blank"], stdout=output, stderr=output)
        try:
            firefox = Firefox(_address(running, log))
            yield firefox
            firefox.close()
        finally:
            running.terminate()
            try:
                running.wait(timeout=60)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


def _address(running: subprocess.Popen, log: Path) -> str:
    """Where the browser listens; it says so once it is up."""
    end = time.monotonic() + PATIENCE
    while not (found := READY.search(log.read_text("utf-8", "replace"))):
        assert running.poll() is None and time.monotonic() < end, f"Firefox did not start:\n{log.read_text()}"
        time.sleep(0.05)
    return found[1]
