"""An invented trust of three schools, large enough that every bar of the Dashboard has something to show."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from extract.plan_sheets import Choices
from extract.trust_workbook import Entered
from forms.half_terms import HalfTermName
from forms.log import (
    ActionStatus,
    Agreement,
    ExceptionRow,
    Log,
    QaReview,
    Session,
    SessionStatus,
    SignedState,
)
from forms.overview import (
    ActionRow,
    AgreementRow,
    AgreementState,
    Became,
    HalfTermDays,
    Overview,
    ReviewRow,
    ReviewState,
    RuleRow,
    SessionRow,
)
from forms.plan import Plan

ON = dt.date(2026, 11, 28)
SCHOOLS = ("Alder Grove Academy", "Birch Lane Primary", 'St Luke\'s *"North"')
POLICY = "Esteem Multi Academy Trust"
ENTERED = Entered(Plan(), Choices(SCHOOLS, ("esteem",)))
_PEOPLE = ("Tom Reed", "Ann Cole", "Bea Holt", "Cy Marsh", "Dee North", "Eli Page")
_DAY = dt.timedelta(days=1)
_FIRSTS = ("2026-09-02", "2026-11-02", "2027-01-04", "2027-02-22", "2027-04-12", "2027-06-07")


def half_terms() -> tuple[HalfTermDays, ...]:
    """Return those of 2026/27."""
    firsts = [dt.date.fromisoformat(day) for day in _FIRSTS]
    ends = [*(first - _DAY for first in firsts[1:]), dt.date(2027, 8, 31)]
    return tuple(
        HalfTermDays("2026/27", str(name), first, until)
        for name, first, until in zip(HalfTermName, firsts, ends, strict=True)
    )


def overview(seed: int = 5, actions: int = 60) -> Overview:
    """Return the rows of the trust; another seed gives another trust."""
    chance = random.Random(seed)  # noqa: S311 - an invented trust, not a secret
    sessions = tuple(_sessions(chance))
    return Overview(
        log=Log(
            sessions=tuple(one.log for one in sessions if one.log),
            exceptions=tuple(_exceptions(chance)),
        ),
        sessions=sessions,
        actions=tuple(_actions(chance, actions)),
        agreements=tuple(_agreements(chance)),
        reviews=tuple(_reviews(chance)),
        rules=(_rule(),),
        half_terms=half_terms(),
    )


def _half_term(day: dt.date) -> HalfTermDays | None:
    return next((one for one in half_terms() if one.first <= day <= one.until), None)


def _sessions(chance: random.Random) -> Iterator[SessionRow]:
    number = 0
    for school in SCHOOLS:
        for person in _PEOPLE[:4]:
            for first in ("2026-09-21", "2026-11-16", "2027-01-18"):
                number += 1
                planned = dt.date.fromisoformat(first) + chance.randrange(15) * _DAY
                became = chance.choice(list(Became)[:-1]) if planned < ON else Became.AHEAD
                yield _session(chance, f"ESM-26-{number:04d}", school, person, planned, became)


def _session(
    chance: random.Random, name: str, school: str, person: str, planned: dt.date, became: Became
) -> SessionRow:
    held = {Became.HELD: planned, Became.LATE: planned + 3 * _DAY}.get(became)
    half = _half_term(held or planned)
    state = chance.choice(list(SignedState)[:4]) if held else SignedState.NOT_YET_DUE
    days = chance.choice((3, 10, 20, 40)) if held and state is SignedState.BOTH else None
    log = _logged(chance, name, school, person, planned, held, state) if held else None
    return SessionRow(
        session_id=name,
        log=log,
        academic_year=half.academic_year if half else None,
        half_term=half.name if half else None,
        term=None,
        policy=POLICY,
        school=school,
        supervisee_id=f"P-{_PEOPLE.index(person):02d}",
        supervisee=person,
        supervisor_id="P-90",
        supervisor="Priya Shah",
        series="1:1",
        session_no=1,
        planned_date=planned,
        moved_to=None,
        planned_start=dt.time(10, 0),
        actual_date=held,
        venue="Room 4",
        status=str(log.status) if log else "Planned",
        became=became,
        cancelled_on=planned - _DAY if became in {Became.CANCELLED, Became.REBOOKED} else None,
        cancelled_by=None,
        cancel_reason=None,
        rebooked_to="ESM-26-0900" if became is Became.REBOOKED else None,
        rebooked_in_5wd=None,
        issue_on=planned - 14 * _DAY,
        issued_on=None,
        return_due=planned - 7 * _DAY,
        returned_on=planned - 8 * _DAY if chance.random() < 0.5 else None,
        record_received_on=held,
        sent_for_signature_on=None,
        signature_due=held + 14 * _DAY if held else None,
        places="actual_date: page 1, box actual_date at 72,340,180,355",
        days_to_sign=days,
    )


def _logged(
    chance: random.Random,
    name: str,
    school: str,
    person: str,
    planned: dt.date,
    held: dt.date,
    state: SignedState,
) -> Session:
    return Session(
        session_id=name,
        academic_year="2026/27",
        policy=POLICY,
        school=school,
        supervisee=person,
        supervisee_role="DSL",
        supervisor="Priya Shah",
        planned_date=planned,
        planned_start=None,
        actual_date=held,
        length_min=60,
        status=SessionStatus.COMPLETE if state is SignedState.BOTH else SessionStatus.HELD,
        held=True,
        return_due=None,
        pupils_discussed=chance.randrange(5),
        pupil_limit=3,
        supervisee_signed_on=None,
        supervisor_signed_on=None,
        signature_mode="electronic",
        signed_state=state,
        disagreement=False,
        actions_new=2,
        actions_carried=1,
        actions_closed=0,
        next_session_date=None,
        source_file=f"{name}-A2.docx",
        source_hash="0" * 64,
        findings=(),
    )


def _actions(chance: random.Random, count: int) -> Iterator[ActionRow]:
    labels = {one.name: one.label for one in half_terms()}
    for number in range(count):
        agreed = ON - chance.randrange(95) * _DAY if chance.random() < 0.95 else None
        status = chance.choice(list(ActionStatus))
        closed = ON - chance.randrange(20) * _DAY if status in list(ActionStatus)[2:] else None
        due = ON + (chance.randrange(60) - 40) * _DAY if chance.random() < 0.85 else None
        agreed_half, closed_half = (_half_term(day) if day else None for day in (agreed, closed))
        yield ActionRow(
            action_id=f"ESM-26-{number // 3 + 1:04d}-A2/{number % 3 + 1}",
            origin_session_id=f"ESM-26-{number // 3 + 1:04d}",
            origin_form="esteem/a2-record",
            origin_section="Actions",
            policy=POLICY,
            school=chance.choice(SCHOOLS),
            supervisee=chance.choice(_PEOPLE),
            supervisor="Priya Shah",
            case_ref=None,
            action_text="Ask the school nurse for the plan.",
            owner=chance.choice((*_PEOPLE, None)),
            due_date=due,
            due_text=None,
            agreed_on=agreed,
            status=status,
            claimed=None,
            last_update=None,
            times_carried=chance.randrange(5),
            closed_on=closed,
            closed_in_session=None,
            agreed_in=labels[agreed_half.name] if agreed_half else None,
            closed_in=labels[closed_half.name] if closed_half else None,
        )


def _agreements(chance: random.Random) -> Iterator[AgreementRow]:
    for number, school in enumerate(SCHOOLS * 4):
        state = chance.choice(list(AgreementState))
        agreed = Agreement(
            agreement_id=f"ESM-26-{number + 800:04d}-A1",
            policy=POLICY,
            supervisee="Tom Reed",
            supervisor="Priya Shah",
            supervisee_signed=True,
            supervisor_signed=True,
            supervisee_signed_on=ON,
            supervisor_signed_on=ON,
            source_file="a1.pdf",
        )
        yield AgreementRow(
            rel_id=f"R-{number:02d}",
            agreement=None if state is AgreementState.MISSING else agreed,
            policy=POLICY,
            school=school,
            variant="Supervision agreement",
            supervisee="Tom Reed",
            supervisor="Priya Shah",
            first_session_on=ON,
            before_first=True,
            review_rule="house",
            review_due=ON,
            superseded_by=None,
            state=state,
        )


def _reviews(chance: random.Random) -> Iterator[ReviewRow]:
    names = (
        "reflection", "alternatives", "dynamics", "feelings", "feedback", "validated", "workload",
        "prof_dev", "opportunities",
    )  # fmt: skip
    for number in range(5):
        state = (
            ReviewState.DONE,
            ReviewState.DONE,
            ReviewState.DONE,
            ReviewState.TO_DO,
            ReviewState.OVERDUE,
        )[number]
        done = state is ReviewState.DONE
        review = QaReview(
            qa_id=f"ESM-26-{number:04d}-A4",
            policy=POLICY,
            school=SCHOOLS[number % 3],
            supervisee="Tom Reed",
            supervisor="Priya Shah",
            type="1:1",
            period_from=ON,
            period_to=ON,
            contract_log="Yes",
            sessions_log=2,
            records_log="2 of 2",
            signed_both_log=1,
            actions_overdue_log=0,
            contract_confirmed="Yes",
            sessions_confirmed=2,
            records_confirmed="Yes",
            judgements={
                f"ev_{name}": chance.choice(("Yes", "Yes", "No", None)) if name != "workload" else None
                for name in names
            },
            general_comments=None,
            key_actions=None,
            additional_comments=None,
            qa_date=ON,
            qa_name="Owen Hart",
            next_qa_due=None,
            difference=None,
            source_file="a4.pdf",
            findings=(),
        )
        yield ReviewRow(
            qa_id=f"review {number}",
            rel_id="R-01",
            review=review if done else None,
            policy=POLICY,
            school=SCHOOLS[number % 3],
            supervisee="Tom Reed",
            supervisor="Priya Shah",
            period_from=ON,
            period_to=ON,
            contract="Yes, signed 01/09/2026",
            sessions_due=2,
            sessions=2,
            records="2 of 2",
            signed_both=1,
            qa_due=None if done else ON + (10 if state is ReviewState.TO_DO else -10) * _DAY,
            state=state,
        )


def _exceptions(chance: random.Random) -> Iterator[ExceptionRow]:
    for number in range(24):
        yield ExceptionRow(
            finding_id=f"{number:016x}",
            code=chance.choice(("X01", "X05", "X13", "X16")),
            severity=chance.choice(("Act now", "Soon", "Note")),
            rule="R-FREQ-EST",
            about=f"ESM-26-{number:04d}",
            policy=POLICY,
            school=chance.choice(SCHOOLS),
            who="Tom Reed",
            supervisor="Priya Shah",
            what="Tom Reed: no session was held in Aut1 2026/27.",
            to_do="Hold one soon.",
            basis="The policy says: \u201con a half termly basis\u201d.",
            first_seen=ON - 9 * _DAY,
            last_seen=ON,
            cleared_on=ON if number % 5 == 0 else None,
        )


def _rule() -> RuleRow:
    return RuleRow(
        policy_id="esteem",
        policy=POLICY,
        rule="R-SIGN-BOTH-EST",
        kind="signed",
        setting="days",
        value="14 days",
        severity="Soon",
        house=True,
        clause="The records should be signed and dated by both parties.",
        series="",
    )
