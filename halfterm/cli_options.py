"""Options that several commands have."""

from __future__ import annotations

import click

policy_option = click.option(
    "--policy",
    multiple=True,
    metavar="PATH",
    help="A policy's folder, beside those of halfterm.toml and of halfterm itself; repeatable.",
)
