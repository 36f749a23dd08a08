"""What a story is made of: who meets whom when, and what they write on which form.

Everybody and everything in the stories is invented. Dates are fixed, so a play is the same on every day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the trust."""

    name: str
    role: str
    academy: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """What somebody writes about a carried action."""

    update: str
    status: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What one person puts on one form before handing it on."""

    fields: Mapping[str, str]
    """Name of a box (ID, ID-comment, TABLE-ROW-COLUMN …) -> what is typed, chosen or ticked there."""
    followed: Mapping[str, Followed] = field(default_factory=dict)
    """Words of a carried action -> what is written beside it; a person finds the row by its words."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The supervision agreement of one pair."""

    reference: str
    supervisee_signs: Answers
    supervisor_signs: Answers


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session of one supervisee: its record and its case sheet through their stages."""

    session: str
    """What the references of its forms share, such as ESM-26-0042."""
    date: dt.date
    time: str
    return_by: dt.date
    agenda: Answers
    record: Answers
    supervisee_signs: Answers
    supervisor_signs: Answers | None
    """None where the supervisor has not signed by the end of the story."""
    case_agenda: Answers
    case_record: Answers

    @property
    def record_reference(self) -> str:
        """Return the reference of the supervision record."""
        return f"{self.session}-A2"

    @property
    def case_reference(self) -> str:
        """Return the reference of the case sheet."""
        return f"{self.session}-A3-1"


@dataclass(frozen=True, slots=True)
class Pair:
    """A supervisee with everything that happens to them in the story."""

    supervisee: Person
    file_format: str
    """What they work in: docx or pdf. Signing is always on a PDF."""
    case_ref: str
    agreement: Agreement
    meetings: tuple[Meeting, ...]
    """One per half term, in order."""


@dataclass(frozen=True, slots=True)
class Review:
    """The QA lead's monitoring form about one pair."""

    reference: str
    pair: Pair
    prepared: dt.date
    answers: Answers


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that is played."""

    supervisor: Person
    qa_lead: Person
    half_terms: tuple[str, ...]
    """Their names, in order; folders are called after them."""
    pairs: tuple[Pair, ...]
    review: Review
    on: dt.date
    """The day on which the workbook is written."""
