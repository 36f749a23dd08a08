"""`halfterm start`: last term's records and a list of people, as proposals; and what was confirmed of them.

Nothing that nobody confirmed goes into the register. Whatever is cut off in between, the next run goes on:
rows are saved before a file is noted as looked at, and what was taken is known by its content.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from extract.review.start import LOOK, load_proposals, save_proposals
from forms.errors import HalftermError, PasswordError, UnreadableError, UsageError, WriteError
from forms.files import cannot_write, in_turn, refuse_unwritable
from halfterm.planned import take_plan
from halfterm.start_decided import is_shown
from halfterm.start_people import copies_of, take_people
from halfterm.start_proposing import Proposer, Read
from halfterm.start_taking import Taken, take_confirmed
from halfterm.trust import Trust
from halfterm.writing_out import Store, load_known
from register.children import Children


@dataclass(frozen=True, slots=True)
class Wish:
    """What `halfterm start` was asked for."""

    files: tuple[Path, ...]
    on: dt.date
    form: str | None = None
    """Which form the files are, where that cannot be told from their words."""
    again: bool = False
    """Files that were looked at before are proposed once more."""
    as_json: bool = False


@dataclass(slots=True)
class _Outcome:
    """What came of it, for the person and for machines."""

    taken: list[Taken] = field(default_factory=list)
    read: list[Read] = field(default_factory=list)
    errors: list[HalftermError] = field(default_factory=list)
    people: int = 0
    """How many were confirmed now."""
    waiting: int = 0
    """Rows about which nobody has decided."""
    children: Children | None = None
    """Those whose names files are called by as often as not: what is said on the screen is read by others."""

    def masked(self, text: str) -> str:
        """Return a text without the names of children."""
        return self.children.mask(text, parts=True).text if self.children is not None else text


def start(trust: Trust, wish: Wish) -> int:
    """Take what was confirmed, propose what the files say; return the exit status.

    It is 1 where a person is needed, and that of the first error where none of the files could be read.
    """
    if not trust.settings.prefix:
        raise UsageError(
            "U36",
            "found no prefix in halfterm.toml; expected the letters that references begin with; write it "
            'there as prefix = "ESM".',
        )
    if wish.form is not None:
        trust.catalogue.load_form(wish.form)
    try:
        trust.review.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(trust.review, error) from error
    # Before anything is taken: what is taken is to be cleared too.
    refuse_unwritable(trust.review)
    outcome = _Outcome()
    _work(trust, wish, outcome)
    _say(trust, wish, outcome)
    if wish.files and not outcome.read and not outcome.taken:
        return outcome.errors[0].exit_status
    return 1 if outcome.waiting or outcome.errors else 0


def has_proposals(trust: Trust) -> bool:
    """Return whether rows of `start` stand in the review file; not where it cannot be read, which is said."""
    try:
        return bool(load_proposals(trust.review))
    except WriteError:
        return False


def _work(trust: Trust, wish: Wish, outcome: _Outcome) -> None:
    there = load_proposals(trust.review)
    people, rows = take_people(there)
    outcome.people = len(people)
    rows, outcome.taken, errors = take_confirmed(trust, rows, wish.on)
    outcome.errors += errors
    register = trust.open_register()
    with contextlib.closing(register):
        plan = take_plan(trust, register)
        known = load_known(trust, plan.plan, plan.mistakes)
        proposer = Proposer(trust, Store(register, trust.open_archive()), known, wish.on)
        for file in wish.files:
            try:
                read = proposer.propose(file, rows, wish.form, again=wish.again)
            except (UnreadableError, PasswordError) as error:
                outcome.errors.append(_named(error, file))
            else:
                outcome.read.append(read)
                rows = [*rows, *read.rows]
        with in_turn(trust.review):
            if load_proposals(trust.review) != there:
                raise WriteError(
                    "W19",
                    f"{trust.review}: somebody saved it while it was read; nothing in it was cleared or "
                    "added; close it, and run halfterm start again.",
                )
            copies = copies_of(trust.review, people, plan.plan, trust.settings.policy)
            save_proposals(trust.review, rows, copies)
        proposer.keep()
    outcome.waiting = sum(one.take != LOOK and not is_shown(one) for one in rows)
    outcome.children = known.protected.children


def _named(error: UnreadableError | PasswordError, file: Path) -> HalftermError:
    """Return the error with the file's name in front, where it does not say it."""
    return error if str(file) in error.message else type(error)(error.code, f"{file}: {error.message}.")


def _say(trust: Trust, wish: Wish, outcome: _Outcome) -> None:
    if wish.as_json:
        click.echo(json.dumps(_told(trust, outcome), indent=2, ensure_ascii=False))
    else:
        for taken in outcome.taken:
            click.echo(outcome.masked(taken.said))
        if outcome.people:
            click.echo(
                f"{outcome.people} people confirmed: rows to copy into Roster and Relationships stand in "
                f"{trust.review}"
            )
        for read in outcome.read:
            click.echo(outcome.masked(read.said))
    for error in outcome.errors:
        click.echo(outcome.masked(str(error)), err=True)
    if outcome.waiting:
        rows = "1 row waits" if outcome.waiting == 1 else f"{outcome.waiting} rows wait"
        click.echo(
            f"{trust.review}: {rows} for a person. Say yes or no in the first column, put right what is "
            "wrong, save the file, and run halfterm start again.",
            err=True,
        )


def _told(trust: Trust, outcome: _Outcome) -> Mapping[str, object]:
    return {
        "taken": [one.told for one in outcome.taken],
        "people": outcome.people,
        "files": [one.told for one in outcome.read],
        "errors": [{"code": one.code, "message": one.message} for one in outcome.errors],
        "waiting": outcome.waiting,
        "review": str(trust.review),
    }
