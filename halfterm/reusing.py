"""Files that do not count under the reference that they bear, and what a person says they are instead.

That is a signed record of last time with another day typed over the old one: it may be the record of the next
session, and whoever filled it in is spared doing so again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.reused import Homeless, reuse
from extract.review.answers import NotTaken
from extract.review.rows import FileInDoubt, SaidOfFile
from forms.checked import Checks
from forms.dates import show_date
from forms.model import Fact
from forms.reference import Reference, parse_reference
from forms.revisions import revision_of
from halfterm.said_of_files import Said, not_one_of
from halfterm.session_meant import misfit, planned
from register.checks.headers import form_meant
from register.rostered import Rostered
from register.signing import parties_of, signs_for

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


def reused(said: Said, sha256: str, plan: Plan, originals: Originals, on: dt.date) -> Checks | NotTaken:
    """Return what makes a file that could be read the form that a person says it is.

    Raises UnreadableError R70 where what people said of it before was altered.
    """
    if said.choice is not SaidOfFile.USE_AS:
        return not_one_of("what_to_do", str(said.choice or ""), (SaidOfFile.USE_AS, SaidOfFile.DONE_WITH))
    wanted = parse_reference(said.reference)
    if wanted is None:
        stands = f'found "{said.reference}", which is none' if said.reference else "nothing stands there"
        return NotTaken(
            f"reference: {stands}. Type that of the form that it is to be, such as ESM-26-0043-A2"
        )
    response = originals.read_as_it_came(sha256)
    if response is None:
        return NotTaken("Its file is not there any more, or not readable")
    fault = _Fault(response, wanted, plan, originals, on).of(said)
    return _as(response, wanted, plan, originals) if fault is None else NotTaken(fault)


def _as(response: Response, wanted: Reference, plan: Plan, originals: Originals) -> Checks | NotTaken:
    """Return what makes a file another form, one of a planned session."""
    session = planned(wanted, plan)
    if session is None:
        raise AssertionError(f"{wanted} is of no planned session")
    definition = originals.catalogue.load_form(response.form, response.version)
    came = originals.before(response.reference or "", response.sha256)
    before = [one for sha256, _, _ in came if (one := originals.read(sha256)) is not None]
    found = reuse(response, before, definition, str(wanted), session.date)
    if isinstance(found, Homeless):
        return NotTaken(
            f"{found.table}, row {found.row_number}: says something new of {found.ref}, an action of last "
            f"time, and this form has no rows for such actions. Type it onto {wanted}, and choose Done with "
            "here"
        )
    return found


@dataclass(frozen=True, slots=True)
class _Fault:
    """Whether a file can be another form."""

    response: Response
    wanted: Reference
    plan: Plan
    originals: Originals
    on: dt.date

    def of(self, said: Said) -> str | None:
        """Return why it cannot be, None where it can."""
        own, wanted, form, stage = (
            parse_reference(self.response.reference or ""),
            self.wanted,
            self.response.form,
            self.response.stage,
        )
        if (said.form or form) != form or (said.stage or stage) != stage:
            typed = " ".join(filter(None, (said.form, said.stage)))
            return (
                f'form, stage: found "{typed}", and this file is {form} {stage}, which Use as does not '
                "change. Leave both blank"
            )
        if planned(wanted, self.plan) is None:
            return (
                f'reference: found "{wanted}", and no session {wanted.session} stands in the Schedule. Plan '
                "it there first"
            )
        if own is None:
            return "The file has no reference. Type it onto the form that was sent"
        if wanted == own:
            return (
                f'reference: found "{wanted}", which the file bears already. Type that of the session that '
                "it is of"
            )
        if (wanted.appendix, bool(wanted.sheet)) != (own.appendix, bool(own.sheet)):
            return (
                f'reference: found "{wanted}", another form than {own}, as which the file was made. Type one '
                "that ends alike"
            )
        definition = self.originals.catalogue.load_form(form, self.response.version)
        return (
            misfit(wanted, definition, stage, self.plan, self.on)
            or self._of_another_person(own)
            or self._of_another_file()
        )

    def _of_another_person(self, own: Reference) -> str | None:
        whose, of_whom = (_supervisee_of(one.session, self.plan) for one in (own, self.wanted))
        named = self.response.header.get(Fact.SUPERVISEE)
        if of_whom is None:
            return None
        people = Rostered(self.plan)
        is_theirs = whose == of_whom if whose is not None else not named or people.goes_by(of_whom, named)
        if is_theirs:
            return None
        name = people.name_of(whose, dt.date.max) if whose is not None else named
        return (
            f'reference: found "{self.wanted}", the form of {people.name_of(of_whom, dt.date.max)}, and '
            f"{own} is that of {name}. Type a session of the same person"
        )

    def _of_another_file(self) -> str | None:
        """Return why it cannot take the place of what came back under that reference, None where it can."""
        for one in self.originals.returned.get(str(self.wanted), ()):
            if one.sha256 == self.response.sha256:
                continue
            if self.originals.checks_of(one.sha256).used_as is not None:
                return (
                    f'reference: found "{self.wanted}", as which another file is used already. Only one can '
                    "be it"
                )
            other = self.originals.read(one.sha256)
            if other is not None and _is_signed(other, self.originals):
                return (
                    f'reference: found "{self.wanted}", which came back and was signed by all. Type another '
                    "one, or take the import of that back first"
                )
        return None


def _is_signed(response: Response, originals: Originals) -> bool:
    one = revision_of(response, originals.catalogue.load_form(response.form, response.version))
    parties = parties_of([one])
    return bool(parties) and all(signs_for(one, party) for party in parties)


def _supervisee_of(session: str, plan: Plan) -> str | None:
    """Return the id of whose session it is; None for a group, and where nobody has planned it."""
    rel_ids = [one.rel_id for one in plan.sessions if one.session_id == session]
    people = {one.supervisee_id for one in plan.relationships if one.rel_id in rel_ids}
    return next(iter(people)) if len(people) == 1 else None
