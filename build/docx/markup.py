"""Write paragraphs, tables and content controls as WordprocessingML.

ISO/IEC 29500-1 17.3 (paragraphs), 17.4 (tables), 17.5.2 (content controls); w14 and w15 are
Microsoft's extensions (MS-DOCX 2.5 and 2.6). Plain string building, for it is by far the most of a
document: templates would take three times as long. Children stand in the order of the schema.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from build.docx.content import (
    ContentControl,
    Paragraph,
    RepeatingSection,
    Run,
    Table,
    TableCell,
    TableRow,
)

_INSET = 108
"""How far a paragraph stands in from the edges of a cell without margins."""
_RULE = '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="{}"/></w:tcBorders>'
_BARE = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
_NO_MARGINS = f"<w:tcMar>{_BARE}</w:tcMar>"
_ANSWER_STYLE = '<w:rPr><w:rStyle w:val="AnswerWords"/></w:rPr>'
"""How Word shows what is typed in place of the placeholder."""
_BLANK_STYLE = '<w:rPr><w:rStyle w:val="BlankWords"/></w:rPr>'
"""The same of a blank inside a sentence."""
_TICK_STYLE = '<w:rPr><w:rStyle w:val="TickBox"/></w:rPr>'
_TICK_RUN = '<w:r><w:rPr><w:rStyle w:val="TickBox"/><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>{}</w:t></w:r>'
_TICK_GLYPHS = (_TICK_RUN.format("☐"), _TICK_RUN.format("☒"))
_TICK_STATES = (
    '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
)
_DATE_FORMAT = (
    '<w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="en-GB"/>'
    '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/>'
)
_LOOK = (
    '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
    ' w:noHBand="1" w:noVBand="1"/>'
)


def write_blocks(blocks: Iterable[Paragraph | Table], *, keep_next: bool = False) -> str:
    """Return `blocks` as the XML of a body or a cell; `keep_next`: all paragraphs stay with what follows."""
    return "".join(
        [_paragraph(block, keep_next) if isinstance(block, Paragraph) else _table(block) for block in blocks]
    )


def _words(text: str) -> str:
    """Return the content of a run: line ends as breaks, tabs as tabs, everything else as it is."""
    if not text:
        return ""
    escaped = escape(text, quote=False)
    if "\n" not in text and "\t" not in text:
        return f'<w:t xml:space="preserve">{escaped}</w:t>'
    lines = ["<w:tab/>".join([_plain(piece) for piece in line.split("\t")]) for line in escaped.split("\n")]
    return "<w:br/>".join(lines)


def _plain(escaped: str) -> str:
    return f'<w:t xml:space="preserve">{escaped}</w:t>' if escaped else ""


def _run(run: Run) -> str:
    style = f'<w:rPr><w:rStyle w:val="{run.style}"/></w:rPr>' if run.style else ""
    return f"<w:r>{style}{_words(run.text)}</w:r>"


def _control(control: ContentControl) -> str:
    tick = control.input == "tick"
    style = _TICK_STYLE if tick else _BLANK_STYLE if control.blank_space else _ANSWER_STYLE
    properties = (
        f'{style}<w:alias w:val="{escape(control.alias)}"/>'
        f'<w:tag w:val="{control.tag}"/><w:id w:val="{control.number}"/><w:lock w:val="{control.lock}"/>'
        f"{'<w:showingPlcHdr/>' if control.placeholder else ''}{_input(control)}"
    )
    if tick:
        shown = _TICK_GLYPHS[control.ticked]
    elif control.blank_space:
        words, name = (
            (control.text, "BlankWords") if control.text else (control.placeholder, "BlankPlaceholder")
        )
        shown = _run(Run(words, name))
    elif control.placeholder:
        shown = _run(Run(control.placeholder, "PlaceholderText"))
    else:
        shown = f"<w:r>{_words(control.text)}</w:r>"
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt>"


def _input(control: ContentControl) -> str:
    if control.input == "text":
        return '<w:text w:multiLine="1"/>' if control.multiline else "<w:text/>"
    if control.input == "tick":
        checked = f'<w14:checked w14:val="{int(control.ticked)}"/>'
        return f"<w14:checkbox>{checked}{_TICK_STATES}</w14:checkbox>"
    if control.input == "date":
        full = f' w:fullDate="{control.full_date}T00:00:00Z"' if control.full_date else ""
        return f"<w:date{full}>{_DATE_FORMAT}</w:date>"
    options = [escape(option) for option in control.options]
    items = "".join([f'<w:listItem w:displayText="{option}" w:value="{option}"/>' for option in options])
    return f"<w:dropDownList>{items}</w:dropDownList>"


def _paragraph(paragraph: Paragraph, keep_next: bool) -> str:  # noqa: FBT001 - called for every paragraph
    parts = "".join([_run(part) if isinstance(part, Run) else _control(part) for part in paragraph.parts])
    properties = f'<w:pStyle w:val="{paragraph.style}"/>'
    if keep_next or paragraph.keep_next:
        properties += "<w:keepNext/>"
    if paragraph.new_page:
        properties += "<w:pageBreakBefore/>"
    if paragraph.tabs:
        # Tab stops count from the edge of the cell, not from where the paragraph begins.
        edge = _INSET if paragraph.inset else 0
        stops = "".join([f'<w:tab w:val="left" w:pos="{stop + edge}"/>' for stop in paragraph.tabs])
        properties += f"<w:tabs>{stops}</w:tabs>"
    if paragraph.room_after:
        properties += f'<w:spacing w:after="{paragraph.room_after}"/>'
    if paragraph.inset or paragraph.hanging:
        properties += _indent(paragraph)
    if paragraph.centred:
        properties += '<w:jc w:val="center"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{parts}</w:p>"


def _indent(paragraph: Paragraph) -> str:
    sides = _INSET if paragraph.inset else 0
    left = f' w:left="{sides + paragraph.hanging}"'
    right = f' w:right="{sides}"' if sides else ""
    hanging = f' w:hanging="{paragraph.hanging}"' if paragraph.hanging else ""
    return f"<w:ind{left}{right}{hanging}/>"


def _cell(cell: TableCell, row: TableRow) -> str:
    properties = f'<w:tcW w:w="{cell.width}" w:type="dxa"/>'
    if cell.span > 1:
        properties += f'<w:gridSpan w:val="{cell.span}"/>'
    if cell.ruled:
        properties += _RULE.format(cell.ruled)
    if cell.shade:
        properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>'
    if cell.bare:
        properties += _NO_MARGINS
    if cell.low:
        properties += '<w:vAlign w:val="bottom"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{write_blocks(cell.blocks, keep_next=row.keep_next)}</w:tc>"


def _row(row: TableRow) -> str:
    properties = "<w:cantSplit/>" if row.whole else ""
    if row.height:
        properties += f'<w:trHeight w:val="{row.height}" w:hRule="atLeast"/>'
    if row.header:
        properties += "<w:tblHeader/>"
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join([_cell(cell, row) for cell in row.cells])}</w:tr>"


def _repeating(section: RepeatingSection) -> str:
    items = "".join(
        [
            f'<w:sdt><w:sdtPr><w:id w:val="{item.number}"/><w15:repeatingSectionItem/></w:sdtPr>'
            f"<w:sdtContent>{''.join([_row(row) for row in item.rows])}</w:sdtContent></w:sdt>"
            for item in section.items
        ]
    )
    properties = (
        f'<w:alias w:val="{escape(section.alias)}"/><w:id w:val="{section.number}"/>'
        '<w:lock w:val="sdtLocked"/>'
        f'<w15:repeatingSection><w15:sectionTitle w:val="{escape(section.title)}"/></w15:repeatingSection>'
    )
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{items}</w:sdtContent></w:sdt>"


def _table(table: Table) -> str:
    caption = f'<w:tblCaption w:val="{escape(table.caption)}"/>' if table.caption else ""
    grid = "".join([f'<w:gridCol w:w="{width}"/>' for width in table.widths])
    rows = "".join([_row(row) if isinstance(row, TableRow) else _repeating(row) for row in table.rows])
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{table.style}"/><w:tblW w:w="{table.width}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{_LOOK}{caption}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )
