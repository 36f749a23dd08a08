"""Plans as Hypothesis draws them: any words that a cell can hold, and rows that lead somewhere."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from extract.plan_columns import HALF_TERMS
from forms.plan import (
    CalendarRow,
    DayKind,
    Party,
    Person,
    Plan,
    PlannedSession,
    Relationship,
    Series,
    SignatureMode,
    WorksIn,
)
from forms.text import normalise_text

_EDGES = " \t\n\xa0\u200b\ufeff\u2007\u202f"
_ODD = (
    "=1+1",
    "+44 20",
    "-",
    "@x",
    "_x0041_",
    "a_x005F_b",
    "x005F_",
    "007",
    "1:1",
    "01/02/2026",
    "TRUE",
    "#REF!",
    "'q",
    "Ω😀",
    "two\nlines",
    "a;b,c",
)


def _as_stored(text: str) -> str:
    return normalise_text(text).text.strip(_EDGES)


words = (
    st.one_of(st.sampled_from(_ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
    .map(_as_stored)
    .filter(lambda text: bool(text) and not text.startswith("EXAMPLE"))
)
lines = words.filter(lambda text: ";" not in text and "\n" not in text)
ids = st.from_regex(r"[A-Za-z0-9_=.-]{1,8}", fullmatch=True).filter(
    lambda text: not text.startswith("EXAMPLE")
)
days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))
times = st.times().map(lambda time: time.replace(second=0, microsecond=0))


_SPANS = st.tuples(days, days).map(sorted)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Return a plan whose rows lead somewhere and of which no id stands twice."""
    names = draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    schools = draw(st.lists(words.filter(lambda text: text != "All schools"), min_size=1, max_size=3))
    people = tuple(draw(_person(name, schools)) for name in names)
    rel_ids = draw(st.lists(ids, max_size=4, unique=True))
    relationships = tuple(draw(_relationship(name, names)) for name in rel_ids)
    numbers = draw(st.lists(st.integers(0, 9999), max_size=4, unique=True)) if rel_ids else []
    session_ids = [f"ESM-26-{number:04d}" for number in numbers]
    groups = [one.group for one in relationships if one.group]
    sessions = tuple(draw(_session(name, [*rel_ids, *groups])) for name in session_ids)
    calendar = tuple(draw(st.lists(_calendar_rows(schools), max_size=4)))
    return Plan(people, relationships, calendar, sessions)


def _maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


def _person(name: str, schools: list[str]) -> st.SearchStrategy[Person]:
    return st.builds(
        Person,
        st.just(name),
        words,
        st.sampled_from(schools),
        _maybe(words),
        st.lists(lines, max_size=3).map(tuple),
        _maybe(words),
        st.booleans(),
        _maybe(days),
        st.sampled_from(SignatureMode),
        st.booleans(),
        st.booleans(),
        _maybe(days),
        _maybe(days),
        _maybe(days),
        _maybe(days),
        st.sampled_from(WorksIn),
    )


def _relationship(name: str, people: list[str]) -> st.SearchStrategy[Relationship]:
    return st.builds(
        Relationship,
        st.just(name),
        words,
        st.sampled_from(people),
        st.sampled_from(people),
        st.sampled_from(Series),
        _maybe(words),
        _maybe(days),
        _maybe(days),
        st.lists(ids, max_size=3).map(tuple),
        _maybe(days),
        _maybe(ids),
        _maybe(words),
    )


def _calendar_rows(schools: list[str]) -> st.SearchStrategy[CalendarRow]:
    school = st.sampled_from(["", *schools])
    kinds = st.sampled_from([DayKind.CLOSURE, DayKind.INSET])
    half_term = st.tuples(st.just(DayKind.HALF_TERM), st.sampled_from(HALF_TERMS))
    named = half_term | st.tuples(kinds, words | st.just(""))
    return st.builds(lambda school, named, span: CalendarRow(school, *named, *span), school, named, _SPANS)


def _session(name: str, targets: list[str]) -> st.SearchStrategy[PlannedSession]:
    day = _maybe(days)
    return st.builds(
        PlannedSession,
        st.just(name),
        st.sampled_from(targets),
        days,
        _maybe(times),
        _maybe(st.integers(1, 999)),
        _maybe(words),
        day,
        st.booleans(),
        day,
        day,
        day,
        day,
        day,
        _maybe(st.sampled_from(Party)),
        _maybe(words),
        _maybe(st.from_regex("[A-Z]{2,5}-[0-9]{2}-[0-9]{4}", fullmatch=True)),
        day,
        day,
        _maybe(words),
        day,
        day,
        _maybe(st.sampled_from(Party)),
        _maybe(st.sampled_from((Party.SUPERVISEE, Party.SUPERVISOR))),
        _maybe(words),
    )
