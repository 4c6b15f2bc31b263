"""Run inside Pyodide while the site is built: compile what the browser will import, so that it need not.

Over 60 % of a stock start is Python compiling its own library. Here the same Python, hence the same bytecode
version, writes two archives: the part of the standard library that the checkers can reach, and the checkers. Both
hold bytecode only (PEP 552, unchecked), stored, not deflated, because they are compressed whole afterwards.

``/in/checkers.zip`` holds the sources and data; ``/out/stdlib.zip`` and ``/out/checkers.zip`` are written, the same as
``…-bare.zip`` for the snapshot, where every byte of a table of lines counts, and ``/out/imports.json`` with the names
of the library modules that the checkers import, wherever in their code.
"""

import ast
import importlib
import json
import marshal
import sys
import zipfile
from importlib.util import MAGIC_NUMBER, source_hash
from types import CodeType

LIBRARY = f"/lib/python{sys.version_info.major}{sys.version_info.minor}.zip"
CHECKERS = "/in/checkers.zip"

# What library modules import inside functions only, for debugging, documentation, processes, networking and
# formats that no checker meets. Their whole families stay out of the browser.
LEFT_OUT = {
    "_pyrepl", "argparse", "bdb", "cmd", "code", "csv", "ctypes", "difflib", "doctest", "ftplib", "getopt", "http",
    "mimetypes", "multiprocessing", "netrc", "optparse", "pdb", "pickle", "platform", "plistlib", "pprint",
    "py_compile", "pydoc", "rlcompleter", "runpy", "shlex", "socketserver", "sysconfig", "tarfile", "tracemalloc",
    "tty", "unittest", "webbrowser", "xml", "xmlrpc",
}  # fmt: skip


def modules(archive: zipfile.ZipFile) -> dict[str, str]:
    """{module name: file name} of the sources in an archive."""
    names = {name.removesuffix(".py").replace("/", "."): name for name in archive.namelist() if name.endswith(".py")}
    return {name.removesuffix(".__init__"): file for name, file in names.items()}


def imported(name: str, file: str, source: bytes) -> set[str]:
    """Every module that a source names in an import statement, at any depth, parents included."""
    package = name if file.endswith("__init__.py") else name.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join(above + ([node.module] if node.module else []))
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return {".".join(name.split(".")[:count]) for name in found for count in range(1, name.count(".") + 2)}


def reachable(library: dict[str, str], archive: zipfile.ZipFile, start: set[str]) -> set[str]:
    """``start`` and all that it imports, also late, without the families that are left out."""
    seen: set[str] = set()
    todo = set(start)
    while todo:
        name = todo.pop()
        seen.add(name)
        for other in imported(name, library[name], archive.read(library[name])):
            if other in library and other not in seen and other.split(".")[0] not in LEFT_OUT:
                todo.add(other)
    return seen


def without_lines(code: CodeType) -> CodeType:
    """The same code with a table that knows of no instruction which line it is from: a traceback names none.

    An entry without a place stands for up to eight code units (CPython's ``Objects/location_information.md``)."""
    eights, rest = divmod(len(code.co_code) // 2, 8)
    nowhere = b"\xff" * eights + (bytes([0xF8 | rest - 1]) if rest else b"")
    constants = tuple(without_lines(one) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_consts=constants, co_linetable=nowhere)


def bytecode(source: bytes, path: str, bare: bool = False) -> bytes:
    """An unchecked hash-based pyc without docstrings and assertions, and if ``bare`` without numbers of lines."""
    code = compile(source, path, "exec", dont_inherit=True, optimize=2)
    if bare:
        code = without_lines(code)
    return MAGIC_NUMBER + (1).to_bytes(4, "little") + source_hash(source) + marshal.dumps(code)


def write(path: str, files: dict[str, bytes]) -> None:
    """An archive with fixed order and times: the same input gives the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name])


def main() -> None:
    sys.path.insert(0, CHECKERS)
    with zipfile.ZipFile(LIBRARY) as archive, zipfile.ZipFile(CHECKERS) as own:
        library, ours = modules(archive), modules(own)
        for name in sorted(ours):
            importlib.import_module(name)
        start = {name for name in sys.modules if name in library}
        start |= {name for name in library if name.split(".")[0] == "encodings"}  # named in mail, imported late
        start |= {"idna", "punycode", "stringprep"} & set(library)
        wanted: set[str] = set()
        for name, file in ours.items():
            named = imported(name, file, own.read(file))
            if missing := {other for other in named if other in library and other.split(".")[0] in LEFT_OUT}:
                raise ImportError(f"{name} imports {', '.join(sorted(missing))}, which precompile.py leaves out")
            wanted |= named & set(library)
        kept = reachable(library, archive, start | wanted)
        data = {name: own.read(name) for name in own.namelist() if not name.endswith(".py")}
        for suffix, bare in (("", False), ("-bare", True)):
            files = {library[name]: archive.read(library[name]) for name in kept}
            compiled = {f"{file}c": bytecode(source, f"{LIBRARY}/{file}", bare) for file, source in files.items()}
            write(f"/out/stdlib{suffix}.zip", compiled)
            compiled = {f"{file}c": bytecode(own.read(file), file, bare) for file in ours.values()}
            write(f"/out/checkers{suffix}.zip", data | compiled)
    with open("/out/imports.json", "w") as file:
        json.dump(sorted(wanted), file)
    print(f"{len(kept)} of {len(library)} library modules, {len(ours)} of ours")


main()
