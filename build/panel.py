"""What we add around the printed form: the panel on page 1, the stage in words, the free box at the end."""

from __future__ import annotations

from build.access import is_settled
from build.filling import Filling
from build.page import Box, Control, Input, Panel
from forms import own_words
from forms.model import Definition, Fact, RecordType, Stage
from forms.names import CONTINUATION, fact_name
from forms.spoken import FACT_LABELS

_STAGE_WORDS = {
    Stage.BLANK: "blank form",
    Stage.AGENDA: "agenda",
    Stage.SIGNING: "for signature",
    Stage.FINAL: "final copy",
}
_SESSION_WORDS = {RecordType.RECORD: "record of the session", RecordType.CASE: "notes of the session"}
_CONTINUATION_LINES = 6


def stage_words(filling: Filling) -> str:
    """Return what a person calls the stage of this form, as its footer says it."""
    return words_of_stage(filling.definition, filling.stage)


def words_of_stage(definition: Definition, stage: Stage) -> str:
    """Return what a person calls a stage of a form."""
    return _STAGE_WORDS.get(stage) or _SESSION_WORDS.get(definition.record, "to be completed")


def build_panel(filling: Filling, *, fixed_boxes: bool) -> Panel:
    """Return what stands above the form: what to do, who reads it, and the facts that it does not print."""
    definition, stage = filling.definition, filling.stage
    settled = is_settled(filling)
    printed = {field.fact for field in definition.fields if field.fact}
    if stage is Stage.BLANK:
        wanted = {Fact.SCHOOL, Fact.RETURN_BY, *definition.required}
        if definition.record is RecordType.CASE and Fact.CASE_REF in definition.required:
            # One sheet of several, each for a case of its own.
            wanted.add(Fact.SHEET)
    else:
        wanted = set(filling.header) - ({Fact.RETURN_BY} if stage is Stage.FINAL else set())
        if definition.record is RecordType.CASE and not settled:
            # On a sheet for a case that nobody has named yet, whoever names it writes the reference.
            wanted |= {Fact.CASE_REF} & set(definition.required)
    facts = tuple(
        Box(
            Control(
                fact_name(fact),
                label,
                Input.LINE,
                filling.header.get(fact, ""),
                locked=settled or (fact is Fact.CASE_REF and bool(filling.header.get(fact))),
                flowing=settled,
            ),
            label,
        )
        for fact, label in FACT_LABELS.items()
        if fact in wanted - printed
    )
    if stage is Stage.FINAL:
        return Panel(own_words.ABOUT_THIS_COPY, (own_words.KEEP, definition.policy.readers), facts)
    first = own_words.SAVE_PDF if fixed_boxes else own_words.SAVE_WORD
    send_back = own_words.SEND_BACK if Fact.RETURN_BY in wanted and stage is not Stage.SIGNING else ""
    at_session = stage is Stage.SESSION and definition.record in _SESSION_WORDS
    what_to_do = own_words.SIGN if stage is Stage.SIGNING else own_words.AT_THE_SESSION if at_session else ""
    too_long = own_words.TOO_LONG if fixed_boxes and not settled else ""
    instructions = (
        first,
        what_to_do,
        send_back,
        definition.leave_blank.get(stage, ""),
        too_long,
        definition.policy.readers,
    )
    return Panel(own_words.BEFORE_YOU_START, tuple(line for line in instructions if line), facts)


def build_continuation(filling: Filling, *, fixed_boxes: bool) -> Control | None:
    """Return the free box at the end; None where nothing can be typed and nothing stands in it."""
    text = filling.answers.get(CONTINUATION, "")
    flowing = is_settled(filling)
    if not text and (flowing or not fixed_boxes):
        return None
    return Control(
        CONTINUATION,
        own_words.CONTINUATION_TITLE,
        Input.LINES,
        text,
        locked=flowing,
        flowing=flowing,
        lines=_CONTINUATION_LINES,
    )
