"""Tell boxes of a Word form that stand elsewhere than issued: their answers stand beside other questions.

Rows of tables may be moved and copied; they are known by what they say. Within a row, and within the boxes of
one question, each stands where it does in every other.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from forms.findings import Finding, Severity
from forms.names import is_fact_name, is_field_id
from forms.properties import Marks, order_marks

_MOST_NAMED = 12
_RANKS = {"who": 0, "name": 1, "date": 2, "from": 0, "to": 1, "": 4, "other": 5, "comment": 6, "evidence": 7}
"""In which order the parts of one answer stand, on whichever form; "" is the answer itself."""


def check_box_order(names: Iterable[str], marks: Marks) -> Iterator[Finding]:
    """Yield one finding where boxes with these names, in document order, were issued in another order."""
    names = tuple(names)
    found = order_marks(names)
    issued = {mark: place for place, mark in enumerate(marks.order)}
    placed = [mark for mark in found if mark in issued]
    kept = _longest_rising([issued[mark] for mark in placed])
    moved = [found[mark] for mark in placed if issued[mark] not in kept]
    moved += [name for name in _strangers(names) if name not in moved]
    if moved:
        more = f" and {len(moved) - _MOST_NAMED} more" if len(moved) > _MOST_NAMED else ""
        yield Finding(
            "F57",
            Severity.ACT_NOW,
            moved[0] if len(moved) == 1 else None,
            f"boxes stand in another order than issued: {', '.join(moved[:_MOST_NAMED])}{more}. What stands "
            "in them may be meant for another question; look at the form",
        )


def _strangers(names: Sequence[str]) -> Iterator[str]:
    """Yield boxes that stand among those of another question or row, or otherwise than in other rows."""
    runs = [
        (owner, tuple(parts))
        for owner, parts in itertools.groupby((_owned(name) for name in names), key=lambda one: one[0])
    ]
    seen: dict[tuple[str, str], set[str]] = {}
    before: dict[str, set[tuple[str, str]]] = {}
    for owner, run in runs:
        columns = [column for _, column, _ in run]
        known = seen.setdefault(owner, set())
        # A row that somebody copied has the same boxes again; one that was torn apart has the rest.
        if known and known.isdisjoint(columns):
            yield run[0][2]
        known.update(columns)
        if owner[1]:
            order = before.setdefault(owner[0], set())
            for chunk in _chunks(columns):
                pairs = set(itertools.combinations(chunk, 2))
                if any((two, one) in order for one, two in pairs):
                    yield run[0][2]
                    break
                order |= pairs
        else:
            ranks = [_RANKS[column] for column in columns if column in _RANKS]
            if ranks != sorted(ranks):
                yield run[0][2]


def _owned(name: str) -> tuple[tuple[str, str], str, str]:
    """Return whose a box is (table or question, row), which column or part of it, and its name."""
    base, _, rest = name.partition("-")
    row, _, column = rest.partition("-")
    if row.isdigit():
        return (base, row), column.partition("-")[0], name
    return (base, "") if is_field_id(base) and not is_fact_name(name) else (name, ""), rest, name


def _chunks(columns: Sequence[str]) -> Iterator[list[str]]:
    """Yield the columns of each row of a run: one begins where a column comes again."""
    chunk: list[str] = []
    for column in columns:
        if column in chunk and column != chunk[-1]:
            yield chunk
            chunk = []
        if not chunk or column != chunk[-1]:
            chunk.append(column)
    yield chunk


def _longest_rising(places: Sequence[int]) -> set[int]:
    """Return the most places that stand in their order: those beside them were moved."""
    best: list[list[int]] = []
    for place in places:
        before: list[int] = max((run for run in best if run[-1] < place), key=len, default=[])
        best.append([*before, place])
    longest: list[int] = max(best, key=len, default=[])
    return set(longest)
