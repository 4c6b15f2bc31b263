"""Draw the pictures that are kept in the tree: one for links in chats and social sites, one for the cover of a book.

    python -m checkers.sphinxext.pictures

For each language ``source/_static/social.CODE.png`` (1200 × 630) and ``source/_books/CODE/cover.png`` (800 × 1200),
from the mark, the title and the sentence below. Chromium draws them, so they are committed and ``make html`` needs no
browser. Run it again after a change here, and look at what comes out.
"""

import base64
from html import escape
from pathlib import Path

from checkers.sphinxext import browser
from checkers.wording import Wording, in_language, text

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "source" / "_static"
COVERS = ROOT / "source" / "_books"

# What the site is for, in one sentence; also the text alternative of the picture.
SENTENCE = text("Why did the Odoo email not arrive?")
ANSWER = text("The cause, who can fix it, and the steps.")
TITLES = {"en": "Red Envelope", "zh_CN": "红色信封"}

SIZES = {"social": (1200, 630), "cover": (800, 1200)}
PAGE = """<!doctype html><html lang="{tag}"><meta charset="utf-8"><style>
* {{ box-sizing: border-box; margin: 0; }}
body {{ width: {width}px; height: {height}px; padding: {padding}; display: flex; flex-direction: column;
  justify-content: center; background: #fff; color: #221d1b; border-bottom: 24px solid #c8322b;
  font-family: "Noto Sans", "DejaVu Sans", "Noto Sans CJK SC", sans-serif; }}
:lang(zh-CN) {{ font-family: "Noto Sans CJK SC", sans-serif; }}
header {{ display: flex; align-items: center; gap: 28px; font-size: {name}px; font-weight: 600; color: #574f4b; }}
img {{ width: {mark}px; }}
h1 {{ font-size: {heading}px; line-height: 1.2; margin: {space}px 0 24px; text-wrap: balance; }}
p {{ font-size: {name}px; line-height: 1.5; color: #574f4b; }}
</style><header><img src="data:image/svg+xml;base64,{image}" alt="">{title}</header>
<h1>{sentence}</h1><p>{answer}</p></html>"""
LAYOUT = {
    "social": {"padding": "0 90px", "name": 38, "mark": 96, "heading": 78, "space": 44},
    "cover": {"padding": "0 70px", "name": 34, "mark": 110, "heading": 72, "space": 150},
}


def page(kind: str, code: str) -> str:
    """The page that is photographed."""
    words = in_language(code)
    width, height = SIZES[kind]
    return PAGE.format(
        tag=code.replace("_", "-"), width=width, height=height, **LAYOUT[kind],
        image=base64.b64encode((STATIC / "mark.svg").read_bytes()).decode(),
        title=escape(TITLES[code]), sentence=escape(words(SENTENCE)), answer=escape(words(ANSWER)),
    )  # fmt: skip


def alternative(words: Wording) -> str:
    """What the picture says, for who does not see it."""
    return f"{words(SENTENCE)} {words(ANSWER)}"


def path_of(kind: str, code: str) -> Path:
    """Where a picture is kept."""
    return STATIC / f"social.{code}.png" if kind == "social" else COVERS / code / "cover.png"


def main() -> None:
    """Draw them all."""
    with browser.launched() as chromium:
        for kind, (width, height) in SIZES.items():
            for code in TITLES:
                tab = chromium.new_page(viewport={"width": width, "height": height})
                tab.set_content(page(kind, code))
                path = path_of(kind, code)
                path.parent.mkdir(parents=True, exist_ok=True)
                tab.screenshot(path=path)
                tab.close()
                print(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
