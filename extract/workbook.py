"""Write the QA workbook: the log's rows as Excel tables, with a first sheet that says what they are.

No macros, and nothing is asked of the reader. The file that people work in is written anew where the
tables stand; everything else in it stays as it is, byte for byte. What was typed beside a row that has
gone, or over what is generated, moves to the sheet QA_Notes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forms.errors import PasswordError, UnreadableError, WriteError
from forms.files import cannot_write, refuse_unwritable, write_whole
from forms.findings import Finding, Severity
from forms.log import Log

if TYPE_CHECKING:
    from extract.book.filling import Grid, Typed
    from extract.book.parts import Parts
    from extract.book.texts import Stored

Known = Mapping[str, Mapping[str, Sequence[Sequence["Stored"]]]]
"""What may stand in the file: table -> row's key -> the values that were written, in one or more versions."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What the workbook is to hold on a day."""

    on: dt.date
    grids: Mapping[str, Grid]
    findings: tuple[Finding, ...]
    """What a person should know of it."""

    def stored(self) -> Mapping[str, Mapping[str, list[Stored]]]:
        """Return table -> row's key -> values as cells hold them; formulas by their results."""
        from extract.book.filling import stored_row

        return {
            name: {key: stored_row(row) for key, row in grid.rows.items()}
            for name, grid in self.grids.items()
        }


def write_workbook(log: Log, path: Path, on: dt.date) -> tuple[Finding, ...]:
    """Write the log as .xlsx as it stands on a day; see `write_contents`."""
    return write_contents(contents_of(log, on), path, {})


def contents_of(log: Log, on: dt.date) -> Contents:
    """Return what the workbook of a log is to hold on a day."""
    from extract.workbook_columns import SHEETS
    from extract.workbook_readme import CODES, CONTENTS, codes_grid, contents_grid
    from extract.workbook_rows import grid_of

    findings: list[Finding] = []
    # The first sheet grows at its end only, so its last table comes first.
    grids = {CODES: codes_grid(log), CONTENTS: contents_grid(log)}
    for spec in SHEETS:
        grids[spec.name], found = grid_of(spec, log, on)
        findings += found
    return Contents(on, grids, tuple(findings))


def write_contents(contents: Contents, path: Path, known: Known) -> tuple[Finding, ...]:
    """Write the workbook as .xlsx, and return what a person should know of it.

    The same contents and earlier file give the same bytes. What stands in our cells and is not `known` has
    been typed by a person and is kept; of rows that are not known, it is written over. Raises WriteError W01
    where the file cannot be written, W05 where the file that is there is not ours; then nothing has changed.
    """
    from extract.book.parts import pack
    from extract.book.writing import write_cell, write_tables
    from extract.workbook_notes import NOTES, notes_grid
    from extract.workbook_readme import AS_OF_CELL

    refuse_unwritable(path)
    parts = _parts_of(path, contents.on)
    try:
        written = write_tables(parts, contents.grids, known)
        typed = {name: (*written.lost[name], *written.replaced[name]) for name in contents.grids}
        parts = write_tables(written.parts, {NOTES: notes_grid(typed)}, {}).parts
        parts = write_cell(parts, "README", AS_OF_CELL, contents.on)
    except UnreadableError as error:
        raise WriteError("W05", _not_ours(path)) from error
    write_whole(path, pack(parts))
    return (*contents.findings, *_moved(path, written.lost, written.replaced))


def _parts_of(path: Path, on: dt.date) -> Parts:
    """Return the workbook that is there, or a new one. Raises WriteError W05 for a file that is none."""
    from extract.book.parts import unpack
    from extract.workbook_new import new_workbook

    try:
        if not path.exists():
            return unpack(new_workbook(on))
        return unpack(path.read_bytes())
    except OSError as error:
        raise cannot_write(path, error) from error
    except (UnreadableError, PasswordError) as error:
        raise WriteError("W05", _not_ours(path)) from error


def _moved(
    path: Path, lost: Mapping[str, Sequence[Typed]], replaced: Mapping[str, Sequence[Typed]]
) -> list[Finding]:
    found = {
        f"{path}: row {one.key} of {table} has gone from the log; what you typed is in QA_Notes.": None
        for table, typed in lost.items()
        for one in typed
    }
    found |= {
        f"{path}: {table}, row {one.key}: {one.column} is generated; what you typed is in QA_Notes.": None
        for table, typed in replaced.items()
        for one in typed
    }
    return [Finding("W13", Severity.SOON, None, text) for text in found]


def _not_ours(path: Path) -> str:
    return f"{path}: this file is there already and is no QA workbook. Give another name, or move it away."
