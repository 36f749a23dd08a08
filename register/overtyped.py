"""A completed session's record that comes again as that of another day or person: somebody typed over it.

Such a file does not count: what everybody has signed stays as it is, and a person says whose the new one is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forms.findings import Finding, Severity
from forms.model import Fact
from forms.revisions import Revision, fact_of, session_date
from register.rostered import is_same_name
from register.signing import parties_of, signs_for


def overtyped(revisions: Iterable[Revision]) -> Iterator[Revision]:
    """Yield files that came after everybody had signed that form, and are of another day or person."""
    signed: dict[str, Revision] = {}
    for one in sorted(revisions, key=lambda copy: copy.received):
        done = signed.get(one.key)
        if done is not None and one.received > done.received and _is_another(done, one):
            yield one
        parties = parties_of([one])
        if done is None and parties and all(signs_for(one, party) for party in parties):
            signed[one.key] = one


def overtyped_finding(one: Revision) -> Finding:
    """Return what is said of such a file."""
    text = (
        f"{one.response.path}: is {one.response.reference or 'a form'}, which was signed before, and is now "
        "of another day or another person, so it does not count. Give the new session a form of its own."
    )
    return Finding("X28", Severity.ACT_NOW, None, text)


def _is_another(done: Revision, later: Revision) -> bool:
    days = session_date(done.response, done.definition), session_date(later.response, later.definition)
    first, second = (fact_of(one.response, one.definition, Fact.SUPERVISEE) for one in (done, later))
    another = bool(first and second) and first != second and not is_same_name(first or "", second or "")
    return another or (None not in days and days[0] != days[1])
