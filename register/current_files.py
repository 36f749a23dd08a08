"""Which original is the current one of each form and stage: what lies in sessions/ under a readable name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from forms.model import Fact
from forms.revisions import Lookup, Revision, fact_of, revisions_of, session_date
from register.asked import load_asked
from register.belonging import Owners
from register.copies import sort_files
from register.keeping import MARK
from register.receiving import load_standing

_UNFIT = re.compile(r'[<>:"|?*\x00-\x1f\\/;]+')
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class CurrentFile:
    """One original, and where it lies below the folder of sessions."""

    folder: str
    """The session's id."""
    name: str
    sha256: str


def current_files(connection: Connection, lookup: Lookup, owners: Owners) -> tuple[CurrentFile, ...]:
    """Return the current file of each form and stage, by folder and name; copies that differ are all there.

    Files without a reference have no folder of their own.
    """
    standing = load_standing(connection, owners)
    revisions = revisions_of(standing.responses, lookup, standing.imports)
    files = sort_files(revisions, load_asked(connection))
    last: dict[tuple[str, str], int] = {}
    for one in files.distinct:
        place = (one.key, one.stage)
        last[place] = max(last.get(place, 0), one.received)
    current = [one for one in files.distinct if one.received == last[one.key, one.stage]]
    return tuple(sorted(_named(current), key=lambda one: (one.folder, one.name)))


def _named(current: Iterable[Revision]) -> Iterator[CurrentFile]:
    copies: dict[tuple[str, str], list[Revision]] = {}
    for one in current:
        if one.reference is not None:
            copies.setdefault((one.session, _name(one)), []).append(one)
    for (session, name), group in copies.items():
        hashes = _hashes(group)
        for number, (sha256, kind) in enumerate(hashes.items(), start=1):
            copy = f" - copy {number}" if len(hashes) > 1 else ""
            yield CurrentFile(session, f"{name}{copy}.{kind}", sha256)


def _hashes(group: Iterable[Revision]) -> Mapping[str, str]:
    """Return hash -> kind of all files whose answers stand in these copies, in order."""
    responses = (response for one in group for response in (one.response, *one.joined))
    return {response.sha256: response.kind for response in responses}


def _name(one: Revision) -> str:
    """Return a name that a person understands: what, how far, whose, of when; or of which case."""
    parts = [f"{one.reference} {one.stage}"]
    case = fact_of(one.response, one.definition, Fact.CASE_REF)
    person = case or fact_of(one.response, one.definition, Fact.SUPERVISEE)
    if person and not person.startswith(MARK):
        parts.append(" ".join(_UNFIT.sub(" ", person).split())[:_LONGEST_NAME].rstrip(". "))
    day = session_date(one.response, one.definition)
    if day is not None:
        parts.append(day.isoformat())
    return " - ".join(part for part in parts if part)
