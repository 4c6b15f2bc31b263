"""Draw a diagram as SVG: boxes in rows of one or two, arrows between them, words in any language.

SVG does not wrap words, so the lines are broken here by an estimate of their width, and the boxes grow with them: a
longer language makes a higher drawing, never a fuller one. There is no style in it and no path made of letters:
colours come from the page's sheet by the ``class`` of a box, the lines are black on nothing without one.

A table (``diagrams/*.toml``) has rows of cells (``id``, ``kind``, ``label``, ``explanation``, ``code``) and arrows
(``from``, ``to``; ``label``, ``kind``; ``shift`` moves an upright arrow aside; ``way = "gutter"`` leads around).
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

WIDTH = 380
MARGIN = 3
GAP = 46  # between the columns: an arrow and a short word
GUTTER = 18  # beside the boxes, for arrows that lead around
PADDING = 10
SIZE, SMALL = 13.5, 12
LINE, SMALL_LINE = 18, 16
BETWEEN = 30  # between rows
SHIFT = 34
HEAD = 7

# Widths of letters in units of their size, on the generous side: fonts differ.
NARROW, NORMAL, CAPITAL, BROAD, WIDE, MONO = 0.33, 0.58, 0.7, 0.9, 1.0, 0.61
NO_START = "，。、；：？！）》”’％,.;:?!)]}%…"
NO_END = "（《“‘([{"


@dataclass(slots=True)
class Box:
    """A box with its broken lines: (text, class), and its place."""

    name: str
    kind: str
    lines: list[tuple[str, str]]
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0

    @property
    def centre(self) -> float:
        return self.x + self.width / 2


@dataclass(slots=True)
class Drawing:
    """What is drawn: an ``svg`` element, and how to turn x for a language that runs from right to left."""

    svg: ElementTree.Element
    rtl: bool
    boxes: dict[str, Box] = field(default_factory=dict)

    def across(self, x: float) -> float:
        return WIDTH - x if self.rtl else x

    def add(self, parent: ElementTree.Element, tag: str, **attributes: object) -> ElementTree.Element:
        """An element with its numbers written short."""
        values = {name.replace("_", "-"): _number(value) for name, value in attributes.items()}
        return ElementTree.SubElement(parent, tag, values)


def draw(table: dict, words: Callable[[str], str], rtl: bool = False) -> ElementTree.Element:
    """The ``svg`` element of a diagram; ``words`` puts a message into the language of the page.

    It has no name yet: whoever shows it gives it one (``aria-labelledby``).
    """
    svg = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "fill": "none", "stroke": "none"})
    drawing = Drawing(svg, rtl)
    height = _place(drawing, table, words)
    svg.attrib |= {"viewBox": f"0 0 {WIDTH} {_number(height)}", "font-size": _number(SIZE)}
    if rtl:
        svg.set("direction", "rtl")
    for arrow in table.get("arrow", ()):
        _arrow(drawing, arrow, words)
    for box in drawing.boxes.values():
        _box(drawing, box)
    return svg


def _place(drawing: Drawing, table: dict, words: Callable[[str], str]) -> float:
    """Break the lines and give every box its place; returns the height of it all."""
    gutter = GUTTER if any(arrow.get("way") == "gutter" for arrow in table.get("arrow", ())) else 0
    full = WIDTH - 2 * MARGIN - gutter
    column = (full - GAP) / 2
    y: float = MARGIN
    for row in table["row"]:
        cells = row["cells"]
        width = full if len(cells) == 1 else column
        boxes = [Box(cell["id"], cell.get("kind", "plain"), _cell_lines(cell, words, width)) for cell in cells]
        tallest = max(sum(_height(css) for _, css in box.lines) for box in boxes) + 2 * PADDING - 3
        for number, box in enumerate(boxes):
            box.x, box.y = MARGIN + number * (column + GAP), y
            box.width, box.height = width, tallest
            drawing.boxes[box.name] = box
        labels = [
            len(wrapped(words(arrow["label"]), SMALL, 110))
            for arrow in table.get("arrow", ())
            if arrow.get("label") and arrow["from"] in drawing.boxes and _leaves(arrow, cells)
        ]
        y += tallest + BETWEEN + (max(labels, default=1) - 1) * SMALL_LINE
    return y - BETWEEN + MARGIN


def _leaves(arrow: dict, cells: list[dict]) -> bool:
    return arrow["from"] in {cell["id"] for cell in cells}


def _cell_lines(cell: dict, words: Callable[[str], str], width: float) -> list[tuple[str, str]]:
    room = width - 2 * PADDING
    found = [(line, "label") for line in wrapped(words(cell["label"]), SIZE * 1.1, room)]  # bold is broader
    if cell.get("explanation"):
        found += [(line, "detail") for line in wrapped(words(cell["explanation"]), SMALL, room)]
    if cell.get("code"):
        found += [(line, "code") for line in wrapped(cell["code"], SMALL, room, mono=True)]
    return found


def _height(css: str) -> float:
    return LINE if css == "label" else SMALL_LINE


def _box(drawing: Drawing, box: Box) -> None:
    group = drawing.add(drawing.svg, "g", **{"class": box.kind})
    left = drawing.across(box.x + box.width) if drawing.rtl else box.x
    drawing.add(
        group, "rect", x=left, y=box.y, width=box.width, height=box.height, rx=6, stroke="currentColor",
        **({"stroke_dasharray": "5 3"} if box.kind == "trouble" else {}),
    )  # fmt: skip
    text = drawing.add(group, "text", fill="currentColor", text_anchor="middle")
    y = box.y + (box.height - sum(_height(css) for _, css in box.lines)) / 2
    for line, css in box.lines:
        y += _height(css)
        attributes = {"x": drawing.across(box.centre), "y": y - 4.5}
        if css == "label":
            attributes["font_weight"] = "600"
        else:
            attributes["font_size"] = SMALL
        if css == "code":
            attributes |= {"font_family": "monospace", "translate": "no"}
            if drawing.rtl:  # an address keeps its direction
                attributes |= {"direction": "ltr", "unicode_bidi": "embed"}
        drawing.add(text, "tspan", **{"class": css}, **attributes).text = line


def _arrow(drawing: Drawing, arrow: dict, words: Callable[[str], str]) -> None:
    start, end = drawing.boxes[arrow["from"]], drawing.boxes[arrow["to"]]
    points = list(_points(start, end, arrow))
    group = drawing.add(drawing.svg, "g", **{"class": f"arrow {arrow.get('kind', 'plain')}"})
    path = " ".join(
        f"{'ML'[index > 0]}{_number(drawing.across(x))} {_number(y)}" for index, (x, y) in enumerate(points)
    )
    dashes = {"trouble": {"stroke_dasharray": "5 3"}, "sight": {"stroke_dasharray": "1.5 3.5"}}
    drawing.add(
        group, "path", d=path, stroke="currentColor", stroke_width=1.4, **dashes.get(arrow.get("kind", ""), {})
    )
    if arrow.get("kind") != "sight":
        _head(drawing, group, points[-2], points[-1])
    if arrow.get("label"):
        _arrow_label(drawing, group, words(arrow["label"]), points)


def _points(start: Box, end: Box, arrow: dict) -> Iterator[tuple[float, float]]:
    """The corners of an arrow, by where its boxes lie."""
    if arrow.get("way") == "gutter":
        side = start.x + start.width
        yield side, start.y + start.height / 2
        yield side + GUTTER - 4, start.y + start.height / 2
        yield side + GUTTER - 4, end.y + end.height / 2
        yield side, end.y + end.height / 2
    elif start.y == end.y:
        y = start.y + start.height / 2
        yield (start.x + start.width, y) if start.x < end.x else (start.x, y)
        yield (end.x, y) if start.x < end.x else (end.x + end.width, y)
    else:
        x = min((start, end), key=lambda box: box.width).centre + arrow.get("shift", 0) * SHIFT
        down = start.y < end.y
        yield x, start.y + start.height if down else start.y
        yield x, end.y if down else end.y + end.height


def _head(
    drawing: Drawing, group: ElementTree.Element, before: tuple[float, float], tip: tuple[float, float]
) -> None:
    """A triangle at ``tip``, pointing away from ``before``; every last piece of an arrow is upright or level."""
    x, y = tip
    if before[0] == x:
        back = y - HEAD if before[1] < y else y + HEAD
        corners = [(x, y), (x - HEAD / 2, back), (x + HEAD / 2, back)]
    else:
        back = x - HEAD if before[0] < x else x + HEAD
        corners = [(x, y), (back, y - HEAD / 2), (back, y + HEAD / 2)]
    points = " ".join(f"{_number(drawing.across(a))},{_number(b)}" for a, b in corners)
    drawing.add(group, "polygon", points=points, fill="currentColor")


def _arrow_label(
    drawing: Drawing, group: ElementTree.Element, words: str, points: list[tuple[float, float]]
) -> None:
    (x, y), (end_x, end_y) = points[0], points[-1]
    upright = x == end_x
    lines = wrapped(words, SMALL, 110 if upright else GAP - 8)
    text = drawing.add(group, "text", fill="currentColor", font_size=SMALL)
    if upright:
        x, y = x + 7, (y + end_y) / 2 - len(lines) * SMALL_LINE / 2 - 4
    else:
        x, y = (x + end_x) / 2, y - 5 - len(lines) * SMALL_LINE
        text.set("text-anchor", "middle")
    for line in lines:
        y += SMALL_LINE
        drawing.add(text, "tspan", x=drawing.across(x), y=y).text = line


# --- lines ----------------------------------------------------------------------------------------------------------


def letter_width(letter: str, mono: bool = False) -> float:
    """The width of a letter in units of its size, on the generous side.

    >>> letter_width("邮"), letter_width("i"), letter_width("W")
    (1.0, 0.33, 0.9)
    """
    if unicodedata.east_asian_width(letter) in "WF" or letter in "“”‘’…—":
        # Quotation marks and dots are as wide as a Chinese character in a Chinese font, half as wide in others.
        return WIDE if letter not in "“”‘’…—" else NORMAL
    if unicodedata.combining(letter):
        return 0
    if mono:
        return MONO
    if letter in "iljtfrI.,:;'|!()[] -/":
        return NARROW
    if letter in "mwMW@%":
        return BROAD
    return CAPITAL if letter.isupper() else NORMAL


def text_width(words: str, size: float, mono: bool = False) -> float:
    """The estimated width of a line."""
    return size * sum(letter_width(letter, mono) for letter in words)


def wrapped(words: str, size: float, room: float, mono: bool = False) -> list[str]:
    """``words`` in lines no wider than ``room``; a word that is wider by itself is broken anywhere.

    Chinese breaks between any two characters, but no line begins with a closing mark or ends with an opening one.

    >>> wrapped("one two three", 10, 45)
    ['one two', 'three']
    >>> wrapped("这是，一行", 10, 20)
    ['这', '是，', '一行']
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(words):
        if text_width((line + piece).rstrip(), size, mono) <= room or not line.strip():
            line += piece
        else:
            lines.append(line.rstrip())
            line = piece.lstrip()
        while len(line) > 1 and text_width(line.rstrip(), size, mono) > room and " " not in line.strip():
            cut = max(1, _fitting(line, size, room, mono))
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()] if line.strip() else lines


def _fitting(line: str, size: float, room: float, mono: bool) -> int:
    width = 0.0
    for count, letter in enumerate(line):
        width += size * letter_width(letter, mono)
        if width > room:
            return count
    return len(line)


def _pieces(words: str) -> Iterator[str]:
    """What stays together: a word with the space behind it, one Chinese character with its marks."""
    piece = ""
    for before, letter in zip(" " + words, words, strict=False):
        if piece and _breaks(before, letter):
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _breaks(before: str, letter: str) -> bool:
    if letter == " " or letter in NO_START or before in NO_END:
        return False
    wide = unicodedata.east_asian_width(before) in "WF" or unicodedata.east_asian_width(letter) in "WF"
    return before == " " or wide


def _number(value: object) -> str:
    """A number with at most one decimal; anything else as it is."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, int | float) else str(value)
