"""The boxes of an issued PDF: where on its pages each field stands."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extract.pdftext import decode_text
from forms.records import Box

_READ_ONLY, _MULTILINE = 1, 1 << 12
"""Flags of fields (ISO 32000-1, tables 221 and 228)."""


@dataclass(frozen=True, slots=True)
class Place:
    """One box, or one of the boxes of a group that share a name; points from the page's lower left."""

    name: str
    page_number: int
    box: Box
    option: str | None
    """The on-state of a tick box; None for a box that takes text."""
    multiline: bool
    locked: bool = False
    """Nobody was to type into it."""
    choice: bool = False
    """A list to choose from, at whose right end a viewer may draw an arrow."""
    options: tuple[str, ...] = ()
    """What such a list offers: nothing else can be put in."""
    shrinks: bool = False
    """Viewers make the letters of a text smaller until the box shows all of it."""


def places_of(data: bytes) -> list[Place]:
    """Return the boxes of a PDF that we made, in page order; fields for certificates are none."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            place
            for page_number, page in enumerate(pdf.pages, 1)
            for place in _on_page(page_number, page.obj.get("/Annots", []))
        ]


def _on_page(page_number: int, annotations: Any) -> Iterator[Place]:
    for widget in annotations:
        kind = str(_inherited(widget, "/FT"))
        if widget.get("/Subtype") != "/Widget" or kind == "/Sig":
            continue
        x0, y0, x1, y1 = (float(number) for number in widget["/Rect"])
        option = None
        if kind == "/Btn":
            option = next(state[1:] for state in widget["/AP"]["/N"].keys() if state != "/Off")  # noqa: SIM118
        flags = int(_inherited(widget, "/Ff") or 0)
        box = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        yield Place(
            _name(widget),
            page_number,
            box,
            option,
            bool(flags & _MULTILINE) and kind == "/Tx",
            bool(flags & _READ_ONLY),
            kind == "/Ch",
            tuple(_options(_inherited(widget, "/Opt") or ())) if kind == "/Ch" else (),
            " 0 Tf" in str(_inherited(widget, "/DA") or ""),
        )


def _options(listed: Any) -> Iterator[str]:
    """Yield the options of a list, each a text or a pair of what is stored and what is shown."""
    import pikepdf

    for one in listed:
        shown = one[1] if isinstance(one, pikepdf.Array) else one
        yield decode_text(bytes(shown))[0]


def _inherited(widget: Any, key: str) -> Any:
    node = widget
    while node is not None:
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def _name(widget: Any) -> str:
    parts = []
    node = widget
    while node is not None:
        if "/T" in node:
            parts.append(decode_text(bytes(node["/T"]))[0])
        node = node.get("/Parent")
    return ".".join(reversed(parts))
