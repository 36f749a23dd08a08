"""Note in the trust's register what is made into its outbox: that is what goes to somebody."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from pathlib import Path

import click

from build.filling import Filling
from forms.catalogue import Catalogue
from forms.errors import HalftermError
from forms.model import Stage
from halfterm.settings import find_settings
from halfterm.trust import open_trust


def note_issued(output: Path, data: bytes, filling: Filling, catalogue: Catalogue) -> None:
    """Note a form that was written into the outbox of a trust; one that lies elsewhere is nobody's yet.

    The form is there whatever becomes of the note: what hinders it is said, and changes nothing else.
    """
    where = output.resolve().parent
    if filling.reference is None or filling.stage is Stage.BLANK or find_settings(where) is None:
        return
    from register.issuing import Issued, record_issued

    issued = Issued(
        reference=filling.reference,
        sha256=hashlib.sha256(data).hexdigest(),
        form=filling.definition.id,
        version=filling.definition.version,
        stage=str(filling.stage),
        prepared_on=dt.date.today(),  # noqa: DTZ011 # the day as it is here
    )
    try:
        trust = open_trust(catalogue, where)
        if not where.is_relative_to((trust.folder / trust.settings.outbox).resolve()):
            return
        with contextlib.closing(trust.open_register()) as register, register.writing() as connection:
            record_issued(connection, issued)
    except HalftermError as error:
        click.echo(f"Note: {output} was made, and could not be noted as prepared: {error}", err=True)
