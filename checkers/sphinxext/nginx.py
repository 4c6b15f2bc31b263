"""The configuration of nginx for the built site, made from what the build says (``_headers``) and from ``serve.py``.

    python -m checkers.sphinxext.nginx build/html --root /srv/red-envelope --name mail.example.org > red-envelope.conf

The policy holds hashes of the pages' inline scripts, so it is to be made again after every build. Each ``location``
repeats all headers, because one ``add_header`` in a location takes away those of the server around it.
"""

import argparse
import sys
from pathlib import Path

from checkers.sphinxext.serve import TYPES, Rules, read_rules

PAGES = {"Cache-Control": "no-cache"}  # a browser may keep a page, but asks before it is shown again
TEMPLATE = """\
server {{
    listen {listen};
    server_name {name};
    root {root};
    index index.html;
    absolute_redirect off;  # an address without its last slash is mended the same behind a proxy
    error_page 404 {path}404.html;

    # The packed copies beside the files. Brotli saves another fifth, where nginx has that module.
    gzip_static on;
    gzip_vary on;
    {brotli}brotli_static on;

    types {{
{types}
    }}
    default_type {default};

{locations}
}}
"""


def configuration(
    rules: Rules, root: str, name: str = "_", listen: str = "80", path: str = "/", brotli: bool = False
) -> str:
    """The ``server`` block for a site whose ``_headers`` says ``rules``.

    ``path`` is where the site begins on its host, "/" or "/help/"; the site then lies in that folder of ``root``.
    ``brotli``: whether this nginx has ``ngx_brotli``. ValueError for a rule that nginx cannot be told.
    """
    everywhere: dict[str, str] = {}
    places = {path: {}}
    for pattern, headers in rules:
        if pattern == "/*":
            everywhere |= headers
        elif pattern.endswith("/*") and "*" not in pattern[:-1]:
            places[path + pattern[1:-1]] = headers
        else:
            raise ValueError(f"no location of nginx for the addresses {pattern}")
    locations = [
        _location(place, everywhere | ({} if headers else PAGES) | headers) for place, headers in places.items()
    ]
    types: dict[str, list[str]] = {}
    for suffix, kind in TYPES.items():
        if suffix:
            types.setdefault(kind, []).append(suffix[1:])
    return TEMPLATE.format(
        listen=listen,
        name=name,
        root=_quoted(root),
        path=path,
        brotli="" if brotli else "# ",
        types="\n".join(f"        {_quoted(kind)} {' '.join(suffixes)};" for kind, suffixes in types.items()),
        default=TYPES[""],
        locations="\n\n".join(locations),
    )


def _location(place: str, headers: dict[str, str]) -> str:
    lines = "".join(f"        add_header {name} {_quoted(value)} always;\n" for name, value in headers.items())
    return f"    location {place} {{\n{lines}        try_files $uri $uri/ =404;\n    }}"


def _quoted(value: str) -> str:
    if any(sign in value for sign in '"$\\\n'):
        raise ValueError(f"nginx would read something else: {value}")
    return f'"{value}"'


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m checkers.sphinxext.nginx", description="Configure nginx.")
    parser.add_argument("site", type=Path, help="the built site")
    parser.add_argument("--root", required=True, help="where the site will lie on the server")
    parser.add_argument("--name", default="_", help="the name of the host")
    parser.add_argument("--listen", default="80")
    parser.add_argument("--path", default="/", help="where the site begins on its host: / or /help/")
    parser.add_argument("--brotli", action="store_true", help="this nginx has the module ngx_brotli")
    wanted = parser.parse_args()
    rules = read_rules((wanted.site / "_headers").read_text("utf-8"))
    print(configuration(rules, wanted.root, wanted.name, wanted.listen, wanted.path, wanted.brotli), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
