"""What the QA lead types in the workbook stays on its row, however it is sorted, moved about and saved."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from extract.accepted import read_accepted
from extract.book.parts import Parts, unpack
from extract.book.reading import read_table
from extract.plan_reading import read_plan
from tests.halfterm.dashboard_trust import PAIRS, PEOPLE, SCHOOLS, enter, return_records
from tests.imports.editing import SAVERS, Table
from tests.imports.effort import SEED, TALLY, tries
from tests.stories.trust import Trust, day
from tests.tools import libreoffice

RUNS = tries(6, 20)
_FIRST_DAY = day("2026-11-28")
_KEYS = {
    "Sessions": ("session_id",),
    "Actions": ("action_id",),
    "Exceptions": ("exception_id",),
    "Agreements": ("rel_id",),
    "QA_Reviews": ("rel_id",),
}
_SORTED_BY = {
    "Sessions": "supervisee",
    "Actions": "action_text",
    "Exceptions": "what",
    "Agreements": "supervisee",
    "QA_Reviews": "supervisee",
}
_AGREEMENT = "esteem/a1-agreement"


@dataclass
class Lead:
    """The QA lead at her desk: what she has typed, by table, row and column."""

    trust: Trust
    chance: random.Random
    typed: dict[tuple[str, str, str], object] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)
    school: str = ""

    @property
    def path(self) -> Path:
        """Return the workbook."""
        return self.trust.folder / "monitoring.xlsx"

    def work(self, run: int) -> None:
        """Type and move about, and save."""
        book = load_workbook(self.path)
        for name in _KEYS:
            self._change(book, name, run)
        self._plan(book, run)
        view = Table(book, "Board_view")
        self.school = SCHOOLS[run % 2]
        for row in view.rows:
            if row["show"] == "School":
                row["choice"] = self.school
        for number, row in enumerate(view.rows, start=view.first_row + 1):
            view.sheet.cell(number, view.first_column + 1).value = row["choice"]
        book.save(self.path)
        SAVERS[run % len(SAVERS)](self.path, self.path.parent.parent / f"saved {run}")

    def _change(self, book: Workbook, name: str, run: int) -> None:
        table = Table(book, name)
        rows = [row for row in table.rows if row[_KEYS[name][0]]]
        for row in self.chance.sample(rows, min(2, len(rows))):
            self._type(name, table, row, run)
        above = 0
        match (run + len(name)) % 6:
            case 0:
                table.sort(_SORTED_BY[name])
            case 1:
                table.filter(_SORTED_BY[name], {str(rows[0][_SORTED_BY[name]])} if rows else {"nobody"})
            case 2:
                heading = f"mine {run}"
                table.insert_column(heading, self.chance.randrange(1, len(table.headings)))
                for row in rows:
                    self._note(name, row, heading, f"mine {run} {self._key(name, row)}")
            case 3:
                table.move(self.chance.choice(table.headings), self.chance.randrange(len(table.headings)))
            case 4:
                above = 1
            case 5:
                table.insert_row(self.chance.randrange(len(table.rows) + 1))
        table.put_back(above)

    def _type(self, name: str, table: Table, row: dict[str, object], run: int) -> None:
        words = f"run {run}: {self._key(name, row)}"
        if "qa_comment" in table.headings:
            self._note(name, row, "qa_comment", f"{words} *?~ <&> =1")
        if name == "Actions":
            self._note(name, row, "qa_override_status", self.chance.choice(("Done", "In progress")))
        if name == "Exceptions":
            self._note(name, row, "qa_state", "Accepted")
            self._note(name, row, "qa_reason", words)
        if name == "Sessions":
            self._note(name, row, "qa_checked", "Y")

    def _note(self, name: str, row: dict[str, object], column: str, value: str) -> None:
        row[column] = value
        self.typed[name, self._key(name, row), column] = value

    def _key(self, name: str, row: Mapping[str, object]) -> str:
        return " ".join(shown(row[one]) for one in _KEYS[name])

    def _plan(self, book: Workbook, run: int) -> None:
        roster, schedule = Table(book, "Roster"), Table(book, "Schedule")
        person, session = f"P-NEW{run:02d}", f"ESM-26-{500 + run:04d}"
        self._add(roster, {"Person id": person, "Name": f"Person {run}", "School": SCHOOLS[0], "Role": "DSL"})
        planned = dt.datetime(2027, 1, 5) + dt.timedelta(days=run % 5)  # noqa: DTZ001 # a cell has no zone
        pair = PAIRS[run % 3].rel_id
        self._add(schedule, {"Session id": session, "Relationship id": pair, "Planned date": planned})
        self.people.append(person)
        self.sessions.append(session)

    def _add(self, table: Table, said: Mapping[str, object]) -> None:
        blank = next((row for row in table.rows if not any(row.values())), None)
        row = blank if blank is not None else dict.fromkeys(table.headings)
        if blank is None:
            table.rows.append(row)
        for start, value in said.items():
            heading = next(one for one in table.headings if one.removesuffix(" *") == start)
            row[heading] = value
        table.put_back()


def shown(value: object) -> str:
    """Return a key's value as text: days as they are stored or read are the same."""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return f"{dt.date(1899, 12, 30) + dt.timedelta(days=int(value)):%Y-%m-%d}"
    return str(value)


@pytest.fixture(scope="module")
def lead(tmp_path_factory: pytest.TempPathFactory) -> Lead:
    """Give the QA lead after all of her runs; an agreement and a later form come in between."""
    place = tmp_path_factory.mktemp("typed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(place / "data"))
        trust = Trust(place / "trust", "esteem", SCHOOLS)
        schools = [option for school in SCHOOLS for option in ("--school", school)]
        trust.run("init", trust.folder, "--policy", "esteem", "--prefix", "ESM", *schools)
        patch.chdir(trust.folder)
        enter(trust)
        return_records(trust)
        trust.take_in(f"{_FIRST_DAY}")
        lead = Lead(trust, random.Random(SEED))  # noqa: S311 # a story, no secret
        for run in range(RUNS):
            lead.work(run)
            if run in {3, 7, 11}:
                agreement_comes(trust, (run - 3) // 4)
            done = trust.run("extract", "--on", f"{_FIRST_DAY + dt.timedelta(days=run + 1)}")
            assert "W13" not in done.stderr, f"run {run}: {done.stderr}"
    return lead


def agreement_comes(trust: Trust, number: int) -> None:
    """Put the agreement of a pair into the inbox: until now it was missing."""
    person = PEOPLE[number]
    header = {"school": person.school, "supervisee": person.name, "supervisor": "Priya Shah"}
    reference = f"ESM-26-{900 + number:04d}-A1"
    known = {"reference": reference, "header": header}
    made = trust.make(_AGREEMENT, known, f"{reference}.docx", "--stage", "signing")
    signed = {"supervisee": person.name, "supervisor": "Priya Shah"}
    typed = {f"ack_{who}_sig-name": name for who, name in signed.items()}
    typed |= {f"ack_{who}_sig-date": "30/11/2026" for who in signed}
    trust.comes_back(_AGREEMENT, made, typed)


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_everything_is_on_its_own_row(lead: Lead, record_property: Callable[[str, object], None]) -> None:
    """And nothing has been moved to QA_Notes."""
    parts = unpack(lead.path.read_bytes())
    found: dict[tuple[str, str, str], object] = {}
    for name, key in _KEYS.items():
        rows = [row for row in read_table(parts, name) if row[key[0]]]
        for row in rows:
            which = " ".join(shown(row[one]) for one in key)
            found |= {(name, which, heading): value for heading, value in row.items()}
    assert {place: value for place, value in lead.typed.items() if found.get(place) != value} == {}
    assert [row for row in read_table(parts, "QA_Notes") if any(row.values())] == []
    record_property(f"{TALLY}runs between which the QA lead typed", RUNS)
    record_property(f"{TALLY}cells that she typed", len(lead.typed))


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_people_and_sessions_are_planned(lead: Lead) -> None:
    """Each new row of Roster and Schedule, those of the first run too."""
    plan = read_plan(lead.path).plan
    assert set(lead.people) <= {one.person_id for one in plan.people}
    assert {one.session_id: one.rel_id for one in plan.sessions}.keys() >= set(lead.sessions)
    assert set(lead.sessions) <= {str(row["session_id"]) for row in read_table(_parts(lead), "Sessions")}


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_choices_and_decisions_count(lead: Lead) -> None:
    """The school chosen last is shown, an accepted finding is accepted, a done action is not open."""
    view = {row["show"]: row["choice"] for row in read_table(_parts(lead), "Board_view")}
    assert view["School"] == lead.school
    accepted = {key for name, key, column in lead.typed if (name, column) == ("Exceptions", "qa_reason")}
    assert accepted == read_accepted(lead.path).keys()
    done = {
        key
        for (name, key, column), value in lead.typed.items()
        if column == "qa_override_status" and value == "Done"
    }
    figures = {row["figure"]: row["number"] for row in read_table(_parts(lead), "Board_figures")}
    doing = [
        row
        for row in read_table(_parts(lead), "Actions")
        if row["school"] == lead.school and row["action_id"] not in done and row["status"] == "Open"
    ]
    assert figures["Open actions"] == len(doing)


def test_days_overdue_are_reckoned_from_the_columns_of_now(lead: Lead) -> None:
    """Wherever they have been moved: the formula speaks of the due date and status of its own row."""
    table = Table(load_workbook(lead.path), "Actions")
    due, status = (
        get_column_letter(table.first_column + table.headings.index(name)) for name in ("due_date", "status")
    )
    formulas = [str(row["overdue_days"]) for row in table.rows if row["action_id"]]
    assert formulas
    for formula in formulas:
        assert re.fullmatch(rf'=IF\(OR\(\${due}(\d+)="",(\${status}\1="[\w ]+",?)+\).*', formula), formula


def _parts(lead: Lead) -> Parts:
    return unpack(lead.path.read_bytes())
