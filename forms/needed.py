"""The words beside a carried action that has no owner, or no day that is a date: printed, and found again.

They name the action, so that they can be told from whatever else stands on a page, in whatever order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forms.dates import parse_date
from forms.reference import split_action_id

_ID = "[A-Z0-9-]+/[1-9][0-9]*"
_PRINTED = re.compile(rf"(?:Owner and date|Owner|Date) needed: {_ID}\.")
_PACKED = re.compile(rf"(Owneranddate|Owner|Date)needed:({_ID})\.")


@dataclass(frozen=True, slots=True)
class Needed:
    """What a carried action lacked when its form was issued: one of them at least."""

    ref: str
    owner: bool
    date: bool
    """It has none, or what was typed there is none."""

    @property
    def words(self) -> str:
        """Return what the form says of it."""
        what = "Owner and date" if self.owner and self.date else "Owner" if self.owner else "Date"
        return f"{what} needed: {self.ref}."


def needed_of(cells: Mapping[str, str], columns: Iterable[str]) -> Needed | None:
    """Return what a carried row lacks; None where it lacks nothing, or holds no action with an id.

    `cells` as they are shown, `columns` those that the table has.
    """
    ref = cells.get("ref", "")
    if split_action_id(ref) is None:
        return None
    owner = "who" in columns and not cells.get("who", "").strip()
    date = "by_when" in columns and parse_date(cells.get("by_when", "")) is None
    return Needed(ref, owner, date) if owner or date else None


def needed_in(texts: Iterable[str]) -> Mapping[str, Needed]:
    """Return id of an action -> what these texts of a form, in order, say that it lacks.

    Lines may be broken anywhere, as in a narrow cell.
    """
    packed = "".join("".join(text.split()) for text in texts)
    found = {
        match[2]: Needed(match[2], match[1] != "Date", match[1] != "Owner")
        for match in _PACKED.finditer(packed)
    }
    return {name: one for name, one in found.items() if split_action_id(name) is not None}


def without_needed(text: str) -> str:
    """Return a line without such words."""
    return _PRINTED.sub(" ", text)
