"""Forms as people fill them in, print them, and put them under a scanner or a camera."""

from __future__ import annotations

import io
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from forms.records import Response
from tests.round.making import load_form, made
from tests.tools import pdfium

FORM, OTHER = "esteem/a2-record", "harewood/a4-decision-record"
REFERENCE = "ESM-26-0042-A2"
TYPED: dict[str, str | bool] = {
    "agenda_items": "Late buses and who rings whom",
    "agenda_action-1-action": "Ring the bus company",
    "agenda_action-1-who": "Tom Reed, or Priya Shah when he is away",
    "disagreement": "No",
    "actual_length": "45",
}
_FACTS = {
    "supervisee": "Tom Reed",
    "supervisor": "Priya Shah",
    "session_date": "2026-11-19",
    "case_ref": "ESM-C001",
    "sheet": 1,
}


def issued(form: str = FORM) -> bytes:
    """Return a form as it is sent out at its first stage."""
    definition = load_form(form)
    sheet = "-1" if "case_ref" in {fact.value for fact in definition.required} else ""
    values: dict[str, Any] = {
        "reference": f"ESM-26-0042-{definition.code}{sheet}",
        "header": {fact.value: _FACTS[fact.value] for fact in definition.required},
    }
    return made(definition, values, "pdf", stage=definition.stages[0]).data


@cache
def pages(form: str = FORM, *, empty: bool = False, dpi: int = 200) -> tuple[Image.Image, ...]:
    """Return the pages of a form on paper, filled in or not, as grey pictures."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "issued.pdf"), Path(folder, "filled.pdf")
        source.write_bytes(issued(form))
        pdfium.type_into_pdf(source, target, TYPED if form == FORM and not empty else {})
        return tuple(page.convert("L") for page in pdfium.draw_pages(target, dpi))


def as_pdf(pictures: list[Image.Image], dpi: int = 200) -> bytes:
    """Return a PDF with a picture a page, as scanners write it."""
    held = io.BytesIO()
    pictures[0].save(held, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:])
    return held.getvalue()


def as_file(pictures: list[Image.Image], kind: str) -> bytes:
    """Return a picture file; a TIFF with a page each."""
    held = io.BytesIO()
    # Pillow keeps at a picture how it was encoded last, and fails where the next kind has no use for that.
    first, *others = (one.copy() for one in pictures)
    more: dict[str, Any] = {"save_all": True, "append_images": others} if kind == "TIFF" else {}
    first.save(held, kind, **more)
    return held.getvalue()


def codes(response: Response) -> set[str]:
    """Return the codes of what was found."""
    return {one.code for one in response.findings}


def flagged(response: Response) -> set[str | None]:
    """Return the boxes that a person is asked to look at."""
    return {one.field for one in response.findings if one.code in {"F60", "F61", "F75"}}
