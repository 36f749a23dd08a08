"""What is to go out on a day and is not sent yet: what `prepare` lays ready, and what `send` may send.

Nothing is made here. What lies in the folders sent is noted first, so that nothing goes out twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from forms.packs import Errand, Pack
from forms.plan import Person, Plan
from halfterm.chasing import Chased, chase
from halfterm.drafting import Desk, Mailing, mailings_of, people_of
from halfterm.facts import facts_on
from halfterm.originals import Originals, open_originals
from halfterm.packing import facts_digest, turn_of
from halfterm.planned import TakenPlan, take_plan
from halfterm.put_away import is_put_away
from halfterm.sent import pack_mark, posted_drafts
from halfterm.trust import Trust
from halfterm.writing_out import load_known
from register.checks.facts import Facts
from register.children import Children
from register.database import Register
from register.invited import heard, load_invited, told_last
from register.moved_sheets import load_moved
from register.packs.chasing import as_asked
from register.packs.notices import notices
from register.packs.owed import agreements_owed
from register.packs.planning import Waiting, plan_packs
from register.posted import Posted, entered_on, load_as_made, load_posted, note_posted, part_of
from register.undelivered import delivered, first_facts, load_undelivered

Passwords = Callable[[tuple[Person, ...]], Mapping[str, str]]
"""Takes everybody whom something goes to by mail and returns person id -> password."""


@dataclass(frozen=True, slots=True)
class Going:
    """What a draft that may be sent now has to be like."""

    people: tuple[Person, ...]
    """Whom it is for."""
    password: str | None = None
    """What its forms are to be under: "" where that is not made yet; None for none."""


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What is to go out on a day."""

    taken: TakenPlan
    facts: Facts
    originals: Originals
    desk: Desk
    posted: tuple[Posted, ...]
    packs: tuple[Pack, ...]
    """What is to be with people, in the order of the sessions' days."""
    left: Mapping[str, tuple[Mailing, ...]]
    """Name of a pack -> what of it is not sent yet."""
    waited_for: tuple[Pack, ...]
    """What went out and is not back, also agreements that went out with something else."""
    waiting: tuple[Waiting, ...]
    chased: tuple[Chased, ...]
    children: Children
    """Whose names no message may show."""

    @property
    def open_packs(self) -> tuple[Pack, ...]:
        """Return what is not sent to everybody yet."""
        return tuple(one for one in self.packs if self.left[one.name])

    @property
    def sent_packs(self) -> tuple[Pack, ...]:
        """Return what everybody has."""
        return tuple(one for one in self.packs if not self.left[one.name])

    def may_go(self) -> dict[str, Going]:
        """Return the mark of each draft that may be sent now -> to whom, and how."""
        packs = {
            pack_mark(pack.session_id, pack.errand, one.facts): Going(one.people, one.password)
            for pack in self.packs
            for one in self.left[pack.name]
        }
        return packs | {one.mark: Going((one.reminder.person,)) for one in self.chased if one.mark}


def outstanding(trust: Trust, register: Register, on: dt.date, passwords: Passwords) -> Outstanding:
    """Return what is to go out on a day, by the workbook as it is now.

    `passwords` is asked where files go out under one.
    """
    note_moved(trust, register, on)
    taken = take_plan(trust, register)
    known = load_known(trust, taken.plan)
    with register.writing() as connection:
        posted, lost = load_posted(connection), load_undelivered(connection)
        reached = heard(load_invited(connection), posted, lost, taken.plan)
        facts = facts_on(trust, connection, taken.plan, known.protected, on)
        as_made = load_as_made(connection)
        moved_sheets = load_moved(connection, trust.catalogue.load_form, known.protected.owners)
        originals = open_originals(connection, trust.open_archive(), trust.catalogue, moved_sheets)
    planned = tuple(plan_packs(facts, trust.catalogue.forms_of, on))
    wanted = (one for one in planned if isinstance(one, Pack) and _is_wanted(trust, one))
    children = known.protected.children
    packs = tuple(_without_child(one, children) if trust.settings.invitations else one for one in wanted)
    desk = replace(_desk(trust, facts.plan, packs, as_made, on, passwords), lost=lost, reached=reached)
    left = {one.name: left_to_send(one, desk, posted, taken.plan) for one in packs}
    agendas = {
        (one.session_id, person.person_id)
        for one in packs
        if one.errand is Errand.AGENDA and left[one.name]
        for person in one.people
    }
    said = tuple(notices(facts, told_last(reached), agendas, on, is_whole=taken.is_whole))
    told = tuple(_without_child(one, children) for one in said if isinstance(one, Pack))
    packs = tuple(sorted((*packs, *told), key=lambda one: one.session_on))
    left |= {one.name: left_to_send(one, desk, posted, taken.plan) for one in told}
    sent = tuple(one for one in packs if not left[one.name])
    owed = (*sent, *agreements_owed(facts, trust.catalogue.forms_of, on))
    waited_for = tuple(_as_asked(one, posted, taken.plan) for one in owed)
    return Outstanding(
        taken,
        facts,
        originals,
        desk,
        posted,
        packs,
        left,
        waited_for,
        tuple(one for one in (*planned, *said) if isinstance(one, Waiting)),
        tuple(chase(desk, waited_for, posted)),
        children,
    )


def note_moved(trust: Trust, register: Register, on: dt.date) -> None:
    """Note that drafts were sent which lie in the folders sent, on this day where that is new."""
    with register.writing() as connection:
        for moved in posted_drafts(trust.folder / trust.settings.outbox, on):
            note_posted(connection, moved)


def _is_wanted(trust: Trust, pack: Pack) -> bool:
    return trust.settings.receipts or pack.errand is not Errand.RECEIPT


def _without_child(pack: Pack, children: Children) -> Pack:
    """Return a pack whose invitation names no child, where somebody typed one into the venue."""
    if not pack.venue or not children.mask(pack.venue, parts=True).named:
        return pack
    why = "the venue names a child, so the invitation is without it; correct it in the Schedule"
    return replace(pack, venue=None, left_out=(*pack.left_out, why))


def _desk(
    trust: Trust,
    plan: Plan,
    packs: tuple[Pack, ...],
    as_made: dict[str, str | None],
    on: dt.date,
    passwords: Passwords,
) -> Desk:
    """Return what the drafts of a day are made with."""
    settings = trust.settings
    known = passwords(people_of(packs)) if settings.encrypt else None
    outbox, key = trust.folder / settings.outbox, trust.load_marks_key()
    return Desk(outbox, plan, on, settings.domains, settings.invitations, known, key, as_made)


def left_to_send(pack: Pack, desk: Desk, posted: tuple[Posted, ...], plan: Plan) -> tuple[Mailing, ...]:
    """Return what of a pack is not sent yet; what went out with another day or people goes out again.

    So does what a mail server could not deliver.
    """
    this = (pack.session_id, pack.errand)
    arrived = delivered(posted, desk.lost)
    own = {first_facts(one.facts) for one in arrived if (one.session_id, one.errand) == this}
    turn = turn_of(pack, posted, desk.reached)
    mailings = mailings_of(pack, desk, turn)
    if pack.errand is Errand.RECEIPT:
        mailings = tuple(one for one in mailings if not is_put_away(one, desk))
        if not mailings:
            return ()
    if own:
        meant = replace(pack, people=pack.meant_for or pack.people)
        wholes = {first_facts(facts_digest(one, turn)) for one in (pack, meant)}
        count = len(meant.people)
        parts = {
            first_facts(part_of(facts_digest(meant, turn), one.person_id, count)): one for one in meant.people
        }
        if wholes & own:
            return ()
        have = {person.person_id for part, person in parts.items() if part in own}
        if have:
            mailings = mailings_of(pack, desk, turn, apart=True)
        return tuple(one for one in mailings if first_facts(one.facts) not in own and not _is_with(one, have))
    entered = _entered(pack.session_id, pack.errand, plan)
    told = [
        one.told_on for one in desk.lost if one.posted and (one.posted.session_id, one.posted.errand) == this
    ]
    return () if entered is not None and entered >= max(told, default=entered) else mailings


def _entered(session_id: str, errand: Errand, plan: Plan) -> dt.date | None:
    """Return the day in the Schedule on which something of a session was sent, None where there is none."""
    one = next((one for one in plan.sessions if one.session_id == session_id), None)
    return entered_on(one, errand) if one is not None else None


def _as_asked(pack: Pack, posted: tuple[Posted, ...], plan: Plan) -> Pack:
    """Return a pack that went out, due when it could be asked for by the day on which it did."""
    errand = Errand.AGENDA if pack.errand is Errand.AGREEMENT else pack.errand
    days = [one.sent_on for one in posted if (one.session_id, one.errand) == (pack.session_id, errand)]
    return as_asked(pack, max(days, default=_entered(pack.session_id, errand, plan)))


def _is_with(mailing: Mailing, have: set[str]) -> bool:
    """Return whether those of a mailing have it, for it went out to them when it went to more."""
    return all(one.person_id in have for one in mailing.people)
