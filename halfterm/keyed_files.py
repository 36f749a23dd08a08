"""Say which form a file is of which nothing could be read, from what a person typed of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from extract.review.answers import NotTaken
from extract.review.rows import SaidOfFile
from forms.catalogue import Catalogue
from forms.checked import KeyedForm
from forms.errors import HalftermError
from forms.model import Stage
from forms.reference import Reference, parse_reference
from halfterm.said_of_files import Said, not_one_of
from halfterm.session_meant import misfit
from register.checked import Issuing, issuing_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from forms.plan import Plan


def form_of(
    connection: Connection, catalogue: Catalogue, said: Said, plan: Plan, on: dt.date
) -> KeyedForm | NotTaken:
    """Return the form that is to be keyed in."""
    if said.choice not in {None, SaidOfFile.KEY_IN}:
        return not_one_of("what_to_do", str(said.choice), (SaidOfFile.KEY_IN, SaidOfFile.DONE_WITH))
    reference = parse_reference(said.reference)
    if reference is None:
        stands = f'found "{said.reference}", which is none' if said.reference else "nothing stands there"
        return NotTaken(
            f"reference: {stands}. Type it as it stands at the foot of each page, such as ESM-26-0042-A2"
        )
    if said.stage and said.stage not in set(Stage):
        return not_one_of("stage", said.stage, tuple(Stage))
    known = [one for one in issuing_of(connection, said.reference) if not said.form or one.form == said.form]
    found = next((one for one in known if not said.stage or one.stage == said.stage), None)
    if found is None and said.form:
        found = _typed(catalogue, said)
        if found is None:
            return NotTaken(
                f'form: found "{said.form}", and there is none. Type one such as esteem/a2-record'
            )
    if found is None:
        return NotTaken(
            f'reference: found "{reference}", of which nothing is known. Type the form too, such as '
            "esteem/a2-record"
        )
    keyed = KeyedForm(found.form, found.version, said.stage or found.stage, said.reference)
    fault = _fault(catalogue, keyed, reference, plan, on)
    return keyed if fault is None else NotTaken(fault)


def _typed(catalogue: Catalogue, said: Said) -> Issuing | None:
    try:
        definition = catalogue.load_form(said.form)
    except HalftermError:
        return None
    first = next(one for one in definition.stages if one is not Stage.BLANK)
    return Issuing(definition.id, definition.version, said.stage or str(first))


def _fault(
    catalogue: Catalogue, keyed: KeyedForm, reference: Reference, plan: Plan, on: dt.date
) -> str | None:
    """Return why a file cannot be that form, None where it can."""
    definition = catalogue.load_form(keyed.form, keyed.version)
    if definition.code != reference.appendix:
        return (
            f'reference: found "{reference}", and forms {keyed.form} end in {definition.code}. Compare both '
            "with the foot of a page"
        )
    if keyed.stage not in definition.stages:
        stages = tuple(str(one) for one in definition.stages if one is not Stage.BLANK)
        return not_one_of("stage", keyed.stage, stages).why
    return misfit(reference, definition, keyed.stage, plan, on)
