"""What has reached people of what was to reach their calendars."""

import dataclasses
import datetime as dt

from forms.packs import Errand
from forms.plan import Plan, PlannedSession
from register.invited import Heard, Invited, heard, told_last
from register.posted import Posted
from register.undelivered import Undelivered

DAY = dt.date(2026, 11, 19)
FIRST = Invited("ESM-26-0042", Errand.AGENDA, "a" * 64, 0, "P-PRIYA", ("P-TOM", "P-ANA"), DAY, None, None)
SECOND = dataclasses.replace(
    FIRST, errand=Errand.CANCELLED, facts="b" * 64, sequence=1, person_ids=("P-TOM",)
)


def sent(one: Invited) -> Posted:
    """Return that it was sent."""
    return Posted(one.session_id, one.errand, one.facts, DAY, "moved")


def test_what_was_lost_for_one_of_two_has_reached_the_other() -> None:
    """What was lost for its only reader has reached nobody; the last that reached a person holds."""
    posted = (sent(FIRST), sent(SECOND))
    reached = heard((SECOND, FIRST), posted, (), Plan())
    assert reached == (Heard(FIRST, DAY), Heard(SECOND, DAY))
    assert {one.person_id: one.is_invited for one in told_last(reached)} == {"P-TOM": False, "P-ANA": True}
    lost = tuple(Undelivered(one, "inbox/report.eml", "", DAY) for one in posted)
    assert heard((FIRST, SECOND), posted, lost, Plan()) == (Heard(FIRST, DAY),)


def test_an_agenda_that_somebody_sent_otherwise_has_reached_people() -> None:
    """So the Schedule says; where drafts of the session were sent, these say it themselves."""
    entered = Plan(sessions=(PlannedSession("ESM-26-0042", "R1", DAY, sent_on=DAY),))
    assert heard((FIRST, SECOND), (), (), entered) == (Heard(FIRST, DAY),)
    other = dataclasses.replace(sent(FIRST), facts="c" * 64)
    assert heard((FIRST,), (other,), (), entered) == ()
    assert heard((FIRST,), (), (), Plan()) == ()
