"""What a person should know before a form goes out: answers given for others, and a session out of course.

Nothing here stops a form from being made; it is said, with a code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from build.filling import FilledRow
from build.values import Values
from forms.dates import parse_date
from forms.findings import Finding, Severity
from forms.model import Definition, Fact, Field, Kind, Owner, Stage
from forms.reference import is_case_ref
from forms.revisions import Lookup, revisions_of, session_date, stage_rank
from forms.spoken import called

if TYPE_CHECKING:
    from build.prefill import Known

_TICKS = frozenset({Kind.YES_NO, Kind.CHOICE, Kind.TICK, Kind.ANY_OF})
_SIGNED = frozenset({Kind.SIGNATURE, Kind.SIGNATURES})
_OURS = frozenset({"evidence", "who"})
"""Parts that say what is known, not what a person answers."""


def check_beforehand(definition: Definition, values: Values, *, resumed: bool) -> Iterator[Finding]:
    """Yield a finding where values answer what only a person may: judgement, wellbeing, a signature."""
    if resumed:
        return
    yield from _odd_case(definition, values)
    names = [
        field.id
        for field in definition.answerable
        if _is_personal(field)
        and (any(_base(name) == field.id for name in values.answers) or _signs(field, values.rows))
    ]
    if names:
        named = called(definition, *names)
        yield Finding(
            "B04",
            Severity.SOON,
            None,
            f"{definition.id}: the values fill in what is for a person to write: {named}; "
            "take it out unless that person said so.",
        )


def _odd_case(definition: Definition, values: Values) -> Iterator[Finding]:
    printing = next((field.id for field in definition.fields if field.fact is Fact.CASE_REF), "")
    case = values.header.get(Fact.CASE_REF) or values.answers.get(printing, "")
    if case and not is_case_ref(case):
        yield Finding(
            "P25",
            Severity.SOON,
            None,
            f"{definition.id}: the case reference {case!r} is not written like one, such as ESM-C014. The "
            "log will leave it out, for it may be a name; give the case a reference before this goes out.",
        )


def check_course(
    definition: Definition,
    known: Known,
    stage: Stage,
    answers: Mapping[str, str],
    rows: Mapping[str, Sequence[FilledRow]],
    lookup: Lookup,
) -> Iterator[Finding]:
    """Yield findings where the stages or sessions did not follow their course."""
    if stage is Stage.FINAL:
        yield from _unsigned(definition, answers, rows)
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


def _unsigned(
    definition: Definition, answers: Mapping[str, str], rows: Mapping[str, Sequence[FilledRow]]
) -> Iterator[Finding]:
    lacking = []
    for field in definition.fields:
        if field.kind is Kind.SIGNATURE:
            date = answers.get(field.date_field or f"{field.id}-date", "")
            if not answers.get(f"{field.id}-name") or parse_date(date) is None:
                lacking.append(field.accessible_name)
        elif field.kind is Kind.SIGNATURES and not field.added:
            lacking += _lines_without(field, rows.get(field.id, ()))
    if lacking:
        yield Finding(
            "P16",
            Severity.ACT_NOW,
            None,
            f"{definition.id}: this final copy has no name and date for {', '.join(lacking)}; "
            "expected both; have it signed first.",
        )


def _lines_without(field: Field, rows: Sequence[FilledRow]) -> Iterator[str]:
    """Yield the names of those who are to sign and did not; the whole table where nobody is named."""
    named = [
        (who, row.cells)
        for at, row in enumerate(rows)
        if (who := row.cells.get("who") or (field.parties[at] if at < len(field.parties) else ""))
    ]
    if not named and not any("name" in row.cells for row in rows):
        yield field.accessible_name
    for who, cells in named:
        if not cells.get("name") or parse_date(cells.get("date", "")) is None:
            yield who


def _signs(field: Field, rows: Mapping[str, Sequence[FilledRow]]) -> bool:
    """Return whether values sign in a table of signatures."""
    return field.kind is Kind.SIGNATURES and any("name" in row.cells for row in rows.get(field.id, ()))


def _is_personal(field: Field) -> bool:
    judged = field.owner is Owner.QA_LEAD and field.kind in _TICKS
    agreed = field.stage is Stage.SIGNING and field.kind in _TICKS
    return field.private or judged or agreed or field.kind in _SIGNED


def _base(name: str) -> str:
    """Return the field that an answer is of; what is known beside a question is no answer."""
    base, _, part = name.partition("-")
    return "" if part in _OURS else base
