"""A form of which nothing can be read by machine, so that a person keys it in: all its boxes in doubt.

Which boxes it has says the form made once more. What it was issued with is known where the stage before it
came back; else nothing is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from extract.acroform import read_pdf
from extract.issuing import Issued
from extract.page.identity import Printed
from extract.raw import NO_MARKS, RawBox, RawFile
from forms.checked import KeyedForm
from forms.errors import UnreadableError
from forms.model import Stage
from forms.names import fact_name
from forms.records import Channel

_SETTLED = frozenset({Stage.SIGNING, Stage.FINAL})


def key_in(keyed: KeyedForm, issued: Issued) -> RawFile:
    """Return the form with every box to be filled in by a person. Raises UnreadableError R71."""
    for data, is_known in _made(keyed, issued):
        raw = read_pdf(data)
        boxes = tuple(
            box
            if box.locked and (is_known or _is_of(box, keyed))
            else dataclasses.replace(box, texts=(), illegible=True, locked=False, page_number=None, box=None)
            for box in raw.boxes
            # What stands at its head was issued, and is not asked for.
            if is_known or not box.name.startswith(fact_name(""))
        )
        identity = raw.identity
        if not is_known:
            identity = dataclasses.replace(
                identity, stage=keyed.stage, reference=keyed.reference, marks=NO_MARKS
            )
        return dataclasses.replace(
            raw, identity=identity, boxes=boxes, channel=Channel.OCR, pages=None, places=(), page_marks=()
        )
    raise UnreadableError(
        "R71",
        f"the review file says that this is form {keyed.form}, reference {keyed.reference or '(none)'}, and "
        "no such form can be made. Compare form, stage and reference with what is printed at its foot",
    )


def _made(keyed: KeyedForm, issued: Issued) -> Iterator[tuple[bytes, bool]]:
    """Yield forms with the boxes that are asked for, and whether what stands in them was issued so."""
    printed = Printed(keyed.reference, keyed.form, keyed.version, keyed.stage, 1)
    for data in issued.from_before(printed):
        yield data, True
    if keyed.stage in _SETTLED:
        # Nobody knows what was settled before: a blank has a box for all of it, and for the signatures.
        printed = Printed("", keyed.form, keyed.version, Stage.BLANK, 1)
    for data in issued(printed, ()):
        yield data, False


def _is_of(box: RawBox, keyed: KeyedForm) -> bool:
    """Return whether a box holds the id of an action that is new on this form: those follow from it."""
    return bool(box.texts) and bool(keyed.reference) and box.texts[0].startswith(keyed.reference)
