"""The kinds of rule about what a session leaves behind: its record, signatures, actions, answers and filing.

Each class's docstring says what is asked; the code of the finding stands behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from forms.findings import Severity
from forms.model import Stage
from forms.rule import Rule


class Signer(StrEnum):
    """Who has to sign a record."""

    SUPERVISEE = "supervisee"
    SUPERVISOR = "supervisor"
    ATTENDEES = "attendees"
    """Of a group: each one who came; who did not come does not sign."""


class ActionPart(StrEnum):
    """What an agreed action has to say."""

    OWNER = "owner"
    DATE = "date"


class Asked(StrEnum):
    """A question about a case whose answer stands in the log."""

    LOGS = "logs"
    CHRONOLOGY = "chronology"
    FILE_SEEN = "file seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKept(Rule):
    """Each held session has a record, so many school days after it at the latest (X05)."""

    kind: ClassVar[str] = "record"
    severity: Severity = Severity.ACT_NOW
    school_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentForSignature(Rule):
    """The record goes to the supervisee for signature in time (X06).

    Exactly one of the two keys is given. It binds the sending, not the signing.
    """

    kind: ClassVar[str] = "sent_for_signature"
    severity: Severity = Severity.SOON
    days: int | None = None
    """After the session."""
    before_next: bool = False
    """Before the next session is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(Rule):
    """The record has these signatures in time (X08, or X07 where the next session is the limit).

    Exactly one of `days` and `by_next` is given.
    """

    kind: ClassVar[str] = "signed"
    severity: Severity = Severity.SOON
    by: tuple[Signer, ...] = (Signer.SUPERVISEE, Signer.SUPERVISOR)
    dated: bool = True
    """Each signature has a date."""
    days: int | None = None
    """After the session."""
    by_next: bool = False
    """On the day of the next held session at the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DslSignOff(Rule):
    """Where neither party is a DSL, one signs off the decisions about cases (X40)."""

    kind: ClassVar[str] = "dsl_sign_off"
    severity: Severity = Severity.SOON
    form: str
    field: str
    """The signature of the DSL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyGiven(Rule):
    """The supervisee has a copy of the signed record."""

    kind: ClassVar[str] = "copy_given"
    severity: Severity = Severity.NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionNeeds(Rule):
    """Each agreed action says who does it, or by when, or both (X13, X14)."""

    kind: ClassVar[str] = "action_needs"
    severity: Severity = Severity.SOON
    parts: tuple[ActionPart, ...]
    forms: tuple[str, ...] = ()
    """Ids of the forms that it holds for; none: all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumAgenda(Rule):
    """Each of these matters has an answer, "nothing to report" being one (X33)."""

    kind: ClassVar[str] = "minimum_agenda"
    severity: Severity = Severity.NOTE
    form: str
    items: dict[str, tuple[str, ...]]
    """The matter in the policy's words -> fields (ID, or ID.COLUMN of a table) of which one is answered."""
    stage: Stage = Stage.SESSION
    """When it is looked at: at agenda, as the form comes back before the session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedAnswer(Rule):
    """An answer in one of these fields is something for a person to look at (X34)."""

    kind: ClassVar[str] = "watched_answer"
    severity: Severity = Severity.NOTE
    form: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UpToDate(Rule):
    """These questions about a case are answered, and with yes (X35)."""

    kind: ClassVar[str] = "up_to_date"
    severity: Severity = Severity.SOON
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing(Rule):
    """What concerns a child is filed in the child's own record within so many school days (X35)."""

    kind: ClassVar[str] = "filing"
    severity: Severity = Severity.SOON
    system: str
    """Where, in the policy's words: CPOMS, My Concern."""
    school_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRecord(Rule):
    """The record of a group says that it is one, and that the bounds of confidentiality are agreed (X37)."""

    kind: ClassVar[str] = "group_record"
    severity: Severity = Severity.NOTE
    form: str
    type_field: str = ""
    """The field that says what kind of session it was; "": none."""
    type_option: str = ""
    """Its option for a group."""
    boundary_field: str = ""
    """The tick that the boundaries are agreed; "": none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotByMail(Rule):
    """Case sheets of these series hold no child's name and leave the school by no mail."""

    kind: ClassVar[str] = "not_by_mail"
    severity: Severity = Severity.ACT_NOW
