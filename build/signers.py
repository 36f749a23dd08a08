"""Who signs a record of a group: each person on its attendance list who came has a line to sign on.

A box for "Came" that is not ticked says no only of those who stood on the list before the session; who
was written in at the session was there. A No is always a no, and a question left open is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from build.filling import FilledRow
from forms.findings import Finding, Severity
from forms.model import Definition, Field, Kind
from forms.naming import letters_of_name


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody on an attendance list."""

    name: str
    """As it was written."""
    came: str
    """What was ticked, "" for nothing."""
    unticked: bool
    """The one box there is was left empty, and somebody else's was not."""

    @property
    def key(self) -> str:
        return letters_of_name(self.name)

    def was_absent(self, *, expected: bool) -> bool:
        """Return whether this person did not come; `expected`: was on the list before the session."""
        return self.came == "No" or (self.unticked and expected)


def first_lines(
    people: Field, listed: Sequence[FilledRow], lines: Sequence[FilledRow], *, held: bool
) -> list[FilledRow]:
    """Return lines to sign on where none says yet whose it is: one for everybody who comes, by their names.

    Before the session is over (`held`) everybody who is listed has one: ticks may be drafts. What is signed
    already stands beside the name that it repeats, and otherwise beside none: nobody knows whose place it is.
    """
    signed = [line for line in lines if line.cells]
    found = []
    for one in _people(people, listed):
        if held and one.was_absent(expected=True):
            continue
        own = next(
            (line for line in signed if letters_of_name(line.cells.get("name", "")) == one.key), FilledRow({})
        )
        signed = [line for line in signed if line is not own]
        found.append(FilledRow({"who": one.name, **own.cells}))
    return found + signed


def follow_list(
    people: Field, listed: Sequence[FilledRow], lines: Sequence[FilledRow], *, held: bool
) -> list[FilledRow]:
    """Return the lines to sign on after the list was changed: one more for everybody who was added.

    `held`: the session is over, so that a line waiting for somebody who did not come goes. A line with a
    signature or a date on it stays, and so does one with a name that is not on the list.
    """
    coming = _coming(people, listed, lines)
    on_list = {one.key for one in _people(people, listed)}
    left = Counter(one.key for one in coming)
    kept = []
    for line in lines:
        key = letters_of_name(line.cells.get("who", ""))
        waits = not line.cells.keys() & {"name", "date"}
        if not line.cells or (held and waits and key in on_list and not left[key]):
            continue
        kept.append(line)
        left[key] -= 1
    for one in coming:
        if left[one.key] > 0:
            kept.append(FilledRow({"who": one.name}))
            left[one.key] -= 1
    return kept


def unticked_people(definition: Definition, rows: Mapping[str, Sequence[FilledRow]]) -> list[Finding]:
    """Return a note for each list with people who have no line to sign on because a box was left empty."""
    findings = []
    for field in definition.answerable:
        if not field.signers_from:
            continue
        people = definition.field(field.signers_from)
        named = {letters_of_name(line.cells.get("who", "")) for line in rows.get(field.id, ())}
        left_out = [
            one.name
            for one in _people(people, rows.get(people.id, ()))
            if one.unticked and one.key not in named
        ]
        if left_out:
            findings.append(_left_out(definition, people, left_out))
    return findings


def _left_out(definition: Definition, people: Field, names: Sequence[str]) -> Finding:
    return Finding(
        "P26",
        Severity.NOTE,
        people.id,
        f"{definition.id}: {', '.join(names)} on the list “{people.accessible_name.rstrip(':')}” "
        f"({people.id}) not ticked as having come, so there is no line to sign on; "
        "who did come signs on a spare line, with the name written in.",
    )


def _coming(people: Field, listed: Sequence[FilledRow], lines: Sequence[FilledRow]) -> list[_Person]:
    """Return those of the list who came, or are to come; who has a line already was expected."""
    expected = Counter(letters_of_name(line.cells.get("who", "")) for line in lines)
    coming = []
    for one in _people(people, listed):
        if not one.was_absent(expected=expected[one.key] > 0):
            coming.append(one)
        expected[one.key] -= 1
    return coming


def _people(people: Field, listed: Sequence[FilledRow]) -> list[_Person]:
    name, *others = people.column
    column = next((one for one in others if one.kind in {Kind.YES_NO, Kind.TICK}), None)
    came = column.id if column else ""
    said = any(row.cells.get(came) for row in listed)
    single = column is not None and column.kind is Kind.TICK
    return [
        _Person(row.cells[name.id], answer := row.cells.get(came, ""), said and single and not answer)
        for row in listed
        if row.cells.get(name.id, "").strip()
    ]
