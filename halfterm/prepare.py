"""`halfterm prepare`: what is to go out lies ready in the outbox, for each supervisor a folder.

Nothing is sent. A draft that was moved into the folder sent counts as sent. Running it again changes nothing
unless something has changed; what a person has typed into a file of the outbox is theirs, and stays.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from build.mail.draft import Letter, as_eml, as_text
from build.mail.wording import body_of, subject_of
from forms.errors import HalftermError
from forms.files import name_for
from forms.intervals import spoken_day
from forms.packs import Errand, Pack
from forms.plan import Plan
from halfterm.addressing import Addressed, addresses_of
from halfterm.chasing import Chased, chase
from halfterm.facts import facts_on
from halfterm.make import say
from halfterm.originals import Originals
from halfterm.outgoing import lay_out_packs
from halfterm.packing import (
    Made,
    Ready,
    enclosed_in,
    facts_digest,
    is_for_supervisor_only,
    is_printed,
    make_files,
)
from halfterm.planned import take_plan
from halfterm.sent import pack_mark, posted_drafts
from halfterm.start_pages import Day, start_pages
from halfterm.trust import Trust
from halfterm.writing_out import load_known
from register.checked import load_documents
from register.issuing import Issued, record_issued
from register.packs.planning import Waiting, plan_packs
from register.posted import Posted, load_as_made, load_posted, note_draft, note_posted

if TYPE_CHECKING:
    from register.database import Register

_NOTE = "message.txt"


@dataclass(frozen=True, slots=True)
class _Failed:
    """A pack that could not be made, and why."""

    pack: Pack
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
            originals = Originals(trust.open_archive(), trust.catalogue, load_documents(connection))
        planned = tuple(plan_packs(facts, trust.catalogue.forms_of, on))
        packs = [one for one in planned if isinstance(one, Pack)]
        open_packs = [one for one in packs if not _is_sent(one, posted, taken.plan)]
        results = [_ready(trust, one, originals, outbox, on) for one in open_packs]
        ready = [one for one in results if isinstance(one, Ready)]
        failed = [one for one in results if isinstance(one, _Failed)]
        wanted = {path: data for one in ready for path, data in one.files.items()}
        waiting = tuple(one for one in planned if isinstance(one, Waiting))
        sent_packs = tuple(one for one in packs if one not in open_packs)
        wanted |= start_pages(outbox, Day(on, facts, tuple(ready), sent_packs, waiting))
        chased = tuple(chase(outbox, sent_packs, posted, trust.settings.domains, on))
        wanted |= {one.path: one.data for one in chased}
        keep = [path for one in failed for path in (_base(outbox, one.pack), _draft(outbox, one.pack))]
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
    unaddressed = [
        one
        for one in ready
        if trust.settings.domains and one.addressed.why_not and not one.is_for_supervisor_only
    ]
    return int(bool(failed or laid.locked or unaddressed or not taken.is_whole))


def _is_sent(pack: Pack, posted: Iterable[Posted], plan: Plan) -> bool:
    """Return whether it went out as it is; what went out with another day or people goes out again."""
    own = [one for one in posted if (one.session_id, one.errand) == (pack.session_id, pack.errand)]
    if own:
        return any(one.facts == facts_digest(pack) for one in own)
    entered = next((one for one in plan.sessions if one.session_id == pack.session_id), None)
    if entered is None:
        return False
    days = {
        Errand.AGENDA: entered.sent_on,
        Errand.SIGNING: entered.sent_for_signature_on,
        Errand.COPY: entered.copy_given_on,
    }
    return days.get(pack.errand) is not None


def _ready(trust: Trust, pack: Pack, originals: Originals, outbox: Path, on: dt.date) -> Ready | _Failed:
    try:
        made = make_files(trust, pack, originals)
        addressed = addresses_of(pack.people, trust.settings.domains)
        files = dict(_files(pack, made, addressed, outbox, on))
    except HalftermError as error:
        return _Failed(pack, error)
    return Ready(pack, made, addressed, files, _base(outbox, pack), _draft(outbox, pack))


def _files(
    pack: Pack, made: tuple[Made, ...], addressed: Addressed, outbox: Path, on: dt.date
) -> Iterator[tuple[Path, bytes]]:
    base = _base(outbox, pack)
    for one in made:
        yield base / one.file.name, one.file.data
    if is_for_supervisor_only(pack):
        return
    body = body_of(pack, enclosed_in(made), late=pack.is_late(on), printed=is_printed(pack))
    subject = subject_of(pack)
    people = "; ".join(f"{one.name} <{one.email}>" if one.email else one.name for one in pack.people)
    yield base / _NOTE, as_text(people, subject, body)
    if addressed.why_not:
        return
    sender = (pack.supervisor.name, pack.supervisor.email) if pack.supervisor.email else None
    letter = Letter(
        sender=sender,
        to=addressed.to,
        subject=subject,
        body=body,
        attachments=tuple(one.file for one in made if one.sheet.mailed),
        pack=pack_mark(pack.session_id, pack.errand, facts_digest(pack)),
    )
    yield _draft(outbox, pack), as_eml(letter)


def _base(outbox: Path, pack: Pack) -> Path:
    """Return the folder of a pack's files."""
    return outbox / name_for(pack.supervisor.name) / name_for(f"{pack.name} - {_whose(pack)}")


def _draft(outbox: Path, pack: Pack) -> Path:
    base = _base(outbox, pack)
    return base.with_name(f"{base.name}.eml")


def _whose(pack: Pack) -> str:
    return pack.supervisees[0].name if len(pack.supervisees) == 1 else f"{len(pack.supervisees)} people"


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
            for data in one.files.values():
                digest = hashlib.sha256(data).hexdigest()
                if digest not in forms or any(m.sheet.as_it_came for m in one.made):
                    note_draft(connection, digest, one.pack.session_id, one.pack.errand, on)


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
    unaddressed = one.addressed.why_not and not one.is_for_supervisor_only
    no_draft = f"; no draft: {one.addressed.why_not}" if unaddressed else ""
    what = f"{files}, {state}; {pack.why}{late}{left_out}{no_draft}"
    return f"{_head(pack)}, {spoken_day(pack.session_on)}: {what}"
