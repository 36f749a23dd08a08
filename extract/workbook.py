"""Write the QA workbook: the log's rows as Excel tables, with a first sheet that says what they are.

No macros, and nothing is asked of the reader. What the QA lead typed into an earlier copy is put back
beside the row it belongs to; where the row has gone, it moves to the sheet QA_Notes.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from forms.files import write_whole
from forms.findings import Finding, Severity
from forms.log import Log


def write_workbook(log: Log, path: Path, on: dt.date) -> tuple[Finding, ...]:
    """Write the log as .xlsx as it stands on a day, and return what a person should know of it.

    The same log, day and earlier copy give the same bytes. Raise WriteError W01 where the file cannot be
    written, W04 where another kind of file has that name; then nothing has changed.
    """
    from openpyxl import Workbook
    from openpyxl.workbook.defined_name import DefinedName

    from extract.workbook_columns import SHEETS
    from extract.workbook_file import workbook_bytes
    from extract.workbook_notes import write_notes
    from extract.workbook_own import Note, read_own_cells
    from extract.workbook_readme import AS_OF_CELL, write_readme
    from extract.workbook_sheet import write_sheet

    earlier = read_own_cells(path)
    book = Workbook()
    readme = book.worksheets[0]
    readme.title = "README"
    write_readme(readme, log, on)
    book.defined_names["as_of"] = DefinedName("as_of", attr_text=f"README!{AS_OF_CELL}")
    findings: list[Finding] = []
    notes = list(earlier.notes)
    results = {}
    for spec in SHEETS:
        own = earlier.cells.get(spec.name, {})
        written = write_sheet(book.create_sheet(spec.name), spec, log, on, own)
        findings += written.findings
        results[spec.name] = written.results
        for key in sorted(set(own) - written.kept):
            notes += [Note(spec.name, key, column, text) for column, text in own[key].items()]
            text = f"{path}: row {key} of {spec.name} has gone from the log; what you typed is in QA_Notes."
            findings.append(Finding("W13", Severity.SOON, None, text))
    if notes:
        findings += write_notes(book.create_sheet("QA_Notes"), tuple(notes))
    write_whole(path, workbook_bytes(book, on, results))
    return tuple(findings)
