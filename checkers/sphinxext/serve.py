"""Serve the built site on this machine as a host would: with the headers of its own ``_headers`` file, and packed.

    python -m checkers.sphinxext.serve build/html --port 8000

What breaks under the strict policy in production must break here first. A file with a ready-packed copy beside it
(``precompress.py``) is sent as that copy to whoever takes its coding (RFC 9110, 12.5.3).
"""

import argparse
import email.utils
import errno
import os
import sys
from fnmatch import fnmatchcase
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

# The operating system's own table is not asked: it differs, and a module of the wrong type does not run.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".zip": "application/zip",
    "": "application/octet-stream",
}

# Content coding -> how the name of such a copy ends; the smallest copy first.
CODINGS = {"br": ".br", "gzip": ".gz"}

Rules = list[tuple[str, dict[str, str]]]


def read_rules(text: str) -> Rules:
    """The rules of a ``_headers`` file: (address pattern, {header: value}), in the order of the file."""
    rules: Rules = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0].isspace():
            name, _, value = line.strip().partition(": ")
            rules[-1][1][name] = value
        else:
            rules.append((line.strip(), {}))
    return rules


def headers_for(rules: Rules, address: str) -> dict[str, str]:
    """The headers for the path ``address``; where two rules set the same header, hosts join the values, and so do
    we."""
    found: dict[str, str] = {}
    for pattern, headers in rules:
        if fnmatchcase(address, pattern):
            for name, value in headers.items():
                found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def taken_codings(accept_encoding: str) -> set[str]:
    """Which codings a request takes, by its Accept-Encoding (RFC 9110, 12.5.3); a weight of 0 refuses one."""
    weights = {}
    for item in accept_encoding.lower().split(","):
        coding, _, parameter = item.partition(";")
        name, _, value = parameter.strip().partition("=")
        try:
            weights[coding.strip()] = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            weights[coding.strip()] = 0.0  # what cannot be read is not taken
    return {coding for coding in CODINGS if weights.get(coding, weights.get("*", 0)) > 0}


def copies(path: Path) -> dict[str, Path]:
    """The ready-packed copies beside a file, by coding. One that is older than its file is of another build."""
    found = {}
    for coding, suffix in CODINGS.items():
        copy = path.with_name(path.name + suffix)
        if copy.is_file() and copy.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            found[coding] = copy
    return found


class Handler(SimpleHTTPRequestHandler):
    """Files of one folder, with ``rules``; quiet but for what went wrong."""

    protocol_version = "HTTP/1.1"
    extensions_map = TYPES
    # Headers and content leave in one piece, not in two that wait for each other.
    wbufsize = -1
    disable_nagle_algorithm = True

    def __init__(self, *args, rules: Rules, **kwargs) -> None:
        self._rules = rules
        super().__init__(*args, **kwargs)

    def send_head(self):
        """The file to send, its headers sent: the packed copy of it if there is one that the browser takes."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and urlsplit(self.path).path.endswith("/"):
            path /= "index.html"
        found = copies(path) if path.is_file() else {}
        if not found:
            return super().send_head()
        taken = taken_codings(self.headers.get("Accept-Encoding", ""))
        coding = next((coding for coding in found if coding in taken), None)
        content = open(found[coding] if coding else path, "rb")
        facts = os.fstat(content.fileno())
        modified = email.utils.formatdate(facts.st_mtime, usegmt=True)
        unchanged = self.headers.get("If-Modified-Since") == modified
        self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else HTTPStatus.OK)
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Last-Modified", modified)
        if not unchanged:
            self.send_header("Content-Type", self.guess_type(path))
            self.send_header("Content-Length", str(facts.st_size))
            if coding:
                self.send_header("Content-Encoding", coding)
        self.end_headers()
        if unchanged:
            content.close()
            return None
        return content

    def end_headers(self) -> None:
        headers = headers_for(self._rules, urlsplit(self.path).path)
        # Hosts let browsers keep a page, but ask before it is shown again.
        headers.setdefault("Cache-Control", "no-cache")
        for name, value in headers.items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for an address that is not there."""
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.log_error("no such page: %s", self.path)
        self.send_response(code)
        self.send_header("Content-Type", TYPES[".html"])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def list_directory(self, path: str) -> None:
        """No host lists folders."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class Server(ThreadingHTTPServer):
    """Many requests at once; the port is free again as soon as the server ends."""

    daemon_threads = True
    request_queue_size = 1024  # a browser opens several connections at once, a crowd of them many

    def handle_error(self, request, client_address) -> None:
        # A reader who leaves while a file is on its way is no error of the site.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def make_server(site: Path, host: str, port: int, handler: type[Handler] = Handler) -> Server:
    """A server for the folder ``site``; port 0 takes a free one. OSError if the port is taken."""
    rules = read_rules((site / "_headers").read_text("utf-8"))
    return Server((host, port), partial(handler, directory=str(site), rules=rules))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m checkers.sphinxext.serve", description="Serve the built site.")
    parser.add_argument("site", type=Path)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    wanted = parser.parse_args()
    try:
        server = make_server(wanted.site, wanted.host, wanted.port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        print(
            f"Port {wanted.port} is in use by another program. Choose another: make serve PORT={wanted.port + 1}",
            file=sys.stderr,
        )
        return 1
    home = f"http://{wanted.host}:{server.server_port}/"
    others = ", ".join(home + found.parent.name + "/" for found in sorted(wanted.site.glob("*/manifest.webmanifest")))
    print(f"Red Envelope is at {home}{f' (translated: {others})' if others else ''}. Ctrl+C ends it.", flush=True)
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
