"""The tables of the register.

Four kinds: what people entered (the plan), what came in (originals, returns, imports), what that means
(the rows of the log, folded anew after each import) and what was found. The columns of the plan and of the
log are those of the records in `forms.plan` and `forms.log`; `register.rows` turns one into the other.

Nothing here holds a child's name, a birth date, an answer about wellbeing or a narrative:
`register.keeping` says what of a return is kept.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
)

from forms.log import ActionHistory, Agreement, CaseRow, ImportRow, QaReview, Session
from forms.plan import CalendarRow, Person, PlannedSession, Relationship

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)

_TYPES: Mapping[type, Any] = {
    str: Text,
    int: Integer,
    float: Float,
    bool: Boolean,
    dt.date: Date,
    dt.time: Time,
}
PLACE = "place"
"""The column that keeps the order of rows, from 1."""


def record_type(hint: Any) -> tuple[Any, bool]:
    """Return (type without None, whether it may be None) of a record's field."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        parts = [part for part in typing.get_args(hint) if part is not type(None)]
        return parts[0], True
    return hint, False


def _record_table(name: str, record: type) -> Table:
    columns: list[Column[Any]] = [Column(PLACE, Integer, primary_key=True, autoincrement=False)]
    hints = typing.get_type_hints(record)
    for field in dataclasses.fields(record):
        plain, optional = record_type(hints[field.name])
        kind = Text if isinstance(plain, type) and issubclass(plain, Enum) else _TYPES.get(plain, JSON)
        columns.append(Column(field.name, kind(), nullable=optional))
    return Table(name, METADATA, *columns)


RECORD_TABLES: Mapping[type, Table] = {
    record: _record_table(name, record)
    for name, record in (
        ("people", Person),
        ("relationships", Relationship),
        ("calendars", CalendarRow),
        ("planned_sessions", PlannedSession),
        ("sessions", Session),
        ("actions", ActionHistory),
        ("cases", CaseRow),
        ("agreements", Agreement),
        ("qa_reviews", QaReview),
        ("import_rows", ImportRow),
    )
}
"""Record -> the table that holds its rows."""

SHA256 = String(64)

facts = Table(
    "facts",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the register knows of itself, such as whose it is."""

imports = Table(
    "imports",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("started_on", Date, nullable=False),
    Column("finished", Boolean, nullable=False),
    Column("version", Text, nullable=False),
    Column("undone_on", Date),
)
"""One row per run that took files in, numbered from 1 in their order."""

originals = Table(
    "originals",
    METADATA,
    Column("sha256", SHA256, primary_key=True),
    Column("size_bytes", Integer, nullable=False),
    Column("kept_on", Date, nullable=False),
)
"""One row per file that is in the archive."""

returns = Table(
    "returns",
    METADATA,
    Column("sha256", SHA256, ForeignKey("originals.sha256"), primary_key=True),
    Column("form", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("reference", Text),
    Column("form_key", Text, nullable=False),
    Column("session_id", Text, nullable=False),
    Column("case_ref", Text),
    Column("names", JSON, nullable=False),
    Column("content", JSON, nullable=False),
    Index("ix_returns_form_key", "form_key"),
    Index("ix_returns_session_id", "session_id"),
    Index("ix_returns_case_ref", "case_ref"),
)
"""One row per returned file that could be read; `names` are the marks of children's names on it, each with
the case reference beside it."""

sightings = Table(
    "sightings",
    METADATA,
    Column("import_number", Integer, ForeignKey("imports.number"), primary_key=True),
    Column("place_mark", String(64), primary_key=True),
    Column("sha256", SHA256, primary_key=True),
    Column("path", Text, nullable=False),
    Column("code", String(3)),
    Column("outcome", Text),
    Index("ix_sightings_sha256", "sha256"),
    Index("ix_sightings_place_mark", "place_mark"),
)
"""Where each file was seen, and the error where it could not be read; `sha256` is "" where no byte could."""

enclosures = Table(
    "enclosures",
    METADATA,
    Column("bundle", SHA256, ForeignKey("originals.sha256"), primary_key=True),
    Column("sha256", SHA256, primary_key=True),
    Index("ix_enclosures_sha256", "sha256"),
)
"""Which files lie in which mail or archive, by their hashes; each file is an original of its own too."""

mail_domains = Table(
    "mail_domains",
    METADATA,
    Column("sha256", SHA256, ForeignKey("originals.sha256"), primary_key=True),
    Column("side", String(4), primary_key=True),
    Column("domain", Text, primary_key=True),
)
"""The domains that a mail with files came `from` and was addressed `to`; no name and no word of it."""

action_rows = Table(
    "action_rows",
    METADATA,
    Column("sha256", SHA256, ForeignKey("returns.sha256"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("action_id", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("row_number", Integer, nullable=False),
    Column("carried", Boolean, nullable=False),
    Column("page_number", Integer),
    Column("box", JSON),
    Index("ix_action_rows_action_id", "action_id"),
)
"""Where each action stands on each return: what `find` tells an action's life from."""

checked = Table(
    "checked",
    METADATA,
    Column("sha256", SHA256, ForeignKey("originals.sha256"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", SHA256, nullable=False),
    Column("boxes", JSON, nullable=False),
    Column("checked_on", Date, nullable=False),
    Column("was", JSON),
)
"""What people said of a returned file: `document` lies in the archive and holds their words, `boxes` are the
names of the boxes that it is about; `was` is the content of the return before that, None where nothing had
been read."""

issued = Table(
    "issued",
    METADATA,
    Column("reference", Text, nullable=False),
    Column("sha256", SHA256, primary_key=True),
    Column("form", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("prepared_on", Date, nullable=False),
    Column("retired_on", Date),
    Index("ix_issued_reference", "reference"),
)
"""One row per form that was made for somebody, until another takes its place; prepared is not sent."""

findings = Table(
    "findings",
    METADATA,
    Column("finding_id", String(16), primary_key=True),
    Column("code", String(3), nullable=False),
    Column("severity", Text, nullable=False),
    Column("rule", Text),
    Column("about", Text, nullable=False),
    Column("policy", Text),
    Column("school", Text),
    Column("who", Text),
    Column("supervisor", Text),
    Column("what", Text, nullable=False),
    Column("to_do", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("first_seen", Date, nullable=False),
    Column("last_seen", Date, nullable=False),
    Column("cleared_on", Date),
    Index("ix_findings_code", "code"),
)
"""What the policy's rules found, each once for as long as it lasts."""

written = Table(
    "written",
    METADATA,
    Column("table_name", String(40), primary_key=True),
    Column("row_key", Text, primary_key=True),
    Column("stands", JSON(none_as_null=True)),
    Column("to_be", JSON(none_as_null=True)),
    Column("digest", String(24)),
)
"""What the QA workbook's generated cells hold, and what they are about to hold."""

written_sheets = Table(
    "written_sheets",
    METADATA,
    Column("table_name", String(40), primary_key=True),
    Column("fingerprint", Text, nullable=False),
)
"""What the sheets of the QA workbook's tables were when they were last written."""

tombstones = Table(
    "tombstones",
    METADATA,
    Column("sha256", SHA256, primary_key=True),
    Column("purged_on", Date, nullable=False),
    Column("what", Text, nullable=False),
    Column("why", Text, nullable=False),
)
"""One row per file that was deleted on purpose, so that a lawful deletion does not look like tampering."""

decisions = Table(
    "decisions",
    METADATA,
    Column("action_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("status", Text),
    Column("given_to", Text),
    Column("decided_by", Text, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("undone_on", Date),
)
"""One row per decision about an action that was left behind at a school, those taken back too."""

posted = Table(
    "posted",
    METADATA,
    Column("session_id", Text, primary_key=True),
    Column("errand", String(20), primary_key=True),
    Column("facts", String(64), primary_key=True),
    Column("sent_on", Date, nullable=False),
    Column("way", String(10), nullable=False),
)
"""One row per pack that was really sent; `facts` is a digest of what it said of the session."""

undelivered = Table(
    "undelivered",
    METADATA,
    Column("sha256", SHA256, primary_key=True),
    Column("session_id", Text, primary_key=True),
    Column("errand", String(20), primary_key=True),
    Column("facts", String(64), primary_key=True),
    Column("path", Text, nullable=False),
    Column("told_on", Date, nullable=False),
    Column("reached", JSON(none_as_null=True)),
)
"""One row per pack of which a mail server has said that it could not be delivered, with the report's hash;
the three columns of `posted` are "" where it does not say which pack it was. `reached` are the parts of it
that others have all the same."""

invited = Table(
    "invited",
    METADATA,
    Column("session_id", Text, primary_key=True),
    Column("errand", String(20), primary_key=True),
    Column("facts", String(64), primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("supervisor_id", Text, nullable=False),
    Column("person_ids", JSON, nullable=False),
    Column("session_on", Date, nullable=False),
    Column("session_at", Time),
    Column("length_min", Integer),
)
"""One row per mailing that tells calendars something, sent or ready to be: by whom, to whom, and what."""

drafts = Table(
    "drafts",
    METADATA,
    Column("sha256", SHA256, primary_key=True),
    Column("session_id", Text, nullable=False),
    Column("errand", String(20), nullable=False),
    Column("prepared_on", Date, nullable=False),
    Column("content", String(64)),
)
"""One row per draft, or plain text beside it, that was put into the outbox: what is none of these, or was
changed since, is somebody's own work. `content` is a mark of what stands in one that a password protects,
whose bytes are others each time; None for all else. A form whose receipt lay ready has a row too: its mark,
and as `content` a digest of where that lay."""

mailed = Table(
    "mailed",
    METADATA,
    Column("message_id", Text, primary_key=True),
    Column("state", String(10), nullable=False),
    Column("tried_on", Date, nullable=False),
    Column("said", Text, nullable=False),
)
"""One row per message that a mail server has taken, or may have."""
