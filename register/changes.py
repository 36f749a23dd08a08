"""What an import changes in the log, row by row, in plain words: said before it is done, and after."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.findings import Finding
from forms.log import ActionHistory, Agreement, ImportRow, Log, QaReview, Session
from forms.visible import visible

_UNSAID = frozenset({"source_file", "source_hash", "findings", "academic_year", "policy"})
"""Columns that follow from others, or say nothing to a person."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the log that is new, gone or different."""

    kind: str
    """Session, action, agreement, review or file."""
    key: str
    said: str

    def __str__(self) -> str:
        """Return the change as one line."""
        return visible(f"{self.kind} {self.key}: {self.said}")


def log_changes(before: Log, after: Log) -> tuple[Change, ...]:
    """Return what is different in `after`: files first, then sessions, actions, agreements and reviews."""
    return (
        *_rows("File", before.imports, after.imports, _file_key, lambda row: str(row.outcome)),
        *_rows("Session", before.sessions, after.sessions, lambda row: row.session_id, _new_session),
        *_rows("Action", before.actions, after.actions, lambda row: row.action_id, _new_action),
        *_rows(
            "Agreement", before.agreements, after.agreements, lambda row: row.agreement_id, _new_agreement
        ),
        *_rows("Review", before.qa_reviews, after.qa_reviews, lambda row: row.qa_id, _new_review),
    )


def _rows(
    kind: str,
    before: Iterable[Any],
    after: Iterable[Any],
    key: Callable[[Any], str],
    new: Callable[[Any], str],
) -> Iterator[Change]:
    old: Mapping[str, Any] = {key(row): row for row in before}
    now: Mapping[str, Any] = {key(row): row for row in after}
    for name, row in now.items():
        if name not in old:
            yield Change(kind, name, f"new: {new(row)}")
        elif changed := _columns(old[name], row):
            yield Change(kind, name, changed)
    for name in old:
        if name not in now:
            yield Change(kind, name, "no longer in the log")


def _columns(before: Any, after: Any) -> str:
    words = []
    for field in dataclasses.fields(before):
        if field.name in _UNSAID:
            continue
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new and not isinstance(old, Mapping):
            words.append(f"{field.name.replace('_', ' ')} {_show(old)} became {_show(new)}")
    return "; ".join(words)


def _show(value: object) -> str:
    if value is None or value == "":
        return "blank"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, tuple):
        return ", ".join(one.code if isinstance(one, Finding) else str(one) for one in value) or "none"
    return str(value)


def _file_key(row: ImportRow) -> str:
    return f"{row.folder}/{row.file_name} ({row.sha256[:12] or 'not read'})".lstrip("/")


def _new_session(row: Session) -> str:
    return ", ".join(filter(None, (row.supervisee, _show(row.date) if row.date else None, str(row.status))))


def _new_action(row: ActionHistory) -> str:
    due = f"by {_show(row.due_date)}" if row.due_date else row.due_text
    return ", ".join(filter(None, (row.owner or "no owner", due, str(row.status))))


def _new_agreement(row: Agreement) -> str:
    agreed = f"signed by both, {_show(row.agreed_on)}" if row.agreed_on else "not signed by both"
    return ", ".join(filter(None, (row.supervisee, row.supervisor, agreed)))


def _new_review(row: QaReview) -> str:
    return ", ".join(filter(None, (row.supervisee, row.qa_name, _show(row.qa_date) if row.qa_date else None)))
