"""How long a reader waits in the browser: this site beside a page that starts Pyodide as its manual says, in a worker,
and one with PyScript.

    PYTHONPATH=. python tests/bench/browser.py build/html [--peers build/bench/node_modules] [--quick]

All pages come from one server on this machine, packed with Brotli before it starts, and the browser keeps what it may.
Every figure is taken in a browser of its own: "cold" with an empty profile, "warm" with that profile after a restart.
The pages take turns in random order, because the machine does other things too; ratios say more than milliseconds.

The page of the site checks a bounce; the others do the least that could be called a check: they read the subject of
the same email.
"""

import argparse
import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from statistics import median

import bounces
import messages
from playwright.sync_api import Browser, BrowserType, Page, sync_playwright
from tables import figure, table

from checkers.sphinxext import bundle, precompress, serve, speed

ROOT = Path(__file__).resolve().parents[2]
PYODIDE = ROOT / "node_modules" / "pyodide"
PEERS = ("/stock/", "/pyscript/")  # where the other pages lie
SECONDS = 60  # no page may take longer
# A new browser keeps two processors busy with itself for 400 to 600 ms, and then rests; that is no page's time.
STARTED = 1000  # ms

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

PYSCRIPT = """<!doctype html><meta charset="utf-8"><title>PyScript</title>
<link rel="stylesheet" href="dist/core.css"><script type="module" src="dist/core.js"></script>
<pre id="result"></pre>
<script type="py" config='{"interpreter": "/stock/pyodide.mjs"}'>
from email import message_from_string, policy
from pyscript import document, window
document.querySelector("#result").textContent = message_from_string(window.email, policy=policy.default)["subject"]
</script>"""

# Runs in each page before anything else: notes when the answer is there, and which tasks held the page up.
OBSERVER = """
window.email = %s;
window.blocked = [];
const tasks = new PerformanceObserver((list) => blocked.push(...list.getEntries().map((entry) => entry.duration)));
tasks.observe({ type: "longtask", buffered: true });
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
// The time from the choice of a file to its report.
addEventListener("change", (event) => {
  if (!event.target.matches("[data-checker-chooser]")) return;
  const from = performance.now();
  window.taken = 0;
  blocked.length = 0;
  setTimeout(() => watch(from));
}, true);
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


READ = {
    "checkers/smtp/": ("bounce", bounces.with_attachment),
    "checkers/headers/": ("message", messages.with_attachment),
}
SIZES = (1_000, 100_000, 1_000_000, 25_000_000)


@dataclass(slots=True)
class Taken:
    """What one page took in one round: milliseconds, and bytes sent before the answer was there."""

    cold: float
    warm: float
    again: float | None  # from the end of a cancelled check to the answer of the next, where a check can be cancelled
    blocked: float  # the longest task of the page's own thread, 0 if none was over 50 ms
    sent: int
    tier: str | None


@dataclass(slots=True)
class Target:
    name: str
    address: str
    rounds: list[Taken] = field(default_factory=list)

    def typical(self, what: str) -> float | None:
        values = [getattr(taken, what) for taken in self.rounds]
        return None if None in values else median(values)

    def against(self, other: "Target", what: str) -> float | None:
        """The median of the rounds' ratios to ``other``."""
        pairs = [(getattr(a, what), getattr(b, what)) for a, b in zip(self.rounds, other.rounds, strict=True)]
        return None if any(None in pair for pair in pairs) else median(a / b for a, b in pairs)


class Handler(serve.Handler):
    """The server of ``make serve``; it also counts the bytes that it sends, and browsers keep the other pages."""

    sent: list[int] = []

    def end_headers(self) -> None:
        if self.path.startswith(PEERS):
            self._rules = [("/*", {"Cache-Control": "public, max-age=31536000, immutable"})]
        super().end_headers()

    def log_message(self, *_) -> None:
        """Of the icon that a browser looks for where a page names none."""

    def copyfile(self, source, outputfile) -> None:
        self.sent.append(os.fstat(source.fileno()).st_size)
        super().copyfile(source, outputfile)


def make_server(site: Path, peers: Path | None, folder: Path) -> tuple[serve.Server, list[int]]:
    """A server of the site and, under ``PEERS``, of the other pages, all packed alike; and the bytes that it sends.

    ``folder`` is an empty one to work in.
    """
    best = folder / "packed" / bundle.FOLDER  # what lies in a folder of this name is packed as small as it gets
    stock, pyscript = best / "stock", best / "pyscript"
    for path, text in STOCK.items():
        _write(stock / path, text)
    for path in ("pyodide.asm.wasm", "pyodide.asm.mjs", "pyodide.mjs", "pyodide-lock.json", "python_stdlib.zip"):
        shutil.copyfile(PYODIDE / path, stock / path)
    if peers:
        shutil.copytree(peers / "@pyscript" / "core" / "dist", pyscript / "dist")
        _write(pyscript / "index.html", PYSCRIPT)
    precompress.finish(best.parent)
    root = folder / "root"
    root.mkdir()
    for path in (*site.iterdir(), *best.iterdir()):
        (root / path.name).symlink_to(path.resolve())
    return serve.make_server(root, "127.0.0.1", 0, Handler), Handler.sent


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def answer(page: Page) -> float:
    """Wait until the page has its answer; the milliseconds that it took."""
    end = time.monotonic() + SECONDS
    while not (taken := page.evaluate("window.taken")):
        if time.monotonic() > end:
            raise SystemExit(f"{page.url}: no answer in {SECONDS} s")
        time.sleep(0.02)
    return taken


def rest(page: Page) -> None:
    """Let the page do what it does when nobody waits: keep itself for later, let the browser keep compiled code."""
    end = time.monotonic() + 30
    while page.locator("link[rel=manifest]").count() and not page.evaluate("document.documentElement.dataset.offline"):
        if time.monotonic() > end:
            raise SystemExit(f"{page.url}: the service worker does not answer")
        page.wait_for_timeout(100)
    page.wait_for_timeout(2500)


def measure(browser: BrowserType, options: dict, address: str, sent: list[int]) -> Taken:
    """One round of one page: a visit with an empty profile, a restart, a second visit."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for visit in ("cold", "warm"):
            context = browser.launch_persistent_context(profile, **options)
            page = context.new_page()
            page.add_init_script(OBSERVER % json.dumps(EMAIL))
            page.wait_for_timeout(STARTED)
            before = sum(sent)
            page.goto(address, wait_until="commit")
            if visit == "cold":
                cold, bytes_sent = answer(page), sum(sent) - before
                blocked = max(page.evaluate("window.blocked"), default=0)
                tier = page.get_attribute("html", "data-checker-tier")
                rest(page)
                again = None
                if page.evaluate("Boolean(window.again || document.querySelector('[data-checker]'))"):
                    page.evaluate(AGAIN)
                    again = answer(page)
            else:
                warm = answer(page)
            page.wait_for_timeout(300)
            context.close()
    return Taken(cold, warm, again, blocked, bytes_sent, tier)


@dataclass(slots=True)
class Read:
    """A file: what it is, its size, milliseconds from its choice to its report, and the longest task of the page."""

    what: str
    size: str
    taken: float
    blocked: float


def by_size(browser: Browser, home: str, sizes: tuple[int, ...], rounds: int) -> Iterator[Read]:
    """How long files with attachments take."""
    with tempfile.TemporaryDirectory() as folder:
        for path, (what, make) in READ.items():
            page = browser.new_page(service_workers="block")
            page.add_init_script(OBSERVER % json.dumps(EMAIL))
            page.goto(home + path)
            answer(page)
            for size in sizes:
                taken, blocked = [], []
                for turn in range(rounds):
                    file = Path(folder, f"{turn}.eml")
                    file.write_bytes(make(Random(turn), size))
                    page.set_input_files("[data-checker-chooser]", file)
                    taken.append(answer(page))
                    page.wait_for_timeout(200)
                    blocked.append(max(page.evaluate("window.blocked"), default=0))
                shown = f"{size // 1000} KB" if size < 1e6 else f"{size // 1_000_000} MB"
                yield Read(what, shown, median(taken), median(blocked))
            page.close()


def run(playwright, home: str, sent: list[int], options: dict, peers: bool, rounds: int, budget: float) -> list[Target]:
    """Measure the pages, ``rounds`` times or until ``budget`` seconds are over."""
    targets = [Target("Red Envelope", f"{home}checkers/smtp/"), Target("Pyodide in a worker", f"{home}stock/")]
    if peers:
        targets.append(Target("PyScript", f"{home}pyscript/"))
    order = Random(5)
    start = time.monotonic()
    for turn in range(rounds):
        spent = time.monotonic() - start
        if turn and spent + spent / turn > budget:
            break
        for target in order.sample(targets, len(targets)):
            target.rounds.append(measure(playwright.chromium, options, target.address, sent))
    return targets


def first_answer(targets: list[Target]) -> Iterator[str]:
    """The output about the first answer, section by section."""
    ours, *others = targets
    yield f"## The first answer\n\nChromium; medians of {len(ours.rounds)} rounds, a fresh browser each."
    rows = [
        [
            target.name,
            *(_figure(target.typical(what)) for what in ("cold", "warm", "again", "blocked")),
            f"{target.typical('sent') / 1000:,.0f}",
        ]
        for target in targets
    ]
    for other in others:
        ratios = [_ratio(ours.against(other, what)) for what in ("cold", "warm", "again")]
        rows.append([f"Ratio to {other.name}", *ratios, "", _ratio(ours.typical("sent") / other.typical("sent"))])
    yield table(["Page", "Cold, ms", "Warm, ms", "After a cancel, ms", "Longest task, ms", "Sent, KB"], rows)
    tiers = {taken.tier for taken in ours.rounds}
    if tiers != {"2"}:
        yield f"Python was not always started from the snapshot: {sorted(tiers, key=str)}."
    if len(others) == 1:
        yield "PyScript is not installed, so it is left out."


def _figure(value: float | None) -> str:
    return "–" if value is None else figure(value)


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def record(targets: list[Target], files: list[Read], browser: str) -> dict:
    """What the page About shows of all this (``speed.py``)."""
    ours, *others = targets
    compared = [
        {"peer": other.name.partition(" ")[0].lower()}
        | {what: ours.against(other, what) for what in ("cold", "warm", "again", "sent")}
        for other in others
    ]
    return {
        "measured": date.today(),
        "browser": browser,
        "rounds": len(ours.rounds),
        "compared": [{key: value for key, value in _short(row).items() if value is not None} for row in compared],
        "files": [_short({"what": file.what, "size": file.size, "seconds": file.taken / 1000}) for file in files],
    }


def _short(row: dict) -> dict:
    return {key: round(value, 3) if isinstance(value, float) else value for key, value in row.items()}


def find_chromium() -> str:
    noted = ROOT / ".venv" / "chromium"
    chromium = os.environ.get("CHROMIUM") or (noted.read_text().strip() if noted.is_file() else "")
    if not chromium:
        raise SystemExit("no Chromium: make .venv/chromium, or name one in the environment variable CHROMIUM")
    return chromium


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how long the first answer in the browser takes.")
    parser.add_argument("site", type=Path, help="the built site")
    parser.add_argument("--peers", type=Path, help="a folder of npm packages with @pyscript/core in it")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--budget", type=float, default=240, help="seconds after which no round begins")
    parser.add_argument("--record", type=Path, metavar="FILE", help="write the figures for the page About")
    parser.add_argument("--quick", action="store_true", help="one round on small mails")
    wanted = parser.parse_args()
    arguments = ["--disable-background-networking"] + (["--no-sandbox"] if os.getuid() == 0 else [])
    options = {"executable_path": find_chromium(), "args": arguments, "headless": True}
    peers = wanted.peers if wanted.peers and (wanted.peers / "@pyscript" / "core" / "dist").is_dir() else None
    rounds, sizes, turns = (1, SIZES[:2], 1) if wanted.quick else (wanted.rounds, SIZES, 3)
    with ExitStack() as stack:
        server, sent = make_server(wanted.site, peers, Path(stack.enter_context(tempfile.TemporaryDirectory())))
        home = f"http://127.0.0.1:{server.server_port}/"
        stack.enter_context(server)
        playwright = stack.enter_context(sync_playwright())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print("# The checkers in the browser\n", flush=True)
        targets = run(playwright, home, sent, options, bool(peers), rounds, wanted.budget)
        for section in first_answer(targets):
            print(section, end="\n\n", flush=True)
        with playwright.chromium.launch(**options) as browser:
            version = browser.version.partition(".")[0]
            files = list(by_size(browser, home, sizes, turns))
        print("## A file, from its choice to the report\n")
        rows = [
            [f"{file.what} with an attachment, {file.size}", figure(file.taken), figure(file.blocked)] for file in files
        ]
        print(table(["File", "ms", "Longest task of the page, ms"], rows), flush=True)
        if wanted.record:
            wanted.record.write_text(speed.written(record(targets, files, f"Chromium {version}")), "utf-8")
        server.shutdown()


if __name__ == "__main__":
    main()
