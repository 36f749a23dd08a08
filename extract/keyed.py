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
from extract.raw import NO_MARKS, RawFile
from forms.checked import KeyedForm
from forms.errors import UnreadableError
from forms.names import fact_name
from forms.records import Channel


def key_in(keyed: KeyedForm, issued: Issued) -> RawFile:
    """Return the form with every box to be filled in by a person. Raises UnreadableError R71."""
    printed = Printed(keyed.reference, keyed.form, keyed.version, keyed.stage, 1)
    for data, is_known in _made(printed, issued):
        raw = read_pdf(data)
        boxes = tuple(
            box
            if is_known and box.locked
            else dataclasses.replace(box, texts=(), illegible=True, locked=False, page_number=None, box=None)
            for box in raw.boxes
            # What stands at its head was issued, and is not asked for.
            if is_known or not box.name.startswith(fact_name(""))
        )
        identity = raw.identity if is_known else dataclasses.replace(raw.identity, marks=NO_MARKS)
        return dataclasses.replace(
            raw, identity=identity, boxes=boxes, channel=Channel.OCR, pages=None, places=(), page_marks=()
        )
    raise UnreadableError(
        "R71",
        f"the review file says that this is form {keyed.form}, reference {keyed.reference or '(none)'}, and "
        "no such form can be made. Compare form, stage and reference with what is printed at its foot",
    )


def _made(printed: Printed, issued: Issued) -> Iterator[tuple[bytes, bool]]:
    for data in issued.from_before(printed):
        yield data, True
    for data in issued(printed, ()):
        yield data, False
