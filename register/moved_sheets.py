"""Returned sheets that go by another number than the one printed on them: another case's sheet has that one.

What is kept of a return is what stands on it; which number its case goes by follows from all that came in
(`forms.sheet_numbers`). Whoever goes on from an original asks here first.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from forms.records import Response
from forms.revisions import Lookup, Revision, revisions_of
from forms.sheet_numbers import under
from register import tables
from register.belonging import Owners
from register.receiving import load_standing

MovedSheets = Mapping[str, Revision]
"""Hash of a file -> the file under the reference that its case goes by."""


def load_shared(connection: Connection) -> frozenset[str]:
    """Return the references that came back with more than one case on them, in whichever import."""
    table = tables.returns.c
    found = connection.execute(
        select(table.reference)
        .where(table.reference.is_not(None))
        .group_by(table.reference)
        .having(func.count(table.case_ref.distinct()) > 1)
    )
    return frozenset(found.scalars())


def load_moved(connection: Connection, lookup: Lookup, owners: Owners) -> MovedSheets:
    """Return the sheets that go by another reference, or bear ids of actions of such a one."""
    if not load_shared(connection):
        return {}
    standing = load_standing(connection, owners)
    revisions = revisions_of(standing.responses, lookup, standing.imports)
    return {one.response.sha256: one for one in revisions if one.moved}


def as_it_counts(response: Response, moved: MovedSheets) -> Response:
    """Return what an original says under the reference that its case goes by."""
    one = moved.get(response.sha256)
    if one is None or one.reference is None:
        return response
    return under(response, one.moved, str(one.reference))
