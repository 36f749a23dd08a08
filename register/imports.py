"""Which returned files count, and what became of each: one row per file that was looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forms.findings import Finding, Severity
from forms.log import ImportRow, Outcome, UnreadFile
from forms.model import RecordType
from forms.records import Response, State
from forms.revisions import Revision, current_of, same_answers

__all__ = ["Sorted", "file_name", "import_rows", "sort_files"]


@dataclass(frozen=True, slots=True)
class Sorted:
    """All files that differ, those that count, and where two of one form and stage contradict each other."""

    distinct: tuple[Revision, ...]
    current: tuple[Revision, ...]
    outcomes: Mapping[str, Outcome]
    """Path of the file (of its first copy) -> outcome."""
    conflicts: tuple[tuple[Revision, Finding], ...]


def sort_files(revisions: Iterable[Revision]) -> Sorted:
    """Return which of these files count (`revisions` in the order of `revisions_of`).

    The latest stage of a form replaces the earlier ones. Of two files at the same stage, none is taken for
    the newer one: with the same answers the second is a duplicate, otherwise both wait for a person.
    """
    revisions = tuple(revisions)
    outcomes: dict[str, Outcome] = {}
    kept: list[Revision] = []
    for one in revisions:
        twin = any(
            other.key == one.key and other.stage is one.stage and same_answers(other.response, one.response)
            for other in kept
        )
        if twin:
            outcomes[one.response.path] = Outcome.DUPLICATE
        else:
            kept.append(one)
    current = current_of(kept)
    conflicts: list[tuple[Revision, Finding]] = []
    standing = {one.response.path for one in current}
    for one in kept:
        rivals = [other for other in current if other.key == one.key and other is not one]
        if one.response.path not in standing:
            outcomes[one.response.path] = Outcome.SUPERSEDED
        elif rivals:
            outcomes[one.response.path] = Outcome.NEEDS_REVIEW
            conflicts.append((one, _conflict(one, rivals)))
        else:
            outcomes[one.response.path] = Outcome.ACCEPTED
    return Sorted(tuple(kept), current, outcomes, tuple(conflicts))


def import_rows(
    responses: Iterable[Response],
    revisions: Iterable[Revision],
    files: Sorted,
    unread: Iterable[UnreadFile],
) -> tuple[ImportRow, ...]:
    """Return one row per file, by path; a byte-identical copy is a duplicate of the first."""
    first = {one.response.sha256: one for one in revisions}
    conflicts: dict[str, list[str]] = {}
    for one, finding in files.conflicts:
        conflicts.setdefault(one.response.path, []).append(finding.code)
    rows: dict[tuple[str, str], ImportRow] = {}
    for response in sorted(responses, key=lambda one: one.path):
        revision = first[response.sha256]
        codes = [finding.code for finding in response.findings]
        outcome = Outcome.DUPLICATE
        if revision.response.path == response.path:
            outcome = files.outcomes[response.path]
            codes += conflicts.get(response.path, [])
        if outcome is Outcome.DUPLICATE:
            codes.append("X30")
        rows[response.path, response.sha256] = _row(response, revision, outcome, codes)
    for file in unread:
        name, folder = file_name(file.path), _folder(file.path)
        kind = name.rpartition(".")[2].lower() if "." in name else ""
        rows[file.path, file.sha256] = ImportRow(
            file.sha256, name, folder, kind, None, None, None, None, None,
            file.outcome, None, None, None, None, (file.code,),
        )  # fmt: skip
    return tuple(rows[place] for place in sorted(rows))


def file_name(path: str) -> str:
    r"""Return the last part of a path, whether it is written with / or \."""
    return re.split(r"[\\/]", path)[-1]


def _folder(path: str) -> str:
    return path[: len(path) - len(file_name(path))].rstrip("\\/")


def _row(response: Response, revision: Revision, outcome: Outcome, codes: list[str]) -> ImportRow:
    states = [answer.state for answer in response.fields.values()]
    session = revision.definition.record in {RecordType.RECORD, RecordType.CASE}
    return ImportRow(
        sha256=response.sha256,
        file_name=file_name(response.path),
        folder=_folder(response.path),
        file_type=response.kind,
        form_id=response.form,
        template_version=response.version,
        instance_ref=response.reference,
        stage=str(revision.stage),
        matched_session=revision.session if session else None,
        outcome=outcome,
        fields_read=sum(state is State.FILLED for state in states),
        fields_blank=sum(state is State.BLANK for state in states),
        pages=response.pages,
        signature_kinds=", ".join(sorted({one.way for one in response.signatures})) or None,
        codes=tuple(dict.fromkeys(codes)),
    )


def _conflict(one: Revision, rivals: list[Revision]) -> Finding:
    other = rivals[0].response
    formats = {one.response.kind} | {rival.response.kind for rival in rivals}
    code, severity = ("X41", Severity.ACT_NOW) if len(formats) > 1 else ("X29", Severity.SOON)
    names = sorted(set(one.response.fields) | set(other.fields))
    differ = [name for name in names if _value(one.response, name) != _value(other, name)]
    form = one.response.reference or one.definition.title
    return Finding(
        code,
        severity,
        None,
        f"{one.response.path} and {other.path} are both {form} at stage {one.stage} and differ in "
        f"{', '.join(differ) or 'their signatures'}. Nothing says which is newer: keep the right "
        "one and take the other out.",
    )


def _value(response: Response, name: str) -> object:
    answer = response.fields.get(name)
    return answer.value if answer is not None else None
