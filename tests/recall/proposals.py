"""How much of what was read is what stands on the form, whether or not somebody has to look at it.

On a scan every letter is for review, so `judge` calls none of them right. What a person gets to confirm is
measured here: box by box, what was proposed against what was typed. A box that is empty counts as well: it is
as typed where it was read as blank, and neither as illegible nor as holding something.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.records import State
from tests.recall.judge import in_order, is_same
from tests.recall.said import Said, SaidValue
from tests.recall.truth import Place, Truth


@dataclass(frozen=True, slots=True)
class Proposals:
    """How many boxes there were, and in how many of them what was read is what stands there."""

    boxes: int = 0
    as_typed: int = 0

    def __add__(self, other: "Proposals") -> "Proposals":
        """Return both together."""
        return Proposals(self.boxes + other.boxes, self.as_typed + other.as_typed)

    @property
    def share(self) -> float:
        """Return the share that is as typed, 0 to 1; 0 where there was nothing to read."""
        return self.as_typed / self.boxes if self.boxes else 0.0


def proposals(truth: Truth, said: Said) -> Proposals:
    """Return what became of the boxes of one file; where it was refused, none is as typed."""
    found = {} if said.refused else in_order(truth, said.values)
    filled = sum(
        place in found and is_same(wanted, found[place].value, lines_kept=truth.lines_kept)
        for place, wanted in truth.wanted.items()
    )
    blank = (
        0
        if said.refused
        else sum(_is_blank(place, found) and not said.is_flagged(place) for place in truth.empty)
    )
    return Proposals(len(truth.wanted) + len(truth.empty), filled + blank)


def _is_blank(place: Place, found: Mapping[Place, SaidValue]) -> bool:
    # Where nothing of a signature, a range, a table or of ticks stands, its one answer says so.
    answer = found.get(place) or found.get(Place(place.name))
    if answer is None:
        return place.column != ""
    is_own = place in found
    if answer.state in {State.ILLEGIBLE, State.MISSING, State.CONFLICT}:
        return False
    return answer.value is None if is_own else True
