"""Make of the tags of a PDF the shape of a Word document (`extract.label.shape`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from extract.label.shape import DOUBTED, END, LOST, Cell, Row, Table, Text
from extract.pdffonts import UNKNOWN
from extract.tagged.content import Drawn, Key, Letter, Piece
from extract.tagged.lines import text_of
from extract.tagged.order import displaced
from extract.tagged.tree import Marked, Tag

_LIST_SIGN = "Lbl"
_PICTURE = "Figure"
_BESIDE_WORDS_PT = 10.8
"""Together, on both sides of the words of a cell."""
_LOST = Letter(LOST, 0, 0, 0, 0, -1)


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the tags of a PDF say."""

    body: Cell
    unused: tuple[Key, ...]
    """Pieces that pages draw and no tag names."""


def shape_of(tree: Tag, drawn: Drawn, is_seen: Callable[[Letter], bool]) -> Tagged:
    """Return the shape of a document; `is_seen` says whether a page shows a letter."""
    reader = _Reader(tree, drawn, is_seen)
    body = reader.cell(tree)
    return Tagged(
        body, tuple(key for key, one in drawn.marked.items() if one.letters and key not in reader.used)
    )


@dataclass(slots=True)
class _Gathered:
    """A cell while it is put together."""

    texts: list[str] = field(default_factory=lambda: [""])
    tables: list[Table] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    line: list[Letter] = field(default_factory=list)
    """Of the paragraph that is open."""

    width_pt: float | None = None
    """From where its words begin to where they end, None where nothing says so."""

    def close(self, *, always: bool = False) -> None:
        """End the paragraph that is open; `always` where it has no words."""
        if self.line or always:
            self.texts[-1] += text_of(self.line, self._room_after) + END
            self.line = []

    def _room_after(self, letter: Letter) -> float | None:
        start = min(one.x0_pt for one in self.line if one.page_index == letter.page_index)
        return None if self.width_pt is None else start + self.width_pt - letter.x1_pt


class _Reader:
    """Goes through the tags; each marked piece counts once."""

    def __init__(self, tree: Tag, drawn: Drawn, is_seen: Callable[[Letter], bool]) -> None:
        self._drawn, self._is_seen, self._scale = drawn, is_seen, _scale_of(tree)
        self._displaced = displaced(tree, drawn)
        self.used: set[Key] = set()
        self._keys = count(1)

    def cell(self, tag: Tag, width_pt: float | None = None) -> Cell:
        cell = _Gathered(width_pt=width_pt)
        self._gather(tag, cell)
        cell.close()
        texts = tuple(Text((text,) if text else (), is_drawn=True) for text in cell.texts)
        return Cell(texts, tuple(cell.tables), tuple(cell.loose))

    def _gather(self, tag: Tag, cell: _Gathered) -> None:
        for part in tag.parts:
            if isinstance(part, Marked):
                cell.line += self._line_of(part)
            elif part.kind == "Table":
                cell.close()
                cell.tables.append(Table(tuple(self._rows(part))))
                cell.texts.append("")
            elif part.kind == _PICTURE:
                cell.loose += filter(None, [" ".join(self._words(part).split())])
            elif part.kind == _LIST_SIGN:
                # Word keeps the signs of a list apart from its words too.
                self._words(part)
            elif part.is_inline:
                self._gather(part, cell)
            else:
                cell.close()
                self._gather(part, cell)
                has_own = any(isinstance(one, Tag) and not one.is_inline for one in part.parts)
                cell.close(always=not has_own)

    def _rows(self, table: Tag) -> Iterator[Row]:
        for row in table.all("TR"):
            own = [one for one in row.parts if isinstance(one, Tag)]
            cells = tuple(self.cell(one, self._width_pt(one)) for one in own)
            yield Row(cells, next(self._keys))

    def _width_pt(self, cell: Tag) -> float | None:
        """Return how wide the words of a cell may be, None where nothing says so."""
        if self._scale is None or cell.width is None:
            return None
        return cell.width * self._scale - _BESIDE_WORDS_PT

    def _words(self, tag: Tag) -> str:
        cell = _Gathered()
        self._gather(tag, cell)
        cell.close()
        return "".join(cell.texts).replace(END, " ")

    def _line_of(self, part: Marked) -> Sequence[Letter]:
        piece = self._drawn.marked.get(part.key) if part.key is not None else None
        if piece is None or part.key is None or part.key in self.used:
            return [_LOST]
        self.used.add(part.key)
        is_in_order = part.key not in self._displaced
        return list(_letters(piece, lambda one: is_in_order and self._is_seen(one)))


def _letters(piece: Piece, is_seen: Callable[[Letter], bool]) -> Iterator[Letter]:
    """Yield the letters of a piece; a letter that no font names is the one that the file says it is."""
    texts = [one.text for one in piece.letters]
    doubted: set[int] = set()
    for (start, said), end in zip(piece.instead, piece.ends, strict=True):
        drawn = "".join(texts[start:end])
        if UNKNOWN in drawn:
            texts[start:end] = [said, *[""] * (end - start - 1)]
        if not _is_same(drawn, said):
            doubted |= set(range(start, end))
    for number, (one, text) in enumerate(zip(piece.letters, texts, strict=True)):
        is_sure = number not in doubted and UNKNOWN not in text and (text.isspace() or is_seen(one))
        yield replace(one, text=text if is_sure else text + DOUBTED)


def _is_same(drawn: str, said: str) -> bool:
    return "".join(drawn.split()) == "".join(said.split())


def _scale_of(tree: Tag) -> float | None:
    """Return how many points the widths of cells are measured in, None where nothing says so.

    LibreOffice measures them in fifties. Of a table that goes over pages nothing but these widths is told.
    """
    for part in tree.parts:
        if isinstance(part, Marked):
            continue
        for row in part.all("TR") if part.width is not None and part.kind == "Table" else ():
            whole = sum(one.width or 0.0 for one in row.parts if isinstance(one, Tag))
            if part.width and whole:
                return part.width / whole
        if (inner := _scale_of(part)) is not None:
            return inner
    return None
