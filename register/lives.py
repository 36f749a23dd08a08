"""The whole life of one action: each form where it stands, in order, and what became different there.

What was agreed stays agreed; a form that shows other words, another owner or another date is a step of the
life like any other, marked with the X18 that it gave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from forms.action_rows import Row, is_claim, is_open, pointers_of, rows_of
from forms.dates import parse_date, show_date
from forms.log import Outcome, Session
from forms.names import cell_name
from forms.records import Action, Box
from forms.reference import split_action_id
from forms.revisions import Lookup, Revision, revisions_of, session_date
from forms.trails import case_codes
from register import tables
from register.asked import Asked, load_asked
from register.belonging import Owners
from register.copies import sort_files
from register.moved_sheets import load_shared
from register.receiving import Standing, load_standing
from register.rows import load_rows

_COLUMNS = {"text": "words", "who": "owner", "by_when": "date", "status": "status", "update": "update"}
_AGREED = ("text", "who", "by_when")
_WHAT = {"text": "reworded", "who": "reassigned", "by_when": "another date"}


@dataclass(frozen=True, slots=True)
class Change:
    """One column of an action that is not what the form before says."""

    column: str
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One action on one returned form."""

    on: dt.date | None
    """The day of the session."""
    what: tuple[str, ...]
    """Agreed, carried, reworded, closed and so on, in words."""
    path: str
    sha256: str
    form: str
    stage: str
    session_id: str
    import_number: int
    outcome: str
    """What became of the file, as the log says it."""
    field: str
    """The box of the action's words."""
    page_number: int | None
    """From 1; None for Word."""
    box: Box | None
    words: str
    owner: str | None
    by_when: str | None
    status: str | None
    update: str | None
    changes: tuple[Change, ...] = ()


@dataclass(slots=True)
class _Life:
    """What is known of the action while its forms are gone through."""

    session: str | None = None
    last: Action | None = None
    agreed: dict[str, str] = field(default_factory=dict)
    closed: bool = False


def load_life(connection: Connection, action_id: str, lookup: Lookup, owners: Owners) -> tuple[Step, ...]:
    """Return each form where an action stands or that points to it, oldest first; none where none does.

    A form that was set aside, because the key (`owners`) gives a name on it to another child, is no step.
    Words are as the register keeps them: to the letter, but for known names of children in other columns.
    """
    table = tables.action_rows.c
    named = select(table.sha256).where(table.action_id.in_([action_id, *_printed_as(connection, action_id)]))
    hashes = set(connection.execute(named).scalars())
    if not hashes:
        return ()
    standing = load_standing(connection, owners)
    revisions = revisions_of(standing.responses, lookup, standing.imports)
    keys = {one.key for one in revisions if one.response.sha256 in hashes}
    revisions = tuple(one for one in revisions if one.key in keys)
    days = {row.session_id: row.date for row in load_rows(connection, Session)}
    return tuple(_steps(action_id, revisions, standing, days, load_asked(connection)))


def _printed_as(connection: Connection, action_id: str) -> Iterator[str]:
    """Yield the ids that an action may have on a sheet that was printed with the number of another case's."""
    parts = split_action_id(action_id)
    if parts is not None:
        for reference in load_shared(connection):
            yield f"{reference}/{parts[1]}"


def _steps(
    action_id: str,
    revisions: tuple[Revision, ...],
    standing: Standing,
    days: Mapping[str, dt.date | None],
    asked: Asked,
) -> Iterator[Step]:
    files = sort_files(revisions, asked)
    codes = case_codes(revisions)
    # Of copies that were joined, a row counts that stands on one of them.
    current = {one.response.sha256: one for one in files.current}
    life = _Life()
    stood: set[str] = set()
    for one in revisions:
        own = codes.get(one.definition.policy.id, frozenset())
        row = _row(one, action_id, own)
        outcome = files.outcomes.get(one.response.sha256, Outcome.DUPLICATE)
        if row is None:
            whole = current.get(one.response.sha256)
            if any(p.ref == action_id for p in pointers_of(one.response, one.definition, own)):
                yield _bare(one, "pointed to: it stands on its case sheet", outcome, standing, days)
            elif one.key in stood and whole is not None and _row(whole, action_id, own) is None:
                what = "taken off this form, on whose earlier copy it stands (X18)"
                yield _bare(one, what, outcome, standing, days)
            continue
        action = row.action
        what_now, changes = _compared(life, one, row)
        cells = one.response.fields[row.action.field].cells or {}
        cell = cells.get(row.row_number, {}).get("action")
        stood.add(one.key)
        yield Step(
            on=_day(one, days),
            what=what_now,
            path=one.response.path,
            sha256=one.response.sha256,
            form=one.definition.id,
            stage=str(one.stage),
            session_id=one.session,
            import_number=standing.imports[one.response.sha256],
            outcome=str(outcome),
            field=cell_name(row.action.field, row.row_number, "action"),
            page_number=cell.page_number if cell else None,
            box=cell.box if cell else None,
            words=action.text,
            owner=action.who,
            by_when=action.by_when,
            status=action.status,
            update=action.update,
            changes=changes,
        )


def _row(one: Revision, action_id: str, codes: frozenset[str]) -> Row | None:
    rows = rows_of(one.response, one.definition, codes)
    return next((row for row in rows if row.action.id == action_id), None)


def _compared(life: _Life, one: Revision, row: Row) -> tuple[tuple[str, ...], tuple[Change, ...]]:
    """Return what the form makes of the action, in words, and what it changes; go on from there."""
    what, action = [_arrival(life, one, row)], row.action
    changes = []
    for column, word in _COLUMNS.items():
        before = getattr(life.last, column) if life.last is not None else None
        now = getattr(action, column)
        if life.last is not None and not _same(before, now):
            changes.append(Change(word, before or None, now or None))
            if column in _AGREED and now:
                agreed = life.agreed.get(column)
                other = agreed is not None and not _same(agreed, now)
                what.append(f"{_WHAT[column]} (X18: not as agreed)" if other else _filled(column, agreed))
    for column in _AGREED:
        if now := getattr(action, column):
            life.agreed.setdefault(column, now)
    if is_claim(action, one.stage):
        what.append(f"said to be closed ({action.status}) before the session: a claim")
    elif not is_open(action, one.stage):
        what.append("still closed" if life.closed else f"closed: {action.status}")
    elif life.closed:
        what.append("open again")
    life.closed = not is_open(action, one.stage)
    life.session, life.last = one.session, action
    return tuple(what), tuple(changes)


def _arrival(life: _Life, one: Revision, row: Row) -> str:
    if life.last is None:
        return "carried from a form that is not in the register" if row.carried else "agreed"
    if life.session == one.session:
        return f"stands on the form at stage {one.stage}"
    return "carried" if row.carried else "stands on another form as its own"


def _filled(column: str, agreed: str | None) -> str:
    name = _COLUMNS[column]
    return f"{name} as agreed again" if agreed else f"{name} agreed, which was blank"


def _bare(
    one: Revision, what: str, outcome: Outcome, standing: Standing, days: Mapping[str, dt.date | None]
) -> Step:
    return Step(
        on=_day(one, days),
        what=(what,),
        path=one.response.path,
        sha256=one.response.sha256,
        form=one.definition.id,
        stage=str(one.stage),
        session_id=one.session,
        import_number=standing.imports[one.response.sha256],
        outcome=str(outcome),
        field="",
        page_number=None,
        box=None,
        words="",
        owner=None,
        by_when=None,
        status=None,
        update=None,
    )


def _day(one: Revision, days: Mapping[str, dt.date | None]) -> dt.date | None:
    return days.get(one.session) or session_date(one.response, one.definition)


def _same(one: str | None, other: str | None) -> bool:
    return (one or "").split() == (other or "").split()


def show_words(column: str, text: str | None) -> str:
    """Return a cell's text as a person reads it."""
    if not text:
        return "blank"
    day = parse_date(text) if column == "date" else None
    return show_date(text) if day else f"“{text}”"
