"""What a check finds: one thing that a policy asks and that is not so, or that a person has to look at."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from forms.dates import show_date
from forms.findings import Severity
from forms.rules import Rule
from forms.visible import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One thing that a person should act on or know of."""

    code: str
    severity: Severity
    about: str
    """What tells it from the others of its code: the id of a session, an action, a file, a relationship."""
    what: str
    """One sentence."""
    to_do: str
    """One sentence, or more where the policy names the steps."""
    policy: str | None = None
    """The policy's id."""
    school: str | None = None
    who: str | None = None
    """The person concerned."""
    supervisor: str | None = None
    rule: str | None = None
    """The id of the policy's rule; None where no rule is behind it."""
    basis: str = ""
    """The policy's own words, or that it is a house default; "" where no rule is behind it."""

    def __post_init__(self) -> None:
        """Show unseen signs, which a name in the sentences may have."""
        object.__setattr__(self, "what", visible(self.what))
        object.__setattr__(self, "to_do", visible(self.to_do))

    @property
    def finding_id(self) -> str:
        """Return an id that stays the same for as long as the thing is so."""
        return hashlib.sha256(f"{self.code}\0{self.about}".encode(errors="surrogatepass")).hexdigest()[:16]

    @property
    def message(self) -> str:
        """Return what is wrong and what to do about it."""
        return f"{self.what} {self.to_do}"


def grounds(rule: Rule) -> dict[str, str]:
    """Return what a breach says of the rule behind it."""
    return {"rule": rule.id, "basis": rule.basis}


def gravest(found: list[Breach]) -> Breach | None:
    """Return the gravest of several breaches of one matter, the first of equal ones."""
    order = list(Severity)
    return min(found, key=lambda one: order.index(one.severity), default=None)


def day(date: dt.date) -> str:
    """Return a day as it is written in messages: 19/11/2026."""
    return show_date(date.isoformat())


def listed(words: list[str]) -> str:
    """Return words as one says them: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
