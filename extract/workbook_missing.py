"""Put the sheets of ours back that a workbook has not: deleted ones, and ones that it is too old to have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extract.sheet_cells import no_workbook
from forms.findings import Finding, Severity

if TYPE_CHECKING:
    from extract.book.parts import Parts
    from extract.workbook import Contents


@dataclass(frozen=True, slots=True)
class MadeAnew:
    """A sheet that has been put back."""

    name: str
    called: str
    """What it is called here: otherwise where a sheet of somebody's own has its name."""
    table: str
    """One that stands on it."""


def put_back(parts: Parts, contents: Contents) -> tuple[Parts, tuple[MadeAnew, ...]]:
    """Return the workbook with the sheets whose tables are missing, and which they are.

    They have no rows yet, and come last. Raises UnreadableError M30 where none of the tables is there, for
    then it is no workbook of ours, and where only a part of a sheet is gone.
    """
    from extract.book.parts import unpack
    from extract.book.table import find_tables
    from extract.book.transplant import add_sheets
    from extract.workbook_notes import NOTES

    tables = (*contents.grids, *contents.further, NOTES)
    there = find_tables(parts).keys()
    missing = [name for name in tables if name.casefold() not in there]
    if not missing:
        return parts, ()
    if len(missing) == len(tables) and not any(name.casefold() in there for name in contents.peoples):
        raise no_workbook("it has none of the tables")
    fresh = unpack(contents.fresh(contents.on))
    own, names = find_tables(fresh), {part: name for name, part in fresh.sheets().items()}
    on_sheet = {own[name.casefold()].sheet: name for name in missing}
    for name, place in own.items():
        if place.sheet in on_sheet and name in there:
            raise no_workbook(f"its table {on_sheet[place.sheet]} is gone")
    # In the order that they have in a new workbook.
    wanted = [name for part, name in names.items() if part in on_sheet]
    done = add_sheets(parts, fresh, wanted)
    called = list(done.sheets())[-len(wanted) :]
    by_name = {names[part]: table for part, table in on_sheet.items()}
    return done, tuple(MadeAnew(old, new, by_name[old]) for old, new in zip(wanted, called, strict=True))


def tell(path: Path, made: Sequence[MadeAnew], copy_with: Callable[[str], Path | None]) -> Iterator[Finding]:
    """Yield a finding for each sheet that has been put back; `copy_with`: table -> a copy that has it."""
    for one in made:
        what = f"sheet {one.name} was missing and has been made anew"
        if one.called != one.name:
            what = f"the table of sheet {one.name} was missing and has been made anew on {one.called}"
        copy = copy_with(one.table)
        typed = f"; what was typed on it is in {copy}" if copy else ""
        yield Finding("W15", Severity.NOTE, None, f"{path}: {what}{typed}.")
