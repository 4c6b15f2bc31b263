"""Markdown tables that also read well in a terminal: the first column flush left, the figures flush right."""

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """``head`` and ``rows`` as a table, all columns padded to one width."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = [_line(head, widths), _line(["-" * widths[0]] + ["-" * (width - 1) + ":" for width in widths[1:]], widths)]
    return "\n".join(lines + [_line(row, widths) for row in rows])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    figures = [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
    return "| " + " | ".join([cells[0].ljust(widths[0]), *figures]) + " |"


def figure(value: float) -> str:
    """A number with three digits that count: 0.0123, 1.23, 123, 12,300.

    >>> [figure(value) for value in (0.01234, 1.234, 123.4, 12345)]
    ['0.0123', '1.23', '123', '12,300']
    """
    rounded = float(f"{value:.3g}")
    if 0 < abs(rounded) < 1:
        return f"{rounded:.3g}"
    return f"{rounded:,.{max(0, 3 - len(str(int(abs(rounded)))))}f}" if rounded else "0"
