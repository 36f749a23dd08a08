"""Fold returned forms, in any order and of any kind, into the rows of the QA log.

What decision makers may not read is left out here: no answer about wellbeing, no narrative, no words of a
case's actions, and no name of a child that a case sheet gives.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from forms.findings import Finding
from forms.log import Log, UnreadFile
from forms.plan import Plan
from forms.records import Response
from forms.revisions import Lookup, Revision, revisions_of
from forms.trails import follow_actions
from register.action_history import action_row, check_action, count_actions
from register.asked import Asked
from register.cases import case_rows
from register.children import Children, children_of
from register.copies import Sorted, sort_files
from register.decisions import Decisions, as_decided
from register.imports import import_rows
from register.monitoring import monitoring_evidence
from register.reviews import agreement_rows, qa_rows
from register.sessions import ActionCounts, group_sessions, session_dates, session_row
from register.signers import signed_by_another, signed_by_others, with_excuses, without_signatures

__all__ = ["Folded", "Received", "fold", "fold_history", "monitoring_evidence"]

_T = TypeVar("_T")
_NOT_WORDS = frozenset({"sha256", "source_hash", "findings", "codes"})
"""Parts of rows that no person wrote; findings are shown by their codes only."""
_LOOSE_WORDS = frozenset({"owner", "due_text", "file_name", "folder", "source_file"})
"""Where a first or last name may stand alone: "Jayden's mum"."""


@dataclass(frozen=True, slots=True)
class Received:
    """What else is known of the files: which import brought each, which gave nothing, whom they name."""

    unread: Sequence[UnreadFile] = ()
    imports: Mapping[str, int] = field(default_factory=dict)
    """Hash -> number of the import that brought it; files of one import are in no order."""
    children: Children | None = None
    """The names that the log may not show; None: those that the case sheets give."""
    plan: Plan | None = None
    """Who may sign for whom; None: nobody has said."""
    asked: Asked = field(default_factory=Asked)
    """Of which policies forms are asked for."""
    decisions: Decisions = field(default_factory=dict)
    """What people have decided about actions left behind at a school."""


@dataclass(frozen=True, slots=True)
class Folded:
    """The log of returned forms, and what it was folded from: checks ask more than its rows show."""

    log: Log
    revisions: tuple[Revision, ...]
    """Every file that differs from the others, oldest first, those that no longer count too."""
    files: Sorted
    notes: tuple[tuple[Revision, Finding], ...]
    """What was found in comparing files, each beside the file that it is about."""


def fold_history(
    responses: Iterable[Response], lookup: Lookup, on: dt.date, received: Received | None = None
) -> Log:
    """Return the log that these forms show on a day; see `fold`."""
    return fold(responses, lookup, on, received).log


def fold(
    responses: Iterable[Response], lookup: Lookup, on: dt.date, received: Received | None = None
) -> Folded:
    """Return the log that these forms show on a day, and what it was folded from.

    Of one form, the latest stage counts, and of one stage what the latest import brought. Byte-identical
    files count once. Two different files of one form, stage and import are not ordered by guessing: the
    session needs review, and what they differ in stays empty.
    """
    received = received or Received()
    responses = tuple(responses)
    revisions = revisions_of(responses, lookup, received.imports)
    files = sort_files(revisions, received.asked)
    children = received.children or children_of(revisions)
    followed = follow_actions(files.distinct)
    groups = group_sessions(files.current)
    dates = session_dates(groups)
    counts = count_actions(followed.trails)
    notes = (*files.conflicts, *files.revised, *files.overtyped, *files.foreign, *followed.findings)
    actions, about = [], _findings_by_session(files.current, notes)
    for trail in followed.trails:
        row, named = action_row(trail, dates, children)
        row = as_decided(row, received.decisions.get(row.action_id, ()))
        actions.append(row)
        about.setdefault(trail.last.revision.session, []).extend((*named, *check_action(row, on)))
    sessions = tuple(
        session_row(name, group, files, counts.get(name, ActionCounts()), about.get(name, []))
        for name, group in groups.items()
    )
    if received.plan is not None:
        others = signed_by_others(received.plan, sessions, groups)
        for name, parties in others.items():
            about.setdefault(name, []).append(signed_by_another(name, parties))
        sessions = tuple(
            session_row(
                one.session_id,
                without_signatures(groups[one.session_id], others[one.session_id]),
                files,
                counts.get(one.session_id, ActionCounts()),
                about[one.session_id],
            )
            if one.session_id in others
            else one
            for one in sessions
        )
        sessions = with_excuses(received.plan, sessions)
    log = Log(
        sessions=sessions,
        actions=tuple(actions),
        cases=case_rows(groups),
        agreements=agreement_rows(files.current, received.plan),
        imports=import_rows(responses, revisions, files, received.unread),
    )
    log = dataclasses.replace(log, qa_reviews=qa_rows(files.current, log, children, about))
    return Folded(_without_names(log, children), revisions, files, notes)


def _findings_by_session(
    current: Iterable[Revision], notes: Iterable[tuple[Revision, Finding]]
) -> dict[str, list[Finding]]:
    about: dict[str, list[Finding]] = {}
    for one in current:
        # A day that cannot be read is said of its action, which stands on one form after the other.
        own = [finding for finding in one.response.findings if finding.code != "X15"]
        about.setdefault(one.session, []).extend(own)
    for one, finding in notes:
        said = about.setdefault(one.session, [])
        # Each of two files that contradict each other has the same finding: their session says it once.
        if finding not in said:
            said.append(finding)
    return about


def _without_names(log: Log, children: Children) -> Log:
    """Return the log with whole names of children replaced wherever a person may have typed one."""
    rows = {
        one.name: tuple(_row_without_names(row, children) for row in getattr(log, one.name))
        for one in dataclasses.fields(log)
    }
    return Log(**rows)


def _row_without_names(row: _T, children: Children) -> _T:
    changes: dict[str, object] = {}
    for one in dataclasses.fields(row):  # type: ignore[arg-type]  # every row of a log is a dataclass
        value = getattr(row, one.name)
        if one.name in _NOT_WORDS:
            continue
        if isinstance(value, Mapping):
            changes[one.name] = {name: _mask(text, children) for name, text in value.items()}
        else:
            changes[one.name] = _mask(value, children, parts=one.name in _LOOSE_WORDS)
    return dataclasses.replace(row, **changes)  # type: ignore[type-var]


def _mask(value: object, children: Children, *, parts: bool = False) -> object:
    if isinstance(value, str) and not isinstance(value, Enum):
        return children.mask(value, parts=parts).text
    return value
