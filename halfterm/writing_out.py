"""What the returns of a trust come to, and writing it where others see it: register, sessions, workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from extract.key_sheet import read_key
from extract.plan_sheets import Choices
from extract.trust_workbook import Entered, trust_contents
from extract.workbook import Contents, LastWritten, Versions, digests_of, rows_unlike, write_contents
from forms.errors import WriteError
from forms.files import in_turn
from forms.findings import Finding, Severity
from forms.log import Log
from forms.overview import Mistake, Overview
from forms.plan import Plan
from halfterm.facts import facts_on
from halfterm.make import say
from halfterm.review import Reviewed, write_review_file
from halfterm.session_files import lay_out
from halfterm.trust import Trust
from halfterm.workbook_copies import backup_with, find_copies, keep_backup, whole_fingerprint
from register.archive import Archive
from register.belonging import owners_of
from register.checks.checking import find_breaches
from register.checks.facts import Facts
from register.children import children_of
from register.current_files import CurrentFile, current_files
from register.database import Register
from register.ledger import Protected, count_saves, save_log
from register.overview.gathering import overview_of
from register.snapshot import write_snapshot
from register.standing import keep_breaches, load_kept
from register.written import confirm, intend, load_last_time, load_versions

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from extract.book.filling import Grid
    from extract.book.parts import Parts
    from forms.case_key import CaseEntry

_WHOLE = ""
"""Stands for the whole file among the names of its tables."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of people before anything is read."""

    plan: Plan
    key: tuple[CaseEntry, ...]
    marks_key: bytes
    mistakes: tuple[Mistake, ...] = ()
    """What did not fit in what people have entered."""

    @property
    def protected(self) -> Protected:
        """Return the children whose names neither register nor workbook may show."""
        colleagues = (one.name for one in self.plan.people)
        return Protected(children_of((), self.key, colleagues), owners_of(self.key, self.marks_key))


@dataclass(frozen=True, slots=True)
class Store:
    """Where the trust's returns are kept."""

    register: Register
    archive: Archive


def load_known(trust: Trust, plan: Plan, mistakes: tuple[Mistake, ...] = ()) -> Known:
    """Return what is known of people before anything is read, and say what is odd about the key."""
    key = read_key(trust.key)
    say(key.findings)
    if trust.settings.key and not trust.key.exists():
        text = (
            f"{trust.key}: is not there, so no child's name is known and none can be kept out. Correct key "
            "in halfterm.toml, or make it with halfterm case new."
        )
        say([Finding("N09", Severity.ACT_NOW, None, text)])
    return Known(plan, key.entries, trust.load_marks_key(), mistakes)


@dataclass(frozen=True, slots=True)
class Settled:
    """What the returns come to."""

    facts: Facts
    log: Log
    overview: Overview
    """That log beside what was planned and what the policies ask."""
    current: tuple[CurrentFile, ...]
    saves: int
    """How often a log had been saved then."""
    entered: Entered
    """What people have entered, for a workbook that has to be made anew."""


def settle(trust: Trust, connection: Connection, known: Known, on: dt.date) -> Settled:
    """Reckon the log from the returns, hold it against the policies, and keep both in the register."""
    facts = facts_on(trust, connection, known.plan, known.protected, on)
    keep_breaches(connection, find_breaches(facts, on), on)
    return _settled(trust, connection, known, facts, save_log(connection, facts.log), on)


def reckon(trust: Trust, connection: Connection, known: Known, on: dt.date) -> Settled:
    """Return what the returns come to, and keep nothing."""
    facts = facts_on(trust, connection, known.plan, known.protected, on)
    return _settled(trust, connection, known, facts, count_saves(connection), on)


def _settled(
    trust: Trust, connection: Connection, known: Known, facts: Facts, saves: int, on: dt.date
) -> Settled:
    files = current_files(connection, trust.catalogue.load_form, known.protected.owners)
    kept = load_kept(connection)
    log = replace(facts.log, exceptions=kept)
    overview = overview_of(facts, on, known.mistakes)
    named = tuple(replace(one, policy=_policy_name(trust, one.policy)) for one in kept)
    overview = replace(overview, log=replace(log, exceptions=named))
    choices = Choices(trust.settings.schools, trust.catalogue.policy_ids())
    return Settled(facts, log, overview, files, saves, Entered(known.plan, choices))


def _policy_name(trust: Trust, policy: str | None) -> str | None:
    return trust.catalogue.load_policy_of(policy).name if policy in trust.catalogue.policy_ids() else policy


def write_out(
    trust: Trust,
    store: Store,
    settled: Settled,
    on: dt.date,
    reviewed: Reviewed | None = None,
    *,
    purging: bool = False,
) -> None:
    """Write what others see: the files of the sessions, workbook, review file, the copy of the register.

    `reviewed` is what was taken from the review file just now.

    What hinders one does not hinder the others. The copy comes last: it then holds nothing that has gone.
    """
    today = dt.date.today()  # noqa: DTZ011 # the day as it is here
    contents = trust_contents(settled.overview, settled.entered, on)
    faults = [
        *_fault(
            lambda: lay_out(trust.sessions, settled.current, store.archive, frozenset(store.archive.hashes()))
        ),
        *_fault(lambda: write_log(store.register, trust.workbook, trust.backups, contents, purging=purging)),
        *_fault(lambda: write_review_file(trust, store, settled, reviewed, purging=purging)),
        *_fault(lambda: write_snapshot(store.register, trust.snapshot, today)),
    ]
    if faults:
        said = " ".join(dict.fromkeys(error.message for error in faults))
        next_run = "What came in is safe in the register; the next run writes what is missing."
        if purging:
            next_run = "Run the same purge again: until then words of what was deleted may stand there."
        raise WriteError(faults[0].code, f"{said} {next_run}") from faults[0]


def write_log(
    register: Register, path: Path, backups: Path, contents: Contents, *, purging: bool = False
) -> tuple[Finding, ...]:
    """Write the QA workbook, and note what stands in it: what a person types over that is theirs.

    What a person has saved since last time is kept as it is, as a copy in `backups`, before that; not while
    `purging`, for it holds what is to go, and then no text stays in the file that no cell says.
    Returns what a person should know of it. Raises WriteError W01 or W05, and then nothing has changed.
    """
    if purging:
        contents = _leaving_no_texts(contents)
    with in_turn(path):
        with register.writing() as connection:
            last = load_last_time(connection)
            rows = dict(rows_unlike(contents.grids, last.digests))
            intend(connection, rows, last)
        if not purging and whole_fingerprint(path) != last.sheets.get(_WHOLE):
            keep_backup(path, backups)

        def versions(table: str) -> Versions:
            with register.reading() as connection:
                return load_versions(connection, table)

        digests = dict(contents.digests)
        noted: set[str] = set()

        def known_of(table: str) -> Mapping[str, str]:
            return last.digests.get(table, {})

        def before(later: Mapping[str, Grid]) -> None:
            # Where somebody saved the file meanwhile, some have been noted already.
            known = {**last.digests, **{name: {**known_of(name), **digests[name]} for name in noted}}
            further = rows_unlike(later, last.digests)
            with register.writing() as connection:
                intend(connection, further, replace(last, digests=known))
            rows.update(further)
            digests.update(digests_of(later))
            noted.update(later)

        known_there = LastWritten(
            versions, last.digests, last.sheets, lambda table: backup_with(path, backups, table)
        )
        outcome = write_contents(contents, path, known_there, before)
        with register.writing() as connection:
            changed = [(table, key) for table, values_of in rows.items() for key in values_of]
            sheets = {**outcome.sheets, _WHOLE: whole_fingerprint(path)}
            confirm(connection, changed, digests, last, sheets)
    return (*outcome.findings, *find_copies(path))


def _leaving_no_texts(contents: Contents) -> Contents:
    from extract.book.unused import without_unused_texts

    def finish(parts: Parts) -> Parts:
        return without_unused_texts(contents.finish(parts))

    return replace(contents, finish=finish)


def _fault(write: Callable[[], Iterable[Finding] | None]) -> list[WriteError]:
    """Write something, say what is odd, and return what hindered it: the others are written all the same."""
    try:
        say(write() or ())
    except WriteError as error:
        return [error]
    return []
