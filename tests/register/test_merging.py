"""Copies that different people typed into are joined; where they contradict each other a person chooses."""

import datetime as dt

from forms.catalogue import load_form
from forms.log import Outcome, SessionStatus
from forms.model import Fact
from forms.records import Response, Row, Value
from forms.revisions import revision_of
from register.database import Register
from register.merging import join_later
from register.receiving import undo_import
from tests.register.responses import PRIYA, TOM, new_row, returned
from tests.register.taking import log_of, take

_FACTS = {Fact.SESSION_DATE: "2026-11-19"}


def copy(path: str, **fields: Value | list[Row]) -> Response:
    """Return a copy of one record, with these answers."""
    return returned("ESM-26-0042-A2", fields=fields, header=_FACTS, path=path)


def codes(register: Register) -> list[str]:
    """Return the codes of what was found about the one session."""
    (session,) = log_of(register).sessions
    return sorted({one.code for one in session.findings} & {"X12", "X18", "X29", "X41"})


def test_copies_of_two_people_are_joined(register: Register) -> None:
    """The supervisee filled in one copy, the supervisor another: both count."""
    hers = copy("tom.pdf", next_session_date="2027-01-14")
    his = copy("priya.pdf", actual_length=60, actual_date="2026-11-19")
    take(register, [hers, his])
    (session,) = log_of(register).sessions
    assert (session.length_min, session.next_session_date) == (60, dt.date(2027, 1, 14))
    assert session.status is SessionStatus.HELD
    assert session.source_file == "priya.pdf; tom.pdf"
    assert {row.outcome for row in log_of(register).imports} == {Outcome.ACCEPTED}
    assert codes(register) == ["X29"]


def test_rows_of_two_people_are_joined(register: Register) -> None:
    """Each wrote an action in a row of its own."""
    first, second = "ESM-26-0042-A2/3", "ESM-26-0042-A2/4"
    take(
        register,
        [
            copy("a.pdf", agenda_action=[new_row(first, "Share the rota", PRIYA), new_row(second, None)]),
            copy("b.pdf", agenda_action=[new_row(first, None), new_row(second, "Ring the panel", TOM)]),
        ],
    )
    assert [(one.action_text, one.owner) for one in log_of(register).actions] == [
        ("Share the rota", PRIYA),
        ("Ring the panel", TOM),
    ]


def test_two_answers_of_one_person_are_held(register: Register) -> None:
    """Nothing is joined then, not even what does not contradict."""
    first = copy("a.pdf", actual_length=60, next_session_date="2027-01-14")
    take(register, [first, copy("b.pdf", actual_length=90)])
    (session,) = log_of(register).sessions
    assert session.status is SessionStatus.NEEDS_REVIEW
    assert session.length_min is None
    assert codes(register) == ["X29"]


def test_later_copy_without_a_persons_answers_leaves_them(register: Register) -> None:
    """The supervisor typed into the copy that went out; what the supervisee had sent stays."""
    take(register, [copy("tom.pdf", disagreement="Yes", agenda_items="Attendance")])
    take(register, [copy("priya.pdf", actual_length=60)], dt.date(2026, 11, 29))
    (session,) = log_of(register).sessions
    assert (session.length_min, session.disagreement) == (60, True)
    outcomes = {row.file_name: row.outcome for row in log_of(register).imports}
    assert outcomes == {"tom.pdf": Outcome.SUPERSEDED, "priya.pdf": Outcome.ACCEPTED}


def test_copies_that_contradict_each_other_take_nothing_from_what_came_before(register: Register) -> None:
    """Neither while they wait for a person, nor when a third copy has settled it."""
    take(register, [copy("tom.pdf", agenda_items="Attendance", disagreement="Yes")])
    rivals = [copy("a.pdf", actual_length=60), copy("b.pdf", actual_length=90)]
    take(register, rivals, dt.date(2026, 11, 29))
    (session,) = log_of(register).sessions
    assert (session.status, session.disagreement) == (SessionStatus.NEEDS_REVIEW, True)
    take(register, [copy("c.pdf", actual_length=75)], dt.date(2026, 11, 30))
    (session,) = log_of(register).sessions
    assert (session.length_min, session.disagreement) == (75, True)


def test_fields_of_the_one_who_is_silent_are_taken_over() -> None:
    """Hers stay, his are what he said last."""
    hers = copy("tom.pdf", agenda_items="Attendance", actual_length=45, actual_date="2026-11-18")
    his = copy("priya.pdf", actual_length=60)
    definition = load_form("esteem/a2-record")
    joined = join_later(revision_of(hers, definition), revision_of(his, definition))
    said = joined.revision.response
    assert (said.text("agenda_items"), said.text("actual_date")) == ("Attendance", None)
    assert said.fields["actual_length"].value == 60
    assert len(joined.taken) == 1


def test_later_copy_that_speaks_for_a_person_replaces_what_was_said(register: Register) -> None:
    """An answer that its writer took out is gone, and said."""
    take(register, [copy("one.pdf", actual_length=60, actual_date="2026-11-19")])
    take(register, [copy("two.pdf", actual_length=60)], dt.date(2026, 11, 29))
    (session,) = log_of(register).sessions
    assert session.actual_date is None
    assert any("19/11/2026 became blank" in one.message for one in session.findings)


def test_a_contradiction_stays_until_somebody_settles_it(register: Register) -> None:
    """A later copy that does not speak of it settles nothing; one that does, does."""
    take(register, [copy("p1.pdf", actual_length=60), copy("p2.pdf", actual_length=90)])
    take(register, [copy("tom.pdf", disagreement="Yes")], dt.date(2026, 11, 29))
    (session,) = log_of(register).sessions
    assert session.status is SessionStatus.NEEDS_REVIEW
    assert (session.length_min, session.disagreement) == (None, True)
    assert {row.outcome for row in log_of(register).imports} == {Outcome.NEEDS_REVIEW}
    take(register, [copy("p3.pdf", actual_length=75)], dt.date(2026, 11, 30))
    (session,) = log_of(register).sessions
    assert (session.length_min, session.disagreement) == (75, True)
    outcomes = {row.file_name: row.outcome for row in log_of(register).imports}
    assert outcomes.pop("p3.pdf") is Outcome.ACCEPTED
    assert set(outcomes.values()) == {Outcome.SUPERSEDED}


def test_what_is_taken_back_and_taken_in_anew_is_not_newer(register: Register) -> None:
    """The copy that came after it still counts, as if nobody had taken anything back."""
    first, second = copy("tom.pdf", actual_length=60), copy("again.pdf", actual_length=90)
    take(register, [first])
    take(register, [second], dt.date(2026, 11, 29))
    with register.writing() as connection:
        undo_import(connection, 1, dt.date(2026, 11, 30))
    take(register, [first], dt.date(2026, 11, 30))
    (session,) = log_of(register).sessions
    assert session.length_min == 90
    outcomes = {row.file_name: row.outcome for row in log_of(register).imports}
    assert outcomes == {"tom.pdf": Outcome.SUPERSEDED, "again.pdf": Outcome.ACCEPTED}
