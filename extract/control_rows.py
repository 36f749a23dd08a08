"""Find the content controls of a Word file that hold a value, and the row of a table that each stands in.

ECMA-376 part 1, 17.5.2; Word 2012's repeating sections. What a tracked change has deleted is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.wordtext import SKIPPED, W14, W15, W, is_deleted_row

if TYPE_CHECKING:
    from lxml import etree

CONTAINERS = frozenset(
    {W15 + "repeatingSection", W15 + "repeatingSectionItem", W + "group", W + "docPartObj", W + "picture"}
)
INPUTS = frozenset({W + "text", W + "date", W + "dropDownList", W + "comboBox"})


@dataclass(frozen=True, slots=True)
class Control:
    """One w:sdt that holds a value, and the row of a table that it stands in."""

    properties: Mapping[str, etree._Element]
    """The entries of its w:sdtPr, by tag."""
    content: etree._Element | None
    row_key: int | None
    """As in `RawBox`."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What is around an element."""

    is_shown: bool
    """Nothing around it takes it out of the document as it stands, such as a tracked deletion."""
    row: etree._Element | None
    """The innermost row, None where there is none: an entry of a repeating section, or a line of a table."""
    line: etree._Element | None = None
    """The innermost line of a table."""


def controls_in(document: etree._Element) -> Iterator[Control]:
    """Yield the controls of a document as it stands, in order; frames around others are none."""
    keys: dict[tuple[etree._Element, int], int] = {}
    places: dict[etree._Element, _Place] = {}
    copies = _Copies()
    for control in document.iter(W + "sdt"):
        # Of several entries of one kind the first counts.
        parts = {part.tag: part for part in reversed(control)}
        properties = {entry.tag: entry for entry in reversed(parts.get(W + "sdtPr", ()))}
        if not properties or not CONTAINERS.isdisjoint(properties) or _is_frame(control, properties):
            continue
        place = _place(control.getparent(), places)
        if place.is_shown:
            row = place.row
            copy = copies.number(place, value_of(properties.get(W + "tag")))
            key = None if row is None else keys.setdefault((row, copy), len(keys) + 1)
            exact = row is None or row.tag == W + "sdt"
            yield Control(properties, parts.get(W + "sdtContent"), key if key is None or exact else -key)


def _is_frame(control: etree._Element, properties: Mapping[str, etree._Element]) -> bool:
    """Return whether a control without tag only holds others: LibreOffice 7.4 gives it the title of one."""
    if W + "tag" in properties or W14 + "checkbox" in properties or not INPUTS.isdisjoint(properties):
        return False
    return next(control.iterdescendants(W + "sdt"), None) is not None


class _Copies:
    """Counts the lines that somebody copied within one entry of a repeating section: each is a row more."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._lines: dict[tuple[etree._Element, str], list[etree._Element]] = {}
        self._numbers: dict[etree._Element, int] = {}

    def number(self, place: _Place, name: str) -> int:
        """Return 0 for a box of a first line, else how many lines with such a box stand before it."""
        row, line = place.row, place.line
        if row is None or line is None or row is line:
            return 0
        lines = self._lines.setdefault((row, name), [])
        if line not in lines:
            lines.append(line)
        # The first box of a line speaks for all of it.
        return self._numbers.setdefault(line, lines.index(line))


def _place(element: etree._Element | None, known: dict[etree._Element, _Place]) -> _Place:
    """Return where the children of `element` stand; `known` keeps it, for controls share what is around."""
    if element is None:
        return _Place(is_shown=True, row=None)
    place = known.get(element)
    if place is None:
        place = _place(element.getparent(), known)
        if element.tag in SKIPPED or is_deleted_row(element):
            place = _Place(is_shown=False, row=None)
        elif place.is_shown and (element.tag == W + "tr" or _is_repeated_item(element)):
            line = element if element.tag == W + "tr" else None
            place = _Place(is_shown=True, row=_repeated_item_around(element), line=line)
        known[element] = place
    return place


def _repeated_item_around(row: etree._Element) -> etree._Element:
    """Return the entry of a repeating section that `row` stands in directly, else `row`."""
    # A repeating section repeats entries of one or more lines; programs that drop it keep the lines.
    content = row.getparent()
    control = content.getparent() if content is not None and content.tag == W + "sdtContent" else None
    return control if control is not None and _is_repeated_item(control) else row


def _is_repeated_item(element: etree._Element) -> bool:
    return element.tag == W + "sdt" and element.find(f"{W}sdtPr/{W15}repeatingSectionItem") is not None


def value_of(entry: etree._Element | None, namespace: str = W) -> str:
    """Return what an entry says in its attribute `val`, "" where there is none."""
    return (entry.get(namespace + "val") or "") if entry is not None else ""
