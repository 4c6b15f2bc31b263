"""What the browser loads, made while the site is built: Pyodide, its library, the checkers, words, the page's scripts.

All of it lies once, in ``_checkers/`` at the root of the site, outside the language trees, under names that carry
a hash of the content. Everything is made by the build from the pinned ``pyodide`` of ``node_modules``; nothing is
fetched. What takes long (bytecode, compression) is kept under ``build/`` by the hash of what it was made from.
"""

import io
import json
import os
import shutil
import subprocess
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging

from checkers.sphinxext import languages, locales
from checkers.sphinxext.cache import PART, Cache, digest, replace
from checkers.wording import DOMAIN, SOURCE_LANGUAGE

BUILDERS = ("html", "dirhtml")
FOLDER = "_checkers"
STATIC = Path(__file__).parent / "static"
MAILS = Path(__file__).parent / "examples"  # what Python has checked before the snapshot is taken
PACKAGE = Path(__file__).parent.parent
# The style of the checkers, one file in the page; a later part overrules an earlier one. Other styles stay by
# themselves: only the page with that form loads them.
STYLES = ("checker.css", "figures.css", "report.css", "evidence.css", "paper.css")
# Parts of the package that only a command line or a build uses.
NOT_IN_BROWSER = ("sphinxext", "__pycache__", "__main__.py", "catalogue.py", "pofile.py")
FALLBACK = ("glue", "stdlib", "checkers")  # what is loaded where the snapshot will not do
PYTHON = ("stdlib-bare.zip", "checkers-bare.zip", "imports.json")  # what a snapshot is made of
PACKED = "packed "  # the role of a copy that is gzip under a plain name begins so
GZIP = ".gzip.bin"  # and its name ends so

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Assets:
    """The files of the bundle: ``content`` by path under ``_checkers/``, and which file plays which role."""

    root: str  # from the root of this language's pages to the root of the site: "" or "../"
    content: dict[str, bytes] = field(default_factory=dict)
    roles: dict[str, tuple[str, int]] = field(default_factory=dict)  # role -> path, bytes on the wire
    imports: dict[str, list[str]] = field(default_factory=dict)  # name of a script -> the scripts fetched with it
    whole: dict[str, int] = field(default_factory=dict)  # role -> bytes once unpacked, of what the worker unpacks
    lock: dict = field(default_factory=dict)  # Pyodide's lock file with no packages in it, so that it is not fetched

    def add(self, role: str, path: str, content: bytes, wire: int | None = None) -> None:
        """Put a file in; ``wire`` is its size on the wire where that is not its own size."""
        self.content[path] = content
        self.roles[role] = (path, len(content) if wire is None else wire)

    def add_packed(self, role: str, path: str, content: bytes, packed: bytes) -> None:
        """Put in what the worker unpacks: ``content`` is found as ``packed``, gzip, at ``path``."""
        self.add(role, path, packed)
        self.whole[role] = len(content)

    def add_twice(self, role: str, path: str, content: bytes, packed: bytes) -> None:
        """Put in a large file at ``path``, for hosts that pack what they send: a browser unpacks that fastest. For the
        others a copy is added that is gzip under a plain name."""
        self.add(role, path, content, wire=len(packed))
        self.add(f"{PACKED}{role}", path + GZIP, packed)
        self.whole[role] = len(content)

    def files(self, language: str) -> dict[str, tuple[str, int]]:
        """{role: (address from the language's root, bytes on the wire)} of what the worker loads for ``language``."""
        return {name: self._address(role) for name, role in self._wanted(language).items()}

    def describe(self, language: str, address: Callable[[str], str]) -> dict[str, dict]:
        """The same as the page has it (``File`` of messages.js); ``address`` makes of an address one for the page."""
        told = {}
        for name, role in self._wanted(language).items():
            url, size = self._address(role)
            told[name] = {"url": address(url), "size": size}
            if role in self.whole:
                copy = f"{PACKED}{role}"
                told[name]["whole"] = self.whole[role]
                told[name] |= {"packed": address(self._address(copy)[0])} if copy in self.roles else {"gzip": True}
        return told

    def _wanted(self, language: str) -> dict[str, str]:
        """The roles of what the worker loads, by the names that it has for them."""
        wanted = ("worker", "pyodide", "wasm", "snapshot", "lean", *FALLBACK, f"words {language}")
        return {role.partition(" ")[0]: role for role in wanted if role in self.roles}

    def page(self) -> tuple[str, str]:
        """The addresses of the style and of the script that a page with a checker loads at once."""
        return self._address("style")[0], self._address("script")[0]

    def address(self, role: str) -> str:
        """The address of one file, from the language's root; what plays no other role is known by its name."""
        return self._address(role)[0]

    def modules(self) -> list[str]:
        """The addresses of what that script imports, and that in turn: a page that names them waits once for all."""
        found, todo = [], [Path(self.roles["script"][0]).name]
        while todo:
            new = [name for name in self.imports.get(todo.pop(), ()) if name not in found]
            found += new
            todo += new
        return [self._address(name)[0] for name in sorted(found)]

    @property
    def megabytes(self) -> float:
        """What the first check loads, in units of 1 000 000 bytes."""
        files = self.files(SOURCE_LANGUAGE)
        return sum(size for role, (_, size) in files.items() if role not in FALLBACK) / 1e6

    def _address(self, role: str) -> tuple[str, int]:
        path, size = self.roles[role]
        return f"{self.root}{FOLDER}/{path}", size


def assets(app: Sphinx) -> Assets:
    """The bundle of this build; made and written to the site on the first call."""
    made = getattr(app, "checkers_assets", None)
    if made is None:
        made = collect(app)
        publish(made, Path(app.outdir) / made.root / FOLDER, prune=not made.root)
        app.checkers_assets = made
    return made


def collect(app: Sphinx) -> Assets:
    """Make every file of the bundle; ExtensionError with what to do where Pyodide or Node is missing."""
    folder = Path(app.config.checkers_pyodide or Path(app.confdir, "node_modules", "pyodide"))
    if not (folder / "pyodide.asm.wasm").is_file():
        raise ExtensionError(f"no Pyodide in {folder}: run npm ci, or set checkers_pyodide")
    cache = Cache(Path(app.config.checkers_cache or Path(app.confdir, "build", "checkers-cache")))
    made = Assets("../" * languages.current(app.config).path.count("/"))
    lean = _add_pyodide(made, folder, cache)
    _add_python(made, folder, cache, lean)
    for code, catalogue in catalogues(app.config, app.srcdir):
        content = compiled_catalogue(catalogue.read_bytes(), code)
        packed = cache.packed(content)
        made.add_packed(f"words {code}", f"words-{code}-{digest(packed)}.mo.bin", content, packed)
    _add_page(made, cache)
    if not made.root:
        cache.forget()
    return made


def publish(made: Assets, folder: Path, prune: bool) -> None:
    """Write the bundle into the site; a file already there has the same content, for its name carries the hash."""
    for path, content in made.content.items():
        target = folder / path
        if not target.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            replace(target, content)
    if prune:
        kept = {folder / path for path in made.content}
        kept |= {path.parent for path in kept}
        for found in sorted(folder.rglob("*"), reverse=True):
            if found in kept or found.suffix == PART:  # another language may be writing right now
                continue
            found.rmdir() if found.is_dir() else found.unlink()


# --- the parts ------------------------------------------------------------------------------------------------------


def _add_pyodide(made: Assets, folder: Path, cache: Cache) -> bytes:
    """Pyodide as npm has it; returns its large script as a start from a snapshot needs it (``lean.mjs``)."""
    version = json.loads((folder / "package.json").read_bytes())["version"]
    scripts = {name: (folder / name).read_bytes() for name in ("pyodide.mjs", "pyodide.asm.mjs")}
    lock = json.loads((folder / "pyodide-lock.json").read_bytes())
    made.lock = {"info": lock["info"], "packages": {}}
    module = (folder / "pyodide.asm.wasm").read_bytes()
    recipe = (Path(__file__).parent / "lean.mjs").read_bytes()
    [lean] = cache.files(
        f"pyodide-{digest(recipe, module, *scripts.values())}",
        ("lean.mjs",),
        lambda output: shorten(folder, output),
    )
    place = f"pyodide-{version}-{digest(module, lean, *scripts.values())}"
    for role, name in (("pyodide", "pyodide.mjs"), ("glue", "pyodide.asm.mjs")):
        # Module scripts must come as they are; hosts send text compressed, so that is their size on the wire.
        without_map = scripts[name].replace(f"\n//# sourceMappingURL={name}.map".encode(), b"")
        made.add(role, f"{place}/{name}", without_map, wire=len(cache.packed(without_map)))
    made.add("lean", f"{place}/pyodide.lean.mjs", lean, wire=len(cache.packed(lean)))
    made.add_twice("wasm", f"{place}/pyodide.asm.wasm", module, cache.packed(module))
    return lean


def _add_python(made: Assets, folder: Path, cache: Cache, lean: bytes) -> None:
    """The library and the checkers as bytecode, made by this very Pyodide."""
    sources = source_archive(package_files(PACKAGE))
    here = Path(__file__).parent
    recipe = [(here / name).read_bytes() for name in ("precompile.py", "precompile.mjs")]
    pyodide = [(folder / name).read_bytes() for name in ("pyodide.asm.wasm", "python_stdlib.zip")]
    names = ("stdlib.zip", "checkers.zip", *PYTHON)
    made_of = f"python-{digest(sources, *recipe, *pyodide)}"
    library, checkers, *python = cache.files(made_of, names, lambda output: precompile(folder, sources, output))
    for role, content in (("stdlib", library), ("checkers", checkers)):
        packed = cache.packed(content)
        made.add_packed(role, f"{role}-{digest(packed)}.zip.bin", content, packed)
    _add_snapshot(made, folder, cache, {"lean.mjs": lean} | dict(zip(PYTHON, python, strict=True)))


def _add_snapshot(made: Assets, folder: Path, cache: Cache, python: dict[str, bytes]) -> None:
    """The memory of a Python that has loaded all this. Where it cannot be made nothing is built: a site without it
    would work, and take three times as long to start, and nobody would know."""
    [content] = cache.files(
        f"snapshot-{digest(*python.values(), *_snapshot_recipe(folder))}",
        ("python.bin",),
        lambda output: snapshot(folder, python, output),
    )
    made.add_twice("snapshot", f"python-{digest(content)}.bin", content, cache.packed(content))


def _snapshot_recipe(folder: Path) -> list[bytes]:
    """What a snapshot depends on besides the library and the checkers."""
    own = [Path(__file__).parent / name for name in ("snapshot.py", "snapshot.mjs", "static/snapshot.mjs")]
    pyodide = [folder / name for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")]
    paths = (*own, *pyodide, *sorted(MAILS.iterdir()))
    return [part for path in paths for part in (path.name.encode(), path.read_bytes())]


def _add_page(made: Assets, cache: Cache) -> None:
    """Scripts and style of the page: one folder with one hash, because the scripts import one another by name."""
    sources = {path.name: path.read_bytes() for path in sorted(STATIC.iterdir()) if path.is_file()}
    recipe = (Path(__file__).parent / "scripts.mjs").read_bytes()
    made_of = digest(recipe, *(part for name, content in sources.items() for part in (name.encode(), content)))
    [joined] = cache.files(f"page-{made_of}", ("scripts.json",), join_scripts)
    scripts = json.loads(joined)
    made.imports = scripts["imports"]
    files = {name: text.encode() for name, text in scripts["files"].items()}
    files["checker.css"] = b"\n".join(sources.pop(name) for name in STYLES)
    files |= {name: content for name, content in sources.items() if name.endswith(".css")}
    place = f"page-{digest(*(part for name in sorted(files) for part in (name.encode(), files[name])))}"
    roles = {"checker.css": "style", "checker.js": "script", "worker.mjs": "worker"}
    for name, content in sorted(files.items()):
        made.add(roles.get(name, name), f"{place}/{name}", content)


def package_files(package: Path) -> dict[str, bytes]:
    """The files of the package that the browser needs; TOML tables become JSON, which a browser reads far faster."""
    found = {}
    for path in sorted(package.rglob("*")):
        relative = path.relative_to(package)
        if not path.is_file() or path.suffix == ".pyc" or any(part in NOT_IN_BROWSER for part in relative.parts):
            continue
        name, content = f"{package.name}/{relative.as_posix()}", path.read_bytes()
        if path.suffix == ".toml":
            name = name.removesuffix(".toml") + ".json"
            content = json.dumps(table(content), ensure_ascii=False, separators=(",", ":")).encode()
        found[name] = content
    return found


def table(toml: bytes) -> dict:
    """A table of the knowledge without the samples, which only the tests and the reference read."""
    found = tomllib.loads(toml.decode())
    for row in found.get("row", ()):
        row.pop("sample", None)
    return found


def source_archive(files: dict[str, bytes]) -> bytes:
    """A zip with fixed order and times: the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name])
    return buffer.getvalue()


def node() -> str:
    """The program Node; ExtensionError where there is none."""
    found = os.environ.get("NODE") or shutil.which("node")
    if not found:
        raise ExtensionError("the checkers' bundle needs Node: install it, or name it in the environment variable NODE")
    return found


def shorten(pyodide: Path, output: Path) -> None:
    """Write ``lean.mjs``, Pyodide's script for a start from a snapshot, into ``output``; ExtensionError if the script
    is not the one that it is known to be."""
    _run_node("lean.mjs", pyodide, output / "lean.mjs")


def join_scripts(output: Path) -> None:
    """Write ``scripts.json``, the scripts of the page and the worker as browsers load them, into ``output``."""
    _run_node("scripts.mjs", STATIC, output / "scripts.json")


def precompile(pyodide: Path, sources: bytes, output: Path) -> None:
    """Let the pinned Pyodide, in Node, write ``stdlib.zip``, ``checkers.zip`` and ``PYTHON`` into ``output``."""
    archive = output / "sources.zip"
    archive.write_bytes(sources)
    _run_node("precompile.mjs", pyodide, archive, output)


def snapshot(pyodide: Path, python: dict[str, bytes], output: Path) -> None:
    """Let the pinned Pyodide, in Node, write the snapshot ``python.bin`` of itself with ``python`` (what
    ``lean.mjs`` and ``precompile`` wrote) into ``output``, and try it."""
    for name, content in python.items():
        (output / name).write_bytes(content)
    _run_node("snapshot.mjs", pyodide, *(output / name for name in python), MAILS, output / "python.bin")


def _run_node(script: str, *arguments: Path) -> None:
    """Run a script that lies beside this file; ExtensionError with the end of its words if it fails."""
    done = subprocess.run([node(), Path(__file__).parent / script, *arguments], capture_output=True, text=True)
    if done.returncode:
        raise ExtensionError(
            f"the checkers' bundle could not be compiled ({script}):\n{(done.stdout + done.stderr)[-2000:]}"
        )
    logger.info("checkers' bundle: %s", done.stdout.strip())


def compiled_catalogue(po: bytes, code: str) -> bytes:
    """A PO file as the MO that the standard library's gettext reads; fuzzy and untranslated entries stay out."""
    buffer = io.BytesIO()
    write_mo(buffer, read_po(io.BytesIO(po), locale=locales.known(code)))
    return buffer.getvalue()


def catalogues(config: Config, srcdir: str | Path) -> Iterator[tuple[str, Path]]:
    """(language, PO file) of every catalogue of the checkers' words."""
    for folder in config.locale_dirs:
        for path in sorted(Path(srcdir, folder).glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
            yield path.parts[-3], path


def setup(app: Sphinx) -> None:
    app.add_config_value("checkers_pyodide", None, "html", (str, type(None)))  # folder; else node_modules/pyodide
    app.add_config_value("checkers_cache", None, "", (str, type(None)))  # folder; else build/checkers-cache
