"""Hold what the reader says against the truth, value by value.

A value is **right** where it came out as it was typed and nobody is asked to look at it; **for review**
where something came out and the reader says that a person must look there; **told of** where words in no
box are in no answer, and the reader says so; **unread** where nothing came out and the reader says so, for
the one box or for the whole file. All else is **wrong and not flagged**: another value, nothing at all, or
a value where none was typed, without a word.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from tests.recall.said import Said, SaidValue
from tests.recall.truth import Added, Place, Scalar, Truth

ACTIONS_GONE = "X18"
"""The code of the finding that asks for actions which were issued and are gone from the form."""
_T = TypeVar("_T")


class Outcome(StrEnum):
    """What became of one value."""

    RIGHT = "right"
    REVIEW = "review"
    TOLD = "told"
    UNREAD = "unread"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for one value: where it stands, what was wanted, what was said."""

    place: Place
    outcome: Outcome
    wanted: str
    said: str

    def __str__(self) -> str:
        """Return it as a line for a report."""
        column = f"/{self.place.column}" if self.place.column else ""
        row = f"/{self.place.row}" if self.place.row else ""
        return f"{self.place.name}{row}{column}: wanted {self.wanted}, said {self.said}"


def judge(truth: Truth, said: Said) -> tuple[Verdict, ...]:
    """Return one verdict for each value that was wanted, each added text, and each value nobody typed."""
    if said.refused:
        refused = [*truth.wanted.items(), *((Place(one.near or "added"), one.words) for one in truth.added)]
        return tuple(Verdict(at, Outcome.UNREAD, repr(value), said.refused) for at, value in refused)
    found = in_order(truth, said.values)
    verdicts = [_one(place, wanted, found.get(place), said, truth) for place, wanted in truth.wanted.items()]
    verdicts += [_added(one, said) for one in truth.added]
    verdicts += _invented(truth, found, said)
    return tuple(verdicts)


def counted(verdicts: Iterable[Verdict]) -> Counter[str]:
    """Return outcome -> number."""
    return Counter(verdict.outcome.value for verdict in verdicts)


def _one(place: Place, wanted: Scalar, found: SaidValue | None, said: Said, truth: Truth) -> Verdict:
    value = found.value if found else None
    is_right = value is not None and is_same(wanted, value, lines_kept=truth.lines_kept)
    # Where nothing of a signature, a range or a table stands, its one answer says what became of it.
    answer = found or said.values.get(Place(place.name))
    flagged = (answer is not None and answer.must_be_looked_at) or said.is_flagged(place)
    if value is None:
        told = isinstance(wanted, str) and said.tells(wanted)
        flagged = flagged or told or (_is_action(place, truth) and said.asks_for(ACTIONS_GONE))
    if is_right:
        outcome = Outcome.REVIEW if flagged else Outcome.RIGHT
    elif flagged:
        outcome = Outcome.UNREAD if value is None else Outcome.REVIEW
    else:
        outcome = Outcome.WRONG
    return Verdict(place, outcome, repr(wanted), repr(value))


def _is_action(place: Place, truth: Truth) -> bool:
    """Return whether a place is in a row that was issued with an action of its own id."""
    return place.row > 0 and place._replace(column="ref") in truth.wanted


def _added(added: Added, said: Said) -> Verdict:
    """Judge words beside the boxes: right or for review in a value of their table or field, else told of."""
    folded = _folded(added.words)
    inside = [
        (place, one)
        for place, one in said.values.items()
        if isinstance(one.value, str) and folded in _folded(one.value)
    ]
    place = Place(added.near or "added")
    if any(at.name == added.near and not one.must_be_looked_at for at, one in inside):
        flagged = any(said.is_flagged(at) for at, _ in inside)
        return Verdict(
            place, Outcome.REVIEW if flagged else Outcome.RIGHT, repr(added.words), "in its own answer"
        )
    told = said.tells(added.words, added.told_by) or (bool(added.near) and said.is_flagged(place))
    outcome = Outcome.TOLD if told else Outcome.WRONG
    elsewhere = f"in {inside[0][0].box}" if inside else "nothing of it"
    return Verdict(place, outcome, repr(added.words), "told of" if told else elsewhere)


def _invented(truth: Truth, found: Mapping[Place, SaidValue], said: Said) -> Iterator[Verdict]:
    for place, one in found.items():
        if place in truth.wanted or one.value is None:
            continue
        if any(isinstance(one.value, str) and _folded(a.words) in _folded(one.value) for a in truth.added):
            continue  # judged as what was added
        if place.name in truth.copied and one.value in _column(truth, place):
            continue  # it does stand on the form
        flagged = one.must_be_looked_at or said.is_flagged(place)
        yield Verdict(place, Outcome.REVIEW if flagged else Outcome.WRONG, "nothing", repr(one.value))


def _column(truth: Truth, place: Place) -> set[Scalar]:
    """Return what is wanted in the other rows of a cell's column."""
    return {
        value
        for at, value in truth.wanted.items()
        if (at.name, at.column) == (place.name, place.column) and at.row
    }


def is_same(wanted: Scalar, value: object, *, lines_kept: bool) -> bool:
    """Return whether a value is the one that was wanted; white space counts where lines are kept."""
    if isinstance(wanted, bool) or isinstance(value, bool):
        return wanted is value
    if isinstance(wanted, float):
        return isinstance(value, int | float) and float(value) == wanted
    if not isinstance(value, str):
        return False
    return wanted == value if lines_kept else _folded(wanted) == _folded(value)


def _folded(text: str) -> str:
    return " ".join(text.split())


def in_order(truth: Truth, values: Mapping[Place, SaidValue]) -> dict[Place, SaidValue]:
    """Return the values with the rows of reordered tables under the numbers that the truth has for them.

    Row by row the one that agrees in most cells is taken; one that agrees in none stays a row of its own.
    """
    found = {place: one for place, one in values.items() if place.name not in truth.reordered}
    for table in sorted(truth.reordered):
        wanted, said = _rows(truth.wanted, table), _rows(values, table)
        pairs = sorted(
            (
                (-_agreeing(cells, other, lines_kept=truth.lines_kept), abs(number - row), number, row)
                for number, cells in wanted.items()
                for row, other in said.items()
            ),
        )
        left = set(wanted)
        numbers: dict[int, int] = {}
        for score, _, number, row in pairs:
            if score < 0 and number in left and row not in numbers:
                numbers[row] = number
                left.discard(number)
        spare = max([0, *wanted, *said])
        for row, cells in said.items():
            at = numbers.get(row)
            if at is None:
                spare += 1
                at = spare
            found |= {Place(table, at, column): one for column, one in cells.items()}
    return found


def _rows(places: Mapping[Place, _T], table: str) -> dict[int, dict[str, _T]]:
    rows: dict[int, dict[str, _T]] = {}
    for place, value in places.items():
        if place.name == table and place.row:
            rows.setdefault(place.row, {})[place.column] = value
    return rows


def _agreeing(wanted: Mapping[str, Scalar], said: Mapping[str, SaidValue], *, lines_kept: bool) -> int:
    return sum(
        column in said and is_same(value, said[column].value, lines_kept=lines_kept)
        for column, value in wanted.items()
    )
