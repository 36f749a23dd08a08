"""A new QA workbook: all sheets with their tables, formats and rules, and not one row yet."""

from __future__ import annotations

import datetime as dt


def new_workbook(on: dt.date) -> bytes:
    """Return the file, dated `on`; the same day gives the same bytes."""
    from openpyxl import Workbook
    from openpyxl.workbook.defined_name import DefinedName

    from extract.workbook_columns import SHEETS
    from extract.workbook_file import workbook_bytes
    from extract.workbook_notes import NOTES, lay_out_notes
    from extract.workbook_readme import AS_OF, lay_out_readme
    from extract.workbook_sheet import lay_out_sheet

    book = Workbook()
    readme = book.worksheets[0]
    readme.title = "README"
    lay_out_readme(readme, on)
    book.defined_names["as_of"] = DefinedName("as_of", attr_text=AS_OF)
    for spec in SHEETS:
        lay_out_sheet(book.create_sheet(spec.name), spec)
    lay_out_notes(book.create_sheet(NOTES))
    return workbook_bytes(book, on, {})
