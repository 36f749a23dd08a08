"""Put together what one document says: values, what earlier forms bring, and the stage before.

The order of precedence, field by field: what a person wrote on the form that is continued; then the
values given; then what is offered from last time; then the definition's default. Facts that the
system owns are the exception: there the values given win.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from build.carry import Brought, Target, bring
from build.caution import check_beforehand, check_course
from build.filling import FilledRow, Filling
from build.resume import Resumed, next_stage, resume
from build.signers import unticked_people
from build.table_rows import blank_rows, carried_table, complete_rows, known_rows, overruled
from build.values import Values
from build.versions import onto_version
from forms.errors import UsageError
from forms.findings import Finding, Severity
from forms.model import Definition, Fact, Kind, Owner, RecordType, Stage
from forms.records import Response
from forms.revisions import Lookup, stage_rank
from forms.spoken import called


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that is known before a document is made."""

    values: Values
    previous: tuple[Response, ...] = ()
    """Forms of earlier sessions."""
    continued: Response | None = None
    """The same session's form at an earlier stage."""
    before_at: str | None = None
    """The school that the forms of earlier sessions are of; None: the one that each of them names."""


def blank_filling(definition: Definition, *, verbatim: bool = False) -> Filling:
    """Return an empty form: every field open, spare rows, no reference."""
    rows = {field.id: blank_rows(field) for field in definition.answerable if field.columns}
    return Filling(definition, Stage.BLANK, None, {}, {}, rows, verbatim=verbatim)


def build_filling(
    definition: Definition,
    known: Known,
    *,
    lookup: Lookup,
    forms: Sequence[Definition],
    stage: Stage | None = None,
    verbatim: bool = False,
    left_open: frozenset[Fact] = frozenset(),
) -> Filling:
    """Return what the document is to say; `forms` are all definitions beside it.

    `left_open` are facts that whoever fills it in may give: a spare case sheet is for a case that nobody
    knows yet. UsageError where facts are missing or contradict each other.
    """
    values = known.values
    case_codes = frozenset(form.code for form in forms if form.record is RecordType.CASE)
    continued = known.continued
    moved: tuple[Finding, ...] = ()
    if continued is not None:
        continued, moved = onto_version(continued, definition, lookup)
    resumed = resume(continued, definition, case_codes, forms) if continued is not None else None
    wanted = _stage(definition, stage, values, resumed)
    reference = _reference(values, resumed)
    header, answers, findings = _merged(definition, values, resumed)
    _require(definition, header, values.where, left_open)
    supervisee, case, school = (header.get(one) for one in (Fact.SUPERVISEE, Fact.CASE_REF, Fact.SCHOOL))
    target = Target(definition, reference, supervisee, case, school, known.before_at)
    brought = bring(known.previous, target, lookup, forms)
    if verbatim:
        brought, left_out = _printed_only(definition, brought)
        findings += left_out
    begins = resumed is None or resumed.begins_form
    offers = (
        {} if not begins else {name: text for name, text in brought.offers.items() if name not in answers}
    )
    defaults = {} if verbatim else _defaults(definition, header)
    answers = {**defaults, **offers, **answers}
    sources = ((resumed.rows if resumed else {}), values.rows)
    offered_rows = brought.offered_rows if begins else {}
    carried_rows = [row for row in brought.rows if begins or "ref" in row.cells]
    known_now = known_rows(definition, sources, carried_rows, offered_rows, reference)
    findings += [
        _overlap(definition, name, kept=kept, other=other)
        for name, kept, other in overruled(definition, *sources)
    ]
    goes_on = resumed is not None and not begins and stage_rank(resumed.stage) < stage_rank(Stage.SIGNING)
    rows = complete_rows(
        definition, known_now, reference, wanted, starts=begins and not verbatim, goes_on=goes_on
    )
    offers_made = {*offers, *(table for table in offered_rows if not values.rows.get(table))}
    if not reference:
        findings.append(_no_reference(definition))
    if resumed and resumed.claims:
        findings.append(_claims(resumed.claims))
    if resumed and resumed.stays and continued is not None:
        findings.append(_stays(continued, lookup, resumed.stays))
    findings += check_beforehand(definition, values, resumed=resumed is not None)
    if goes_on and stage_rank(wanted) >= stage_rank(Stage.SIGNING):
        findings += unticked_people(definition, rows)
    findings += check_course(definition, known, wanted, answers, rows, lookup)
    return Filling(
        definition,
        wanted,
        reference,
        header,
        answers,
        rows,
        frozenset(offers_made),
        verbatim,
        (*_returned_findings(known, lookup), *moved, *values.findings, *brought.findings, *findings),
        continued.issued_rows if continued is not None else {},
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
                    f"{values.where}: header {fact.value} and {called(definition, name)}: found {text!r} and "
                    f"{given[name]!r}; expected the same; keep one of them.",
                )
    answers = dict(resumed.answers) if resumed else {}
    owners = {field.id: field.owner for field in definition.fields}
    for name, text in given.items():
        before = answers.get(name)
        if before and before != text:
            wins = owners.get(name) is Owner.SYSTEM
            findings.append(
                _overlap(definition, name, kept=text if wins else before, other=before if wins else text)
            )
            if not wins:
                continue
        answers[name] = text
    header = {**(resumed.header if resumed else {}), **values.header}
    # What the form before knew of the session stands where this form prints it.
    answers = {field.id: header[fact] for fact, field in printing.items() if header.get(fact)} | answers
    header |= {fact: answers[field.id] for fact, field in printing.items() if field.id in answers}
    return header, answers, findings


def _overlap(definition: Definition, name: str, *, kept: str, other: str) -> Finding:
    return Finding(
        "P11",
        Severity.SOON,
        name,
        f"{called(definition, name)}: the returned form and the values differ; {kept!r} was kept, "
        f"not {other!r}; check which is right.",
    )


def _require(
    definition: Definition, header: Mapping[Fact, str], where: str, left_open: frozenset[Fact]
) -> None:
    needed = (fact for fact in definition.required if fact not in left_open)
    missing = [fact.value for fact in needed if not header.get(fact)]
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
    named = {f"{field.id}-who": header.get(field.who, "") for field in definition.fields if field.who}
    return {name: text for name, text in (started | fixed | named).items() if text}


def _returned_findings(known: Known, lookup: Lookup) -> list[Finding]:
    """Return what reading found about the files that this document is made from, with their names."""
    files = (*known.previous, *((known.continued,) if known.continued else ()))
    return [
        one
        if response.path in one.message
        else replace(one, message=f"{response.path}: {_said(one, response, lookup)}")
        for response in files
        for one in response.findings
        if one.severity is not Severity.NOTE
    ]


def _said(finding: Finding, response: Response, lookup: Lookup) -> str:
    """Return a finding's words with its box called as the form calls it."""
    name = finding.field or ""
    if not name or not finding.message.startswith(f"{name}: "):
        return finding.message
    return called(lookup(response.form, response.version), name) + finding.message.removeprefix(name)


def _printed_only(definition: Definition, brought: Brought) -> tuple[Brought, list[Finding]]:
    """Return what the printed form has room for, and a finding for what it has not."""
    added = {field.id for field in definition.fields if field.added}
    offers = {name: text for name, text in brought.offers.items() if name.partition("-")[0] not in added}
    table = carried_table(definition)
    unprinted = {"status"}
    if table is not None and table.kind is not Kind.CARRIED:
        unprinted = {column for row in brought.rows for column in row.cells}
        unprinted -= {"ref", *table.printed_columns}
    rows = tuple(
        FilledRow({column: text for column, text in row.cells.items() if column not in unprinted}, row.locked)
        for row in brought.rows
    )
    offered_rows = {table: rows for table, rows in brought.offered_rows.items() if table not in added}
    unseen = [row.cells.get("ref", "") for row in rows] if table is not None and table.added else []
    left_out = sorted(brought.offers.keys() - offers.keys())
    left_out += sorted(brought.offered_rows.keys() - offered_rows.keys())
    left_out += unseen or [row.cells.get("ref", "") for row in brought.rows if unprinted & row.cells.keys()]
    finding = Finding(
        "B03",
        Severity.NOTE,
        None,
        f"{definition.id}: the printed form has no room for what last time's forms say of "
        f"{called(definition, *left_out)}; --verbatim left it out.",
    )
    kept = Brought(() if unseen else rows, offers, brought.findings, offered_rows)
    return kept, [finding] if left_out else []


def _claims(refs: Sequence[str]) -> Finding:
    return Finding(
        "P19",
        Severity.SOON,
        None,
        f"{', '.join(refs)}: the agenda says that this is closed, which the supervisor has yet to confirm; "
        "look at its status at the session.",
    )


def _stays(before: Response, lookup: Lookup, names: Sequence[str]) -> Finding:
    named = called(lookup(before.form, before.version), *names)
    return Finding(
        "P27",
        Severity.NOTE,
        None,
        f"{before.path}: what is written under {named} stays on that form; "
        "have it beside this one at the session.",
    )


def _no_reference(definition: Definition) -> Finding:
    return Finding(
        "P13",
        Severity.NOTE,
        None,
        f"{definition.id}: has no reference, so its actions get no ids and its return is matched by hand; "
        f'give "reference", for example ESM-26-0042-{definition.code}.',
    )
