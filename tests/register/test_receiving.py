"""Taking returned files in: once each, in any order, by any number of processes, and back again."""

import dataclasses
import datetime as dt
import random
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.catalogue import load_form
from forms.errors import UsageError
from forms.log import Log, Outcome, SessionStatus, SignedState, UnreadFile
from forms.model import Fact, Stage
from register.children import children_of
from register.database import Register, open_register
from register.history import Received, fold_history
from register.ledger import load_log, save_log
from register.receiving import Seen, begin_import, load_imports, record_unread, undo_import
from tests.register.responses import PRIYA, TOM, half_term_1, half_term_2, new_row, returned
from tests.register.taking import KEY, ON, log_of, take
from tests.register.test_policies import summary

_BOTH = [("supervisee", TOM, "2026-11-26"), ("supervisor", PRIYA, "2026-11-26")]


def without_words(log: Log) -> Log:
    """Return a log whose findings have codes only, as the register keeps them."""

    def bare(rows: tuple) -> tuple:  # type: ignore[type-arg]  # rows of any record with findings
        return tuple(
            dataclasses.replace(
                row,
                findings=tuple(sorted({(one.code, one.severity) for one in row.findings})),
            )
            for row in rows
        )

    return dataclasses.replace(log, sessions=bare(log.sessions), qa_reviews=bare(log.qa_reviews))


def test_log_is_what_the_forms_say(register: Register) -> None:
    """What goes through the register comes out as from the files themselves."""
    files = [*half_term_1(), *half_term_2()]
    take(register, files)
    plain = fold_history(files, load_form, ON, Received(children=children_of((), KEY)))
    assert without_words(log_of(register)) == without_words(plain)


def test_summary_of_cases_gives_the_same_log(register: Register) -> None:
    """Its table is private, for the notes in it; cases and actions are followed all the same."""
    take(register, [summary()])
    plain = fold_history([summary()], load_form, ON, Received(children=children_of((), KEY)))
    log = log_of(register)
    assert (log.cases, log.actions) == (plain.cases, plain.actions)
    assert [row.case_ref for row in log.cases] == ["HSM-C003", None]


def test_saved_log_is_the_log(register: Register) -> None:
    """Rows for whoever asks the database equal what the fold gives."""
    take(register, [*half_term_1(), *half_term_2()])
    log = log_of(register)
    with register.writing() as connection:
        save_log(connection, log)
    with register.reading() as connection:
        assert without_words(load_log(connection)) == without_words(log)


@given(st.randoms(use_true_random=False), st.integers(0, 6))
def test_order_and_a_cut_make_no_difference(chance: random.Random, cut: int) -> None:
    """Taken in any order, cut off anywhere and begun again, the log is the same."""
    files = [*half_term_1(), *half_term_2()]
    whole = open_register("sqlite://")
    take(whole, files)
    chance.shuffle(files)
    cut_off = open_register("sqlite://")
    first = take(cut_off, files[:cut], finish=False)
    assert take(cut_off, files) == first
    assert log_of(cut_off) == log_of(whole)
    whole.close()
    cut_off.close()


def test_same_file_twice_is_one_row(register: Register) -> None:
    """Of a file that lies in two places, the second is a duplicate; of one place, there is nothing new."""
    (agreement, *_) = half_term_1()
    take(register, [agreement])
    take(register, [agreement])
    assert len(log_of(register).imports) == 1
    take(register, [dataclasses.replace(agreement, path="inbox/copy.pdf")])
    outcomes = {row.file_name: row.outcome for row in log_of(register).imports}
    assert outcomes == {"copy.pdf": Outcome.DUPLICATE, "ESM-26-0001-A1-signing.pdf": Outcome.ACCEPTED}
    assert len(log_of(register).agreements) == 1


def test_later_copy_replaces_the_earlier_one_and_says_what_changed(register: Register) -> None:
    """The same form, returned again with two changes: one session, actions not doubled."""
    facts = {Fact.SESSION_DATE: "2026-11-19"}
    row = ("ESM-26-0042-A2/3", "Share the rota", PRIYA)
    first = returned(
        "ESM-26-0042-A2",
        fields={"issues_discussed": "First words", "agenda_action": [new_row(*row, "2026-12-04")]},
        header=facts,
        path="monday.pdf",
    )
    second = returned(
        "ESM-26-0042-A2",
        fields={"issues_discussed": "Other words", "agenda_action": [new_row(*row, "2026-12-11")]},
        header=facts,
        path="wednesday.docx",
        kind="docx",
    )
    take(register, [first], dt.date(2026, 11, 23))
    take(register, [second], dt.date(2026, 11, 25))
    log = log_of(register)
    (session,) = log.sessions
    assert session.source_file == "wednesday.docx"
    assert [one.action_id for one in log.actions] == ["ESM-26-0042-A2/3"]
    (found,) = [one for one in session.findings if one.code == "X29"]
    assert found.severity == "Note"
    assert "2 changes" in found.message
    assert "04/12/2026 became 11/12/2026" in found.message
    assert "words" not in found.message


def test_change_after_signing_makes_the_signatures_stale(register: Register) -> None:
    """They do not count until the record is signed again."""
    signed = returned("ESM-26-0042-A2", Stage.SIGNING, {"actual_length": 60}, signed=_BOTH, path="monday.pdf")
    changed = returned(
        "ESM-26-0042-A2", Stage.SIGNING, {"actual_length": 90}, signed=_BOTH, path="wednesday.pdf"
    )
    take(register, [signed], dt.date(2026, 11, 23))
    assert log_of(register).sessions[0].status is SessionStatus.COMPLETE
    take(register, [changed], dt.date(2026, 11, 25))
    (session,) = log_of(register).sessions
    assert session.signed_state is SignedState.NONE
    assert {"X12", "X29"} <= {one.code for one in session.findings}
    again = [("supervisee", TOM, "2026-11-27"), ("supervisor", PRIYA, "2026-11-27")]
    take(
        register,
        [returned("ESM-26-0042-A2", Stage.SIGNING, {"actual_length": 90}, signed=again, path="friday.pdf")],
        dt.date(2026, 11, 27),
    )
    assert log_of(register).sessions[0].signed_state is SignedState.BOTH


def test_copies_of_one_import_are_not_put_in_order(register: Register) -> None:
    """Word and PDF that differ wait for a person."""
    take(
        register,
        [
            returned("ESM-26-0042-A2", fields={"actual_length": 60}, path="a.pdf"),
            returned("ESM-26-0042-A2", fields={"actual_length": 90}, path="b.docx", kind="docx"),
        ],
    )
    (session,) = log_of(register).sessions
    assert session.status is SessionStatus.NEEDS_REVIEW
    assert "X41" in {one.code for one in session.findings}


def test_going_back_to_older_answers_is_a_change(register: Register) -> None:
    """What came last counts, also where it says what had been said before."""
    for day, length in enumerate((60, 90, 60), start=1):
        file = returned("ESM-26-0042-A2", fields={"actual_length": length}, path=f"{day}.pdf")
        take(register, [file], dt.date(2026, 11, day))
    assert log_of(register).sessions[0].length_min == 60


def test_import_is_taken_back(register: Register) -> None:
    """What only it brought no longer counts; what was there before is as it was."""
    take(register, half_term_1())
    before = log_of(register)
    number = take(register, half_term_2())
    assert log_of(register) != before
    with register.writing() as connection:
        undo_import(connection, number, ON)
    assert log_of(register) == before
    with pytest.raises(UsageError) as caught, register.writing() as connection:
        undo_import(connection, number, ON)
    assert caught.value.code == "U32"
    assert "expected one of 1" in caught.value.message


def test_file_that_another_import_brought_too_stays(register: Register) -> None:
    """Taking the first import back leaves the second one's files."""
    first = take(register, half_term_1())
    take(register, [dataclasses.replace(one, path=f"again/{one.path}") for one in half_term_1()])
    with register.writing() as connection:
        undo_import(connection, first, ON)
    log = log_of(register)
    assert len(log.sessions) == 1
    assert {row.folder for row in log.imports} == {"again/inbox"}


def test_import_that_was_cut_off_on_another_day_is_not_gone_on_with(register: Register) -> None:
    """Then what comes is newer."""
    first = take(register, half_term_1(), dt.date(2026, 11, 1), finish=False)
    assert take(register, half_term_2(), dt.date(2026, 11, 2)) == first + 1


def test_run_that_brought_nothing_leaves_no_trace(register: Register) -> None:
    """Each night's run finds an empty inbox as a rule."""
    take(register, [])
    with register.reading() as connection:
        assert load_imports(connection) == ()


def test_file_that_could_not_be_read_is_listed_until_it_can(register: Register) -> None:
    """With its code, and once only."""
    (agreement, *_) = half_term_1()
    with register.writing() as connection:
        number = begin_import(connection, ON, "0")
        lost = UnreadFile("inbox/x.pdf", agreement.sha256, Outcome.PROTECTED, "R15")
        record_unread(connection, number, Seen(agreement.sha256, "inbox/x.pdf", "m", 5), lost, ON)
    assert [row.codes for row in log_of(register).imports] == [("R15",)]
    take(register, [agreement])
    assert [row.outcome for row in log_of(register).imports] == [Outcome.ACCEPTED]


def test_several_at_work_on_the_same_files_record_each_once(register: Register) -> None:
    """No duplicate, no loss, no deadlock."""
    files = [*half_term_1(), *half_term_2()]
    faults: list[Exception] = []

    def work(seed: int) -> None:
        own = list(files)
        random.Random(seed).shuffle(own)  # noqa: S311 # an order, no secret
        try:
            take(register, own)
        except Exception as error:  # noqa: BLE001 # a thread's error would go unseen
            faults.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    alone = open_register("sqlite://")
    take(alone, files)
    assert log_of(register) == log_of(alone)
    alone.close()
