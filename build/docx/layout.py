"""Lay a page out as a Word document: title, panel, sections, footer and properties."""

from __future__ import annotations

from collections.abc import Iterator

from build.docx.content import Document, Paragraph, Run, Table, TableCell, TableRow
from build.docx.controls import Numbering, build_control
from build.docx.measures import LINE, TEXT_WIDTH, columns
from build.docx.sections import build_section
from build.filling import Filling
from build.issue import document_properties
from build.page import ADDED_NOTE, Box, Control, Page, PageCell, PageSection, Panel
from build.panel import stage_words
from forms.model import Frame
from forms.reference import qr_payload

BLANK_WORDS = "Blank form"
"""What the footer says where there is no reference."""
_PANEL_COLUMNS = (19, 31, 18, 32)


def build_document(page: Page) -> Document:
    """Return the Word document that shows `page`."""
    filling = page.filling
    definition = filling.definition
    numbering = Numbering.from_start()
    reference = filling.reference or ""
    blocks: list[Paragraph | Table] = [*_title(filling)]
    if page.panel:
        blocks += _panel(page.panel, numbering)
    for section in page.sections:
        blocks += build_section(section, numbering)
    if page.continuation:
        blocks += build_section(_continuation(page.continuation), numbering)
    # A gap at the end could open a page of its own; Word demands a paragraph after the last table.
    if blocks[-1] == Paragraph("Gap"):
        blocks[-1] = Paragraph("TinyGap")
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
        tuple(document_properties(filling).items()),
    )


def _title(filling: Filling) -> Iterator[Paragraph]:
    definition = filling.definition
    policy = "" if filling.verbatim else definition.policy.name
    yield Paragraph("Policy", (Run(f"{policy}\t{definition.appendix}"),))
    yield Paragraph("Heading1", (Run(definition.title),))


def _panel(panel: Panel, numbering: Numbering) -> Iterator[Paragraph | Table]:
    widths = columns(_PANEL_COLUMNS, TEXT_WIDTH)
    words = (Run(panel.title), Run(" "), Run(f"({ADDED_NOTE})", "AddedNote"))
    told = (
        Paragraph("PanelHeading", words),
        *(Paragraph("PanelBullet", (Run(line),)) for line in panel.instructions),
    )
    rows = [TableRow((TableCell(sum(widths), told, len(widths), shade="added"),))]
    rows += (
        _fact_row(panel.facts[start : start + 2], widths, numbering)
        for start in range(0, len(panel.facts), 2)
    )
    yield Table("PanelTable", widths, tuple(rows))
    yield Paragraph("Gap")


def _continuation(control: Control) -> PageSection:
    """Return the free box that a PDF form has at its end, where something stands in it."""
    rows = ((PageCell((Box(control),)),),)
    return PageSection(control.name, Frame.TABLE, (1.0,), (), rows, added=True, title=control.accessible_name)


def _fact_row(facts: tuple[Box, ...], widths: tuple[int, ...], numbering: Numbering) -> TableRow:
    cells: list[TableCell] = []
    for index, box in enumerate(facts):
        label, answer = 2 * index, 2 * index + 1
        span = len(widths) - answer if index + 1 == len(facts) else 1
        words = Paragraph("Label", (Run(box.label),))
        shown = Paragraph("Answer", (build_control(box.control, numbering, labelled=True),))
        cells.append(TableCell(widths[label], (words,), shade="added"))
        cells.append(TableCell(sum(widths[answer : answer + span]), (shown,), span, shade="added"))
    return TableRow(tuple(cells), LINE)
