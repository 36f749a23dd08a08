"""Tell boxes of a Word form that stand elsewhere than issued: their answers stand beside other questions.

Rows of tables may be moved and copied; they are known by what they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from forms.findings import Finding, Severity
from forms.properties import Marks, order_marks

_MOST_NAMED = 12


def check_box_order(names: Iterable[str], marks: Marks) -> Iterator[Finding]:
    """Yield one finding where boxes with these names, in document order, were issued in another order."""
    found = order_marks(names)
    issued = {mark: place for place, mark in enumerate(marks.order)}
    placed = [mark for mark in found if mark in issued]
    kept = _longest_rising([issued[mark] for mark in placed])
    moved = [found[mark] for mark in placed if issued[mark] not in kept]
    if moved:
        more = f" and {len(moved) - _MOST_NAMED} more" if len(moved) > _MOST_NAMED else ""
        yield Finding(
            "F57",
            Severity.ACT_NOW,
            moved[0] if len(moved) == 1 else None,
            f"boxes stand in another order than issued: {', '.join(moved[:_MOST_NAMED])}{more}. What stands "
            "in them may be meant for another question; look at the form",
        )


def _longest_rising(places: Sequence[int]) -> set[int]:
    """Return the most places that stand in their order: those beside them were moved."""
    best: list[list[int]] = []
    for place in places:
        before: list[int] = max((run for run in best if run[-1] < place), key=len, default=[])
        best.append([*before, place])
    longest: list[int] = max(best, key=len, default=[])
    return set(longest)
