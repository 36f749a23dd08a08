"""What was read of a record on a plain form: proposals, each with where it stood and what is in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from extract.plain.paper import Line
from forms.model import Fact


@dataclass(frozen=True, slots=True)
class Found:
    """Words as they stand on the page, and where."""

    words: str
    where: str = ""
    page_number: int | None = None
    reasons: tuple[str, ...] = ()
    """Why they are in doubt, in words; () for sure."""

    @property
    def is_sure(self) -> bool:
        """Return whether nothing speaks against them."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    """What stands at one printed label."""

    field_id: str
    label: str
    found: Found
    value: str | None
    """As halfterm writes it: an ISO date, HH:MM, a printed option, else the words; None where it is blank."""
    is_kept: bool = True
    """Whether it can be taken over; not signatures, and the words that actions were taken from."""


@dataclass(frozen=True, slots=True)
class PlainAction:
    """An action that was agreed, or that was still open."""

    field_id: str
    """The field that its row goes into."""
    found: Found
    """Its words."""
    who: str | None = None
    by_when: str | None = None
    """An ISO date where it is surely one, else the words as written."""
    more: Mapping[str, str] = field(default_factory=dict)
    """Further columns of its row: column -> words."""


@dataclass(frozen=True, slots=True)
class PlainRecord:
    """Everything that one file says."""

    form: str
    title: str
    share: float
    """Of the form's labels that were found, 0 to 1."""
    facts: Mapping[Fact, PlainAnswer]
    answers: tuple[PlainAnswer, ...]
    """In the order of the form; labels without words too."""
    actions: tuple[PlainAction, ...]
    loose: tuple[Line, ...]
    """Words that belong to nothing."""
    missing: tuple[str, ...]
    """Labels that were not found."""
