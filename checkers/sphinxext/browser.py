"""The Chromium that prints and draws: the one that .ci/chromium found for the tests."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTE = ROOT / ".venv" / "chromium"
MISSING = (
    "No Chromium: run make .venv/chromium, or name one in the environment variable CHROMIUM. "
    "It prints the PDF; nothing else of the site needs it."
)


def path() -> str | None:
    """The path of a Chromium, or None."""
    named = os.environ.get("CHROMIUM") or (NOTE.read_text("utf-8").strip() if NOTE.is_file() else "")
    return named if named and Path(named).exists() else None


@contextmanager
def launched() -> Iterator[object]:
    """A headless Chromium (Playwright's Browser); ends the program with a plain sentence where there is none."""
    found = path()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        found = None
    if not found:
        sys.exit(MISSING)
    # Chromium refuses its sandbox to root, and calls home on its own unless told not to.
    arguments = ["--disable-background-networking"] + (["--no-sandbox"] if os.getuid() == 0 else [])
    with sync_playwright() as playwright:
        with playwright.chromium.launch(executable_path=found, args=arguments) as chromium:
            yield chromium
