"""Read the sheets that people fill back into a plan, and name every cell that does not fit.

The walk: `extract.plan_file` opens the workbook, `extract.plan_rows` makes records of its rows cell by cell
(`extract.plan_values`), `extract.plan_checks` holds the rows against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.plan_checks import check_rows
from extract.plan_columns import ALL_SCHOOLS, PLAN_SHEETS, PlanSheet, heading_key
from extract.plan_file import is_open, open_workbook
from extract.plan_misfits import Misfit
from extract.plan_rows import SheetRows, recognised, rows_of
from extract.plan_values import Known, text_in
from extract.sheet_cells import StoredCell, StoredSheet, StoredWorkbook
from forms.errors import UnreadableError
from forms.findings import Finding, Severity
from forms.mistakes import suggested
from forms.plan import Plan

LISTS = "Lists"
"""The sheet that holds the schools and policies to choose from."""


@dataclass(frozen=True, slots=True)
class PlanReading:
    """What a workbook's four sheets say.

    Whoever a relationship names stands in `plan.people`, and what a session is planned for in
    `plan.relationships`: rows that lead nowhere are left out and said. Only where a whole sheet is missing
    (M01, M02) do those that need it stay.
    """

    plan: Plan
    misfits: tuple[Misfit, ...]
    """By sheet and row."""
    file: str
    """The workbook's name, for messages."""

    @property
    def lacks_sheet(self) -> bool:
        """Return whether a whole sheet was left out: it has another name, or lacks a heading it needs."""
        return any(
            one.code in {"M01", "M02"} and one.severity is Severity.ACT_NOW and not one.cell
            for one in self.misfits
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what a person should put right, one sentence each."""
        return tuple(one.finding(self.file) for one in self.misfits)


def read_plan(path: Path, *, schools: Sequence[str] = (), policies: Sequence[str] = ()) -> PlanReading:
    """Return the plan in the workbook at `path`.

    `schools` and `policies` are those that are known; the sheet Lists may add schools. Where none are known,
    any words go. Raises UnreadableError (M30, R01 to R06, R13, R14) or PasswordError (R15).
    """
    ours = {heading_key(name) for name in (LISTS, *(spec.name for spec in PLAN_SHEETS))}
    # The workbook may have large sheets beside these.
    book = open_workbook(path, lambda name: heading_key(name) in ours)
    listed_schools = [one for one in (*schools, *_listed(book, "School")) if one != ALL_SCHOOLS]
    known = Known(tuple(dict.fromkeys(listed_schools)), tuple(policies), book.from_1904)
    # In the Calendar the words for every school are one more that may be chosen.
    for_calendar = Known((*known.schools, ALL_SCHOOLS), known.policies, known.from_1904)
    misfits: list[Misfit] = []
    read: dict[str, SheetRows] = {}
    for spec in PLAN_SHEETS:
        sheet = _sheet_called(book, spec.name)
        if sheet is None:
            misfits.append(_missing(path, book, spec))
            read[spec.name] = SheetRows()
        else:
            read[spec.name] = rows_of(sheet, spec, for_calendar if spec.name == "Calendar" else known)
        misfits += read[spec.name].misfits
    plan, crossed = check_rows(read, known)
    misfits += crossed
    if is_open(path):
        advice = "save it there; what was not saved yet was not read"
        misfits.append(
            Misfit("M21", Severity.NOTE, "", "", "", "a closed file", advice, "is open in another program")
        )
    return PlanReading(plan, _by_place(misfits), path.name)


def _sheet_called(book: StoredWorkbook, name: str) -> StoredSheet | None:
    """Return the sheet of a name: exactly so, else the only one that is so but for capitals and spaces."""
    exact = [one for one in book.sheets if one.name == name]
    alike = [one for one in book.sheets if heading_key(one.name) == heading_key(name)]
    found = exact or alike
    return found[0] if len(found) == 1 else None


def _missing(path: Path, book: StoredWorkbook, spec: PlanSheet) -> Misfit:
    """Return what is to be done about a sheet that is not there under its name."""
    alike = [one for one in book.names if heading_key(one) == heading_key(spec.name)]
    if not alike:
        # It may have been renamed: then its headings tell which one it is.
        alike = [one.name for one in _all_sheets(path) if recognised(one, spec)]
    if alike:
        advice = f'rename the sheet "{alike[0]}" to {spec.name}'
    else:
        advice = suggested(spec.name, book.names, "put it back, with its headings")
    expected = f"a sheet called {spec.name}"
    return Misfit(
        "M01",
        Severity.ACT_NOW,
        spec.name,
        "",
        "",
        expected,
        f"{advice}; none of its rows was read",
        said="there is no such sheet",
    )


def _all_sheets(path: Path) -> tuple[StoredSheet, ...]:
    """Return every sheet, none where one of them, which need not be ours, cannot be read."""
    try:
        return open_workbook(path, lambda _: True).sheets
    except UnreadableError:
        return ()


def _listed(book: StoredWorkbook, heading: str) -> list[str]:
    """Return the words below a heading of the sheet Lists."""
    sheet = _sheet_called(book, LISTS)
    if sheet is None:
        return []
    places = sorted(sheet.cells)
    top = next((one for one in places if _says(sheet.cells[one], heading)), None)
    if top is None:
        return []
    below = [sheet.cells[one] for one in places if one[1] == top[1] and one[0] > top[0]]
    return [words for cell in below if (words := text_in(cell))]


def _says(cell: StoredCell, heading: str) -> bool:
    return isinstance(cell.value, str) and heading_key(cell.value) == heading_key(heading)


def _by_place(misfits: list[Misfit]) -> tuple[Misfit, ...]:
    order = {spec.name: number for number, spec in enumerate(PLAN_SHEETS)}

    def place(one: Misfit) -> tuple[int, int, int, str]:
        letters = one.cell.split(":", maxsplit=1)[0].rstrip("0123456789")
        number = one.cell.split(":", maxsplit=1)[0][len(letters) :]
        return order.get(one.sheet, -1), int(number or 0), len(letters), letters

    return tuple(sorted(dict.fromkeys(misfits), key=place))
