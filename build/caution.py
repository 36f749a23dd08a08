"""What a person should know before a form goes out: answers given for others, and a session out of course.

Nothing here stops a form from being made; it is said, with a code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from build.values import Values
from forms.dates import parse_date
from forms.findings import Finding, Severity
from forms.model import Definition, Field, Kind, Owner, Stage
from forms.revisions import Lookup, revisions_of, session_date, stage_rank

if TYPE_CHECKING:
    from build.prefill import Known

_TICKS = frozenset({Kind.YES_NO, Kind.CHOICE})


def check_beforehand(definition: Definition, values: Values, *, resumed: bool) -> Iterator[Finding]:
    """Yield a finding where values answer what only a person may: judgement, wellbeing, a signature."""
    if resumed:
        return
    names = [
        field.id
        for field in definition.answerable
        if _is_personal(field) and any(_base(name) == field.id for name in values.answers)
    ]
    if names:
        yield Finding(
            "B04",
            Severity.SOON,
            None,
            f"{definition.id}: the values fill in what is for a person to write ({', '.join(names)}); "
            "take it out unless that person said so.",
        )


def check_course(
    definition: Definition, known: Known, stage: Stage, answers: Mapping[str, str], lookup: Lookup
) -> Iterator[Finding]:
    """Yield findings where the stages or sessions did not follow their course."""
    if stage is Stage.FINAL:
        yield from _unsigned(definition, answers)
    printed = next((field.id for field in definition.fields if field.fact == "session_date"), "")
    today = parse_date(answers.get(printed, ""))
    for revision in revisions_of(known.previous, lookup):
        before = session_date(revision.response, revision.definition)
        if today and before and before >= today:
            yield Finding(
                "P17",
                Severity.ACT_NOW,
                None,
                f"{revision.response.path}: is of {before:%d/%m/%Y}; expected a day before this session, "
                f"{today:%d/%m/%Y}; check that it is the session before.",
            )
        if stage_rank(revision.stage) < stage_rank(Stage.SESSION):
            yield Finding(
                "P18",
                Severity.SOON,
                None,
                f"{revision.response.path}: is an agenda, not the record of a session; what it says is done "
                "still counts as open.",
            )


def _unsigned(definition: Definition, answers: Mapping[str, str]) -> Iterator[Finding]:
    lacking = []
    for field in definition.fields:
        if field.kind is Kind.SIGNATURE:
            date = answers.get(field.date_field or f"{field.id}-date", "")
            if not answers.get(f"{field.id}-name") or parse_date(date) is None:
                lacking.append(field.accessible_name)
    if lacking:
        yield Finding(
            "P16",
            Severity.ACT_NOW,
            None,
            f"{definition.id}: this final copy has no name and date for {', '.join(lacking)}; "
            "expected both; have it signed first.",
        )


def _is_personal(field: Field) -> bool:
    judged = field.owner is Owner.QA_LEAD and field.kind in _TICKS
    agreed = field.stage is Stage.SIGNING and field.kind in _TICKS
    return field.private or judged or agreed or field.kind is Kind.SIGNATURE


def _base(name: str) -> str:
    """Return the field that an answer is of; what the log shows beside a question is no answer."""
    base, _, part = name.partition("-")
    return "" if part == "evidence" else base
