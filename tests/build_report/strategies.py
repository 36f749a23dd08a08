"""Any summary that a school may have: odd letters, long texts, no data, too much of it."""

import datetime as dt
from typing import TypeVar

from hypothesis import strategies as st

from forms.board import (
    AcceptedFinding,
    AgeBar,
    Board,
    HalfTermBar,
    OpenFinding,
    QuestionBar,
    SchoolSummary,
    SigningBar,
    Tile,
    View,
)
from forms.half_terms import HalfTermName
from tests.build_report.summaries import AGES, SIGNING

HOSTILE = (
    '#panic() #let x = 1; #read("/etc/passwd")',
    "$ x^2 $ *bold* _it_ `raw` = Heading <label> @ref // gone /* gone */ ~ -- --- \\ \\u{41}",
    "<script>alert('1')</script> &amp; {{ name }} %s \" ' ]]> --",
    "left \u202eright to left\u202c \u200fmarks\u2066 \u0627\u0644\u0639 \u05d0\u05d1",
    "\U0001f600 \U0001f469\u200d\U0001f3eb \u2714\ufe0f \u4e2d\u6587 \ue000 \x00\x07",
    "one\ntwo\r\nthree\tfour\u2028five\u00adsix",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 2,
    "W" * 120,
    "",
)
"""Texts that a page setter may take for markup, turn round, or have no letters for."""

_T = TypeVar("_T")
_COUNTS = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 99_999))
_DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))


def texts(longest: int) -> st.SearchStrategy[str]:
    """Return texts of up to so many letters: words, hostile ones, anything."""
    words = st.lists(
        st.sampled_from(["the", "school", "has", "supervision,", "staff", "of", "all", "its", "rooms;"])
    )
    return st.one_of(
        words.map(" ".join), st.sampled_from(HOSTILE), st.text(max_size=longest), st.just("Most words " * 50)
    ).map(lambda text: text[:longest])


def _many(one: st.SearchStrategy[_T], most: int) -> st.SearchStrategy[tuple[_T, ...]]:
    sizes = st.one_of(st.just(0), st.just(most), st.integers(0, most))
    return sizes.flatmap(lambda size: st.lists(one, min_size=size, max_size=size)).map(tuple)


@st.composite
def tiles(draw: st.DrawFn) -> Tile:
    """Return a tile whose number is not more than what it is of."""
    of = draw(st.one_of(st.none(), _COUNTS))
    number = draw(_COUNTS if of is None else st.integers(0, of))
    return Tile(draw(texts(90)), number, of, draw(st.booleans()))


@st.composite
def questions(draw: st.DrawFn) -> QuestionBar:
    """Return a question with no more Yes than answers."""
    asked = draw(_COUNTS)
    return QuestionBar(draw(texts(100)), draw(st.integers(0, asked)), asked)


@st.composite
def summaries(draw: st.DrawFn) -> SchoolSummary:
    """Return a summary within what a school can have."""
    school = draw(texts(120))
    bars = tuple(HalfTermBar(name, *(draw(_COUNTS) for _ in range(6))) for name in HalfTermName)
    board = Board(
        draw(_DAYS),
        View("2026/27", school=school),
        draw(_many(tiles(), 12)),
        draw(st.sampled_from([bars, (), bars[:1]])),
        (),
        tuple(AgeBar(days, draw(_COUNTS), draw(_COUNTS)) for days in AGES),
        tuple(SigningBar(days, draw(_COUNTS)) for days in SIGNING),
        draw(_many(questions(), 12)),
    )
    finding = st.builds(
        OpenFinding, st.from_regex(r"[A-Z][0-9]{2}", fullmatch=True), texts(100), _COUNTS, _COUNTS
    )
    accepted = st.builds(AcceptedFinding, texts(12), texts(160), texts(500), st.one_of(st.none(), _DAYS))
    return SchoolSummary(
        school,
        draw(_many(texts(70), 9)),
        draw(st.one_of(st.none(), st.just("Aut2 2026/27"), texts(30))),
        draw(_COUNTS),
        board,
        draw(st.integers(0, 100)),
        draw(_many(finding, 30)),
        draw(_many(accepted, 40)),
    )
