"""The built folder on a host: the local server and nginx, with our configuration, give the same answers; both stand a
crowd."""

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import PATIENCE, ROOT

from checkers.sphinxext.nginx import configuration
from checkers.sphinxext.serve import read_rules

sys.path.append(str(ROOT / "tests" / "bench"))
import load

# Around the server block: what a machine's own nginx.conf brings, so that it runs as anybody, anywhere.
FRAME = """\
{modules}
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
worker_processes 2;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{server}
}}
"""
BROTLI = "ngx_http_brotli_static_module.so"
# Only these say where an answer came from and when; the rest must be the same everywhere.
OWN = {"server", "date", "etag", "last-modified", "accept-ranges", "connection", "content-length", "cache-control"}


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture(scope="session")
def nginx() -> Path:
    """The nginx that .ci/nginx found; not every machine can have one."""
    noted = ROOT / ".venv" / "nginx"
    path = os.environ.get("NGINX_BINARY") or (noted.read_text().strip() if noted.is_file() else "")
    if not path or not Path(path).exists():
        pytest.skip("no nginx: make .venv/nginx, or name one in the environment variable NGINX_BINARY")
    return Path(path)


def start(nginx: Path, folder: Path, root: Path, path: str = "/") -> tuple[subprocess.Popen, str]:
    """A running nginx with our configuration for the site in ``root``, and its address."""
    module = nginx.parent.parent / "lib" / "nginx" / "modules" / BROTLI
    port = free_port()
    rules = read_rules((root / path.strip("/") / "_headers").read_text("utf-8"))
    server = configuration(rules, str(root), listen=f"127.0.0.1:{port}", path=path, brotli=module.is_file())
    modules = f"load_module {module};" if module.is_file() else ""
    conf = folder / "nginx.conf"
    conf.write_text(FRAME.format(modules=modules, folder=folder, server=server), "utf-8")
    command = [nginx, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(conf)]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, timeout=PATIENCE)
    assert tested.returncode == 0 and "warn" not in tested.stderr, tested.stderr
    # As root it would leave its rights, and then it could not read a folder that is root's alone.
    owner = ["-g", "user root;"] if os.getuid() == 0 else []
    running = subprocess.Popen([*command, *owner], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return running, f"http://127.0.0.1:{port}{path}"
        except OSError:
            assert running.poll() is None and time.monotonic() < end, (folder / "error.log").read_text()
            time.sleep(0.05)


@pytest.fixture(scope="module")
def nginx_server(nginx, site, tmp_path_factory):
    """The address of the site on nginx."""
    running, home = start(nginx, tmp_path_factory.mktemp("nginx"), site)
    yield home
    running.terminate()
    running.wait(timeout=PATIENCE)


def fetch(address: str, coding: str = ""):
    request = urllib.request.Request(address, headers={"Accept-Encoding": coding})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


PATHS = ["", "zh-cn/faq/outgoing/", "faq/outgoing", "_static/site.css", "zh-cn/_static/doctools.js", "no/such/page/",
         "_static/", "manifest.webmanifest", "service-worker.js", "_static/icon-32.png", "searchindex.js"]  # fmt: skip


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_nginx_answers_as_the_local_server_does(server, nginx_server, site, coding):
    hashed = [path.relative_to(site).as_posix() for path in sorted((site / "_checkers").rglob("*")) if path.is_file()]
    for path in PATHS + [name for name in hashed if not name.endswith((".br", ".gz"))]:
        # nginx packs its page for a lost address as well.
        ours, theirs = (fetch(home + path, "" if "no/such" in path else coding) for home in (server, nginx_server))
        if path == "_static/":  # a folder without a page: nginx says that it is there
            assert (ours[0], theirs[0]) == (404, 403)
            continue
        assert ours[0] == theirs[0], path
        assert theirs[1]["Cache-Control"] == ours[1]["Cache-Control"], path
        headers = [{name.lower(): value for name, value in one[1].items()} for one in (ours, theirs)]
        if coding == "br" and headers[1].get("content-encoding") == "gzip":
            pytest.skip("this nginx has no Brotli")
        mine, other = ({name: value for name, value in one.items() if name not in OWN} for one in headers)
        if "content-encoding" not in mine:
            assert other.pop("vary", "Accept-Encoding") == mine.pop("vary", "Accept-Encoding")
        assert mine == other, path
        assert ours[2] == theirs[2], path


def test_nginx_in_a_folder_of_a_host(nginx, site, tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    (root / "help").symlink_to(site)
    running, home = start(nginx, tmp_path, root, "/help/")
    try:
        assert home.endswith("/help/")
        for path, status, cache in (
            ("zh-cn/", 200, "no-cache"),
            ("no/such/page/", 404, "no-cache"),
            ("_static/site.css", 200, "public, max-age=3600"),
        ):
            found, headers, content = fetch(home + path)
            assert (found, headers["Cache-Control"]) == (status, cache)
            assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
            assert ("这个页面无法送达" in content.decode()) == (status == 404)
    finally:
        running.terminate()
        running.wait(timeout=PATIENCE)


def test_the_command_prints_the_configuration(site):
    """With the options that HOSTING.md names."""
    options = ["--root", "/srv/red-envelope", "--name", "mail.example.org", "--listen", "443 ssl", "--path", "/help/"]
    command = [sys.executable, "-m", "checkers.sphinxext.nginx", str(site), *options, "--brotli"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    rules = read_rules((site / "_headers").read_text("utf-8"))
    expected = configuration(rules, "/srv/red-envelope", "mail.example.org", "443 ssl", "/help/", brotli=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, expected, "")
    for line in ("listen 443 ssl;", "location /help/_checkers/ {", "error_page 404 /help/404.html;"):
        assert line in expected
    hosting = (ROOT / "HOSTING.md").read_text("utf-8")
    for option in [one for one in options if one.startswith("--")]:
        assert option in hosting


def test_a_header_that_nginx_would_misread_is_refused():
    with pytest.raises(ValueError, match="something else"):
        configuration([("/*", {"X": "$host"})], "/srv/site")
    with pytest.raises(ValueError, match="no location"):
        configuration([("/*.html", {"X": "1"})], "/srv/site")


# --- a crowd ------------------------------------------------------------------------------------------------------


def measured(site: Path, home: str, requests: int, connections: int) -> load.Load:
    """The load in a thread of its own: Playwright keeps a loop running in the tests' own thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(load.run(site, home, requests, connections))).result()


def crowd(site: Path, home: str) -> load.Load:
    return measured(site, home, requests=3000, connections=100)


def test_the_local_server_stands_a_crowd(site, server):
    found = crowd(site, server)
    assert found.errors == [] and found.answers == 3000
    assert found.codings["br"] > found.codings[""]


def test_nginx_stands_a_crowd(site, nginx_server):
    found = crowd(site, nginx_server)
    assert found.errors == [] and found.answers == 3000
    assert found.codings["br"] + found.codings["gzip"] > found.codings[""]


def test_load_would_see_a_wrong_answer(site, server, tmp_path):
    (tmp_path / "index.html").write_text("another page")
    (tmp_path / "gone.js").write_text("not served")
    found = measured(tmp_path, server, requests=4, connections=2)
    assert len(found.errors) == 4
    with pytest.raises(ValueError, match="not this machine"):
        measured(tmp_path, "http://192.0.2.1/", requests=1, connections=1)
