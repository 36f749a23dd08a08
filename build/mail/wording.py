"""The words of a draft: a neutral subject, and a short body from templates/mail.

Neither names a child, nor a case: a subject is read on a projected screen, a body in a preview.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from forms.intervals import spoken_day
from forms.packs import Errand, Pack
from forms.plan import Person

if TYPE_CHECKING:
    from jinja2 import Environment

_ASKED = {
    Errand.AGENDA: "the forms to prepare the session",
    Errand.AGREEMENT: "the agreement to sign, which came with the forms",
    Errand.SIGNING: "the record to sign",
    Errand.COUNTERSIGNING: "what is left to sign",
}
SUBJECT = "[SENSITIVE - open privately] Supervision {what}, ref {reference}"
_ABOUT = {Errand.CANCELLED: "cancelled", Errand.MOVED: "date"}


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What lies in a mail, in words: a form's title, and the files that are such forms."""

    title: str
    names: tuple[str, ...]
    """Of the files, in their order; at least one."""
    suffix: str
    """pdf or docx."""
    is_to_sign: bool = False
    """Whether it is to be signed, among others that are not."""

    @property
    def spoken_names(self) -> str:
        """Return the names of the files; of more than two the first and the last, for they are numbered."""
        first, last = self.names[0], self.names[-1]
        return {1: first, 2: f"{first}, {last}"}.get(len(self.names), f"{first} to {last}")


def subject_of(pack: Pack) -> str:
    """Return the subject: the session's reference, and nothing that tells whom or what it is about."""
    return SUBJECT.format(what=_ABOUT.get(pack.errand, "paperwork"), reference=pack.session_id)


@dataclass(frozen=True, slots=True)
class Told:
    """What a draft says beside its pack."""

    people: tuple[Person, ...]
    """Whom it is for: some of the pack's people, or all."""
    enclosed: tuple[Enclosed, ...]
    late: bool
    printed: bool
    protected: bool
    is_past_due: bool = False
    """Whether the day has passed by which it was to be back: nobody is asked for that then."""
    in_one_file: bool = False
    """Whether all forms are in one file, to print."""
    came: tuple[str, ...] = ()
    """Of a receipt: what came back, a line each."""
    unread: bool = False
    """And whether something of it could not be read for certain."""
    for_calendars: bool = False
    """Whether a file for calendars comes with it."""


def body_of(pack: Pack, told: Told) -> str:
    """Return the body of a draft; its lines end as Python's do."""
    template = _environment().get_template(f"{pack.errand}.txt.jinja")
    text = template.render(
        told=told,
        enclosed=told.enclosed,
        first_names=_listed([one.name.split()[0] for one in told.people]),
        session=spoken_day(pack.session_on, year=True),
        time=f"{pack.session_at:%H:%M}" if pack.session_at else "",
        due=spoken_day(pack.due, year=True) if pack.due else "",
        late=told.late,
        printed=told.printed,
        protected=told.protected,
        word=any(one.suffix == "docx" for one in told.enclosed),
        pdf=any(one.suffix == "pdf" for one in told.enclosed),
        supervisor=pack.supervisor.name,
        it="them" if sum(len(one.names) for one in told.enclosed) > 1 else "it",
        several=any(len(one.names) > 1 for one in told.enclosed),
        kept_back=any(not one.mailed for one in pack.sheets),
    )
    return f"{text.strip()}\n"


def reminder_body(person: Person, supervisor: Person, packs: Sequence[Pack]) -> str:
    """Return the body of a reminder of what was to be back."""
    template = _environment().get_template(f"{Errand.REMINDER}.txt.jinja")
    items = [
        f"{_ASKED[one.errand]} for {spoken_day(one.session_on, year=True)} ({one.session_id})"
        + (f", which was to be back by {spoken_day(one.due, year=True)}" if one.due else "")
        + (f", with {one.supervisor.name}" if one.supervisor.person_id != supervisor.person_id else "")
        for one in packs
    ]
    text = template.render(first_names=person.name.split()[0], items=items, supervisor=supervisor.name)
    return f"{text.strip()}\n"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = files("templates").joinpath("mail")
    return Environment(
        loader=FunctionLoader(lambda name: folder.joinpath(name).read_text(encoding="utf-8")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 # plain text, no markup
        keep_trailing_newline=True,
    )
