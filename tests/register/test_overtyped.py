"""A copied file that was typed over never takes the place of what it was copied from."""

import datetime as dt

import pytest

from forms.findings import Severity
from forms.log import Log, Outcome, SessionStatus
from forms.model import Fact, Stage
from forms.records import Response
from register.database import Register
from register.issuing import Issued, record_issued
from tests.register.responses import PRIYA, TOM, returned
from tests.register.taking import log_of, take

_SIGNED = [("supervisee", TOM, "2026-11-26"), ("supervisor", PRIYA, "2026-11-26")]


def signed(date: str, path: str, supervisee: str = TOM) -> Response:
    """Return a record that both have signed, of a session on a day."""
    header = {Fact.SESSION_DATE: date, Fact.SUPERVISEE: supervisee}
    return returned("ESM-26-0042-A2", Stage.SIGNING, {"actual_date": date}, header, signed=_SIGNED, path=path)


def sheet(case: str, path: str) -> Response:
    """Return a case sheet with the number 1."""
    header = {Fact.SESSION_DATE: "2026-11-19", Fact.CASE_REF: case, Fact.SHEET: "1"}
    return returned("ESM-26-0042-A3-1", Stage.SESSION, {"case_status": "CiN"}, header, path=path)


def outcomes(log: Log) -> dict[str, Outcome]:
    """Return file name -> what became of it."""
    return {row.file_name: row.outcome for row in log.imports}


def test_signed_record_of_another_day_is_set_aside(register: Register) -> None:
    """What was signed stays complete; the file that was typed over is named, in its own row too."""
    take(register, [signed("2026-11-19", "first.pdf")])
    take(register, [signed("2027-01-14", "again.pdf")])
    log = log_of(register)
    (session,) = log.sessions
    assert (session.status, str(session.actual_date)) == (SessionStatus.COMPLETE, "2026-11-19")
    assert outcomes(log) == {"first.pdf": Outcome.ACCEPTED, "again.pdf": Outcome.NEEDS_REVIEW}
    assert {row.file_name: row.codes for row in log.imports}["again.pdf"] == ("X28",)


def test_form_of_another_policy_is_set_aside(register: Register) -> None:
    """Under the reference of a signed record, or of another form of its session: the record stays."""
    take(register, [signed("2026-11-19", "first.pdf")])
    for reference, form in (
        ("ESM-26-0042-A2", "harewood/a2-record"),
        ("ESM-26-0042-A3", "harewood/a3-caseload-record"),
    ):
        take(register, [returned(reference, Stage.SIGNING, form=form, path=f"{form}.docx")])
    log = log_of(register)
    (session,) = log.sessions
    assert (session.status, session.policy) == (SessionStatus.COMPLETE, "Esteem Multi Academy Trust (MAT)")
    assert outcomes(log) == {
        "first.pdf": Outcome.ACCEPTED,
        "a2-record.docx": Outcome.NEEDS_REVIEW,
        "a3-caseload-record.docx": Outcome.NEEDS_REVIEW,
    }
    assert {row.file_name: row.codes for row in log.imports}["a2-record.docx"] == ("X28",)


def test_forms_of_two_policies_at_once_both_wait(register: Register) -> None:
    """Nothing says which of them is right."""
    take(
        register,
        [signed("2026-11-19", "a.pdf"), returned("ESM-26-0042-A2", form="harewood/a2-record", path="b.pdf")],
    )
    log = log_of(register)
    assert set(outcomes(log).values()) == {Outcome.NEEDS_REVIEW}
    assert not [one for one in log.sessions if one.status is SessionStatus.COMPLETE]


def test_form_that_was_sent_out_comes_after_one_of_another_policy(register: Register) -> None:
    """What was made to be sent says of which policy a session is, not what came first."""
    issued = Issued("ESM-26-0042-A2", "a" * 64, "esteem/a2-record", "1", "session", dt.date(2026, 11, 5))
    with register.writing() as connection:
        record_issued(connection, issued)
    take(register, [returned("ESM-26-0042-A2", form="harewood/a2-record", path="wrong.pdf")])
    take(register, [signed("2026-11-19", "right.pdf")])
    assert outcomes(log_of(register)) == {"wrong.pdf": Outcome.NEEDS_REVIEW, "right.pdf": Outcome.ACCEPTED}


def test_signed_record_of_another_person_is_set_aside(register: Register) -> None:
    """A name that is only written otherwise is the same person's."""
    take(register, [signed("2026-11-19", "first.pdf")])
    take(register, [signed("2026-11-19", "initial.pdf", "T. Reed")])
    take(register, [signed("2026-11-19", "other.pdf", "Lee Moss")])
    assert outcomes(log_of(register)) == {
        "first.pdf": Outcome.SUPERSEDED,
        "initial.pdf": Outcome.ACCEPTED,
        "other.pdf": Outcome.NEEDS_REVIEW,
    }


def test_two_cases_on_sheets_of_one_number_both_count(register: Register) -> None:
    """With the same answers too: the second pupil is no duplicate of the first."""
    take(register, [sheet("ESM-C014", "a.pdf"), sheet("ESM-C021", "b.pdf")])
    log = log_of(register)
    assert [row.case_ref for row in log.cases] == ["ESM-C014", "ESM-C021"]
    assert set(outcomes(log).values()) == {Outcome.ACCEPTED}
    assert "X49" in {one.code for one in log.sessions[0].findings}


def test_later_sheet_of_another_case_is_said_to_be_another_sheet(register: Register) -> None:
    """Its reference may have been corrected, or the sheet copied: a person is told what to do."""
    take(register, [sheet("ESM-C014", "a.pdf")])
    take(register, [sheet("ESM-C021", "b.pdf")])
    log = log_of(register)
    assert outcomes(log) == {"a.pdf": Outcome.ACCEPTED, "b.pdf": Outcome.ACCEPTED}
    (note,) = [one for one in log.sessions[0].findings if one.code == "X49"]
    assert "correct the case reference" in note.message


def held(date: str, path: str, stage: Stage = Stage.SESSION, **fields: str) -> Response:
    """Return a copy of that record on which the day is typed over that the session was held on."""
    header = {Fact.SESSION_DATE: "2026-11-19", Fact.SUPERVISEE: TOM}
    signatures = _SIGNED if stage is Stage.SIGNING else []
    values = {"actual_date": date, **fields}
    return returned("ESM-26-0042-A2", stage, values, header, signed=signatures, path=path)


@pytest.mark.parametrize("stage", [Stage.SESSION, Stage.SIGNING])
def test_day_held_after_the_record_was_signed_is_another_sessions(register: Register, stage: Stage) -> None:
    """The planned day is locked on the form: who types over a record types over the day that it was held."""
    take(register, [signed("2026-11-19", "first.pdf")])
    take(register, [held("2027-01-14", "again.pdf", stage)])
    assert outcomes(log_of(register)) == {"first.pdf": Outcome.ACCEPTED, "again.pdf": Outcome.NEEDS_REVIEW}


def test_day_that_is_put_right_is_the_same_sessions(register: Register) -> None:
    """It lies before the signatures."""
    take(register, [signed("2026-11-19", "first.pdf")])
    take(register, [held("2026-11-20", "again.pdf", Stage.SIGNING)])
    assert outcomes(log_of(register)) == {"first.pdf": Outcome.SUPERSEDED, "again.pdf": Outcome.ACCEPTED}


def test_earlier_stage_that_comes_late_is_told_where_it_says_otherwise(register: Register) -> None:
    """It does not count; what it says and the record does not is not put away without a word."""
    take(register, [held("2026-11-19", "record.docx")])
    agenda = {"agenda_items": "Rotas"}
    for name, said in (("blank.docx", {}), ("late.docx", agenda)):
        header = {Fact.SESSION_DATE: "2026-11-19", Fact.SUPERVISEE: TOM}
        take(register, [returned("ESM-26-0042-A2", Stage.AGENDA, said, header, path=name)])
    log = log_of(register)
    assert outcomes(log) == {
        "record.docx": Outcome.ACCEPTED,
        "late.docx": Outcome.SUPERSEDED,
        "blank.docx": Outcome.SUPERSEDED,
    }
    (session,) = log.sessions
    (found,) = [one for one in session.findings if one.code == "X29"]
    assert (found.boxes, found.severity) == (("Agenda items",), Severity.SOON)
