"""Hold what a box of a PDF stores against what its appearance shows (ISO 32000-1, 12.5.5 and 12.7.3.3)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Literal, TypeAlias

from extract.appearance import read_appearance
from extract.overflow import more_than_shown
from extract.pdffonts import UNKNOWN, Lettering, lettering_of
from extract.pdfsource import Node, Source
from extract.pen import TURNED, Drawn, Setting, runs_leftwards
from forms.findings import Finding, Severity

_MOST_QUOTED = 200
_BLANK = frozenset({b"", b"/Tx BMC EMC"})
"""Appearances that show nothing: that of a box that is not ticked, and that of one without words."""
_SUBSTITUTES = frozenset({UNKNOWN, "?", "\u25a1", "\xb7"})
"""Shown in place of a letter that a font lacks."""
_SPACES = dict.fromkeys(map(ord, " \t\n\r\v\f\xa0"))
_UPRIGHT = (1.0, 0.0, 0.0, 1.0)
_OFF = "/Off"
_MOST_STRETCHED = 3.0
_UNBLENDED = frozenset({"/Normal", "/Compatible"})
_PLAIN_COLOURS = frozenset(
    {"/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/CalGray", "/CalRGB", "/ICCBased", "/G", "/RGB", "/CMYK"}
)


Form: TypeAlias = Literal["NFC", "NFD", "NFKC"]


class Shows(Enum):
    """What an appearance shows of a stored text."""

    ALL = "all"
    BEGINNING = "beginning"
    OTHER = "other"


@dataclass(slots=True)
class Pictures:
    """Reads appearances of one open file, each font once."""

    source: Source
    fonts: dict[tuple[int, int], Lettering] = field(default_factory=dict)

    def drawn(self, widget: Node) -> Drawn | None:
        """Return what the normal appearance of a text box or list shows, None where it has none."""
        source = self.source
        appearance = source.child(widget, "/AP")
        node = source.child(appearance, "/N") if appearance is not None else None
        if node is None:
            return None
        stream = source.plain(appearance, "/N")
        if isinstance(stream, bytes) and stream in _BLANK:
            return Drawn()
        drawn = self._read(stream, node)
        return drawn if _is_as_large(source, widget, node) else replace(drawn, odd=drawn.odd or TURNED)

    def on_state(self, widget: Node) -> str | None:
        """Return the one state, without its slash, in which a box looks ticked; None for none or several."""
        appearance = self.source.child(widget, "/AP")
        states = self.source.child(appearance, "/N") if appearance is not None else None
        on = [name for name in self.source.names(states) if name != _OFF] if states is not None else []
        return on[0][1:] if len(on) == 1 else None

    def tick_strokes(self, widget: Node) -> tuple[int, int, int] | None:
        """Return how much an eye sees of a tick, and of none, and how much of the latter is no frame.

        None where nothing can be told.
        """
        source = self.source
        appearance = source.child(widget, "/AP")
        states = source.child(appearance, "/N") if appearance is not None else None
        if states is None:
            return None
        on = [name for name in source.names(states) if name != _OFF]
        looks = [source.plain(states, name) for name in on]
        if not on or not all(isinstance(one, bytes) for one in looks):
            return None
        ticked = (
            self._strokes(look, source.child(states, name)) for name, look in zip(on, looks, strict=True)
        )
        return min(most for most, _ in ticked), *self._strokes(
            source.plain(states, _OFF), source.child(states, _OFF)
        )

    def _strokes(self, stream: object, node: Node | None) -> tuple[int, int]:
        if not isinstance(stream, bytes) or stream in _BLANK or node is None:
            return 0, 0
        drawn = self._read(stream, node)
        more = len("".join(drawn.text.split())) + (1 if drawn.odd or drawn.undecoded else 0)
        return drawn.seen_strokes + more, drawn.marks + more

    def _read(self, stream: object, node: Node) -> Drawn:
        source = self.source
        if not isinstance(stream, bytes):
            return Drawn(odd="it is stored in an unusual way")
        edges, matrix = _floats(source, node, "/BBox"), _floats(source, node, "/Matrix")
        if len(edges) != 4:
            return Drawn(odd="it has no edges")
        x0, y0, x1, y1 = edges
        resources = source.child(node, "/Resources")
        fonts = source.child(resources, "/Font") if resources is not None else None
        states = source.child(resources, "/ExtGState") if resources is not None else None
        spaces = source.child(resources, "/ColorSpace") if resources is not None else None

        def font(name: str) -> Lettering | None:
            found = source.child(fonts, f"/{name}") if fonts is not None else None
            return self._font(found) if found is not None else None

        def opacity(name: str) -> float | None:
            found = source.child(states, f"/{name}") if states is not None else None
            return _opacity(source, found) if found is not None else 1.0

        def has_plain_colours(name: str) -> bool:
            found = source.plain(spaces, f"/{name}") if spaces is not None else None
            kind = found[0] if isinstance(found, list) and found else found or f"/{name}"
            return str(kind) in _PLAIN_COLOURS

        box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
        drawn = read_appearance(stream, Setting(box, font, opacity, has_plain_colours))
        if matrix and tuple(round(one, 3) for one in matrix[:4]) != _UPRIGHT:
            return replace(drawn, odd=TURNED)
        return drawn

    def _font(self, node: Node) -> Lettering:
        identity = self.source.identity(node)
        known = self.fonts.get(identity) if identity is not None else None
        if known is None:
            known = lettering_of(self.source, node)
            if identity is not None:
                self.fonts[identity] = known
        return known


def _opacity(source: Source, state: Node) -> float | None:
    """Return how opaque a graphics state makes what is filled, None where it does more than that."""
    blended = source.plain(state, "/BM")
    masked = source.child(state, "/SMask") is not None
    if masked or "/Font" in source.names(state) or (blended is not None and str(blended) not in _UNBLENDED):
        return None
    share = source.plain(state, "/ca")
    return float(share) if isinstance(share, int | float) else 1.0


def _is_as_large(source: Source, widget: Node, node: Node) -> bool:
    """Return whether an appearance is shown about as large as it is drawn."""
    place, edges = _floats(source, widget, "/Rect"), _floats(source, node, "/BBox")
    if len(place) != 4 or len(edges) != 4:
        return True
    shown, drawn = ((abs(one[2] - one[0]), abs(one[3] - one[1])) for one in (place, edges))
    return all(
        two == 0 or 1 / _MOST_STRETCHED < one / two < _MOST_STRETCHED
        for one, two in zip(shown, drawn, strict=True)
    )


def _floats(source: Source, node: Node, key: str) -> list[float]:
    value = source.plain(node, key)
    return [float(one) for one in value if isinstance(one, int | float)] if isinstance(value, list) else []


def compare(stored: str, shown: str) -> Shows:
    """Return what `shown` says of `stored`; white space does not count, nor do letters that fonts lack."""
    if stored == shown:
        return Shows.ALL
    result = _compared(_spaceless("NFC", stored), _bare("NFC", shown))
    others: tuple[Form, ...] = ("NFD", "NFKC")
    # A program may leave out a letter with its accent, or the accent alone, or take letters apart.
    if result is Shows.ALL or any(
        _compared(_spaceless(form, stored), _bare(form, shown)) is Shows.ALL for form in others
    ):
        return Shows.ALL
    if runs_leftwards(stored) and _same_letters(_bare("NFD", stored), _bare("NFD", shown)):
        return Shows.ALL
    return result


def _compared(wanted: str, found: str) -> Shows:
    if wanted == found:
        return Shows.ALL
    place = 0
    for index, letter in enumerate(wanted):
        is_plain = _is_plain(letter)
        if place == len(found):
            return Shows.BEGINNING if any(map(_is_plain, wanted[index:])) else Shows.ALL
        if letter == found[place] or (not is_plain and found[place] in _SUBSTITUTES):
            place += 1
        elif is_plain:
            return Shows.OTHER
    return Shows.ALL if place == len(found) else Shows.OTHER


def _is_plain(letter: str) -> bool:
    """Return whether every font has this letter, so that it is shown as itself."""
    return letter.isascii() and letter.isprintable()


def _bare(form: Form, text: str) -> str:
    composed = text if text.isascii() else unicodedata.normalize(form, text)
    return "".join(composed.split())


def _spaceless(form: Form, text: str) -> str:
    """Return a stored text without the spaces that every font has: of others it may show a substitute."""
    composed = text if text.isascii() else unicodedata.normalize(form, text)
    return composed.translate(_SPACES)


def _same_letters(wanted: str, found: str) -> bool:
    """Return whether these are the same letters in any order: some programs draw words as they are seen."""
    plain = [sorted(filter(_is_plain, text)) for text in (wanted, found)]
    strange = {letter for letter in found if not _is_plain(letter)} - set(wanted) - _SUBSTITUTES
    return plain[0] == plain[1] and not strange


def check_words(
    name: str, stored: Sequence[str], drawn: Drawn, *, locked: bool, told_cut: bool
) -> Iterator[Finding]:
    """Yield a finding where the appearance of a box shows other words than it stores.

    `stored` has the ways to say the one answer, as a list does with a name of its own for it; () for none. A
    box that shows nothing says nothing, as where a program saves answers without drawing them, unless it was
    `locked`: nobody typed there.
    """
    if drawn.undecoded or not (drawn.text or drawn.hidden or drawn.odd or (locked and stored)):
        return
    results = {compare(one, drawn.text) for one in stored} or ({Shows.OTHER} if drawn.text.strip() else set())
    if Shows.ALL in results or not results:
        if drawn.odd or drawn.hidden.strip():
            why = drawn.odd or f"words in it are hidden: {_quoted(drawn.hidden)}"
            yield not_sure(name, why)
        elif drawn.cut and not told_cut:
            yield more_than_shown(name)
    elif Shows.BEGINNING in results and drawn.cut and not drawn.odd:
        if not told_cut:
            yield more_than_shown(name)
    else:
        yield _differs(name, stored, drawn)


def _differs(name: str, stored: Sequence[str], drawn: Drawn) -> Finding:
    said = f"stores {_quoted(stored[0])}" if stored else "stores nothing"
    seen = f"shows {_quoted(drawn.text)}" if drawn.text.strip() else "does not show it"
    more = f" ({drawn.odd})" if drawn.odd else ""
    return Finding(
        "F59",
        Severity.ACT_NOW,
        name,
        f"{name}: the file {said}, but the page {seen}{more}. What is stored was read; ask which is meant",
    )


def not_sure(name: str, why: str) -> Finding:
    """Return the finding that an eye may see other words in a box than it stores; `why`, in a few words."""
    return Finding(
        "F65",
        Severity.SOON,
        name,
        f"{name}: what the page shows in this box may be other than what is stored: {why}. Look at the page",
    )


def check_tick(name: str, strokes: Iterable[tuple[int, int, int] | None]) -> Iterator[Finding]:
    """Yield a finding where a box looks ticked without a tick, or not with one; `strokes` of each widget."""
    for one in strokes:
        if one is not None and (one[0] == 0 or one[1] >= one[0] or one[2]):
            yield Finding(
                "F59",
                Severity.ACT_NOW,
                name,
                f"{name}: a box to tick looks the same, or the other way round, with a tick and without. "
                "What is stored was read; ask which is meant",
            )
            return


def _quoted(words: str) -> str:
    words = " ".join(words.split())
    left = len(words) - _MOST_QUOTED
    return f"{words[:_MOST_QUOTED]!r} (and {left:,} characters more)" if left > 0 else repr(words)
