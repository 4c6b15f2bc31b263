"""Run inside Pyodide while the site is built: bring Python to the state in which the browser is to find it.

The memory is written down afterwards (``snapshot.mjs``), and free memory is made zero, for zeros cost nothing on the
wire. The file system is not in it, so whatever may be imported or read later must have been by then.

``/in/imports.json`` names the library modules that the checkers import anywhere; ``/in/mails`` holds messages.
"""

import codecs
import encodings
import gc
import gettext
import importlib
import io
import json
import linecache
import os
import re
import struct
import sys
import zipimport

LIBRARY = f"/lib/python{sys.version_info.major}{sys.version_info.minor}.zip"
CHECKERS = "/in/checkers.zip"
STUBS = "/in/stubs"
UNPACKED = "/in/checkers"  # reading a table out of an archive would bring more modules into the memory
# Codecs of Windows, which cannot be imported elsewhere.
NOT_HERE = {"encodings.mbcs", "encodings.oem", "encodings._win_cp_codecs"}
# What Python and Pyodide import for their start, for classes to be made, and to find files. None of it happens again.
STARTING = {
    "ast", "asyncio", "bz2", "codeop", "compression", "dis", "importlib.readers", "importlib.resources",
    "inspect", "opcode", "shutil", "site", "tempfile", "tokenize", "zipfile",
}  # fmt: skip


def files(archive: str) -> list[str]:
    """The files in an archive that Python imports from."""
    return sorted(name for name in zipimport.zipimporter(archive)._get_files() if not name.endswith("/"))


def unpack() -> None:
    """Let Python import the checkers from a folder."""
    archive = zipimport.zipimporter(CHECKERS)
    for name in files(CHECKERS):
        path = f"{UNPACKED}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(archive.get_data(f"{CHECKERS}/{name}"))
    sys.path.insert(0, UNPACKED)


def module_name(file: str) -> str:
    return file.removesuffix(".pyc").replace("/", ".").removesuffix(".__init__")


def import_all() -> None:
    """Every module of ours, every library module that ours name, every character set."""
    wanted = json.loads(open("/in/imports.json").read())
    wanted += [module_name(name) for name in files(CHECKERS) if name.endswith(".pyc")]
    wanted += [module_name(name) for name in files(LIBRARY) if name.startswith("encodings/")]
    for name in wanted:
        if name not in NOT_HERE:
            importlib.import_module(name)
    for name in ("idna", "punycode"):
        "例.example".encode(name)


class Charmap:
    """A character set of 256 characters, by its table: what a module of ``encodings`` has five classes for."""

    def __init__(self, table: str) -> None:
        self.table = table

    def decode(self, data: bytes, errors: str = "strict") -> tuple[str, int]:
        return codecs.charmap_decode(data, errors, self.table)

    def encode(self, text: str, errors: str = "strict") -> tuple[bytes, int]:
        return codecs.charmap_encode(text, errors, codecs.charmap_build(self.table))


def slim_encodings() -> None:
    """Put plain tables in the place of the modules that consist of one; bytes and text are turned into one another
    by them as before."""
    aliases = encodings.aliases.aliases
    known = {}
    for module in [module for name, module in sys.modules.items() if name.startswith("encodings.")]:
        if isinstance(getattr(module, "decoding_table", None), str):
            charmap, name = Charmap(module.decoding_table), module.__name__.partition(".")[2]
            known[name] = codecs.CodecInfo(charmap.encode, charmap.decode, name=module.getregentry().name)

    def find(name: str) -> codecs.CodecInfo | None:
        name = encodings.normalize_encoding(name)
        return known.get(aliases.get(name) or aliases.get(name.replace(".", "_")) or name) or known.get(name)

    names = {*known, *aliases} | {name.replace("_", "-").upper() for name in aliases}
    before = [sample(name) for name in names]
    codecs.unregister(encodings.search_function)  # which forgets what it has found
    encodings._cache.clear()
    codecs.register(find)
    codecs.register(encodings.search_function)
    drop({f"encodings.{name}" for name in known})
    for name, said in zip(names, before, strict=True):
        assert sample(name) == said, name


def sample(name: str) -> tuple:
    """What a character set makes of every byte, and of that text; empty where Python knows no such set."""
    every = bytes(range(256))
    try:
        text = every.decode(name, "replace")
        return text, text.encode(name, "ignore"), codecs.lookup(name).name
    except (LookupError, UnicodeError):
        return ()


def drop(names: set[str]) -> None:
    """Forget modules and all that is in them."""
    wanted = [name for name in sys.modules if name in names or name.rpartition(".")[0] in names]
    gone = {name: sys.modules.pop(name) for name in wanted}
    ids = {id(module) for module in gone.values()}
    for module in list(sys.modules.values()):
        own = vars(module) if hasattr(module, "__dict__") else {}
        for name in [name for name, value in own.items() if id(value) in ids]:
            del own[name]
    for module in gone.values():
        vars(module).clear()
    gc.collect()


def forget_start() -> None:
    """Drop what only the start needed, before more comes into the memory, so that its place is used again."""
    from checkers import knowledge

    names = files(CHECKERS)
    for folder in {name.rpartition("/")[0] for name in names if name.endswith(".json")}:
        if f"{folder}/__init__.pyc" not in names:  # which tables are in it is found with such a module
            package, _, last = folder.rpartition("/")
            knowledge.names(package.replace("/", "."), last)
    sys.modules["_pyodide._base"].eval_code = eval_code
    drop(STARTING)


def eval_code(source: str, names: dict | None = None, *_, **__) -> object:
    """What Pyodide's own needs of it when it starts: statements in one line, and the value of the last."""
    *first, last = source.split(";")
    exec(";".join(first), names)
    return eval(last.strip(), names)


def read_tables() -> None:
    """Let every module make of its tables what it needs, and keep that only."""
    from checkers import knowledge

    for module in [module for name, module in sys.modules.items() if name.partition(".")[0] == "checkers"]:
        for value in list(vars(module).values()):
            if hasattr(value, "cache_info") and not value.__wrapped__.__code__.co_argcount:
                value()
    knowledge.table.cache_clear()
    knowledge.text = None  # who reads later would find no file in the browser


def catalogue() -> bytes:
    """An empty compiled catalogue: reading it loads what reading any needs."""
    head = b"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"
    return struct.pack("<7I4I", 0x950412DE, 0, 1, 28, 36, 0, 0, 0, 44, len(head), 45) + b"\0" + head + b"\0"


def warm_up() -> None:
    """Check some messages, so that expressions are compiled and Python has adapted to the work."""
    import checkers

    gettext.GNUTranslations(io.BytesIO(catalogue())).gettext("")
    sources = [open(f"/in/mails/{name}", "rb").read() for name in sorted(os.listdir("/in/mails"))]
    for source in sources * 2:
        for check in checkers.CHECKERS.values():
            for read in (source, source.decode("utf-8", "replace")):
                report = check(read)
                report.to_json("en")
                report.to_text("en")


def forget() -> None:
    """Drop what was kept only to get here. Nothing can be imported or read from a file afterwards."""
    linecache.clearcache()
    re.purge()
    for module in list(sys.modules.values()):
        loader = getattr(module, "__loader__", None)
        if isinstance(loader, zipimport.zipimporter):
            loader._files = {}
    zipimport._zip_directory_cache.clear()
    sys.path_importer_cache.clear()
    sys.path[:] = [path for path in sys.path if path not in (LIBRARY, UNPACKED, STUBS)]
    for name in ("linecache", "typing"):
        for clean in getattr(sys.modules.get(name), "_cleanups", ()):
            clean()


unpack()
import_all()
slim_encodings()
forget_start()
read_tables()
warm_up()
forget()
gc.collect()
print(f"snapshot with {len(sys.modules)} modules")
