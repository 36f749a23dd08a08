"""Make the monitoring forms that are due, pre-filled, into the outbox: one for each supervision.

A form that somebody has begun to fill in where it lies is left alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from forms.files import cannot_write, name_for, write_whole
from forms.plan import WorksIn
from halfterm.issuing import note_issued
from halfterm.make import document, say
from halfterm.originals import Originals, open_originals
from halfterm.trust import Trust
from register import tables
from register.overview.review_forms import ReviewForm

if TYPE_CHECKING:
    from register.archive import Archive
    from register.database import Register

FOLDER = "Quality assurance"
"""Of the outbox."""


def make_review_forms(
    trust: Trust, register: Register, archive: Archive, forms: Iterable[ReviewForm]
) -> Iterator[Path]:
    """Make them, as Word files or PDF, and yield where each lies that was made. Raises WriteError."""
    folder = trust.folder / trust.settings.outbox / FOLDER
    with register.reading() as connection:
        originals = open_originals(connection, archive, trust.catalogue)
    suffix, other = (".pdf", ".docx") if trust.settings.reviews_in == WorksIn.PDF else (".docx", ".pdf")
    for one in forms:
        name = f"{one.reference} {name_for(one.supervisee)}"
        path, instead = folder / f"{name}{suffix}", folder / f"{name}{other}"
        if any(file.exists() and not _is_as_made(register, file) for file in (path, instead)):
            continue
        _make(trust, one, path, originals)
        # Two copies of one form would be filled in by two people.
        instead.unlink(missing_ok=True)
        yield path


def _is_as_made(register: Register, path: Path) -> bool:
    try:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return False
    issued = tables.issued
    with register.reading() as connection:
        found = connection.execute(select(issued.c.sha256).where(issued.c.sha256 == sha256)).first()
    return found is not None


def _make(trust: Trust, one: ReviewForm, path: Path, originals: Originals) -> None:
    from build.prefill import Known, build_filling
    from build.values import parse_values

    definition = trust.catalogue.load_form(one.form)
    values = parse_values(json.dumps(one.values), definition, one.reference)
    before = originals.read(one.previous) if one.previous else None
    filling = build_filling(
        definition,
        Known(values, (before,) if before is not None else (), None),
        lookup=trust.catalogue.load_form,
        forms=trust.catalogue.papers_of(definition.policy.id),
    )
    data, findings = document(filling, path.suffix[1:])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path.parent, error) from error
    write_whole(path, data)
    note_issued(path, data, filling, trust.catalogue)
    say(findings)
