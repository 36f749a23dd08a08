"""Check what a returned file says of itself: its stage and its reference."""

from __future__ import annotations

from collections.abc import Iterator

from extract.raw import Identity
from forms.findings import Finding, Severity
from forms.model import Definition, Stage
from forms.reference import parse_reference


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
