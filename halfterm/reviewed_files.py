"""The sheet Files: what a person says of a file as a whole, and which files stand there.

A file of which something was said stays there with what it counts as, to be changed or taken back.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.review.answers import NotTaken
from extract.review.rows import FileInDoubt, SaidOfFile, TypedOfFile
from forms.checked import AS_IT_CAME, DONE_WITH, NO_CHECKS, Checks
from forms.errors import UnreadableError
from halfterm.doubts import Doubts, is_to_be_keyed, place_of
from halfterm.keyed_files import form_of
from halfterm.reusing import reused, set_aside
from halfterm.said_of_files import Said, said_of
from register.checked import is_readable, load_spoken_of
from register.receiving import is_original

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from forms.plan import Plan
    from halfterm.originals import Originals
    from halfterm.writing_out import Settled

_TO_CHANGE = (
    f"Said before. To take it back, choose {SaidOfFile.AS_IT_CAME}. To change it, choose anew what it is, "
    "and type the reference."
)


@dataclass(frozen=True, slots=True)
class FilesSaid:
    """All that was typed on the sheet, beside each other."""

    rows: tuple[TypedOfFile, ...]

    @property
    def twice(self) -> frozenset[str]:
        """Return the references as which several files are to be used."""
        said = (said_of(one) for one in self.rows)
        used = [one for one in said if isinstance(one, Said) and one.choice is SaidOfFile.USE_AS]
        counts = Counter(one.reference for one in used)
        return frozenset(reference for reference, count in counts.items() if count > 1 and reference)

    def meant(
        self, typed: TypedOfFile, connection: Connection, originals: Originals, plan: Plan, on: dt.date
    ) -> Checks | NotTaken:
        """Return what a person says of a file; NO_CHECKS where that was said before.

        Raises UnreadableError R70.
        """
        said = said_of(typed)
        if not is_original(connection, typed.key):
            said = NotTaken("Its file is not there any more")
        if isinstance(said, NotTaken):
            return said
        if said.choice is SaidOfFile.USE_AS and said.reference in self.twice:
            return NotTaken(
                f'reference: found "{said.reference}" beside several files. Only one of them can be it: '
                "leave it beside that one"
            )
        before = originals.checks_of(typed.key)
        found = _of_one(said, typed, before, connection, originals, plan, on)
        if isinstance(found, NotTaken):
            return found
        if originals.checks_of(typed.key, found).is_as(before):
            return NO_CHECKS
        return found if " ".join(typed.counts_as.split()) == said_before(before) else _stale(said, before)


def _stale(said: Said, before: Checks) -> NotTaken:
    """Return what is told where something else was said since the row was written."""
    words = " ".join(filter(None, (said.choice, said.reference, said.form, said.stage)))
    return NotTaken(
        f'found "{words}" in a row of an earlier review file, and since then something else was said of the '
        f"file: {said_before(before) or SaidOfFile.AS_IT_CAME}. Say it once more where it is meant",
        stays=False,
    )


def _of_one(
    said: Said,
    typed: TypedOfFile,
    before: Checks,
    connection: Connection,
    originals: Originals,
    plan: Plan,
    on: dt.date,
) -> Checks | NotTaken:
    if said.choice is SaidOfFile.AS_IT_CAME:
        if said.reference or said.form or said.stage:
            return NotTaken(f"{said.choice}, and more stands here. Leave one of them")
        if not (before.names_it or before.is_done or typed.counts_as):
            return NotTaken(
                f"what_to_do: {said.choice} takes back what was said of a file, and of this one nothing was. "
                "Choose what it is"
            )
        return AS_IT_CAME
    if said.choice is SaidOfFile.DONE_WITH:
        return DONE_WITH
    if before.form is None and is_readable(connection, typed.key):
        return reused(said, typed.key, plan, originals, on)
    found = form_of(connection, originals.catalogue, said, plan, on)
    return found if isinstance(found, NotTaken) else Checks(form=found)


def said_before(checks: Checks) -> str:
    """Return what a file counts as by what people said, in words; "" where they said nothing of it."""
    if checks.used_as is not None:
        return f"Used as {checks.used_as.reference}"
    if checks.form is not None:
        form = checks.form
        return f"Keyed in as {form.reference}, {form.form}, {form.stage}"
    return str(SaidOfFile.DONE_WITH) if checks.is_done else ""


def files_to_show(
    settled: Settled, connection: Connection, doubts: Doubts, originals: Originals
) -> Iterator[FileInDoubt]:
    """Yield the files that a person is asked about, then those of which something was said."""
    places = {one.sha256: place_of(one) for one in settled.log.imports}
    said: dict[str, str] = {}
    for sha256 in load_spoken_of(connection):
        try:
            said[sha256] = said_before(originals.checks_of(sha256))
        except UnreadableError:
            # What was altered in the archive is for verify to say.
            said[sha256] = "Altered in the archive: see halfterm verify"
    unread = {one.sha256: one for one in settled.log.imports if is_to_be_keyed(one)}
    yield from (doubts.unread(one) for sha256, one in unread.items() if not said.get(sha256))
    yield from (doubts.with_first_page(one) for one in set_aside(settled.facts) if not said.get(one.sha256))
    spoken_of = sorted(
        (places[sha256], sha256) for sha256, words in said.items() if words and sha256 in places
    )
    yield from (FileInDoubt(sha256, place, _TO_CHANGE, counts_as=said[sha256]) for place, sha256 in spoken_of)
