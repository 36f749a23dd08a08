"""Tell which policy's form a paper is, by the share of its printed labels that stand on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.plain.headings import fold_heading, heading_row, headings_of
from extract.plain.labels import Answered, find_labels, labels_of, printed_of
from extract.plain.paper import Block, Grid, Paper, stretches, text_of
from forms.errors import UnreadableError
from forms.model import Definition

_LEAST_SHARE = 0.6
_LEAST_NAMED_SHARE = 0.3
"""Where a person has said which form it is."""
_LEAST_LABELS = 3
_CLEAR = 0.12
_TITLE = 0.1
"""What the form's own title adds to its share."""
_HEAVIEST = 6
"""A label weighs as many words as it has, up to this."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The form that a paper is, and the share of its labels that were found, 0 to 1."""

    definition: Definition
    share: float

    @property
    def said(self) -> str:
        """Return both in words."""
        return f"{self.definition.id} ({self.share:.0%} of its labels)"


def recognise(paper: Paper, forms: Sequence[Definition]) -> Recognised:
    """Return which form it is. Raises UnreadableError R63 for none, R64 where two are as likely."""
    texts = list(_texts(paper.blocks))
    grids = list(_grids(paper.blocks))
    scores = sorted(
        (_score(definition, texts, grids) for definition in forms), key=lambda one: one[0], reverse=True
    )
    if not any(text.strip() for text, _ in texts):
        raise UnreadableError("R66", "has no words; give the file that was typed, not a picture of it")
    best = scores[0] if scores else None
    least = _LEAST_SHARE if len(forms) > 1 else _LEAST_NAMED_SHARE
    if best is None or best[1].share < least:
        nearest = (
            f"; the nearest is {best[1].definition.id} with {best[1].share:.0%} of its labels" if best else ""
        )
        raise UnreadableError(
            "R63",
            f"is no record on a form that is known here{nearest}; expected at least {least:.0%}; "
            "check the file, or type its actions into the next record by hand",
        )
    if len(scores) > 1 and best[0] - scores[1][0] < _CLEAR:
        raise UnreadableError(
            "R64",
            f"could be {best[1].said} or {scores[1][1].said}; nothing was read; say with --form which it is",
        )
    return best[1]


def _score(
    definition: Definition, texts: Sequence[tuple[str, frozenset[int]]], grids: Sequence[Grid]
) -> tuple[float, Recognised]:
    printed = printed_of(definition)
    sought = labels_of(printed)
    found = {
        place.text for text, ends in texts for place in find_labels(text, sought, ends) if not place.is_weak
    }
    headings = headings_of(definition)
    for grid in grids:
        headed = heading_row(grid, headings) if headings else None
        for one in headed[1] if headed is not None else ():
            if one.field_id:
                found |= {one.words, *(label for label in sought if fold_heading(label) == one.words)}
    # Prose of the policy is left out by who types a form anew, and speaks for it only where it stands there.
    asked = {one.text for one in printed if one.is_asking or one.text in found}
    asked |= {one.words for one in headings if not one.is_label}
    weights = {text: min(len(text.split()), _HEAVIEST) for text in asked}
    total = sum(weights.values())
    is_enough = len(found & asked) >= _LEAST_LABELS and total > 0
    share = sum(weights[text] for text in found & asked) / total if is_enough else 0.0
    title = {definition.title: Answered.ANYHOW}
    titled = any(not place.is_weak for text, _ in texts for place in find_labels(text, title))
    return share + (_TITLE if titled else 0.0), Recognised(definition, share)


def _texts(blocks: Sequence[Block]) -> Iterator[tuple[str, frozenset[int]]]:
    for block in stretches(blocks):
        if isinstance(block, Grid):
            for row in block.rows:
                for cell in row:
                    yield from _texts(cell.blocks)
        else:
            yield text_of(block)


def _grids(blocks: Sequence[Block]) -> Iterator[Grid]:
    for block in blocks:
        if isinstance(block, Grid):
            yield block
            for row in block.rows:
                for cell in row:
                    yield from _grids(cell.blocks)
