"""Write the QA workbook: the log's rows as Excel tables, with a first sheet that says what they are.

No macros, and nothing is asked of the reader. The file that people work in is written anew where the
tables stand; everything else in it stays as it is, byte for byte. What was typed beside a row that has
gone, or over what is generated, moves to the sheet QA_Notes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from forms.errors import HalftermError, PasswordError, UnreadableError, WriteError
from forms.files import cannot_write, refuse_unwritable, write_whole
from forms.findings import Finding, Severity
from forms.log import Log

if TYPE_CHECKING:
    from extract.book.filling import Grid, Typed
    from extract.book.parts import Parts
    from extract.book.texts import Stored

Versions = Mapping[str, Sequence[Sequence["Stored"]]]
"""Row's key -> the values that may stand there, in one or more versions."""


@dataclass(frozen=True, slots=True)
class LastWritten:
    """What is known of the workbook from when it was last written."""

    versions: Callable[[str], Versions] = lambda _: {}
    """Table -> what may stand in its rows."""
    digests: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Table -> key -> what the row said (`Grid.digests`)."""
    sheets: Mapping[str, str] = field(default_factory=dict)
    """Table, in small letters -> what its sheet was (`extract.book.writing.fingerprints`)."""
    copy_with: Callable[[str], Path | None] = lambda _: None
    """Table -> the newest copy of the workbook that has it, None where nobody knows of one."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What the workbook is to hold on a day."""

    on: dt.date
    grids: Mapping[str, Grid]
    findings: list[Finding]
    """What a person should know of the rows that have been made so far."""

    @property
    def digests(self) -> Mapping[str, Mapping[str, str]]:
        """Return table -> row's key -> what differs where the row says something else; "" if unknown."""
        return {name: grid.digests or dict.fromkeys(grid.rows, "") for name, grid in self.grids.items()}

    def rows_unlike(
        self, digests: Mapping[str, Mapping[str, str]]
    ) -> Mapping[str, Mapping[str, Sequence[Stored]]]:
        """Return the rows that say something else than those: table -> key -> values as cells hold them.

        Of a formula the value is its result. What is not known to say the same is among them.
        """
        from extract.book.filling import stored_row

        return {
            name: {
                key: stored_row(self.grids[name].rows[key])
                for key, digest in own.items()
                if not digest or digests.get(name, {}).get(key) != digest
            }
            for name, own in self.digests.items()
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of writing the workbook."""

    findings: tuple[Finding, ...]
    """What a person should know of it."""
    sheets: Mapping[str, str]
    """What its sheets are now, as `LastWritten.sheets`."""


def write_workbook(log: Log, path: Path, on: dt.date) -> tuple[Finding, ...]:
    """Write the log as .xlsx as it stands on a day; see `write_contents`."""
    return write_contents(contents_of(log, on), path, LastWritten()).findings


def contents_of(log: Log, on: dt.date) -> Contents:
    """Return what the workbook of a log is to hold on a day."""
    from extract.workbook_columns import SHEETS
    from extract.workbook_readme import CODES, CONTENTS, codes_grid, contents_grid
    from extract.workbook_rows import grid_of

    findings: list[Finding] = []
    # The first sheet grows at its end only, so its last table comes first.
    grids = {CODES: codes_grid(log), CONTENTS: contents_grid(log)}
    for spec in SHEETS:
        grids[spec.name] = grid_of(spec, log, on, findings)
    return Contents(on, grids, findings)


def write_contents(contents: Contents, path: Path, last: LastWritten) -> Outcome:
    """Write the workbook as .xlsx, and return what a person should know of it.

    The same contents and earlier file give the same bytes. What stands in our cells and is not known from
    last time has been typed by a person and is kept; of rows that are not known, it is written over. A sheet
    that is gone is made anew. Raises WriteError W01 where the file cannot be written, W05 where the file that
    is there is not ours; then nothing has changed.
    """
    from extract.book.parts import Parts, infos_of, pack
    from extract.book.writing import fingerprints, write_cell, write_tables
    from extract.workbook_missing import put_back, tell
    from extract.workbook_notes import NOTES, notes_grid
    from extract.workbook_readme import AS_OF_CELL, CONTENTS

    refuse_unwritable(path)
    parts = _parts_of(path, contents.on)
    try:
        parts, made = put_back(parts, (*contents.grids, NOTES), contents.on)
        parts, left = _change_rows(parts, contents.grids, last)
        written = write_tables(parts, left, {name: last.versions(name) for name in left})
        typed = {name: (*written.lost[name], *written.replaced[name]) for name in left}
        parts = write_tables(written.parts, {NOTES: notes_grid(typed)}, {}).parts
        parts = write_cell(parts, CONTENTS, AS_OF_CELL, contents.on)
    except UnreadableError as error:
        raise WriteError("W05", _not_ours(path, error)) from error
    data = pack(parts)
    write_whole(path, data)
    moved = _moved(path, written.lost, written.replaced)
    findings = (*contents.findings, *moved, *tell(path, made, last.copy_with))
    return Outcome(findings, fingerprints(Parts(parts.data, infos_of(data))))


def _change_rows(
    parts: Parts, grids: Mapping[str, Grid], last: LastWritten
) -> tuple[Parts, Mapping[str, Grid]]:
    """Return the workbook with the tables written of which only some rows change, and the tables left to do.

    Only on sheets that nobody has touched since they were last written.
    """
    from extract.book.splicing import Changes
    from extract.book.writing import fingerprints, write_changes

    before = fingerprints(parts)
    left: dict[str, Grid] = {}
    for name, grid in grids.items():
        known = {key: digest for key, digest in last.digests.get(name, {}).items() if digest}
        is_as_left = last.sheets.get(name.casefold()) == before.get(name.casefold())
        if not (grid.digests and known and is_as_left):
            left[name] = grid
            continue
        changed = frozenset(key for key, one in grid.digests.items() if known.get(key, one) != one)
        added = tuple(key for key in grid.digests if key not in known)
        some_gone = len(known) + len(added) > len(grid.digests)
        done = None if some_gone else write_changes(parts, name, grid, Changes(changed, added))
        if done is None:
            left[name] = grid
        else:
            parts = done
    return parts, left


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
        raise WriteError("W05", _not_ours(path, error)) from error


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


def _not_ours(path: Path, error: HalftermError) -> str:
    return (
        f"{path}: this file is there already and is no QA workbook ({error.message.split(';')[0]}). Put back "
        "what is gone, or move the file away, and a new one is written; nothing in it was changed."
    )
