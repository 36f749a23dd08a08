"""A signature by somebody else than the line's own person does not count, if the Roster knows that person."""

from __future__ import annotations

import datetime as dt

import pytest

from forms.log import Session, SessionStatus, SignedState
from forms.model import Fact, Stage
from forms.plan import Person, Plan, Relationship
from register.database import Register
from register.ledger import save_plan
from tests.register.responses import PRIYA, SCHOOL, TOM, returned
from tests.register.taking import log_of, take

_PLAN = Plan(
    people=(
        Person("tom", TOM, SCHOOL, aliases=("Tommy Reed",)),
        Person("priya", PRIYA, SCHOOL),
        Person("olga", "Olga Frost", SCHOOL),
        Person("owen", "Owen Hart", SCHOOL),
    ),
    relationships=(Relationship("r1", "esteem", "tom", "priya", deputies=("owen",)),),
)


def session_signed(register: Register, *names: str, plan: Plan = _PLAN) -> Session:
    """Return the row of a session signed with these names: the supervisee's, then the supervisor's."""
    signed = [
        (party, name, "2026-11-20") for party, name in zip(("supervisee", "supervisor"), names, strict=True)
    ]
    header = {Fact.SESSION_DATE: "2026-11-19"}
    with register.writing() as connection:
        save_plan(connection, plan)
    take(register, [returned("ESM-26-0042-A2", Stage.SIGNING, header=header, signed=signed)])
    (session,) = log_of(register).sessions
    return session


def test_somebody_elses_signature_does_not_count(register: Register) -> None:
    """The office manager signed on the supervisor's line: the state stays supervisee only, and says why."""
    session = session_signed(register, TOM, "Olga Frost")
    assert session.signed_state is SignedState.SUPERVISEE
    assert session.status is SessionStatus.PART_SIGNED
    assert (session.supervisee_signed_on, session.supervisor_signed_on) == (dt.date(2026, 11, 20), None)
    assert {"X08", "X09"} <= {one.code for one in session.findings}


@pytest.mark.parametrize("names", [(TOM, PRIYA), ("Tommy Reed", PRIYA), ("T. Reed", "priya shah")])
def test_any_name_of_the_right_person_counts(register: Register, names: tuple[str, str]) -> None:
    """As on the Roster, by another name, with an initial."""
    session = session_signed(register, *names)
    assert session.signed_state is SignedState.BOTH
    assert "X09" not in {one.code for one in session.findings}


def test_a_deputy_may_sign_for_the_supervisor_only(register: Register) -> None:
    """As entered among the relationships."""
    assert session_signed(register, TOM, "Owen Hart").signed_state is SignedState.BOTH


def test_a_deputy_signs_for_nobody_else(register: Register) -> None:
    """Not for the supervisee."""
    assert session_signed(register, "Owen Hart", PRIYA).signed_state is SignedState.SUPERVISOR


def test_where_nobody_knows_the_pair_a_name_counts(register: Register) -> None:
    """A trust that has entered no relationships yet is not told that all its records are unsigned."""
    assert session_signed(register, TOM, "Olga Frost", plan=Plan()).signed_state is SignedState.BOTH


def test_somebody_elses_signature_on_an_agreement_does_not_count(register: Register) -> None:
    """It is not agreed until the two people whom it names have signed."""
    header = {Fact.SUPERVISEE: TOM, Fact.SUPERVISOR: PRIYA}
    for number, signer in enumerate(("Olga Frost", "P Shah"), start=1):
        signed = [("supervisee", TOM, "2026-09-07"), ("supervisor", signer, "2026-09-08")]
        form = returned(f"ESM-26-{number:04d}-A1", Stage.SIGNING, header=header, signed=signed)
        take(register, [form])
    with register.writing() as connection:
        save_plan(connection, _PLAN)
    by_another, right = sorted(log_of(register).agreements, key=lambda one: one.agreement_id)
    assert (by_another.supervisee_signed, by_another.supervisor_signed) == (True, False)
    assert by_another.agreed_on is None
    assert right.agreed_on == dt.date(2026, 9, 8)
