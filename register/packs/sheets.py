"""The forms of a pack: the record, sheets of cases that go on and empty ones, an agreement that is wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from forms.model import Definition, Fact, Owner, RecordType, Stage
from forms.packs import Sheet
from forms.plan import Relationship
from forms.reference import parse_reference
from register.checks.facts import Paper, SessionFacts
from register.packs.papers import agreement_form, last_held, last_sheets, wants_agreement
from register.packs.setting import Setting


def new_sheet(setting: Setting, form: Definition, stage: Stage, number: int = 0) -> Sheet:
    """Return a form that begins at a stage; `number` counts the sheets of a form that has several, from 1."""
    sheet = f"-{number}" if number and Fact.CASE_REF in form.required else ""
    return Sheet(
        form=form.id,
        reference=f"{setting.session.session_id}-{form.code}{sheet}",
        stage=stage,
        header=setting.header(form, stage),
        mailed=setting.may_be_mailed(form.record),
    )


def record_sheet(setting: Setting, form: Definition, stage: Stage, before: Paper | None) -> Sheet:
    """Return the record at a stage, which goes on from what came back, or from the last session."""
    sheet = new_sheet(setting, form, stage)
    if before is not None:
        sheet = replace(sheet, continued=before.sha256)
    # At the meeting the actions are those of that day; a record that is signed says what was agreed.
    last = last_held(setting.facts, setting.session)
    if stage is Stage.SIGNING or last is None:
        return sheet
    school = last.school if len(last.relationships) == 1 else None
    return replace(sheet, previous=_previous(last), before_at=school)


def sheets_going_on(setting: Setting, stage: Stage) -> Iterator[Sheet]:
    """Yield the session's own case sheets that came back, and its agreement, at their next stage."""
    forms = {one.id: one for one in (*setting.forms.cases, *setting.forms.agreements)}
    for paper in setting.session.papers:
        form = forms.get(paper.form)
        if form is None or stage not in form.stages or paper.has_reached(stage):
            continue
        reference = parse_reference(paper.reference or "")
        sheet = new_sheet(setting, form, stage, reference.sheet if reference else 0)
        yield replace(sheet, continued=paper.sha256)


def sheets_not_back(setting: Setting, stage: Stage) -> Iterator[Sheet]:
    """Yield a sheet at `stage` for each case that goes on and of which no sheet of the session came back.

    With what was open last time: else nobody would have it before them when they meet.
    """
    back = [one for one in setting.session.papers if one.record is RecordType.CASE]
    cases = {one.said.get(Fact.CASE_REF) for one in back} - {None}
    wanted = tuple(case_sheets(setting, stage))
    taken = {one.reference: one.said.get(Fact.CASE_REF) for one in back}
    free = len({*taken, *(one.reference for one in wanted)}) + 1
    for sheet in wanted:
        if not sheet.previous or sheet.case_ref in cases:
            continue
        if sheet.reference not in taken:
            yield sheet
        elif sheet.case_ref is not None and taken[sheet.reference] is not None:
            # Its number has become another case's: what was open last time is ordered anew at each look.
            yield _numbered(sheet, free)
            free += 1


def _numbered(sheet: Sheet, number: int) -> Sheet:
    stem = sheet.reference.rpartition("-")[0]
    return replace(sheet, reference=f"{stem}-{number}", header={**sheet.header, "sheet": number})


def case_sheets(setting: Setting, stage: Stage | None = None) -> Iterator[Sheet]:
    """Yield a sheet for each case that goes on, then empty ones up to the policy's limit.

    `stage`: at which stage they are; None, and where a form knows no such stage, its first one.
    """
    forms = {one.id: one for one in setting.forms.cases}
    carried = [
        (forms[one.form], one) for one in last_sheets(setting.facts, setting.session) if one.form in forms
    ]
    wanted: list[tuple[Definition, Paper | None]] = [*carried]
    wanted += [(form, None) for form in _empty_sheets(setting, carried)]
    total, count = Counter(form.id for form, _ in wanted), Counter[str]()
    for form, paper in wanted:
        count[form.id] += 1
        own = stage if stage in form.stages else form.stages[0]
        sheet = new_sheet(setting, form, own, count[form.id])
        header = {**sheet.header, "sheet": count[form.id], "sheets": total[form.id]}
        case = paper.said.get(Fact.CASE_REF) if paper is not None else None
        if case:
            header["case_ref"] = case
        previous = (paper.sha256,) if paper is not None else ()
        yield replace(sheet, header=header, case_ref=case, previous=previous)


def _empty_sheets(setting: Setting, carried: list[tuple[Definition, Paper]]) -> Iterator[Definition]:
    """Yield the form of each empty sheet: one for a case up to the limit, or one that lists all cases."""
    if not any(person.holds_cases for person in setting.supervisees):
        return
    lists = [one for one in setting.forms.cases if Fact.CASE_REF not in one.required]
    if lists:
        yield from (one for one in lists[:1] if all(form.id != one.id for form, _ in carried))
        return
    single = next(iter(setting.forms.cases), None)
    cases = len({paper.said.get(Fact.CASE_REF) or paper.name for _, paper in carried})
    limit = setting.policy.pupil_limit or max(cases, 1)
    if single is not None:
        yield from [single] * max(0, limit - cases)


def agreement_sheet(setting: Setting) -> tuple[Sheet, str] | None:
    """Return the agreement that goes along, and why; None where none is wanted, and for groups.

    One that is back, signed or not, goes on as it is. Where nobody said which of a policy's agreements it is
    to be, none goes (`agreement_left_out`).
    """
    wanted = _wanted_agreement(setting)
    if wanted is None:
        return None
    rel, why = wanted
    form = setting.forms.agreement(agreement_form(setting.facts, rel))
    if form is None:
        return None
    due = {field.stage for field in form.answerable if field.owner is not Owner.SYSTEM}
    stage = next((stage for stage in form.stages if stage in due), form.stages[0])
    return new_sheet(setting, form, stage), why


def agreement_left_out(setting: Setting) -> str | None:
    """Return why an agreement that is wanted does not go along: the policy has several, for other series."""
    wanted = _wanted_agreement(setting)
    several = setting.forms.agreements
    if (
        wanted is None
        or len(several) < 2
        or setting.forms.agreement(agreement_form(setting.facts, wanted[0]))
    ):
        return None
    return (
        f"no agreement goes along, for the policy has {len(several)} and none is for {wanted[0].series} "
        f"supervision: choose the Series of {wanted[0].rel_id} in Relationships"
    )


def _wanted_agreement(setting: Setting) -> tuple[Relationship, str] | None:
    if len(setting.session.relationships) != 1:
        return None
    if any(paper.record is RecordType.AGREEMENT for paper in setting.session.papers):
        return None
    (rel,) = setting.session.relationships
    why = wants_agreement(setting.facts, rel, setting.session)
    return (rel, why) if why is not None else None


def as_it_came(setting: Setting, record: Paper) -> Sheet:
    """Return a signed record, which goes on as the file that came back."""
    return Sheet(
        form=record.form,
        reference=record.reference or setting.session.session_id,
        stage=record.stage,
        header={},
        as_it_came=record.sha256,
        mailed=setting.may_be_mailed(record.record),
    )


def _previous(before: SessionFacts) -> tuple[str, ...]:
    # An agenda that became a record on another form says no more of the actions than that record does.
    kept = [
        one
        for one in before.papers
        if one.record is RecordType.CASE
        or (one.record is RecordType.RECORD and one.has_reached(Stage.SESSION))
    ]
    return tuple(dict.fromkeys(one.sha256 for one in kept))
