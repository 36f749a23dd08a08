"""What of a sheet that people fill does not fit: the cell, what stands there, what was expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from forms.findings import Finding, Severity

ERROR_HEADINGS = ("Sheet", "Cell", "Found", "Expected", "What to do")


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that does not fit. `code` is listed in docs/errors.md."""

    code: str
    severity: Severity
    sheet: str
    """"" where it is about the whole file."""
    cell: str
    """Such as C7, or B3:B5; "" where it is about the sheet."""
    found: str
    """As the cell shows it; "" where nothing stands there."""
    expected: str
    """Reads on after "is not": "a date"."""
    advice: str
    said: str = ""
    """What is wrong, where "is not" and what was expected would not say it well."""

    @property
    def place(self) -> str:
        """Return the sheet and its cell, such as Roster!C7."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def message(self, file: str) -> str:
        """Return the whole sentence, on one line."""
        place = f"{file}, {self.place}" if self.place else file
        found = " ".join(self.found.split())
        if self.said:
            return f"{place}: {self.said}; {self.advice}"
        if not found:
            return f"{place}: nothing there; expected {self.expected}; {self.advice}"
        shown = found if len(found) <= 60 else f"{found[:57]}…"
        return f"{place}: '{shown}' is not {self.expected}; {self.advice}"

    def finding(self, file: str) -> Finding:
        """Return it as a finding, whose field is the cell."""
        return Finding(self.code, self.severity, self.place or None, self.message(file))


def error_rows(misfits: Iterable[Misfit]) -> tuple[tuple[str, str, str, str, str], ...]:
    """Return rows for a sheet of errors, under ERROR_HEADINGS: what stands in a cell is given whole."""
    return tuple((one.sheet, one.cell, one.found or one.said, one.expected, one.advice) for one in misfits)
