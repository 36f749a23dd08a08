"""What lies in the outbox for one pack: its files, the words to copy, and the drafts that carry them.

A pack is one mailing, or several where each of its people has a password of their own. A file under a
password has other bytes each time it is made; so it is made again only where something in it has changed,
which a mark kept in the register tells.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import hmac
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from build.mail.draft import Attachment, Letter, as_eml, as_text
from build.mail.invitation import Guest, Invitation, as_ics
from build.mail.protecting import protected
from build.mail.wording import Told, body_of, subject_of
from build.pdf.print_pack import print_pack
from forms.files import name_for
from forms.packs import NOT_BY_MAIL, NOTICES, Errand, Pack
from forms.plan import Person, Plan
from halfterm.addressing import Addressed, addresses_of, written
from halfterm.folders import folder_of, told_apart
from halfterm.packing import Made, Packed, enclosed_in, facts_digest, is_for_supervisor_only, is_printed
from halfterm.sent import pack_mark
from register.invited import Heard, Invited
from register.posted import part_of
from register.undelivered import Undelivered, facts_again, times_lost

NOTE = "message.txt"
"""The words to copy, beside the files of a mailing."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """A pack on its way to some of its people: one draft, and a folder with the same files."""

    pack: Pack
    people: tuple[Person, ...]
    facts: str
    """What tells it from a mailing with another day, or to others."""
    base: Path
    """The folder of its files."""
    password: str | None = None

    @property
    def draft(self) -> Path:
        """Return where its draft lies, if it has one."""
        return self.base.with_name(f"{self.base.name}.eml")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A mailing with all of its files."""

    mailing: Mailing
    addressed: Addressed
    files: Mapping[Path, bytes]
    """Where each lies in the outbox."""
    marks: Mapping[Path, str]
    """Of files under a password: what stands in them."""
    invited: Invited | None = None
    """What calendars are told; None for nothing."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A pack whose files could be made, with what of it is not sent yet."""

    pack: Pack
    made: tuple[Made, ...]
    drafted: tuple[Drafted, ...]

    @property
    def files(self) -> Mapping[Path, bytes]:
        """Return where each file lies in the outbox."""
        return {path: data for one in self.drafted for path, data in one.files.items()}

    @property
    def is_for_supervisor_only(self) -> bool:
        """Return whether it goes to nobody but the supervisor, whose folder it lies in."""
        return is_for_supervisor_only(self.pack)

    @property
    def why_no_draft(self) -> str:
        """Return why somebody gets no draft; "" where all have one, or nobody needs one."""
        if self.is_for_supervisor_only:
            return ""
        return "; ".join(
            dict.fromkeys(one.addressed.why_not for one in self.drafted if one.addressed.why_not)
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """What all drafts of a day are made with."""

    outbox: Path
    plan: Plan
    on: dt.date
    domains: tuple[str, ...]
    invitations: bool
    passwords: Mapping[str, str] | None
    """Person id -> password; None where files go out without one."""
    key: bytes
    """What marks are made with."""
    as_made: Mapping[str, str | None]
    """Hash -> mark, if any, of everything that was ever put into the outbox."""
    lost: tuple[Undelivered, ...] = ()
    """What could not be delivered."""
    reached: tuple[Heard, ...] = ()
    """What people were told for their calendars."""


def mailings_of(pack: Pack, desk: Desk, turn: int = 0, *, apart: bool = False) -> tuple[Mailing, ...]:
    """Return the mailings of a pack: one, or with passwords, or `apart`, one for each of its people.

    What `turn` is, `turn_of` says. One that could not be delivered before is told from the one that was lost.
    """
    return tuple(
        dataclasses.replace(one, facts=facts_again(one.facts, times_lost(desk.lost, pack, one.facts)))
        for one in _mailings(pack, desk, turn, apart=apart)
    )


def _mailings(pack: Pack, desk: Desk, turn: int, *, apart: bool) -> tuple[Mailing, ...]:
    whose = pack.supervisees[0].name if len(pack.supervisees) == 1 else f"{len(pack.supervisees)} people"
    folder = folder_of(desk.outbox, pack.supervisor, desk.plan)
    facts = facts_digest(pack, turn)
    whole = Mailing(pack, pack.people, facts, folder / name_for(f"{pack.name} - {whose}"))
    is_whole = desk.passwords is None and not apart
    if is_whole or is_for_supervisor_only(pack) or pack.errand in NOTICES:
        return (whole,)
    passwords = desk.passwords
    if len(pack.people) == 1:
        return (
            dataclasses.replace(
                whole, password=None if passwords is None else passwords[pack.people[0].person_id]
            ),
        )
    return tuple(
        Mailing(
            pack,
            (person,),
            part_of(facts, person.person_id, len(pack.people)),
            folder / name_for(f"{pack.name} - to {told_apart(person, pack.people)} - {whose}"),
            passwords[person.person_id] if passwords is not None else None,
        )
        for person in pack.people
    )


def drafted(mailing: Mailing, packed: Packed, desk: Desk, earlier: int) -> Drafted:
    """Return a mailing with its files; `earlier` counts those that went out before with another day.

    Raises HalftermError W21 where a file cannot be put under a password.
    """
    pack = mailing.pack
    files: dict[Path, bytes] = {}
    marks: dict[Path, str] = {}
    to_print = _to_print(pack, packed.made)
    kept_back = {one.file.name for one in packed.made if _is_kept_back(one, pack)}
    for one in (*(one.file for one in packed.made), *to_print):
        path = mailing.base / (NOT_BY_MAIL if one.name in kept_back else "") / one.name
        if mailing.password is None:
            files[path] = one.data
        else:
            marks[path] = _mark(desk.key, one.data, mailing.password)
            kept = _as_it_lies(path, marks[path], desk.as_made)
            files[path] = kept or protected(one.data, one.name, mailing.password)
    addressed = addresses_of(mailing.people, desk.domains)
    if is_for_supervisor_only(pack):
        return Drafted(mailing, addressed, files, marks)
    mailed = to_print or tuple(one.file for one in packed.made if one.sheet.mailed)
    attached = tuple(Attachment(one.name, files[mailing.base / one.name]) for one in mailed)
    invitation = _invitation(pack, addressed, desk, earlier)
    files.update(_words(mailing, packed, attached, addressed, desk, invitation))
    # A notice tells people in words as well.
    is_told = invitation is not None or (pack.errand in NOTICES and not addressed.why_not)
    return Drafted(mailing, addressed, files, marks, _invited(mailing, earlier) if is_told else None)


def _words(
    mailing: Mailing,
    packed: Packed,
    files: tuple[Attachment, ...],
    addressed: Addressed,
    desk: Desk,
    invitation: Attachment | None,
) -> Iterator[tuple[Path, bytes]]:
    """Yield the text to copy and, where it may be mailed, the draft; with an invitation, if there is one."""
    pack, made = mailing.pack, packed.made
    told = Told(
        people=mailing.people,
        enclosed=enclosed_in(pack, made),
        late=pack.is_late(desk.on),
        printed=is_printed(pack),
        protected=mailing.password is not None and bool(made),
        is_past_due=pack.due is not None and pack.due < desk.on,
        came=packed.told,
        unread=packed.is_unread,
        in_one_file=len(made) > 1 and len(files) == 1,
        for_calendars=invitation is not None,
    )
    body = body_of(pack, told)
    subject = subject_of(pack)
    people = "; ".join(map(written, mailing.people))
    yield mailing.base / NOTE, as_text(people, subject, body)
    attached = list(files)
    if invitation is not None:
        attached.append(invitation)
        yield mailing.base / invitation.name, invitation.data
    if addressed.why_not:
        return
    supervisor = pack.supervisor
    letter = Letter(
        sender=(supervisor.name, supervisor.email) if supervisor.email else None,
        to=addressed.to,
        subject=subject,
        body=body,
        attachments=tuple(attached),
        pack=pack_mark(pack.session_id, pack.errand, mailing.facts),
    )
    yield mailing.draft, as_eml(letter)


def _is_kept_back(made: Made, pack: Pack) -> bool:
    """Return whether a form lies apart from those that go by mail."""
    return not made.sheet.mailed and not is_for_supervisor_only(pack)


def _to_print(pack: Pack, made: tuple[Made, ...]) -> tuple[Attachment, ...]:
    """Return the one file in which all forms of a pack are printed, for whom works on paper."""
    mailed = [one for one in made if one.sheet.mailed and one.suffix == "pdf"]
    if not is_printed(pack) or len(mailed) < 2:
        return ()
    name = f"{pack.session_id} {pack.errand} to print.pdf"
    return (Attachment(name, print_pack([one.file.data for one in mailed])),)


def _invitation(pack: Pack, addressed: Addressed, desk: Desk, earlier: int) -> Attachment | None:
    """Return the invitation of an agenda that may be mailed; who invites needs an address as well.

    A notice has one whatever is wanted now, for it sets right one that went out.
    """
    is_wanted = pack.errand in NOTICES or (pack.errand is Errand.AGENDA and desk.invitations)
    if not is_wanted or addressed.why_not or not pack.supervisor.email:
        return None
    guests = tuple(Guest(name, email) for name, email in addressed.to)
    supervisor = Guest(pack.supervisor.name, pack.supervisor.email)
    return Attachment(f"{pack.session_id}.ics", as_ics(Invitation(pack, supervisor, guests, earlier)))


def _invited(mailing: Mailing, earlier: int) -> Invited:
    pack = mailing.pack
    return Invited(
        pack.session_id,
        pack.errand,
        mailing.facts,
        earlier,
        pack.supervisor.person_id,
        tuple(one.person_id for one in mailing.people),
        pack.session_on,
        pack.session_at,
        pack.length_min,
    )


def _mark(key: bytes, data: bytes, password: str) -> str:
    said = hashlib.sha256(data).digest() + password.encode()
    return hmac.new(key, said, hashlib.sha256).hexdigest()


def _as_it_lies(path: Path, mark: str, as_made: Mapping[str, str | None]) -> bytes | None:
    """Return the file that lies there where it was made of the same."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if as_made.get(hashlib.sha256(data).hexdigest()) == mark else None


def people_of(packs: Collection[Pack]) -> tuple[Person, ...]:
    """Return everybody whom something of these goes to by mail, each once."""
    mailed = [pack for pack in packs if not is_for_supervisor_only(pack)]
    return tuple({one.person_id: one for pack in mailed for one in pack.people}.values())
