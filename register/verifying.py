"""Hold archive, register and their hashes against each other: what is missing, altered or left over.

A tombstone explains an original that was deleted on purpose; nothing else does.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from forms.findings import Finding, Severity
from forms.log import ActionHistory, Agreement, CaseRow, ImportRow, Log, QaReview, Session
from register import tables
from register.archive import Archive
from register.checked import all_documents, load_documents
from register.snapshot import faults_of

_DAILY = frozenset({"X16"})
"""Findings that come and go with the day on which the log is reckoned."""
_KEYS: Mapping[type, tuple[str, ...]] = {
    Session: ("session_id",),
    ActionHistory: ("action_id",),
    CaseRow: ("session_id", "case_ref", "sheet_no", "source_file"),
    Agreement: ("agreement_id", "source_file"),
    QaReview: ("qa_id", "source_file"),
    ImportRow: ("folder", "file_name", "sha256"),
}


def check_database(file: Path) -> Iterator[Finding]:
    """Yield what SQLite finds wrong in the register's file: Y07."""
    for fault in faults_of(file) if file.exists() else ():
        yield _finding(
            "Y07",
            Severity.ACT_NOW,
            f"{file}: the register's file is damaged ({fault}). Move the folder {file.parent} away, and run "
            "halfterm restore, which goes on from the copy beside the workbook.",
        )


def check_originals(connection: Connection, archive: Archive) -> Iterator[Finding]:
    """Yield where archive, register and tombstones disagree: Y01 to Y05."""
    known = set(connection.execute(select(tables.originals.c.sha256)).scalars())
    documents = set(all_documents(load_documents(connection)))
    purged = {row.sha256: row for row in connection.execute(select(tables.tombstones))}
    paths: dict[str, str] = {}
    for sha256, path in connection.execute(select(tables.sightings.c.sha256, tables.sightings.c.path)):
        paths.setdefault(sha256, path)
    there = set()
    for sha256 in archive.hashes():
        there.add(sha256)
        # A mail of which a run that was cut off has recorded nothing more was seen nowhere yet.
        yield from _check_one(sha256, archive, (known & paths.keys()) | documents, purged)
    for sha256 in sorted(documents - there):
        yield _finding(
            "Y15",
            Severity.ACT_NOW,
            f"{archive.root}: the file {sha256} is missing: what somebody typed into the review file about a "
            "return. The register has what the log needs; the words are gone. Put it back from a backup.",
        )
    for sha256 in sorted(known - there):
        why = " (it was deleted on purpose before, and came again)" if sha256 in purged else ""
        yield _finding(
            "Y01",
            Severity.ACT_NOW,
            f"{archive.root}: the original {sha256} ({paths.get(sha256, 'no path')}) is missing{why}; the "
            "register has it, and no deletion on purpose. Put it back from a backup, or give the file to "
            "halfterm extract again if it lies elsewhere.",
        )
    yield from _check_returns(connection, known, paths)


def _check_one(
    sha256: str, archive: Archive, known: set[str], purged: Mapping[str, Any]
) -> Iterator[Finding]:
    where = f"{archive.root}/{sha256[:2]}/{sha256}"
    if archive.digest(sha256) != sha256:
        yield _finding(
            "Y02",
            Severity.ACT_NOW,
            f"{where}: the original was altered: its content is not what its name says. Put it back from a "
            "backup; what the register has of it was read before.",
        )
    if sha256 in known:
        return
    if sha256 in purged:
        yield _finding(
            "Y05",
            Severity.ACT_NOW,
            f"{where}: was deleted on purpose on {purged[sha256].purged_on:%d/%m/%Y} and lies here all the "
            "same. Run halfterm purge with --do-it again, which deletes what such a deletion has left.",
        )
    else:
        yield _finding(
            "Y03",
            Severity.SOON,
            f"{where}: the archive has an original that the register does not know. Take it in: halfterm "
            f"extract {where}",
        )


def _check_returns(connection: Connection, known: set[str], paths: Mapping[str, str]) -> Iterator[Finding]:
    recorded = set(connection.execute(select(tables.returns.c.sha256)).scalars())
    seen = {sha256 for sha256 in paths if sha256}
    for sha256 in sorted((recorded | seen) - known):
        yield _finding(
            "Y04",
            Severity.ACT_NOW,
            f"the return {sha256} ({paths.get(sha256, 'no path')}) stands in the register without an "
            "original, and no deletion on purpose explains that. Somebody changed the register by hand; "
            "restore it from the copy beside the workbook, or ask who did.",
        )


def check_leftovers(archive: Archive) -> Iterator[Finding]:
    """Yield files that a run which was cut off has left in the archive: Y08."""
    for place in archive.leftovers():
        yield _finding(
            "Y08",
            Severity.NOTE,
            f"{place}: was left by a run that was cut off; nothing needs it. Delete it when no other "
            "halfterm is at work.",
        )


def check_log(kept: Log, fresh: Log) -> Iterator[Finding]:
    """Yield each row of the log that is not what the returns show: Y06."""
    for part in dataclasses.fields(Log):
        before = _by_key(getattr(kept, part.name))
        after = _by_key(getattr(fresh, part.name))
        for key in [*before, *(one for one in after if one not in before)]:
            if (said := _differs(before.get(key), after.get(key))) is not None:
                yield _finding(
                    "Y06",
                    Severity.ACT_NOW,
                    f"{part.name.replace('_', ' ')}, row {key}: {said}. Run halfterm extract, which writes "
                    "the log anew from the returns, and find out who changed the register by hand.",
                )


def _by_key(rows: tuple[Any, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        parts = [str(value) for name in _KEYS[type(row)] if (value := getattr(row, name)) is not None]
        key = ", ".join(parts)
        while key in found:
            key += " again"
        found[key] = row
    return found


def _differs(kept: Any, fresh: Any) -> str | None:
    if kept is None:
        return "is missing in the log, and the returns show it"
    if fresh is None:
        return "stands in the log, and no return shows it"
    columns = [
        field.name
        for field in dataclasses.fields(kept)
        if _compared(getattr(kept, field.name)) != _compared(getattr(fresh, field.name))
    ]
    return f"the returns show something else in {', '.join(columns)}" if columns else None


def _compared(value: Any) -> Any:
    if isinstance(value, tuple):
        # The log keeps codes and places of findings, not their words.
        codes = {(one.code, str(one.severity)) for one in value if isinstance(one, Finding)}
        plain = [one for one in value if not isinstance(one, Finding)]
        return plain, {one for one in codes if one[0] not in _DAILY}
    return dict(value) if isinstance(value, Mapping) else value


def _finding(code: str, severity: Severity, message: str) -> Finding:
    return Finding(code, severity, None, message)
