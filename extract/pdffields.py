"""Gather the fields of an open PDF under their names, whichever library opened it (ISO 32000-1, 12.7).

Names, types and values are inherited (12.7.3.1); a field may have several widgets; a value may be kept
without any widget, its place then being in /HTPage and /HTBox.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.box_pictures import Pictures, check_tick, check_words
from extract.overflow import check_overflow
from extract.pdfhidden import check_other_values
from extract.pdfsource import Name, Node, Plain, Source
from extract.pdftext import decode_text
from extract.raw import OptionPlace, RawBox, Seal
from forms.findings import Finding, Severity
from forms.records import Box

_OFF = "Off"
_READ_ONLY, _PUSH_BUTTON = 1, 1 << 16
_HIDDEN = 1 << 1 | 1 << 5
"""Flags of an annotation that no page shows (ISO 32000-1, table 165)."""
_MAX_DEPTH = 32
_WITH_WORDS = frozenset({"/Tx", "/Ch"})
_INHERITED = ("/FT", "/V", "/Ff", "/Opt")


@dataclass(frozen=True, slots=True)
class _Widget:
    """One place of a field on a page."""

    state: str | None
    """On-state or Off of a button."""
    page_number: int | None
    box: Box | None
    node: Node = None


@dataclass
class Reading:
    """What is gathered while one file is read."""

    source: Source
    pages: dict[tuple[int, int], int]
    """Identity of each annotation -> page number."""
    seen: set[tuple[int, int]] = field(default_factory=set)
    boxes: list[RawBox] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    seals: list[Seal] = field(default_factory=list)
    places: dict[int, list[tuple[str, tuple[float, ...]]]] = field(default_factory=dict)
    """Page number -> name and edges of each widget that stands there."""
    undecided: list[str] = field(default_factory=list)
    """Names of boxes of which only their letters say what they show."""
    option_places: list[OptionPlace] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with no font known."""
        self.pictures = Pictures(self.source)


def read_fields(source: Source) -> Reading:
    """Return the fields of an open PDF, in the order of its form, stray widgets last."""
    annotations = source.annotations()
    pages = {
        identity: page_number
        for page_number, node in annotations
        if (identity := source.identity(node)) is not None
    }
    reading = Reading(source, pages)
    for node in source.fields():
        _walk(reading, node, "", {}, 0)
    for page_number, node in annotations:
        # Some programs leave widgets on the page that the form no longer lists.
        identity = source.identity(node)
        if identity is not None and identity in reading.seen:
            continue
        if identity is not None and _is_named_widget(source, node):
            _walk(reading, _top(source, node), "", {}, 0)
        elif source.plain(node, "/Subtype") == "/Widget" and (words := as_text(source.plain(node, "/V"))[0]):
            reading.findings.append(_without_name(page_number, words))
    return reading


def _is_named_widget(source: Source, node: Node) -> bool:
    if source.plain(node, "/Subtype") != "/Widget":
        return False
    return source.child(node, "/T") is not None or source.child(node, "/Parent") is not None


def _top(source: Source, node: Node) -> Node:
    for _ in range(_MAX_DEPTH):
        parent = source.child(node, "/Parent")
        if parent is None:
            break
        node = parent
    return node


def _walk(reading: Reading, node: Node, prefix: str, inherited: dict[str, Plain], depth: int) -> None:
    source = reading.source
    identity = source.identity(node)
    if depth > _MAX_DEPTH or (identity is not None and identity in reading.seen):
        return
    if identity is not None:
        reading.seen.add(identity)
    partial = as_text(source.plain(node, "/T"))[0]
    name = f"{prefix}.{partial}" if prefix and partial else prefix or partial
    own = {key: value for key in _INHERITED if (value := source.plain(node, key)) is not None}
    entries = {**inherited, **own}
    kids = source.children(node, "/Kids")
    fields = [kid for kid in kids if source.child(kid, "/T") is not None]
    if fields:
        for kid in fields:
            _walk(reading, kid, name, entries, depth + 1)
        return
    for kid in kids:
        kid_identity = source.identity(kid)
        if kid_identity is not None:
            reading.seen.add(kid_identity)
    if name:
        widgets = list(_widgets(reading, name, node, kids))
        _add_field(reading, node, name, entries, widgets)


def _widgets(reading: Reading, name: str, node: Node, kids: list[Node]) -> Iterator[_Widget]:
    source = reading.source
    for place in kids or [node]:
        rectangle = source.plain(place, "/Rect")
        if rectangle is None:
            continue
        identity = source.identity(place)
        page_number = reading.pages.get(identity) if identity is not None else None
        if page_number is None and reading.pages:
            continue  # its page was taken out of the file
        state = source.plain(place, "/AS")
        box = _box(rectangle)
        if page_number is not None and box is not None:
            flags = source.plain(place, "/F")
            is_hidden = isinstance(flags, int) and bool(flags & _HIDDEN)
            edges = (box.x0_pt, box.y0_pt, box.x1_pt, box.y1_pt)
            reading.places.setdefault(page_number, []).append((name, () if is_hidden else edges))
        yield _Widget(_name_text(state) if isinstance(state, Name) else None, page_number, box, place)


def _add_field(
    reading: Reading, node: Node, name: str, entries: dict[str, Plain], widgets: list[_Widget]
) -> None:
    source = reading.source
    kind = entries.get("/FT")
    flags = entries.get("/Ff")
    if kind == "/Sig":
        _add_seal(reading, node, name, widgets)
        return
    if kind == "/Btn" and isinstance(flags, int) and flags & _PUSH_BUTTON:
        return
    kept = source.plain(node, "/HTPage")
    first = widgets[0] if widgets else None
    if first is None and kept is not None:
        first = _Widget(None, kept if isinstance(kept, int) else None, _box(source.plain(node, "/HTBox")))
    gone = first is None
    if kind == "/Btn" and widgets:
        reading.boxes.append(_button(reading, name, entries, widgets))
        return
    texts: list[str] = []
    overflows = False
    value = entries.get("/V")
    for item in value if isinstance(value, list) else [value]:
        if kind == "/Btn" and item == "/Off":
            continue
        text, whole = as_text(item)
        if not whole:
            reading.findings.append(_undecodable(name))
        if text:
            texts.append(text)
            if widgets and (finding := check_overflow(name, text, widgets[0].box)):
                reading.findings.append(finding)
                overflows = True
    locked = isinstance(flags, int) and bool(flags & _READ_ONLY)
    if kind in _WITH_WORDS:
        for own in _values_of_places(source, node, widgets):
            reading.boxes.append(RawBox(name, (own,)))
        _check_shown(reading, node, name, entries, texts, widgets, overflows=overflows)
    reading.boxes.append(
        RawBox(
            name,
            tuple(dict.fromkeys(texts)),
            gone=gone,
            page_number=first.page_number if first else None,
            box=first.box if first else None,
            locked=locked,
        )
    )


def _values_of_places(source: Source, node: Node, widgets: list[_Widget]) -> Iterator[str]:
    """Yield values that places of a field have of their own, which some programs show."""
    own = source.identity(node)
    for widget in widgets:
        if source.identity(widget.node) != own and (text := as_text(source.plain(widget.node, "/V"))[0]):
            yield text


def _check_shown(
    reading: Reading,
    node: Node,
    name: str,
    entries: dict[str, Plain],
    texts: list[str],
    widgets: list[_Widget],
    *,
    overflows: bool,
) -> None:
    """Note where the page shows other words in a box of words than are stored."""
    is_list = entries.get("/FT") == "/Ch"
    flags = entries.get("/Ff")
    locked = isinstance(flags, int) and bool(flags & _READ_ONLY)
    # The options of our lists have no names beside their words, so a list that shows other words is odd.
    ways = ["\n".join(texts)] if texts else []
    for widget in widgets:
        drawn = reading.pictures.drawn(widget.node)
        if drawn is not None and drawn.undecoded:
            reading.undecided.append(name)
        elif drawn is not None:
            told = check_words(name, ways, drawn, locked=locked, told_cut=overflows or is_list)
            reading.findings.extend(told)
    reading.findings.extend(check_other_values(reading.source, node, name, ways))


def _button(reading: Reading, name: str, entries: dict[str, Plain], widgets: list[_Widget]) -> RawBox:
    printed = entries.get("/Opt")
    stored = _option(as_text(entries.get("/V"))[0], printed)
    shown = [widget for widget in widgets if widget.state not in {None, _OFF}]
    states = {_option(widget.state or "", printed) for widget in shown}
    if stored.removeprefix("/") in states and not isinstance(entries.get("/V"), Name):
        # pypdf stores the state of a group as a text, with the slash of the name that it should be.
        stored = stored.removeprefix("/")
    expected = {stored} if stored and stored != _OFF else set()
    # Without any /AS a viewer has only the stored value to go by.
    differs = states != expected and any(widget.state is not None for widget in widgets)
    texts = tuple(dict.fromkeys([*sorted(expected), *sorted(states)]))
    if differs:
        reading.findings.append(
            Finding(
                "F16",
                Severity.ACT_NOW,
                name,
                f"{name}: the file stores {', '.join(sorted(expected)) or 'no tick'} but the page shows "
                f"{', '.join(sorted(states)) or 'no tick'}. Look at the form and ask which is meant",
            )
        )
    reading.findings.extend(check_tick(name, (reading.pictures.tick_strokes(one.node) for one in widgets)))
    reading.option_places.extend(_option_places(reading, name, printed, widgets))
    place = shown[0] if shown else widgets[0]
    return RawBox(name, texts, doubtful=differs, page_number=place.page_number, box=place.box)


def _option_places(
    reading: Reading, name: str, printed: Plain, widgets: list[_Widget]
) -> Iterator[OptionPlace]:
    for widget in widgets if len(widgets) > 1 else ():
        state = reading.pictures.on_state(widget.node)
        if state is not None and widget.page_number is not None and widget.box is not None:
            option = _option(state, printed)
            yield OptionPlace(name, option, widget.page_number, widget.box.x0_pt, widget.box.y0_pt)


def _option(state: str, printed: Plain) -> str:
    """Return the words of an on-state; Acrobat may number on-states and keep the words in /Opt."""
    if isinstance(printed, list) and state.isascii() and state.isdigit() and int(state) < len(printed):
        return as_text(printed[int(state)])[0] or state
    return state


def _add_seal(reading: Reading, node: Node, name: str, widgets: list[_Widget]) -> None:
    signed = reading.source.child(node, "/V")
    if signed is None:
        return
    signer = as_text(reading.source.plain(signed, "/Name"))[0]
    when = as_text(reading.source.plain(signed, "/M"))[0].removeprefix("D:")
    date = f"{when[:4]}-{when[4:6]}-{when[6:8]}" if when[:8].isdigit() and len(when) >= 8 else None
    first = widgets[0] if widgets else None
    reading.seals.append(
        Seal(name, signer or None, date, first.page_number if first else None, first.box if first else None)
    )


def as_text(value: Plain) -> tuple[str, bool]:
    """Return a value as text, and whether all of it could be decoded."""
    if isinstance(value, Name):
        return _name_text(value), True
    if isinstance(value, bytes):
        return decode_text(value)
    if isinstance(value, int | float):
        return str(value), True
    return "", value is None


def _name_text(name: Name) -> str:
    return name[1:]


def _box(value: Plain) -> Box | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    numbers = [float(number) for number in value if isinstance(number, int | float)]
    if len(numbers) != 4:
        return None
    x0, y0, x1, y1 = numbers
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _without_name(page_number: int, words: str) -> Finding:
    return Finding(
        "F23",
        Severity.SOON,
        None,
        f"a box without a name on page {page_number} says {words!r}. It belongs to no answer; add it by hand",
    )


def _undecodable(name: str) -> Finding:
    return Finding(
        "F18",
        Severity.SOON,
        name,
        f"{name}: part of the answer is stored in a way that cannot be read; what could be was kept. "
        "Look at the form and add the rest by hand",
    )
