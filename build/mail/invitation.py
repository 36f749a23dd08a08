"""The invitation to a session, and its cancellation: one event of RFC 5545, as a file that a mail carries.

It holds the day, the people and the session's reference; no case and no word of what is spoken of. The same
invitation always comes to the same bytes; a session that is moved keeps its UID and goes on in SEQUENCE, so
that calendars move it instead of adding a second one, and so does one that is cancelled (RFC 5546, 3.2.5).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from forms.packs import Errand, Pack

_SCHOOL_TIME = "Europe/London"
"""In which times of the plan are meant: the policies are those of schools in the United Kingdom."""
_MAKER = "-//halfterm//invitation//EN"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is invited, or who invites."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invitation says beside the session itself."""

    pack: Pack
    supervisor: Guest
    guests: tuple[Guest, ...]
    earlier: int = 0
    """How many invitations to this session, or cancellations, went out before: with another day or people."""

    @property
    def is_cancelled(self) -> bool:
        """Return whether it takes an earlier invitation back."""
        return self.pack.errand is Errand.CANCELLED


def as_ics(invitation: Invitation) -> bytes:
    """Return the invitation as the bytes of an .ics file.

    Without a time it is on for the day; without a length it has a beginning only (RFC 5545, 3.6.1). Times are
    written in UTC: so every calendar shows its own without knowing our time zone by name.
    """
    from icalendar import Calendar, Event, vCalAddress, vText

    pack = invitation.pack
    event = Event()
    event.add("uid", f"{pack.session_id.lower()}@halfterm.invalid")
    event.add("dtstamp", dt.datetime.combine(pack.issue_on, dt.time(), dt.UTC))
    event.add("sequence", invitation.earlier)
    event.add("summary", f"Supervision, ref {pack.session_id}")
    event.add("class", "PRIVATE")
    if invitation.is_cancelled:
        event.add("status", "CANCELLED")
    if pack.session_at is None:
        event.add("dtstart", pack.session_on)
    else:
        begins = dt.datetime.combine(pack.session_on, pack.session_at, ZoneInfo(_SCHOOL_TIME))
        event.add("dtstart", begins.astimezone(dt.UTC))
        if pack.length_min is not None:
            event.add("dtend", begins.astimezone(dt.UTC) + dt.timedelta(minutes=pack.length_min))
    if pack.venue:
        event.add("location", pack.venue)
    organiser = vCalAddress(f"mailto:{invitation.supervisor.email}")
    organiser.params["cn"] = vText(invitation.supervisor.name)
    event["organizer"] = organiser
    for guest in invitation.guests:
        invited = vCalAddress(f"mailto:{guest.email}")
        invited.params["cn"] = vText(guest.name)
        if not invitation.is_cancelled:
            invited.params["rsvp"] = vText("TRUE")
        event.add("attendee", invited, encode=False)
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if invitation.is_cancelled else "REQUEST")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
