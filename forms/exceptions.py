"""What the QA lead accepts: a finding that stands, with a reason, for ever or until a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One finding that was accepted."""

    reason: str
    """"" where none is given."""
    until: dt.date | None = None
    """The last day on which it holds; None where none is given."""
    no_day: str = ""
    """What stands in the place of that day and is none."""

    def trouble(self, on: dt.date) -> str:
        """Return why it does not count on a day, "" where it does."""
        if not self.reason:
            return "accepted without a reason, which does not count; write one in qa_reason"
        if self.no_day:
            return f"accepted until '{self.no_day}', which is no day; write it as 28/02/2026 in qa_by_date"
        if self.until is not None and on > self.until:
            return f"was accepted until {self.until:%d/%m/%Y}"
        return ""
