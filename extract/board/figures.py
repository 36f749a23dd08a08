"""What the first look counts: each figure of it, of which table, under which conditions."""

from __future__ import annotations

from dataclasses import dataclass

from extract.board.counting import Choice, Count, Days, InYear, Test, Total, Where
from extract.workbook_columns import OPEN
from forms.findings import Severity
from forms.half_terms import HalfTermName
from forms.log import ActionStatus, SignedState
from forms.overview import AgreementState, Became, ReviewState

_SOON_DAYS = 7
"""Agendas that are to come back in so many days."""
_REVIEW_DAYS = 30
SESSIONS, ACTIONS, AGREEMENTS, REVIEWS, EXCEPTIONS = (
    "Sessions", "Actions", "Agreements", "QA_Reviews", "Exceptions",
)  # fmt: skip
_PLACE = (
    Where("school", Test.IS, Choice.SCHOOL),
    Where("policy", Test.IS, Choice.POLICY),
)
_TIME = (
    Where("academic_year", Test.IS, Choice.YEAR),
    Where("half_term", Test.IS, Choice.HALF_TERM),
)
_OPEN_STATES = (ActionStatus.OPEN, ActionStatus.IN_PROGRESS)
HELD = (Became.HELD, Became.LATE)
MISSED = (Became.CANCELLED, Became.NOTHING)
DUE = (*HELD, *MISSED)


def _where(table: str, *where: Where) -> Count:
    return Count(table, (*where, *_PLACE))


def _is(column: str, text: str) -> Where:
    return Where(column, Test.IS, text)


def _is_not(column: str, text: str) -> Where:
    return Where(column, Test.IS_NOT, text)


def sessions(*became: Became, half_term: str | None = None) -> Total:
    """Return the sessions of which one of these became, in a half term or in what the reader has chosen."""
    time = _TIME if half_term is None else (_TIME[0], _is("half_term", half_term))
    return Total(tuple(_where(SESSIONS, _is("became", one), *time) for one in became))


def school_sessions(school: str, *became: Became) -> Total:
    """Return the sessions of one school, in the half term that the reader has chosen."""
    where = (_is("school", school), _PLACE[1], *_TIME)
    return Total(tuple(Count(SESSIONS, (_is("became", one), *where)) for one in became))


def open_actions(*where: Where) -> Total:
    """Return the actions that nobody has closed, as the QA lead's own status says, else the forms'."""
    as_read = (
        _where(ACTIONS, _is("status", state), _is("qa_override_status", ""), *where) for state in _OPEN_STATES
    )
    as_set = (_where(ACTIONS, _is("qa_override_status", state), *where) for state in _OPEN_STATES)
    return Total((*as_read, *as_set))


_LATE = Where("due_date", Test.BEFORE, Days())


def joined(*totals: Total) -> Total:
    """Return the sum of totals."""
    return Total(
        tuple(count for one in totals for count in one.counts),
        tuple(count for one in totals for count in one.less),
    )


def _without(total: Total, taken: Total) -> Total:
    return Total((*total.counts, *taken.less), (*total.less, *taken.counts))


def _findings(*where: Where) -> Total:
    """Return the findings that stand, without those that the QA lead accepts, for a reason and for now."""
    standing = (_is("state", OPEN), *where)
    accepted = (*standing, _is("qa_state", "Accepted"), _is_not("qa_reason", ""))
    return Total(
        (_where(EXCEPTIONS, *standing),),
        (
            _where(EXCEPTIONS, *accepted, _is("qa_by_date", "")),
            _where(EXCEPTIONS, *accepted, Where("qa_by_date", Test.FROM, Days())),
        ),
    )


def _agreements(*states: AgreementState) -> Total:
    return Total(tuple(_where(AGREEMENTS, _is("state", one)) for one in states))


_CURRENT = (
    AgreementState.MISSING, AgreementState.NOT_YET_DUE, AgreementState.UNSIGNED, AgreementState.AGREED,
    AgreementState.LATE, AgreementState.REVIEW_OVERDUE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the first look."""

    what: str
    number: Total
    of: Total | None
    wants: bool = True
    """Whether something is to be done as soon as the number is not 0."""
    inspected: bool = True
    """Whether whoever inspects is shown it: what another figure says too, or what passes, is left out."""


_LACKING = _without(
    joined(open_actions(_is("no_owner", "Y")), open_actions(_is("no_due", "Y"))),
    open_actions(_is("no_owner", "Y"), _is("no_due", "Y")),
)
_UNSIGNED = tuple(
    _where(SESSIONS, _is_not("signature_due", ""), Where("signature_due", Test.BEFORE, Days()), *_TIME, extra)
    for extra in (_is_not("signed_state", SignedState.BOTH),)
)

# A table without rows has a blank one, which is no action.
_ALL_ACTIONS = Total((_where(ACTIONS, _is_not("action_id", "")),))

FIGURES = (
    Figure("Sessions held, of those due so far", sessions(*HELD), sessions(*DUE), wants=False),
    Figure("Due, and not held as far as known", sessions(*MISSED), sessions(*DUE), inspected=False),
    Figure("Not supervised in time (X01)", _findings(_is("check", "X01")), None),
    Figure(
        "Agendas due back within 7 days",
        Total(
            (
                _where(
                    SESSIONS,
                    _is("became", Became.AHEAD),
                    _is("returned_on", ""),
                    Where("return_due", Test.FROM, Days()),
                    Where("return_due", Test.UP_TO, Days(_SOON_DAYS)),
                ),
            )
        ),
        None,
        wants=False,
        inspected=False,
    ),
    Figure(
        "Agendas late, session still ahead",
        Total(
            (
                _where(
                    SESSIONS,
                    _is("became", Became.AHEAD),
                    _is("returned_on", ""),
                    Where("return_due", Test.BEFORE, Days()),
                ),
            )
        ),
        Total((_where(SESSIONS, _is("became", Became.AHEAD), Where("return_due", Test.BEFORE, Days())),)),
    ),
    Figure(
        "Records not signed by the last day",
        Total(_UNSIGNED),
        Total((_where(SESSIONS, Where("signature_due", Test.BEFORE, Days()), *_TIME),)),
    ),
    Figure("Open actions", open_actions(), _ALL_ACTIONS, wants=False),
    Figure("Open actions that are overdue", open_actions(_LATE), open_actions()),
    Figure("Open actions without owner or date", _LACKING, open_actions()),
    Figure(
        "Agreements missing or not signed",
        _agreements(AgreementState.MISSING, AgreementState.UNSIGNED),
        _agreements(*_CURRENT),
    ),
    Figure(
        "Agreements overdue for review", _agreements(AgreementState.REVIEW_OVERDUE), _agreements(*_CURRENT)
    ),
    Figure(
        "Quality reviews due within 30 days",
        Total(
            (
                _where(
                    REVIEWS,
                    _is("state", ReviewState.TO_DO),
                    Where("qa_due", Test.UP_TO, Days(_REVIEW_DAYS)),
                ),
            )
        ),
        None,
        wants=False,
    ),
    Figure("Quality reviews overdue", Total((_where(REVIEWS, _is("state", ReviewState.OVERDUE)),)), None),
    Figure("Findings to act on now", _findings(_is("severity", Severity.ACT_NOW)), _findings()),
)
"""The first look, in its order."""

HALF_TERMS = tuple(map(str, HalfTermName))


def agreed_in(half_term: str) -> Total:
    """Return the actions that were agreed in a half term of the year that is shown."""
    return Total((_where(ACTIONS, Where("agreed_in", Test.IS, InYear(half_term))),))


def closed_in(half_term: str) -> Total:
    """Return the actions that were closed in it."""
    return Total((_where(ACTIONS, Where("closed_in", Test.IS, InYear(half_term))),))


AGES: tuple[tuple[str, tuple[Where, ...]], ...] = (
    ("0 to 14", (Where("agreed_on", Test.FROM, Days(-14)),)),
    ("15 to 42", (Where("agreed_on", Test.FROM, Days(-42)), Where("agreed_on", Test.BEFORE, Days(-14)))),
    ("43 to 84", (Where("agreed_on", Test.FROM, Days(-84)), Where("agreed_on", Test.BEFORE, Days(-42)))),
    ("85+", (Where("agreed_on", Test.BEFORE, Days(-84)),)),
    ("not known", (_is("agreed_on", ""),)),
)
"""How long ago an open action was agreed, in days."""


def aged(where: tuple[Where, ...]) -> tuple[Total, Total]:
    """Return the open actions of an age: those that are not overdue, and those that are."""
    overdue = open_actions(*where, _LATE)
    return _without(open_actions(*where), overdue), overdue


NOT_SIGNED = "not signed and dated"
SIGNING: tuple[tuple[str, int, int | None], ...] = (
    ("0 to 7", 0, 7),
    ("8 to 14", 8, 14),
    ("15 to 28", 15, 28),
    ("29+", 29, None),
)
"""How many days it took until both had signed: from, to."""


def signed_within(least: int, most: int | None) -> Total:
    """Return the held sessions that both had signed so many days later."""
    where = [Where("days_to_sign", Test.FROM, least)]
    if most is not None:
        where.append(Where("days_to_sign", Test.UP_TO, most))
    return Total((_where(SESSIONS, *where, *_TIME),))


def not_signed() -> Total:
    """Return the held sessions of which it is not known how long it took: not signed, or not dated."""
    return Total(tuple(_where(SESSIONS, _is("became", one), _is("days_to_sign", ""), *_TIME) for one in HELD))


QUESTIONS = {
    "ev_reflection": "Reflection",
    "ev_alternatives": "Alternative ways",
    "ev_dynamics": "Dynamics",
    "ev_feelings": "Own feelings",
    "ev_feedback": "Feedback",
    "ev_validated": "Validated",
    "ev_workload": "Workload",
    "ev_prof_dev": "Development",
    "ev_opportunities": "New skills",
}
"""Column of QA_Reviews -> its question in a word or two."""


def answered(column: str, *answers: str) -> Total:
    """Return how many monitoring forms gave one of these answers."""
    return Total(tuple(_where(REVIEWS, _is(column, one)) for one in answers))
