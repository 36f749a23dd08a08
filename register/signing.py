"""Who was to sign a record, and who has: parties with one line to sign on, and groups with many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forms.dates import parse_date
from forms.log import SignedState
from forms.model import Kind, Stage
from forms.records import Signed
from forms.revisions import Revision, stage_rank


@dataclass(frozen=True, slots=True)
class Line:
    """One line to sign on."""

    party: str
    """supervisee, supervisor, …; of a line in a list of signatures, whom the list is for."""
    who: str | None
    """Who is to sign there, where a list names them."""
    name: str | None
    """The name that stands as signature; None where nobody has signed."""
    date: str | None
    way: str = "typed"
    """How it was signed; only what was typed or certified is a person's name."""


def lines_of(one: Revision) -> Iterator[Line]:
    """Yield the lines of a form that are signed or wait for somebody, then its digital signatures.

    Those that were given to other answers are left out.
    """
    if one.stale:
        return
    for field in one.definition.answerable:
        answer = one.response.fields.get(field.id)
        if field.kind is Kind.SIGNATURE:
            typed = answer.value if answer is not None and isinstance(answer.value, Signed) else None
            yield Line(field.party, None, typed.name if typed else None, typed.date if typed else None)
        elif field.kind is Kind.SIGNATURES and answer is not None and isinstance(answer.value, tuple):
            for row in answer.value:
                if not isinstance(row, str):
                    who, name, date = (_text(row.get(column)) for column in ("who", "name", "date"))
                    yield Line(field.party, who, name, date)
    for signature in one.response.signatures:
        if signature.way != "typed":
            name = signature.name or signature.way
            yield Line(signature.party, None, name, signature.date, signature.way)


def parties_of(main: Sequence[Revision]) -> frozenset[str]:
    """Return the parties that these forms have a line for."""
    kinds = {Kind.SIGNATURE, Kind.SIGNATURES}
    return frozenset(field.party for one in main for field in one.definition.fields if field.kind in kinds)


def has_signed(main: Sequence[Revision], party: str) -> bool:
    """Return whether a party has signed every one of these forms; of a group, everybody who is listed."""
    return all(signs_for(one, party) for one in main)


def signs_for(one: Revision, party: str) -> bool:
    """Return whether a party has signed this form; of a group, everybody who is listed."""
    if party in one.uncounted:
        return False
    lines = [line for line in lines_of(one) if line.party == party]
    signed = [line for line in lines if line.name]
    waiting = [line for line in lines if line.who and not line.name]
    return bool(signed) and not waiting


def signed_on(main: Sequence[Revision], party: str) -> dt.date | None:
    """Return the day on which a party signed, of a group the last day; None where copies differ."""
    days = {
        max(dates)
        for one in main
        if party not in one.uncounted
        and (
            dates := [
                day
                for line in lines_of(one)
                if line.party == party and (day := parse_date(line.date or "")) is not None
            ]
        )
    }
    return days.pop() if len(days) == 1 else None


def signed_state(stage: Stage, *, supervisee: bool, supervisor: bool) -> SignedState:
    """Return whose signature a record has."""
    if supervisee and supervisor:
        return SignedState.BOTH
    if supervisee or supervisor:
        return SignedState.SUPERVISEE if supervisee else SignedState.SUPERVISOR
    return SignedState.NONE if stage_rank(stage) >= stage_rank(Stage.SIGNING) else SignedState.NOT_YET_DUE


def mode_of(main: Sequence[Revision]) -> str | None:
    """Return how the forms were signed: electronic, ink or mixed; None while nobody has."""
    ways = {"ink" if sign.way == "ink" else "electronic" for one in main for sign in one.response.signatures}
    return "mixed" if len(ways) > 1 else next(iter(ways), None)


def _text(value: str | float | None) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
