"""Read what the fields of a PDF hold, and what else of it has to be told.

`extract.pdfopen` opens files, `extract.pdffields` gathers their fields.
"""

from __future__ import annotations

from collections.abc import Mapping

from extract.notes import notes_on_pages
from extract.pdffields import as_text, read_fields
from extract.pdfhidden import hidden_in
from extract.pdfmarks import marks_of_pages
from extract.pdfopen import library_trouble, open_source
from extract.pdfsource import damaged
from extract.raw import Identity, RawFile, identity_from
from forms.errors import UnreadableError
from forms.findings import Finding, Severity
from forms.records import Channel


def read_pdf(data: bytes) -> RawFile:
    """Return what the fields of a PDF hold.

    Raises UnreadableError R11 where no reader can open it, R20 where it is none of ours;
    PasswordError R15.
    """
    source, trouble = open_source(data)
    with library_trouble(), source:
        properties = {key: as_text(value)[0] for key, value in source.properties().items()}
        identity = _identity(properties, trouble)
        reading = read_fields(source)
        reading.findings.extend(hidden_in(source))
        if not reading.boxes and source.second is not None:
            with source.second() as second:
                other = read_fields(second)
            if other.boxes:
                reading, trouble = other, "the usual reader found no boxes in it"
        pages = source.page_count()
        notes = tuple(notes_on_pages(source, reading.boxes))
        placed = any(source.plain(node, "/Subtype") == "/Widget" for _, node in source.annotations())
        marks = tuple(marks_of_pages(source, reading.places))
    if trouble:
        reading.findings.append(
            Finding(
                "F20",
                Severity.SOON,
                None,
                f"the file is damaged and was read all the same ({trouble}). "
                "Compare a few answers with what the page shows",
            )
        )
    return RawFile(
        kind="pdf",
        channel=Channel.ACROFORM,
        identity=identity,
        pages=pages,
        boxes=tuple(reading.boxes),
        findings=tuple(reading.findings),
        seals=tuple(reading.seals),
        notes=notes,
        undecided=tuple(dict.fromkeys(reading.undecided)),
        without_places=not placed,
        page_marks=marks,
        option_places=tuple(reading.option_places),
        places=tuple(
            (name, number, edges) for number, there in reading.places.items() for name, edges in there
        ),
    )


def _identity(properties: Mapping[str, str], trouble: str) -> Identity:
    """Return which form a file is; of one that had to be mended nobody can say that it is none of ours."""
    try:
        return identity_from(properties)
    except UnreadableError as error:
        if trouble:
            raise damaged(trouble) from error
        raise
