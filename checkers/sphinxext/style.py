"""The style of the site: ``_static/site.css``, joined from the files that ``site_style`` of conf.py names.

A file for each concept is good to read; one file in all is good to load. A later one overrules an earlier one.
"""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from checkers.sphinxext import bundle
from checkers.sphinxext.cache import digest

NAME = "site.css"


def joined(paths: list[str]) -> str:
    """The content of the files, one after the other; ``url(…)`` in them is seen from ``_static/``."""
    return "\n".join(Path(path).read_text("utf-8") for path in paths)


def note_style(app: Sphinx, config: Config) -> None:
    """Let a changed style write every page anew: its address in them carries its checksum."""
    config.site_style_digest = digest(joined(config.site_style).encode())


def write_style(app: Sphinx, env: BuildEnvironment) -> None:
    """Put it in its place before pages are written."""
    if app.config.site_style and app.builder.name in bundle.BUILDERS:
        folder = Path(app.outdir) / "_static"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NAME).write_text(joined(app.config.site_style), "utf-8")


def setup(app: Sphinx) -> None:
    app.add_config_value("site_style", [], "", list)  # paths of style sheets
    app.add_config_value("site_style_digest", "", "html", str)  # set by note_style
    app.connect("config-inited", note_style)
    app.connect("env-updated", write_style)
