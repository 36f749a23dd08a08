"""Type a plain Word file: paragraphs and tables, each label looked up in the policy's text.

Nothing of halfterm is imported: python-docx only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.table import _Cell

DOTS = "." * 40
LINE = "_" * 30
_BULLET = re.compile(r"^\s*(?:[•*-]|\uf0b7)\s+")


def plain(text: str) -> str:
    """Return text with its white space, quotes, markup and stars made even, for looking words up in it."""
    text = (
        re.sub(r"\*+", "", re.sub(r"<[^>]+>", " ", text))
        .replace("’", "'")
        .replace("‘", "'")
        .replace("\uf0b7", " ")
    )
    return " ".join(text.split()).casefold()


class Typist:
    """Types one document and looks up each label in the policy's text."""

    def __init__(self, text: str) -> None:
        """Start an empty document."""
        self.text = text
        self._plain = plain(text)
        self.document: Document = docx.Document()

    def known(self, words: str) -> str:
        """Return words after making sure that the policy prints them."""
        for part in re.split(r"_{3,}|\.{4,}|…{2,}|\n+", words):
            if plain(part) not in self._plain:
                raise ValueError(f"not in the policy: {part!r}")
        return words

    def line(self, words: str, *, bold: bool = False, bullet: bool = False) -> None:
        """Type one paragraph."""
        style = "List Bullet" if bullet else None
        run = self.document.add_paragraph(style=style).add_run(self.known(words))
        run.bold = bold or None

    def lines(self, *words: str) -> None:
        """Type paragraphs."""
        for one in words:
            self.line(one)

    def empty(self, count: int = 1) -> None:
        """Leave lines empty."""
        for _ in range(count):
            self.document.add_paragraph()

    def page(self) -> None:
        """Begin a page."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def prose(self, start: str, end: str) -> None:
        """Type the policy's own paragraphs from the words `start` up to the words `end`."""
        begin = self.text.index(start)
        for paragraph, bullet in paragraphs(self.text[begin : self.text.index(end, begin + len(start))]):
            self.line(paragraph, bullet=bullet)

    def table(self, *rows: Sequence[str], room: int = 0) -> None:
        """Type a table; "" is an empty cell with `room` empty lines, a label's own line ends are kept.

        A row shorter than the widest has its last cell merged over the rest.
        """
        width = max(len(row) for row in rows)
        table = self.document.add_table(rows=len(rows), cols=width, style="Table Grid")
        for at, row in enumerate(rows):
            cells = table.rows[at].cells
            if len(row) < width:
                cells[len(row) - 1].merge(cells[width - 1])
                cells = table.rows[at].cells
            for words, cell in zip(row, cells, strict=False):
                _fill(cell, self.known(words) if words.strip() else words, room)


def _fill(cell: _Cell, words: str, room: int) -> None:
    parts = words.split("\n") if words else [""] * max(room, 1)
    cell.paragraphs[0].add_run(parts[0])
    for part in parts[1:]:
        cell.add_paragraph(part)


def paragraphs(text: str) -> list[tuple[str, bool]]:
    """Return (words, whether in a list) of a stretch of text whose lines were wrapped."""
    found: list[tuple[str, bool]] = []
    for written in text.splitlines():
        line = " ".join(re.sub(r"\*(?=\S)|(?<=\S)\*", "", written).split())
        if not line:
            continue
        bullet = bool(_BULLET.match(written.replace("\uf0b7", "• ")))
        numbered = bool(re.match(r"\d{1,2}[.)]\s", line))
        words = _BULLET.sub("", line.replace("\uf0b7", "• "))
        if found and not bullet and not numbered and not found[-1][0].endswith((".", ":", "?", "!")):
            found[-1] = (f"{found[-1][0]} {words}", found[-1][1])
        else:
            found.append((words, bullet))
    return found
