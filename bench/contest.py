"""Hold a contest: leave out who is not there, time the rest in turn, judge what each of them makes."""

from __future__ import annotations

from collections.abc import Sequence

from bench.result import Entry, Row, Score, Table
from bench.rivals import version_of
from bench.timing import time_in_turn


def hold(title: str, task: str, entries: Sequence[Entry], rounds: int) -> Table:
    """Return the table of one contest, its rows in the order of `entries`."""
    skipped = tuple(dict.fromkeys(entry.library for entry in entries if version_of(entry.library) is None))
    present = [entry for entry in entries if entry.library not in skipped]
    failures = {entry.contestant.name: reason for entry in present if (reason := _failure(entry))}
    able = [entry for entry in present if entry.contestant.name not in failures]
    timings = dict(
        zip(
            (entry.contestant.name for entry in able),
            time_in_turn([entry.contestant for entry in able], rounds),
            strict=True,
        )
    )
    rows = []
    for entry in present:
        name, ours = entry.contestant.name, entry.contestant.ours
        if name in failures:
            rows.append(Row(name, ours, None, Score(), failures[name]))
        else:
            rows.append(Row(name, ours, timings[name], entry.judge(), entry.contestant.note))
    return Table(title, task, tuple(rows), skipped)


def _failure(entry: Entry) -> str:
    """Let a contestant do the task once, unmeasured; return why it cannot, "" where it can."""
    try:
        entry.contestant.run()
    except UnicodeEncodeError as error:
        return f"fails: cannot write {error.object[error.start]!r}"
    return ""
