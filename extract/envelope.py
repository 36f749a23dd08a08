"""Check what a returned file says of itself: its stage and its reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from extract.raw import Identity, RawBox
from forms.findings import Finding, Severity
from forms.model import Definition, Stage
from forms.names import split_cell_name
from forms.reference import parse_reference

_LEAST_TWICE = 4
"""Fewer boxes that stand twice were copied one by one."""


def read_stage(identity: Identity, definition: Definition) -> tuple[Stage, tuple[Finding, ...]]:
    """Return the stage that a file says it is at, a blank where it says none that is known (F13)."""
    words = identity.stage
    if words not in {stage.value for stage in Stage}:
        return Stage.BLANK, (
            Finding(
                "F13",
                Severity.ACT_NOW,
                None,
                f"the file says its stage is {words!r}, which is none. It is treated as a blank; say "
                "which stage it is",
            ),
        )
    stage = Stage(words)
    if stage is Stage.BLANK or stage in definition.stages:
        return stage, ()
    return stage, (
        Finding(
            "F13",
            Severity.SOON,
            None,
            f"the file says its stage is {stage.value}, but {definition.id} has only "
            f"{', '.join(known.value for known in definition.stages)}. Check which form was meant",
        ),
    )


def check_reference(reference: str, definition: Definition, stage: Stage) -> Iterator[Finding]:
    """Yield X27 where a file has no reference, or one that is not of this form."""
    if not reference:
        why = "it is a blank that was never issued" if stage is Stage.BLANK else "its properties hold none"
        message = (
            f"the form carries no reference ({why}). File it by hand under the session that it belongs to"
        )
        yield Finding("X27", Severity.SOON, None, message)
        return
    parsed = parse_reference(reference)
    if parsed is None:
        message = (
            f"the form's reference {reference!r} is none: expected one like ESM-26-0042-{definition.code}. "
            "Nothing was guessed; find the form that was sent and compare"
        )
        yield Finding("X27", Severity.SOON, None, message)
    elif parsed.appendix != definition.code:
        message = (
            f"the form's reference {reference} is for {parsed.appendix}, but this is {definition.id} "
            f"({definition.code}). Find out which of the two is right"
        )
        yield Finding("X27", Severity.SOON, None, message)


def check_single(boxes: Sequence[RawBox]) -> Finding | None:
    """Return a finding where the boxes of a whole form stand twice, as in two files joined into one."""
    counts = Counter((box.name, box.ticked is None) for box in boxes if split_cell_name(box.name) is None)
    twice = sum(count > 1 for count in counts.values())
    if twice < _LEAST_TWICE or 2 * twice <= len(counts):
        return None
    return Finding(
        "F37",
        Severity.ACT_NOW,
        None,
        f"two forms in one file: {twice} of {len(counts)} boxes stand in it more than once, and which "
        "form an answer is from cannot be told. Ask for one file for each form",
    )
