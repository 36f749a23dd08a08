"""Write a workbook of many actions once more, after one return: ours beside openpyxl's load and save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from openpyxl import load_workbook
from sqlalchemy import delete

from bench.contest import hold
from bench.result import Entry, Score, Table
from bench.timing import Contestant
from extract.plan_sheets import Choices
from extract.trust_workbook import Entered, trust_contents
from forms.log import ActionStatus, Log
from forms.overview import ActionRow, Overview
from forms.plan import Plan
from halfterm.writing_out import write_log
from register.database import Register, open_register
from register.tables import written_sheets

ACTIONS = 100_000
_ON = dt.date(2026, 11, 28)
_ENTERED = Entered(Plan(), Choices())
_MOST_ROUNDS = 3
"""Loading so large a workbook takes half a minute."""


def measure(rounds: int, folder: Path, actions: int = ACTIONS) -> Table:
    """Return how long it takes to bring one action more into a workbook of so many."""
    with_register = open_register(folder / "register.db")
    try:
        return _measure(_Writer(with_register, folder / "monitoring.xlsx", actions), rounds, folder)
    finally:
        with_register.close()


def _measure(writer: _Writer, rounds: int, folder: Path) -> Table:
    writer.write(untouched=False)
    entries = [
        Entry(
            Contestant(
                "halfterm, one return more",
                lambda: writer.write(untouched=True),
                ours=True,
                note="from the log to the file, with what the register notes of it",
            ),
            lambda: Score(kept=(writer.rows_there(), len(writer.actions))),
        ),
        Entry(
            Contestant(
                "halfterm, somebody saved it",
                lambda: writer.write(untouched=False),
                ours=True,
                note="every cell is read: what was typed is kept",
            )
        ),
        Entry(
            Contestant(
                "openpyxl, load and save",
                lambda: load_workbook(writer.path).save(folder / "again.xlsx"),
                note="nothing written; charts, sparklines and much else are lost",
            ),
            library="openpyxl",
        ),
    ]
    size = writer.path.stat().st_size / 1e6
    task = (
        f"{len(writer.actions):,} actions in a workbook of {size:.0f} MB; one is added, the file is "
        "written anew."
    )
    return hold("Write the workbook", task, entries, min(rounds, _MOST_ROUNDS))


class _Writer:
    """A workbook, the register that knows it, and a log that grows."""

    def __init__(self, register: Register, path: Path, actions: int) -> None:
        self.register, self.path = register, path
        self.actions = tuple(_action(number) for number in range(actions))

    def write(self, *, untouched: bool) -> None:
        """Add an action and write the workbook; `untouched`: nobody has saved it since last time."""
        self.actions = (*self.actions, _action(len(self.actions)))
        if not untouched:
            with self.register.writing() as connection:
                connection.execute(delete(written_sheets))
        contents = trust_contents(Overview(Log(), actions=self.actions), _ENTERED, _ON)
        write_log(self.register, self.path, self.path.with_name("backups"), contents)

    def rows_there(self) -> int:
        """Return how many different actions another library finds in the file."""
        book = load_workbook(self.path, read_only=True)
        rows: Sequence[tuple[object, ...]] = [
            *book["Actions"].iter_rows(min_row=2, max_col=1, values_only=True)
        ]
        book.close()
        return len({row[0] for row in rows} - {None})


def _action(number: int) -> ActionRow:
    is_open = number % 10 == 0
    session = f"ESM-{26 + number // 39_996:02d}-{number // 4 % 9_999 + 1:04d}"
    return ActionRow(
        action_id=f"{session}-A2/{number % 4 + 1}",
        origin_session_id=session,
        origin_form="esteem/a2-record",
        origin_section="Action for agenda items",
        policy="Esteem Multi Academy Trust (MAT)",
        school="Alder Grove Academy",
        supervisee="Tom Reed",
        supervisor="Priya Shah",
        case_ref=None,
        action_text=f"Ring the attendance officer about late buses, item {number}",
        owner="Tom Reed",
        due_date=_ON - dt.timedelta(days=number % 50),
        due_text=None,
        agreed_on=_ON - dt.timedelta(days=60),
        status=ActionStatus.OPEN if is_open else ActionStatus.DONE,
        claimed=None,
        last_update=None if is_open else "Done by telephone",
        times_carried=number % 3,
        closed_on=None if is_open else _ON,
        closed_in_session=None,
        agreed_in="2026/27 Aut1",
        closed_in=None if is_open else "2026/27 Aut2",
    )
