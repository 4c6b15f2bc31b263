"""The checkers in a Sphinx site, and what a static site in several languages needs around them.

    extensions = ["checkers.sphinxext"]

gives any Sphinx site the {checker} directive. The rest (language links, head tags, search of codes and Chinese)
works for every site that sets ``site_languages``; see ``languages.py`` for its shape.
"""


def setup(app):
    """Register everything with a Sphinx application."""
    # Imported here: `python -m checkers.sphinxext.serve` needs this package, but not Sphinx.
    from checkers.sphinxext import bundle, directive, head, languages, progress, reference_pages, search, theme

    for part in (languages, head, search, theme, bundle, directive, reference_pages, progress):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
