"""Which labelled cell of a table the words of another cell belong to: the one beside or the one above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.plain.paper import GridCell
from extract.plain.said import Part, Said


@dataclass(slots=True)
class Inside:
    """What a cell, or the body, holds beside what its own labels took."""

    free: list[Part] = field(default_factory=list)
    """Words before its first label."""
    last: Said | None = None
    """The label that goes on at its end."""
    has_labels: bool = False


@dataclass(slots=True)
class Seen:
    """A cell of a table with labels, once it was read."""

    cell: GridCell
    inside: Inside
    is_answered: bool
    """Whether its last label is answered in the cell itself."""
    owner: Said | None
    """The label that its words belong to."""


def label_left(cells: Sequence[Seen], at: int) -> Seen | None:
    """Return the nearest cell to the left that has a label which may be answered beside it."""
    one = next((one for one in reversed(cells[:at]) if one.inside.has_labels), None)
    return one if one is not None and one.inside.last is not None else None


def label_above(rows: Sequence[Sequence[Seen]], cell: GridCell) -> Seen | None:
    """Return the cell with a label that stands over a cell, in a row of nothing but labels."""
    for row in reversed(rows[:-1]):
        over = next((one for one in row if one.cell.covers(cell.column)), None)
        if over is None or not over.inside.has_labels:
            continue
        return None if any(one.inside.free for one in row) or over.inside.last is None else over
    return None


def owner_above(rows: Sequence[Sequence[Seen]], cell: GridCell) -> Said | None:
    """Return the label that the cell above belongs to."""
    return (
        next((one.owner for one in rows[-2] if one.cell.covers(cell.column)), None) if len(rows) > 1 else None
    )


def doubt_around(*cells: Seen | None) -> None:
    """Doubt the labels that these cells end with: what may belong to them stands before a label."""
    for one in cells:
        if one is not None and one.inside.last is not None:
            one.inside.last.doubt("words stand in its place before another label")
