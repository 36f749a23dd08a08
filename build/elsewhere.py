"""What stays with the school that a supervisee has left: everything about its cases.

Their own actions and training go with them. A case belongs to its school, so neither its actions nor its
reference may come onto a form of another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from build.filling import FilledRow
from forms.action_rows import pointers_of, rows_of
from forms.findings import Finding, Severity
from forms.meanings import Logged
from forms.model import Definition, Fact, RecordType
from forms.naming import is_same_school, letters_of_school
from forms.records import Action
from forms.reference import CASE_REF
from forms.revisions import Revision, fact_of
from forms.trails import case_codes

_OF_A_CHILD = frozenset({Logged.CASE, Logged.CHILD_NAME})


@dataclass(frozen=True)
class Elsewhere:
    """Those of the earlier forms that are another school's than the form that is made."""

    revisions: Sequence[Revision]
    school: str | None
    before_at: str | None = None
    """The school of all of them, where that is known; None: the one that each of them names."""

    def has(self, revision: Revision) -> bool:
        """Return whether a form is another school's; one of which nobody knows is not."""
        said = self.before_at or fact_of(revision.response, revision.definition, Fact.SCHOOL)
        known = letters_of_school(said) and letters_of_school(self.school)
        return bool(known) and not is_same_school(said, self.school)

    def holds(self, action_id: str) -> bool:
        """Return whether an action stands on forms of another school only."""
        return action_id in self._ids

    @cached_property
    def _ids(self) -> frozenset[str]:
        there, here = set[str](), set[str]()
        codes = case_codes(self.revisions)
        for one in self.revisions:
            of_policy = codes.get(one.definition.policy.id, frozenset())
            rows = (row.action.id for row in rows_of(one.response, one.definition, of_policy))
            pointers = (pointer.ref for pointer in pointers_of(one.response, one.definition, of_policy))
            (there if self.has(one) else here).update((*rows, *pointers))
        return frozenset(there - here)

    def findings(self, stays: Iterable[Action]) -> Iterator[Finding]:
        """Yield what to know of the actions that stay there."""
        ids = ", ".join(sorted(action.id for action in stays))
        if ids:
            yield Finding(
                "H05",
                Severity.SOON,
                None,
                f"stays with the school that the supervisee has left, for it is about a case there: {ids}. "
                "Say on the workbook's sheet Actions to whom there it is given, or that it is transferred.",
            )


def left_there(
    actions: Iterable[Action], elsewhere: Elsewhere, home: Callable[[Action], RecordType]
) -> frozenset[Action]:
    """Return the actions of another school that live on a case sheet or name a case in their words."""
    return frozenset(
        one
        for one in actions
        if elsewhere.holds(one.id) and (home(one) is RecordType.CASE or _names_case(one))
    )


def without_cases(
    offers: Mapping[str, str], rows: Mapping[str, tuple[FilledRow, ...]], definition: Definition
) -> tuple[dict[str, str], dict[str, tuple[FilledRow, ...]]]:
    """Return what may be offered on a record of another school: no list of children, no case's reference."""
    tables = {
        name: own
        for name, own in rows.items()
        if not any(column.log in _OF_A_CHILD for column in definition.field(name).column)
        and not any(CASE_REF.search(text) for row in own for text in row.cells.values())
    }
    return {name: text for name, text in offers.items() if not CASE_REF.search(text)}, tables


def _names_case(action: Action) -> bool:
    said = (action.text, action.update, action.who, action.by_when)
    return any(CASE_REF.search(text or "") for text in said)
