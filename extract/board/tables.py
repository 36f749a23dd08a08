"""The tables of the Dashboard: what stands in each, and in which columns."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.board import figures
from extract.board.counting import ALL, NOW, Count, Counter, Total
from extract.book.filling import Grid, Row
from extract.book.texts import Formula, Value
from forms.board import LEAST_ANSWERS
from forms.log import ActionStatus
from forms.overview import Became, Overview

Cell = Value | Formula
NO_DATA = "no data"
TARGET = 90
"""Per cent of the due sessions that a school should have held: a house default."""
_LINES, _DAYS_LISTED = 5, 8
"""How many rows the lists have."""
_DAYS_AHEAD = 14
_LONGEST_FORMULA, _LONGEST_TEXT = 8_192, 255
"""Of a formula, and of a text in one, in characters."""
_LITERAL = re.compile(r'"(?:[^"]|"")*"')


@dataclass(frozen=True)
class Seen:
    """What the tables are filled from."""

    overview: Overview
    counter: Counter
    now: Mapping[str, str]
    """What "Now" and "All" stand for, by what is chosen."""
    schools: tuple[str, ...]

    @cached_property
    def open_actions(self) -> list[tuple[str, int, int, dt.date | None]]:
        """Return the open actions: which and whose, days overdue, times carried, due."""
        return _open(self)


@dataclass(frozen=True, slots=True)
class BoardTable:
    """One table of the Dashboard."""

    name: str
    title: str
    """Stands above it."""
    columns: tuple[str, ...]
    rows: Callable[[Seen], Iterator[tuple[Cell, ...]]]
    """Values in the order of `columns`, without those of `own`."""
    key: str
    height: int
    """How many rows it has; the last table of the sheet may grow."""
    own: tuple[str, ...] = ()
    """Columns that are the reader's."""

    def grid(self, seen: Seen) -> Grid:
        """Return what it is to hold."""
        columns = tuple(name for name in self.columns if name not in self.own)
        at = columns.index(self.key)
        rows: dict[str, Row] = {str(row[at]): row for row in self.rows(seen)}
        return Grid(columns, (self.key,), rows)


def _reckoned(text: str, result: Value) -> Cell:
    """Return a formula with its result; the result alone where a name in it is too long for any formula."""
    literals = (found[0].replace('""', '"') for found in _LITERAL.finditer(text))
    if len(text) > _LONGEST_FORMULA or any(len(one) - 2 > _LONGEST_TEXT for one in literals):
        return result
    return Formula(text, result)


def _number(seen: Seen, total: Total | Count) -> Cell:
    return _reckoned(total.formula, seen.counter.number(total))


def _share(seen: Seen, part: Total, of: Total) -> Cell:
    """Return the share, to be shown as per cent; words where there is nothing to have a share of."""
    whole = seen.counter.number(of)
    text = f'IF(({of.formula})=0,"{NO_DATA}",({part.formula})/({of.formula}))'
    return _reckoned(text, seen.counter.number(part) / whole if whole else NO_DATA)


def _named(seen: Seen, name: str, part: Total, of: Total) -> Cell:
    """Return a name with its number and what that is of: it stands beside the bar."""
    whole = seen.counter.number(of)
    said = name.replace('"', '""')
    text = f'"{said}: "&IF(({of.formula})=0,"{NO_DATA}",({part.formula})&" of "&({of.formula}))'
    return _reckoned(
        text, f"{name}: {seen.counter.number(part)} of {whole}" if whole else f"{name}: {NO_DATA}"
    )


def _view(seen: Seen) -> Iterator[tuple[Cell, ...]]:
    yield from seen.now.items()


def _figures(seen: Seen) -> Iterator[tuple[Cell, ...]]:
    for one in figures.FIGURES:
        of: Cell = _number(seen, one.of) if one.of else None
        share: Cell = _share(seen, one.number, one.of) if one.of else None
        yield one.what, _number(seen, one.number), of, share


def _half_terms(seen: Seen) -> Iterator[tuple[Cell, ...]]:
    for half in figures.HALF_TERMS:
        held, due = (figures.sessions(*became, half_term=half) for became in (figures.HELD, figures.DUE))
        parts = ((Became.HELD,), (Became.LATE,), (Became.REBOOKED,), figures.MISSED)
        yield (
            _named(seen, half, held, due),
            *(_number(seen, figures.sessions(*became, half_term=half)) for became in parts),
            _number(seen, figures.agreed_in(half)),
            _number(seen, figures.closed_in(half)),
            half,
        )


def _is_shown(seen: Seen, policy: str | None, school: str | None) -> bool:
    view = seen.counter.view
    return (view.school is None or _same(school, view.school)) and (
        view.policy is None or _same(policy, view.policy)
    )


def _same(one: str | None, other: str) -> bool:
    return (one or "").casefold() == other.casefold()


def _open(seen: Seen) -> list[tuple[str, int, int, dt.date | None]]:
    on, own = seen.counter.on, seen.counter.source.column("Actions", "qa_override_status")
    standing = {str(one).casefold() for one in (ActionStatus.OPEN, ActionStatus.IN_PROGRESS)}
    return [
        (
            f"{row.action_id}, {row.owner or row.supervisee or 'nobody named'}",
            max(0, (on - row.due_date).days) if row.due_date is not None else 0,
            row.times_carried,
            row.due_date,
        )
        for row, said in zip(seen.overview.actions, own, strict=True)
        if (row.is_open if said in {None, ""} else str(said).casefold() in standing)
        and _is_shown(seen, row.policy, row.school)
    ]


def _listed(
    lines: Sequence[tuple[Cell, ...]], height: int, width: int, more: str
) -> Iterator[tuple[Cell, ...]]:
    """Yield lines with their numbers behind them; the last one says how many more there are."""
    shown = list(lines[:height])
    if len(lines) > height:
        left = len(lines) - height + 1
        shown[-1] = (f"and {left} more: {more}", *[None] * (width - 1))
    if not shown:
        shown.append(("none", *[None] * (width - 1)))
    shown += [(None,) * width] * (height - len(shown))
    for number, line in enumerate(shown, start=1):
        yield (*line, number)


def _overdue(seen: Seen) -> Iterator[tuple[Cell, ...]]:
    late = sorted((one for one in seen.open_actions if one[1]), key=lambda one: (-one[1], one[0]))
    lines = [(name, days, carried, due) for name, days, carried, due in late]
    yield from _listed(lines[:_LINES], _LINES, 4, "sheet Actions")


def _drifting(seen: Seen) -> Iterator[tuple[Cell, ...]]:
    from forms.log import DRIFT_AFTER

    found = sorted(
        (one for one in seen.open_actions if one[2] >= DRIFT_AFTER), key=lambda one: (-one[2], one[0])
    )
    lines = [(name, carried, days, due) for name, days, carried, due in found]
    yield from _listed(lines, _LINES, 4, "sheet Actions, drift Y")


def _ahead(seen: Seen) -> Iterator[tuple[Cell, ...]]:
    on = seen.counter.on
    last = on + dt.timedelta(days=_DAYS_AHEAD)
    lines: list[tuple[Cell, ...]] = []
    for row in seen.overview.sessions:
        day = row.moved_to or row.planned_date
        if row.became is not Became.AHEAD or day is None or not on <= day <= last:
            continue
        if _is_shown(seen, row.policy, row.school):
            whom = f"{row.supervisee} with {row.supervisor}" if row.supervisor else row.supervisee
            lines.append((f"{whom} ({row.session_id})", day, row.planned_start, row.status))
    lines.sort(key=lambda line: (line[1], str(line[2] or ""), str(line[0])))
    yield from _listed(lines, _DAYS_LISTED, 4, "sheet Sessions")


def _ages(seen: Seen) -> Iterator[tuple[Cell, ...]]:
    for name, where in figures.AGES:
        on_time, overdue = figures.aged(where)
        both = figures.joined(on_time, overdue)
        yield (
            _named(seen, name, overdue, both),
            _number(seen, on_time),
            _number(seen, overdue),
            _number(seen, both),
            name,
        )


def _signing(seen: Seen) -> Iterator[tuple[Cell, ...]]:
    held = figures.sessions(*figures.HELD)
    bands = [(name, figures.signed_within(least, most)) for name, least, most in figures.SIGNING]
    for name, total in (*bands, (figures.NOT_SIGNED, figures.not_signed())):
        yield (
            _named(seen, name, total, held),
            _number(seen, total),
            _number(seen, held),
            _share(seen, total, held),
            name,
        )


def _questions(seen: Seen) -> Iterator[tuple[Cell, ...]]:
    few = f"fewer than {LEAST_ANSWERS} answers"
    for column, name in figures.QUESTIONS.items():
        yes, asked = figures.answered(column, "Yes"), figures.answered(column, "Yes", "No")
        n, agreed = seen.counter.number(asked), seen.counter.number(yes)
        enough, top, bottom = n >= LEAST_ANSWERS, yes.formula, asked.formula
        too_few = f"({bottom})<{LEAST_ANSWERS}"
        yield (
            Formula(
                f'"{name}: "&IF({too_few},"{few}",({top})&" of "&({bottom}))',
                f"{name}: {agreed} of {n}" if enough else f"{name}: {few}",
            ),
            Formula(f'IF({too_few},"",{top})', agreed if enough else ""),
            _number(seen, asked),
            Formula(f'IF({too_few},"",({top})/({bottom}))', agreed / n if enough else ""),
            column,
        )


def _schools(seen: Seen) -> Iterator[tuple[Cell, ...]]:
    for school in seen.schools:
        held = figures.school_sessions(school, *figures.HELD)
        due = figures.school_sessions(school, *figures.DUE)
        yield (
            _named(seen, school, held, due),
            _number(seen, held),
            _number(seen, due),
            _share(seen, held, due),
            TARGET / 100,
            school,
        )


VIEW = BoardTable(
    "Board_view",
    "What is shown: choose in the green cells",
    ("show", "choice", "now"),
    _view,
    "show",
    4,
    own=("choice",),
)
FIRST = BoardTable(
    "Board_figures",
    "First look",
    ("figure", "number", "of", "share"),
    _figures,
    "figure",
    len(figures.FIGURES),
)
HALF_TERM_TABLE = BoardTable(
    "Board_half_terms",
    "Half terms of the year: sessions held of those due, and actions",
    ("sessions", "held", "held late", "rebooked", "not held", "opened", "closed", "half term"),
    _half_terms,
    "half term",
    6,
)
OVERDUE = BoardTable(
    "Board_overdue",
    "Five longest overdue",
    ("action", "days late", "carried", "due", "no"),
    _overdue,
    "no",
    _LINES,
)
DRIFTING = BoardTable(
    "Board_drifting",
    "Drifting: carried three times or more",
    ("action", "carried", "days late", "due", "no"),
    _drifting,
    "no",
    _LINES,
)
AHEAD = BoardTable(
    "Board_ahead",
    "Next 14 days",
    ("session", "day", "start", "status", "no"),
    _ahead,
    "no",
    _DAYS_LISTED,
)
AGE_TABLE = BoardTable(
    "Board_ages",
    "Open actions by age in days: overdue of all",
    ("age", "on time", "overdue", "all", "days"),
    _ages,
    "days",
    len(figures.AGES),
)
SIGNING_TABLE = BoardTable(
    "Board_signing",
    "Days from the session to both signatures",
    ("signed after", "sessions", "of", "share", "days"),
    _signing,
    "days",
    len(figures.SIGNING) + 1,
)
QUESTION_TABLE = BoardTable(
    "Board_questions",
    "Monitoring forms: share of Yes",
    ("question", "yes", "answers", "share", "column"),
    _questions,
    "column",
    len(figures.QUESTIONS),
)
SCHOOL_TABLE = BoardTable(
    "Board_schools",
    "Schools: sessions held of those due, in the chosen time",
    ("school", "held", "due", "share", "target", "name"),
    _schools,
    "name",
    1,
)

TABLES = (
    VIEW, FIRST, HALF_TERM_TABLE, OVERDUE, DRIFTING, AHEAD, AGE_TABLE, SIGNING_TABLE, QUESTION_TABLE,
    SCHOOL_TABLE,
)  # fmt: skip
"""All of them, from the top of the sheet; the last one may grow."""


def choices(typed: Mapping[str, object], now: Mapping[str, str]) -> dict[str, str | None]:
    """Return what is chosen, None for all: what stands in the green cells, and what Now stands for."""
    chosen: dict[str, str | None] = {}
    for name, meant in now.items():
        said = " ".join(str(typed.get(name) or "").split())
        said = meant if said.casefold() in {"", NOW.casefold()} else said
        chosen[name] = None if said.casefold() in {ALL.casefold(), "all schools"} else said
    return chosen
