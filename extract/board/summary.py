"""The first look as figures, for reports: the same counts as on the Dashboard."""

from __future__ import annotations

from collections.abc import Iterable

from extract.board import figures
from extract.board.counting import Counter
from forms.board import AgeBar, Board, HalfTermBar, QuestionBar, SchoolBar, SigningBar, Tile
from forms.overview import Became


def board_of(counter: Counter, schools: Iterable[str]) -> Board:
    """Return the first look at what a counter counts, with a bar for each of these schools."""
    number = counter.number
    return Board(
        on=counter.on,
        view=counter.view,
        tiles=tuple(
            Tile(one.what, number(one.number), number(one.of) if one.of else None, one.wants)
            for one in figures.FIGURES
            if one.inspected
        ),
        half_terms=tuple(_half_term(counter, half) for half in figures.HALF_TERMS),
        schools=tuple(
            SchoolBar(
                school,
                number(figures.school_sessions(school, *figures.HELD)),
                number(figures.school_sessions(school, *figures.DUE)),
            )
            for school in schools
        ),
        ages=tuple(
            AgeBar(name, *(number(total) for total in figures.aged(where))) for name, where in figures.AGES
        ),
        signing=(
            *(
                SigningBar(name, number(figures.signed_within(least, most)))
                for name, least, most in figures.SIGNING
            ),
            SigningBar(figures.NOT_SIGNED, number(figures.not_signed())),
        ),
        questions=tuple(
            QuestionBar(
                name,
                number(figures.answered(column, "Yes")),
                number(figures.answered(column, "Yes", "No")),
            )
            for column, name in figures.QUESTIONS.items()
        ),
    )


def _half_term(counter: Counter, half: str) -> HalfTermBar:
    held, late, rebooked = (
        counter.number(figures.sessions(one, half_term=half))
        for one in (Became.HELD, Became.LATE, Became.REBOOKED)
    )
    return HalfTermBar(
        half_term=half,
        held=held,
        late=late,
        rebooked=rebooked,
        missed=counter.number(figures.sessions(*figures.MISSED, half_term=half)),
        opened=counter.number(figures.agreed_in(half)),
        closed=counter.number(figures.closed_in(half)),
    )
