"""Options and arguments that several commands have."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from forms.errors import UsageError, WriteError

policy_option = click.option(
    "--policy",
    multiple=True,
    metavar="PATH",
    help="A policy's folder, beside those of halfterm.toml and of halfterm itself; repeatable.",
)
on_option = click.option("--on", "on", metavar="DATE", help="As at this date instead of today.")
file_path = click.Path(path_type=Path)


class _Output(click.Path):
    """The file to write; a name with a stroke at its end is a folder's, which a path would forget."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and value.endswith(("/", os.sep)):
            raise WriteError("W02", f"{value}: is a folder's name; expected a file's; add one to it.")
        return super().convert(value, param, ctx)


output_path = _Output(path_type=Path)


class _Folder(click.Path):
    """A folder to be made; no name at all, as from a script's empty variable, is not the current one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            raise UsageError(
                "U15", "found an empty name; expected a folder's name; give one, or . for this one."
            )
        return super().convert(value, param, ctx)


folder_path = _Folder(path_type=Path)
