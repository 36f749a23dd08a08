"""The command line: reads arguments, calls the other parts, turns errors into exit codes.

Heavy parts are imported by the command that needs them, so that `halfterm --help` is instant.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any

import click

from forms.errors import HalftermError, WriteError
from halfterm.cli_documents import adopt, blank, build, demo, forms, preview, read
from halfterm.cli_register import find, purge, restore, verify
from halfterm.cli_trust import case, check, due, extract, init, prepare, report, run, send, start, watch


class _Group(click.Group):
    """The catch-all at the edge: a known error becomes one message on stderr and its exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except HalftermError as error:
            with contextlib.suppress(BrokenPipeError):
                click.echo(str(error), err=True)
            _leave_closed_pipes()
            ctx.exit(error.exit_status)
        except BrokenPipeError:
            # Whoever reads the output has all that they wanted, as with `| head -1`: nothing is wrong.
            _leave_closed_pipes()
            ctx.exit(0)
        except OSError as error:
            click.echo(f"W04: the output cannot be written ({error.strerror or error}).", err=True)
            sys.stdout = None  # what could not be written would only be tried again at the end
            ctx.exit(WriteError.exit_status)
        else:
            return done


def _leave_closed_pipes() -> None:
    """Let what could not be written go nowhere, where Python would try it again at the end and complain."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="halfterm", message="halfterm %(version)s")
def main() -> None:
    """Make pre-filled supervision forms, read them back, and keep the QA workbook."""
    for stream in (sys.stdout, sys.stderr):
        # Windows writes to files and pipes in its own code page, which lacks most of what a form may hold.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


for _command in (
    *(forms, blank, build, read, preview, adopt, demo),
    *(init, start, run, watch, extract, prepare, send, check, due, report, case),
    *(find, verify, purge, restore),
):
    main.add_command(_command)
