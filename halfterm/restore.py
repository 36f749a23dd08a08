"""`halfterm restore`: go on with a trust's register on this computer, from the copy beside the workbook."""

from __future__ import annotations

import contextlib
import datetime as dt

import click

from forms.errors import UsageError
from halfterm.trust import Trust, this_computer
from register.database import open_register
from register.snapshot import restore_snapshot, write_snapshot


def restore(trust: Trust) -> None:
    """Copy the register here, say whose it was and of what day, and mark this computer as its holder.

    Raises UsageError U52, U53, or U55 where the register lies on a server.
    """
    place = trust.register_file()
    if place is None:
        raise UsageError(
            "U55",
            "register: lies on a server, which has no copy beside the workbook; restore it there, with the "
            "server's own backup.",
        )
    before = restore_snapshot(trust.snapshot, place, this_computer())
    # The copy is this computer's from now on: where the other one still works, it is told so.
    with contextlib.closing(open_register(place)) as register:
        write_snapshot(register, trust.snapshot, dt.date.today())  # noqa: DTZ011 # the day on this computer
    click.echo(
        f"{place}: is now the trust's register, as it was on {before.on:%d/%m/%Y} on {before.where}; "
        "halfterm there refuses to go on with its own from now on"
    )
    click.echo("run halfterm verify: it names what was taken in after that day and is not in it", err=True)
