"""See the lines and ruled tables of a plain PDF, page by page, each line with its page and box.

A line that was only wrapped is joined to the one before it with a space. A table that goes on over the page
is one table. Lengths from pdfplumber are in points from the page's top left; boxes count from the lower left.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extract.adopt.pdfwords import Row, Word, lines_of, page_words, rows_of
from extract.pdfopen import library_trouble
from extract.plain.paper import Block, Grid, GridCell, Line, Paper, lines_in
from forms.errors import PasswordError, UnreadableError
from forms.properties import FORM
from forms.records import Box

if TYPE_CHECKING:
    from pdfplumber.page import Page

_MOST_PAGES = 100
_NEAR_PT = 2.0
_PADDING_PT = 6.0
_LEAST_WIDTH_PT, _LEAST_HEIGHT_PT = 60.0, 10.0
_WIDE_GAP = 0.75
"""So many times the height of the letters between two words is more than a space."""

_OVER_THE_PAGE = "on the next page"


def read_pdf_paper(data: bytes) -> Paper:
    """Return what stands in a PDF. Raises UnreadableError R11 and R66, and PasswordError R15."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFSyntaxError
    from pdfplumber.utils.exceptions import PdfminerException

    blocks: list[Block] = []
    notes: list[Line] = []
    try:
        with library_trouble(), pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > _MOST_PAGES:
                raise UnreadableError(
                    "R65",
                    f"has {len(document.pages)} pages; expected one record; give each a file of its own",
                )
            is_ours = FORM in (document.metadata or {})
            for number, page in enumerate(document.pages, start=1):
                _append(blocks, list(_Page(page, number).blocks()))
                notes += _notes(page, number)
                page.close()
    except (PDFPasswordIncorrect, PdfminerException, PDFSyntaxError) as error:
        cause = error.args[0] if error.args else error
        if isinstance(error, PDFPasswordIncorrect) or isinstance(cause, PDFPasswordIncorrect):
            raise PasswordError("R15", "needs a password; take it off and try again") from error
        raise UnreadableError("R11", f"is a damaged PDF ({error}); have it sent again") from error
    return Paper(tuple(blocks), tuple(notes), is_ours=is_ours)


class _Page:
    def __init__(self, page: Page, number: int) -> None:
        self._page = page
        self._number = number
        self._high = float(page.height)

    def blocks(self) -> Iterator[Block]:
        """Yield the lines and tables of the page from top to bottom."""
        words = page_words(self._page)
        placed: list[tuple[float, Block]] = []
        for table in self._page.debug_tablefinder().tables:
            x0, top, x1, bottom = table.bbox
            if x1 - x0 >= _LEAST_WIDTH_PT and bottom - top >= _LEAST_HEIGHT_PT:
                inside = [word for word in words if word.within(x0, top, x1, bottom)]
                words = [word for word in words if word not in inside]
                placed.append((top, self._grid([row.cells for row in table.rows], inside)))
        breaks = sorted(top for top, _ in placed)
        rows = rows_of(words)
        right = max((row.x1 for row in rows), default=0.0)
        for stretch in _between(rows, breaks):
            placed += [(row.top, line) for row, line in self._lines(stretch, right, f"page {self._number}")]
        placed.sort(key=lambda one: one[0])
        yield from (block for _, block in placed)

    def _grid(self, ruled: Sequence[Sequence[tuple[float, ...] | None]], words: Sequence[Word]) -> Grid:
        edges = _edges([box[0] for row in ruled for box in row if box is not None])
        rows = []
        for row in ruled:
            cells = []
            for box in row:
                if box is None:
                    continue
                x0, top, x1, bottom = box
                column = _column(edges, x0)
                span = max(sum(x0 + _NEAR_PT < edge < x1 - _NEAR_PT for edge in edges) + 1, 1)
                own = rows_of([word for word in words if word.within(x0, top, x1, bottom)])
                lines = [
                    line for _, line in self._lines(own, x1 - _PADDING_PT, f"page {self._number}, in a table")
                ]
                cells.append(GridCell(column, tuple(lines), span))
            rows.append(tuple(cells))
        return Grid(tuple(rows))

    def _lines(self, rows: Sequence[Row], right: float, where: str) -> list[tuple[Row, Line]]:
        """Return the lines that rows of words make, those that were only wrapped joined."""
        spaced = [_with_tabs(row) for row in rows]
        joined = lines_of(rows, right, None)
        starts = [rows.index(row) for row, _ in joined]
        found: list[tuple[Row, Line]] = []
        for at, start in enumerate(starts):
            end = starts[at + 1] if at + 1 < len(starts) else len(rows)
            of_line = rows[start:end]
            box = Box(
                min(row.x0 for row in of_line),
                self._high - max(row.bottom for row in of_line),
                max(row.x1 for row in of_line),
                self._high - min(row.top for row in of_line),
            )
            text = " ".join(words for words, _ in spaced[start:end])
            capital = any(words[:1].isupper() for words, _ in spaced[start + 1 : end])
            line = Line(text, where, self._number, box, may_be_several=capital, bold_end=spaced[start][1])
            found.append((rows[start], line))
        return found


def _with_tabs(row: Row) -> tuple[str, int]:
    """Return the words of a row, a tab where there is room between them, and where its bold start ends."""
    text = ""
    last: Word | None = None
    bold_end = 0
    is_label = True
    for word in row.words:
        if last is not None:
            text += "\t" if word.x0 - last.x1 > row.height * _WIDE_GAP else " "
        is_label = is_label and word.bold
        text += word.text
        bold_end = len(text) if is_label else bold_end
        last = word
    return text, 0 if is_label else bold_end


def _edges(positions: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > _NEAR_PT:
            edges.append(position)
    return edges


def _column(edges: Sequence[float], x0: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - x0))


def _between(rows: Sequence[Row], breaks: Sequence[float]) -> list[list[Row]]:
    """Return the rows of words in stretches that no table parts."""
    stretches: dict[int, list[Row]] = {}
    for row in rows:
        stretches.setdefault(sum(top < row.top for top in breaks), []).append(row)
    return list(stretches.values())


def _append(blocks: list[Block], page: list[Block]) -> None:
    """Add a page's blocks; a table that goes on over the page is one table."""
    if blocks and page and isinstance(blocks[-1], Grid) and isinstance(page[0], Grid):
        last, first = blocks[-1], page[0]
        if _shape(last) == _shape(first):
            joined = (
                (*last.rows[:-1], _joined(last.rows[-1], first.rows[0]), *first.rows[1:])
                if _goes_on(first.rows[0])
                else (*last.rows, *first.rows)
            )
            blocks[-1] = Grid(joined, last.new_pages | {len(last.rows)})
            page = page[1:]
    blocks += page


def _goes_on(row: Sequence[GridCell]) -> bool:
    """Return whether a row at the top of a page is the rest of the one before: it begins in small letters."""
    first = " ".join(line.text for line in lines_in(row[0].blocks)).strip() if row else ""
    return first[:1].islower()


def _joined(row: Sequence[GridCell], rest: Sequence[GridCell]) -> tuple[GridCell, ...]:
    """Return a row with what stands of it on the next page; a line that was cut there is one line again."""
    cells = []
    for cell in row:
        more = next((one.blocks for one in rest if one.column == cell.column), ())
        own = list(cell.blocks)
        for block in more:
            last = own[-1] if own else None
            if isinstance(last, Line) and isinstance(block, Line) and block is more[0]:
                own[-1] = replace(last, text=f"{last.text} {block.text}", trace=_OVER_THE_PAGE)
            else:
                own.append(replace(block, trace=_OVER_THE_PAGE) if isinstance(block, Line) else block)
        cells.append(replace(cell, blocks=tuple(own)))
    return tuple(cells)


def _shape(grid: Grid) -> int:
    return max((cell.column + cell.span for row in grid.rows for cell in row), default=0)


def _notes(page: Page, number: int) -> Iterator[Line]:
    """Yield what was typed onto the page as a note or into a box of a form: it is no word of the page."""
    for note in page.annots:
        said = note.get("contents")
        if isinstance(said, str) and said.strip():
            yield Line(said, "a note on the page", number)
