"""The forms of all policies fold into one log, each by its own ids, groups and summaries too."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from extract.workbook import write_workbook
from forms.catalogue import form_ids, load_form
from forms.log import Log, SessionStatus, SignedState
from forms.meanings import Logged
from forms.model import Fact, Stage
from forms.records import Response, Row
from register.history import fold_history
from register.logged import ids_of
from tests.register.responses import PRIYA, TOM, carried_row, half_term_1, new_row, returned, table

ON = dt.date(2026, 12, 1)
_FACTS = {Fact.SESSION_DATE: "2026-11-19", Fact.SESSION_TIME: "10:00"}


def fold(*responses: Response) -> Log:
    """Return the log of these forms."""
    return fold_history(responses, load_form, ON)


def with_rows(response: Response, **tables: Sequence[Row]) -> Response:
    """Return the response with these tables, read as tables of any columns are."""
    fields = dict(response.fields) | {name: table(*rows, new=False) for name, rows in tables.items()}
    return dataclasses.replace(response, fields=fields)


def group(signed: Sequence[tuple[str, str | None]], came: Mapping[str, str | None]) -> Response:
    """Return a record of a group session: who was listed, who came, who signed."""
    response = returned(
        "HSM-26-0043-A3",
        Stage.SIGNING,
        {"actual_date": "2026-11-19"},
        {**_FACTS, Fact.SUPERVISEE: ""},
        form="highcliffe/a3-record-group",
        signed=[("supervisor", PRIYA, "2026-11-20")],
    )
    return with_rows(
        response,
        in_attendance=[{"name": name, "came": said} for name, said in came.items()],
        sig_supervisees=[
            {"who": who, "name": name, "date": "2026-11-21" if name else None} for who, name in signed
        ],
    )


def test_a_group_has_signed_when_everybody_listed_has() -> None:
    """Its supervisees are those who came."""
    came = {TOM: "Yes", "Kim Lee": None, "Ann Bell": "Yes"}
    [whole] = fold(group([(TOM, TOM), ("Ann Bell", "Ann Bell")], came)).sessions
    assert whole.supervisee == f"{TOM}; Ann Bell"
    assert (whole.signed_state, whole.status) == (SignedState.BOTH, SessionStatus.COMPLETE)
    assert whole.supervisee_signed_on == dt.date(2026, 11, 21)
    [part] = fold(group([(TOM, TOM), ("Ann Bell", None)], came)).sessions
    assert part.signed_state is SignedState.SUPERVISOR
    assert [finding.code for finding in part.findings] == ["X08"]


def test_an_agenda_of_its_own_and_its_record_are_one_session() -> None:
    """The record says how far it has come; an action that it takes over is not carried from elsewhere."""
    agenda = returned("ASH-26-0042-B", Stage.AGENDA, {}, _FACTS, form="ashbury-meadow/b-agenda")
    record = returned(
        "ASH-26-0042-C",
        Stage.SIGNING,
        {
            "rows": [{"item": "8. Action Planning", **new_row("ASH-26-0042-C/1", "Ring the school", TOM)}],
            "actual_date": "2026-11-19",
        },
        {Fact.SESSION_DATE: "2026-11-19"},
        form="ashbury-meadow/c-notes-actions",
        signed=[("supervisee", TOM, "2026-11-20"), ("supervisor", PRIYA, "2026-11-20")],
    )
    assert fold(agenda).sessions[0].status is SessionStatus.AGENDA_RETURNED
    [session] = fold(agenda, record).sessions
    assert session.status is SessionStatus.COMPLETE
    assert session.planned_start == dt.time(10, 0)
    assert (session.actions_new, session.actions_carried) == (1, 0)


def summary() -> Response:
    """Return a summary of two cases, one by its reference, with an action for each."""
    response = returned("HSM-26-0042-A4", Stage.SESSION, {}, _FACTS, form="highcliffe/a4-case-summary")
    rows = [
        {"name": "HSM-C003 Mia Okoro", "file_seen": "Y", **new_row("HSM-26-0042-A4/1", "Ring her aunt")},
        {"name": "Ben Hallam", "file_seen": "N", **new_row("HSM-26-0042-A4/2", "Visit", status="Done")},
    ]
    return with_rows(response, cases=rows)


def test_a_summary_of_cases_gives_a_row_for_each() -> None:
    """By reference where it has one; the words of their actions stay on the summary."""
    record = returned(
        "HSM-26-0042-A2",
        Stage.SESSION,
        {"actions_agreed": [new_row("HSM-26-0042-A2/1", "Ask Ben Hallam's school about Mia", TOM)]},
        _FACTS,
        form="highcliffe/a2-record-individual",
    )
    log = fold(record, summary())
    assert [(row.case_ref, row.sheet_no, row.file_seen, row.open_actions) for row in log.cases] == [
        ("HSM-C003", 1, "Y", 1),
        (None, 2, "N", 0),
    ]
    [session] = log.sessions
    assert session.pupils_discussed == 2
    words = {row.action_id: row.action_text for row in log.actions}
    assert words == {
        "HSM-26-0042-A2/1": "Ask [a child]'s school about [HSM-C003]",
        "HSM-26-0042-A4/1": "On the case sheet",
        "HSM-26-0042-A4/2": "On the case sheet",
    }


def test_one_policys_case_form_is_another_policys_record() -> None:
    """A3 is Esteem's case notes and Highcliffe's group record: its actions are followed, not pointed to."""
    record = returned(
        "HSM-26-0050-A2",
        Stage.SESSION,
        {"prev_actions": [carried_row("HSM-26-0043-A3/1", "Share the rota", TOM, status="Done")]},
        _FACTS,
        form="highcliffe/a2-record-individual",
    )
    log = fold(*half_term_1(), record)
    assert "HSM-26-0043-A3/1" in {row.action_id for row in log.actions}


def test_monitoring_counts_the_sessions_of_its_own_policy() -> None:
    """The same two people may be supervised elsewhere too."""
    other = returned(
        "HSM-26-0042-A2",
        Stage.SESSION,
        {"actual_date": "2026-10-01"},
        _FACTS,
        form="highcliffe/a2-record-individual",
    )
    review = returned("ESM-26-0060-A4", Stage.SESSION, {"qa_date": "2026-12-01"})
    [row] = fold(*half_term_1(), other, review).qa_reviews
    assert row.sessions_log == 1


def test_every_record_says_what_the_log_takes_of_it() -> None:
    """When the session took place, how long it was and when the next one is, whatever the form calls it."""
    for form in (
        "esteem/a2-record",
        "highcliffe/a3-record-group",
        "harewood/a2-record",
        "green-gates/a2-record",
    ):
        definition = load_form(form)
        for asked in (Logged.ACTUAL_DATE, Logged.ACTUAL_LENGTH, Logged.NEXT_SESSION_DATE):
            assert ids_of(definition, asked), (form, asked)
    assert ids_of(load_form("harewood/a2-record"), Logged.NEXT_SESSION_DATE) == ("i7_next",)


def test_columns_answer_the_log_too() -> None:
    """A case summary names its cases in a column, and cases may be named after children."""
    summary = load_form("highcliffe/a4-case-summary")
    assert ids_of(summary, Logged.CASE) == ids_of(summary, Logged.CHILD_NAME) == ("cases.name",)
    assert ids_of(load_form("esteem/a3-case-notes"), Logged.NEXT_SESSION_DATE) == ()


def test_a_field_called_by_a_word_of_the_log_answers_it() -> None:
    """Who writes a form of a sixth school need not say it twice."""
    definition = load_form("esteem/a2-record")
    plain = tuple(replace(field, log=None) for field in definition.fields)
    assert ids_of(replace(definition, fields=plain), Logged.ACTUAL_DATE) == ("actual_date",)


@pytest.mark.parametrize("form", form_ids())
def test_every_form_has_its_place_in_the_workbook(form: str, tmp_path: Path) -> None:
    """With everything blank it is listed among the files, and the workbook is written."""
    definition = load_form(form)
    log = fold(returned(None, definition.stages[0], {}, _FACTS, form=form))
    assert [row.form_id for row in log.imports] == [form]
    write_workbook(log, tmp_path / "log.xlsx", ON)
