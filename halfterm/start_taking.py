"""Take what a person has confirmed of a plain record: as a form of halfterm that says the same.

Such a form is taken in as any return is: archive, register, `find`, `verify` and `purge` know it, and
its actions are open ones that the next form carries. The file that was typed before halfterm counts as what
brought it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.review.start import ACTIONS, PEOPLE, Proposal
from forms.errors import HalftermError, NeedsPersonError
from forms.files import write_whole
from halfterm.start_decided import Confirmed, decided, values_of
from halfterm.start_rows import key_of
from halfterm.taking_in import Wish as TakeInWish
from halfterm.taking_in import take_in
from halfterm.trust import Trust
from register.enclosures import record_bundle
from register.receiving import Seen, is_original, load_references


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file about which a person has decided."""

    file: str
    reference: str = ""
    """ "" for a file that was not taken."""
    actions: int = 0

    @property
    def said(self) -> str:
        """Return it in words."""
        if not self.reference:
            return f"{self.file}: not taken, as review.xlsx says"
        actions = "1 open action" if self.actions == 1 else f"{self.actions} open actions"
        return f"{self.file}: taken as {self.reference}, with {actions}"

    @property
    def told(self) -> Mapping[str, object]:
        """Return it for machines."""
        return {"file": self.file, "reference": self.reference or None, "actions": self.actions}


@dataclass(frozen=True, slots=True)
class _Transcript:
    """A form that says what was confirmed of one file."""

    confirmed: Confirmed
    data: bytes

    @property
    def name(self) -> str:
        return f"{self.confirmed.reference} from before halfterm.docx"


def take_confirmed(
    trust: Trust, rows: Sequence[Proposal], on: dt.date
) -> tuple[list[Proposal], list[Taken], list[HalftermError]]:
    """Return (rows that stay, what was taken or declined, what hinders the others)."""
    records = [one for one in rows if one.sheet != PEOPLE.name]
    made: list[_Transcript] = []
    done: list[Confirmed] = []
    errors: list[HalftermError] = []
    references: set[str] = set()
    for confirmed in decided(records):
        if confirmed.is_declined:
            done.append(confirmed)
        elif not confirmed.waiting:
            try:
                made.append(_transcript(trust, confirmed, references))
                references.add(confirmed.reference)
            except HalftermError as error:
                errors.append(error)
    if made:
        _take(trust, made, on)
    done += [one.confirmed for one in made]
    keys = {one.key for one in done}
    files = {one.file for one in done}
    stay = [
        one
        for one in rows
        if one.id.partition(":")[0] not in keys
        and (one.id or one.file not in files or one.sheet == PEOPLE.name)
    ]
    return stay, [_taken(one) for one in done], errors


def _taken(one: Confirmed) -> Taken:
    if one.is_declined:
        return Taken(one.file)
    return Taken(one.file, one.reference, sum(row.sheet == ACTIONS.name for row in one.taken))


def _transcript(trust: Trust, confirmed: Confirmed, others: set[str]) -> _Transcript:
    """Return the form that says what was confirmed. Raises NeedsPersonError W18, or what its values raise."""
    from build.prefill import Known, build_filling
    from build.values import parse_values
    from halfterm.make import document

    if not confirmed.form:
        raise NeedsPersonError(
            "W18",
            f"{trust.review.name}, {confirmed.file}: found no row Form; expected one, as it stood there; "
            "answer no in all rows of this file, and propose it anew with halfterm start --again.",
        )
    definition = trust.catalogue.load_form(confirmed.form)
    where = f"{trust.review.name}, {confirmed.file}"
    values = parse_values(values_of(confirmed, definition), definition, where)
    filling = build_filling(
        definition,
        Known(values, (), None),
        lookup=trust.catalogue.load_form,
        forms=trust.catalogue.papers_of(definition.policy.id),
        stage=None,
        verbatim=False,
    )
    data, _ = document(filling, "docx")
    register = trust.open_register()
    with contextlib.closing(register), register.reading() as connection:
        # A run that was cut off behind taking it in has left the same form, which is no other one.
        is_there = is_original(connection, hashlib.sha256(data).hexdigest())
        is_used = confirmed.reference in others or (
            not is_there and confirmed.reference in load_references(connection)
        )
    if is_used:
        raise NeedsPersonError(
            "W18",
            f"{where}: Reference: found {confirmed.reference}, which another form has already; expected "
            "one that no form has; correct it there.",
        )
    return _Transcript(confirmed, data)


def _take(trust: Trust, made: Sequence[_Transcript], on: dt.date) -> None:
    with _written(trust.review.parent, made) as paths:
        take_in(trust, TakeInWish(paths, on))
    register, archive = trust.open_register(), trust.open_archive()
    originals = {key_of(one): one for one in archive.hashes()}
    with contextlib.closing(register), register.writing() as connection:
        for one in made:
            original = originals.get(one.confirmed.key)
            if original is not None:
                inner = hashlib.sha256(one.data).hexdigest()
                record_bundle(connection, Seen(original, "", ""), [inner], (), (), on)


@contextlib.contextmanager
def _written(folder: Path, made: Sequence[_Transcript]) -> Iterator[tuple[Path, ...]]:
    """Give the files of the transcripts, and take them away at the end: the archive has them then."""
    paths = tuple(folder / one.name for one in made)
    try:
        for path, one in zip(paths, made, strict=True):
            write_whole(path, one.data)
        yield paths
    finally:
        for path in paths:
            path.unlink(missing_ok=True)
