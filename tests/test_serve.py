"""The local server: what a host would answer, and plain words when the port is taken."""

import gzip
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest
from conftest import ROOT

from checkers.sphinxext.serve import headers_for, make_server, read_rules, taken_codings

RULES = """\
# a comment
/*
  X-All: 1
  Content-Security-Policy: default-src 'none'; img-src data:

/_static/*
  Cache-Control: max-age=3600
/exact
  X-All: 2
"""


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/", {}),
        ("/faq/", {}),
        ("/_static/a/b.css", {"Cache-Control": "max-age=3600"}),
        ("/exact", {"X-All": "1, 2"}),
        ("/exactly", {}),
    ],
)
def test_rules(address, headers):
    everywhere = {"X-All": "1", "Content-Security-Policy": "default-src 'none'; img-src data:"}
    assert headers_for(read_rules(RULES), address) == everywhere | headers


def fetch(address: str, **headers: str):
    try:
        return urllib.request.urlopen(urllib.request.Request(address, headers=headers))
    except urllib.error.HTTPError as error:
        return error


@pytest.mark.parametrize(
    ("path", "status", "kind", "cache"),
    [
        ("", 200, "text/html; charset=utf-8", "no-cache"),
        ("zh-cn/faq/outgoing/", 200, "text/html; charset=utf-8", "no-cache"),
        ("_static/doctools.js", 200, "text/javascript; charset=utf-8", "public, max-age=3600"),
        ("_static/mark.svg", 200, "image/svg+xml", "public, max-age=3600"),
        ("zh-cn/_static/site.css?v=1", 200, "text/css; charset=utf-8", "public, max-age=3600"),
        ("no/such/page/", 404, "text/html; charset=utf-8", "no-cache"),
        ("_static/", 404, "text/html; charset=utf-8", "public, max-age=3600"),
    ],
)
def test_answers(server, path, status, kind, cache):
    with fetch(server + path) as answer:
        body = answer.read()
        assert (answer.status, answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (status, kind, cache)
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert ("这个页面无法送达" in body.decode()) == (status == 404)


def test_modules_and_wasm_have_the_types_that_browsers_demand(site, server):
    for path in site.rglob("*"):
        if path.suffix in (".mjs", ".wasm"):
            with fetch(server + path.relative_to(site).as_posix()) as answer:
                assert answer.headers["Content-Type"].split(";")[0] in ("text/javascript", "application/wasm")


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ("", set()),
        ("identity", set()),
        ("gzip, deflate, br, zstd", {"br", "gzip"}),
        ("GZIP", {"gzip"}),
        ("gzip;q=0.5, br; q=0", {"gzip"}),
        ("gzip;q=0.000", set()),
        ("*", {"br", "gzip"}),
        ("*;q=0, br", {"br"}),
        ("br;q=much, gzip;level=1", {"gzip"}),
        (",, ;q=1", set()),
    ],
)
def test_codings_that_a_browser_takes(asked, taken):
    assert taken_codings(asked) == taken


@pytest.fixture
def packed_folder(tmp_path):
    """A served folder with a file that has copies, one whose copies are old, and one without: its address."""
    (tmp_path / "_headers").write_text(RULES)
    for name, copies in {"new.mjs": "packed", "old.mjs": "stale", "index.html": "packed", "bare.mjs": ""}.items():
        (tmp_path / name).write_text(f"plain {name}")
        facts = (tmp_path / name).stat()
        for suffix in (".br", ".gz") if copies else ():
            copy = tmp_path / (name + suffix)
            copy.write_bytes(gzip.compress(f"{copies} {name} {suffix}".encode()))
            age = 5_000_000_000 if copies == "stale" else 0
            os.utime(copy, ns=(facts.st_atime_ns, facts.st_mtime_ns - age))
    with make_server(tmp_path, "127.0.0.1", 0) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


@pytest.mark.parametrize(
    ("path", "asked", "coding", "content", "vary"),
    [
        ("new.mjs", "gzip, br", "br", "packed new.mjs .br", "Accept-Encoding"),
        ("new.mjs?v=1", "gzip", "gzip", "packed new.mjs .gz", "Accept-Encoding"),
        ("new.mjs", "br;q=0", None, "plain new.mjs", "Accept-Encoding"),
        ("old.mjs", "br", None, "plain old.mjs", None),
        ("bare.mjs", "br", None, "plain bare.mjs", None),
        ("", "br", "br", "packed index.html .br", "Accept-Encoding"),
        ("index.html", "", None, "plain index.html", "Accept-Encoding"),
    ],
)
def test_a_copy_goes_to_whoever_takes_it(packed_folder, path, asked, coding, content, vary):
    with fetch(packed_folder + path, **{"Accept-Encoding": asked}) as answer:
        body = answer.read()
        assert (answer.headers["Content-Encoding"], answer.headers["Vary"]) == (coding, vary)
        assert answer.headers["Content-Type"].partition(";")[0] in ("text/javascript", "text/html")
        assert answer.headers["X-All"] == "1"
        assert int(answer.headers["Content-Length"]) == len(body)
        assert (gzip.decompress(body) if coding else body).decode() == content


def test_what_a_browser_has_is_not_sent_again(packed_folder):
    for asked in ("br", ""):
        with fetch(packed_folder + "new.mjs", **{"Accept-Encoding": asked}) as answer:
            modified = answer.headers["Last-Modified"]
        with fetch(packed_folder + "new.mjs", **{"Accept-Encoding": asked, "If-Modified-Since": modified}) as answer:
            assert (answer.status, answer.read(), answer.headers["Vary"]) == (304, b"", "Accept-Encoding")


def test_hashed_files_may_be_kept_for_ever(site, server):
    for path in (site / "_checkers").rglob("*"):
        if path.is_file():
            with fetch(server + path.relative_to(site).as_posix(), **{"Accept-Encoding": "br"}) as answer:
                assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_taken_port_is_said_in_plain_words(tmp_path):
    (tmp_path / "_headers").write_text(RULES)
    with make_server(tmp_path, "127.0.0.1", 0) as first:
        port = first.server_port
        second = subprocess.run(
            [sys.executable, "-m", "checkers.sphinxext.serve", tmp_path, "--port", str(port)],
            cwd=ROOT, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
    assert second.returncode == 1
    assert second.stderr == f"Port {port} is in use by another program. Choose another: make serve PORT={port + 1}\n"
