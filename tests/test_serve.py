"""The local server: what a host would answer, and plain words when the port is taken."""

import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from conftest import ROOT

from checkers.sphinxext.serve import headers_for, make_server, read_rules

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


def fetch(address: str):
    try:
        return urllib.request.urlopen(address)
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
