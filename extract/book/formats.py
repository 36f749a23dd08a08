"""Formats of cells and of rules, taken from one workbook into another (ISO/IEC 29500-1, 18.8).

What the other workbook has already is used; the rest is put behind its own, whose numbers stay.
"""

from __future__ import annotations

from copy import deepcopy
from html import escape
from typing import TYPE_CHECKING

from extract.book.markup import Edit, read_markup, start_tag
from extract.book.parts import Parts

if TYPE_CHECKING:
    from lxml import etree

_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
    "colors", "extLst",
)  # fmt: skip
_REFERRED = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))
_LEAST = {"fonts": 1, "fills": 2, "borders": 1, "cellStyleXfs": 1, "cellXfs": 1}
"""How many there have to be: the first ones are what a cell without a format has."""
_FIRST_OWN = 164
"""Numbers of formats below are Excel's own (18.8.30)."""


class Formats:
    """The formats of a workbook, to which those of `fresh` are added as they are asked for."""

    def __init__(self, parts: Parts, name: str, fresh: Parts, fresh_name: str) -> None:
        self._markup = read_markup(parts.data[name], name)
        self._fresh = fresh.tree(fresh_name)
        tree = parts.tree(name)
        self._there = {
            kind: [_as_bytes(one, b"") for one in tree.iterfind(f"{{*}}{kind}/{{*}}*")] for kind in _ORDER[:8]
        }
        self._added: dict[str, list[bytes]] = {}
        self._codes = {
            str(one.get("formatCode")): str(one.get("numFmtId"))
            for one in tree.iterfind("{*}numFmts/{*}numFmt")
        }
        self._plain_style = _plain_style(tree)
        self._cells = {"0": "0"}
        for kind, least in _LEAST.items():
            for number in range(len(self._there[kind]), least):
                self._add(kind, self._own(kind, str(number)))

    def of_cell(self, number: str) -> str:
        """Return the number that a cell's format has here; the first one is that of the workbook's cells."""
        if number not in self._cells:
            cell = self._own("cellXfs", number)
            for attribute, kind in _REFERRED:
                cell.set(attribute, self._place(kind, self._own(kind, cell.get(attribute, "0"))))
            cell.set("numFmtId", self._number_format(cell.get("numFmtId", "0")))
            cell.set("xfId", self._plain_style)
            self._cells[number] = self._place("cellXfs", cell)
        return self._cells[number]

    def of_rule(self, number: str) -> str:
        """Return the number that the format of a rule or table has here."""
        return self._place("dxfs", self._own("dxfs", number))

    def written(self) -> bytes:
        """Return the part with what was added."""
        edits: list[Edit] = []
        prefix = self._markup.root.prefix
        for at, kind in enumerate(_ORDER):
            added = b"".join(self._added.get(kind, ()))
            list_of = self._markup.child(kind)
            if added and list_of is not None:
                edits += self._markup.filled(list_of, added, len(self._there[kind]))
            elif added:
                count = {"count": str(len(self._there[kind]))}
                whole = start_tag(kind, prefix, count, is_empty=False) + added
                place = self._markup.behind(_ORDER[:at])
                edits.append(Edit(place, place, whole + b"</" + prefix + kind.encode() + b">"))
        return self._markup.edited(edits)

    def _own(self, kind: str, number: str) -> etree._Element:
        """Return a copy of an element of the workbook that formats are taken from."""
        return deepcopy(self._fresh.findall(f"{{*}}{kind}/{{*}}*")[int(number)])

    def _place(self, kind: str, element: etree._Element) -> str:
        said = _as_bytes(element, b"")
        if said in self._there[kind]:
            return str(self._there[kind].index(said))
        return self._add(kind, element)

    def _add(self, kind: str, element: etree._Element) -> str:
        self._there[kind].append(_as_bytes(element, b""))
        self._added.setdefault(kind, []).append(_as_bytes(element, self._markup.root.prefix))
        return str(len(self._there[kind]) - 1)

    def _number_format(self, number: str) -> str:
        if int(number) < _FIRST_OWN:
            return number
        entries = self._fresh.iterfind("{*}numFmts/{*}numFmt")
        own = deepcopy(next(one for one in entries if one.get("numFmtId") == number))
        code = own.get("formatCode", "")
        if code not in self._codes:
            self._codes[code] = str(max(_FIRST_OWN - 1, *map(int, self._codes.values()), 0) + 1)
            own.set("numFmtId", self._codes[code])
            self._add("numFmts", own)
        return self._codes[code]


def _plain_style(tree: etree._Element) -> str:
    """Return the number of the format that is called Normal (18.8.7)."""
    styles = tree.iterfind("{*}cellStyles/{*}cellStyle")
    return next((str(one.get("xfId", "0")) for one in styles if one.get("builtinId") == "0"), "0")


def _as_bytes(element: etree._Element, prefix: bytes) -> bytes:
    """Return an element with its attributes in the order of their names: what is alike gives the same."""
    from lxml import etree

    attributes = {str(key): str(value) for key, value in sorted(element.items())}
    name = etree.QName(element).localname
    inside = escape((element.text or "").strip()).encode() + b"".join(
        _as_bytes(one, prefix) for one in element.iterchildren("{*}*")
    )
    if not inside:
        return start_tag(name, prefix, attributes)
    start = start_tag(name, prefix, attributes, is_empty=False)
    return start + inside + b"</" + prefix + name.encode() + b">"
