"""Run inside Pyodide while the site is built: bring Python to the state in which the browser is to find it.

The memory is written down afterwards (``snapshot.mjs``), and free memory is made zero, for zeros cost nothing on the
wire. The file system is not in it, so whatever may be imported or read later must have been by then.

``/in/imports.json`` names the library modules that the checkers import anywhere; ``/in/mails`` holds messages.
"""

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


def read_tables() -> None:
    """Every table of the packages, and everything that is made of tables once and kept."""
    from checkers import knowledge

    names = files(CHECKERS)
    for name in names:
        if name.endswith(".json"):
            package, _, _ = name.rpartition("/")
            while f"{package}/__init__.pyc" not in names:  # a plain folder in a package
                package, _, _ = package.rpartition("/")
            folder, _, table = name.removeprefix(f"{package}/").removesuffix(".json").rpartition("/")
            knowledge.table(package.replace("/", "."), f"{folder}/{table}.toml" if folder else f"{table}.toml")
            if folder:
                knowledge.names(package.replace("/", "."), folder)
    for module in [module for name, module in sys.modules.items() if name.partition(".")[0] == "checkers"]:
        for value in list(vars(module).values()):
            if hasattr(value, "cache_info") and not value.__wrapped__.__code__.co_argcount:
                value()


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
    for name, module in sys.modules.items():
        if name.startswith("encodings.") and hasattr(module, "decoding_table"):
            vars(module).pop("decoding_map", None)  # the same once more
    zipimport._zip_directory_cache.clear()
    sys.path_importer_cache.clear()
    sys.path[:] = [path for path in sys.path if path not in (LIBRARY, UNPACKED, STUBS)]
    for name in ("linecache", "typing"):
        for clean in getattr(sys.modules.get(name), "_cleanups", ()):
            clean()


unpack()
import_all()
read_tables()
warm_up()
forget()
gc.collect()
print(f"snapshot with {len(sys.modules)} modules")
