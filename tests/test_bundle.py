"""What the browser loads: nothing missing, nothing too much, the same bytes from the same sources."""

import gettext
import gzip
import io
import json
import re
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

from checkers.sphinxext import bundle, cache

ROOT = Path(__file__).resolve().parents[1]
PYODIDE = ROOT / "node_modules" / "pyodide"
CACHE = ROOT / "build" / "checkers-cache"


def app(**config) -> SimpleNamespace:
    values = {
        "checkers_pyodide": str(PYODIDE), "checkers_cache": str(CACHE), "language": "en", "site_languages": {},
        "locale_dirs": [str(ROOT / "locale")], "site_url": "",
    }  # fmt: skip
    return SimpleNamespace(confdir=str(ROOT), srcdir=str(ROOT / "source"), config=SimpleNamespace(**values | config))


@pytest.fixture(scope="module")
def made() -> bundle.Assets:
    return bundle.collect(app())


def archive(made: bundle.Assets, role: str) -> zipfile.ZipFile:
    path, _ = made.roles[role]
    return zipfile.ZipFile(io.BytesIO(gzip.decompress(made.content[path])))


def test_checkers_without_what_only_a_build_needs(made):
    names = archive(made, "checkers").namelist()
    assert {"checkers/__init__.pyc", "checkers/smtp/__init__.pyc", "checkers/headers/__init__.pyc"} <= set(names)
    assert not [
        name for name in names if "sphinxext" in name or "__pycache__" in name or name.endswith((".py", ".toml"))
    ]
    assert names == sorted(names)


def test_every_table_is_there_as_json(made):
    packed = archive(made, "checkers")
    tables = [path for path in (ROOT / "checkers").rglob("*.toml") if "sphinxext" not in path.parts]
    assert tables
    for path in tables:
        name = path.relative_to(ROOT).with_suffix(".json").as_posix()
        expected = tomllib.loads(path.read_text("utf-8"))
        for row in expected.get("row", ()):  # samples are for the tests and the reference
            row.pop("sample", None)
        assert json.loads(packed.read(name)) == expected, name


def test_library_has_what_mail_needs_and_not_what_it_does_not(made):
    names = set(archive(made, "stdlib").namelist())
    assert {
        "encodings/gb18030.pyc",
        "encodings/big5.pyc",
        "encodings/iso2022_jp.pyc",
        "encodings/idna.pyc",
        "gettext.pyc",
    } <= names
    assert not [
        name for name in names if name.startswith(("pdb", "unittest", "multiprocessing", "tkinter", "pydoc", "idlelib"))
    ]


def test_bytecode_is_unchecked(made):
    """PEP 552: flags 0b01, the source is never looked for; a time stamp would differ from build to build."""
    for role in ("stdlib", "checkers"):
        packed = archive(made, role)
        flags = {packed.read(name)[4:8] for name in packed.namelist() if name.endswith(".pyc")}
        assert flags == {b"\x01\x00\x00\x00"}
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.compress_type for info in packed.infolist()} == {zipfile.ZIP_STORED}


def test_compiling_again_gives_the_same_bytes(made, tmp_path):
    bundle.precompile(PYODIDE, bundle.source_archive(bundle.package_files(ROOT / "checkers")), tmp_path)
    for role in ("stdlib", "checkers"):
        assert (tmp_path / f"{role}.zip").read_bytes() == gzip.decompress(made.content[made.roles[role][0]]), role


def test_names_change_with_the_content_only(tmp_path):
    files = {"a/b.py": b"1", "a/a.json": b"{}"}
    assert bundle.source_archive(files) == bundle.source_archive(dict(reversed(files.items())))
    assert cache.digest(b"ab", b"c") != cache.digest(b"a", b"bc")
    kept = cache.Cache(tmp_path)
    assert kept.packed(b"x" * 1000) == cache.Cache(tmp_path / "other").packed(b"x" * 1000)


def test_cache_keeps_what_this_build_used(tmp_path):
    earlier = cache.Cache(tmp_path)
    earlier.packed(b"old")
    now = cache.Cache(tmp_path)
    now.packed(b"new")
    now.files("python", ["a.zip"], lambda folder: (folder / "a.zip").write_bytes(b"made"))
    now.forget()
    assert {path.name for path in tmp_path.iterdir()} == {f"{cache.digest(b'new')}.gz", "python-a.zip", "lock"}


def test_names_carry_a_hash(made):
    for path in made.content:
        assert any(
            len(part) >= 12 and set(part) <= set("0123456789abcdef")
            for part in path.replace("/", "-").replace(".", "-").split("-")
        ), path


def test_every_module_of_the_page_is_in_its_folder(made):
    [style, script] = [Path(address) for address in made.page()]
    assert style.parent == script.parent
    here = {Path(path).name for path in made.content if Path(path).parent.name == script.parent.name}
    folder = ROOT / "checkers" / "sphinxext" / "static"
    assert here == {
        "checker.js", "checker-chunk.js", "checker-result.js", "support.js", "worker.mjs", "old-browser.js",
        "checker.css", "support.css",
    }  # fmt: skip
    whole = made.content[f"{script.parent.relative_to(bundle.FOLDER)}/{style.name}"]
    assert whole == b"\n".join((folder / part).read_bytes() for part in bundle.STYLES)


def test_a_page_names_all_that_its_script_imports(made):
    """What is imported late, with import(), is not among it."""
    assert [Path(address).name for address in made.modules()] == ["checker-chunk.js"]
    [named] = [text for path, text in made.content.items() if path.endswith("/checker.js")]
    assert re.findall(rb"""\bfrom ?["']\./([\w.-]+)""", named) == [b"checker-chunk.js"]
    assert re.findall(rb"""\bimport\(["']\./([\w.-]+)""", named) == [b"checker-result.js"] * 2


def test_every_script_is_in_one_that_is_loaded(tmp_path):
    """A module that nothing imports would be missing in the page, so nothing is built."""
    folder = tmp_path / "static"
    shutil.copytree(bundle.STATIC, folder)
    (folder / "lost.js").write_text("export const lost = 1;\n")
    script = Path(bundle.__file__).parent / "scripts.mjs"
    done = subprocess.run([bundle.node(), script, folder, tmp_path / "out.json"], capture_output=True, text=True)
    assert done.returncode and "no script imports lost.js" in done.stderr


@pytest.mark.parametrize(("path", "root"), [("", ""), ("zh-cn/", "../"), ("a/b/", "../../")])
def test_addresses_start_at_the_root_of_the_language(made, path, root):
    other = bundle.Assets(root, made.content, made.roles)
    assert all(address.startswith(f"{root}_checkers/") for address, _ in other.files("en").values())


def test_only_the_language_of_the_page_is_loaded(made):
    assert "words" not in made.files("en")
    if (ROOT / "locale" / "zh_CN" / "LC_MESSAGES" / "checkers.po").is_file():
        assert made.files("zh_CN")["words"][0].startswith("_checkers/words-zh_CN-")


def test_catalogue_leaves_fuzzy_and_empty_entries_out():
    po = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Check"\nmsgstr "检查"\n\n'
        '#, fuzzy\nmsgid "Clear"\nmsgstr "错"\n\nmsgid "Cancel"\nmsgstr ""\n'
    )
    words = gettext.GNUTranslations(io.BytesIO(bundle.compiled_catalogue(po.encode(), "zh_CN")))
    assert [words.gettext(word) for word in ("Check", "Clear", "Cancel")] == ["检查", "Clear", "Cancel"]


def test_publishing_removes_what_is_of_an_earlier_build(tmp_path):
    made = bundle.Assets("")
    made.add("script", "page-2/checker.js", b"new")
    old = tmp_path / "page-1" / "checker.js"
    old.parent.mkdir()
    old.write_bytes(b"old")
    (tmp_path / "page-2").mkdir()
    (tmp_path / "page-2" / f"x{cache.PART}").write_bytes(b"the other language is writing")
    bundle.publish(made, tmp_path, prune=False)
    assert old.is_file()
    bundle.publish(made, tmp_path, prune=True)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        "page-2",
        "page-2/checker.js",
        f"page-2/x{cache.PART}",
    ]


def test_pyodide_is_pinned_to_one_version():
    """What is read out of it and what is left out of it was seen in this one."""
    wanted = json.loads((ROOT / "package.json").read_bytes())["dependencies"]["pyodide"]
    assert set(wanted) <= set("0123456789.")
    assert json.loads((PYODIDE / "package.json").read_bytes())["version"] == wanted


def test_the_script_for_a_snapshot_is_pyodides_own_but_for_what_nothing_calls(made):
    lean = made.content[made.roles["lean"][0]].decode()
    whole = (PYODIDE / "pyodide.asm.mjs").read_text("utf-8")
    notice, _, code = lean.partition("\n")
    assert "MPL-2.0" in notice and "https://github.com/pyodide/pyodide" in notice
    assert len(whole) - len(code) > 900_000
    for needed in ("malloc", "_pyproxy_apply", "PyErr_Print", "__wasm_call_ctors"):
        assert f'"{needed}"' in code
    for gone in ("emscripten_glBindBuffer", "_SDL_Init", "PyUnicode_FromFormat"):
        assert gone in whole and gone not in code


def test_another_pyodide_than_the_known_one_is_loud(tmp_path):
    for name in ("pyodide.mjs", "package.json", "pyodide.asm.wasm"):
        (tmp_path / name).symlink_to(PYODIDE / name)
    whole = (PYODIDE / "pyodide.asm.mjs").read_text("utf-8")
    for known in (
        "function assignWasmExports(",
        "wasmExports=instance.exports;",
        "wasmImports={",
        "if(!value&&!entry",
    ):
        (tmp_path / "pyodide.asm.mjs").write_text(
            whole.replace(known, known.replace("=", "= ").replace("(", " (")), "utf-8"
        )
        with pytest.raises(ExtensionError, match=r"pyodide\.asm\.mjs of [\d.]+ has not once"):
            bundle.shorten(tmp_path, tmp_path)


def test_missing_pyodide_says_what_to_do(tmp_path):
    with pytest.raises(ExtensionError, match="npm ci"):
        bundle.collect(app(checkers_pyodide=str(tmp_path)))


def test_missing_node_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.delenv("NODE", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ExtensionError, match="NODE"):
        bundle.precompile(PYODIDE, b"", tmp_path)


def test_failing_compilation_is_loud(tmp_path):
    with pytest.raises(ExtensionError, match="could not be compiled"):
        bundle.precompile(
            PYODIDE, bundle.source_archive({"checkers/__init__.py": b"import checkers.nothing"}), tmp_path
        )


def test_library_module_left_out_but_imported_is_loud(tmp_path):
    with pytest.raises(ExtensionError, match="imports unittest"):
        bundle.precompile(
            PYODIDE, bundle.source_archive({"checkers/__init__.py": b"def f():\n    import unittest"}), tmp_path
        )


SCRIPTS = sorted((ROOT / "checkers" / "sphinxext").rglob("*.*js"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_is_sound(script):
    """Parses as a module, and never turns the reader's text into markup."""
    done = subprocess.run(
        [bundle.node(), "--input-type=module", "--check"], input=script.read_bytes(), capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    code = "\n".join(line.split("//")[0] for line in script.read_text("utf-8").splitlines())
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert word not in code
