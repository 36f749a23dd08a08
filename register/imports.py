"""What became of each file that was looked at: one row per file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from forms.log import ImportRow, Outcome, UnreadFile
from forms.model import RecordType
from forms.records import Response, State
from forms.revisions import Revision
from register.copies import Sorted

__all__ = ["file_name", "import_rows"]


def import_rows(
    responses: Iterable[Response],
    revisions: Iterable[Revision],
    files: Sorted,
    unread: Iterable[UnreadFile],
) -> tuple[ImportRow, ...]:
    """Return one row per file, by path; a byte-identical copy is a duplicate of the first."""
    first = {one.response.sha256: one for one in revisions}
    conflicts: dict[str, list[str]] = {}
    for one, finding in (*files.conflicts, *files.overtyped, *files.foreign):
        conflicts.setdefault(one.response.sha256, []).append(finding.code)
    rows: dict[tuple[str, str], ImportRow] = {}
    for response in sorted(responses, key=lambda one: one.path):
        revision = first[response.sha256]
        codes = [finding.code for finding in response.findings]
        outcome = Outcome.DUPLICATE
        if revision.response.path == response.path:
            outcome = files.outcomes[response.sha256]
            codes += conflicts.get(response.sha256, [])
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
