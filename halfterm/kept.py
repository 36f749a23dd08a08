"""What the register keeps of a response: no word of a narrative, and no child's name that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.revisions import revision_of
from register.belonging import pairs_of
from register.children import children_of
from register.keeping import Keeper
from register.receiving import Kept

if TYPE_CHECKING:
    from forms.model import Definition
    from forms.records import Response
    from halfterm.writing_out import Known


def kept_of(response: Response, definition: Definition, known: Known) -> Kept:
    """Return what the register keeps: names that the key knows, or the form itself says, are masked."""
    revision = revision_of(response, definition)
    own, children = children_of([revision]), known.protected.children

    def mask(text: str) -> str:
        return own.mask(children.mask(text, parts=True).text, parts=True).text

    keeper = Keeper(known.marks_key, mask)
    return Kept(keeper.keep(response, definition), definition, pairs_of(revision, known.marks_key))
