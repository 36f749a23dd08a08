"""Forms that a command goes on from, under the numbers that their sheets have in the trust's register."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forms.catalogue import Catalogue
from forms.errors import HalftermError
from forms.model import RecordType
from forms.reference import parse_reference
from halfterm.settings import find_settings
from halfterm.trust import open_trust

if TYPE_CHECKING:
    from forms.records import Response
    from register.moved_sheets import MovedSheets


def as_counted(responses: Sequence[Response], catalogue: Catalogue) -> tuple[Response, ...]:
    """Return what returned forms say, a sheet whose number is another case's under its own.

    Outside of a trust's folder, and where the register cannot be opened, they stay as they are; the latter is
    said.
    """
    if not any(_is_numbered_sheet(one, catalogue) for one in responses) or find_settings(Path.cwd()) is None:
        return tuple(responses)
    from register.moved_sheets import as_it_counts

    try:
        moved = _moved(catalogue)
    except HalftermError as error:
        click.echo(f"Note: which numbers sheets go by could not be looked up: {error}", err=True)
        return tuple(responses)
    return tuple(as_it_counts(one, moved) for one in responses)


def _is_numbered_sheet(response: Response, catalogue: Catalogue) -> bool:
    reference = parse_reference(response.reference or "")
    definition = catalogue.load_form(response.form, response.version)
    return reference is not None and reference.sheet > 0 and definition.record is RecordType.CASE


def _moved(catalogue: Catalogue) -> MovedSheets:
    from halfterm.writing_out import load_known
    from register.ledger import load_plan
    from register.moved_sheets import load_moved, load_shared

    trust = open_trust(catalogue)
    place = trust.register_file()
    if place is not None and not place.exists():
        return {}
    with contextlib.closing(trust.open_register()) as register, register.reading() as connection:
        if not load_shared(connection):
            return {}
        known = load_known(trust, load_plan(connection))
        return load_moved(connection, catalogue.load_form, known.protected.owners)
