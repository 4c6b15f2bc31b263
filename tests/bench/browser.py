"""How long a reader waits in the browser: this site beside a page that starts Pyodide as its manual says, in a worker.

    python tests/bench/browser.py build/html

Both pages come from one server on this machine, compressed with gzip, cached for ever. Every figure is taken in a
browser of its own: "cold" with an empty profile, "warm" with that profile after a restart. The pages take turns in
random order, because the machine does other things too; ratios say more than milliseconds.

The page of the site checks a bounce; the other page does the least that could be called a check: it reads the
subject of the same email.
"""

import argparse
import gzip
import json
import os
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import BrowserType, Page, sync_playwright
from tables import figure, table

from checkers.sphinxext import serve

ROOT = Path(__file__).resolve().parents[2]
PYODIDE = ROOT / "node_modules" / "pyodide"
COMPRESSED = (".html", ".js", ".mjs", ".css", ".json", ".svg", ".wasm")
SECONDS = 60  # no page may take longer

EMAIL = (ROOT / "checkers" / "sphinxext" / "examples" / "bounce.eml").read_text("utf-8")

STOCK = {
    "index.html": """<!doctype html><meta charset="utf-8"><title>Pyodide in a worker</title>
<pre id="result"></pre><script type="module" src="page.mjs"></script>""",
    "page.mjs": """let worker;
function start() {
  worker?.terminate();
  worker = new Worker("worker.mjs", { type: "module" });
  worker.onmessage = ({ data }) => { document.querySelector("#result").textContent = data; };
  worker.postMessage(window.email);
}
window.again = () => { document.querySelector("#result").textContent = ""; start(); };
start();
""",
    "worker.mjs": """import { loadPyodide } from "./pyodide.mjs";
const ready = loadPyodide();
self.onmessage = async ({ data }) => {
  const pyodide = await ready;
  pyodide.globals.set("text", data);
  postMessage(pyodide.runPython("from email import message_from_string, policy\\n"
    + "message_from_string(text, policy=policy.default)['subject']"));
};
""",
}

# Runs in each page before anything else: notes when the answer is there, and which tasks held the page up.
OBSERVER = """
window.email = %s;
window.blocked = [];
new PerformanceObserver((list) => blocked.push(...list.getEntries().map((entry) => entry.duration)))
  .observe({ type: "longtask", buffered: true });
const root = () => document.querySelector("[data-checker]");
const answered = () =>
  root() ? root().dataset.state === "done" : Boolean(document.querySelector("#result")?.textContent);
// Presses the button as soon as there is one that works.
window.press = () => {
  const pressing = setInterval(() => {
    if (!root()) return;
    if (root().dataset.state !== "idle" && root().dataset.state !== "done") return clearInterval(pressing);
    root().querySelector("[data-checker-input]").value = email;
    root().querySelector("[data-checker-run]").click();
  }, 2);
};
window.watch = (from) => {
  window.taken = 0;
  const watching = setInterval(() => {
    if (!answered()) return;
    window.taken = performance.now() - from;
    clearInterval(watching);
  }, 2);
};
press();
watch(0);
"""
AGAIN = """() => {
  if (window.again) again();
  else {
    const button = (name) => document.querySelector(`[data-checker-${name}]`);
    button("run").click();
    button("cancel").click();
    press();
  }
  watch(performance.now());
}"""


@dataclass(slots=True)
class Taken:
    """What one page took in one round: milliseconds, and bytes sent before the answer was there."""

    cold: float
    warm: float
    again: float  # from the end of a cancelled check to the answer of the next
    blocked: float  # the longest task of the page's own thread, 0 if none was over 50 ms
    sent: int
    tier: str | None


@dataclass(slots=True)
class Target:
    name: str
    address: str
    rounds: list[Taken] = field(default_factory=list)

    def typical(self, what: str) -> float:
        return median(getattr(taken, what) for taken in self.rounds)


def make_server(site: Path) -> tuple[serve.Server, list[int]]:
    """A server of the site and, under /stock/, of the other page; it counts the bytes that it sends."""
    rules = serve.read_rules((site / "_headers").read_text("utf-8"))
    sent: list[int] = []

    @cache
    def content(path: str) -> tuple[bytes, dict[str, str]] | None:
        if path.endswith("/"):
            path += "index.html"
        name = path.removeprefix("/stock/")
        if name in STOCK and name != path:
            body = STOCK[name].encode()
        else:
            file = (PYODIDE / name) if name != path else site / path.lstrip("/")
            if not file.is_file():
                return None
            body = file.read_bytes()
        headers = {"Content-Type": serve.TYPES.get(Path(path).suffix, serve.TYPES[""])}
        if name == path:
            headers |= serve.headers_for(rules, path.removesuffix("index.html"))
        else:
            headers["Cache-Control"] = "public, max-age=31536000, immutable"
        if Path(path).suffix in COMPRESSED:
            body = gzip.compress(body, 9)
            headers["Content-Encoding"] = "gzip"
        return body, headers | {"Content-Length": str(len(body))}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = content(urlsplit(self.path).path)
            body, headers = found or (b"", {"Content-Length": "0"})
            self.send_response(200 if found else 404)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            sent.append(len(body))

        def log_message(self, *_) -> None:
            pass

    for path in ("pyodide.asm.wasm", "pyodide.asm.mjs", "pyodide.mjs", "pyodide-lock.json", "python_stdlib.zip"):
        content(f"/stock/{path}")
    for file in site.glob("_checkers/**/*"):
        content(f"/{file.relative_to(site).as_posix()}")
    return serve.Server(("127.0.0.1", 0), Handler), sent


def answer(page: Page) -> float:
    """Wait until the page has its answer; the milliseconds that it took."""
    end = time.monotonic() + SECONDS
    while not (taken := page.evaluate("window.taken")):
        if time.monotonic() > end:
            raise SystemExit(f"{page.url}: no answer in {SECONDS} s")
        time.sleep(0.02)
    return taken


def measure(browser: BrowserType, options: dict, address: str, sent: list[int]) -> Taken:
    """One round of one page: a visit with an empty profile, a restart, a second visit."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for visit in ("cold", "warm"):
            context = browser.launch_persistent_context(profile, **options)
            page = context.new_page()
            page.add_init_script(OBSERVER % json.dumps(EMAIL))
            page.wait_for_timeout(300)  # the browser itself has started by then
            before = sum(sent)
            page.goto(address, wait_until="commit")
            if visit == "cold":
                cold, bytes_sent = answer(page), sum(sent) - before
                blocked = max(page.evaluate("window.blocked"), default=0)
                tier = page.get_attribute("html", "data-checker-tier")
                page.wait_for_timeout(200)
                page.evaluate(AGAIN)
                again = answer(page)
            else:
                warm = answer(page)
            page.wait_for_timeout(300)
            context.close()
    return Taken(cold, warm, again, blocked, bytes_sent, tier)


def run(site: Path, chromium: str, rounds: int, budget: float) -> list[Target]:
    """Measure both pages, ``rounds`` times or until ``budget`` seconds are over."""
    server, sent = make_server(site)
    home = f"http://127.0.0.1:{server.server_port}"
    targets = [Target("Red Envelope", f"{home}/checkers/smtp/"), Target("Pyodide in a worker", f"{home}/stock/")]
    arguments = ["--disable-background-networking"] + (["--no-sandbox"] if os.getuid() == 0 else [])
    options = {"executable_path": chromium, "args": arguments, "headless": True}
    order = random.Random(5)
    start = time.monotonic()
    with server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for turn in range(rounds):
            spent = time.monotonic() - start
            if turn and spent + spent / turn > budget:
                break
            for target in order.sample(targets, len(targets)):
                target.rounds.append(measure(playwright.chromium, options, target.address, sent))
        server.shutdown()
    return targets


def report(targets: list[Target]) -> Iterator[str]:
    """The output, section by section."""
    ours, stock = targets
    yield f"# The first answer in the browser\n\nChromium, medians of {len(ours.rounds)} rounds, a fresh browser each."
    rows = [
        [
            target.name,
            *(figure(target.typical(what)) for what in ("cold", "warm", "again", "blocked")),
            f"{target.typical('sent') / 1000:,.0f}",
        ]
        for target in targets
    ]
    ratios = [median(_ratios(ours, stock, what)) for what in ("cold", "warm", "again")]
    rows.append(
        ["Ratio", *(f"{ratio:.2f}" for ratio in ratios), "", f"{ours.typical('sent') / stock.typical('sent'):.2f}"]
    )
    yield table(["Page", "Cold, ms", "Warm, ms", "After a cancel, ms", "Longest task, ms", "Sent, KB"], rows)
    tiers = {taken.tier for taken in ours.rounds}
    yield "Python was started from " + (
        "the snapshot." if tiers == {"2"} else f"its files at times: {sorted(tiers, key=str)}."
    )


def _ratios(ours: Target, stock: Target, what: str) -> list[float]:
    return [getattr(a, what) / getattr(b, what) for a, b in zip(ours.rounds, stock.rounds, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how long the first answer in the browser takes.")
    parser.add_argument("site", type=Path, help="the built site")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--budget", type=float, default=150, help="seconds after which no round begins")
    wanted = parser.parse_args()
    noted = ROOT / ".venv" / "chromium"
    chromium = os.environ.get("CHROMIUM") or (noted.read_text().strip() if noted.is_file() else "")
    if not chromium:
        raise SystemExit("no Chromium: make .venv/chromium, or name one in the environment variable CHROMIUM")
    for section in report(run(wanted.site, chromium, wanted.rounds, wanted.budget)):
        print(section, end="\n\n", flush=True)


if __name__ == "__main__":
    main()
