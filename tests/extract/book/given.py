"""Workbooks to which sheets are added: of several producers, with what each of them makes of one."""

from __future__ import annotations

import datetime as dt
import functools
import io
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table

from extract.book.parts import BOOK, Parts, pack, unpack
from extract.workbook_file import workbook_bytes
from extract.workbook_new import new_workbook

DATA = Path(__file__).parents[2] / "data"
ON = dt.date(2026, 11, 28)
STYLES, TYPES, RELATIONS = "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
LISTS = frozenset({BOOK, STYLES, TYPES, RELATIONS})
"""The parts that say which others there are."""
OURS = ("README", "Sessions", "Actions", "Cases", "QA_Reviews", "Exceptions", "Imports", "QA_Notes")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def saved(book: Workbook) -> Parts:
    """Return a workbook as openpyxl saves it."""
    return unpack(workbook_bytes(book, ON, {}))


def opened(parts: Parts, *, data_only: bool = False) -> Workbook:
    """Return a workbook as openpyxl reads it; what it says of things that it does not keep is left out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return load_workbook(io.BytesIO(pack(parts)), data_only=data_only)


@functools.cache
def fresh() -> Parts:
    """Return the sheets that are added: our own."""
    return unpack(new_workbook(ON))


def board() -> Parts:
    """Return a workbook whose one sheet has a bit of everything, and says its own name wherever it can."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Cases"
    for at, value in enumerate(("month", "figure", "twice"), start=1):
        sheet.cell(1, at, value)
    sheet["A2"], sheet["B2"] = " May & June ", 4
    sheet["B1"].font, sheet["B1"].fill = (
        Font(name="Georgia", bold=True),
        PatternFill("solid", fgColor="FFABCDEF"),
    )
    sheet["B2"].number_format = '0.000 "cases"'
    sheet["C2"] = "=Cases!B2*2"
    sheet["E1"] = "=IF(limit>0,SUM('Cases'!B2:B2),\"no Cases!A1\")"
    sheet["E2"] = "=COUNTA(Figures[month])"
    sheet.add_table(Table(displayName="Figures", ref="A1:C2"))
    rule = Rule(
        type="expression",
        dxf=DifferentialStyle(font=Font(color="FF123456"), fill=PatternFill("solid", bgColor="FFFEDCBA")),
    )
    rule.formula = ["Cases!$B2>3"]
    sheet.conditional_formatting.add("B2:B9", rule)
    choice = DataValidation(type="list", formula1="Cases!$A$2:$A$9")
    choice.add("G2:G9")
    sheet.add_data_validation(choice)
    sheet["I1"] = "to the top"
    sheet["I1"].hyperlink = "#'Cases'!A1"
    sheet["I2"].hyperlink = Hyperlink(ref="I2", location="Cases!A1")
    sheet.sheet_view.tabSelected = True
    sheet.print_title_rows, sheet.freeze_panes = "1:1", "B2"
    sheet.print_area = "A1:I9"
    sheet.column_dimensions["B"].outlineLevel = 1
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    sheet.add_chart(chart, "K2")
    book.defined_names["limit"] = DefinedName("limit", attr_text="Cases!$B$2")
    return saved(book)


def without(parts: Parts, names: Iterable[str]) -> Parts:
    """Return a workbook after somebody deleted sheets: names that led there lead nowhere."""
    book = opened(parts)
    for name in names:
        book.remove(book[name])
        for one in book.defined_names.values():
            one.attr_text = re.sub(rf"^'?{re.escape(name)}'?!", "#REF!", one.attr_text)
    return saved(book)


def by_xlsxwriter() -> Parts:
    """Return one with charts, a picture, a comment, a sparkline, data bars, macros, and a sheet `cases`."""
    return unpack((DATA / "workbook-by-xlsxwriter.xlsm").read_bytes())


def with_prefixes() -> Parts:
    """Return one whose producer writes x: before each name, and targets from the root of the zip."""
    parts = by_xlsxwriter()
    changes = {name: _prefixed(parts.data[name]) for name in (BOOK, STYLES)}
    changes[RELATIONS] = re.sub(rb'Target="', b'Target="/xl/', parts.data[RELATIONS])
    return parts.replaced(changes)


def _prefixed(data: bytes) -> bytes:
    data = data.replace(b'xmlns="', b'xmlns:x="')
    return re.sub(rb"<(/?)(\w+)(?=[ />])", rb"<\1x:\2", data)


_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATION_PARTS = "application/vnd.openxmlformats-package.relationships+xml"
_BARE = {
    TYPES: f"""<Types xmlns="{_PACKAGE}/content-types">
 <Default Extension="xml" ContentType="application/xml"/>
 <Default Extension="rels" ContentType="{_RELATION_PARTS}"/>
 <Override PartName="/xl/workbook.xml" ContentType="{_KINDS}.sheet.main+xml"/>
 <Override PartName="/xl/worksheets/Sheet1.xml" ContentType="{_KINDS}.worksheet+xml"/>
</Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships">
 <Relationship Id="a" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/>
</Relationships>""",
    BOOK: f"""<workbook xmlns="{MAIN}" xmlns:q="{_LINKS}">
 <sheets><sheet name="One" sheetId="7" q:id="rId1"/></sheets>
</workbook>""",
    RELATIONS: f"""<Relationships xmlns="{_PACKAGE}/relationships">
 <Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/Sheet1.xml"/>
</Relationships>""",
    "xl/worksheets/Sheet1.xml": f"""<worksheet xmlns="{MAIN}">
 <sheetData><row><c><v>1</v></c></row></sheetData>
</worksheet>""",
    "customXml/item1.xml": "<mine/>",
}


def bare() -> Parts:
    """Return one with the least that there may be: no formats, no names, no views; and a strange part."""
    return Parts({name: data.encode() for name, data in _BARE.items()})


def with_pivot(parts: Parts) -> Parts:
    """Return a workbook with parts such as a pivot's, which nobody here looks into."""
    name = "xl/pivotCache/pivotCacheDefinition1.xml"
    relation = f'<Relationship Id="rId77" Type="{_LINKS}/pivotCacheDefinition" Target="/{name}"/>'
    override = f'<Override PartName="/{name}" ContentType="{_KINDS}.pivotCacheDefinition+xml"/>'
    caches = b'<pivotCaches><pivotCache cacheId="5" r:id="rId77"/></pivotCaches></workbook>'
    cache = f"""<pivotCacheDefinition xmlns="{MAIN}" refreshOnLoad="1">
 <cacheSource type="worksheet"><worksheetSource ref="A1:B7" sheet="cases"/></cacheSource>
 <cacheFields count="2"><cacheField name="month"/><cacheField name="figure"/></cacheFields>
</pivotCacheDefinition>"""
    return parts.replaced(
        {
            RELATIONS: parts.data[RELATIONS].replace(
                b"</Relationships>", relation.encode() + b"</Relationships>"
            ),
            TYPES: parts.data[TYPES].replace(b"</Types>", override.encode() + b"</Types>"),
            BOOK: parts.data[BOOK].replace(b"</workbook>", caches),
            name: cache.encode(),
        }
    )


GIVEN = {
    "ours without two": lambda: without(fresh(), ("README", "Actions")),
    "ours without README": lambda: without(fresh(), ("README",)),
    "XlsxWriter's": by_xlsxwriter,
    "with prefixes": with_prefixes,
    "with a pivot": lambda: with_pivot(by_xlsxwriter()),
    "bare": bare,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One child of a part's root: what it says, and its entries in the one form that is alike."""

    name: str
    attributes: dict[str, str]
    entries: list[bytes]

    def is_in(self, other: Listed) -> bool:
        """Return whether it is the beginning of another one."""
        return (self.name, self.attributes) == (other.name, other.attributes) and (
            other.entries[: len(self.entries)] == self.entries
        )


def lists_of(data: bytes) -> list[Listed]:
    """Return what stands in a part, in its order, without counts and what is reckoned anew in any case.

    Our name is left out: where it leads nowhere, it is led to the new sheet.
    """
    return [
        Listed(
            etree.QName(one).localname,
            {str(key): str(value) for key, value in one.items() if key not in {"count", "fullCalcOnLoad"}},
            [
                etree.tostring(entry, method="c14n", exclusive=True, with_tail=False)
                for entry in one
                if entry.get("name") != "as_of"
            ],
        )
        for one in etree.fromstring(data).iterchildren("{*}*")
    ]
