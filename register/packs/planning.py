"""Which packs are to lie ready on a day (decision: when forms go out), session by session.

Whatever has not gone out between its day of issue and the session goes out, late ones marked late; an agenda
that is back becomes the form for the meeting; a record that is back goes to be signed; what both have signed
goes to both. Pure functions of the register's facts and a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from forms.model import Definition, RecordType, Stage
from forms.packs import NOT_BY_MAIL, Errand, Pack, Sheet
from forms.plan import Person, Series
from forms.rules import Signed
from register.checks.facts import Facts, Paper
from register.checks.signatures import lacking_signatures
from register.packs.countersigning import others_to_sign, people_of, without_record
from register.packs.papers import FormsOf, is_for_one
from register.packs.receipts import receipts
from register.packs.setting import Setting, settings_of
from register.packs.sheets import (
    agreement_left_out,
    agreement_sheet,
    as_it_came,
    case_sheets,
    record_sheet,
    sheets_going_on,
    sheets_not_back,
)

_WRITTEN_UP_WITHIN = dt.timedelta(days=14)
_KEPT_BACK = f"case sheets are not sent by mail under this policy: they lie in the folder “{NOT_BY_MAIL}”"
"""So long after a session of which nothing is back its form lies ready still."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A session for which nothing can be made yet, and what has to be done first."""

    session_id: str
    who: str
    supervisor: str | None
    why: str


def plan_packs(facts: Facts, forms_of: FormsOf, on: dt.date) -> Iterator[Pack | Waiting]:
    """Yield what is to lie ready on a day, in the order of the sessions' days."""
    for setting in settings_of(facts, forms_of, on):
        found = _plan(setting, on)
        if found is not None:
            yield _for_those_there(setting, found, on) if isinstance(found, Pack) else found
        unprepared = _meeting_unprepared(setting, on)
        if unprepared is not None:
            yield unprepared
        for pack in without_record(setting, found if isinstance(found, Pack) else None):
            yield _for_those_there(setting, pack, on)
        for receipt in receipts(setting, on):
            there = setting.there(receipt.people, on)
            if there:
                yield replace(receipt, people=there, supervisor=setting.as_of(setting.supervisor, on))


def _plan(setting: Setting, on: dt.date) -> Pack | Waiting | None:
    record, form = setting.session.record, setting.forms.first_record(setting.session.series)
    if form is None:
        return None
    if is_for_one(form) and len(setting.supervisees) > 1:
        why = f"{form.title} is one person's form; make one for each of the group with halfterm build"
        return _waiting(setting, why)
    if record is None:
        is_time = setting.issue_on <= on <= setting.planned.date and setting.session.held_on is None
        return _agenda(setting, form) if is_time else None
    return _next_stage(setting, form, record)


def _next_stage(setting: Setting, form: Definition, record: Paper) -> Pack | Waiting | None:
    """Return what becomes of a form that came back."""
    if record.stale:
        return _waiting(setting, "answers of the record were changed after it was signed")
    if setting.facts.in_doubt.get(record.sha256):
        return _waiting(
            setting, "the QA lead is to check answers on what came back first, in the review file"
        )
    if not record.has_reached(Stage.SESSION):
        return _meeting(setting, form, record)
    return _signed(setting, record) if record.has_reached(Stage.SIGNING) else _signing(setting, form, record)


def _agenda(setting: Setting, form: Definition) -> Pack:
    cases = tuple(case_sheets(setting))
    agreement = agreement_sheet(setting)
    sheets = (record_sheet(setting, form, form.stages[0], None), *cases)
    why = "the session is to be prepared"
    if agreement is not None:
        sheets, why = (*sheets, agreement[0]), f"{why}; {agreement[1]}"
    held_back = any(not one.mailed for one in cases)
    unsaid = agreement_left_out(setting)
    left_out = (*([_KEPT_BACK] if held_back else []), *([unsaid] if unsaid else []))
    return setting.pack(
        Errand.AGENDA, _people(setting), sheets, why, due=setting.return_by, left_out=left_out
    )


def _meeting(setting: Setting, form: Definition, record: Paper) -> Pack:
    form = setting.forms.following(form, Stage.SESSION)
    sheets = (
        record_sheet(setting, form, Stage.SESSION, record),
        *_sheets_for_the_meeting(setting),
    )
    return setting.pack(Errand.SESSION, (setting.supervisor,), sheets, "the agenda is back")


def _meeting_unprepared(setting: Setting, on: dt.date) -> Pack | None:
    """Return the form for a meeting whose agenda is not back: it is held, and written up, all the same."""
    form = setting.forms.first_record(setting.session.series)
    first, last = setting.meeting_from, setting.planned.date + _WRITTEN_UP_WITHIN
    if form is None or setting.session.record is not None or not first <= on <= last:
        return None
    if is_for_one(form) and len(setting.supervisees) > 1:
        return None
    # With who is away for long there is no meeting.
    if setting.supervisor.is_absent(on) or all(one.is_absent(on) for one in setting.supervisees):
        return None
    form = setting.forms.following(form, Stage.SESSION)
    came = any(one.record is RecordType.CASE for one in setting.session.papers)
    cases = _sheets_for_the_meeting(setting) if came else case_sheets(setting, Stage.SESSION)
    sheets = (record_sheet(setting, form, Stage.SESSION, None), *cases)
    return setting.pack(Errand.SESSION, (setting.supervisor,), sheets, "the agenda is not back")


def _sheets_for_the_meeting(setting: Setting) -> Iterator[Sheet]:
    """Yield the sheets that came back, then those of cases that go on and did not."""
    yield from sheets_going_on(setting, Stage.SESSION)
    yield from sheets_not_back(setting, Stage.SESSION)


def _signing(setting: Setting, form: Definition, record: Paper) -> Pack:
    form = setting.forms.following(form, Stage.SIGNING)
    sheets = (
        record_sheet(setting, form, Stage.SIGNING, record),
        *sheets_going_on(setting, Stage.SIGNING),
    )
    return setting.pack(Errand.SIGNING, _people(setting), sheets, "the record is back", due=setting.signed_by)


def _signed(setting: Setting, record: Paper) -> Pack | None:
    """Return what becomes of a record that is signed by somebody; None while nobody has."""
    rules = setting.facts.rules_of(setting.policy.id, Signed, setting.session.series)
    if not any(line.name for line in record.lines):
        return None
    if any(lacking_signatures(setting.facts, setting.session, record, rule) for rule in rules[:1]):
        people = _who_is_next(setting, record)
        if not people:
            return None
        why = "signed by one of the two"
        papers = (record, *others_to_sign(setting, people))
        sheets = tuple(as_it_came(setting, paper) for paper in papers)
        return setting.pack(Errand.COUNTERSIGNING, people, sheets, why, due=setting.signed_by)
    if setting.planned.copy_given_on is not None:
        return None
    people = (*setting.supervisees, setting.supervisor)
    sheets = (as_it_came(setting, record),)
    return setting.pack(Errand.COPY, people, sheets, "the record is signed by everybody")


def _who_is_next(setting: Setting, record: Paper) -> tuple[Person, ...]:
    signed = {line.party for line in record.lines if line.name}
    if "supervisee" not in signed:
        return setting.supervisees
    return () if "supervisor" in signed else people_of(setting, "supervisor")


def _for_those_there(setting: Setting, pack: Pack, on: dt.date) -> Pack | Waiting:
    """Return a pack for those of its people who are there, as the Roster has them now; else what waits.

    Nothing goes to who has left, or is away for long, nor an agenda to who will have left by the session.
    What a supervisor who is not there has to look at and send waits too, but for a copy of what is signed.
    """
    why = _why_not_there(setting, setting.supervisor, pack, on)
    if why and pack.errand is not Errand.COPY:
        if pack.people == (setting.supervisor,) and pack.errand is Errand.COUNTERSIGNING:
            todo = "say in the Schedule who cannot sign, and why"
        else:
            todo = "enter in Relationships who supervises now"
        return _waiting(setting, f"{why}; {todo}")
    missing = [why for one in pack.people if (why := _why_not_there(setting, one, pack, on))]
    there = tuple(one for one in pack.people if not _why_not_there(setting, one, pack, on))
    if there:
        people = tuple(setting.as_of(one, on) for one in there)
        supervisor = setting.as_of(setting.supervisor, on)
        return replace(pack, people=people, supervisor=supervisor, meant_for=pack.people)
    return _waiting(setting, f"{' and '.join(missing)}; cancel the session in the Schedule, or move it")


def _why_not_there(setting: Setting, person: Person, pack: Pack, on: dt.date) -> str:
    """Return why nothing of a pack goes to a person; "" where it does."""
    day = max(on, pack.session_on) if pack.errand is Errand.AGENDA else on
    last = setting.facts.plan.left_on(person.person_id, day)
    if last is not None:
        return f"{person.name} has left, or leaves before it (Roster, Ends on {last:%d/%m/%Y})"
    return f"{person.name} is away for long" if setting.as_of(person, on).is_absent(on) else ""


def _people(setting: Setting) -> tuple[Person, ...]:
    """Return who has a form to fill in or sign. A group's one form is its supervisor's."""
    return (setting.supervisor,) if setting.session.series is Series.GROUP else setting.supervisees


def _waiting(setting: Setting, why: str) -> Waiting:
    return Waiting(setting.session.session_id, setting.session.who, setting.session.supervisor, why)
