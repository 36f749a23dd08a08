"""One row per session and one per case discussed, from the files that count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from forms.action_rows import is_open, rows_of
from forms.dates import parse_date, parse_time
from forms.findings import Finding, Severity
from forms.log import CaseRow, Session, SessionStatus, SignedState, academic_year
from forms.model import Fact, Kind, RecordType, Stage
from forms.records import Response
from forms.revisions import Revision, fact_of, session_date, stage_rank
from register import field_ids
from register.children import is_case_ref
from register.imports import Sorted, file_name

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ActionCounts:
    """How many actions began, stood carried and closed at one session."""

    new: int = 0
    carried: int = 0
    closed: int = 0


def group_sessions(current: Iterable[Revision]) -> Mapping[str, tuple[Revision, ...]]:
    """Return the records and case sheets of each session, sessions in order of their forms."""
    groups: dict[str, list[Revision]] = {}
    for one in current:
        if one.definition.record in {RecordType.RECORD, RecordType.CASE}:
            groups.setdefault(one.session, []).append(one)
    return {name: tuple(group) for name, group in groups.items()}


def session_dates(groups: Mapping[str, tuple[Revision, ...]]) -> Mapping[str, dt.date]:
    """Return the day of each session that has one: the day it took place, else the day it is planned for."""
    found: dict[str, dt.date] = {}
    for name, group in groups.items():
        main = _main(group)
        day = _date(main, field_ids.ACTUAL_DATE) or _agreed(
            [session_date(one.response, one.definition) for one in main]
        )
        if day is not None:
            found[name] = day
    return found


def session_row(
    name: str, group: tuple[Revision, ...], files: Sorted, counts: ActionCounts, findings: Sequence[Finding]
) -> Session:
    """Return the row of one session; what its files contradict each other about stays empty."""
    main = _main(group)
    stage = max((one.stage for one in main), key=stage_rank)
    has_record = main[0].definition.record is RecordType.RECORD
    held = has_record and stage_rank(stage) >= stage_rank(Stage.SESSION)
    signed = {party: _signed(main, party) for party in ("supervisee", "supervisor")}
    state = _signed_state(stage, signed)
    cases = case_names(group)
    policy = main[0].definition.policy
    planned = _agreed([session_date(one.response, one.definition) for one in main])
    actual = _date(main, field_ids.ACTUAL_DATE)
    disagreement = _agreed([_disagreement(one.response) for one in main])
    row = Session(
        session_id=name,
        academic_year=academic_year(actual or planned),
        policy=policy.name,
        school=_fact(main, Fact.SCHOOL),
        supervisee=_fact(main, Fact.SUPERVISEE),
        supervisee_role=_agreed([field_ids.text_of(one.response, field_ids.SUPERVISEE_ROLE) for one in main]),
        supervisor=_fact(main, Fact.SUPERVISOR),
        planned_date=planned,
        planned_start=parse_time(_fact(main, Fact.SESSION_TIME) or ""),
        actual_date=actual,
        length_min=_agreed([field_ids.number_of(one.response, field_ids.ACTUAL_LENGTH) for one in main]),
        status=_status(group, files, state, held=held, has_record=has_record),
        held=held,
        return_due=_return_due(name, files),
        pupils_discussed=len(cases),
        pupil_limit=policy.pupil_limit,
        supervisee_signed_on=_signed_on(main, "supervisee"),
        supervisor_signed_on=_signed_on(main, "supervisor"),
        signature_mode=_mode(main),
        signed_state=state,
        disagreement=disagreement,
        actions_new=counts.new,
        actions_carried=counts.carried,
        actions_closed=counts.closed,
        next_session_date=_date(main, field_ids.NEXT_SESSION_DATE),
        source_file="; ".join(file_name(one.response.path) for one in main),
        source_hash="; ".join(one.response.sha256 for one in main),
        findings=(),
    )
    return _with_findings(row, (*findings, *_own_findings(row, group), *_unsigned(row, main, stage, signed)))


def _return_due(name: str, files: Sorted) -> dt.date | None:
    """Return the day by which the agenda was to come back; later stages no longer say it."""
    agendas = [
        one
        for one in files.distinct
        if one.session == name
        and one.definition.record is RecordType.RECORD
        and one.response.stage is Stage.AGENDA
    ]
    return _agreed([parse_date(one.response.header.get(Fact.RETURN_BY, "")) for one in agendas])


def case_rows(
    groups: Mapping[str, tuple[Revision, ...]],
) -> tuple[CaseRow, ...]:
    """Return one row per case sheet that counts, sessions in order."""
    rows: list[CaseRow] = []
    last: dict[str, str | None] = {}
    for name, group in groups.items():
        for one in group:
            if one.definition.record is not RecordType.CASE:
                continue
            case = _case(one)
            status = field_ids.text_of(one.response, field_ids.CASE_STATUS)
            before = last.get(case) if case else None
            changed = status != before if before and status else None
            if case and status:
                last[case] = status
            sheet = fact_of(one.response, one.definition, Fact.SHEET) or ""
            number = one.reference.sheet if one.reference and one.reference.sheet else None
            open_rows = [
                row for row in rows_of(one.response, one.definition) if is_open(row.action, one.stage)
            ]
            rows.append(
                CaseRow(
                    session_id=name,
                    case_ref=case,
                    sheet_no=number or (int(sheet) if sheet.isdecimal() else None),
                    case_status=status,
                    status_change=changed,
                    logs_up_to_date=field_ids.text_of(one.response, field_ids.LOGS_UP_TO_DATE),
                    chronology_up_to_date=field_ids.text_of(one.response, field_ids.CHRONOLOGY_UP_TO_DATE),
                    open_actions=len(open_rows),
                    source_file=file_name(one.response.path),
                )
            )
    return tuple(rows)


def case_names(group: Iterable[Revision]) -> frozenset[str]:
    """Return what tells a session's cases apart: the case's reference, else the sheet's own key."""
    return frozenset(_case(one) or one.key for one in group if one.definition.record is RecordType.CASE)


def _main(group: tuple[Revision, ...]) -> tuple[Revision, ...]:
    """Return the session's records, or its case sheets where no record came back."""
    return tuple(one for one in group if one.definition.record is RecordType.RECORD) or group


def _case(one: Revision) -> str | None:
    case = fact_of(one.response, one.definition, Fact.CASE_REF)
    return case if case and is_case_ref(case) else None


def _agreed(values: Sequence[_T | None]) -> _T | None:
    """Return the value that all files give; None where they differ or none gives one."""
    known = [value for value in values if value is not None]
    return known[0] if known and all(value == known[0] for value in known) else None


def _fact(main: Sequence[Revision], fact: Fact) -> str | None:
    return _agreed([fact_of(one.response, one.definition, fact) for one in main])


def _date(main: Sequence[Revision], ids: tuple[str, ...]) -> dt.date | None:
    return parse_date(_agreed([field_ids.text_of(one.response, ids) for one in main]) or "")


def _disagreement(response: Response) -> bool | None:
    if field_ids.text_of(response, field_ids.DISAGREEMENT_NOTE):
        return True
    answer = field_ids.text_of(response, field_ids.DISAGREEMENT)
    return None if answer is None else answer == "Yes"


def _signed(main: Sequence[Revision], party: str) -> bool:
    return all(any(sign.party == party for sign in one.response.signatures) for one in main)


def _signed_on(main: Sequence[Revision], party: str) -> dt.date | None:
    return _agreed(
        [
            parse_date(sign.date or "")
            for one in main
            for sign in one.response.signatures
            if sign.party == party
        ]
    )


def _signed_state(stage: Stage, signed: Mapping[str, bool]) -> SignedState:
    supervisee, supervisor = signed["supervisee"], signed["supervisor"]
    if supervisee and supervisor:
        return SignedState.BOTH
    if supervisee or supervisor:
        return SignedState.SUPERVISEE if supervisee else SignedState.SUPERVISOR
    return SignedState.NONE if stage_rank(stage) >= stage_rank(Stage.SIGNING) else SignedState.NOT_YET_DUE


def _mode(main: Sequence[Revision]) -> str | None:
    ways = {"ink" if sign.way == "ink" else "electronic" for one in main for sign in one.response.signatures}
    return "mixed" if len(ways) > 1 else next(iter(ways), None)


def _status(
    group: Iterable[Revision], files: Sorted, state: SignedState, *, held: bool, has_record: bool
) -> SessionStatus:
    torn = {one.key for one, _ in files.conflicts}
    if any(one.key in torn for one in group):
        return SessionStatus.NEEDS_REVIEW
    if not has_record:
        return SessionStatus.CASES_ONLY
    if not held:
        return SessionStatus.AGENDA_RETURNED
    if state is SignedState.BOTH:
        return SessionStatus.COMPLETE
    if state in {SignedState.SUPERVISEE, SignedState.SUPERVISOR}:
        return SessionStatus.PART_SIGNED
    return SessionStatus.HELD


def _own_findings(row: Session, group: Iterable[Revision]) -> list[Finding]:
    who = f"{row.supervisee or 'supervisee unknown'} ({row.session_id})"
    found: list[Finding] = []
    if row.pupil_limit is not None and row.pupils_discussed > row.pupil_limit:
        text = (
            f"Session of {who}: {row.pupils_discussed} pupils, limit {row.pupil_limit}. Take fewer next time."
        )
        found.append(Finding("X04", Severity.ACT_NOW, None, text))
    if row.disagreement:
        text = f"Record of {who}: a disagreement is recorded. Read it on the record and settle it."
        found.append(Finding("X32", Severity.ACT_NOW, None, text))
    for one in group:
        response = one.response
        if one.reference is None and all(finding.code != "X27" for finding in response.findings):
            text = (
                f"{response.path}: no reference, so it is filed under person and date. Issue forms with one."
            )
            found.append(Finding("X27", Severity.SOON, None, text))
        if one.definition.record is RecordType.CASE:
            found += _case_findings(one)
    return found


def _unsigned(
    row: Session, main: Sequence[Revision], stage: Stage, signed: Mapping[str, bool]
) -> list[Finding]:
    """Return a finding where a record that was laid out for signature lacks somebody's."""
    asked = {field.party for one in main for field in one.definition.fields if field.kind is Kind.SIGNATURE}
    missing = [party for party, has_signed in signed.items() if party in asked and not has_signed]
    if not missing or stage_rank(stage) < stage_rank(Stage.SIGNING):
        return []
    names = {"supervisee": row.supervisee, "supervisor": row.supervisor}
    who = " and ".join(f"{names[party] or 'an unnamed person'} ({party})" for party in missing)
    whose = f"{row.supervisee or 'supervisee unknown'} ({row.session_id})"
    text = f"Record of {whose}: not signed by {who}. Ask for what is missing."
    return [Finding("X08", Severity.SOON, None, text)]


def _case_findings(one: Revision) -> list[Finding]:
    found: list[Finding] = []
    shown = fact_of(one.response, one.definition, Fact.CASE_REF)
    if shown and not is_case_ref(shown):
        text = (
            f"{one.response.path}: its case reference is none and may be a name; the log omits it. Mend it."
        )
        found.append(Finding("X24", Severity.ACT_NOW, None, text))
    for ids in (field_ids.LOGS_UP_TO_DATE, field_ids.CHRONOLOGY_UP_TO_DATE):
        if field_ids.text_of(one.response, ids) == "No":
            text = f"{one.response.path}, {ids[0]}: answered No. Agree an action that brings it up to date."
            found.append(Finding("X35", Severity.SOON, ids[0], text))
    return found


def _with_findings(row: Session, findings: Iterable[Finding]) -> Session:
    """Return the row with its findings, each once."""
    unique = {(one.code, one.field, one.message): one for one in findings}
    return replace(row, findings=tuple(unique.values()))
