"""The form fields of a PDF as plain values."""

import io
from dataclasses import dataclass
from typing import Any

import pdfplumber
import pikepdf

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""


@dataclass(frozen=True, slots=True)
class Field:
    """One form field; a group has its kids' states, a kept answer its place."""

    kind: str
    flags: int
    value: str
    """As it is stored; "" where there is none, /Off of boxes without the stroke."""
    spoken: str
    state: str = ""
    states: frozenset[str] = frozenset()
    kid_states: tuple[str, ...] = ()
    rect: Rectangle | None = None
    kept_page: int = 0
    kept_box: Rectangle | None = None

    @property
    def place(self) -> Rectangle:
        """Return the rectangle of a field that has one."""
        assert self.rect is not None
        return self.rect

    @property
    def width_pt(self) -> float:
        """Return the width of its box."""
        return self.place[2] - self.place[0]

    @property
    def height_pt(self) -> float:
        """Return the height of its box."""
        return self.place[3] - self.place[1]

    @property
    def is_multiline(self) -> bool:
        """Return whether viewers break its text into lines."""
        return bool(self.flags & 1 << 12)


def fields_of(data: bytes) -> dict[str, Field]:
    """Return the fields of a PDF by name, in reading order."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {str(field.T): _field(field) for field in pdf.Root.AcroForm.Fields}


def boxes_of(data: bytes, page_index: int = 0) -> list[Rectangle]:
    """Return the rectangles of the boxes of questions on one page."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        widgets: Any = pdf.pages[page_index].Annots
        return [_rectangle(widget.Rect) for widget in widgets if "/Parent" in widget]


def words_of(data: bytes, page_index: int = 0) -> list[dict[str, Any]]:
    """Return the printed words of one page with their places, in the order in which they are drawn."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return pdf.pages[page_index].extract_words(use_text_flow=True)


def text_of(data: bytes, page_index: int = 0) -> str:
    """Return the printed words of one page."""
    return " ".join(word["text"] for word in words_of(data, page_index))


def _field(field: Any) -> Field:
    return Field(
        str(field.FT),
        int(field.get("/Ff", 0)),
        str(field.get("/V", "")).removeprefix("/"),
        str(field.TU),
        str(field.get("/AS", "")).removeprefix("/"),
        frozenset(str(key)[1:] for key in dict(field.AP.N)) if "/AS" in field else frozenset(),
        tuple(str(kid.AS)[1:] for kid in field.get("/Kids", ())),
        _rectangle(field.Rect) if "/Rect" in field else None,
        int(field.get("/HTPage", 0)),
        _rectangle(field.HTBox) if "/HTBox" in field else None,
    )


def _rectangle(edges: Any) -> Rectangle:
    x0, y0, x1, y1 = (float(edge) for edge in edges)
    return x0, y0, x1, y1
