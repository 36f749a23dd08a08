"""One row per session and one per case discussed, from the files that count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from forms.dates import parse_date, parse_time
from forms.findings import Finding, Severity
from forms.log import Session, SessionStatus, SignedState, academic_year
from forms.meanings import Logged
from forms.model import Fact, RecordType, Stage
from forms.records import Response
from forms.reference import is_case_ref
from forms.revisions import Revision, fact_of, session_date, stage_rank
from register import logged
from register.cases import case_names
from register.copies import Sorted
from register.imports import file_name
from register.signing import has_signed, mode_of, parties_of, signed_on, signed_state

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
        day = _date(main, Logged.ACTUAL_DATE) or _agreed(
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
    signed = {party: has_signed(main, party) for party in ("supervisee", "supervisor")}
    state = signed_state(stage, supervisee=signed["supervisee"], supervisor=signed["supervisor"])
    cases = case_names(group)
    policy = main[0].definition.policy
    planned = _agreed([session_date(one.response, one.definition) for one in main])
    actual = _date(main, Logged.ACTUAL_DATE)
    disagreement = _agreed([_disagreement(one) for one in main])
    row = Session(
        session_id=name,
        academic_year=academic_year(actual or planned),
        policy=policy.name,
        school=_fact(main, Fact.SCHOOL),
        supervisee=_fact(main, Fact.SUPERVISEE) or _group(main),
        supervisee_role=_agreed([logged.text_of(one, Logged.SUPERVISEE_ROLE) for one in main]),
        supervisor=_fact(main, Fact.SUPERVISOR),
        planned_date=planned,
        # The time may stand on the agenda only, where that is a form of its own.
        planned_start=parse_time(
            _fact(main, Fact.SESSION_TIME) or _fact(_records(group), Fact.SESSION_TIME) or ""
        ),
        actual_date=actual,
        length_min=_agreed([logged.number_of(one, Logged.ACTUAL_LENGTH) for one in main]),
        status=_status(group, files, state, held=held, has_record=has_record),
        held=held,
        return_due=_return_due(name, files),
        pupils_discussed=len(cases),
        pupil_limit=policy.pupil_limit,
        supervisee_signed_on=signed_on(main, "supervisee"),
        supervisor_signed_on=signed_on(main, "supervisor"),
        signature_mode=mode_of(main),
        signed_state=state,
        disagreement=disagreement,
        actions_new=counts.new,
        actions_carried=counts.carried,
        actions_closed=counts.closed,
        next_session_date=_date(main, Logged.NEXT_SESSION_DATE),
        source_file="; ".join(file_name(response.path) for response in _files_of(main)),
        source_hash="; ".join(response.sha256 for response in _files_of(main)),
        findings=(),
        form_id=main[0].definition.id,
    )
    return _with_findings(row, (*findings, *_own_findings(row, group), *_unsigned(row, main, stage, signed)))


def _files_of(main: Sequence[Revision]) -> Iterator[Response]:
    """Yield the files whose answers stand in a row: each copy that counts, and those joined to it."""
    for one in main:
        yield one.response
        yield from one.joined


def _return_due(name: str, files: Sorted) -> dt.date | None:
    """Return the day by which the agenda was to come back; later stages no longer say it."""
    agendas = [
        one
        for one in files.by_session.get(name, ())
        if one.definition.record is RecordType.RECORD and one.response.stage is Stage.AGENDA
    ]
    return _agreed([parse_date(one.response.header.get(Fact.RETURN_BY, "")) for one in agendas])


def _main(group: tuple[Revision, ...]) -> tuple[Revision, ...]:
    """Return the session's records, or its case sheets where no record came back.

    An agenda of which another form is the record is left out once that one is there.
    """
    records = _records(group)
    continued = {one.definition.continues for one in records}
    return tuple(one for one in records if one.definition.id not in continued) or group


def _records(group: tuple[Revision, ...]) -> tuple[Revision, ...]:
    return tuple(one for one in group if one.definition.record is RecordType.RECORD)


def _agreed(values: Sequence[_T | None]) -> _T | None:
    """Return the value that all files give; None where they differ or none gives one."""
    known = [value for value in values if value is not None]
    return known[0] if known and all(value == known[0] for value in known) else None


def _fact(main: Sequence[Revision], fact: Fact) -> str | None:
    return _agreed([fact_of(one.response, one.definition, fact) for one in main])


def _group(main: Sequence[Revision]) -> str | None:
    """Return those who came to a group session, else those who were listed for it."""
    return _agreed(["; ".join(attendance_of(one)) or None for one in main])


def attendance_of(one: Revision) -> list[str]:
    """Return those who came to a group session; where nobody says who came, those who were listed."""
    listed = [
        entry
        for name in logged.ids_of(one.definition, Logged.ATTENDANCE)
        for entry in logged.cells_of(one.response, name)
    ]
    came = {
        number
        for name in logged.ids_of(one.definition, Logged.CAME)
        for number, said in logged.cells_of(one.response, name)
        if said != "No"
    }
    return [" ".join(text.split()) for number, text in listed if not came or number in came]


def _date(main: Sequence[Revision], asked: Logged) -> dt.date | None:
    return parse_date(_agreed([logged.text_of(one, asked) for one in main]) or "")


def _disagreement(one: Revision) -> bool | None:
    if logged.text_of(one, Logged.DISAGREEMENT_NOTE):
        return True
    answer = logged.text_of(one, Logged.DISAGREEMENT)
    return None if answer is None else answer == "Yes"


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
    asked = parties_of(main)
    missing = [party for party, is_signed in signed.items() if party in asked and not is_signed]
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
            f"{one.response.path}: its case reference is none and may be a name; expected one such as "
            "ESM-C014; the log omits it. Mend it."
        )
        found.append(Finding("X24", Severity.ACT_NOW, None, text))
    for asked in (Logged.LOGS_UP_TO_DATE, Logged.CHRONOLOGY_UP_TO_DATE):
        if logged.text_of(one, asked) == "No":
            text = f"{one.response.path}, {asked}: answered No. Agree an action that brings it up to date."
            found.append(Finding("X35", Severity.SOON, asked.value, text))
    return found


def _with_findings(row: Session, findings: Iterable[Finding]) -> Session:
    """Return the row with its findings, each once."""
    unique = {(one.code, one.field, one.message): one for one in findings}
    return replace(row, findings=tuple(unique.values()))
