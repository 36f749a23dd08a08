"""`halfterm prepare`: what is to go out lies ready in the outbox, for each supervisor a folder.

Nothing is sent. A draft that was moved into the folder sent counts as sent. Running it again changes nothing
unless something has changed; what a person has typed into a file of the outbox is theirs, and stays.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forms.errors import HalftermError
from forms.intervals import spoken_day
from forms.packs import Errand, Pack
from forms.plan import Plan
from halfterm.chasing import Chased, chase
from halfterm.confirming import confirm
from halfterm.drafting import Desk, Mailing, Ready, drafted, is_put_away, mailings_of, people_of
from halfterm.facts import facts_on
from halfterm.mail_passwords import load_mail_passwords, with_new_people
from halfterm.make import say
from halfterm.originals import Originals, open_originals
from halfterm.outgoing import lay_out_packs
from halfterm.packing import facts_digest, make_files
from halfterm.planned import take_plan
from halfterm.sent import posted_drafts
from halfterm.start_pages import Day, start_pages
from halfterm.trust import Trust
from halfterm.writing_out import load_known
from register.issuing import Issued, record_issued
from register.moved_sheets import load_moved
from register.packs.owed import agreements_owed
from register.packs.planning import Waiting, plan_packs
from register.posted import Posted, load_as_made, load_posted, note_draft, note_posted

if TYPE_CHECKING:
    from register.database import Register


@dataclass(frozen=True, slots=True)
class _Failed:
    """A pack that could not be made, and why."""

    pack: Pack
    mailings: tuple[Mailing, ...]
    error: HalftermError


def prepare(trust: Trust, on: dt.date) -> int:
    """Put into the outbox what is to go out, say who gets what and why; return the exit status.

    1 where something needs a person: a pack that could not be made, or that nobody may be mailed.
    """
    outbox = trust.folder / trust.settings.outbox
    with contextlib.closing(trust.open_register()) as register:
        taken = take_plan(trust, register)
        known = load_known(trust, taken.plan)
        with register.writing() as connection:
            for sent in posted_drafts(outbox, on):
                note_posted(connection, sent)
            posted = load_posted(connection)
            facts = facts_on(trust, connection, taken.plan, known.protected, on)
            as_made = load_as_made(connection)
            moved = load_moved(connection, trust.catalogue.load_form, known.protected.owners)
            originals = open_originals(connection, trust.open_archive(), trust.catalogue, moved)
        planned = tuple(plan_packs(facts, trust.catalogue.forms_of, on))
        packs = [one for one in planned if isinstance(one, Pack) and _is_wanted(trust, one)]
        desk = _desk(trust, packs, outbox, as_made, on)
        left = {one.name: _to_send(one, desk, posted, taken.plan) for one in packs}
        open_packs = [one for one in packs if left[one.name]]
        results = [_ready(trust, one, left[one.name], originals, desk, posted) for one in open_packs]
        ready = [one for one in results if isinstance(one, Ready)]
        failed = [one for one in results if isinstance(one, _Failed)]
        wanted = {path: data for one in ready for path, data in one.files.items()}
        waiting = tuple(one for one in planned if isinstance(one, Waiting))
        sent_packs = tuple(one for one in packs if one not in open_packs)
        owed = tuple(agreements_owed(facts, trust.catalogue.forms_of, on))
        chased = tuple(chase(outbox, (*sent_packs, *owed), posted, trust.settings.domains, on))
        wanted |= {one.path: one.data for one in chased}
        day = Day(on, facts, tuple(ready), (*sent_packs, *owed), waiting, chased)
        wanted |= start_pages(outbox, day)
        keep = [path for one in failed for to in one.mailings for path in (to.base, to.draft)]
        # Known before they are there: a run that is cut off leaves nothing that looks like a person's own.
        _note(register, ready, on)
        _note_reminders(register, chased, on)
        laid = lay_out_packs(outbox, wanted, as_made, keep)
    for one in ready:
        findings = [finding for made in one.made for finding in made.findings]
        say(findings)
        click.echo(_line(one, laid.written, on))
    for one_chased in chased:
        click.echo(_reminder_line(one_chased))
    for pack in sent_packs:
        click.echo(f"{_head(pack)}: sent already")
    for one_waiting in waiting:
        click.echo(f"{one_waiting.session_id} for {one_waiting.who}: waits; {one_waiting.why}")
    for failure in failed:
        click.echo(f"{_head(failure.pack)}: could not be made. {failure.error}", err=True)
    for path in laid.theirs:
        click.echo(f"Note: {trust.shown(path)}: was changed by a person and is left alone.", err=True)
    for words in laid.locked:
        click.echo(words, err=True)
    # Who has named no domain mails from elsewhere, and copies the words: nothing is amiss then.
    unaddressed = [one for one in ready if trust.settings.domains and one.why_no_draft]
    return int(bool(failed or laid.locked or unaddressed or not taken.is_whole))


def _is_wanted(trust: Trust, pack: Pack) -> bool:
    return trust.settings.receipts or pack.errand is not Errand.RECEIPT


def _desk(
    trust: Trust, packs: Iterable[Pack], outbox: Path, as_made: dict[str, str | None], on: dt.date
) -> Desk:
    """Return what the drafts of a day are made with. Who is mailed for the first time gets a password."""
    settings = trust.settings
    passwords = None
    if settings.encrypt:
        known = load_mail_passwords(trust.mail_passwords)
        passwords = with_new_people(trust.mail_passwords, known, people_of(tuple(packs)))
    key = trust.load_marks_key()
    return Desk(outbox, on, settings.domains, settings.invitations, passwords, key, as_made)


def _to_send(pack: Pack, desk: Desk, posted: Iterable[Posted], plan: Plan) -> tuple[Mailing, ...]:
    """Return what of a pack is not sent yet; what went out with another day or people goes out again."""
    own = {one.facts for one in posted if (one.session_id, one.errand) == (pack.session_id, pack.errand)}
    mailings = mailings_of(pack, desk)
    if pack.errand is Errand.RECEIPT:
        mailings = tuple(one for one in mailings if not is_put_away(one, desk))
    if own:
        is_sent_whole = facts_digest(pack) in own
        return () if is_sent_whole else tuple(one for one in mailings if one.facts not in own)
    entered = next((one for one in plan.sessions if one.session_id == pack.session_id), None)
    if entered is None:
        return mailings
    days = {
        Errand.AGENDA: entered.sent_on,
        Errand.SIGNING: entered.sent_for_signature_on,
        Errand.COPY: entered.copy_given_on,
    }
    return () if days.get(pack.errand) is not None else mailings


def _ready(
    trust: Trust,
    pack: Pack,
    mailings: tuple[Mailing, ...],
    originals: Originals,
    desk: Desk,
    posted: Iterable[Posted],
) -> Ready | _Failed:
    own = [one for one in posted if (one.session_id, one.errand) == (pack.session_id, pack.errand)]
    earlier = len({one.facts for one in own} - {one.facts for one in mailings_of(pack, desk)})
    try:
        pack_up = confirm if pack.errand is Errand.RECEIPT else make_files
        packed = pack_up(trust, pack, originals)
        return Ready(pack, packed.made, tuple(drafted(one, packed, desk, earlier) for one in mailings))
    except HalftermError as error:
        return _Failed(pack, mailings, error)


def _note(register: Register, ready: Iterable[Ready], on: dt.date) -> None:
    """Note everything that is to lie in the outbox."""
    with register.writing() as connection:
        for one in ready:
            forms = {made.sha256 for made in one.made}
            for made in one.made:
                if made.sheet.as_it_came is None:
                    stage = str(made.sheet.stage)
                    record_issued(
                        connection,
                        Issued(made.sheet.reference, made.sha256, made.sheet.form, made.version, stage, on),
                    )
            marks = {path: mark for drafted in one.drafted for path, mark in drafted.marks.items()}
            for path, data in one.files.items():
                digest = hashlib.sha256(data).hexdigest()
                if digest not in forms or any(m.sheet.as_it_came for m in one.made):
                    note_draft(connection, digest, one.pack.session_id, one.pack.errand, on, marks.get(path))


def _note_reminders(register: Register, chased: Iterable[Chased], on: dt.date) -> None:
    with register.writing() as connection:
        for one in chased:
            digest = hashlib.sha256(one.data).hexdigest()
            note_draft(connection, digest, one.reminder.person.person_id, Errand.REMINDER, on)


def _reminder_line(one: Chased) -> str:
    what = ", ".join(pack.name for pack in one.reminder.packs)
    no_draft = f"; no draft: {one.why_not}" if one.why_not else ""
    return f"reminder for {one.reminder.person.name}: {what} not back{no_draft}"


def _head(pack: Pack) -> str:
    return f"{pack.session_id} {pack.errand} for {', '.join(one.name for one in pack.people)}"


def _line(one: Ready, written: frozenset[Path], on: dt.date) -> str:
    pack = one.pack
    state = "new" if written & one.files.keys() else "as before"
    late = f"; late, it was to go out by {spoken_day(pack.issue_on)}" if pack.is_late(on) else ""
    count = len(one.made)
    files = f"{count} form{'' if count == 1 else 's'}"
    left_out = "".join(f"; {why}" for why in pack.left_out)
    no_draft = f"; no draft: {one.why_no_draft}" if one.why_no_draft else ""
    what = f"{files}, {state}; {pack.why}{late}{left_out}{no_draft}"
    return f"{_head(pack)}, {spoken_day(pack.session_on)}: {what}"
