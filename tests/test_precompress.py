"""Ready-packed copies: beside every file that packing makes smaller, true to it, made once."""

import gzip
import json
import os
import subprocess

import pytest

from checkers.sphinxext import bundle, precompress

TEXT = b"<p>550 5.1.1 User unknown</p>\n" * 200
UNPACK = """
const { brotliDecompressSync } = require("node:zlib");
const { readFileSync } = require("node:fs");
for (const path of JSON.parse(readFileSync(0))) {
  const file = path.slice(0, -".br".length);
  if (!brotliDecompressSync(readFileSync(path)).equals(readFileSync(file))) console.log(file);
}
"""


@pytest.fixture
def small(tmp_path):
    """A folder with one file of each sort, and a cache of its own."""
    site = tmp_path / "site"
    (site / "_checkers").mkdir(parents=True)
    for name, content in {
        "index.html": TEXT,
        "_checkers/program.wasm": b"\0asm" + TEXT,
        "_checkers/program.bin": gzip.compress(TEXT) * 100,
        "noise.js": os.urandom(4000),
        "short.css": b"a{}",
        "picture.png": TEXT,
        "_headers": TEXT,
    }.items():
        (site / name).write_bytes(content)
    return site, tmp_path / "cache"


def copies(site) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.suffix in (".br", ".gz")}


def test_what_gets_copies(small):
    site, cache = small
    precompress.finish(site, cache)
    wanted = {"index.html.br", "index.html.gz", "_checkers/program.wasm.br", "_checkers/program.wasm.gz"}
    assert copies(site) == wanted
    assert gzip.decompress((site / "index.html.gz").read_bytes()) == TEXT
    for name in wanted:
        copy = site / name
        assert copy.stat().st_mtime_ns == copy.with_suffix("").stat().st_mtime_ns


def test_in_a_hurry_the_best_is_taken_where_it_is_there(small, monkeypatch):
    site, cache = small
    monkeypatch.setenv(precompress.SPEED, "quick")
    precompress.finish(site, cache)
    assert {path.stem.rpartition("-")[2] for path in cache.iterdir()} == {str(precompress.QUICK)}
    monkeypatch.delenv(precompress.SPEED)
    precompress.finish(site, cache)
    best = (site / "_checkers" / "program.wasm.br").read_bytes()
    monkeypatch.setenv(precompress.SPEED, "quick")
    monkeypatch.setattr(bundle, "node", lambda: pytest.fail("packed again"))
    precompress.finish(site, cache)
    assert (site / "_checkers" / "program.wasm.br").read_bytes() == best
    assert len(list(cache.glob(f"*-{precompress.BEST}.br"))) == 1


def test_only_what_changed_is_packed(small, monkeypatch):
    site, cache = small
    precompress.finish(site, cache)
    monkeypatch.setattr(bundle, "node", lambda: pytest.fail("packed again"))
    before = {name: (site / name).stat().st_ino for name in copies(site)}
    os.utime(site / "index.html", (1, 1))
    precompress.finish(site, cache)
    assert {name: (site / name).stat().st_ino for name in copies(site)} == before
    assert (site / "index.html.br").stat().st_mtime == 1


def test_copies_follow_their_file(small):
    site, cache = small
    precompress.finish(site, cache)
    (site / "index.html").write_bytes(TEXT + b"more")
    (site / "_checkers" / "program.wasm").unlink()
    precompress.finish(site, cache)
    assert copies(site) == {"index.html.br", "index.html.gz"}
    assert gzip.decompress((site / "index.html.gz").read_bytes()) == TEXT + b"more"
    (site / "index.html").write_bytes(b"short")
    precompress.finish(site, cache)
    assert copies(site) == set()


def test_the_cache_forgets_what_no_build_used_for_long(small):
    site, cache = small
    cache.mkdir()
    now = (site / "index.html").stat().st_mtime
    for name, age in {"old-9.br": 2 * precompress.KEEP, "recent-9.br": 100}.items():
        (cache / name).write_bytes(b"packed")
        os.utime(cache / name, (now - age, now - age))
    precompress.finish(site, cache)
    assert not (cache / "old-9.br").exists()
    assert (cache / "recent-9.br").exists()


def test_node_that_fails_is_said(small, monkeypatch, tmp_path):
    site, cache = small
    broken = tmp_path / "node"
    broken.write_text("#!/bin/sh\necho no room left >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("NODE", str(broken))
    with pytest.raises(SystemExit, match="no room left"):
        precompress.finish(site, cache)


def test_the_site_is_packed_and_every_copy_is_true(site):
    """Of all that a reader loads as text, nothing is left out."""
    found = copies(site)
    for path in site.rglob("*"):
        text = path.suffix in (".html", ".css", ".js", ".mjs", ".json", ".svg", ".wasm", ".xml")
        if text and path.stat().st_size >= 1000:
            name = path.relative_to(site).as_posix()
            assert {f"{name}.br", f"{name}.gz"} <= found, name
    for name in found:
        if name.endswith(".gz"):
            assert gzip.decompress((site / name).read_bytes()) == (site / name).with_suffix("").read_bytes(), name
    packed = json.dumps([str(site / name) for name in found if name.endswith(".br")])
    done = subprocess.run([bundle.node(), "-e", UNPACK], input=packed, capture_output=True, text=True, timeout=600)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
