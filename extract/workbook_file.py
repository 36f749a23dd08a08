"""Store a workbook: the same log gives the same bytes, and a file is there whole or not at all."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FONT_PARTS = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name",
    "family", "charset", "scheme",
)  # fmt: skip
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can say."""


def workbook_bytes(book: Workbook, on: dt.date, results: Mapping[str, Mapping[str, int | None]]) -> bytes:
    """Return the file, dated `on`; `results` (sheet -> cell -> value) are stored beside their formulas.

    Without them, whatever does not calculate (previews, other readers) would show nothing there.
    """
    from openpyxl.writer.excel import ExcelWriter

    day = dt.datetime(on.year, on.month, on.day)  # noqa: DTZ001  # the file format has no zone
    book.properties.creator = "halfterm"
    book.properties.created = book.properties.modified = day
    parts = {
        sheet.title: f"xl/worksheets/sheet{number}.xml" for number, sheet in enumerate(book.worksheets, 1)
    }
    raw = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED)).save()
    stored = {parts[name]: cells for name, cells in results.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if stored.get(name):
                data = _with_results(data, stored[name])
            elif name == "xl/styles.xml":
                data = _with_ordered_fonts(data)
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            target.writestr(info, data, compresslevel=6)
    return out.getvalue()


def _with_results(data: bytes, results: Mapping[str, int | None]) -> bytes:
    from lxml import etree

    tree = etree.fromstring(data)
    for cell in tree.iter(f"{_NS}c"):
        formula = cell.find(f"{_NS}f")
        if formula is None:
            continue
        result = results[cell.get("r", "")]
        for old in cell.findall(f"{_NS}v"):
            cell.remove(old)
        value = etree.SubElement(cell, f"{_NS}v")
        value.text = "" if result is None else str(result)
        if result is None:
            cell.set("t", "str")
        elif "t" in cell.attrib:
            del cell.attrib["t"]
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _with_ordered_fonts(data: bytes) -> bytes:
    """Return the styles with each font's parts in the order that ISO/IEC 29500-1, 18.8.22, lists them."""
    from lxml import etree

    tree = etree.fromstring(data)
    for font in tree.iter(f"{_NS}font"):
        font[:] = sorted(font, key=lambda part: _FONT_PARTS.index(etree.QName(part).localname))
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
