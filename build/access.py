"""Which boxes a person may type into at a stage, and which answers are settled.

Interfaces: all boxes are open until signing but references, ids, carried actions and signatures; at
signing only what belongs to signing is.
"""

from __future__ import annotations

from build.filling import Filling
from forms.model import Field, Kind, Stage


def is_open(field: Field, filling: Filling) -> bool:
    """Return whether a person may type into `field` (locked facts of rows apart)."""
    stage = filling.stage
    if stage is Stage.BLANK:
        return True
    if stage is Stage.FINAL:
        return False
    if stage is Stage.SIGNING:
        return field.stage is Stage.SIGNING
    # Signatures and their dates open for signing only; a disagreement may be noted before.
    signature_dates = {one.date_field for one in filling.definition.fields if one.date_field}
    return field.kind not in {Kind.SIGNATURE, Kind.SIGNATURES} and field.id not in signature_dates


def is_cell_open(field: Field, column: str, filling: Filling) -> bool:
    """Return whether a person may type into this column of a table; who is to sign is known beforehand."""
    known = field.kind is Kind.SIGNATURES and column == "who"
    return is_open(field, filling) or (known and filling.stage in {Stage.AGENDA, Stage.SESSION})


def is_flowing(field: Field, filling: Filling) -> bool:
    """Return whether the answer is settled and flows over the page as words."""
    settled = filling.stage is Stage.SIGNING and field.stage is not Stage.SIGNING
    return settled or filling.stage is Stage.FINAL


def is_settled(filling: Filling) -> bool:
    """Return whether the form as a whole is settled: nothing but what belongs to signing can be typed."""
    return filling.stage in {Stage.SIGNING, Stage.FINAL}
