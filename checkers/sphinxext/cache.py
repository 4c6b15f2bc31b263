"""What the build of the bundle keeps under ``build/``: what takes long, by the hash of what it was made from."""

import gzip
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: the work may be done twice there
    fcntl = None

PART = ".part"  # the name of a file that is being written ends so
KINDS = (".gz", ".zip", ".bin", ".json", ".mjs")  # how the names of what is kept end


def digest(*parts: bytes) -> str:
    """Twelve hexadecimal digits that tell contents apart."""
    hasher = hashlib.sha256()
    for part in parts:
        hasher.update(len(part).to_bytes(8, "little") + part)
    return hasher.hexdigest()[:12]


@dataclass(slots=True)
class Cache:
    """Results kept by the hash of what they were made from."""

    folder: Path
    used: set[Path] = field(default_factory=set)

    def packed(self, content: bytes) -> bytes:
        """``content`` as gzip, the same bytes each time."""
        target = self.folder / f"{digest(content)}.gz"
        self.used.add(target)
        with self.alone():
            if not target.is_file():
                replace(target, gzip.compress(content, 9, mtime=0))
        return target.read_bytes()

    def files(self, name: str, wanted: Iterable[str], make: Callable[[Path], None]) -> list[bytes]:
        """The ``wanted`` files that ``make(folder)`` writes, made once a ``name``."""
        targets = [self.folder / f"{name}-{file}" for file in wanted]
        self.used.update(targets)
        with self.alone():
            if not all(target.is_file() for target in targets):
                with tempfile.TemporaryDirectory(dir=self.folder) as temporary:
                    make(Path(temporary))
                    for file, target in zip(wanted, targets, strict=True):
                        replace(target, (Path(temporary) / file).read_bytes())
        return [target.read_bytes() for target in targets]

    def forget(self) -> None:
        """Remove what this build did not use; every change of a checker leaves some megabytes behind."""
        with self.alone():
            for path in self.folder.iterdir():
                if path.is_file() and path not in self.used and path.suffix in KINDS:
                    path.unlink()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let the languages, which are built at once, wait for one another instead of doing the same work twice."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "lock", "wb") as lock:
            if fcntl:
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def replace(target: Path, content: bytes) -> None:
    """Write whole or not at all: both languages may be built at once."""
    handle, name = tempfile.mkstemp(suffix=PART, dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.chmod(name, 0o644)
    os.replace(name, target)
