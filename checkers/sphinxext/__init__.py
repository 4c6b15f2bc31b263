"""The checkers in a Sphinx site, and what a static site in several languages needs around them.

    extensions = ["checkers.sphinxext"]

gives any Sphinx site the {checker} directive. The rest (language links, head tags, search of codes and Chinese)
works for every site that sets ``site_languages``; see ``languages.py`` for its shape.
"""


def setup(app):
    """Register everything with a Sphinx application."""
    # Imported here: `python -m checkers.sphinxext.serve` needs this package, but not Sphinx.
    from checkers.sphinxext import (
        books,
        bundle,
        changes,
        diagram,
        directive,
        glossary,
        head,
        languages,
        progress,
        search,
        speed,
        style,
        support,
        theme,
    )
    from checkers.sphinxext import checked_directive as checked
    from checkers.sphinxext import reference_pages as reference

    pages = (directive, support, reference, diagram, checked, changes, glossary, books, progress, speed)
    for part in (languages, head, search, theme, style, bundle, *pages):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
