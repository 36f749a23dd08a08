"""An ordinary half term in Esteem: the forms go out, the agenda comes back, becomes the record, is signed.

On 24 September four actions were left open between Tom Reed and Priya Shah, two of them on the sheets of the
cases ESM-C014 and ESM-C021. They meet again on Thursday, 19 November, at 10:00.
"""

import datetime as dt
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from forms.plan import WorksIn
from tests.stories.cast import (
    BOTH_ANSWERED,
    PAIR,
    PRIYA,
    RECORD,
    SHEET,
    TOM,
    agreement_comes,
    in_row,
    known,
    new_action,
    session,
    sheet_comes,
    signed,
)
from tests.stories.conftest import OpenTrust
from tests.stories.trust import Trust, day, fill_in

_FIRST, _SECOND, _THIRD = "ESM-26-0031", "ESM-26-0042", "ESM-26-0050"
_FORM, _TRAINING = f"{_FIRST}-A2/4", f"{_FIRST}-A2/10"
_NURSE, _PANEL = f"{_FIRST}-A3-1/1", f"{_FIRST}-A3-2/1"


@dataclass(frozen=True, slots=True)
class Papers:
    """A record and the two case sheets of its session."""

    record: Path
    sheets: tuple[Path, Path]

    @property
    def all(self) -> tuple[Path, ...]:
        """Return all three."""
        return (self.record, *self.sheets)


def plan(trust: Trust, ending: str, *, copies_given: bool = False) -> None:
    """Enter the pair and three sessions; later also that Tom has his copies. Both work in one format."""
    given = {_FIRST: day("2026-09-30"), _SECOND: day("2026-11-27")} if copies_given else {}
    dates = ((_FIRST, "2026-09-24"), (_SECOND, "2026-11-19"), (_THIRD, "2027-01-14"))
    at_ten = {_SECOND: dt.time(10)}
    sessions = [
        replace(session(name, date), copy_given_on=given.get(name), planned_start=at_ten.get(name))
        for name, date in dates
    ]
    people = [
        replace(
            one,
            works_in=WorksIn.PDF if ending == "pdf" else WorksIn.WORD,
            email=f"{one.person_id}@school.example",
        )
        for one in (TOM, PRIYA)
    ]
    trust.plan(people, (PAIR,), sessions)


def first_half_term(trust: Trust, ending: str) -> Papers:
    """Take in what September left: the agreement, the signed record, two case sheets; four actions open."""
    agreement_comes(trust, ending)
    held = {"agenda_items": "Referral forms", "actual_date": "24/09/2026", "actual_length": "60"}
    actions = {
        **new_action("agenda_action", 1, "Ask for the new referral form", "Tom Reed", "27/11/2026"),
        **new_action("training_action", 1, "Book level 3 training", "Tom Reed", "29/01/2027"),
    }
    made = trust.make(RECORD, known(f"{_FIRST}-A2", "2026-09-24"), f"made.{ending}", "--stage", "session")
    at_session = trust.outgoing / f"session.{ending}"
    fill_in(RECORD, made, at_session, {**held, **actions})
    laid_out = trust.go_on(RECORD, at_session, "signing", f"{_FIRST}-A2.{ending}")
    record = trust.comes_back(RECORD, laid_out, signed("28/09/2026", "29/09/2026"))
    nurse = new_action("new_actions", 1, "Ring the school nurse", "Tom Reed", "11/12/2026")
    panel = new_action("new_actions", 1, "Ask for a place on the panel", "Tom Reed", "15/01/2027")
    first = {"case_status": "CP Plan", **nurse}
    second = {"case_status": "EHA", **panel}
    sheets = (
        sheet_comes(trust, _FIRST, "2026-09-24", "ESM-C014", 1, first, ending=ending),
        sheet_comes(trust, _FIRST, "2026-09-24", "ESM-C021", 2, second, ending=ending),
    )
    trust.take_in("2026-09-30")
    return Papers(record, sheets)


def prepared(trust: Trust, on: str, errand: str, stage: str) -> Papers:
    """Return the record and the two case sheets that `prepare` lays ready on a day."""
    trust.run("prepare", "--on", on)
    made = sorted((trust.folder / "outbox" / "Priya Shah").glob(f"{_SECOND} {errand} - */* {stage}.*"))
    found = {path.name.split()[0]: path for path in made}
    return Papers(found[f"{_SECOND}-A2"], (found[f"{_SECOND}-A3-1"], found[f"{_SECOND}-A3-2"]))


def draft_of(trust: Trust) -> EmailMessage:
    """Return the draft with the agenda."""
    (path,) = (trust.folder / "outbox" / "Priya Shah").glob(f"{_SECOND} agenda - *.eml")
    return message_from_bytes(path.read_bytes(), policy=default)


def agenda_comes_back(trust: Trust, out: Papers) -> Papers:
    """Tom returns the agenda and the sheets on 11 November."""
    agenda = trust.comes_back(RECORD, out.record, {"agenda_items": "Late arrivals; the new forms"})
    first = trust.comes_back(SHEET, out.sheets[0], {"case_update": "A quiet month", **BOTH_ANSWERED})
    second = trust.comes_back(SHEET, out.sheets[1], {"case_update": "Moved class", **BOTH_ANSWERED})
    trust.take_in("2026-11-11")
    return Papers(agenda, (first, second))


def session_is_held(trust: Trust) -> Papers:
    """Two actions close, one is updated, three are new; what stood on the agenda is not typed again."""
    forms = prepared(trust, "2026-11-11", "session", "session")
    form = forms.record
    typed = {
        "actual_date": "19/11/2026",
        "actual_length": "60",
        "next_session_date": "14/01/2027",
        **in_row(trust, form, "review_previous", _FORM, {"status": "Done", "update": "It came"}),
        **in_row(trust, form, "review_previous", _TRAINING, {"update": "Two dates offered"}),
        **new_action("agenda_action", 1, "Share the rota", "Priya Shah", "04/12/2026"),
        **new_action("issues_action", 1, "Log late arrivals one way", "Tom Reed", "11/12/2026"),
        **new_action("training_action", 1, "Read the new guidance", "Tom Reed", "15/01/2027"),
    }
    record = trust.comes_back(RECORD, form, typed)
    first, second = forms.sheets
    done = in_row(trust, first, "outstanding_actions", _NURSE, {"status": "Done"})
    sheets = (trust.comes_back(SHEET, first, done), trust.comes_back(SHEET, second, {}))
    trust.take_in("2026-11-20")
    return Papers(record, sheets)


def record_is_signed(trust: Trust, held: Papers) -> Papers:
    """Both sign on 26 November."""
    trust.run("prepare", "--on", "2026-11-20")
    (form,) = (trust.folder / "outbox" / "Priya Shah").glob(f"{_SECOND} signing - */{_SECOND}-A2 *")
    record = trust.comes_back(RECORD, form, signed("26/11/2026", "26/11/2026"))
    trust.take_in("2026-11-27")
    return Papers(record, held.sheets)


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_ordinary_half_term(open_trust: OpenTrust, ending: str) -> None:
    """Four actions go in; two close, two go on, three are new; the next form shows five."""
    trust = open_trust()
    with (trust.folder / "halfterm.toml").open("a", encoding="utf-8") as settings:
        settings.write('domains = ["school.example"]\n')
    plan(trust, ending)
    first_half_term(trust, ending)
    out = prepared(trust, "2026-11-05", "agenda", "agenda")
    draft = draft_of(trust)
    assert draft["Subject"] == f"[SENSITIVE - open privately] Supervision paperwork, ref {_SECOND}"
    body = draft.get_body()
    assert body is not None
    assert "on Thu 19 Nov 2026 at 10:00" in body.get_content()
    assert "Please return them by Thu 12 Nov 2026" in body.get_content()
    listed = [row["ref"] for row in trust.answers(out.record)["review_previous"]]
    assert sorted(listed) == sorted([_FORM, _TRAINING, _NURSE, _PANEL])
    assert [trust.answers(sheet)["case_status"] for sheet in out.sheets] == ["CP Plan", "EHA"]
    outstanding = [trust.answers(sheet)["outstanding_actions"] for sheet in out.sheets]
    assert [[row["ref"] for row in rows] for rows in outstanding] == [[_NURSE], [_PANEL]]

    agenda_comes_back(trust, out)
    assert trust.rows("Sessions", "session_id")[_SECOND]["status"] == "Agenda returned"
    assert trust.said("2026-11-13", "X03") == []

    held = session_is_held(trust)
    assert trust.answers(held.record)["agenda_items"] == "Late arrivals; the new forms"
    assert trust.rows("Sessions", "session_id")[_SECOND]["status"] == "Record received"

    record_is_signed(trust, held)
    plan(trust, ending, copies_given=True)
    trust.take_in("2026-11-27")
    row = trust.rows("Sessions", "session_id")[_SECOND]
    assert (row["status"], row["signed_state"], row["open_exceptions"]) == ("Complete", "Both", 0)
    assert (row["actions_new"], row["actions_closed"], row["actions_carried"]) == (3, 2, 4)
    actions = trust.rows("Actions", "action_id")
    assert {name: actions[name]["status"] for name in (_FORM, _NURSE)} == {_FORM: "Done", _NURSE: "Done"}
    still_open = {name: row for name, row in actions.items() if row["status"] in {"Open", "In progress"}}
    assert {name: row["times_carried"] for name, row in still_open.items() if name.startswith(_FIRST)} == {
        _TRAINING: 1,
        _PANEL: 1,
    }
    cases = [row["case_ref"] for row in trust.sheet("Cases") if row["session_id"] == _SECOND]
    assert cases == ["ESM-C014", "ESM-C021"]
    assert trust.found("2026-11-27") == []
    assert len(trust.laid_out(_SECOND)) == 7, trust.laid_out(_SECOND)

    trust.run("prepare", "--on", "2026-12-31")
    (january,) = (trust.folder / "outbox" / "Priya Shah").glob(f"{_THIRD} agenda - */{_THIRD}-A2 *")
    shown = [row["ref"] for row in trust.answers(january)["review_previous"]]
    assert sorted(shown) == sorted(still_open)
    assert len(shown) == 5
