"""What a second reader (pdfminer, by pdfplumber) sees on a page, to confirm letters that may be others.

Programs that write a PDF anew get the encodings of fonts wrong now and then; the page looks right, and one
reader takes â for a comma where another one does not. Letters of plain ASCII are the same in all of them.
"""

from __future__ import annotations

import io
import unicodedata
from typing import Any

from extract.page.fitting import Affine, Point

_NEAR_PT = 2.5
_CELL_PT = 10


class SecondReader:
    """The characters of the pages of a PDF, read when they are asked for."""

    def __init__(self, data: bytes) -> None:
        """Keep the file."""
        self._data = data
        self._pages: dict[int, dict[tuple[int, int], list[tuple[Point, str]]]] = {}

    def at(self, index: int, point: Point) -> str:
        """Return the character whose middle lies near a point of a page (from 0), "" where there is none."""
        x, y = point
        cells = self._page(index)
        column, row = int(x // _CELL_PT), int(y // _CELL_PT)
        around = [
            (abs(px - x) + abs(py - y), text)
            for i in (column - 1, column, column + 1)
            for j in (row - 1, row, row + 1)
            for (px, py), text in cells.get((i, j), ())
            if abs(px - x) <= _NEAR_PT and abs(py - y) <= 2 * _NEAR_PT
        ]
        return min(around)[1] if around else ""

    def _page(self, index: int) -> dict[tuple[int, int], list[tuple[Point, str]]]:
        if index not in self._pages:
            self._pages[index] = self._read(index)
        return self._pages[index]

    def _read(self, index: int) -> dict[tuple[int, int], list[tuple[Point, str]]]:
        import pdfplumber

        cells: dict[tuple[int, int], list[tuple[Point, str]]] = {}
        try:
            with pdfplumber.open(io.BytesIO(self._data), pages=[index + 1]) as pdf:
                page = pdf.pages[0]
                characters: list[dict[str, Any]] = page.chars
                back = _back(page.rotation, page.page_obj.mediabox)
        except Exception:  # noqa: BLE001 - pdfminer raises anything; then nothing is confirmed
            return cells
        for one in characters:
            x, y = back(((one["x0"] + one["x1"]) / 2, (one["y0"] + one["y1"]) / 2))
            cell = (int(x // _CELL_PT), int(y // _CELL_PT))
            cells.setdefault(cell, []).append(((x, y), same_letters(one["text"])))
        return cells


def _back(rotation: int, box: tuple[float, float, float, float]) -> Affine:
    """Return the way from where pdfminer puts things, which turns pages, to the page's own coordinates."""
    x0, y0, x1, y1 = (float(edge) for edge in box)
    turned = {
        0: Affine(1, 0, -x0, 0, 1, -y0),
        90: Affine(0, 1, -y0, -1, 0, x1),
        180: Affine(-1, 0, x1, 0, -1, y1),
        270: Affine(0, -1, y1, 1, 0, -x0),
    }
    return turned[rotation % 360].inverse()


def same_letters(text: str) -> str:
    """Return a text in one of the ways in which Unicode writes the same letters."""
    return unicodedata.normalize("NFKC", text)
