"""`halfterm prepare`: what is to go out lies ready in the outbox, for each supervisor a folder.

Nothing is sent. A draft that was moved into the folder sent counts as sent. Running it again changes nothing
unless something has changed; what a person has typed into a file of the outbox is theirs, and stays.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from forms.code_words import CODE_WORDS
from forms.errors import HalftermError
from forms.findings import Finding
from forms.intervals import spoken_day
from forms.packs import NOTICES, Errand, Pack
from forms.plan import Person
from halfterm.chasing import Chased
from halfterm.confirming import confirm
from halfterm.done import Done, counted
from halfterm.drafting import Mailing, Ready, drafted, mailings_of
from halfterm.mail_passwords import load_mail_passwords, with_new_people
from halfterm.make import say
from halfterm.outgoing import LaidOut, lay_out_packs, make_sent_folders
from halfterm.outstanding import Outstanding, outstanding
from halfterm.packing import Made, make_files, turn_of
from halfterm.put_away import note_receipts
from halfterm.start_pages import Day, start_pages
from halfterm.trust import Trust
from register.children import Children
from register.invited import note_invited
from register.issuing import Issued, record_issued
from register.posted import note_draft

if TYPE_CHECKING:
    from register.database import Register


@dataclass(frozen=True, slots=True)
class _Failed:
    """A pack that could not be made, and why."""

    pack: Pack
    mailings: tuple[Mailing, ...]
    error: HalftermError


def prepare(trust: Trust, on: dt.date, *, is_all_in: bool = True) -> Done:
    """Put into the outbox what is to go out, and say who gets what and why.

    Without `is_all_in`, the inbox could not be taken in: then nobody is reminded of what may lie there.
    The exit status is 1 where something needs a person: a pack that could not be made, or that nobody may be
    mailed. It is that of a WriteError where the disk refuses; what it took is there all the same.
    """
    outbox = trust.folder / trust.settings.outbox
    with contextlib.closing(trust.open_register()) as register:
        out = outstanding(trust, register, on, lambda people: _passwords(trust, people))
        unsure = () if is_all_in else out.chased
        if unsure:
            out = replace(out, chased=())
        results = [_ready(trust, one, out) for one in out.open_packs]
        ready = [one for one in results if isinstance(one, Ready)]
        failed = [one for one in results if isinstance(one, _Failed)]
        wanted = {path: data for one in ready for path, data in one.files.items()}
        wanted |= {one.path: one.data for one in out.chased}
        day = Day(on, out.facts, tuple(ready), out.waited_for, out.waiting, out.chased)
        wanted |= start_pages(outbox, day)
        keep = [path for one in failed for to in one.mailings for path in (to.base, to.draft)]
        keep += [one.path for one in unsure]
        # Known before they are there: a run that is cut off leaves nothing that looks like a person's own.
        _note(register, ready, on)
        _note_reminders(register, out.chased, on)
        laid = lay_out_packs(outbox, wanted, out.desk.as_made, keep)
        with register.writing() as connection:
            note_receipts(connection, ready, laid, out.desk, on)
        make_sent_folders(outbox)
    for one in ready:
        say(
            dict.fromkeys(
                _told(finding, made, out.children) for made in one.made for finding in made.findings
            )
        )
        click.echo(_line(one, laid, on))
    for one_chased in out.chased:
        click.echo(_reminder_line(one_chased))
    if unsure:
        click.echo("Nobody is reminded today: what came back could not be taken in.", err=True)
    for pack in out.sent_packs:
        click.echo(f"{_head(pack)}: sent already")
    for one_waiting in out.waiting:
        click.echo(f"{one_waiting.session_id} for {one_waiting.who}: waits; {one_waiting.why}")
    for failure in failed:
        why = out.children.mask(str(failure.error), parts=True).text
        click.echo(f"{_head(failure.pack)}: could not be made. {why}", err=True)
    for path in laid.theirs:
        if path in laid.stale:
            words = "is not to go out any more, and was changed by a person; take it away"
        else:
            words = "was changed by a person and is left alone"
        click.echo(f"Note: {trust.shown(path)}: {words}.", err=True)
    for words in laid.locked:
        click.echo(words, err=True)
    # Who has named no domain mails from elsewhere, and copies the words: nothing is amiss then.
    unaddressed = [one for one in ready if trust.settings.domains and one.why_no_draft]
    whole = [one for one in ready if not laid.missing & one.files.keys()]
    counts = {
        "ready": len(whole),
        "of these new": sum(bool(laid.written & one.files.keys()) for one in whole),
        "not written whole": len(ready) - len(whole),
        "reminder/reminders": len(out.chased),
        "not made": len(failed),
    }
    needs_a_person = failed or unaddressed or not out.taken.is_whole
    return Done(max(laid.status, int(bool(needs_a_person))), counted(counts, "nothing to go out"))


def _passwords(trust: Trust, people: tuple[Person, ...]) -> Mapping[str, str]:
    """Return everybody's password. Who is mailed for the first time gets one."""
    return with_new_people(trust.mail_passwords, load_mail_passwords(trust.mail_passwords), people)


def _ready(trust: Trust, pack: Pack, out: Outstanding) -> Ready | _Failed:
    mailings = out.left[pack.name]
    now = mailings_of(pack, out.desk, turn_of(pack, out.posted, out.desk.reached))
    earlier = _sequence(pack, {(pack.errand, one.facts) for one in now}, out)
    try:
        pack_up = confirm if pack.errand is Errand.RECEIPT else make_files
        packed = pack_up(trust, pack, out.originals)
        return Ready(pack, packed.made, tuple(drafted(one, packed, out.desk, earlier) for one in mailings))
    except HalftermError as error:
        return _Failed(pack, mailings, error)


def _sequence(pack: Pack, own: set[tuple[Errand, str]], out: Outstanding) -> int:
    """Return the SEQUENCE of what a pack tells calendars: higher than of all that went out before.

    `own` are its mailings. What went out by hand is known from what people were told.
    """
    told = {Errand.AGENDA, *NOTICES}
    sent = {
        (one.errand, one.facts)
        for one in out.posted
        if one.session_id == pack.session_id and one.errand in told
    }
    reached = [
        one.invited.sequence + 1
        for one in out.desk.reached
        if one.invited.session_id == pack.session_id and (one.invited.errand, one.invited.facts) not in own
    ]
    return max(len(sent - own), *reached, 0)


def _note(register: Register, ready: Iterable[Ready], on: dt.date) -> None:
    """Note everything that is to lie in the outbox."""
    with register.writing() as connection:
        for one in ready:
            if one.pack.errand in {Errand.AGENDA, *NOTICES}:
                told = [drafted.invited for drafted in one.drafted if drafted.invited is not None]
                note_invited(connection, one.pack.session_id, one.pack.errand, told, on)
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


def _told(finding: Finding, made: Made, children: Children) -> Finding:
    """Return what is odd about a form as a message may say it, for messages are kept and mailed.

    What was found on the form that came back quotes what stands there, which is nobody's but its reader's.
    """
    words = finding.message
    if finding.code.startswith("F") and finding.code in CODE_WORDS:
        words = f"{made.file.name}: {CODE_WORDS[finding.code]}"
    return replace(finding, field=None, message=children.mask(words, parts=True).text)


def _reminder_line(one: Chased) -> str:
    what = ", ".join(pack.name for pack in one.reminder.packs)
    no_draft = f"; no draft: {one.why_not}" if one.why_not else ""
    return f"reminder for {one.reminder.person.name}: {what} not back{no_draft}"


def _head(pack: Pack) -> str:
    return f"{pack.session_id} {pack.errand} for {', '.join(one.name for one in pack.people)}"


def _line(one: Ready, laid: LaidOut, on: dt.date) -> str:
    pack = one.pack
    state = "new" if laid.written & one.files.keys() else "as before"
    if missing := laid.missing & one.files.keys():
        state = f"not whole, {len(missing)} of {len(one.files)} files could not be written"
    late = f"; late, it was to go out by {spoken_day(pack.issue_on)}" if pack.is_late(on) else ""
    count = len(one.made)
    no_forms = "words for people and calendars" if pack.errand in NOTICES else "words only"
    files = f"{count} form{'' if count == 1 else 's'}" if count else no_forms
    left_out = "".join(f"; {why}" for why in pack.left_out)
    no_draft = f"; no draft: {one.why_no_draft}" if one.why_no_draft else ""
    what = f"{files}, {state}; {pack.why}{late}{left_out}{no_draft}"
    return f"{_head(pack)}, {spoken_day(pack.session_on)}: {what}"
