"""What is said of sheets that bear the number of another case's sheet (X49)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forms.findings import Finding, Severity
from forms.model import Fact, RecordType
from forms.reference import Reference
from forms.revisions import Revision, case_on_sheet

_CODE = "X49"


def unclear(revisions: Iterable[Revision]) -> Iterator[tuple[Revision, Finding]]:
    """Yield sheets without a case reference that came once sheets of several cases bore their number."""
    revisions = tuple(revisions)
    since: dict[Reference, int] = {}
    for one in revisions:
        if one.printed is not None:
            since[one.printed] = min(one.received, since.get(one.printed, one.received))
    for one in revisions:
        if one.reference not in since or one.printed is not None or case_on_sheet(one) is not None:
            continue
        if one.received >= since[one.reference] and _is_sheet(one):
            text = (
                f"{one.response.path}: is {one.reference} without a case reference, and sheets of several "
                "cases bear that number, so it does not count. Write the case reference on it, and take it "
                "in again."
            )
            yield one, Finding(_CODE, Severity.ACT_NOW, None, text)


def renumbered(current: Iterable[Revision]) -> Iterator[tuple[Revision, Finding]]:
    """Yield each sheet that counts under another reference than its own, with a note that says so."""
    for one in current:
        if one.printed is not None:
            text = (
                f"{one.reference}: came as {one.printed}, which is the sheet of another case, so it counts "
                "as a sheet of its own; its actions go by this number too. Nothing to do where these are "
                "two cases; else correct the case reference on one of them."
            )
            yield one, Finding(_CODE, Severity.NOTE, None, text)


def _is_sheet(one: Revision) -> bool:
    return one.definition.record is RecordType.CASE and Fact.CASE_REF in one.definition.required
