"""What the files of people are called: by their names, and apart where two are called alike."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from forms.files import name_for
from forms.plan import Person, Plan

_LONGEST = 50
"""So much of a name stands before an id, so that the id is never cut off."""


def told_apart(person: Person, others: Iterable[Person]) -> str:
    """Return a person's name for a file; with the id where another of these would be called the same.

    Windows and macOS take "Ana" and "ANA" for one file.
    """
    name = name_for(person.name)
    alike = {one.person_id for one in others if name_for(one.name).casefold() == name.casefold()}
    return name if alike <= {person.person_id} else name_for(f"{name[:_LONGEST]} {person.person_id}")


def folder_of(outbox: Path, supervisor: Person, plan: Plan) -> Path:
    """Return a supervisor's folder in the outbox, which is no other supervisor's."""
    supervisors = {one.supervisor_id for one in plan.relationships}
    return outbox / told_apart(supervisor, (one for one in plan.people if one.person_id in supervisors))
