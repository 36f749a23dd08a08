"""What stands on each supervisor's START.html, from the packs of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from build.pages.start import Link, Row, Section, StartPage, start_page
from forms.intervals import spoken_day
from forms.log import ActionHistory
from forms.packs import NOTICES, Errand, Pack
from forms.plan import Person
from halfterm.chasing import Chased
from halfterm.drafting import Ready
from halfterm.folders import folder_of
from register.checks.facts import Facts
from register.packs.planning import Waiting

START = "START.html"
_INBOX = "the trust’s inbox folder (where returned forms go, not your mail)"
_SEND = (
    "Open each draft, look at it, and send it. Then move it into the folder “sent” beside this page, so that "
    "it is known."
)
_WITHOUT_DRAFT = (
    "Where there is no draft, write the mail yourself: its words are in message.txt, among the files. Then "
    "have the day entered in monitoring.xlsx (Schedule, Sent on)."
)
_MOST_LINKS = 3
"""Up to how many forms have a link each; of more, one leads to their folder."""
_WORDS = {
    Errand.AGENDA: "Agenda",
    Errand.SESSION: "Form for the meeting",
    Errand.SIGNING: "Record to sign",
    Errand.COUNTERSIGNING: "Second signature",
    Errand.COPY: "Copy of the signed record",
    Errand.RECEIPT: "Receipt",
    Errand.AGREEMENT: "Agreement to sign",
    Errand.MOVED: "New day or time",
    Errand.CANCELLED: "Cancellation",
}


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of one day."""

    on: dt.date
    facts: Facts
    ready: tuple[Ready, ...]
    sent: tuple[Pack, ...]
    waiting: tuple[Waiting, ...]
    chased: tuple[Chased, ...] = ()


def start_pages(outbox: Path, day: Day) -> Mapping[Path, bytes]:
    """Return the page of each supervisor for whom there is anything, by where it lies.

    A page that is there already is written anew also where nothing is left: its links would lead nowhere.
    """
    plan = day.facts.plan
    ids = {one.pack.supervisor.person_id for one in day.ready}
    ids |= {one.supervisor.person_id for one in day.sent if _is_awaited(one)}
    ids |= {one.reminder.supervisor.person_id for one in day.chased}
    names = {one.supervisor for one in day.waiting if one.supervisor}
    names |= {one.supervisor for one in _drifting(day.facts) if one.supervisor}
    pages = {}
    for person_id in sorted({one.person_id for one in plan.people}):
        person = plan.person(person_id, day.on)
        if person is None:
            continue
        folder = folder_of(outbox, person, plan)
        if person_id in ids or person.name in names:
            page = StartPage(person.name, day.on, tuple(_sections(folder, person, day)))
            pages[folder / START] = start_page(page)
    nobody = Person("", "", "")
    for left in {path.parent for path in outbox.glob(f"*/{START}")} - {path.parent for path in pages}:
        page = StartPage(left.name, day.on, tuple(_sections(left, nobody, day)))
        pages[left / START] = start_page(page)
    return pages


def _sections(folder: Path, person: Person, day: Day) -> Iterator[Section]:
    """Yield the parts of a person's page. What the log says goes by the name alone."""
    name, person_id = person.name, person.person_id
    own = [one for one in day.ready if one.pack.supervisor.person_id == person_id]
    mine = [one for one in own if one.is_for_supervisor_only]
    to_send = _SEND
    if any(one.why_no_draft for one in own if one not in mine):
        to_send = f"{_SEND} {_WITHOUT_DRAFT}"
    yield Section(
        "To send",
        to_send,
        (
            *(_ready_row(folder, one, day.on) for one in own if one not in mine),
            *(
                _reminder_row(folder, one)
                for one in day.chased
                if one.reminder.supervisor.person_id == person_id
            ),
        ),
        "Session",
    )
    to_sign = [one for one in mine if one.pack.errand in {Errand.SIGNING, Errand.COUNTERSIGNING}]
    yield Section(
        "To sign",
        f"Read it, sign it, and save it into {_INBOX}.",
        tuple(_ready_row(folder, one, day.on) for one in to_sign),
        "Session",
    )
    yield Section(
        "For the meeting",
        f"Open these at the session, fill them in, and save them into {_INBOX}.",
        tuple(_ready_row(folder, one, day.on) for one in mine if one not in to_sign),
        "Session",
    )
    awaited = [one for one in day.sent if one.supervisor.person_id == person_id and _is_awaited(one)]
    yield Section(
        "Awaited",
        "These are sent and not back. Reminders come by themselves, under To send.",
        tuple(_awaited_row(one, day.on) for one in awaited),
        "Back by",
    )
    yield Section(
        "Waiting",
        "Nothing can be made for these before something else is done.",
        tuple(Row(one.who, one.session_id, "", (one.why,)) for one in day.waiting if one.supervisor == name),
    )
    drifting = sorted(
        (one for one in _drifting(day.facts) if one.supervisor == name),
        key=lambda one: (-one.times_carried, one.action_id),
    )
    yield Section(
        "Drifting",
        "Actions that have been carried on three times or more: close them, or agree on something else.",
        tuple(_drifting_row(one) for one in drifting),
        "By",
    )


def _is_awaited(pack: Pack) -> bool:
    return pack.errand not in {Errand.COPY, Errand.RECEIPT}


def _drifting(facts: Facts) -> Iterable[ActionHistory]:
    return (one for one in facts.log.actions if one.drift)


def _ready_row(folder: Path, one: Ready, on: dt.date) -> Row:
    pack = one.pack
    links = tuple(_links(folder, one))
    notes, warning = list(pack.left_out), ""
    if pack.errand is Errand.AGENDA and pack.is_late(on):
        warning = f"late: it was to go out by {spoken_day(pack.issue_on)}"
    elif pack.errand is Errand.AGENDA:
        notes.insert(0, f"it is to go out by {spoken_day(pack.issue_on)}")
    if pack.errand is Errand.SESSION or pack.errand in NOTICES:
        notes.insert(0, pack.why)
    if one.why_no_draft:
        notes.append(f"no draft: {one.why_no_draft}")
    who = ", ".join(person.name for person in pack.supervisees)
    what = f"{_WORDS[pack.errand]} ({pack.session_id})"
    if pack.errand is Errand.COUNTERSIGNING:
        titles = ", ".join(dict.fromkeys(made.title for made in one.made))
        what = f"Second signature: {titles} ({pack.session_id})"
    return Row(who, what, _moment(pack), tuple(notes), links, warning)


def _reminder_row(folder: Path, one: Chased) -> Row:
    packs = one.reminder.packs
    what = f"Reminder: {', '.join(f'{_WORDS[pack.errand]} ({pack.session_id})' for pack in packs)}"
    dues = ", ".join(dict.fromkeys(spoken_day(pack.due) for pack in packs if pack.due))
    notes = [f"to be back by {dues}"] if dues else []
    if one.why_not:
        notes.append(f"no draft: {one.why_not}")
    moments = ", ".join(dict.fromkeys(_moment(pack) for pack in packs))
    link = Link("text" if one.why_not else "draft", one.path.relative_to(folder).as_posix())
    return Row(one.reminder.person.name, what, moments, tuple(notes), (link,))


def _links(folder: Path, one: Ready) -> Iterator[Link]:
    """Yield the links to drafts and files; each with a name where there are several."""
    for drafted in one.drafted:
        mailing = drafted.mailing
        to = f" to {mailing.people[0].name}" if len(one.drafted) > 1 else ""
        if mailing.draft in drafted.files:
            yield Link(f"draft{to}", mailing.draft.relative_to(folder).as_posix())
        forms = [mailing.base / made.file.name for made in one.made]
        if one.is_for_supervisor_only and len(forms) <= _MOST_LINKS and drafted.files.keys() >= set(forms):
            yield from (Link(path.name, path.relative_to(folder).as_posix()) for path in forms)
        else:
            yield Link(f"files{to}", f"{mailing.base.relative_to(folder).as_posix()}/")


def _awaited_row(pack: Pack, on: dt.date) -> Row:
    late = pack.due is not None and pack.due < on
    return Row(
        ", ".join(person.name for person in pack.supervisees),
        f"{_WORDS[pack.errand]} ({pack.session_id})",
        spoken_day(pack.due) if pack.due else "",
        (f"the session is on {_moment(pack)}",),
        warning="overdue" if late else "",
    )


def _drifting_row(one: ActionHistory) -> Row:
    # Words of an action may name a child; its id leads to them.
    return Row(
        one.owner or one.supervisee or "nobody",
        one.action_id,
        spoken_day(one.due_date, year=True) if one.due_date else "",
        (f"carried {one.times_carried} times",),
    )


def _moment(pack: Pack) -> str:
    time = f", {pack.session_at:%H:%M}" if pack.session_at else ""
    return f"{spoken_day(pack.session_on)}{time}"
