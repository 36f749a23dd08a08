"""Which returned files count, and what became of each: one row per file that was looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from forms.findings import Finding, Severity
from forms.log import ImportRow, Outcome, UnreadFile
from forms.model import Kind, RecordType
from forms.records import Response, State
from forms.revisions import Revision, current_of, same_answers
from register.differences import differences

__all__ = ["Sorted", "file_name", "import_rows", "sort_files"]

_STALE = "X12"


@dataclass(frozen=True, slots=True)
class Sorted:
    """All files that differ, those that count, and where two of one form and stage contradict each other."""

    distinct: tuple[Revision, ...]
    current: tuple[Revision, ...]
    outcomes: Mapping[str, Outcome]
    """Path of the file (of its first copy) -> outcome."""
    conflicts: tuple[tuple[Revision, Finding], ...]
    revised: tuple[tuple[Revision, Finding], ...] = ()
    """What became different when a later import brought another copy at the same stage."""


def sort_files(revisions: Iterable[Revision]) -> Sorted:
    """Return which of these files count (`revisions` in the order of `revisions_of`).

    The latest stage of a form replaces the earlier ones, and of one stage the later import the earlier one.
    Of two files that one import brought, none is taken for the newer one: with the same answers the second is
    a duplicate, otherwise both wait for a person.
    """
    outcomes: dict[str, Outcome] = {}
    kept: list[Revision] = []
    for one in revisions:
        copies = [other for other in kept if other.key == one.key and other.stage is one.stage]
        last = max((other.received for other in copies), default=0)
        # Only the latest copy makes a duplicate: to go back to older answers is a change.
        if any(other.received == last and same_answers(other.response, one.response) for other in copies):
            outcomes[one.response.path] = Outcome.DUPLICATE
        else:
            kept.append(one)
    current = current_of(kept)
    conflicts: list[tuple[Revision, Finding]] = []
    revised: list[tuple[Revision, Finding]] = []
    standing = {one.response.path for one in current}
    for one in kept:
        rivals = [other for other in current if other.key == one.key and other is not one]
        if one.response.path not in standing:
            outcomes[one.response.path] = Outcome.SUPERSEDED
            revised += [(other, found) for other in rivals[:1] for found in _revised(one, other)]
        elif rivals:
            outcomes[one.response.path] = Outcome.NEEDS_REVIEW
            conflicts.append((one, _conflict(one, rivals)))
        else:
            outcomes[one.response.path] = Outcome.ACCEPTED
    stale = {one.response.path for one, finding in revised if finding.code == _STALE}
    current = tuple(replace(one, stale=one.response.path in stale) for one in current)
    return Sorted(tuple(kept), current, outcomes, tuple(conflicts), tuple(revised))


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
    differ = [found.label for found in differences(one.response, other, one.definition)]
    form = one.response.reference or one.definition.title
    return Finding(
        code,
        severity,
        None,
        f"{one.response.path} and {other.path} are both {form} at stage {one.stage} and differ in "
        f"{'; '.join(differ) or 'their signatures'}. Nothing says which is newer: keep the right "
        "one and take the other out.",
    )


def _revised(earlier: Revision, later: Revision) -> Iterator[Finding]:
    """Yield X29 where a later import brought other answers at the same stage, X12 where these were signed."""
    if earlier.stage is not later.stage:
        return
    changed = differences(earlier.response, later.response, later.definition)
    if not changed:
        return
    signed = bool(earlier.response.signatures)
    said = "; ".join(str(one) for one in changed)
    count = f"{len(changed)} change{'' if len(changed) == 1 else 's'}"
    yield Finding(
        "X29",
        Severity.SOON if signed else Severity.NOTE,
        None,
        f"{later.response.path} replaces {earlier.response.path}: {count}: {said}. Check that both people "
        "know of it.",
    )
    if is_stale(earlier, later):
        yield Finding(
            _STALE,
            Severity.ACT_NOW,
            None,
            f"{later.response.path}: what {earlier.response.path} says was signed, and has been changed "
            f"since ({said}). The signatures do not count until the record is signed again.",
        )


def is_stale(earlier: Revision, later: Revision) -> bool:
    """Return whether a later copy shows a signature that was given to other answers."""
    given = {(one.party, one.name, one.date) for one in earlier.response.signatures}
    shown = {(one.party, one.name, one.date) for one in later.response.signatures}
    return bool(given & shown) and bool(_answers_signed(earlier) ^ _answers_signed(later))


def _answers_signed(one: Revision) -> frozenset[tuple[str, str]]:
    """Return the answers that a signature covers: all but the signature block."""
    block = {
        name
        for field in one.definition.fields
        if field.kind in {Kind.SIGNATURE, Kind.SIGNATURES}
        for name in (field.id, field.date_field)
        if name
    }
    return frozenset(
        (name, repr(answer.value))
        for name, answer in one.response.fields.items()
        if answer.value is not None and name.partition("-")[0] not in block
    )
