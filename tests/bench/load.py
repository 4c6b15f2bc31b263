"""A static folder under load: many requests at once at a server on this machine, each answer compared with its file.

    python tests/bench/load.py build/html http://127.0.0.1:8000/ [--requests 5000] [--connections 100]

Prints how many answers a second, how long they took, and every error. It asks this machine only.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote, urlsplit

REQUEST = "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: br, gzip\r\n\r\n"
# What a crowd of readers asks for: many pages and scripts, now and then the runtime.
LARGE, SELDOM = 200_000, 20


@dataclass(slots=True)
class Load:
    """What came of it."""

    answers: int = 0
    octets: int = 0
    seconds: float = 0
    waits: list[float] = field(default_factory=list)
    codings: Counter = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        waits = sorted(self.waits) or [0.0]
        half, most = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
        return (
            f"{self.answers} answers in {self.seconds:.1f} s: {self.answers / self.seconds:.0f} a second, "
            f"{self.octets / self.seconds / 1e6:.0f} MB/s; half within {half * 1000:.0f} ms, 99 % within "
            f"{most * 1000:.0f} ms, all within {waits[-1] * 1000:.0f} ms; {len(self.errors)} errors"
        )


def addresses(site: Path) -> list[tuple[str, dict[str, int]]]:
    """What can be asked for: each path with the sizes of its file, by content coding ("" for the file itself)."""
    found = []
    for file in sorted(path for path in site.rglob("*") if path.is_file() and path.suffix not in (".br", ".gz")):
        name = file.relative_to(site).as_posix()
        if name.startswith(".") or "/." in name or name == "_headers":
            continue
        copies = {"": file, "br": file.with_name(file.name + ".br"), "gzip": file.with_name(file.name + ".gz")}
        sizes = {coding: copy.stat().st_size for coding, copy in copies.items() if copy.is_file()}
        path = name.removesuffix("index.html")
        found.append((quote(path), sizes))
    small = [one for one in found if min(one[1].values()) < LARGE]
    large = [one for one in found if min(one[1].values()) >= LARGE]
    return small * SELDOM + large


async def run(site: Path, home: str, requests: int, connections: int) -> Load:
    """Ask for ``requests`` files of ``site`` under ``home``, over so many connections at once."""
    parts = urlsplit(home)
    if not ip_address(parts.hostname).is_loopback:
        raise ValueError(f"{home} is not this machine")
    wanted = addresses(site)
    # A step that has no divisor in common with the length goes through all of them in a mixed order.
    queue = iter([wanted[number * 7919 % len(wanted)] for number in range(requests)])
    load = Load()
    start = time.perf_counter()
    await asyncio.gather(*(_connection(parts, queue, load) for _ in range(connections)))
    load.seconds = time.perf_counter() - start
    return load


async def _connection(parts, queue, load: Load) -> None:
    """One connection after the other, as long as there is something to ask."""
    streams = None
    for path, sizes in queue:
        start = time.perf_counter()
        try:
            streams = streams or await asyncio.open_connection(parts.hostname, parts.port)
            await _ask(streams, parts, path, sizes, load)
        except (OSError, EOFError, ValueError) as error:
            load.errors.append(f"{path}: {error!r}")
            streams = None
        load.waits.append(time.perf_counter() - start)
    if streams:
        streams[1].close()


async def _ask(streams, parts, path: str, sizes: dict[str, int], load: Load) -> None:
    reader, writer = streams
    writer.write(REQUEST.format(path=parts.path + path, host=parts.netloc).encode())
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    length = int(headers["content-length"])
    await reader.readexactly(length)
    coding = headers.get("content-encoding", "")
    load.answers += 1
    load.octets += length
    load.codings[coding] += 1
    if head[0].split()[1] != "200" or length != sizes.get(coding):
        load.errors.append(f"{path}: {head[0]}, {length} bytes {coding}, its file has {sizes}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Put a static folder under load.")
    parser.add_argument("site", type=Path)
    parser.add_argument("home")
    parser.add_argument("--requests", type=int, default=5000)
    parser.add_argument("--connections", type=int, default=100)
    wanted = parser.parse_args()
    load = asyncio.run(run(wanted.site, wanted.home, wanted.requests, wanted.connections))
    print(load)
    print(*load.errors[:20], sep="\n", end="\n" if load.errors else "")
    return 1 if load.errors else 0


if __name__ == "__main__":
    sys.exit(main())
