"""Look for printed words where LibreOffice 7.4 mislays them.

A row of a table begins with a label. That program takes it into the first control for words behind, beyond
any other control, and writes the line breaks of an answer before the control, and so before such a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.label.shape import END, Cell, Part, Row, Slot


def first_labels(form: Cell) -> Iterator[str]:
    """Yield the words with which rows of an issued form begin, before a place in the same line."""
    for table in form.tables:
        for row in table.rows:
            if label := _label_of(_first_parts(row)):
                yield label
            for cell in row.cells:
                yield from first_labels(cell)


def mislaid(parts: tuple[Part, ...], text: str) -> Iterator[tuple[tuple[Part, ...], str]]:
    """Yield what may have become of an issued text that begins with a label, and the found text as then read.

    Line breaks before the label are put behind it, where they stand before the answer.
    """
    label = _label_of(parts)
    if not label:
        return
    behind = re.sub(f"(\n+){re.escape(label)}", lambda found: label + found[1], text, count=1)
    if behind != text:
        yield parts, behind
    for number, part in enumerate(parts[2:], start=2):
        if isinstance(part, Slot) and not part.is_tick:
            yield (*parts[1:number], label, *parts[number:]), behind


def _first_parts(row: Row) -> tuple[Part, ...]:
    return row.cells[0].texts[0].parts if row.cells else ()


def _label_of(parts: tuple[Part, ...]) -> str:
    """Return the words before the first place where they stand in its line, else ""."""
    if len(parts) < 2 or not isinstance(parts[0], str) or not isinstance(parts[1], Slot):
        return ""
    label = parts[0].lstrip(END)
    return label if label.strip() and END not in label else ""
