"""The snapshot that the browser starts Python from: right in itself, and without it everything works as before.

test_parity.py compares the reports; here it is the file, its making, and what the page does when it is no good.
"""

import gzip
import json
import struct
import subprocess

import pytest
from checker_page import BOUNCE, METERED, answered, check, until
from sphinx.errors import ExtensionError
from test_bundle import PYODIDE, ROOT, app

import checkers
from checkers.sphinxext import bundle, cache

FORMAT = (ROOT / "checkers" / "sphinxext" / "static" / "snapshot.mjs").as_uri()
MEMORY = 31_457_280  # what the module is compiled with; it cannot start with more
WORDS = struct.Struct("<4I")


@pytest.fixture(scope="module")
def made() -> bundle.Assets:
    return bundle.collect(app())


@pytest.fixture(scope="module")
def file(made) -> bytes:
    path, _ = made.roles["snapshot"]
    return made.content[path]


def in_node(code: str, *arguments: object) -> object:
    """The value of ``result`` after ``code`` in Node, with snapshot.mjs as ``format`` and ``files`` as arguments."""
    script = f"import * as format from {json.dumps(FORMAT)};\nimport {{ readFileSync }} from 'node:fs';\n{code}\n"
    script += "console.log(JSON.stringify(result)); process.exit(0);"
    command = [bundle.node(), "--input-type=module", "-e", script, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


# --- the file ---------------------------------------------------------------------------------------------------------


def test_is_of_this_pyodide_and_this_memory(file):
    _, size, length, count = WORDS.unpack_from(file)
    assert size == MEMORY
    head = file[WORDS.size : WORDS.size + length]
    build = "".join(f"{word:08x}" for word in struct.unpack_from("<8I", head, 16))
    assert f'BUILD_ID:"{build}"' in (PYODIDE / "pyodide.mjs").read_text("utf-8")
    runs = struct.unpack_from(f"<{count}I", file, WORDS.size + length)
    assert sum(run & 0x3FFFFFFF for run in runs) * 64 == MEMORY
    data = sum(run & 0x3FFFFFFF for run in runs if run >> 30 == 2) * 64
    assert len(file) == WORDS.size + length + 4 * count + data


def test_is_worth_its_bytes(made):
    """With the snapshot a reader loads no library and no checkers; it may weigh a little more than these, not twice."""
    sizes = {role: made.roles[role][1] for role in ("snapshot", "lean", *bundle.FALLBACK)}
    assert sizes["snapshot"] + sizes["lean"] < 2 * sum(sizes[role] for role in bundle.FALLBACK)


def test_the_size_that_a_reader_is_told_counts_what_is_loaded(made):
    told = made.megabytes
    sizes = {role: size for role, (_, size) in made.files("en").items()}
    assert told == (sum(sizes.values()) - sum(sizes[role] for role in bundle.FALLBACK)) / 1e6


ROUND_TRIP = """
const blocks = (...bytes) => Uint8Array.from(bytes.flatMap((byte) => Array(format.BLOCK).fill(byte)));
const fresh = blocks(1, 1, 0, 0, 5, 0, 7);    // what the module itself holds
const started = blocks(1, 2, 0, 4, 5, 0, 7);  // and after its start
const memory = blocks(1, 1, 3, 0, 5, 0, 0);   // what is wanted
const head = new Uint8Array(16).fill(9);
const file = format.sparse(head, memory, fresh, started);
const elsewhere = blocks(1, 8, 8, 8, 5, 8, 7); // another engine's start touched more
format.restore(file, elsewhere);
const fails = (make) => { try { make(); return false; } catch { return true; } };
const result = {
  same: memory.every((byte, index) => byte === elsewhere[index]),
  head: format.headOf(file).every((byte) => byte === 9) && format.headOf(file).length,
  blocks: (file.length - 16 - 16) / format.BLOCK | 0,
  size: fails(() => format.restore(file, blocks(1))),
  short: fails(() => format.restore(file.slice(0, -1), elsewhere)),
  magic: fails(() => format.headOf(new Uint8Array(64))),
};
"""


def test_restoring_gives_the_memory_whatever_the_start_left_in_it():
    assert in_node(ROUND_TRIP) == {"same": True, "head": 16, "blocks": 2, "size": True, "short": True, "magic": True}


STARTED = f"""
const {{ loadPyodide }} = await import({json.dumps((PYODIDE / "pyodide.mjs").as_uri())});
const {{ default: create }} = await import(process.argv[2]);
const {{ info }} = JSON.parse(readFileSync({json.dumps(str(PYODIDE / "pyodide-lock.json"))}));
const indexURL = {json.dumps(str(PYODIDE))};
const python = await loadPyodide({{
  indexURL, packageBaseUrl: indexURL, lockFileContents: {{ info, packages: {{}} }},
  stdLibURL: process.argv[1], ...format.startFrom(new Uint8Array(readFileSync(process.argv[1])), create),
}});
// No source is read in the browser: what Pyodide needs for that is not in the snapshot.
const names = python.toPy({{}});
python.pyimport("builtins").exec(`
import codecs, json, sys
from checkers import smtp
from checkers.smtp import rules
result = json.dumps({{
    "modules": sorted(sys.modules), "path": sys.path, "loaded": rules.load.cache_info().currsize,
    "text": "".join(b"\\\\xc4\\\\xe3\\\\xba\\\\xc3".decode(name) for name in ("gb18030", "gbk")),
    "tables": [
        b"\\\\xcf\\\\xf0\\\\xe8\\\\xe2\\\\xe5\\\\xf2".decode("Windows-1251"),
        "Ж".encode("KOI8-R").hex(),
        codecs.lookup("latin2").name,
        b"\\\\xff\\\\x81".decode("cp1252", "replace"),
        "日本".encode("iso8859-5", "replace").decode(),
    ],
}})`, names);
const result = JSON.parse(names.get("result"));
"""


@pytest.fixture(scope="module")
def started(file, made, tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp("snapshot")
    (folder / "python").write_bytes(file)
    (folder / "lean.mjs").write_bytes(made.content[made.roles["lean"][0]])
    return in_node(STARTED, folder / "python", folder / "lean.mjs")


def test_knowledge_and_character_sets_are_in_it(started, made):
    assert started["loaded"] == 1
    assert started["text"] == "你好" * 2
    assert started["tables"] == ["Привет", "f6", "iso8859-2", "ÿ\ufffd", "??"]
    assert {"encodings.gb18030", "encodings.iso2022_jp", "encodings.idna", "encodings.utf_7"} <= set(started["modules"])


def test_nothing_is_imported_from_a_file_that_is_not_there(started):
    assert not [path for path in started["path"] if path.endswith(".zip") or path.startswith("/in")]


def test_no_chance_is_written_down(started):
    """A generator in the memory would draw the same numbers for everybody; the worker seeds it if there is one."""
    assert "random" not in started["modules"]
    assert 'get("random")?.seed()' in (ROOT / "checkers/sphinxext/static/worker.mjs").read_text("utf-8")


# --- when it cannot be made -------------------------------------------------------------------------------------------


def test_without_a_snapshot_nothing_is_built(monkeypatch):
    """A site that starts from the files works, too, and so nobody would see what it lost."""

    def fail(*_):
        raise ExtensionError("because of this")

    monkeypatch.setattr(bundle, "snapshot", fail)
    monkeypatch.setattr(bundle, "_snapshot_recipe", lambda *_: [b"never made"])
    monkeypatch.setattr(cache.Cache, "forget", lambda _: None)  # other tests need the real one
    with pytest.raises(ExtensionError, match="because of this"):
        bundle.collect(app())


def test_what_cannot_be_checked_makes_no_snapshot(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    sources = bundle.source_archive({"checkers/__init__.py": b"CHECKERS = {}", "checkers/knowledge.py": b""})
    bundle.precompile(PYODIDE, sources, folder)
    (folder / "lean.mjs").write_bytes((PYODIDE / "pyodide.asm.mjs").read_bytes())
    python = {name: (folder / name).read_bytes() for name in ("lean.mjs", *bundle.PYTHON)}
    with pytest.raises(ExtensionError, match=r"snapshot\.mjs"):
        bundle.snapshot(PYODIDE, python, folder)


# --- in the browser ---------------------------------------------------------------------------------------------------


@pytest.fixture
def open_alone(open_page):
    """open_page on a metered connection. Nothing is loaded before a check, and there is no service worker: what it
    loads is not counted here, and page.route does not stop it."""

    def open_one(path: str = ""):
        return open_page(path, before=METERED)

    return open_one


def tier(page) -> str | None:
    """How Python was started: "2" from the snapshot, "1" from its files."""
    return page.get_attribute("html", "data-checker-tier")


def cancel(page) -> None:
    """Begin a check and end it, with the worker that is at it; the form then starts another."""
    before = page.workers
    page.evaluate(
        """text => new Promise((resolve) => {
            document.querySelector("[data-checker-input]").value = text;
            document.querySelector("[data-checker-run]").click();
            // A moment later: the button cannot yet end what the form is still reading.
            setTimeout(() => resolve(document.querySelector("[data-checker-cancel]").click()), 30);
        })""",
        BOUNCE * 5000,
    )
    until(page, lambda: not set(before) & set(page.workers), "the worker is ended")


@pytest.mark.parametrize("path", ["", "zh-cn/"])
def test_the_page_starts_from_it_and_loads_nothing_else(open_alone, path):
    page = open_alone(path)
    asked = []
    page.context.on("request", lambda request: asked.append(request.url.rpartition("/")[2].partition("-")[0]))
    check(page, BOUNCE)
    assert tier(page) == "2"
    assert "python" in asked
    assert not {"stdlib", "checkers", "pyodide.asm.mjs"} & set(asked)


def garbled(route) -> None:
    """A whole and sound archive of something else."""
    route.fulfill(body=gzip.compress(b"something else" * 1000))


def cut(route) -> None:
    response = route.fetch()
    route.fulfill(response=response, body=response.body()[:500_000])


def of_another_build(route) -> None:
    """The file, its head changed; it comes as it is, and says so, lest the packed copy is asked for."""
    response = route.fetch()
    content = bytearray(response.body())
    content[WORDS.size + 16] ^= 1
    route.fulfill(headers={**response.headers, "content-encoding": "identity"}, body=bytes(content))


@pytest.mark.parametrize(
    "trouble",
    [lambda route: route.fulfill(status=404), lambda route: route.abort(), garbled, cut, of_another_build],
    ids=["missing", "aborted", "garbled", "cut", "of another build"],
)
def test_without_it_the_reader_gets_the_same_answer(open_alone, trouble):
    page = open_alone("checkers/smtp/")
    page.route("**/_checkers/python-*.bin", trouble)
    shown = check(page, BOUNCE)
    assert checkers.smtp.check(BOUNCE).to_dict()["failures"][0]["title"] in shown
    assert tier(page) == "1"
    assert [line for line in page.watch.console if "no use of the snapshot" in line]
    page.watch.console.clear()
    # Nor is it tried again in this page.
    page.unroute("**/_checkers/python-*.bin")
    cancel(page)
    check(page, BOUNCE)
    assert tier(page) == "1"


def test_what_is_missing_in_it_is_found_in_the_files(open_alone):
    """A checker never fails; if it does, something is not in the snapshot, and the same text is checked once more."""

    def failing(route):
        response = route.fetch()
        # The first report cannot be read.
        broken = """{
          const { parse } = JSON;
          JSON.parse = (text) => {
            if (text.includes("failures")) { JSON.parse = parse; throw new Error("no such module"); }
            return parse(text);
          };
        }"""
        route.fulfill(response=response, body=response.text() + broken)

    page = open_alone("about/")
    page.route("**/worker.mjs", failing)
    page.goto(page.url.replace("about/", "checkers/smtp/"))
    page.set_input_files("[data-checker-chooser]", [{"name": "a.eml", "mimeType": "", "buffer": BOUNCE.encode()}])
    assert "wang.fang@client.example" in answered(page)
    assert tier(page) == "1"
    assert [line for line in page.watch.console if "no such module" in line]
    page.watch.console.clear()
    page.fill("[data-checker-input]", "452 4.2.2 <li@example.com>: Mailbox full")
    page.press("[data-checker-input]", "Control+Enter")
    assert "li@example.com" in answered(page)


def test_after_a_cancel_nothing_large_is_loaded_again(open_alone):
    page = open_alone("zh-cn/checkers/smtp/")
    check(page, BOUNCE)
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    cancel(page)
    check(page, BOUNCE)
    assert tier(page) == "2"
    assert [url for url in asked if url.endswith("worker.mjs")]
    assert [url for url in asked if url.endswith(".bin")] == []
