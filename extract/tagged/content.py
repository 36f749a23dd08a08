"""What each marked piece of a page draws (ISO 32000-1, 9.4 and 14.6): letter by letter, with its place.

A piece has its number on the page; what bears none is either an artifact, as headers, footers and lines are,
or stands outside the tags altogether.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from extract.pdfsource import Node, Source
from extract.pdftext import decode_text
from extract.pen import UNCHANGED, Matrix, at, joined
from extract.tagged.glyphs import Font, Fonts
from forms.errors import UnreadableError

_MOST_DEEP = 8
_MOST_LETTERS = 200_000
_ARTIFACT = "/Artifact"


@dataclass(frozen=True, slots=True)
class Letter:
    """What one code draws; points in the page's own coordinates."""

    text: str
    """Several where it is a ligature."""
    x0_pt: float
    x1_pt: float
    y_pt: float
    """Of the line that it stands on."""
    size_pt: float
    page_index: int
    is_level: bool = True
    """It is drawn from left to right."""


@dataclass(slots=True)
class Piece:
    """What one marked piece of a page draws."""

    letters: list[Letter] = field(default_factory=list)
    instead: list[tuple[int, str]] = field(default_factory=list)
    """What the file says that stands there instead of the letters from so many on: ActualText (14.9.4)."""
    ends: list[int] = field(default_factory=list)
    """For each of these, the number of the letter before which it ends."""


Key: TypeAlias = tuple[int, tuple[int, int], int]
"""Page from 0, the form XObject that it is drawn in ((0, 0) for none), number of the marked piece."""


@dataclass(slots=True)
class Drawn:
    """What the pages of a file draw."""

    marked: dict[Key, Piece] = field(default_factory=dict)
    artifacts: list[Letter] = field(default_factory=list)
    loose: list[Letter] = field(default_factory=list)
    """Outside all tags."""
    count: int = 0
    """Of letters."""


def drawn_on(source: Source) -> Drawn:
    """Return what the pages of a PDF draw. Raises UnreadableError R11 where that is too much."""
    drawn, fonts = Drawn(), Fonts(source)
    for index, page in enumerate(source.pages()):
        _Page(source, fonts, drawn, index).draw(page, _inherited(source, page, "/Resources"), 0, (0, 0))
    return drawn


def _inherited(source: Source, page: Node, key: str) -> Node | None:
    node: Node | None = page
    for _ in range(_MOST_DEEP):
        if node is None or (found := source.child(node, key)) is not None:
            return found if node is not None else None
        node = source.child(node, "/Parent")
    return None


@dataclass(slots=True)
class _State:
    """What q keeps and Q brings back, as far as letters need it."""

    place: Matrix = UNCHANGED
    font: Font | None = None
    size: float = 0.0
    apart: float = 0.0
    words_apart: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


@dataclass(frozen=True, slots=True)
class _Mark:
    """A marked piece that is open."""

    owner: Piece | None
    """None for one without a number."""
    is_artifact: bool
    spoken: Piece | None = None
    """The piece in which it says other words than it draws."""


class _Page:
    """One page while it is drawn."""

    def __init__(self, source: Source, fonts: Fonts, drawn: Drawn, index: int) -> None:
        self._source, self._fonts, self._drawn, self._index = source, fonts, drawn, index
        self._state = _State()
        self._saved: list[_State] = []
        self._marks: list[_Mark] = []
        self._line: Matrix = UNCHANGED
        self._text: Matrix = UNCHANGED
        self._resources: Node | None = None
        self._stream = (0, 0)
        self._deep = 0

    def draw(self, stream: Node, resources: Node | None, deep: int, number: tuple[int, int]) -> None:
        """Draw a page, or a form XObject that is drawn in it."""
        import pikepdf

        before = self._resources, self._stream, self._deep, len(self._marks)
        self._resources, self._stream, self._deep = resources, number, deep
        for instruction in pikepdf.parse_content_stream(stream):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                continue
            action = _ACTIONS.get(str(instruction.operator))
            if action is not None:
                action(self, list(instruction.operands))
        self._resources, self._stream, self._deep, marks = before
        del self._marks[marks:]

    def save(self, _: Sequence[Any]) -> None:
        self._saved.append(copy(self._state))

    def restore(self, _: Sequence[Any]) -> None:
        if self._saved:
            self._state = self._saved.pop()

    def move_all(self, operands: Sequence[Any]) -> None:
        self._state.place = joined(_matrix(operands), self._state.place)

    def begin_text(self, _: Sequence[Any]) -> None:
        self._line = self._text = UNCHANGED

    def set_font(self, operands: Sequence[Any]) -> None:
        self._state.font = self._fonts.of(self._resources, str(operands[0])[1:])
        self._state.size = float(operands[1])

    def set_number(self, name: str, share: float, operands: Sequence[Any]) -> None:
        setattr(self._state, name, float(operands[0]) * share)

    def set_matrix(self, operands: Sequence[Any]) -> None:
        self._line = self._text = _matrix(operands)

    def next_line(self, x: float, y: float) -> None:
        self._line = self._text = joined((1, 0, 0, 1, x, y), self._line)

    def move(self, operands: Sequence[Any]) -> None:
        self.next_line(float(operands[0]), float(operands[1]))

    def move_with_leading(self, operands: Sequence[Any]) -> None:
        self._state.leading = -float(operands[1])
        self.move(operands)

    def feed(self, _: Sequence[Any]) -> None:
        self.next_line(0, -self._state.leading)

    def show(self, operands: Sequence[Any]) -> None:
        self._write(bytes(operands[-1]))

    def show_on_next(self, operands: Sequence[Any]) -> None:
        if len(operands) == 3:
            self._state.words_apart, self._state.apart = float(operands[0]), float(operands[1])
        self.feed(operands)
        self.show(operands)

    def show_several(self, operands: Sequence[Any]) -> None:
        import pikepdf

        for one in operands[0]:
            if isinstance(one, pikepdf.String):
                self._write(bytes(one))
            else:
                self._advance(-float(one) / 1000 * self._state.size * self._state.stretch)

    def begin_mark(self, operands: Sequence[Any]) -> None:
        import pikepdf

        named = operands[1] if len(operands) > 1 else None
        if isinstance(named, pikepdf.Name):
            lists = self._source.child(self._resources, "/Properties") if self._resources else None
            named = self._source.child(lists, str(named)) if lists is not None else None
        entries = named if isinstance(named, pikepdf.Dictionary) else None
        number = self._source.plain(entries, "/MCID") if entries is not None else None
        owner = None
        if isinstance(number, int):
            key = (self._index, self._stream, number)
            owner = self._drawn.marked.setdefault(key, Piece())
        instead = self._source.plain(entries, "/ActualText") if entries is not None else None
        spoken = (owner or self._owner()) if isinstance(instead, bytes) else None
        if spoken is not None and isinstance(instead, bytes):
            spoken.instead.append((len(spoken.letters), decode_text(instead)[0]))
            spoken.ends.append(-1)
        self._marks.append(_Mark(owner, str(operands[0]) == _ARTIFACT, spoken))

    def end_mark(self, _: Sequence[Any]) -> None:
        if not self._marks:
            return
        spoken = self._marks.pop().spoken
        if spoken is not None:
            last = max(at for at, end in enumerate(spoken.ends) if end < 0)
            spoken.ends[last] = len(spoken.letters)

    def draw_form(self, operands: Sequence[Any]) -> None:
        import pikepdf

        source = self._source
        forms = source.child(self._resources, "/XObject") if self._resources is not None else None
        form = source.child(forms, str(operands[0])) if forms is not None else None
        if form is None or not isinstance(form, pikepdf.Stream) or self._deep >= _MOST_DEEP:
            return
        if source.plain(form, "/Subtype") != "/Form":
            return
        matrix = source.plain(form, "/Matrix")
        kept, saved, texts = copy(self._state), self._saved, (self._line, self._text)
        self._saved = []
        if isinstance(matrix, list) and len(matrix) == len(UNCHANGED):
            self.move_all(matrix)
        inner = source.child(form, "/Resources") or self._resources
        self.draw(form, inner, self._deep + 1, source.identity(form) or (0, 0))
        self._state, self._saved, (self._line, self._text) = kept, saved, texts

    def _owner(self) -> Piece | None:
        return next((mark.owner for mark in reversed(self._marks) if mark.owner is not None), None)

    def _target(self) -> list[Letter]:
        """Return the list that what is drawn now belongs to: the innermost mark that says so decides."""
        for mark in reversed(self._marks):
            if mark.owner is not None:
                return mark.owner.letters
            if mark.is_artifact:
                return self._drawn.artifacts
        return self._drawn.loose

    def _write(self, shown: bytes) -> None:
        state = self._state
        if state.font is None:
            return
        target = self._target()
        for glyph in state.font.glyphs(shown):
            place = joined(self._text, state.place)
            x0, y0 = at(place, 0, state.rise)
            own = glyph.width * state.size * state.stretch
            x1, y1 = at(place, own, state.rise)
            size = abs(state.size) * math.hypot(place[2], place[3])
            level = x1 >= x0 and abs(y1 - y0) <= abs(x1 - x0) / 100
            target.append(Letter(glyph.text, x0, x1, y0, size, self._index, level))
            more = state.apart + (state.words_apart if glyph.is_space else 0.0)
            self._advance(own + more * state.stretch)
        self._drawn.count += len(shown)
        if self._drawn.count > _MOST_LETTERS:
            raise UnreadableError("R11", "the pages of this PDF have more words than any form has")

    def _advance(self, along: float) -> None:
        self._text = joined((1, 0, 0, 1, along, 0), self._text)


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in operands)
    return a, b, c, d, e, f


def _number(name: str, share: float = 1.0) -> Callable[[_Page, Sequence[Any]], None]:
    return lambda page, operands: page.set_number(name, share, operands)


_ACTIONS: dict[str, Callable[[_Page, Sequence[Any]], None]] = {
    "q": _Page.save,
    "Q": _Page.restore,
    "cm": _Page.move_all,
    "BT": _Page.begin_text,
    "Tf": _Page.set_font,
    "Tc": _number("apart"),
    "Tw": _number("words_apart"),
    "Tz": _number("stretch", 0.01),
    "TL": _number("leading"),
    "Ts": _number("rise"),
    "Tm": _Page.set_matrix,
    "Td": _Page.move,
    "TD": _Page.move_with_leading,
    "T*": _Page.feed,
    "Tj": _Page.show,
    "'": _Page.show_on_next,
    '"': _Page.show_on_next,
    "TJ": _Page.show_several,
    "BMC": _Page.begin_mark,
    "BDC": _Page.begin_mark,
    "EMC": _Page.end_mark,
    "Do": _Page.draw_form,
}
