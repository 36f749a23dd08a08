"""The people of a spreadsheet, as rows to confirm; and confirmed ones, as rows to copy into the plan.

The plan's sheets are people's own, and halfterm writes into none of them: rows to be copied stand in sheets
of review.xlsx until the Roster has the person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from extract.plan_columns import RELATIONSHIPS, ROSTER, PlanSheet
from extract.review.start import LOOK, PEOPLE, Proposal, load_copies
from forms.dates import iso_or_typed, show_date
from forms.naming import is_same_school, words_of_name
from forms.plan import Person, Plan
from halfterm.reading import read_people_list
from halfterm.start_decided import NO, YES, is_shown
from halfterm.trust import Trust

PEOPLE_KINDS = frozenset({".xlsx", ".xlsm", ".csv"})
ROSTER_COPY, RELATIONSHIPS_COPY = "Start roster", "Start relationships"
_SUPERVISOR, _LAST, _FILE = "Supervisor", "Last supervision", "File"
_BESIDE = (_SUPERVISOR, _LAST, _FILE)
"""Columns behind those of the Roster, for whoever copies."""


def people_rows(data: bytes, file: Path, key: str, trust: Trust, plan: Plan) -> list[Proposal]:
    """Return a row for each person in a spreadsheet, and one for what was not taken from it."""
    listed = read_people_list(data, trust.settings.schools)
    rows = []
    for number, one in enumerate(listed.people, start=1):
        known = [person for person in plan.people if _same(person.name, one.values["Name"])]
        there = [f"is in the Roster already as {person.person_id}" for person in known]
        values = {name: one.values.get(name, "") for name in PEOPLE.values}
        reasons = (*one.reasons, *there)
        rows.append(
            Proposal(PEOPLE.name, f"{key}:{number}", values, "", one.words, reasons, file.name, one.where)
        )
    said = [f"taken: {one}" for one in listed.columns] + [f"not taken: {one}" for one in listed.unused]
    empty = dict.fromkeys(PEOPLE.values, "")
    rows.append(
        Proposal(PEOPLE.name, f"{key}:columns", empty, LOOK, "\n".join(said), (), file.name, "headings")
    )
    return rows


def take_people(rows: Sequence[Proposal]) -> tuple[list[Proposal], list[Proposal]]:
    """Return (people that were confirmed, all rows that stay)."""
    people = [one for one in rows if one.sheet == PEOPLE.name and one.take in YES and not is_shown(one)]
    waiting = {
        one.id.partition(":")[0]
        for one in rows
        if one.sheet == PEOPLE.name and one.take not in YES | NO and not is_shown(one)
    }
    gone = {
        id(one)
        for one in rows
        if one.sheet == PEOPLE.name
        and (one.id.partition(":")[0] not in waiting if is_shown(one) else one.take in YES | NO)
    }
    return people, [one for one in rows if id(one) not in gone]


def copies_of(
    review: Path, people: Sequence[Proposal], plan: Plan, policy: str
) -> Mapping[str, Sequence[Sequence[str]]]:
    """Return the rows to copy into the plan, of people whom it has not got: sheet -> headings and rows."""
    before = load_copies(review, ROSTER_COPY)
    roster = [*before, *_roster_rows(people, [*(one.person_id for one in plan.people), *_ids(before)])]
    left = [one for one in roster if not _is_planned(one, plan)]
    headings = [*(column.heading for column in ROSTER.columns), *_BESIDE]
    links = list(_links(left, plan, policy))
    return {
        ROSTER_COPY: [headings, *([one.get(heading, "") for heading in headings] for one in left)],
        RELATIONSHIPS_COPY: [[column.heading for column in RELATIONSHIPS.columns], *links],
    }


def _ids(rows: Sequence[Mapping[str, str]]) -> list[str]:
    return [one.get(_heading(ROSTER, "person_id"), "") for one in rows]


def _heading(sheet: PlanSheet, name: str) -> str:
    return sheet.column(name).heading


def _roster_rows(people: Sequence[Proposal], used: Sequence[str]) -> Iterator[dict[str, str]]:
    taken = set(used)
    for one in people:
        person_id = next(name for number in range(1, 10_000) if (name := f"P-{number:02d}") not in taken)
        taken.add(person_id)
        yield {
            _heading(ROSTER, "person_id"): person_id,
            _heading(ROSTER, "name"): one.values["Name"],
            _heading(ROSTER, "school"): one.values["School"],
            _heading(ROSTER, "role"): one.values["Role"],
            _heading(ROSTER, "email"): one.values["Email"],
            _heading(ROSTER, "is_dsl"): one.values["DSL"],
            _heading(ROSTER, "starts"): _day(one.values["Starts on"]),
            _heading(ROSTER, "ends"): _day(one.values["Ends on"]),
            _SUPERVISOR: one.values["Supervisor"],
            _LAST: _day(one.values["Last supervision"]),
            _FILE: one.file,
        }


def _links(rows: Sequence[Mapping[str, str]], plan: Plan, policy: str) -> Iterator[list[str]]:
    """Yield a relationship for each person with a supervisor whose id is known, or a row that lacks it."""
    ids = {_words(one.name): one.person_id for one in plan.people}
    ids |= {_words(one[_heading(ROSTER, "name")]): one[_heading(ROSTER, "person_id")] for one in rows}
    used = {one.rel_id for one in plan.relationships}
    for one in rows:
        supervisor = one.get(_SUPERVISOR, "")
        if not supervisor:
            continue
        rel_id = next(name for number in range(1, 10_000) if (name := f"R-{number:02d}") not in used)
        used.add(rel_id)
        said = {
            "rel_id": rel_id,
            "policy": policy,
            "supervisee_id": one[_heading(ROSTER, "person_id")],
            "supervisor_id": ids.get(_words(supervisor), f"(id of {supervisor}: enter in Roster first)"),
        }
        yield [said.get(column.field, "") for column in RELATIONSHIPS.columns]


def _is_planned(row: Mapping[str, str], plan: Plan) -> bool:
    name, school = row.get(_heading(ROSTER, "name"), ""), row.get(_heading(ROSTER, "school"), "")
    return any(_is_at(person, school) and _same(person.name, name) for person in plan.people)


def _is_at(person: Person, school: str) -> bool:
    return not school or is_same_school(person.school, school)


def _day(text: str) -> str:
    return show_date(iso_or_typed(text) or "")


def _same(one: str, other: str) -> bool:
    return _words(one) == _words(other)


def _words(name: str) -> tuple[str, ...]:
    """Return a name's words in whichever order a list has them."""
    return tuple(sorted(words_of_name(name)))
