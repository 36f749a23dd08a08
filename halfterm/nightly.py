"""`halfterm run`: everything that can be done without a person, in one step, for a scheduled task.

Each part may be run again at any time and changes nothing that is done already; one that fails does not keep
the others from being done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import click

from forms.errors import HalftermError
from halfterm import prepare, reports, start, taking_in
from halfterm.done import Done
from halfterm.trust import Trust


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a run."""

    name: str
    do: Callable[[], Done]
    """May raise HalftermError."""


def run(trust: Trust, on: dt.date) -> int:
    """Take in what came back, write workbook, packs to send, reports. Return the exit status: the worst.

    The last line on stderr says what was done and what was not.
    """
    wish = taking_in.Wish((), on)
    came_in: list[dt.date] = []
    confirmed = _Part("what was confirmed of old records", lambda: _started(trust, on))
    parts = (
        *((confirmed,) if start.has_proposals(trust) else ()),
        _Part("inbox and workbook", lambda: taking_in.take_in(trust, wish, lambda: came_in.append(on))),
        _Part("packs", lambda: prepare.prepare(trust, on, is_all_in=bool(came_in))),
        _Part("reports", lambda: reports.report(trust, reports.Wish(on, None))),
    )
    worst, done, failed = 0, [], []
    said: set[str] = set()
    for part in parts:
        try:
            ended = part.do()
        except HalftermError as error:
            if str(error) not in said:  # what hinders one part hinders the others
                click.echo(str(error), err=True)
            said.add(str(error))
            failed.append(part.name)
            worst = max(worst, error.exit_status)
        else:
            done.append(f"{part.name} ({ended.told})" if ended.told else part.name)
            worst = max(worst, ended.status)
    click.echo("; ".join(filter(None, (_said("done", done), _said("not done", failed)))) + ".", err=True)
    return worst


def _started(trust: Trust, on: dt.date) -> Done:
    return Done(start.start(trust, start.Wish((), on)), "")


def _said(what: str, names: list[str]) -> str:
    return f"{what}: {', '.join(names)}" if names else ""
