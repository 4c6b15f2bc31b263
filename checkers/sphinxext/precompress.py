"""Ready-packed copies beside the files of the built site: ``page.html.br`` and ``page.html.gz`` beside ``page.html``.

A host that sends them spends no time on packing and sends fewer bytes than one that packs while it answers. Which
files are worth it is found by packing them: what a copy would hardly make smaller (pictures, archives, what is
packed already) gets none. Packed content is kept under ``build/`` by the hash of what it was made from, so a build
packs only what changed.

A copy bears the time of change of its file. So a server can tell a copy of another build, and does not send it.
"""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

from checkers.sphinxext import bundle
from checkers.sphinxext.cache import PART

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / "build" / "packed"
SCRIPT = Path(__file__).with_name("precompress.mjs")
SUFFIXES = {"br": ".br", "gzip": ".gz"}  # content coding (RFC 9110, 8.4.1) -> suffix, the smallest first
# Formats that are packed by themselves.
PACKED = {".gif", ".gz", ".br", ".ico", ".jpg", ".jpeg", ".png", ".webp", ".woff", ".woff2"}
GZIP = b"\x1f\x8b"  # RFC 1952, 2.3.1; the runtime lies under plain names as gzip
SMALLEST = 256  # bytes; below, the headers of an answer outweigh what is saved
WORTH = 0.95  # a copy may be at most that part of its file
# The highest quality takes ten times as long, for some 5 % fewer bytes: right for what browsers keep for a year.
BEST, QUICK = 11, 9
# The environment variable that says "quick" where nobody but the author of a change waits for the bytes: `make serve`.
SPEED = "PACK"
# Entries of the cache that no build has used for so long, in seconds, go. Builds with other settings take turns.
KEEP = 14 * 24 * 3600


def is_copy(path: Path) -> bool:
    """Whether ``path`` is a ready-packed copy of the file beside it."""
    return path.suffix in SUFFIXES.values() and path.with_suffix("").is_file()


def finish(site: Path, cache: Path = CACHE) -> None:
    """Put the copies beside the files of the built site in folder ``site``; may be run again on its own result."""
    cache.mkdir(parents=True, exist_ok=True)
    files = [path for path in sorted(site.rglob("*")) if path.is_file()]
    for path in files:
        if path.suffix in SUFFIXES.values() and not path.with_suffix("").is_file():
            path.unlink()  # its file is gone
    wanted = {path: key for path in files if (key := _key(path, site, cache))}
    _pack({key: path for path, key in wanted.items()}, cache)
    for path in files:
        if path.suffix not in SUFFIXES.values():
            _place(path, wanted.get(path), cache)
    _forget(cache, set(wanted.values()))


def _key(path: Path, site: Path, cache: Path) -> str | None:
    """The name in the cache of what ``path`` holds, which ends in the quality; None for what is not packed."""
    if path.suffix in PACKED or path.name == "_headers" or path.name.startswith("."):
        return None
    content = path.read_bytes()
    if len(content) < SMALLEST or content.startswith(GZIP):
        return None
    name = hashlib.sha256(content).hexdigest()[:32]
    best = path.relative_to(site).parts[0] == bundle.FOLDER
    if best and os.environ.get(SPEED) == "quick":
        best = all((cache / f"{name}-{BEST}{suffix}").is_file() for suffix in SUFFIXES.values())
    return f"{name}-{BEST if best else QUICK}"


def _pack(sources: dict[str, Path], cache: Path) -> None:
    """Pack what the cache does not hold yet. Two builds at once do the same work and get the same bytes."""
    jobs = []
    for key, path in sources.items():
        targets = {coding: cache / (key + suffix) for coding, suffix in SUFFIXES.items()}
        if not all(target.is_file() for target in targets.values()):
            quality = int(key.rpartition("-")[2])
            job = {"from": str(path), "br": str(targets["br"]), "gz": str(targets["gzip"]), "quality": quality}
            jobs.append((path.stat().st_size, job))
    if not jobs:
        return
    jobs.sort(key=lambda job: job[0])  # the script takes the last first: nothing large is left for the end
    done = subprocess.run(
        [bundle.node(), SCRIPT], input=json.dumps([job for _, job in jobs]), capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"the site could not be packed:\n{(done.stdout + done.stderr)[-2000:]}")


def _place(path: Path, key: str | None, cache: Path) -> None:
    """Put the copies of ``path`` beside it, or remove those that are there where it gets none."""
    facts = path.stat()
    for suffix in SUFFIXES.values():
        copy = path.with_name(path.name + suffix)
        packed = cache / (key + suffix) if key else None
        if packed is None or packed.stat().st_size > WORTH * facts.st_size:
            copy.unlink(missing_ok=True)
            continue
        os.utime(packed)  # used
        part = copy.with_name(copy.name + PART)
        if not copy.is_file() or copy.read_bytes() != packed.read_bytes():
            shutil.copyfile(packed, part)
            os.replace(part, copy)
        os.utime(copy, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def _forget(cache: Path, used: set[str]) -> None:
    """Remove what no build has used for long."""
    newest = max((path.stat().st_mtime for path in cache.iterdir()), default=0)
    for path in cache.iterdir():
        if path.stem not in used and path.stat().st_mtime < newest - KEEP:
            path.unlink(missing_ok=True)
