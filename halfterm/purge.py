"""`halfterm purge`: say what a class and a day would delete; delete it where that is asked for."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from sqlalchemy import select

from forms.dates import parse_date
from forms.errors import UsageError
from forms.files import cannot_write
from forms.findings import Finding, Severity
from forms.reference import is_case_ref
from halfterm.make import say
from halfterm.originals import open_originals
from halfterm.purged_mail import GoneMail, gone_mail, held_by
from halfterm.remains import Gone, copies_of, hiding_in, not_seen, records_of, tells_of
from halfterm.take import returned_files
from halfterm.trust import Trust
from halfterm.writing_out import Known, Store, load_known, settle, write_out
from register.ledger import load_plan
from register.purged_bundles import with_bundles
from register.purged_mail import forget_mail, forget_reports
from register.purging import (
    Candidate,
    Choice,
    Class,
    Hold,
    choose,
    delete_chosen,
    delete_issued,
    forget_unread,
    scrub,
)
from register.receiving import load_originals
from register.tables import issued, originals
from register.tombstones import bury, load_gone
from register.wanted import Sought, Wanted, person_of, wanted_of

if TYPE_CHECKING:
    from sqlalchemy import Connection


_WITHOUT_FACTS = frozenset({Class.DRAFTS, Class.UNREADABLE})


@dataclass(frozen=True, slots=True)
class Wish:
    """What `halfterm purge` was asked for, as typed."""

    kind: Class
    before: str
    school: str | None
    case_ref: str | None
    person: str | None
    on: dt.date
    do_it: bool

    @property
    def why(self) -> str:
        """Return what the tombstones say: the choice, and nobody's name."""
        narrowed = [
            f"one {name}"
            for name, value in (("school", self.school), ("case", self.case_ref), ("person", self.person))
            if value
        ]
        return ", ".join([f"{self.kind} before {self.before}", *narrowed])


def purge(trust: Trust, wish: Wish) -> int:
    """Say what goes, and delete it where `do_it` says so. Return the exit status."""
    before = _checked(wish)
    archive = trust.open_archive()
    with contextlib.closing(trust.open_register()) as register:
        with register.reading() as connection:
            plan = load_plan(connection)
            known = load_known(trust, plan)
            person = person_of(wish.person, plan) if wish.person else None
            choice = Choice(wish.kind, before, wish.school, wish.case_ref, person)
            kept = open_originals(connection, archive, trust.catalogue)
            wanted = tuple(wanted_of(one, plan, known.key) for one in trust.settings.hold)
            hold = Hold(wanted, kept.read, kept.words)
            drafts: dict[Path, Candidate] = {}
            if wish.kind is Class.DRAFTS:
                drafts = dict(_drafts(trust, connection, choice, hold))
                chosen = tuple(drafts.values())
            else:
                found = choose(connection, choice, trust.catalogue.load_form, hold)
                chosen = with_bundles(connection, wish.kind, found, hold)
            goes = tuple(one for one in chosen if one.held_by is None)
            mail = gone_mail(trust, connection, choice, goes, (plan, hold), wish.on)
        _say(chosen, known, do_it=wish.do_it)
        for line in mail.lines():
            click.echo(f"{'forgets' if wish.do_it else 'would forget'} {line}")
        say(_unknown_holds(hold.wanted, chosen))
        remains = 0
        if wish.do_it:
            made = [path for path, one in drafts.items() if one in goes]
            _delete(trust, Store(register, archive), known, wish, (goes, mail), made)
        else:
            hashes = mail.drafts | {one.sha256 for one in goes}
            with register.reading() as connection:
                kept_hashes = load_originals(connection) - hashes
            remains = _say_remains(trust, known, Gone(hashes, kept_hashes), drafts)
        # What has been deleted is counted when it is: until then the run may be cut off.
        _say_count(len(goes), len(chosen) - len(goes), remains, do_it=wish.do_it)
    return 0


def _unknown_holds(wanted: Sequence[Wanted], chosen: Sequence[Candidate]) -> Iterator[Finding]:
    """Yield what is on hold and unknown to files, roster and key: a slip holds nothing back."""
    holding = {one.held_by for one in chosen}
    for one in wanted:
        if one.text in holding:
            continue
        if one.kind is Sought.PERSON and not one.person_ids and one.names == (one.text,):
            text = (
                f"hold: {one.text} is nobody in Roster or key, and held nothing back here. See that it is "
                "spelt right in halfterm.toml."
            )
            yield Finding("Y12", Severity.ACT_NOW, None, text)


def _checked(wish: Wish) -> dt.date:
    """Return the day before which things go. Raises UsageError U54 for what does not fit together."""
    before = parse_date(wish.before)
    if before is None:
        raise UsageError("U54", f"--before: found {wish.before!r}; expected a date such as 2020-09-01.")
    if before > wish.on:
        raise UsageError(
            "U54", f"--before: found {wish.before}, a day to come; expected today or a day that has passed."
        )
    for option, value in (("--school", wish.school), ("--person", wish.person)):
        # An empty word, as from a script's unset variable, must not stand for everybody.
        if value is not None and not value.strip():
            raise UsageError(
                "U54", f"{option}: found an empty name; expected one; write it, or leave {option} out."
            )
    if wish.case_ref is not None and (wish.kind is not Class.CASES or not is_case_ref(wish.case_ref)):
        raise UsageError(
            "U54",
            f"--case: found {wish.case_ref} with --class {wish.kind}; expected a case such as ESM-C014 with "
            "--class cases, for only case sheets are about one case.",
        )
    if wish.kind in _WITHOUT_FACTS and (wish.school or wish.person):
        raise UsageError(
            "U54",
            f"--class {wish.kind}: found --school or --person; expected neither, for it is not known whom "
            "such files are about; leave them out.",
        )
    return before


def _drafts(
    trust: Trust, connection: Connection, choice: Choice, hold: Hold
) -> Iterator[tuple[Path, Candidate]]:
    """Yield the files of outbox and sessions that were made before the day: those on hold are marked."""
    made = {row.sha256: row for row in connection.execute(issued.select())}
    returned = set(connection.execute(select(originals.c.sha256)).scalars())
    folders = [one for one in trust.work_folders if one != trust.inbox and one.is_dir()]
    for path in returned_files(folders, trust.workbook):
        if path.is_symlink() and path.is_dir():
            continue  # nothing of what it leads to lies here
        try:
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            changed = dt.date.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ012 # the day on this computer
        except OSError as error:
            raise cannot_write(path, error) from error
        day = made[sha256].prepared_on if sha256 in made else changed
        # What came back and lies in sessions as the current file is no draft.
        if day >= choice.before or sha256 in returned:
            continue
        held = None
        if hold.wanted:
            held = held_by(trust, path, hold)
        what = f"{choice.kind}: {made[sha256].form if sha256 in made else 'made to be sent out'}"
        yield path, Candidate(sha256, what, None, None, day, (trust.shown(path),), held_by=held)


def _delete(
    trust: Trust,
    store: Store,
    known: Known,
    wish: Wish,
    what: tuple[Sequence[Candidate], GoneMail],
    drafts: Sequence[Path],
) -> None:
    register, archive = store.register, store.archive
    goes, mail = what
    hashes = [one.sha256 for one in goes]
    with register.writing() as connection:
        if wish.kind is Class.DRAFTS:
            delete_issued(connection, hashes)
            bury(connection, {one.sha256: one.what for one in goes}, wish.on, wish.why)
        else:
            delete_chosen(connection, goes, wish.on, wish.why)
        if wish.kind is Class.UNREADABLE and not trust.settings.hold:
            forget_unread(connection, _checked(wish))
        forget_mail(connection, mail.rows)
        bury(connection, dict.fromkeys(mail.drafts, f"{wish.kind}: a draft that was sent"), wish.on, wish.why)
        forget_reports(connection)
        settled = settle(trust, connection, known, wish.on)
        gone = Gone(load_gone(connection), load_originals(connection))
    # From here on everything goes by the tombstones, so what a cut-off run has left is deleted too.
    for sha256 in [one for one in archive.hashes() if one in gone.hashes]:
        archive.delete(sha256)
        click.echo(f"deleted: {archive.root}/{sha256[:2]}/{sha256}")
    archive.delete_leftovers()
    for path in dict.fromkeys([*drafts, *copies_of(gone, trust), *records_of(gone.hashes, trust)]):
        _unlink(path)
        click.echo(f"deleted: {_masked(known, trust.shown(path))}")
    say(_hiding(gone, trust, known))
    scrub(register)
    write_out(trust, store, settled, wish.on, purging=True)
    if trust.review.is_file() and tells_of(trust.review, gone.hashes):
        text = f"{trust.review}: still tells of files that were deleted. Delete those rows of it."
        say([Finding("Y10", Severity.ACT_NOW, None, text)])
    if trust.workbook.is_file() and tells_of(trust.workbook, gone.hashes):
        text = (
            f"{trust.workbook}: still tells of files that were deleted, on a sheet of somebody's own or in "
            "what a pivot remembers. Delete those rows, or refresh the pivot."
        )
        say([Finding("Y10", Severity.ACT_NOW, None, text)])


def _hiding(gone: Gone, trust: Trust, known: Known) -> Iterator[Finding]:
    for path in hiding_in(gone, trust):
        text = (
            f"{_masked(known, trust.shown(path))}: still holds a file that was deleted, beside others that "
            "were never taken in. Run halfterm extract, and then the same purge again."
        )
        yield Finding("Y10", Severity.ACT_NOW, None, text)
    for path in not_seen(trust):
        text = (
            f"{_masked(known, trust.shown(path))}: may not be looked into, so nobody knows whether a copy of "
            "what was deleted lies there. Close it or ask for access, and then the same purge again."
        )
        yield Finding("Y14", Severity.ACT_NOW, None, text)


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from error


def _masked(known: Known, path: str) -> str:
    """Return a path without known names of children: what is said may be kept longer than the file was."""
    return known.protected.children.mask(path, parts=True).text


def _say(chosen: Sequence[Candidate], known: Known, *, do_it: bool) -> None:
    would = "deletes" if do_it else "would delete"
    for one in chosen:
        where = ", ".join(_masked(known, path) for path in one.paths) or "no path"
        told = ", ".join(filter(None, (one.what, f"{one.day:%d/%m/%Y}", one.reference)))
        head = f"{would}: {where}" if one.held_by is None else f"on hold ({one.held_by}), stays: {where}"
        click.echo(f"{head} ({told}, archive {one.sha256})")
        if one.open_actions and one.held_by is None:
            click.echo(f"    actions that are open stand on it: {', '.join(one.open_actions)}")


def _say_count(count: int, held: int, remains: int, *, do_it: bool) -> None:
    files = f"{count} file{'' if count == 1 else 's'}"
    along = f", and {remains} more with {'it' if count == 1 else 'them'}" if remains else ""
    said = f"{files} deleted" if do_it else f"{files} would be deleted{along}: say --do-it to delete"
    click.echo(f"{said}; {held} on hold" if held else said, err=True)


def _say_remains(trust: Trust, known: Known, gone: Gone, drafts: dict[Path, Candidate]) -> int:
    """Say which other files would go along, and return how many."""
    remains = dict.fromkeys([*copies_of(gone, trust), *records_of(gone.hashes, trust)])
    others = [path for path in remains if path not in drafts]
    for path in others:
        click.echo(f"would delete: {_masked(known, trust.shown(path))}")
    return len(others)
