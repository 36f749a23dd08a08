"""Files that do not count under the reference that they bear, and what a person says they are instead.

That is a signed record of last time with another day typed over the old one: it may be the record of the next
session, and whoever filled it in is spared doing so again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.reused import Homeless, reuse
from extract.review.answers import NotTaken
from extract.review.rows import FileInDoubt, SaidOfFile, TypedOfFile
from forms.checked import Checks
from forms.dates import show_date
from forms.reference import Reference, parse_reference
from halfterm.keyed_files import words_in
from register.checks.headers import form_meant

if TYPE_CHECKING:
    from forms.plan import Plan
    from forms.records import Response
    from halfterm.originals import Originals
    from register.checks.facts import Facts

_HEAD = "This file bears the reference of a form that was signed before, and is of another day or person."


def set_aside(facts: Facts) -> Iterator[FileInDoubt]:
    """Yield the files that a person may say something else of."""
    for one in facts.overtyped:
        meant = form_meant(facts, one)
        such = f", such as {meant[0]} of {show_date(meant[1].isoformat())}" if meant is not None else ""
        how = f"If it is that of another session, choose {SaidOfFile.USE_AS} and type the reference{such}."
        yield FileInDoubt(one.sha256, one.path, f"{_HEAD} It is {one.form}. {how}")


def reused(typed: TypedOfFile, plan: Plan, originals: Originals) -> Checks | NotTaken:
    """Return what makes a file that could be read the form that a person says it is.

    Raises UnreadableError R70 where what people said of it before was altered.
    """
    said = words_in(typed.choice).casefold()
    wanted = words_in(typed.reference).upper()
    if said == SaidOfFile.DONE_WITH.casefold():
        return NotTaken("Done with, and a reference stand here. Leave one of them") if wanted else Checks()
    if said != SaidOfFile.USE_AS.casefold():
        return NotTaken(f"what_to_do: {SaidOfFile.USE_AS} or {SaidOfFile.DONE_WITH} was expected. Choose one")
    reference = parse_reference(wanted)
    if reference is None:
        return NotTaken("Type the reference of the form that it is to be, such as ESM-26-0043-A2")
    response = originals.read(typed.key)
    if response is None:
        return NotTaken("Its file is not there any more, or not readable")
    fault = _fault(parse_reference(response.reference or ""), reference, plan)
    return _as(response, reference, plan, originals) if fault is None else NotTaken(fault)


def _as(response: Response, wanted: Reference, plan: Plan, originals: Originals) -> Checks | NotTaken:
    """Return what makes a file another form, one of a planned session."""
    day = next(one.date for one in plan.sessions if one.session_id == wanted.session)
    definition = originals.catalogue.load_form(response.form, response.version)
    came = originals.before(response.reference or "", response.sha256)
    before = [one for sha256, _, _ in came if (one := originals.read(sha256)) is not None]
    found = reuse(response, before, definition, str(wanted), day)
    if isinstance(found, Homeless):
        return NotTaken(
            f"{found.table}, row {found.row_number}: says something new of {found.ref}, an action of last "
            f"time, and this form has no rows for such actions. Type it onto {wanted}, and choose Done with "
            "here"
        )
    return found


def _fault(own: Reference | None, wanted: Reference, plan: Plan) -> str | None:
    """Return why a file cannot be a form, None where it can."""
    if not any(one.session_id == wanted.session for one in plan.sessions):
        return f"No session {wanted.session} stands in the Schedule. Plan it there first"
    if own is None:
        return "The file has no reference. Type it onto the form that was sent"
    if wanted == own:
        return f"{own} is what the file bears already. Type the reference of the session that it is of"
    if (wanted.appendix, bool(wanted.sheet)) != (own.appendix, bool(own.sheet)):
        return f"{wanted} is another form than {own}, as which the file was made. Type one that ends alike"
    whose, of_whom = (_supervisee_of(one.session, plan) for one in (own, wanted))
    if None not in {whose, of_whom} and whose != of_whom:
        return (
            f"{wanted} is the form of {of_whom}, and {own} that of {whose}. Type a session of the same person"
        )
    return None


def _supervisee_of(session: str, plan: Plan) -> str | None:
    """Return the name of whose session it is; None for a group, and where nobody has planned it."""
    rel_ids = [one.rel_id for one in plan.sessions if one.session_id == session]
    people = {one.supervisee_id for one in plan.relationships if one.rel_id in rel_ids}
    names = [one.name for one in plan.people if one.person_id in people]
    return names[0] if len(people) == 1 and names else None
