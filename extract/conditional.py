"""Hold the answers of a form against its conditions: what applies, and what was answered all the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from forms.conditions import Condition, Conditions
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
    conditions = Conditions(definition)
    if conditions.none:
        return marked, ()
    for field in definition.answerable:
        if field.id not in answers or not conditions.of(field.id):
            continue
        words = _words(definition, conditions.of(field.id))
        verdict = conditions.applies(field.id, answers)
        if verdict is False:
            for name in (name for name in answers if name == field.id or name.startswith(f"{field.id}-")):
                if answers[name].state is State.BLANK:
                    marked[name] = replace(answers[name], state=State.NOT_APPLICABLE)
                elif _was_answered(field, name, answers[name]):
                    findings.append(_needless(name, words))
        elif verdict is True and _is_due(field, stage) and answers[field.id].state is State.BLANK:
            findings.append(_blank(field, words))
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
    if field.kind is Kind.SIGNATURES and isinstance(answer.value, tuple):
        # Whose line it is stands there before anybody signs.
        signed = [
            row for row in answer.value if isinstance(row, Mapping) and (row.get("name") or row.get("date"))
        ]
        return bool(signed)
    prefilled = field.fact is not None or field.starts_from is not None or field.kind is Kind.CARRIED
    return not (name == field.id and (prefilled or answer.value == field.default))


def _needless(name: str, words: str) -> Finding:
    return Finding(
        "F31",
        Severity.SOON,
        name,
        f"{name}: has an answer, though it is to be answered only if {words}. It was kept; ask which of the "
        "two is right",
    )


def _blank(field: Field, words: str) -> Finding:
    return Finding(
        "F32",
        Severity.NOTE,
        field.id,
        f"{field.id}: is blank, though it is to be answered if {words}. Ask for it",
    )


def _words(definition: Definition, conditions: tuple[Condition, ...]) -> str:
    """Return the conditions in the words of the form."""
    asked = {field.id: field.accessible_name.strip().rstrip(":") for field in definition.fields}
    return " or ".join(f"{asked.get(one.field_id, one.field_id)!r} is {one.option}" for one in conditions)
