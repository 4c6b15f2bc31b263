"""Load the TOML tables that the checkers reason from; each file is a package's own data."""

import json
from functools import cache
from pkgutil import get_data

# What only a checkout needs is imported late: in the browser every module costs memory that has to be fetched.


@cache
def table(package: str, name: str) -> dict:
    """The table ``name`` (``codes.toml``, ``providers/qq.toml``) in ``package``'s folder.

    The page's bundle carries each table compiled to JSON instead (reading TOML takes a browser seconds);
    in a checkout the TOML itself is read. FileNotFoundError and tomllib.TOMLDecodeError are mistakes of ours.

    Who asks makes of it once what is needed, in a cached function without arguments: the browser is given the results
    only (``sphinxext/snapshot.py``).
    """
    try:
        compiled = text(package, name.removesuffix(".toml") + ".json")
    except OSError:
        import tomllib

        return tomllib.loads(text(package, name))
    return json.loads(compiled)


def text(package: str, name: str) -> str:
    """The file ``name`` in ``package``'s folder or archive; OSError where there is none."""
    return get_data(package, name).decode("utf-8")


@cache
def names(package: str, folder: str) -> tuple[str, ...]:
    """The tables in a folder of ``package``, sorted: ``("providers/aliyun.toml", ...)``."""
    from importlib import resources

    found = {
        entry.name.rsplit(".", 1)[0]
        for entry in resources.files(package).joinpath(folder).iterdir()
        if entry.name.endswith((".toml", ".json"))
    }
    return tuple(f"{folder}/{name}.toml" for name in sorted(found))
