"""Write the QA workbook: the log's rows as Excel tables, with a first sheet that says what they are.

No macros, and nothing is asked of the reader. The file that people work in is written anew where the
tables stand; everything else in it stays as it is, byte for byte. What was typed beside a row that has
gone, or over what is generated, moves to the sheet QA_Notes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    from extract.workbook_spec import Sheet
    from forms.overview import Overview

_TRIES = 5
Digests = Mapping[str, Mapping[str, str]]
Versions = Mapping[str, Sequence[Sequence["Stored"]]]
"""Row's key -> the values that may stand there, in one or more versions."""


@dataclass(frozen=True, slots=True)
class LastWritten:
    """What is known of the workbook from when it was last written."""

    versions: Callable[[str], Versions] = lambda _: {}
    """Table -> what may stand in its rows."""
    digests: Digests = field(default_factory=dict)
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
    fresh: Callable[[dt.date], bytes]
    """Makes a new workbook, without rows."""
    later: Callable[[Parts], Mapping[str, Grid]] = lambda _: {}
    """Further tables, which go by what people have chosen and typed in the workbook."""
    finish: Callable[[Parts], Parts] = lambda parts: parts
    """What is left to do when all tables are written."""
    further: tuple[str, ...] = ()
    """The names of the tables of `later`."""
    peoples: tuple[str, ...] = ()
    """Tables that people fill: they are left alone."""

    @property
    def digests(self) -> Digests:
        """Return table -> row's key -> what differs where the row says something else; "" if unknown."""
        return digests_of(self.grids)


def digests_of(grids: Mapping[str, Grid]) -> Digests:
    """Return table -> row's key -> what differs where the row says something else; "" if unknown."""
    return {name: grid.digests or dict.fromkeys(grid.rows, "") for name, grid in grids.items()}


def rows_unlike(grids: Mapping[str, Grid], digests: Digests) -> Mapping[str, Mapping[str, Sequence[Stored]]]:
    """Return the rows that say something else than those: table -> key -> values as cells hold them.

    Of a formula the value is its result. What is not known to say the same is among them.
    """
    from extract.book.filling import stored_row

    return {
        name: {
            key: stored_row(grids[name].rows[key])
            for key, digest in own.items()
            if not digest or digests.get(name, {}).get(key) != digest
        }
        for name, own in digests_of(grids).items()
    }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of writing the workbook."""

    findings: tuple[Finding, ...]
    """What a person should know of it."""
    sheets: Mapping[str, str]
    """What its sheets are now, as `LastWritten.sheets`."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A workbook with everything in it, not yet stored."""

    parts: Parts
    findings: tuple[Finding, ...]
    """What a person had typed that no longer has its place."""


def write_workbook(log: Log, path: Path, on: dt.date) -> tuple[Finding, ...]:
    """Write the log as .xlsx as it stands on a day; see `write_contents`."""
    return write_contents(contents_of(log, on), path, LastWritten()).findings


def contents_of(
    rows: Log | Overview, on: dt.date, sheets: Sequence[Sheet] | None = None, others: Sequence[str] = ()
) -> Contents:
    """Return what the workbook of a log, or of a trust with other sheets, is to hold on a day.

    `others` are sheets that are not generated from rows.
    """
    from extract.workbook_columns import SHEETS
    from extract.workbook_new import new_workbook
    from extract.workbook_readme import CODES, CONTENTS, codes_grid, contents_grid
    from extract.workbook_rows import grid_of

    findings: list[Finding] = []
    specs = SHEETS if sheets is None else sheets
    # The first sheet grows at its end only, so its last table comes first.
    grids = {
        CODES: codes_grid(rows if isinstance(rows, Log) else rows.log),
        CONTENTS: contents_grid(specs, rows, others),
    }
    for spec in specs:
        grids[spec.name] = grid_of(spec, rows, on, findings)
    return Contents(on, grids, findings, new_workbook)


def write_contents(
    contents: Contents,
    path: Path,
    last: LastWritten,
    before: Callable[[Mapping[str, Grid]], None] = lambda _: None,
) -> Outcome:
    """Write the workbook as .xlsx, and return what a person should know of it.

    The same contents and earlier file give the same bytes. What stands in our cells and is not known from
    last time has been typed by a person and is kept; of rows that are not known, it is written over. A sheet
    that is gone is made anew. `before` is told the tables of `later` before they are written. Raises
    WriteError W01 where the file cannot be written, or is saved by somebody again and again meanwhile, W05
    where the file that is there is not ours; then nothing has changed.
    """
    from extract.book.parts import Parts, infos_of, pack
    from extract.book.writing import fingerprints
    from extract.workbook_missing import put_back, tell

    refuse_unwritable(path)
    for _ in range(_TRIES):
        found = _bytes_of(path)
        try:
            parts, made = put_back(_parts_of(path, found, contents), contents)
            filled = fill_parts(parts, contents, last, before)
        except UnreadableError as error:
            raise WriteError("W05", _not_ours(path, error)) from error
        data = pack(filled.parts)
        # Whoever saved it while it was being filled has typed something that is not in it yet.
        if _bytes_of(path) == found:
            break
    else:
        raise WriteError(
            "W01", f"{path}: is being saved again and again; close it, and run the command again."
        )
    write_whole(path, data)
    moved = (_placed(path, one) for one in filled.findings)
    findings = (*contents.findings, *moved, *tell(path, made, last.copy_with))
    return Outcome(findings, fingerprints(Parts(filled.parts.data, infos_of(data))))


def fill_parts(
    parts: Parts,
    contents: Contents,
    last: LastWritten,
    before: Callable[[Mapping[str, Grid]], None] = lambda _: None,
) -> Filled:
    """Return a workbook with the contents in it. Raises UnreadableError M30 where it is not ours."""
    from extract.book.writing import named_cell, write_cell, write_tables
    from extract.workbook_notes import NOTES, notes_grid
    from extract.workbook_readme import AS_OF_CELL, CONTENTS

    parts, left = _change_rows(parts, contents.grids, last)
    written = write_tables(parts, left, {name: last.versions(name) for name in left})
    day_cell = named_cell(written.parts, CONTENTS, "as_of") or AS_OF_CELL
    parts = write_cell(written.parts, CONTENTS, day_cell, contents.on)
    lost, replaced = dict(written.lost), dict(written.replaced)
    later = contents.later(parts)
    if later:
        before(later)
        written = write_tables(parts, later, {name: last.versions(name) for name in later})
        parts = contents.finish(written.parts)
        lost, replaced = {**lost, **written.lost}, {**replaced, **written.replaced}
    typed = {name: (*lost[name], *replaced[name]) for name in lost}
    parts = write_tables(parts, {NOTES: notes_grid(typed)}, {}).parts
    return Filled(parts, tuple(_moved(lost, replaced)))


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


def _bytes_of(path: Path) -> bytes | None:
    """Return what a file holds, None where there is none."""
    try:
        return path.read_bytes() if path.exists() else None
    except OSError as error:
        raise cannot_write(path, error) from error


def _parts_of(path: Path, found: bytes | None, contents: Contents) -> Parts:
    """Return the workbook that is there, or a new one. Raises WriteError W05 for a file that is none."""
    from extract.book.parts import unpack

    try:
        return unpack(contents.fresh(contents.on) if found is None else found)
    except (UnreadableError, PasswordError) as error:
        raise WriteError("W05", _not_ours(path, error)) from error


def _moved(lost: Mapping[str, Sequence[Typed]], replaced: Mapping[str, Sequence[Typed]]) -> Iterator[Finding]:
    found = {
        f"row {one.key} of {table} has gone from the log; what you typed is in QA_Notes.": None
        for table, typed in lost.items()
        for one in typed
    }
    found |= {
        f"{table}, row {one.key}: {one.column} is generated; what you typed is in QA_Notes.": None
        for table, typed in replaced.items()
        for one in typed
    }
    for text in found:
        yield Finding("W13", Severity.SOON, None, text)


def _placed(path: Path, finding: Finding) -> Finding:
    return replace(finding, message=f"{path}: {finding.message}")


def _not_ours(path: Path, error: HalftermError) -> str:
    return (
        f"{path}: this file is there already and is no QA workbook ({error.message.split(';')[0]}). Put back "
        "what is gone, or move the file away, and a new one is written; nothing in it was changed."
    )
