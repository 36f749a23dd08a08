"""The forms that people have in a term: which each one is, what is typed into it, how it is called then."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from forms.catalogue import own_catalogue
from forms.model import Definition, Owner, RecordType, Stage
from tests.stories.trust import Typed
from tests.term import answers
from tests.term.invented import PREFIX, InventedTrust, Pair

_REFERENCE = re.compile(rf"({PREFIX}-26-\d{{4}})-([A-Z]\d?)(?:-(\d+))? (\w+)\.(?:pdf|docx)")
_CATALOGUE = own_catalogue()


@dataclass(frozen=True, slots=True)
class Paper:
    """A form that somebody has, as its name says."""

    name: str
    session: str
    form: Definition
    sheet: int
    """0: it has no number."""
    stage: Stage


@dataclass(frozen=True, slots=True)
class Job:
    """A form that somebody fills in."""

    name: str
    """Under which it is returned."""
    paper: Paper
    data: bytes
    typed: Typed
    person: str
    """Whose password opens it; "" for a supervisor's own, which has none."""


def paper_of(name: str, invented: InventedTrust) -> Paper | None:
    """Return which form a file is, as its name says; None for what is no form."""
    found = _REFERENCE.fullmatch(name)
    if found is None:
        return None
    session, code, sheet, stage = found.groups()
    forms = _CATALOGUE.forms_of(invented.pair_of(session).policy)
    (form,) = (one for one in forms if one.code == code)
    return Paper(name, session, form, int(sheet or 0), Stage(stage))


def of_supervisee(paper: Paper, pair: Pair, half: int, on: dt.date) -> Typed | None:
    """Return what a supervisee types into a form; None where they leave it out."""
    form = paper.form
    if form.record is RecordType.AGREEMENT:
        if not answers.is_signed_here(form, paper.stage):
            return {}
        # The two sit together over it.
        return {
            **answers.signature(form, Owner.SUPERVISEE, pair.supervisee.name, on),
            **answers.signature(form, Owner.SUPERVISOR, pair.supervisor.name, on),
        }
    if paper.stage is Stage.SIGNING:
        return answers.signature(form, Owner.SUPERVISEE, pair.supervisee.name, on)
    if form.record is RecordType.CASE and (paper.sheet > 1 or form.id not in answers.CASE_BOXES):
        return None
    return answers.agenda(form, pair, half)


def as_returned(paper: Paper, pair: Pair) -> str:
    """Return what somebody calls a file: some put the child's name there."""
    if paper.form.record is RecordType.CASE and pair.number % 2:
        return f"{pair.child.name}{Path(paper.name).suffix}"
    return paper.name


def waits_for_the_other(job: Job) -> bool:
    """Return whether a form goes to somebody else to be signed, as it came back."""
    paper = job.paper
    return paper.stage is Stage.SIGNING and paper.form.record is not RecordType.AGREEMENT and bool(job.person)
