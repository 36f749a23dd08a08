"""Cut the XML of a sheet at its rows, and rows at their cells, without touching a byte (18.3.1.80, .73, .4).

A sheet of a hundred thousand rows is not parsed whole: what nobody changed goes back as it came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from openpyxl.utils import column_index_from_string, get_column_letter

from extract.sheet_cells import no_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ODD = re.compile(rb"<!\[CDATA\[|<!--|<\?(?!xml )")
"""What producers of workbooks do not write, and what would make cutting at tags wrong."""
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class CellText:
    """One cell as it is stored."""

    letters: str
    """Of its column."""
    xml: bytes


@dataclass(frozen=True, slots=True)
class RowText:
    """One row as it is stored."""

    number: int
    """From 1."""
    tag: bytes
    """Its start tag without < and >, and without its number: `row spans="1:3" hidden="1"`."""
    body: bytes
    """Its cells."""


@dataclass(frozen=True, slots=True)
class SheetText:
    """A sheet as it is stored, cut at its rows."""

    head: bytes
    """Up to the first row."""
    rows: tuple[RowText, ...]
    tail: bytes
    """From behind the last row."""
    prefix: bytes
    """Of the elements: b"" or such as b"x:"."""

    def joined(self, rows: Iterable[RowText] | None = None) -> bytes:
        """Return the part with these rows, or with its own."""
        own = self.rows if rows is None else rows
        return b"".join((self.head, *(row_bytes(row, self.prefix) for row in own), self.tail))


def cut_sheet(data: bytes) -> SheetText:
    """Return a sheet's part cut at its rows. Raises UnreadableError M30 where it has none to cut."""
    if _ODD.search(data):
        data = _plain(data)
    opened = re.search(rb"<(\w+:)?sheetData\b[^>]*?(/?)>", data)
    if opened is None:
        raise no_workbook("a sheet has no rows in it")
    prefix = opened[1] or b""
    if opened[2]:
        # <sheetData/>: an empty one, which gets an end of its own.
        head = data[: opened.start()] + b"<" + prefix + b"sheetData>"
        return SheetText(head, (), b"</" + prefix + b"sheetData>" + data[opened.end() :], prefix)
    end = data.rfind(b"</" + prefix + b"sheetData")
    if end < opened.end():
        raise no_workbook("the rows of a sheet have no end")
    rows = tuple(cut_rows(data[opened.end() : end], prefix))
    return SheetText(data[: opened.end()], rows, data[end:], prefix)


def _plain(data: bytes) -> bytes:
    """Return the same XML without comments, instructions and CDATA."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise no_workbook(str(error)) from error
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def cut_rows(data: bytes, prefix: bytes) -> Iterable[RowText]:
    """Yield the rows of some XML that holds nothing else. Raises UnreadableError M30 where it does."""
    start = b"<" + prefix + b"row"
    pattern = re.compile(
        rb"<" + re.escape(prefix) + rb"row\b([^>]*?)(?:/>|>(.*?)</" + re.escape(prefix) + rb"row\s*>)",
        re.DOTALL,
    )
    number = at = 0
    for found in pattern.finditer(data):
        if data[at : found.start()].strip():
            raise no_workbook("there is something between two rows")
        at = found.end()
        attributes = found[1].rstrip()
        named = _attributes(attributes)
        # A row may leave its number out: then it stands below the one before.
        number = int(named[b"r"]) if b"r" in named else number + 1
        rest = b"".join(b" " + name + b"=" + _quoted(value) for name, value in named.items() if name != b"r")
        yield RowText(number, start[1:] + rest, found[2] or b"")
    if data[at:].strip():
        raise no_workbook("there is something between two rows")


def attribute(tag: bytes, name: bytes) -> str:
    """Return an attribute of a start tag, "" where it has none."""
    start, _, _ = tag.partition(b">")
    return _attributes(start).get(name, b"").decode("utf-8", "replace")


def _attributes(text: bytes) -> Mapping[bytes, bytes]:
    return {name: value[1:-1] for name, value in _ATTRIBUTE.findall(text)}


def _quoted(value: bytes) -> bytes:
    return b"'" + value + b"'" if b'"' in value else b'"' + value + b'"'


def row_bytes(row: RowText, prefix: bytes) -> bytes:
    """Return a row as it is stored, with its number."""
    name, _, rest = row.tag.partition(b" ")
    number = b' r="%d"' % row.number
    more = b" " + rest if rest else b""
    if not row.body:
        return b"<" + name + number + more + b"/>"
    return b"<" + name + number + more + b">" + row.body + b"</" + prefix + b"row>"


def moved(row: RowText, number: int, prefix: bytes) -> RowText:
    """Return a row at another place, its cells too."""
    if row.number == number:
        return row
    cells = (_renamed(one, number) for one in cut_row(row, prefix))
    return replace(row, number=number, body=b"".join(cells))


def _renamed(cell: CellText, number: int) -> bytes:
    place = f'r="{cell.letters}{number}"'.encode()
    return re.sub(rb"""\br\s*=\s*("[^"]*"|'[^']*')""", lambda _: place, cell.xml, count=1)


def cut_row(row: RowText, prefix: bytes) -> tuple[CellText, ...]:
    """Return the cells of a row in their order; each says its own place from here on."""
    pattern = re.compile(
        rb"<" + re.escape(prefix) + rb"c(\s[^>]*?)?(?:/>|>.*?</" + re.escape(prefix) + rb"c\s*>)", re.DOTALL
    )
    cells, column = [], 0
    for found in pattern.finditer(row.body):
        place = _PLACE.fullmatch(_attributes(found[1] or b"").get(b"r", b"").decode("ascii", "replace"))
        column = column_index_from_string(place[1]) if place else column + 1
        letters, xml = get_column_letter(column), found[0]
        if place is None:
            # A cell may leave its place out: then it stands next to the one before.
            at = len(b"<" + prefix + b"c")
            xml = xml[:at] + f' r="{letters}{row.number}"'.encode() + xml[at:]
        cells.append(CellText(letters, xml))
    return tuple(cells)
