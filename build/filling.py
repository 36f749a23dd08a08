"""What one document is to say: a definition with a stage, a reference, facts, answers and rows.

A `Filling` is made by `build.prefill` and knows neither PDF nor Word; `build.page` lays it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from forms.dates import parse_date
from forms.findings import Finding
from forms.model import CARRIED_COLUMNS, LOCKED_CARRIED_COLUMNS, Definition, Fact, Stage
from forms.needed import Needed

POINTER_LOCKS = frozenset(CARRIED_COLUMNS)
"""A record's line that points to a case sheet is locked whole: the action is updated there."""


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row of a table: what its cells say and which of them are locked."""

    cells: Mapping[str, str]
    """Column -> text as it is shown; a column left out is blank."""
    locked: frozenset[str] = frozenset()


def carried_locks(cells: Mapping[str, str]) -> frozenset[str]:
    """Return the cells of a carried row in which nobody may type: what was agreed, not a day that is none."""
    by_when = cells.get("by_when")
    undated = by_when is not None and parse_date(by_when) is None
    return LOCKED_CARRIED_COLUMNS & (cells.keys() - ({"by_when"} if undated else set()))


@dataclass(frozen=True, slots=True)
class Filling:
    """Everything that a document shows and that differs from one document to the next."""

    definition: Definition
    stage: Stage
    reference: str | None
    header: Mapping[Fact, str]
    """Facts as they are shown (dates as 19/11/2026)."""
    answers: Mapping[str, str]
    """Name of a simple field or part (ID, ID-comment, ID-name, ID-date …) -> text as it is shown."""
    rows: Mapping[str, tuple[FilledRow, ...]]
    """Table id -> its rows, spare rows included."""
    offered: frozenset[str] = frozenset()
    """Fields whose answer comes from last time and is to be confirmed."""
    verbatim: bool = False
    """Leave out everything that the printed form does not have."""
    findings: tuple[Finding, ...] = ()
    """What a person should know about how this was made."""
    issued_rows: Mapping[str, str] = field(default_factory=dict)
    """Marks of the carried actions as the stage before was issued with them (`forms.properties`)."""
    needed: Mapping[str, Needed] | None = None
    """Id of a carried action -> what the form says that it lacks, where that is known; None: as its rows
    are."""
