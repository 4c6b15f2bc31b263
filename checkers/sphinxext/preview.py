"""Show a translation while it is written: the built site, and each page anew as soon as its catalogue is saved.

    python -m checkers.sphinxext.preview build zh_CN --port 8000

Sphinx builds what changed and nothing else, so a page is there a few seconds after the file is saved. The page in the
browser is told by a script that the preview alone adds, and loads itself anew. What the lint finds in the saved
catalogue is shown below the page and in the terminal. The site itself is served as a host would, with its own policy.
"""

import argparse
import errno
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from checkers.sphinxext import locales, polint, serve

PLACE = "/-preview-/"
SCRIPT = Path(__file__).with_name("preview.js")
LOOK = 0.25  # seconds between two looks at the files
HEARTBEAT = 10  # seconds after which a browser that went away is noticed


class State:
    """What the open pages are told: how many builds there were, and what came of the last one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.now = {"build": 0, "busy": False, "page": "", "problems": []}

    def tell(self, **news: object) -> None:
        """Change what is so, and wake all who wait for it."""
        with self._changed:
            self.now = self.now | news
            self._changed.notify_all()

    def wait(self, known: dict | None) -> dict:
        """What is so, as soon as it is something else than ``known``, or after a while."""
        with self._changed:
            self._changed.wait_for(lambda: self.now is not known, timeout=HEARTBEAT)
            return self.now


class Handler(serve.Handler):
    """The site, with our script in its pages, and the stream of news that the script listens to."""

    def __init__(self, *args, state: State, **kwargs) -> None:
        self._state = state
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == PLACE + "news":
            self._news()
        elif path == PLACE + "preview.js":
            self._send(serve.TYPES[".js"], SCRIPT.read_bytes())
        elif path == "/service-worker.js":
            self.send_error(404)  # what a worker keeps would be shown instead of what was just written
        elif (page := self._page(path)) is not None:
            script = f'<script type="module" src="{PLACE}preview.js"></script></body>'.encode()
            self._send(serve.TYPES[".html"], page.read_bytes().replace(b"</body>", script))
        else:
            super().do_GET()

    def _page(self, path: str) -> Path | None:
        file = Path(self.translate_path(path))
        file = file / "index.html" if path.endswith("/") else file
        return file if file.name == "index.html" and file.is_file() else None

    def _send(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _news(self) -> None:
        """Server-sent events (HTML standard, 9.2): each change at once, and now and then a sign of life."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        known = None
        while True:
            now = self._state.wait(known)
            self.wfile.write(b":\n\n" if now is known else f"data: {json.dumps(now)}\n\n".encode())
            self.wfile.flush()
            known = now


class Watcher:
    """Looks for files that changed, builds, lints, tells."""

    def __init__(self, build: Path, code: str, state: State) -> None:
        self.build, self.code, self.state = build, code, state
        self.language = locales.folder() / code
        self.catalogues = self.language / "LC_MESSAGES"
        self.seen = self.times()

    def times(self) -> dict[Path, int]:
        """When each file that a page is made of was changed: catalogues, pages and what the lint judges by."""
        files: Iterable[Path] = [*self.language.rglob("*.po"), *self.language.glob("*.toml")]
        files = [*files, *(locales.ROOT / "source").rglob("*.md")]
        found = {}
        for file in files:
            try:
                found[file] = file.stat().st_mtime_ns
            except FileNotFoundError:  # editors replace a file
                continue
        return found

    def look(self) -> bool:
        """Build and tell if anything changed since the last look; whether it did."""
        now = self.times()
        changed = sorted(file for file, when in now.items() if self.seen.get(file) != when)
        self.seen = now
        if changed:
            self.take(changed)
        return bool(changed)

    def take(self, changed: list[Path]) -> None:
        began = time.monotonic()
        self.state.tell(busy=True)
        said = self.run_sphinx()
        catalogues = [file for file in changed if file.suffix == ".po"]
        problems = [str(problem) for file in catalogues for problem in polint.lint_file(file, self.language)]
        problems += [line for line in said.splitlines() if line.strip()]
        page = self.page(changed[-1])
        names = ", ".join(os.path.relpath(file, locales.ROOT) for file in changed)
        print(f"{names}: built in {time.monotonic() - began:.1f} s, {len(problems)} problems", flush=True)
        for problem in problems:
            print(f"  {problem}", flush=True)
        self.state.tell(busy=False, build=self.state.now["build"] + 1, page=page, problems=problems[:20])

    def page(self, file: Path) -> str:
        """The address of the page that a catalogue or a source belongs to; "" where it is none."""
        for folder in (self.catalogues, locales.ROOT / "source"):
            if file.is_relative_to(folder):
                name = file.relative_to(folder).with_suffix("").as_posix()
                if (locales.ROOT / "source" / f"{name}.md").is_file():
                    place = name.removesuffix("index").rstrip("/")
                    return "/" + locales.path_of(self.code) + (f"{place}/" if place else "")
        return ""

    def run_sphinx(self) -> str:
        """Build what changed; Sphinx's own words, empty when all is well."""
        command = [
            sys.executable, "-m", "sphinx", "-n", "-q", "-c", str(locales.ROOT), "-b", "dirhtml",
            "-d", str(self.build / "doctrees" / self.code), "-D", f"language={self.code}",
            str(locales.ROOT / "source"), str(self.build / "html" / locales.path_of(self.code)),
        ]  # fmt: skip
        return subprocess.run(command, cwd=locales.ROOT, capture_output=True, text=True).stderr


def make_server(site: Path, host: str, port: int, state: State) -> serve.Server:
    """A server for the built ``site`` whose pages hear of ``state``; OSError if the port is taken."""
    rules = serve.read_rules((site / "_headers").read_text("utf-8"))
    return serve.Server((host, port), partial(Handler, directory=str(site), rules=rules, state=state))


def main(arguments: list[str] | None = None) -> int:
    """The command line: the folder that ``make html`` builds into, and the language that is being written."""
    parser = argparse.ArgumentParser(prog="python -m checkers.sphinxext.preview", description="Show a translation.")
    parser.add_argument("build", type=Path)
    parser.add_argument("language", nargs="?")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    wanted = parser.parse_args(arguments)
    codes = locales.codes(locales.folder())
    code = wanted.language or (codes[0] if len(codes) == 1 else "")
    if code not in codes:
        print(f"Name one of {', '.join(codes)}, for example: make preview LANG={codes[0]}", file=sys.stderr)
        return 2
    state = State()
    build = wanted.build.resolve()
    try:
        server = make_server(build / "html", wanted.host, wanted.port, state)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        hint = f"make preview LANG={code} PORT={wanted.port + 1}"
        print(f"Port {wanted.port} is in use by another program. Choose another: {hint}", file=sys.stderr)
        return 1
    address = f"http://{wanted.host}:{server.server_port}/{locales.path_of(code)}"
    print(f"Open {address} and save a file of {locales.folder() / code}: the page follows. Ctrl+C ends it.", flush=True)
    watcher = Watcher(build, code, state)
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            while True:
                watcher.look()
                time.sleep(LOOK)
        except KeyboardInterrupt:
            print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
