"""Lay a page out as a Word document: title, panel, sections, footer and properties."""

from __future__ import annotations

from collections.abc import Iterator

from build.docx.content import Document, Paragraph, Run, Table, TableCell, TableRow
from build.docx.controls import build_control
from build.docx.drawing import Drawing
from build.docx.measures import LINE, TEXT_WIDTH, columns
from build.docx.sections import build_section
from build.filling import Filling
from build.issue import box_order, document_properties, printed_rows
from build.page import Box, Control, Page, PageCell, PageSection, Panel
from build.panel import stage_words
from forms import own_words
from forms.look import Rules, TitlePlace
from forms.own_words import ADDED_NOTE
from forms.printed_page import Frame
from forms.reference import qr_payload

BLANK_WORDS = own_words.BLANK_FORM
"""What the footer says where there is no reference."""
_PANEL_COLUMNS = (19, 31, 18, 32)


def _is_gap(block: Paragraph | Table) -> bool:
    return isinstance(block, Paragraph) and block.style == "Gap"


def build_document(page: Page) -> Document:
    """Return the Word document that shows `page`."""
    filling = page.filling
    definition = filling.definition
    look = definition.policy.look
    drawing = Drawing.from_start(look)
    reference = filling.reference or ""
    blocks: list[Paragraph | Table] = [*_title(filling)]
    if page.panel:
        blocks += _panel(page.panel, drawing)
    for section in page.sections:
        if section.new_page and _is_gap(blocks[-1]):
            # On a full page it would open a page of its own, and the section the next.
            blocks.pop()
        blocks += build_section(section, drawing)
    if page.continuation:
        blocks += build_section(_continuation(page.continuation), drawing)
    # A gap at the end could open a page of its own; Word demands a paragraph after the last table.
    if _is_gap(blocks[-1]):
        blocks[-1:] = [Paragraph("TinyGap")] if isinstance(blocks[-2], Table) else []
    named = f"{reference} " if reference else ""
    return Document(
        f"{named}{definition.title}",
        reference,
        TEXT_WIDTH,
        tuple(blocks),
        reference or BLANK_WORDS,
        f"{definition.appendix}: {definition.title} ({stage_words(filling)}), version {definition.version}",
        qr_payload(filling.reference, definition.id, definition.version, filling.stage, 1),
        f"QR code that says: {reference or BLANK_WORDS}, {definition.title}",
        tuple((document_properties(filling) | printed_rows(page) | box_order(page)).items()),
        look,
    )


def _title(filling: Filling) -> Iterator[Paragraph]:
    definition = filling.definition
    look = definition.policy.look
    policy = "" if filling.verbatim else definition.policy.name
    if look.title is TitlePlace.CENTRE:
        if policy:
            yield Paragraph("Policy", (Run(policy),))
        yield Paragraph("Appendix", (Run(definition.appendix),))
    else:
        yield Paragraph("Policy", (Run(f"{policy}\t{definition.appendix}"),))
    yield Paragraph("Heading1", (Run(definition.title),))
    if look.title is TitlePlace.CENTRE and look.rules is Rules.GRID:
        yield Paragraph("TitleRule")


def _panel(panel: Panel, drawing: Drawing) -> Iterator[Paragraph | Table]:
    widths = columns(_PANEL_COLUMNS, TEXT_WIDTH)
    words = (Run(panel.title), Run(" "), Run(f"({ADDED_NOTE})", "AddedNote"))
    told = (
        Paragraph("PanelHeading", words),
        *(Paragraph("PanelBullet", (Run(line),)) for line in panel.instructions),
    )
    rows = [TableRow((TableCell(sum(widths), told, len(widths), shade=drawing.palette.added),))]
    rows += (
        _fact_row(panel.facts[start : start + 2], widths, drawing) for start in range(0, len(panel.facts), 2)
    )
    yield Table("PanelTable", widths, tuple(rows))
    yield Paragraph("Gap")


def _continuation(control: Control) -> PageSection:
    """Return the free box that a PDF form has at its end, where something stands in it."""
    rows = ((PageCell((Box(control),)),),)
    return PageSection(control.name, Frame.TABLE, (1.0,), (), rows, added=True, title=control.accessible_name)


def _fact_row(facts: tuple[Box, ...], widths: tuple[int, ...], drawing: Drawing) -> TableRow:
    cells: list[TableCell] = []
    for index, box in enumerate(facts):
        label, answer = 2 * index, 2 * index + 1
        span = len(widths) - answer if index + 1 == len(facts) else 1
        words = Paragraph("Label", (Run(box.label),))
        shown = Paragraph("Answer", (build_control(box.control, drawing.numbering, labelled=True),))
        cells.append(TableCell(widths[label], (words,), shade=drawing.palette.added))
        cells.append(
            TableCell(sum(widths[answer : answer + span]), (shown,), span, shade=drawing.palette.added)
        )
    return TableRow(tuple(cells), LINE)
