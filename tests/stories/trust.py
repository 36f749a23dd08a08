"""A trust's folder in a story: forms go out, people fill them in with other programs, the inbox is taken in.

Commands are run in this process. PDFs are filled by PDFium, Word files by editing their controls, so nothing
that comes back has been written by our own writer.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from openpyxl import load_workbook

from extract.key_sheet import write_key
from extract.plan_sheets import Choices
from extract.trust_workbook import write_monitoring
from forms.case_key import CaseEntry
from forms.catalogue import load_form
from forms.plan import CalendarRow, DayKind, Person, Plan, PlannedSession, Relationship
from halfterm.cli import main
from halfterm.demo.typists import WordTypist, type_into_pdf

Typed = Mapping[str, str]
"""Box -> what a person types, chooses or ticks there."""

HALF_TERMS = {
    "Aut1": ("2026-09-01", "2026-10-23"),
    "Aut2": ("2026-11-02", "2026-12-18"),
    "Spr1": ("2027-01-04", "2027-02-12"),
    "Spr2": ("2027-02-22", "2027-03-25"),
    "Sum1": ("2027-04-12", "2027-05-28"),
    "Sum2": ("2027-06-07", "2027-07-23"),
}


def day(text: str) -> dt.date:
    """Return a date written as 2026-11-19."""
    return dt.date.fromisoformat(text)


def calendar(*schools: str) -> tuple[CalendarRow, ...]:
    """Return the half terms of 2026/27 of these schools."""
    return tuple(
        CalendarRow(school, DayKind.HALF_TERM, name, day(first), day(last))
        for school in schools
        for name, (first, last) in HALF_TERMS.items()
    )


@dataclass(frozen=True, slots=True)
class Trust:
    """A trust's folder, which is the current one."""

    folder: Path
    policy: str
    schools: tuple[str, ...]

    @property
    def inbox(self) -> Path:
        """Return where returned forms are put."""
        return self.folder / "inbox"

    @property
    def outgoing(self) -> Path:
        """Return a folder beside the trust's own, for what is on its way."""
        place = self.folder.parent / "on its way"
        place.mkdir(exist_ok=True)
        return place

    def run(self, *arguments: str | Path, expected: int = 0) -> Result:
        """Run a command and check its exit status."""
        done = CliRunner().invoke(main, [str(one) for one in arguments])
        assert done.exit_code == expected, done.stdout + done.stderr + repr(done.exception)
        return done

    def plan(
        self,
        people: Sequence[Person],
        pairs: Sequence[Relationship],
        sessions: Sequence[PlannedSession],
        days: Sequence[CalendarRow] = (),
    ) -> None:
        """Enter in monitoring.xlsx who is supervised by whom, and when; the half terms are 2026/27's."""
        entered = Plan(tuple(people), tuple(pairs), (*calendar(*self.schools), *days), tuple(sessions))
        choices = Choices(schools=self.schools, policies=(self.policy,))
        write_monitoring(self.folder / "monitoring.xlsx", entered, choices, day("2026-09-01"))

    def keep_key(self, *entries: CaseEntry) -> None:
        """Write the key to the case references."""
        place = self.folder / "restricted"
        place.mkdir(exist_ok=True)
        write_key(place / "key.xlsx", entries)

    def make(
        self,
        form: str,
        values: Mapping[str, Any],
        name: str,
        *more: str | Path,
        expected: int = 0,
    ) -> Path:
        """Make a form that goes out; `more` are further options of `halfterm build`."""
        known, path = self.outgoing / "known.json", self.outgoing / name
        known.write_text(json.dumps(values), encoding="utf-8")
        self.run("build", form, "--values", known, *more, "-o", path, expected=expected)
        known.unlink()
        return path

    def go_on(self, form: str, returned: Path, stage: str, name: str, *more: str | Path) -> Path:
        """Make the next stage of a form from the returned one."""
        path = self.outgoing / name
        self.run("build", form, "--continue", returned, "--stage", stage, *more, "-o", path)
        return path

    def read(self, file: Path) -> dict[str, Any]:
        """Return what `halfterm read` says of a file."""
        done = CliRunner().invoke(main, ["read", str(file), "--json"])
        (one,) = json.loads(done.stdout)["files"]
        return dict(one)

    def answers(self, file: Path) -> dict[str, Any]:
        """Return the answers on a form."""
        return {name: answer["value"] for name, answer in self.read(file)["fields"].items()}

    def comes_back(self, form: str, source: Path, typed: Typed, name: str = "") -> Path:
        """Fill in a form as a person does, and put it into the inbox."""
        target = self.inbox / (name or source.name)
        fill_in(form, source, target, typed)
        return target

    def take_in(self, on: str, expected: int = 0) -> Result:
        """Take in the inbox on a day."""
        return self.run("extract", "--on", on, expected=expected)

    def sheet(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a sheet of monitoring.xlsx."""
        book = load_workbook(self.folder / "monitoring.xlsx")
        rows = list(book[name].iter_rows(values_only=True))
        return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:] if any(row)]

    def rows(self, sheet: str, key: str) -> dict[str, dict[str, Any]]:
        """Return the rows of a sheet by what one column says."""
        return {str(row[key]): row for row in self.sheet(sheet)}

    def outcomes(self) -> dict[str, str]:
        """Return file name -> what became of it."""
        return {row["file_name"]: row["outcome"] for row in self.sheet("Imports")}

    def laid_out(self, session: str) -> list[str]:
        """Return the names of the files in the folder of a session."""
        return sorted(path.name for path in (self.folder / "sessions" / session).glob("*"))

    def found(self, on: str) -> list[dict[str, Any]]:
        """Return what `halfterm check` finds on a day."""
        done = CliRunner().invoke(main, ["check", "--json", "--on", on])
        assert done.exit_code in {0, 1}, done.stderr
        return list(json.loads(done.stdout)["findings"])

    def said(self, on: str, code: str) -> list[str]:
        """Return what is found of one code on a day, in words."""
        return [one["what"] for one in self.found(on) if one["code"] == code]


def fill_in(form: str, source: Path, target: Path, typed: Typed) -> None:
    """Type into a form as a person does: PDFium for PDF, edited controls for Word."""
    if source.suffix == ".pdf":
        type_into_pdf(source, target, typed)
    else:
        WordTypist(None).fill(source, target, typed, load_form(form))


def values(
    reference: str, date: str, fields: Mapping[str, Any] | None = None, **header: Any
) -> dict[str, Any]:
    """Return what is known before anybody writes on a form of Tom Reed's with Priya Shah."""
    known = {"school": "Alder Grove Academy", "supervisee": "Tom Reed", "supervisor": "Priya Shah"}
    return {
        "reference": reference,
        "header": {**known, "session_date": date, **header},
        "fields": dict(fields or {}),
    }
