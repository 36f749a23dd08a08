"""What the log shows about one supervision, for the three questions of fact on a monitoring form.

The words stand beside the question, locked; the answer is the QA lead's. What cannot be proven is
"No evidence in log", never "No".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forms.dates import show_date
from forms.handover import supervisors_of
from forms.log import Agreement, Log, Session, SignedState, year_start
from forms.naming import letters_of_name

NO_EVIDENCE = "No evidence in log"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the log shows about one pair on one day."""

    since: dt.date
    """The last quality assurance, else the first day of the academic year."""
    sessions: int
    """Held since then, with a record."""
    sessions_this_year: int
    due: int
    """Sessions since then whose day has come, with a record or without."""
    signed_both: int
    contract: str
    contract_proven: bool

    @property
    def records(self) -> str:
        """Return records and sessions as 2 of 2."""
        return f"{self.sessions} of {self.due}"

    @property
    def sessions_shown(self) -> str:
        """Return what the form shows beside its question about sessions."""
        return f"{self.sessions} since {_shown(self.since)}; {self.sessions_this_year} this year"

    @property
    def records_shown(self) -> str:
        """Return what the form shows beside its question about records."""
        if not self.due:
            return f"{NO_EVIDENCE}: no session since {_shown(self.since)}"
        if self.records_proven:
            return f"Yes, {self.records} ({self.signed_both} signed by both)"
        return f"{NO_EVIDENCE}: {self.records} records"

    @property
    def records_proven(self) -> bool:
        """Return whether there is a session and each one has a record."""
        return 0 < self.due == self.sessions


def monitoring_evidence(log: Log, supervisee: str, supervisor: str, on: dt.date) -> Mapping[str, str]:
    """Return field id -> value for Esteem's Appendix 4: evidence beside its three questions, and more.

    The other values are names, the supervisee's role and the day it is prepared (ISO). Judgements,
    comments and the answers themselves are not among them.
    """
    facts = facts_about(log, supervisee, supervisor, on)
    values = {
        "supervisee_name": supervisee,
        "form_date": on.isoformat(),
        "supervisor_name": supervisor,
        "contract_agreed-evidence": facts.contract,
        "sessions_completed-evidence": facts.sessions_shown,
        "written_record-evidence": facts.records_shown,
    }
    roles = [one.supervisee_role for one in _sessions(log.sessions, supervisee, supervisor, on)]
    if known := [role for role in roles if role]:
        values["supervisee_role"] = known[-1]
    return values


def facts_about(log: Log, supervisee: str | None, supervisor: str | None, on: dt.date) -> Facts:
    """Return what the log shows about this pair on a day; what is later than that day does not count.

    `supervisor` may name those too who supervised before (`forms.handover`): what was with them counts too.
    """
    names = supervisors_of(supervisor) or (None,)
    own = {one: _sessions(log.sessions, supervisee, one, on) for one in names}
    sessions = sorted((one for part in own.values() for one in part), key=_day_of)
    reviews = [
        one.qa_date
        for one in log.qa_reviews
        if one.qa_date
        and one.qa_date < on
        and any(_pair(one.supervisee, one.supervisor, supervisee, name) for name in names)
    ]
    since = max(reviews, default=year_start(on))
    # The day of the last quality assurance belongs to the time before it.
    recent = [
        one for one in sessions if one.date is None or one.date > since or (not reviews and one.date == since)
    ]
    held = [one for one in recent if one.held]
    this_year = [one for one in sessions if one.held and (one.date is None or one.date >= year_start(on))]
    both = sum(one.signed_state is SignedState.BOTH for one in held)
    # The first one first, as they followed each other.
    contracts = {one: _contract(log.agreements, own[one], supervisee, one, on) for one in reversed(names)}
    said = [text if len(names) == 1 else f"{one}: {text}" for one, (text, _) in contracts.items()]
    proven = all(is_proven for _, is_proven in contracts.values())
    return Facts(since, len(held), len(this_year), len(recent), both, "; ".join(said), proven)


def _contract(
    agreements: Iterable[Agreement],
    sessions: Iterable[Session],
    supervisee: str | None,
    supervisor: str | None,
    on: dt.date,
) -> tuple[str, bool]:
    own = [one for one in agreements if _pair(one.supervisee, one.supervisor, supervisee, supervisor)]
    dates = sorted(one.agreed_on for one in own if one.agreed_on and one.agreed_on <= on)
    first = min((one.date for one in sessions if one.held and one.date), default=None)
    in_time = [day for day in dates if first is None or day <= first]
    if in_time:
        return f"Yes, signed {_shown(in_time[-1])}", True
    if dates and first is not None:
        return f"Late: signed {_shown(dates[0])}, after the first session on {_shown(first)}", True
    if any(one.supervisee_signed and one.supervisor_signed for one in own):
        return f"{NO_EVIDENCE}: signed by both, a date is missing or later than this form", False
    if any(one.supervisee_signed for one in own):
        return f"{NO_EVIDENCE}: signed by the supervisee only", False
    if any(one.supervisor_signed for one in own):
        return f"{NO_EVIDENCE}: signed by the supervisor only", False
    return f"{NO_EVIDENCE}: no signed agreement", False


def _sessions(
    sessions: Iterable[Session], supervisee: str | None, supervisor: str | None, on: dt.date
) -> list[Session]:
    """Return the pair's sessions up to a day, by date; of those without a date, the ones with a record."""
    own = [
        one
        for one in sessions
        if _pair(one.supervisee, one.supervisor, supervisee, supervisor)
        and (one.date <= on if one.date else one.held)
    ]
    return sorted(own, key=_day_of)


def _day_of(one: Session) -> dt.date:
    return one.date or dt.date.min


def pair_of(supervisee: str | None, supervisor: str | None) -> tuple[str, str]:
    """Return two names so that they are the same however they are spaced and typed."""
    return letters_of_name(supervisee), letters_of_name(supervisor)


def _pair(supervisee: str | None, supervisor: str | None, *wanted: str | None) -> bool:
    return pair_of(supervisee, supervisor) == tuple(letters_of_name(one) for one in wanted)


def _shown(day: dt.date) -> str:
    return show_date(day.isoformat())
