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


def print_book(folder: Path, target: Path) -> None:
    """Print ``folder/book.html`` to ``target``."""
    page = folder / PAGE
    if lacks_chinese(page.read_text("utf-8")):
        sys.exit(NO_FONT)
    target.parent.mkdir(parents=True, exist_ok=True)
    with browser.launched() as chromium:
        tab = chromium.new_page()
        tab.set_default_timeout(0)  # a slow machine takes its time; the caller ends what hangs
        tab.goto(page.resolve().as_uri())
        tab.pdf(path=target, prefer_css_page_size=True, print_background=True, tagged=True, outline=True)


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
