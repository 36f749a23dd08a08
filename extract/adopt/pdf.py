"""Read a PDF's outline with pdfplumber: its lines and ruled tables, page by page from top to bottom.

Lengths are in points, from the page's top left. A page that was scanned has no words, which is said.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extract.adopt.outline import Block, Line, Outline, Table
from extract.adopt.pdfgrid import Box, read_grid
from extract.adopt.pdfwords import Row, Word, lines_of, page_words, rows_of
from extract.pdfopen import library_trouble
from forms.errors import PasswordError, UnreadableError

if TYPE_CHECKING:
    from pdfplumber.page import Page

_LEAST_TABLE_PT = 25.0
_MARGIN_SHARE = 0.1
"""The top and bottom tenth of a page may hold what stands on every page."""
_OFTEN = 3
_MOST_PAGES = 400


def read_pdf_outline(data: bytes) -> Outline:
    """Return the outline of a PDF. Raises UnreadableError R11, R30 or R31, and PasswordError R15."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFSyntaxError
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with library_trouble(), pdfplumber.open(io.BytesIO(data)) as document:
            pages = document.pages[:_MOST_PAGES]
            words = [page_words(page) for page in pages]
            if not any(any(sign.isalnum() for sign in word.text) for page in words for word in page):
                raise _no_text(pages)
            repeated = _repeated(pages, words)
            kept = [_without(page, repeated) for page in words]
            blocks: list[Block] = []
            for page, left in zip(pages, kept, strict=True):
                _append(blocks, _page_blocks(page, left))
    except (PDFPasswordIncorrect, PdfminerException, PDFSyntaxError) as error:
        cause = error.args[0] if error.args else error
        if isinstance(error, PDFPasswordIncorrect) or isinstance(cause, PDFPasswordIncorrect):
            raise PasswordError("R15", "this PDF needs a password; take it off and try again") from error
        raise UnreadableError(
            "R11", f"this PDF is damaged and cannot be read ({error}); make it again"
        ) from error
    notes = ["what stands at the top or bottom of every page was left out"] if repeated else []
    return Outline(tuple(blocks), tuple(notes))


def _no_text(pages: Sequence[Page]) -> UnreadableError:
    if any(page.images for page in pages):
        return UnreadableError(
            "R30",
            "this PDF has no text: its pages are pictures, as a scanner makes them; give the Word "
            "file that was "
            "printed, or a PDF made from it",
        )
    return UnreadableError(
        "R31", "there are no words in this PDF; give the policy or the form as it was written"
    )


def _page_blocks(page: Page, words: Sequence[Word]) -> list[Block]:
    """Return the lines and tables of a page in order."""
    ruled = page.debug_tablefinder()
    grids = [
        (table.bbox, [row.cells for row in table.rows]) for table in ruled.tables if _is_table(table.bbox)
    ]
    # A box by itself is no table to pdfplumber, but it is what many forms leave to write in.
    boxes = [
        box for box in ruled.cells if _is_table(box) and not any(_covers(grid, box) for grid, _ in grids)
    ]
    grids += [
        (box, [[box]]) for box in boxes if not any(_covers(other, box) for other in boxes if other != box)
    ]
    placed: list[tuple[float, Block]] = []
    outside = list(words)
    for (x0, top, x1, bottom), rows_of_cells in sorted(grids, key=lambda grid: grid[0][1]):
        inside = [word for word in outside if word.within(x0, top, x1, bottom)]
        outside = [word for word in outside if word not in inside]
        placed.append((top, read_grid(rows_of_cells, inside)))
    rows = rows_of(outside)
    breaks = sorted(box[1] for box, _ in grids)
    right = max((row.x1 for row in rows), default=0.0)
    for stretch in _between(rows, breaks):
        below = next((top for top in breaks if top > stretch[-1].bottom), None)
        for row, line in lines_of(stretch, right, below):
            placed.append((row.top, line))
    placed.sort(key=lambda one: one[0])
    blocks = [block for _, block in placed]
    if blocks and isinstance(blocks[0], Line):
        blocks[0] = replace(blocks[0], page_start=True)
    return blocks


def _covers(grid: Box, box: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return grid[0] <= x <= grid[2] and grid[1] <= y <= grid[3]


def _is_table(box: Box) -> bool:
    return box[2] - box[0] >= 4 * _LEAST_TABLE_PT and box[3] - box[1] >= 0.4 * _LEAST_TABLE_PT


def _between(rows: Sequence[Row], breaks: Sequence[float]) -> list[list[Row]]:
    """Return the rows of words in stretches that no table parts."""
    stretches: list[list[Row]] = []
    for row in rows:
        at = sum(top < row.top for top in breaks)
        if stretches and sum(top < stretches[-1][-1].top for top in breaks) == at:
            stretches[-1].append(row)
        else:
            stretches.append([row])
    return stretches


def _append(blocks: list[Block], page: list[Block]) -> None:
    """Add a page's blocks; a table that goes on over the page is one table."""
    if blocks and page:
        last, first = blocks[-1], page[0]
        if isinstance(last, Table) and isinstance(first, Table) and _alike(last, first):
            rows = first.rows[1:] if first.rows[0] == last.rows[0] else first.rows
            blocks[-1] = Table((*last.rows, *rows), last.widths)
            page = page[1:]
    blocks += page


def _alike(one: Table, other: Table) -> bool:
    same = len(one.widths) == len(other.widths)
    return same and all(abs(a - b) < 2 for a, b in zip(one.widths, other.widths, strict=True))


def _repeated(pages: Sequence[Page], words: Sequence[Sequence[Word]]) -> set[tuple[int, str]]:
    """Return (top, words) of the lines that stand in one place of the margins on most pages."""
    if len(pages) < _OFTEN:
        return set()
    counts: Counter[tuple[int, str]] = Counter()
    for page, found in zip(pages, words, strict=True):
        high, low = page.height * _MARGIN_SHARE, page.height * (1 - _MARGIN_SHARE)
        margins = [row for row in rows_of(found) if row.top < high or row.top > low]
        counts.update({(round(row.top), _shape(row.text)) for row in margins})
    return {place for place, count in counts.items() if count >= max(_OFTEN, len(pages) * 0.6)}


def _without(words: Sequence[Word], repeated: set[tuple[int, str]]) -> list[Word]:
    kept = [row for row in rows_of(words) if (round(row.top), _shape(row.text)) not in repeated]
    return [word for row in kept for word in row.words]


def _shape(text: str) -> str:
    """Return a line with a page's number made the same on every page."""
    return re.sub(r"^(?:(page|p\.)\s*)?\d+(\s*(?:of|/)\s*\d+)?$", r"\1#", text.strip(), flags=re.IGNORECASE)
