"""Hold the answers of a form against its conditions: what applies, and what was answered all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from forms.conditions import applies, conditions_of
from forms.findings import Finding, Severity
from forms.model import Definition, Field, Kind, Stage
from forms.records import Answer, State
from forms.revisions import stage_rank

_PREFILLED_PARTS = ("-evidence", "-who")


def with_conditions(
    definition: Definition, answers: Mapping[str, Answer], stage: Stage
) -> tuple[dict[str, Answer], tuple[Finding, ...]]:
    """Return the answers with blank ones that do not apply marked so, and what does not fit (F31, F32)."""
    marked = dict(answers)
    findings: list[Finding] = []
    if not any(part.only_if for part in (*definition.fields, *definition.sections)):
        return marked, ()
    for field in definition.answerable:
        if field.id not in answers or not conditions_of(definition, field.id):
            continue
        verdict = applies(definition, field.id, answers)
        if verdict is False:
            for name in (name for name in answers if name == field.id or name.startswith(f"{field.id}-")):
                if answers[name].state is State.BLANK:
                    marked[name] = replace(answers[name], state=State.NOT_APPLICABLE)
                elif _was_answered(field, name, answers[name]):
                    findings.append(_needless(definition, field, name))
        elif verdict is True and _is_due(field, stage) and answers[field.id].state is State.BLANK:
            findings.append(_blank(definition, field))
    return marked, tuple(findings)


def _is_due(field: Field, stage: Stage) -> bool:
    # An empty box is the answer of a single tick.
    return (
        field.kind is not Kind.TICK
        and stage is not Stage.BLANK
        and stage_rank(stage) >= stage_rank(field.stage)
    )


def _was_answered(field: Field, name: str, answer: Answer) -> bool:
    """Return whether a person wrote here, not the form itself."""
    if answer.value is None or name.endswith(_PREFILLED_PARTS):
        return False
    prefilled = field.fact is not None or field.starts_from is not None or field.kind is Kind.CARRIED
    return not (name == field.id and (prefilled or answer.value == field.default))


def _needless(definition: Definition, field: Field, name: str) -> Finding:
    return Finding(
        "F31",
        Severity.SOON,
        name,
        f"{name}: has an answer, though it is to be answered only if {_words(definition, field)}. "
        "It was kept; ask which of the two is right",
    )


def _blank(definition: Definition, field: Field) -> Finding:
    return Finding(
        "F32",
        Severity.NOTE,
        field.id,
        f"{field.id}: is blank, though it is to be answered if {_words(definition, field)}. Ask for it",
    )


def _words(definition: Definition, field: Field) -> str:
    return " or ".join(_each(definition, field))


def _each(definition: Definition, field: Field) -> Iterator[str]:
    for condition in conditions_of(definition, field.id):
        asked = definition.field(condition.field_id)
        yield f"{asked.accessible_name.strip().rstrip(':')!r} is {condition.option}"
