"""Compile a page once: Typst makes the tagged page, then its links become form fields.

The page comes out of Typst with one link annotation per box, each with its rectangle, its structure
element and its StructParent. A second pass turns annotations into widgets and `/Link` elements into
`/Form` (ISO 32000-1 14.8.4.5), so place, reading order and tags are right by construction.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from build.page import Control, Page
from build.pdf import band
from build.pdf.appearance import SIMPLE_NAME, TYPE0_NAME, default_appearance
from build.pdf.font import embed
from build.pdf.printed import drawable_spec
from build.pdf.settled import kept_field, settled_places
from build.pdf.widgets import make_widgets
from forms.lettering import form_font
from forms.records import Box

if TYPE_CHECKING:
    from pikepdf import Dictionary, Object, Pdf
    from typst import Fonts

TEMPLATE_FILES = ("form.typ", "look.typ", "boxes.typ", "blocks.typ", "sections.typ")
"""The page template, in templates/pdf; the first file draws the page with the help of the others."""
_BAND = "/HTBand"


def compile_blank(page: Page, spec: str) -> bytes:
    """Return the fillable blank of `page`, laid out as `spec` says; equal input, equal bytes."""
    import pikepdf

    controls = {control.name: control for control in page.controls()}
    raw, settled = _typeset(drawable_spec(spec), controls)
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        type0, simple = embed(pdf, form_font())
        fields = make_widgets(pdf, controls)
        settled_controls = [control for control in page.controls() if control.flowing]
        fields += [kept_field(pdf, control, *settled[control.name]) for control in settled_controls]
        pdf.Root.AcroForm = pdf.make_indirect(
            pikepdf.Dictionary(
                Fields=pikepdf.Array(fields),
                DR=pikepdf.Dictionary(
                    Font=pikepdf.Dictionary({f"/{SIMPLE_NAME}": simple, f"/{TYPE0_NAME}": type0})
                ),
                DA=pikepdf.String(default_appearance(auto_size=False)),
            )
        )
        _retag(pdf)
        _add_bands(pdf, type0)
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    return out.getvalue()


@cache
def page_fonts() -> Fonts:
    """Return the fonts that printed words are set in: ours, and none of the machine's."""
    from typst import Fonts

    folder = resources.files("templates").joinpath("fonts/page")
    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def _typeset(spec: str, controls: Mapping[str, Control]) -> tuple[bytes, dict[str, tuple[int, Box]]]:
    """Return the tagged PDF, and where each settled answer stands (page index, place)."""
    import typst

    source = Path(str(resources.files("templates").joinpath("pdf", TEMPLATE_FILES[0])))
    compiler = typst.Compiler(source, root=source.parent, font_paths=page_fonts(), sys_inputs={"spec": spec})
    raw = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    if not isinstance(raw, bytes):
        raise TypeError(f"the page compiler returned {type(raw).__name__}, not a PDF")
    marks = json.loads(compiler.query("<answer>", field="value")) if '"flow"' in spec else []
    return raw, settled_places(marks, controls)


def _retag(pdf: Pdf) -> None:
    """Make every Link element of the structure tree a Form element."""
    from pikepdf import Name

    for element in _elements(pdf.Root.StructTreeRoot):
        if element.get("/S") == Name.Link:
            element.S = Name.Form


def _elements(root: Object) -> Iterator[Dictionary]:
    import pikepdf

    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(list(node))
        elif isinstance(node, pikepdf.Dictionary):
            yield node
            if "/K" in node:
                waiting.append(node.K)


def _add_bands(pdf: Pdf, type0: Object) -> None:
    """Draw an own, still empty form XObject on every page, as an artifact."""
    from pikepdf import Array, Dictionary, Name, Stream

    for page in pdf.pages:
        form = Stream(pdf, b"")
        form.Type = Name.XObject
        form.Subtype = Name.Form
        form.BBox = Array([0, 0, round(band.WIDTH_PT, 3), round(band.HEIGHT_PT, 3)])
        form.Resources = Dictionary(Font=Dictionary({f"/{TYPE0_NAME}": type0}))
        if "/XObject" not in page.Resources:
            page.Resources.XObject = Dictionary()
        page.Resources.XObject[_BAND] = pdf.make_indirect(form)
        page.contents_add(b"q", prepend=True)
        page.contents_add(
            b"Q /Artifact << /Type /Pagination /Subtype /Footer >> BDC\n"
            + f"q 1 0 0 1 {band.LEFT_PT:.3f} {band.BOTTOM_PT:.3f} cm {_BAND} Do Q\nEMC".encode("ascii")
        )
