"""Tell people apart by the names they go by: those of the Roster and their other names, however typed.

Nothing is guessed: a name that two people go by finds neither of them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from forms.naming import words_of_name
from forms.plan import Person, Plan


def is_same_name(typed: str, known: str) -> bool:
    """Return whether a typed name is a way to write a known one.

    First and last word decide; the first may be an initial on either side, words between may be missing.
    """
    return _are_same(words_of_name(typed), words_of_name(known))


def _are_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return False
    if one == other:
        return True
    if len(one) < 2 or len(other) < 2 or one[-1] != other[-1]:
        return False
    first, second = one[0], other[0]
    return first == second or (1 in {len(first), len(second)} and first[0] == second[0])


@dataclass(frozen=True)
class Rostered:
    """The people of a plan, to be found by the names on forms."""

    plan: Plan

    @cached_property
    def _rows(self) -> dict[str, list[Person]]:
        rows: dict[str, list[Person]] = {}
        for one in self.plan.people:
            rows.setdefault(one.person_id, []).append(one)
        return rows

    @cached_property
    def _words(self) -> dict[str, frozenset[tuple[str, ...]]]:
        """Person -> the words of each name that they go by."""
        return {
            person: frozenset(words_of_name(known) for row in rows for known in (row.name, *row.aliases))
            for person, rows in self._rows.items()
        }

    @cached_property
    def _by_last_word(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for person, names in self._words.items():
            for words in names:
                found.setdefault(words[-1] if words else "", set()).add(person)
        return found

    @cached_property
    def _found(self) -> dict[str, str | None]:
        return {}

    def rows_of(self, person_id: str) -> tuple[Person, ...]:
        """Return all rows that the Roster has of a person."""
        return tuple(self._rows.get(person_id, ()))

    def goes_by(self, person_id: str, typed: str) -> bool:
        """Return whether a person goes by a name: by their own, or by one of their other names."""
        words = words_of_name(typed)
        return any(_are_same(words, known) for known in self._words.get(person_id, ()))

    def find(self, typed: str | None) -> str | None:
        """Return the id of the one person who goes by a name, None where none or several do.

        A name that is somebody's to the letter is theirs, even where it could be another's initial.
        """
        if not typed:
            return None
        if typed not in self._found:
            self._found[typed] = self._look_up(typed)
        return self._found[typed]

    def _look_up(self, typed: str) -> str | None:
        words = words_of_name(typed)
        # Two ways to write one name have the last word in common.
        near = self._by_last_word.get(words[-1], set()) if words else set()
        exact = {person for person in near if words in self._words[person]}
        found = exact or {person for person in near if self.goes_by(person, typed)}
        return next(iter(found)) if len(found) == 1 else None

    def name_of(self, person_id: str, on: dt.date) -> str:
        """Return a person's name on a day, the id where the Roster has none."""
        row = self.plan.person(person_id, on)
        return row.name if row is not None else person_id

    def school_of(self, person_id: str, on: dt.date) -> str | None:
        """Return the school at which a person is on a day."""
        row = self.plan.person(person_id, on)
        return row.school if row is not None else None
