"""Put together what one document says: values, what earlier forms bring, and the stage before.

The order of precedence, field by field: what a person wrote on the form that is continued; then the
values given; then what is offered from last time; then the definition's default. Facts that the
system owns are the exception: there the values given win.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from build.carry import Brought, Target, bring
from build.caution import check_beforehand, check_course
from build.filling import FilledRow, Filling
from build.resume import Resumed, next_stage, resume
from build.values import Values
from build.versions import onto_version
from forms.errors import UsageError
from forms.findings import Finding, Severity
from forms.model import LOCKED_CARRIED_COLUMNS, Definition, Fact, Field, Kind, Owner, RecordType, Stage
from forms.records import Response
from forms.reference import action_id
from forms.revisions import Lookup, stage_rank


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that is known before a document is made."""

    values: Values
    previous: tuple[Response, ...] = ()
    """Forms of earlier sessions."""
    continued: Response | None = None
    """The same session's form at an earlier stage."""


def blank_filling(definition: Definition, *, verbatim: bool = False) -> Filling:
    """Return an empty form: every field open, spare rows, no reference."""
    rows = {field.id: _blank_rows(field) for field in definition.answerable if field.columns}
    return Filling(definition, Stage.BLANK, None, {}, {}, rows, verbatim=verbatim)


def build_filling(
    definition: Definition,
    known: Known,
    *,
    lookup: Lookup,
    forms: Sequence[Definition],
    stage: Stage | None = None,
    verbatim: bool = False,
) -> Filling:
    """Return what the document is to say; `forms` are all definitions of the policy.

    UsageError where facts are missing or contradict each other.
    """
    values = known.values
    case_codes = frozenset(form.code for form in forms if form.record is RecordType.CASE)
    continued = known.continued
    moved: tuple[Finding, ...] = ()
    if continued is not None:
        continued, moved = onto_version(continued, definition, lookup)
    resumed = resume(continued, definition, case_codes) if continued is not None else None
    wanted = _stage(definition, stage, values, resumed)
    reference = _reference(values, resumed)
    header, answers, findings = _merged(definition, values, resumed)
    _require(definition, header, values.where)
    target = Target(definition, reference, header.get(Fact.SUPERVISEE), header.get(Fact.CASE_REF))
    brought = bring(known.previous, target, lookup, forms)
    if verbatim:
        brought, left_out = _printed_only(definition, brought)
        findings += left_out
    offers = {} if resumed else {name: text for name, text in brought.offers.items() if name not in answers}
    defaults = {} if verbatim else _defaults(definition, header)
    answers = {**defaults, **offers, **answers}
    rows = _rows(definition, values, resumed, brought.rows, reference, wanted)
    if not reference:
        findings.append(_no_reference(definition))
    if resumed and resumed.claims:
        findings.append(_claims(resumed.claims))
    findings += check_beforehand(definition, values, resumed=resumed is not None)
    findings += check_course(definition, known, wanted, answers, lookup)
    return Filling(
        definition,
        wanted,
        reference,
        header,
        answers,
        rows,
        frozenset(offers),
        verbatim,
        (*_returned_findings(known), *moved, *values.findings, *brought.findings, *findings),
    )


def _stage(definition: Definition, asked: Stage | None, values: Values, resumed: Resumed | None) -> Stage:
    given = values.stage
    if asked and given and asked is not given:
        raise UsageError(
            "P06",
            f"stage: found {given.value} in {values.where} and {asked.value} on the command line; keep one.",
        )
    stage = asked or given or (next_stage(resumed.stage, definition) if resumed else first_stage(definition))
    if stage not in definition.stages:
        known = ", ".join(stage.value for stage in definition.stages)
        raise UsageError("P07", f"stage: found {stage.value}; expected one of {known} for {definition.id}.")
    if resumed and stage_rank(stage) < stage_rank(resumed.stage):
        raise UsageError(
            "P08",
            f"stage: found {stage.value}, but the returned form is at {resumed.stage.value} already; "
            f"ask for {next_stage(resumed.stage, definition).value} or leave the stage out.",
        )
    return stage


def first_stage(definition: Definition) -> Stage:
    """Return the first stage at which a person has something to write: an agreement begins with signing."""
    due = {field.stage for field in definition.answerable if field.owner is not Owner.SYSTEM}
    return next(stage for stage in definition.stages if stage in due)


def _reference(values: Values, resumed: Resumed | None) -> str | None:
    given = values.reference
    if given and resumed and resumed.reference and given != resumed.reference:
        raise UsageError(
            "P09",
            f"reference: found {given} in {values.where} and {resumed.reference} on the returned form; "
            "expected the same one; check that it is the right file.",
        )
    return given or (resumed.reference if resumed else None)


def _merged(
    definition: Definition, values: Values, resumed: Resumed | None
) -> tuple[dict[Fact, str], dict[str, str], list[Finding]]:
    """Return header facts, answers and findings; a fact and the field that prints it are one."""
    findings: list[Finding] = []
    printing = {field.fact: field for field in definition.fields if field.fact}
    given = dict(values.answers)
    for fact, text in values.header.items():
        if fact in printing:
            name = printing[fact].id
            if given.setdefault(name, text) != text:
                raise UsageError(
                    "P10",
                    f"{values.where}: header {fact.value} and field {name}: found {text!r} and "
                    f"{given[name]!r}; expected the same; keep one of them.",
                )
    answers = dict(resumed.answers) if resumed else {}
    owners = {field.id: field.owner for field in definition.fields}
    for name, text in given.items():
        before = answers.get(name)
        if before and before != text:
            wins = owners.get(name) is Owner.SYSTEM
            findings.append(_overlap(name, kept=text if wins else before, other=before if wins else text))
            if not wins:
                continue
        answers[name] = text
    header = {**(resumed.header if resumed else {}), **values.header}
    header |= {fact: answers[field.id] for fact, field in printing.items() if field.id in answers}
    return header, answers, findings


def _overlap(name: str, *, kept: str, other: str) -> Finding:
    return Finding(
        "P11",
        Severity.SOON,
        name,
        f"{name}: the returned form and the values differ; {kept!r} was kept, not {other!r}; "
        "check which is right.",
    )


def _require(definition: Definition, header: Mapping[Fact, str], where: str) -> None:
    missing = [fact.value for fact in definition.required if not header.get(fact)]
    if missing:
        raise UsageError(
            "P12",
            f'{where}: missing {", ".join(missing)}, needed for {definition.id}; expected under "header" '
            "(or in the field that prints it); add what is missing.",
        )


def _defaults(definition: Definition, header: Mapping[Fact, str]) -> dict[str, str]:
    started = {
        field.id: header.get(field.starts_from, "") for field in definition.fields if field.starts_from
    }
    fixed = {field.id: field.default for field in definition.fields if field.default}
    return {name: text for name, text in (started | fixed).items() if text}


def _returned_findings(known: Known) -> list[Finding]:
    """Return what reading found about the files that this document is made from, with their names."""
    files = (*known.previous, *((known.continued,) if known.continued else ()))
    return [
        Finding(one.code, one.severity, one.field, f"{response.path}: {one.message}")
        for response in files
        for one in response.findings
        if one.severity is not Severity.NOTE
    ]


def _printed_only(definition: Definition, brought: Brought) -> tuple[Brought, list[Finding]]:
    """Return what the printed form has room for, and a finding for what it has not."""
    added = {field.id for field in definition.fields if field.added}
    offers = {name: text for name, text in brought.offers.items() if name.partition("-")[0] not in added}
    rows = tuple(
        FilledRow({column: text for column, text in row.cells.items() if column != "status"}, row.locked)
        for row in brought.rows
    )
    left_out = sorted(brought.offers.keys() - offers.keys())
    left_out += [row.cells["ref"] for row in brought.rows if "status" in row.cells]
    finding = Finding(
        "B03",
        Severity.NOTE,
        None,
        f"{definition.id}: the printed form has no room for what last time's forms say of "
        f"{', '.join(left_out)}; --verbatim left it out.",
    )
    return Brought(rows, offers, brought.findings), [finding] if left_out else []


def _claims(refs: Sequence[str]) -> Finding:
    return Finding(
        "P19",
        Severity.SOON,
        None,
        f"{', '.join(refs)}: the agenda says that this is closed, which the supervisor has yet to confirm; "
        "look at its status at the session.",
    )


def _no_reference(definition: Definition) -> Finding:
    return Finding(
        "P13",
        Severity.NOTE,
        None,
        f"{definition.id}: has no reference, so its actions get no ids and its return is matched by hand; "
        f'give "reference", for example ESM-26-0042-{definition.code}.',
    )


def _rows(
    definition: Definition,
    values: Values,
    resumed: Resumed | None,
    brought: tuple[FilledRow, ...],
    reference: str | None,
    stage: Stage,
) -> dict[str, tuple[FilledRow, ...]]:
    rows: dict[str, list[FilledRow]] = {}
    carried_table = next((field.id for field in definition.fields if field.kind is Kind.CARRIED), None)
    for field in definition.answerable:
        if field.columns:
            rows[field.id] = [*(resumed.rows.get(field.id, ()) if resumed else ())]
            rows[field.id] += [_locked(field, row) for row in values.rows.get(field.id, ())]
    if carried_table:
        standing = {row.cells.get("ref") for row in rows[carried_table]}
        rows[carried_table] += [row for row in brought if row.cells["ref"] not in standing]
    settled = stage in {Stage.SIGNING, Stage.FINAL}
    if settled:
        rows = {table: [row for row in table_rows if _is_used(row)] for table, table_rows in rows.items()}
    return _numbered(definition, rows, reference, spares=not settled)


def _locked(field: Field, row: FilledRow) -> FilledRow:
    columns = LOCKED_CARRIED_COLUMNS if field.kind is Kind.CARRIED else {"ref"}
    return FilledRow(row.cells, frozenset(columns & row.cells.keys()))


def _is_used(row: FilledRow) -> bool:
    return bool(row.cells.keys() - {"ref"})


def _numbered(
    definition: Definition, rows: Mapping[str, list[FilledRow]], reference: str | None, *, spares: bool
) -> dict[str, tuple[FilledRow, ...]]:
    """Return the rows with ids for new actions, numbered on from what is printed, and spare rows if asked."""
    prefix = f"{reference}/"
    taken = [
        int(digits)
        for table_rows in rows.values()
        for row in table_rows
        if (ref := row.cells.get("ref", "")).startswith(prefix) and (digits := ref[len(prefix) :]).isdecimal()
    ]
    number = max(taken, default=0)
    complete: dict[str, tuple[FilledRow, ...]] = {}
    for field in definition.answerable:
        if field.kind is Kind.ACTIONS:
            table = list(rows[field.id])
            blank = sum(not _is_used(row) for row in table)
            table += [FilledRow({})] * max(field.spare - blank, 0) * spares
            numbered = []
            for row in table:
                if not reference or "ref" in row.cells:
                    numbered.append(row)
                    continue
                number += 1
                cells = {**row.cells, "ref": action_id(reference, number)}
                numbered.append(FilledRow(cells, row.locked | {"ref"}))
            complete[field.id] = tuple(numbered)
        elif field.kind is Kind.CARRIED:
            complete[field.id] = (*rows[field.id], *([FilledRow({})] * field.spare * spares))
    return complete


def _blank_rows(field: Field) -> tuple[FilledRow, ...]:
    return (FilledRow({}),) * max(field.spare, _BLANK_CARRIED_ROWS if field.kind is Kind.CARRIED else 1)


_BLANK_CARRIED_ROWS = 2
"""Rows for carried actions on a blank form, where nothing can be carried by us."""
