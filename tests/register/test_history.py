"""Test how returned forms become the log: what counts, what waits for a person, what stays out."""

import datetime as dt
from dataclasses import replace

import pytest

from forms.catalogue import load_form
from forms.findings import Finding, Severity
from forms.log import ActionStatus, Log, Outcome, SessionStatus, SignedState, UnreadFile
from forms.model import Fact, Stage
from forms.records import Response
from register.history import Received, fold_history
from tests.register.responses import (
    PRIYA,
    TOM,
    carried_row,
    half_term_1,
    half_term_2,
    new_row,
    returned,
)

ON = dt.date(2026, 12, 1)


def fold(*responses: Response, on: dt.date = ON) -> Log:
    """Return the log of these forms."""
    return fold_history(responses, load_form, on)


def codes(log: Log, session: int = 0) -> list[str]:
    """Return the codes of one session's findings."""
    return [one.code for one in log.sessions[session].findings]


def test_two_half_terms_become_two_sessions() -> None:
    """Agenda, signed record and case sheet of one reference are one session, in whatever order they come."""
    forms = [*half_term_1(), *half_term_2()]
    log = fold(*reversed(forms))
    assert log == fold(*forms)
    first, second = log.sessions
    assert (first.session_id, first.status, first.signed_state) == (
        "ESM-26-0031",
        SessionStatus.COMPLETE,
        SignedState.BOTH,
    )
    assert (first.actual_date, first.length_min, first.supervisor_signed_on) == (
        dt.date(2026, 9, 24),
        65,
        dt.date(2026, 9, 29),
    )
    assert (first.actions_new, second.actions_carried, second.actions_closed) == (4, 4, 1)
    assert (second.status, second.disagreement, second.pupils_discussed) == (SessionStatus.HELD, None, 1)


def test_action_closes_at_the_session_where_a_person_said_done() -> None:
    """Status, count of carries and the closing session come from the trail."""
    rows = {one.action_id: one for one in fold(*half_term_1(), *half_term_2()).actions}
    done, going = rows["ESM-26-0031-A2/3"], rows["ESM-26-0031-A2/4"]
    assert (done.status, done.closed_in_session, done.closed_on) == (
        ActionStatus.DONE,
        "ESM-26-0042",
        dt.date(2026, 11, 19),
    )
    assert (going.status, going.times_carried, going.overdue_days(ON)) == (ActionStatus.IN_PROGRESS, 1, 11)
    assert (going.origin_section, going.agreed_on) == ("Action for agenda items", dt.date(2026, 9, 24))


def test_claim_on_an_agenda_is_shown_beside_the_open_status() -> None:
    """Done on an agenda leaves the action open until the session."""
    rows = {one.action_id: one for one in fold(*half_term_1(), *half_term_2(Stage.AGENDA)).actions}
    assert (rows["ESM-26-0031-A2/3"].status, rows["ESM-26-0031-A2/3"].claimed) == (ActionStatus.OPEN, "Done")
    assert rows["ESM-26-0031-A2/4"].status is ActionStatus.IN_PROGRESS


def test_date_that_is_none_stays_as_typed() -> None:
    """Owner and date that are missing are said, and nothing is guessed."""
    log = fold(*half_term_1())
    row = next(one for one in log.actions if one.action_id == "ESM-26-0031-A2/5")
    assert (row.due_date, row.due_text, row.owner, row.overdue_days(ON)) == (None, "asap", None, None)
    assert {"X13", "X15"} <= set(codes(log))


def test_date_that_is_none_counts_once() -> None:
    """Reading the form finds it too, on each form on which the action stands; it is one thing to settle."""
    found = Finding("X15", Severity.NOTE, "agenda_action-1-by_when", "'asap' is not a date")
    rows = [new_row("ESM-26-0031-A2/1", "Ring", TOM, "asap")]
    form = replace(returned("ESM-26-0031-A2", fields={"agenda_action": rows}), findings=(found,))
    assert codes(fold(form)).count("X15") == 1


def test_action_carried_three_times_drifts() -> None:
    """Each later session on which it stands counts once."""
    rows = [new_row("ESM-26-0031-A2/1", "Ring", TOM, "2027-06-01")]
    forms = [returned("ESM-26-0031-A2", fields={"agenda_action": rows})]
    for number in (42, 53, 64):
        carried = [carried_row("ESM-26-0031-A2/1", "Ring", TOM, "2027-06-01")]
        forms += [
            returned(f"ESM-26-00{number}-A2", stage, {"review_previous": carried})
            for stage in (Stage.AGENDA, Stage.SESSION)
        ]
    log = fold(*forms)
    assert (log.actions[0].times_carried, log.actions[0].drift) == (3, True)
    assert [one.session_id for one in log.sessions if "X17" in {f.code for f in one.findings}] == [
        "ESM-26-0064"
    ]


def test_words_of_a_cases_action_stay_out() -> None:
    """The log says where they are, and whose case it is."""
    row = next(one for one in fold(*half_term_1()).actions if one.case_ref)
    assert (row.action_text, row.case_ref) == ("On the case sheet", "ESM-C014")


def test_child_named_in_an_action_is_replaced_and_found() -> None:
    """A name that a case sheet gives does not reach the log by another form."""
    rows = [new_row("ESM-26-0042-A2/1", "Ring Jayden's mum, then JAYDEN OKORO", TOM, "2027-01-01")]
    log = fold(*half_term_1(), returned("ESM-26-0042-A2", fields={"agenda_action": rows}))
    row = next(one for one in log.actions if one.action_id == "ESM-26-0042-A2/1")
    assert row.action_text == "Ring [ESM-C014]'s mum, then [ESM-C014]"
    assert "X24" in codes(log, 1)


def test_child_named_in_a_file_name_is_replaced() -> None:
    """People rename files."""
    sheet = replace(half_term_1()[3], path="inbox/Jayden_Okoro notes.pdf")
    log = fold(sheet)
    assert (log.imports[0].file_name, log.cases[0].source_file) == ("[ESM-C014] notes.pdf",) * 2


def test_case_reference_that_is_none_stays_out() -> None:
    """Somebody typed a name where the reference belongs."""
    sheet = returned("ESM-26-0042-A3-1", header={Fact.CASE_REF: "Ruby Vance"})
    log = fold(sheet)
    assert log.cases[0].case_ref is None
    assert codes(log) == ["X24"]
    assert "Ruby" not in repr(log)


def test_byte_identical_file_is_a_duplicate() -> None:
    """A renamed copy counts once."""
    record = half_term_2()[0]
    log = fold(record, replace(record, path="inbox/zz copy.pdf"))
    assert [one.outcome for one in log.imports] == [Outcome.ACCEPTED, Outcome.DUPLICATE]
    assert log.imports[1].codes == ("X30",)
    assert len(log.sessions) == 1


def test_saved_again_with_the_same_answers_is_a_duplicate() -> None:
    """Other bytes, same answers: nothing to decide."""
    record = half_term_2()[0]
    log = fold(record, replace(record, path="inbox/zz.pdf", sha256="0" * 64))
    assert [one.outcome for one in log.imports] == [Outcome.ACCEPTED, Outcome.DUPLICATE]
    assert log.sessions[0].status is SessionStatus.HELD


@pytest.mark.parametrize(("kind", "code"), [("docx", "X41"), ("pdf", "X29")])
def test_two_different_files_of_one_stage_wait_for_a_person(kind: str, code: str) -> None:
    """Neither is taken for the newer one; what they differ in stays empty."""
    one = returned(
        "ESM-26-0042-A2", fields={"actual_length": 60, "next_session_date": "2027-01-14"}, path="a.pdf"
    )
    two = returned(
        "ESM-26-0042-A2", fields={"actual_length": 90, "next_session_date": "2027-01-14"}, path="b", kind=kind
    )
    log = fold(one, two)
    (session,) = log.sessions
    assert (session.status, session.length_min) == (SessionStatus.NEEDS_REVIEW, None)
    assert session.next_session_date == dt.date(2027, 1, 14)
    assert [row.outcome for row in log.imports] == [Outcome.NEEDS_REVIEW] * 2
    assert set(codes(log)) == {code}
    assert "Length in minutes" in session.findings[0].message


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_files_that_contradict_each_other_are_said_once_and_at_once(kind: str) -> None:
    """An agenda was continued three times: whichever file is left out, what it says is lost."""
    files = [
        returned("ESM-26-0042-A2", fields={"actual_length": 60 + minutes}, path=f"{minutes}", kind=one)
        for minutes, one in ((1, "pdf"), (2, kind), (3, "pdf"))
    ]
    (session,) = fold(*files).sessions
    (finding,) = [one for one in session.findings if one.code in {"X29", "X41"}]
    assert finding.severity is Severity.ACT_NOW
    assert "1, 2 and 3 are all ESM-26-0042-A2" in finding.message


def test_later_stage_replaces_the_earlier_one() -> None:
    """The agenda is superseded by the record of the same session."""
    outcomes = {
        one.stage: one.outcome for one in fold(*half_term_1()).imports if one.form_id == "esteem/a2-record"
    }
    assert outcomes == {"agenda": Outcome.SUPERSEDED, "signing": Outcome.ACCEPTED}


def test_agenda_typed_on_into_a_record_counts_as_one() -> None:
    """Length and who came are only known after the session."""
    log = fold(returned("ESM-26-0042-A2", Stage.AGENDA, {"actual_length": 60}))
    assert (log.sessions[0].held, log.sessions[0].status) == (True, SessionStatus.HELD)


def test_agenda_alone_is_no_held_session() -> None:
    """What may be drafted beforehand proves nothing."""
    log = fold(
        returned("ESM-26-0042-A2", Stage.AGENDA, {"agenda_items": "x", "next_session_date": "2027-01-14"})
    )
    assert (log.sessions[0].held, log.sessions[0].status) == (False, SessionStatus.AGENDA_RETURNED)


def test_form_without_reference_is_filed_under_person_and_date() -> None:
    """It gets a row of its own, marked."""
    log = fold(returned(None, Stage.BLANK, {"actual_length": 60}, {Fact.SESSION_DATE: "2026-11-19"}))
    assert (log.sessions[0].session_id, codes(log)) == ("Tom Reed, 2026-11-19", ["X27"])


def test_four_pupils_are_all_imported_and_found() -> None:
    """Nothing is left out; the limit is said."""
    sheets = [
        returned(f"ESM-26-0042-A3-{number}", header={Fact.CASE_REF: f"ESM-C01{number}"})
        for number in (1, 2, 3, 4)
    ]
    log = fold(*half_term_2()[:1], *sheets)
    assert (log.sessions[0].pupils_discussed, len(log.cases)) == (4, 4)
    assert "X04" in codes(log)


def test_sheets_that_came_back_blank_are_no_cases() -> None:
    """They go out up to the policy's limit and come back with the others; one that names a case is one."""
    blank = [returned(f"ESM-26-0042-A3-{number}") for number in (4, 5, 6)]
    named = returned("ESM-26-0042-A3-2", header={Fact.CASE_REF: "ESM-C015"})
    unnamed = returned("ESM-26-0042-A3-3", fields={"childs_view": "Wants to be asked first."})
    log = fold(*half_term_2()[:1], named, unnamed, *blank)
    assert (log.sessions[0].pupils_discussed, [row.sheet_no for row in log.cases]) == (2, [2, 3])
    assert "X04" not in codes(log)


@pytest.mark.parametrize(
    ("stage", "signed", "named"),
    [
        (Stage.SIGNING, [], "Tom Reed (supervisee) and Priya Shah (supervisor)"),
        (Stage.FINAL, [("supervisee", TOM, "2026-11-20")], "not signed by Priya Shah (supervisor)"),
        (Stage.SESSION, [("supervisor", PRIYA, "2026-11-20")], "not signed by Tom Reed (supervisee)"),
    ],
)
def test_missing_signature_is_said_by_name(
    stage: Stage, signed: list[tuple[str, str | None, str | None]], named: str
) -> None:
    """A record at signing or later, and one that somebody has signed already, wait for the other party."""
    (session,) = fold(returned("ESM-26-0042-A2", stage, signed=signed)).sessions
    assert [(one.code, one.severity) for one in session.findings] == [("X08", Severity.SOON)]
    assert named in session.findings[0].message


def test_signature_is_not_missed_before_it_is_due() -> None:
    """A session copy without one is as it should be, and so is a case sheet."""
    sheet = returned("ESM-26-0042-A3-1", header={Fact.CASE_REF: "ESM-C014"})
    assert "X08" not in codes(fold(returned("ESM-26-0042-A2"), sheet))
    both = [("supervisee", TOM, "2026-11-20"), ("supervisor", PRIYA, "2026-11-21")]
    assert "X08" not in codes(fold(returned("ESM-26-0042-A2", Stage.SIGNING, signed=both)))


def test_disagreement_is_a_flag_without_its_words() -> None:
    """What the disagreement is about stays on the record."""
    log = fold(returned("ESM-26-0042-A2", fields={"disagreement_note": "Paragraph two is wrong"}))
    assert log.sessions[0].disagreement is True
    assert "X32" in codes(log)
    assert "Paragraph" not in repr(log)


def test_findings_of_reading_count_for_the_session() -> None:
    """Each finding once, with those of the fold."""
    found = Finding("X39", Severity.NOTE, "agenda_items", "agenda_items: it does not fit")
    log = fold(returned("ESM-26-0042-A2", findings=(found, found)))
    assert codes(log) == ["X39"]


def test_file_that_gave_no_response_is_listed() -> None:
    """Every file has its line."""
    lost = UnreadFile("inbox\\risk form.docx", "1" * 64, Outcome.NOT_OURS, "R21")
    (row,) = fold_history([], load_form, ON, Received([lost])).imports
    assert (row.file_name, row.folder, row.file_type, row.codes) == (
        "risk form.docx",
        "inbox",
        "docx",
        ("R21",),
    )


def test_monitoring_form_stands_beside_what_the_log_shows() -> None:
    """Where they disagree the log stays as it is."""
    review = returned(
        "ESM-26-0090-A4",
        fields={
            "qa_date": "2026-12-01",
            "contract_agreed": "Yes",
            "sessions_completed": 3,
            "ev_reflection": "Yes",
            "general_comments": "Good work with Jayden",
            "key_actions": [new_row("ESM-26-0090-A4/1", "Fix dates", PRIYA, "2027-01-10")],
        },
    )
    (row,) = fold(*half_term_1(), *half_term_2(), review).qa_reviews
    assert (row.sessions_log, row.sessions_confirmed, row.difference) == (2, 3, "Sessions: form 3, log 2")
    assert (row.contract_log, row.records_log, row.next_qa_due) == (
        "Yes, signed 08/09/2026",
        "2 of 2",
        dt.date(2027, 3, 1),
    )
    assert row.general_comments == "Good work with [ESM-C014]"
    assert row.key_actions == "Fix dates (Priya Shah, 10/01/2027, Open)"
    assert [one.code for one in row.findings] == ["X38", "X24"]


@pytest.mark.parametrize(
    ("days", "due", "is_altered"),
    [
        (("asap", "2026-12-18"), "2026-12-18", False),
        (("asap", "asap", "2026-12-18"), "2026-12-18", False),
        (("asap", "soon"), "asap", True),
        (("2026-12-04", "asap"), "2026-12-04", True),
        (("asap", "2026-12-18", "asap"), "2026-12-18", True),
        (("asap", "2026-12-18", "2027-01-15"), "2026-12-18", True),
    ],
)
def test_a_day_that_is_no_date_waits_for_one(days: tuple[str, ...], due: str, *, is_altered: bool) -> None:
    """A later form may give the date; what is a date is agreed."""
    ref = "ESM-26-0001-A2/1"
    first, *later = days
    forms = [
        returned("ESM-26-0001-A2", fields={"agenda_action": [new_row(ref, "Ring", TOM, first)]}, path="0.pdf")
    ]
    forms += [
        returned(
            f"ESM-26-000{number}-A2",
            fields={"review_previous": [carried_row(ref, "Ring", TOM, said)]},
            path=f"{number}.pdf",
        )
        for number, said in enumerate(later, start=2)
    ]
    log = fold(*forms)
    (action,) = log.actions
    assert (action.due_date.isoformat() if action.due_date else action.due_text) == due
    assert any("X18" in codes(log, at) for at in range(len(log.sessions))) == is_altered
