"""Say which form a file is of which nothing could be read, from what a person typed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.review.answers import NotTaken
from extract.review.rows import SaidOfFile, TypedOfFile
from forms.catalogue import Catalogue
from forms.checked import KeyedForm
from forms.errors import HalftermError
from forms.model import Stage
from forms.reference import parse_reference
from register.checked import Issuing, issuing_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from extract.sheet_cells import StoredCell


def form_of(connection: Connection, catalogue: Catalogue, typed: TypedOfFile) -> KeyedForm | NotTaken | None:
    """Return the form that is to be keyed in; None where nothing is: the file is done with."""
    reference, form, stage = (
        words_in(typed.reference).upper(),
        words_in(typed.form).lower(),
        words_in(typed.stage).lower(),
    )
    said = words_in(typed.choice).casefold()
    if said == SaidOfFile.DONE_WITH.casefold():
        return NotTaken("Done with, and a reference stand here. Leave one of them") if reference else None
    if said and said != SaidOfFile.KEY_IN.casefold():
        return NotTaken(f"what_to_do: {SaidOfFile.KEY_IN} or {SaidOfFile.DONE_WITH} was expected. Choose one")
    if parse_reference(reference) is None:
        return NotTaken("Type the reference as it stands at the foot of each page, such as ESM-26-0042-A2")
    known = [one for one in issuing_of(connection, reference) if not form or one.form == form]
    found = next((one for one in known if not stage or one.stage == stage), None)
    if found is None and form:
        found = _typed(catalogue, form, stage)
    if found is None:
        return NotTaken("Nothing is known of this reference. Type the form too, such as esteem/a2-record")
    if stage and stage not in set(Stage):
        return NotTaken(f"stage: one of {', '.join(Stage)} was expected. Choose from the list")
    return KeyedForm(found.form, found.version, stage or found.stage, reference)


def _typed(catalogue: Catalogue, form: str, stage: str) -> Issuing | None:
    try:
        definition = catalogue.load_form(form)
    except HalftermError:
        return None
    first = next(one for one in definition.stages if one is not Stage.BLANK)
    return Issuing(definition.id, definition.version, stage or str(first))


def words_in(cell: StoredCell | None) -> str:
    """Return what a person typed into a cell, in one line; "" for nothing."""
    return " ".join(str(cell.value).split()) if cell is not None and cell.value is not None else ""
