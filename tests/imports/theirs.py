"""What people, and their programs, put into the workbook: on sheets of their own and on ours.

Sheets, charts, a picture, notes, macros and a chart sheet are XlsxWriter's; the rest is written by hand, as
Excel stores it. Nobody here looks into these parts: they have to come back byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.book.parts import BOOK, Parts, relations_of
from extract.book.table import find_tables
from extract.book.transplant import add_sheets
from tests.extract.book.given import MAIN, TYPES, by_xlsxwriter

_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DRAWINGS = "application/vnd.openxmlformats-officedocument"
_OFFICE = "http://schemas.microsoft.com/office"
_X14, _X15 = f"{_OFFICE}/spreadsheetml/2009/9/main", f"{_OFFICE}/spreadsheetml/2010/11/main"
_XM = f"{_OFFICE}/excel/2006/main"
_DRAW = "http://schemas.openxmlformats.org/drawingml/2006"
_PERSON, _COMMENT, _REPLY = (
    "{11111111-2222-4333-8444-555555555555}",
    "{AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE}",
    "{AAAAAAAA-BBBB-4CCC-8DDD-FFFFFFFFFFFF}",
)
_ITEM = "{99999999-8888-4777-8666-555555555555}"
_SHAPE = (
    '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="0" name=""/><xdr:cNvSpPr/></xdr:nvSpPr>'
    f'<xdr:spPr><a:prstGeom xmlns:a="{_DRAW}/main" prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:sp>'
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def among_theirs(ours: Parts) -> Parts:
    """Return a workbook of somebody's with all of our sheets in it, and with theirs on ours too."""
    book = _Book(dict(add_sheets(by_xlsxwriter(), ours, list(ours.sheets())).data))
    tables = find_tables(Parts(book.data))
    actions, sessions, board = (tables[name].sheet for name in ("actions", "sessions", "board_view"))
    _comments(book, actions)
    slicer = _slicer(book, actions, tables["actions"].part)
    _drawing(book, actions, slicer)
    _board_chart(book, board)
    _rules(book, actions)
    _sparkline(book, sessions)
    _printer(book, sessions)
    _pivot(book)
    _names(book)
    _custom_xml(book)
    return Parts(book.data)


@dataclass
class _Book:
    data: dict[str, bytes]
    _numbers: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, text: str | bytes, kind: str) -> str:
        """Add a part; "" for a kind that its ending tells."""
        assert name not in self.data
        self.data[name] = text if isinstance(text, bytes) else (_XML + text).encode()
        if kind:
            said = f'<Override PartName="/{name}" ContentType="{kind}"/>'
            self.data[TYPES] = self.data[TYPES].replace(b"</Types>", said.encode() + b"</Types>")
        return name

    def default(self, ending: str, kind: str) -> None:
        """Say what parts with an ending are."""
        if f'Extension="{ending}"'.encode() not in self.data[TYPES]:
            said = f'<Default Extension="{ending}" ContentType="{kind}"/>'
            self.data[TYPES] = re.sub(rb"(<Types[^>]*>)", rb"\1" + said.encode(), self.data[TYPES], count=1)

    def link(self, part: str, other: str, kind: str) -> str:
        """Lead from a part to another one, and return the id of that."""
        name = relations_of(part)
        empty = f'{_XML}<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode()
        found = self.data.get(name, empty)
        number = self._numbers[name] = self._numbers.get(name, 900) + 1
        said = f'<Relationship Id="rId{number}" Type="{kind}" Target="/{other}"/>'
        self.data[name] = found.replace(b"</Relationships>", said.encode() + b"</Relationships>")
        return f"rId{number}"

    def put(self, part: str, text: str, before: str) -> None:
        """Put some XML before the first of an element."""
        at = self.data[part].index(before.encode())
        self.data[part] = self.data[part][:at] + text.encode() + self.data[part][at:]

    def column(self, table: str, name: str) -> int:
        """Return the id of a table's column."""
        found = re.search(rf'<tableColumn id="(\d+)" name="{name}"'.encode(), self.data[table])
        assert found is not None
        return int(found[1])


def _comments(book: _Book, sheet: str) -> None:
    """Put a conversation beside an action, as Excel does: with a note for older programs."""
    book.add(
        "xl/persons/person.xml",
        f'<personList xmlns="{_OFFICE}/spreadsheetml/2018/threadedcomments"><person displayName="Moira '
        f'Castell" '
        f'id="{_PERSON}" userId="moira" providerId="None"/></personList>',
        "application/vnd.ms-excel.person+xml",
    )
    book.link(BOOK, "xl/persons/person.xml", f"{_OFFICE}/2017/10/relationships/person")
    talk = "xl/threadedComments/threadedComment9.xml"
    book.add(
        talk,
        f'<ThreadedComments xmlns="{_OFFICE}/spreadsheetml/2018/threadedcomments">'
        f'<threadedComment ref="A2" dT="2026-11-20T10:00:00.00" personId="{_PERSON}" id="{_COMMENT}">'
        "<text>Ask Priya about this</text></threadedComment>"
        f'<threadedComment ref="A2" dT="2026-11-20T11:00:00.00" personId="{_PERSON}" id="{_REPLY}" '
        f'parentId="{_COMMENT}"><text>Done</text></threadedComment></ThreadedComments>',
        "application/vnd.ms-excel.threadedcomments+xml",
    )
    book.link(sheet, talk, f"{_OFFICE}/2017/10/relationships/threadedComment")
    note = book.add(
        "xl/comments9.xml",
        f'<comments xmlns="{MAIN}"><authors><author>tc={_COMMENT}</author></authors><commentList>'
        '<comment ref="A2" authorId="0" shapeId="0"><text><t>[Threaded comment] Ask Priya about this</t>'
        "</text>"
        "</comment></commentList></comments>",
        f"{_SHEETS}.comments+xml",
    )
    book.link(sheet, note, f"{_LINKS}/comments")
    shape = book.add(
        "xl/drawings/vmlDrawing9.vml",
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        b'xmlns:x="urn:schemas-microsoft-com:office:excel">'
        b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" '
        b'o:spt="202" path="m,l,21600r21600,l21600,xe"/>'
        b'<v:shape id="_x0000_s9001" type="#_x0000_t202" style="position:absolute;visibility:hidden">'
        b'<x:ClientData ObjectType="Note"><x:Anchor>1, 15, 1, 10, 3, 15, 5, 4</x:Anchor>'
        b"<x:Row>1</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>",
        "",
    )
    book.default("vml", f"{_DRAWINGS}.vmlDrawing")
    number = book.link(sheet, shape, f"{_LINKS}/vmlDrawing")
    book.put(sheet, f'<legacyDrawing xmlns:r="{_LINKS}" r:id="{number}"/>', "<tableParts")


def _slicer(book: _Book, sheet: str, table: str) -> str:
    """Put buttons that filter a table of ours by the owner; return how they are called."""
    found = re.search(rb'<table\b[^>]*\sid="(\d+)"', book.data[table])
    assert found is not None
    cache = book.add(
        "xl/slicerCaches/slicerCache9.xml",
        f'<slicerCacheDefinition xmlns="{_X14}" xmlns:x="{MAIN}" name="Slicer_owner" sourceName="owner">'
        f"<extLst>"
        f'<x:ext uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}" xmlns:x15="{_X15}"><x15:tableSlicerCache '
        f'tableId="{found[1].decode()}" column="{book.column(table, "owner")}"/></x:ext></extLst>'
        "</slicerCacheDefinition>",
        "application/vnd.ms-excel.slicerCache+xml",
    )
    number = book.link(BOOK, cache, f"{_OFFICE}/2007/relationships/slicerCache")
    said = (
        f'<extLst><ext uri="{{46BE6895-7355-4a93-B00E-2C351335B9C9}}" xmlns:x15="{_X15}"><x15:slicerCaches '
        f'xmlns:x14="{_X14}" xmlns:r="{_LINKS}"><x14:slicerCache r:id="{number}"/></x15:slicerCaches>'
        f"</ext></extLst>"
    )
    book.put(BOOK, said, "</workbook>")
    slicers = book.add(
        "xl/slicers/slicer9.xml",
        f'<slicers xmlns="{_X14}"><slicer name="owner" cache="Slicer_owner" caption="owner" '
        f'rowHeight="241300"/>'
        "</slicers>",
        "application/vnd.ms-excel.slicer+xml",
    )
    number = book.link(sheet, slicers, f"{_OFFICE}/2007/relationships/slicer")
    said = (
        f'<extLst><ext uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}" xmlns:x15="{_X15}"><x14:slicerList '
        f'xmlns:x14="{_X14}" xmlns:r="{_LINKS}"><x14:slicer r:id="{number}"/></x14:slicerList></ext></extLst>'
    )
    book.put(sheet, said, "</worksheet>")
    return "owner"


def _anchor(inside: str, row: int) -> str:
    return (
        f"<xdr:twoCellAnchor><xdr:from><xdr:col>50</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>"
        f"{row}</xdr:row>"
        f"<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>55</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>"
        f"{row + 10}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>{inside}<xdr:clientData/>"
        f"</xdr:twoCellAnchor>"
    )


def _frame(name: str, number: int, uri: str, inside: str) -> str:
    return (
        f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{number}" name="{name}"/>'
        "<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm>"
        '<a:off xmlns:a="{0}/main" x="0" y="0"/><a:ext xmlns:a="{0}/main" cx="0" cy="0"/></xdr:xfrm>'
        '<a:graphic xmlns:a="{0}/main"><a:graphicData uri="{1}">{2}</a:graphicData></a:graphic>'
        "</xdr:graphicFrame>"
    ).format(_DRAW, uri, inside)


def _chart_frame(name: str, number: int, relation: str) -> str:
    inside = f'<c:chart xmlns:c="{_DRAW}/chart" xmlns:r="{_LINKS}" r:id="{relation}"/>'
    return _frame(name, number, f"{_DRAW}/chart", inside)


def _chart(book: _Book, name: str, cells: str) -> str:
    """Add a chart like XlsxWriter's that shows some cells of ours."""
    (source,) = (one for one in by_xlsxwriter().data if one.endswith("charts/chart1.xml"))
    data = re.sub(rb"<c:f>[^<]*</c:f>", f"<c:f>{cells}</c:f>".encode(), by_xlsxwriter().data[source])
    return book.add(name, data, f"{_DRAWINGS}.drawingml.chart+xml")


def _drawing(book: _Book, sheet: str, slicer: str) -> None:
    """Put a picture, a chart and the buttons beside the table."""
    name = "xl/drawings/drawing9.xml"
    picture = book.link(name, "xl/media/image1.png", f"{_LINKS}/image")
    chart = book.link(name, _chart(book, "xl/charts/chart91.xml", "Actions!$T$2:$T$9"), f"{_LINKS}/chart")
    shown = (
        '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="Logo"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>'
        f'<a:blip xmlns:a="{_DRAW}/main" xmlns:r="{_LINKS}" r:embed="{picture}"/><a:stretch '
        f'xmlns:a="{_DRAW}/main">'
        f'<a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:prstGeom xmlns:a="{_DRAW}/main" prst="rect">'
        "<a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>"
    )
    buttons = _frame(
        slicer,
        4,
        f"{_OFFICE}/drawing/2010/slicer",
        f'<sle:slicer xmlns:sle="{_OFFICE}/drawing/2010/slicer" name="{slicer}"/>',
    )
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    either = (
        f'<mc:AlternateContent xmlns:mc="{compatible}" xmlns:sle15="{_OFFICE}/drawing/2012/slicer">'
        f'<mc:Choice Requires="sle15">{buttons}</mc:Choice><mc:Fallback>{_SHAPE}</mc:Fallback>'
        "</mc:AlternateContent>"
    )
    frames = (shown, _chart_frame("Mine", 3, chart), either)
    book.add(
        name,
        f'<xdr:wsDr xmlns:xdr="{_DRAW}/spreadsheetDrawing">'
        + "".join(_anchor(one, 12 * at) for at, one in enumerate(frames))
        + "</xdr:wsDr>",
        f"{_DRAWINGS}.drawing+xml",
    )
    number = book.link(sheet, name, f"{_LINKS}/drawing")
    book.put(sheet, f'<drawing xmlns:r="{_LINKS}" r:id="{number}"/>', "<legacyDrawing")


def _board_chart(book: _Book, sheet: str) -> None:
    """Put a chart of theirs among ours."""
    (drawing,) = (one for one in Parts(book.data).targets(sheet).values() if "/drawings/" in one)
    chart = _chart(book, "xl/charts/chart92.xml", "Dashboard!$B$12:$B$20")
    frame = _chart_frame("Ours to the governors", 99, book.link(drawing, chart, f"{_LINKS}/chart"))
    anchor = _anchor(frame, 60)
    if b"<xdr:wsDr" not in book.data[drawing]:
        anchor = re.sub(r"(</?)xdr:", r"\1", anchor)
    end = "</xdr:wsDr>" if b"</xdr:wsDr>" in book.data[drawing] else "</wsDr>"
    book.put(drawing, anchor, end)


def _rules(book: _Book, sheet: str) -> None:
    """Colour some cells of a sheet of ours."""
    rule = (
        '<conditionalFormatting sqref="L2:L500"><cfRule type="colorScale" priority="901"><colorScale>'
        '<cfvo type="min"/><cfvo type="max"/><color rgb="FFFFFFFF"/><color rgb="FF63BE7B"/></colorScale>'
        "</cfRule>"
        "</conditionalFormatting>"
    )
    book.put(sheet, rule, "<conditionalFormatting")


def _sparkline(book: _Book, sheet: str) -> None:
    """Draw a line in a cell beside the table."""
    said = (
        f'<extLst><ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" xmlns:x14="{_X14}">'
        f"<x14:sparklineGroups "
        f'xmlns:xm="{_XM}"><x14:sparklineGroup><x14:colorSeries rgb="FF376092"/><x14:sparklines>'
        f"<x14:sparkline>"
        "<xm:f>Sessions!R2:R9</xm:f><xm:sqref>BZ2</xm:sqref></x14:sparkline></x14:sparklines>"
        "</x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
    )
    book.put(sheet, said, "</worksheet>")


def _printer(book: _Book, sheet: str) -> None:
    """Keep what a printer was told."""
    name = book.add("xl/printerSettings/printerSettings9.bin", bytes(range(200)) * 3, "")
    book.default("bin", f"{_SHEETS}.printerSettings")
    if b"vnd.ms-office.vbaProject" in book.data[TYPES]:
        said = f'<Override PartName="/{name}" ContentType="{_SHEETS}.printerSettings"/>'
        book.data[TYPES] = book.data[TYPES].replace(b"</Types>", said.encode() + b"</Types>")
    number = book.link(sheet, name, f"{_LINKS}/printerSettings")
    book.data[sheet] = re.sub(
        rb"<pageSetup\b", f'<pageSetup xmlns:r="{_LINKS}" r:id="{number}"'.encode(), book.data[sheet], count=1
    )


def _pivot(book: _Book) -> None:
    """Add a sheet with a pivot over our actions, which remembers some rows of them."""
    fields = "".join(
        f'<cacheField name="{name}" numFmtId="0"><sharedItems count="1"><s v="{said}"/></sharedItems>'
        f"</cacheField>"
        for name, said in (("owner", "Tom Reed"), ("status", "Open"))
    )
    records = "xl/pivotCache/pivotCacheRecords9.xml"
    cache = "xl/pivotCache/pivotCacheDefinition9.xml"
    number = book.link(cache, records, f"{_LINKS}/pivotCacheRecords")
    book.add(
        cache,
        f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{_LINKS}" r:id="{number}" recordCount="1">'
        f'<cacheSource type="worksheet"><worksheetSource name="Actions"/></cacheSource><cacheFields '
        f'count="2">{fields}'
        "</cacheFields></pivotCacheDefinition>",
        f"{_SHEETS}.pivotCacheDefinition+xml",
    )
    book.add(
        records,
        f'<pivotCacheRecords xmlns="{MAIN}" count="1"><r><x v="0"/><x v="0"/></r></pivotCacheRecords>',
        f"{_SHEETS}.pivotCacheRecords+xml",
    )
    pivot = book.add(
        "xl/pivotTables/pivotTable9.xml",
        f'<pivotTableDefinition xmlns="{MAIN}" name="By owner" cacheId="9" dataCaption="Values">'
        f'<location ref="A3:B5" '
        'firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="2"><pivotField '
        'axis="axisRow" '
        'showAll="0"><items count="2"><item x="0"/><item t="default"/></items></pivotField>'
        '<pivotField dataField="1" showAll="0"/></pivotFields><rowFields count="1"><field x="0"/></rowFields>'
        '<rowItems count="2"><i><x/></i><i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems>'
        '<dataFields count="1"><dataField name="Count of status" fld="1" subtotal="count"/></dataFields>'
        "</pivotTableDefinition>",
        f"{_SHEETS}.pivotTable+xml",
    )
    book.link(pivot, cache, f"{_LINKS}/pivotCacheDefinition")
    sheet = book.add(
        "xl/worksheets/sheet99.xml",
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="3"><c r="A3" t="inlineStr"><is><t>owner</t></is></c>'
        '<c r="B3" t="inlineStr"><is><t>Count of status</t></is></c></row><row r="4"><c r="A4" '
        't="inlineStr"><is>'
        '<t>Tom Reed</t></is></c><c r="B4"><v>1</v></c></row><row r="5"><c r="A5" t="inlineStr"><is><t>'
        "Grand Total"
        '</t></is></c><c r="B5"><v>1</v></c></row></sheetData></worksheet>',
        f"{_SHEETS}.worksheet+xml",
    )
    book.link(sheet, pivot, f"{_LINKS}/pivotTable")
    entry = f'<sheet name="Pivot" sheetId="99" r:id="{book.link(BOOK, sheet, f"{_LINKS}/worksheet")}"/>'
    book.put(BOOK, entry, "</sheets>")
    number = book.link(BOOK, cache, f"{_LINKS}/pivotCacheDefinition")
    book.put(BOOK, f'<pivotCaches><pivotCache cacheId="9" r:id="{number}"/></pivotCaches>', "<extLst")


def _names(book: _Book) -> None:
    said = '<definedName name="first_action">Actions!$A$2</definedName>'
    book.put(BOOK, said, "</definedNames>")


def _custom_xml(book: _Book) -> None:
    """Add what document management keeps in a file."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    item = book.add("customXml/item9.xml", '<mine xmlns="urn:mine">of the office</mine>', "")
    said = f'<ds:datastoreItem ds:itemID="{_ITEM}" xmlns:ds="{kinds}"><ds:schemaRefs/></ds:datastoreItem>'
    about = book.add("customXml/itemProps9.xml", said, f"{_DRAWINGS}.customXmlProperties+xml")
    book.link(item, about, f"{_LINKS}/customXmlProps")
    book.link(BOOK, item, f"{_LINKS}/customXml")
