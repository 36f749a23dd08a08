"""Say what a person should look at in a form that was read by its printed words (F50 to F53)."""

from __future__ import annotations

from collections.abc import Iterator

from extract.label.aligning import Aligned, Held, table_of
from extract.label.shape import Slot
from forms import placeholders
from forms.findings import Finding, Severity

_MOST_QUOTED = 300
_PROMPTS = tuple(sorted(placeholders.OPEN))


def doubt_of(held: Held) -> str:
    """Return why a person has to look at what stands in a place, "" where nothing speaks for it."""
    texts = held.taken.texts
    if len(texts) > 1:
        return "the words around it stand there more than once, so it may begin or end elsewhere"
    if any(text.startswith(_PROMPTS) or text.endswith(_PROMPTS) for text in texts):
        return "the form's own prompt stands at one end of it"
    return held.odd or held.doubt


def findings_of(aligned: Aligned) -> Iterator[Finding]:
    """Yield what is to be said of a form that was read so."""
    yield Finding(
        "F50",
        Severity.NOTE,
        None,
        "the program that saved this file took boxes out of it; what stood in them was read by the printed "
        "words around them. Nothing to do",
    )
    doubts: dict[tuple[str, str, int], None] = {}
    for held in aligned.held:
        if doubt := doubt_of(held):
            # A row that was added has another number than the one that it is like.
            table = table_of(held.taken.slot.name) if held.doubt else ""
            doubts[table or _field_of(held.taken.slot), doubt, held.row_key if table else 0] = None
    for name, doubt, _ in doubts:
        said = f"{name}: read by the printed words around it, and {doubt}. Look at the form and put it right"
        yield Finding("F51", Severity.ACT_NOW, name, said)
    yield from _lost(aligned)
    for loose in aligned.loose:
        near = f" near the box {loose.near}" if loose.near else ""
        left = len(loose.words) - _MOST_QUOTED
        more = f" (and {left:,} characters more)" if left > 0 else ""
        said = f"words where the form has no box{near}: {loose.words[:_MOST_QUOTED]!r}{more}"
        told = f"{said}. They belong to no answer; put them where they belong"
        yield Finding("F53", Severity.ACT_NOW, table_of(loose.near) or None, told)


def _lost(aligned: Aligned) -> Iterator[Finding]:
    boxes: dict[str, list[str]] = {}
    for slot in aligned.lost:
        boxes.setdefault(table_of(slot.name) or _field_of(slot), []).append(slot.name)
    for name, gone in boxes.items():
        yield Finding(
            "F52",
            Severity.ACT_NOW,
            name,
            f"{name}: the printed words by which it is found are gone or were changed, so nothing was read "
            f"of {', '.join(gone)}. Look at the form",
        )


def _field_of(slot: Slot) -> str:
    """Return the name that an answer has: of boxes to tick that of their question."""
    return slot.name.partition("-")[0] if slot.is_tick and not table_of(slot.name) else slot.name
