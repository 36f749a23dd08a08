"""The Word document of docs/adding-a-policy.md: the policy of an invented school with one form in it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

from docx import Document
from docx.shared import Cm, Pt

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table

_WHEN = dt.datetime(2026, 9, 1, 9, 0)  # noqa: DTZ001 - Word keeps no time zone


def policy_document() -> bytes:
    """Return the document, the same bytes each time."""
    document = Document()
    document.sections[0].page_width, document.sections[0].page_height = Cm(21), Cm(29.7)
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(10.5)
    document.core_properties.created = document.core_properties.modified = _WHEN
    document.core_properties.author = "Bramble Lane Primary School"
    _write_policy(document)
    _write_form(document)
    file = io.BytesIO()
    document.save(file)
    return _with_fixed_times(file.getvalue())


def _write_policy(document: WordDocument) -> None:
    document.add_heading("Bramble Lane Primary School", 0)
    document.add_heading("Safeguarding supervision policy", 1)
    document.add_paragraph(
        "Supervision takes place once each half term. The supervisor sends the record to the supervisee ten "
        "days before the session. The supervisee sends it back three working days before the session. "
        "Records are read by the supervisor and the headteacher, and are kept on the safeguarding drive."
    )


def _write_form(document: WordDocument) -> None:
    document.add_heading("Appendix 1", 1).paragraph_format.page_break_before = True
    document.add_heading("Supervision record", 2)
    _fill(
        _table(document, 4, (5, 11)),
        [
            ["Name of supervisee:", ""],
            ["Name of supervisor:", ""],
            ["Date of session:", ""],
            ["Venue:", ""],
        ],
    )
    document.add_paragraph()
    _fill(
        _table(document, 4, (10, 3, 3)),
        [
            ["Before the session", "Yes", "No"],
            ["I have read the record of last time", "", ""],
            ["All chronologies are up to date", "", ""],
            ["I have concerns about a colleague", "", ""],
        ],
    )
    document.add_paragraph()
    _fill(
        _table(document, 4, (5, 11)),
        [
            ["How have you been since we last met?", "\n\n"],
            ["Actions from last time: what has been done?", "\n"],
            ["Cases to talk about", "\n\n"],
            ["What went well?", "\n"],
        ],
    )
    document.add_paragraph()
    document.add_paragraph("Agreed actions")
    _fill(_table(document, 4, (8, 4, 4)), [["Action", "Who", "By when"], *[["", "", ""]] * 3])
    document.add_paragraph()
    document.add_paragraph("We meet again on ____________ in ____________.")
    document.add_paragraph("Signed (supervisee) ______________________  Date ____________")
    document.add_paragraph("Signed (supervisor) ______________________  Date ____________")


def _table(document: WordDocument, rows: int, widths_cm: tuple[float, ...]) -> Table:
    table: Table = document.add_table(rows=rows, cols=len(widths_cm))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_cm, strict=True):
            cell.width = Cm(width)
    return table


def _fill(table: Table, words: list[list[str]]) -> None:
    for row, texts in zip(table.rows, words, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def _with_fixed_times(data: bytes) -> bytes:
    """Return the document with one time for all its parts, so that its bytes stay the same."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _WHEN.timetuple()[:6])
            new.writestr(info, old.read(entry), zipfile.ZIP_DEFLATED)
    return file.getvalue()
