"""`halfterm due`: what is overdue, due this week and in the weeks after, by supervisor or by school."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from forms.errors import UsageError
from forms.files import refuse_unwritable, write_whole
from forms.intervals import spoken_day
from halfterm.checking import load_facts
from halfterm.planned import known_children
from halfterm.trust import Trust
from register.checks.ahead import Due, find_due

_DAY = dt.timedelta(days=1)
_SUNDAY = 6
_NOBODY = "Nobody named"
_HEAD = """\
Subject: [SENSITIVE - open privately] Supervision paperwork: what is due from {day}

Do not open while your screen is shared. No child is named here; what a thing is about stands on its form.
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What `halfterm due` was asked for."""

    on: dt.date
    by: str = "supervisor"
    weeks: int = 4
    digest: Path | None = None
    as_json: bool = False


def due(trust: Trust, wish: Wish) -> int:
    """Say what is due, or write it as a text to be mailed; the exit status is 1 where any is overdue.

    It is 1 too where a part of the plan could not be read, for what is due there is missing.
    """
    if wish.digest is not None:
        if wish.digest.suffix.lower() != ".txt":
            # A slip must not write over settings or the workbook that people fill.
            raise UsageError(
                "U41",
                f"--digest: found {wish.digest}; expected a name that ends in .txt, for it is written over; "
                "name it such as digest.txt.",
            )
        refuse_unwritable(wish.digest)
    last = _last(wish)
    with contextlib.closing(trust.open_register()) as register:
        facts, is_whole = load_facts(trust, register, wish.on)
    # A child who is named in the venue stands in no text that is mailed.
    mask = known_children(trust, facts.plan).mask
    found = [replace(one, what=mask(one.what, parts=True).text) for one in find_due(facts, wish.on, last)]
    if wish.as_json:
        click.echo(json.dumps(_json(found, wish), indent=2, ensure_ascii=False))
    elif wish.digest is None:
        click.echo("\n".join(digest_lines(found, wish)))
    if wish.digest is not None:
        text = "\n".join((_HEAD.format(day=f"{wish.on:%d/%m/%Y}"), *digest_lines(found, wish)))
        write_whole(wish.digest, f"{text}\n".encode())
    late = sum(one.on < wish.on for one in found)
    click.echo(f"{len(found)} due by {last:%d/%m/%Y}, {late} of them overdue", err=True)
    return int(late > 0 or not is_whole)


def digest_lines(found: Sequence[Due], wish: Wish) -> Iterator[str]:
    """Yield what is due in plain lines: for each supervisor or school, overdue, this week, and later."""
    groups: dict[str, list[Due]] = {}
    for one in found:
        groups.setdefault(_group(one, wish.by), []).append(one)
    if not groups:
        yield f"Nothing is overdue, and nothing is due by {_last(wish):%d/%m/%Y}."
    for name in sorted(groups, key=lambda name: (name == _NOBODY, name)):
        yield name
        for head, part in _parts(groups[name], wish):
            yield f"  {head}"
            yield from (f"    {_date(one.on, wish.on)}  {one.matter}: {one.what}" for one in part)
        yield ""


def _group(one: Due, by: str) -> str:
    return (one.school if by == "school" else one.supervisor) or _NOBODY


def _parts(found: Sequence[Due], wish: Wish) -> Iterator[tuple[str, list[Due]]]:
    sunday = _sunday(wish.on)
    parts = {
        "Overdue": [one for one in found if one.on < wish.on],
        "This week": [one for one in found if wish.on <= one.on <= sunday],
        "Next week" if wish.weeks == 1 else f"The next {wish.weeks} weeks": [
            one for one in found if one.on > sunday
        ],
    }
    return ((head, part) for head, part in parts.items() if part)


def _last(wish: Wish) -> dt.date:
    """Return the last day that is looked at."""
    return _sunday(wish.on) + wish.weeks * 7 * _DAY


def _sunday(on: dt.date) -> dt.date:
    return on + (_SUNDAY - on.weekday()) * _DAY


def _date(day: dt.date, on: dt.date) -> str:
    return spoken_day(day, year=day.year != on.year)


def _json(found: Sequence[Due], wish: Wish) -> dict[str, object]:
    names = {"Overdue": "overdue", "This week": "this_week"}
    parts = {names.get(head, "later"): part for head, part in _parts(found, wish)}
    return {
        "on": wish.on.isoformat(),
        "weeks": wish.weeks,
        **{name: [_row(one) for one in parts.get(name, [])] for name in ("overdue", "this_week", "later")},
    }


def _row(one: Due) -> dict[str, str | None]:
    return {
        "on": one.on.isoformat(),
        "matter": str(one.matter),
        "about": one.about,
        "what": one.what,
        "school": one.school,
        "who": one.who,
        "supervisor": one.supervisor,
    }
