"""Load the TOML tables that the checkers reason from; each file is a package's own data."""

import json
import tomllib
from functools import cache
from importlib import resources


@cache
def table(package: str, name: str) -> dict:
    """The table ``name`` (``codes.toml``, ``providers/qq.toml``) in ``package``'s folder.

    The page's bundle carries each table compiled to JSON beside it (reading TOML takes a browser seconds);
    in a checkout the TOML itself is read. FileNotFoundError and tomllib.TOMLDecodeError are mistakes of ours.
    """
    folder = resources.files(package)
    compiled = folder.joinpath(name.removesuffix(".toml") + ".json")
    if compiled.is_file():
        return json.loads(compiled.read_text("utf-8"))
    return tomllib.loads(folder.joinpath(name).read_text("utf-8"))


@cache
def names(package: str, folder: str) -> tuple[str, ...]:
    """The tables in a folder of ``package``, sorted: ``("providers/aliyun.toml", ...)``."""
    found = {
        entry.name.rsplit(".", 1)[0]
        for entry in resources.files(package).joinpath(folder).iterdir()
        if entry.name.endswith((".toml", ".json"))
    }
    return tuple(f"{folder}/{name}.toml" for name in sorted(found))
