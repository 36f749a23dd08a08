"""What a receipt says of the forms that came back, and the forms that go back with it to be put right."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from extract.evidence import answers_to_review
from forms.errors import NeedsPersonError
from forms.model import LOCKED_CARRIED_COLUMNS, Definition, Fact, Owner, RecordType, Stage
from forms.packs import Pack, Sheet
from forms.spoken import spoken_name
from halfterm.originals import Originals
from halfterm.packing import Packed, make_sheet
from halfterm.trust import Trust

_OURS = LOCKED_CARRIED_COLUMNS
"""Columns of actions that stand there before anybody writes."""
_NOT_SAVED = (
    "If you filled it in, that was not saved: open the file from your school drive, not from the mail, and "
    "send it once more"
)


def confirm(trust: Trust, pack: Pack, originals: Originals) -> Packed:
    """Return the files and lines of a receipt: names of questions, and never what was answered.

    Raises HalftermError where an original is gone.
    """
    made, told, is_unread = [], [], False
    for sheet in pack.sheets:
        definition = trust.catalogue.load_form(sheet.form)
        answered = _answered(definition, sheet)
        line = f"{definition.title} ({sheet.reference}): {answered or 'nothing is answered'}"
        if sheet.in_doubt:
            unread = "; ".join(_unread(trust, sheet, originals))
            is_unread = is_unread or bool(unread)
            line += f". Could not be read for certain: {unread}" if unread else ". All could be read"
            if unread and sheet.mailed:
                # Where two answers stand in one box, which one holds is for whoever wrote them to say.
                with contextlib.suppress(NeedsPersonError):
                    made.append(make_sheet(trust, pack, sheet, originals))
        elif answered:
            line += ". All could be read"
        elif definition.record is not RecordType.CASE:
            # An empty sheet may be meant so; a whole form was more likely typed into a preview.
            line += f". {_NOT_SAVED}"
        if answered and Fact.CASE_REF in definition.required and sheet.case_ref is None:
            line += f". {without_reference(sheet.stage)}"
        told.append(f"{line}.")
    return Packed(tuple(made), tuple(told), is_unread=is_unread)


def without_reference(stage: Stage) -> str:
    """Return what is asked of whom a case sheet came from that has no case reference.

    After the session nothing is written on the form any more.
    """
    if stage is Stage.AGENDA:
        return "It has no case reference yet: write it on the form at the session"
    return "It has no case reference: please tell me which it is"


def _answered(definition: Definition, sheet: Sheet) -> str:
    """Return the names of the questions with an answer that people give, not we; "" for none."""
    parts = [one.partition(".") for one in sheet.filled]
    filled = {field for field, _, column in parts if column not in _OURS}
    answered = [
        spoken_name(definition, one.id) or one.label
        for one in definition.answerable
        if one.id in filled and one.owner is not Owner.SYSTEM
    ]
    return f"answered: {'; '.join(dict.fromkeys(answered))}" if answered else ""


def _unread(trust: Trust, sheet: Sheet, originals: Originals) -> Iterator[str]:
    """Yield the names of the boxes that are in doubt, but for what we fill in ourselves."""
    response = originals.read(sheet.continued or "")
    if response is None:
        yield f"{sheet.in_doubt} of its boxes"
        return
    definition = trust.catalogue.load_form(response.form, response.version)
    ours = [one.id for one in definition.answerable if one.owner is Owner.SYSTEM]
    names = [
        spoken_name(definition, box) or box
        for box, _ in answers_to_review(response)
        if not any(box == field or box.startswith(f"{field}-") for field in ours)
    ]
    yield from dict.fromkeys(names)
