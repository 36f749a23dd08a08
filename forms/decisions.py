"""What a person has decided about an action of a case that its owner has left behind at a school."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

TRANSFERRED = "Transferred"
CLOSING = (TRANSFERRED, "Done", "No longer needed")
"""How an action may be closed by a decision."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What stands beside an action in the QA lead's own columns; "" where nothing does."""

    action_id: str
    status: str = ""
    given_to: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision that was noted, with who made it and the day on which it was seen first."""

    action_id: str
    number: int
    """From 1, in the order in which they were noted."""
    status: str | None
    """One of CLOSING; None where the action stays open."""
    given_to: str | None
    decided_by: str
    decided_on: dt.date
    undone_on: dt.date | None = None

    @property
    def holds(self) -> bool:
        """Return whether nobody has taken it back."""
        return self.undone_on is None

    def says(self, wanted: Wanted) -> bool:
        """Return whether it is what stands in the workbook."""
        own = (self.status or "", self.given_to or "", self.decided_by)
        return own == (wanted.status, wanted.given_to, wanted.decided_by)

    def __str__(self) -> str:
        """Return it in words: Given to Dana Cole by Helen Marsh, 12/01/2027."""
        what = [f"given to {self.given_to}"] if self.given_to else []
        what += [self.status.lower()] if self.status else []
        text = f"{', '.join(what)} by {self.decided_by}, {self.decided_on:%d/%m/%Y}"
        undone = f" (taken back on {self.undone_on:%d/%m/%Y})" if self.undone_on else ""
        return f"{text[0].upper()}{text[1:]}{undone}"
