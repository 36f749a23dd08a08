"""`halfterm extract` in a trust's folder: files into archive and register, the register into the workbook."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from extract.intake import ReadResult
from extract.report import exit_status, is_automatic
from forms.errors import UsageError
from forms.log import Log
from halfterm.deciding import take_decisions
from halfterm.done import Done, counted
from halfterm.make import say
from halfterm.planned import take_plan
from halfterm.review import Reviewed, take_review
from halfterm.take import left_alone, returned_files, say_left_alone
from halfterm.taker import Taker
from halfterm.trust import Trust
from halfterm.urgent import urgent_lines
from halfterm.writing_out import Known, Store, load_known, reckon, settle, write_out
from register.archive import NoArchive
from register.changes import Change, log_changes
from register.database import Rehearsal
from register.ledger import count_saves, load_log
from register.receiving import undo_import


@dataclass(frozen=True, slots=True)
class Wish:
    """What `halfterm extract` was asked for in a trust's folder."""

    paths: tuple[Path, ...]
    on: dt.date
    dry_run: bool = False
    undo: int | None = None
    left: frozenset[Path] = frozenset()
    """Files of the inbox that are not whole yet, and are left for the next time."""
    watched: bool = False
    """Whether this is one of many looks: files that are nobody's returns are not named at each."""


def take_in(trust: Trust, wish: Wish, is_in: Callable[[], object] = lambda: None) -> Done:
    """Take in the files of the inbox, or those named; write the workbook.

    `is_in` is called when all of them are in the register: what is raised after that has lost nothing of it.
    Says each change on stdout. A dry run says the same and changes nothing.
    """
    register, archive = trust.open_register(), trust.open_archive()
    if wish.dry_run:
        register, archive = Rehearsal(register), NoArchive(archive.files, archive.root)
    with contextlib.closing(register):
        taken = take_plan(trust, register)
        known = load_known(trust, taken.plan, taken.mistakes)
        reviewed: Reviewed | None = None
        if not wish.dry_run:
            reviewed = take_review(trust, Store(register, archive), known, wish.on)
            say(reviewed.findings)
        any_read_before = False
        if wish.undo is None:
            files = returned_files(wish.paths or [inbox_of(trust)], trust.workbook)
            files = [file for file in files if file not in wish.left]
            taker = Taker(trust, Store(register, archive), known, wish.on, frozenset(wish.paths))
            results = list(taker.take_all(files))
            is_in()
            number, any_read_before = taker.number, taker.any_read_before
        else:
            results, number = [], wish.undo
            with register.writing() as connection:
                undo_import(connection, wish.undo, wish.on)
        with register.writing() as connection:
            before = load_log(connection)
            mistakes = take_decisions(trust, connection, known.plan, wish.on)
            known = replace(known, mistakes=(*known.mistakes, *mistakes))
            settled = settle(trust, connection, known, wish.on)
        if reviewed is not None:
            fresh = {one.response.sha256: one.response for one in results if one.response is not None}
            reviewed = replace(reviewed, fresh=fresh)
        _say_left_alone(trust, known, wish)
        _say(results, log_changes(before, settled.log), number, known, wish)
        while not wish.dry_run:
            write_out(trust, Store(register, archive), settled, wish.on, reviewed)
            with register.reading() as connection:
                # Where another process saved a newer log meanwhile, what that wrote may have been replaced.
                if count_saves(connection) == settled.saves:
                    break
                settled = reckon(trust, connection, known, wish.on)
    unread = sum(one.error is not None for one in results)
    automatic = sum(map(is_automatic, results))
    counts = {
        "form read/forms read": len(results) - unread,
        "automatic reply/automatic replies": automatic,
        "file not read/files not read": unread - automatic,
    }
    status = exit_status(results, others_read=any_read_before)
    not_taken = reviewed is not None and bool(reviewed.findings)
    return Done(status or int(not_taken), counted(counts, "nothing new"))


def inbox_of(trust: Trust) -> Path:
    """Return the inbox. Raises UsageError U38 where there is none: its own name is nobody's return."""
    if not trust.inbox.is_dir():
        raise UsageError(
            "U38",
            f"{trust.inbox}: found no such folder; expected the inbox with what came back; make it, "
            "correct inbox in halfterm.toml, or name files.",
        )
    return trust.inbox


def _say_left_alone(trust: Trust, known: Known, wish: Wish) -> None:
    if wish.undo is None and not wish.watched:
        names = map(trust.shown, left_alone(wish.paths or [trust.inbox]))
        say_left_alone([known.protected.children.mask(name, parts=True).text for name in names])


def _say(
    results: Sequence[ReadResult], changes: Sequence[Change], number: int | None, known: Known, wish: Wish
) -> None:
    children = known.protected.children
    for result in results:
        if result.error is not None:
            # Files are called by children's names as often as not; messages are read, kept and mailed.
            click.echo(children.mask(str(result.error), parts=True).text, err=True)
    for line in urgent_lines(results, Log()):
        click.echo(children.mask(line, parts=True).text, err=True)
    for change in changes:
        click.echo(str(change))
    would = "would change" if wish.dry_run else "changed"
    count = f"{len(changes)} row{'' if len(changes) == 1 else 's'} of the log {would}"
    which = f"Import {number}" if number is not None else "Nothing new came in"
    click.echo(f"{which}: {count if changes else f'nothing {would}'}.", err=True)
