"""Print book.html as a PDF with Chromium: page numbers, a linked table of contents, an outline, tags for readers.

    python -m checkers.sphinxext.printing build/books/html/en build/books/red-envelope-en.pdf
"""

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

from checkers.sphinxext import browser

PAGE = "book.html"
NO_FONT = (
    "There is no font with Chinese characters here, so the PDF would hold rows of boxes. Install one, on Debian and "
    "Ubuntu: apt-get install fonts-noto-cjk"
)


def lacks_chinese(html: str) -> bool:
    """Whether a page is in Chinese and this machine is known to have no font for it."""
    if not re.search(r'<html lang="zh', html) or not (command := shutil.which("fc-list")):
        return False
    found = subprocess.run([command, ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return found.returncode == 0 and not found.stdout.strip()


def with_author(pdf: bytes, author: str) -> bytes:
    """``pdf`` with its author in the document information, which Chromium fills with the title only.

    Added behind the end as an update (ISO 32000-1, 7.5.6); a file that is not built as Chromium builds it stays as it
    is. ``author`` is ASCII without brackets.
    """
    end = re.search(rb"trailer\s*<<(.*)>>\s*startxref\s*(\d+)\s*%%EOF\s*$", pdf[-4096:], re.DOTALL)
    named = end and re.search(rb"/Info (\d+) 0 R", end[1])
    if not named or not re.fullmatch(r"[A-Za-z0-9 .,&-]+", author):
        return pdf
    number = int(named[1])
    known = re.search(rb"(?:^|\n)%d 0 obj\s*<<(.*?)>>\s*endobj" % number, pdf, re.DOTALL)
    if not known or b"/Author" in known[1]:
        return pdf
    start = len(pdf) + 1
    body = b"%d 0 obj\n<<%s\n/Author (%s)>>\nendobj\n" % (number, known[1], author.encode("ascii"))
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<<%s\n/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        number, start, end[1], int(end[2]), start + len(body),
    )  # fmt: skip
    return pdf + b"\n" + body + table


def print_book(folder: Path, target: Path) -> None:
    """Print ``folder/book.html`` to ``target``."""
    page = folder / PAGE
    html = page.read_text("utf-8")
    if lacks_chinese(html):
        sys.exit(NO_FONT)
    target.parent.mkdir(parents=True, exist_ok=True)
    with browser.launched() as chromium:
        tab = chromium.new_page()
        tab.set_default_timeout(0)  # a slow machine takes its time; the caller ends what hangs
        tab.goto(page.resolve().as_uri())
        pdf = tab.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    author = re.search(r'<meta name="author" content="([^"]*)"', html)
    target.write_bytes(with_author(pdf, author[1] if author else ""))


def main(arguments: list[str] | None = None) -> None:
    """The command line: the folder of book.html, and the file to write."""
    parser = argparse.ArgumentParser(prog="checkers.sphinxext.printing", description=print_book.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", type=Path)
    chosen = parser.parse_args(arguments)
    print_book(chosen.folder, chosen.target)
    print(chosen.target)


if __name__ == "__main__":
    main()
