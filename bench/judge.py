"""Judge what a contestant made, by means that are none of ours.

pikepdf and lxml say what a file holds, PDFium what a page shows, veraPDF whether it complies with PDF/UA-1.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.result import Score
from bench.sample import Sample
from forms.names import option_name
from tests.tools import pdfium, verapdf

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SLACK_PT = 0.5


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One widget: what it holds and where it stands."""

    page_index: int
    box: tuple[float, float, float, float]
    value: str
    is_button: bool
    is_on: bool
    has_words: bool
    """Its stored appearance shows text; without one, it is left to each viewer what a person sees."""


def judge_pdf(data: bytes, sample: Sample, *, pdfua: bool) -> Score:
    """Return how many values a filled PDF keeps and shows, and whether it complies with PDF/UA-1."""
    widgets = _widgets(data)
    kept = sum(_holds(widgets.get(name, []), text) for name, text in sample.values.items())
    with tempfile.TemporaryDirectory(prefix="halfterm-bench-") as folder:
        path = Path(folder, "filled.pdf")
        path.write_bytes(data)
        pages = pdfium.read_characters(path)
        shown = sum(_shows(widgets.get(name, []), text, pages) for name, text in sample.values.items())
        verdict = verapdf.check_pdfua([path])[0].passed if pdfua else None
    count = len(sample.values)
    return Score((kept, count), (shown, count), verdict)


def can_check_pdfua() -> bool:
    """Return whether the PDF/UA checker is there."""
    return verapdf.TOOL.why_missing() is None


def judge_docx(data: bytes, sample: Sample) -> Score:
    """Return how many values the content controls of a Word file keep."""
    found = docx_values(data)
    wanted = sample.texts | {option_name(name, option): "☒" for name, option in sample.choices.items()}
    return Score(count_equal(found, wanted))


def count_equal(found: Mapping[str, str], wanted: Mapping[str, str]) -> tuple[int, int]:
    """Return how many of the wanted values were found under their names, and how many there are."""
    return sum(_unix(found.get(name, "")) == text for name, text in wanted.items()), len(wanted)


def docx_values(data: bytes) -> dict[str, str]:
    """Return what the content controls of a Word file hold, by tag."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return control_values(root)


def control_values(root: Any) -> dict[str, str]:
    """Return tag -> text of every content control below an lxml element of WordprocessingML."""
    found: dict[str, str] = {}
    for control in root.iter(f"{_W}sdt"):
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        content = control.find(f"{_W}sdtContent")
        if tag is not None and content is not None:
            texts = (
                "\n" if part.tag == f"{_W}br" else part.text or ""
                for part in content.iter(f"{_W}t", f"{_W}br")
            )
            found[tag.get(f"{_W}val")] = "".join(texts)
    return found


def _widgets(data: bytes) -> dict[str, list[_Drawn]]:
    import pikepdf

    found: dict[str, list[_Drawn]] = {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page_index, page in enumerate(pdf.pages):
            annotations: Any = page.get("/Annots", [])
            for widget in annotations:
                if widget.get("/Subtype") != "/Widget":
                    continue
                field = widget if "/T" in widget else widget.Parent
                x0, y0, x1, y1 = (float(edge) for edge in widget.Rect)
                found.setdefault(str(field.T), []).append(
                    _Drawn(
                        page_index,
                        (x0, y0, x1, y1),
                        _unix(str(field.get("/V", ""))),
                        field.get("/FT") == "/Btn",
                        str(widget.get("/AS", "/Off")) != "/Off",
                        _has_words(widget),
                    )
                )
    return found


def _has_words(widget: Any) -> bool:
    import pikepdf

    appearance = widget.get("/AP")
    stream = appearance.get("/N") if isinstance(appearance, pikepdf.Dictionary) else None
    return isinstance(stream, pikepdf.Stream) and any(mark in stream.read_bytes() for mark in (b"Tj", b"TJ"))


def _holds(widgets: list[_Drawn], text: str) -> bool:
    return bool(widgets) and widgets[0].value == (f"/{text}" if widgets[0].is_button else text)


def _shows(widgets: list[_Drawn], text: str, pages: tuple[tuple[pdfium.Character, ...], ...]) -> bool:
    """Return whether the page shows exactly this text in its box, every glyph whole; or one ticked box."""
    if not widgets:
        return False
    if widgets[0].is_button:
        return sum(widget.is_on for widget in widgets) == 1
    if not widgets[0].has_words:
        return False
    x0, y0, x1, y1 = widgets[0].box
    inside: list[str] = []
    for character in pages[widgets[0].page_index]:
        if character.box is None or character.text.isspace():
            continue
        left, bottom, right, top = character.box
        if x0 <= (left + right) / 2 <= x1 and y0 <= (bottom + top) / 2 <= y1:
            if min(left - x0, bottom - y0, x1 - right, y1 - top) < -_SLACK_PT:
                return False
            inside.append(character.text)
    # Where a line ends a space may be left out, so spaces do not count.
    return "".join(inside) == "".join(text.split())


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
