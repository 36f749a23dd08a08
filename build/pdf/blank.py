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
from typing import TYPE_CHECKING, Any

from build.page import Control, Input, Page
from build.pdf import band
from build.pdf.appearance import EMPTY, SIMPLE_NAME, TYPE0_NAME, cross_stream, default_appearance
from build.pdf.font import embed
from build.pdf.spec import is_multiline
from forms.lettering import form_font
from forms.names import split_part_name
from forms.records import Box
from forms.typeset import SIZE_PT

if TYPE_CHECKING:
    from pikepdf import Dictionary, Object, Pdf
    from typst import Fonts

_READ_ONLY, _MULTILINE, _RADIO, _COMBO = 1, 1 << 12, 1 << 15, 1 << 17
"""Field flags, ISO 32000-1 tables 221, 226, 228 and 230."""
_PRINT = 4
_BAND = "/HTBand"


def compile_blank(page: Page, spec: str) -> bytes:
    """Return the fillable blank of `page`, laid out as `spec` says; equal input, equal bytes."""
    import pikepdf

    controls = {control.name: control for control in page.controls()}
    raw, settled = _typeset(spec, controls)
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        type0, simple = embed(pdf, form_font())
        fields = _widgets(pdf, controls)
        settled_controls = [control for control in page.controls() if control.flowing]
        fields += [_kept(pdf, control, *settled[control.name]) for control in settled_controls]
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
def _fonts() -> Fonts:
    from typst import Fonts

    folder = resources.files("templates").joinpath("fonts/page")
    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def _typeset(spec: str, controls: Mapping[str, Control]) -> tuple[bytes, dict[str, tuple[int, Box]]]:
    """Return the tagged PDF, and where each settled answer stands (page index, place)."""
    import typst

    source = Path(str(resources.files("templates").joinpath("pdf/form.typ")))
    compiler = typst.Compiler(source, root=source.parent, font_paths=_fonts(), sys_inputs={"spec": spec})
    raw = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    if not isinstance(raw, bytes):
        raise TypeError(f"the page compiler returned {type(raw).__name__}, not a PDF")
    places = json.loads(compiler.query("<answer>", field="value")) if '"flow"' in spec else []
    return raw, _settled(places, controls)


_PAGE_HEIGHT_PT = 297 * band.MM_PT
_PAGE_RIGHT_PT = 195 * band.MM_PT
_SHORTEST_PT = 12.0


def _settled(places: list[dict[str, Any]], controls: Mapping[str, Control]) -> dict[str, tuple[int, Box]]:
    """Return where answers begin: from the first line to the last one on the page where they start."""
    begun: dict[str, dict[str, Any]] = {}
    settled: dict[str, tuple[int, Box]] = {}
    for place in places:
        name = place["name"]
        if place["edge"] == "start":
            begun.setdefault(name, place)
        elif name not in settled:
            settled[name] = _settled_box(begun[name], place, controls[name].text)
    return settled


def _settled_box(begin: dict[str, Any], end: dict[str, Any], text: str) -> tuple[int, Box]:
    """Return page index and box of one answer.

    Marks that stand in a line are at its baseline; those of a block of lines are at the top of the
    first capital and at the baseline of the last line.
    """
    start, stop = begin["at"], end["at"]
    x0, top, bottom = _points(start["x"]), _points(start["y"]), _points(stop["y"])
    font = form_font()
    drawn = font.drawn(text.replace("\n", " "))
    in_line = begin["width"] is None
    if start["page"] != stop["page"]:
        bottom = _PAGE_HEIGHT_PT - 27 * band.MM_PT
    elif in_line:
        top -= font.cap_height * SIZE_PT / 1000
    room_pt = _PAGE_RIGHT_PT - x0 if in_line else begin["width"]
    x1 = x0 + max(min(font.width_pt(drawn, SIZE_PT), room_pt), _SHORTEST_PT)
    above_pt, below_pt = (font.ascent - font.cap_height) * SIZE_PT / 1000, -font.descent * SIZE_PT / 1000
    return start["page"] - 1, Box(
        x0, _PAGE_HEIGHT_PT - bottom - below_pt, x1, _PAGE_HEIGHT_PT - top + above_pt
    )


def _points(length: str) -> float:
    return float(length.removesuffix("pt"))


def _widgets(pdf: Pdf, controls: Mapping[str, Control]) -> list[Object]:
    """Turn every link annotation into a widget; return the fields in reading order."""
    import pikepdf

    fields: list[Object] = []
    groups: dict[str, Object] = {}
    for page in pdf.pages:
        for widget in page.obj.get("/Annots", pikepdf.Array()):
            name = str(widget.A.URI).removeprefix("field:")
            place = Box(*(round(float(edge), 3) for edge in widget.Rect))
            for key in ("/A", "/Contents", "/Border", "/QuadPoints", "/BS", "/H"):
                if key in widget:
                    del widget[key]
            widget.Subtype = pikepdf.Name.Widget
            widget.F = _PRINT
            widget.MK = pikepdf.Dictionary()
            control_name, slash, option = name.partition("/")
            control = controls[split_part_name(control_name)[0]]
            if slash:
                if control_name not in groups:
                    groups[control_name] = _group(pdf, control)
                    fields.append(groups[control_name])
                _option(pdf, widget, groups[control_name], control, option, place)
            else:
                _text_field(pdf, widget, control, name, place)
                fields.append(widget)
        page.obj.Tabs = pikepdf.Name.S
    return fields


def _group(pdf: Pdf, control: Control) -> Object:
    from pikepdf import Array, Dictionary, Name, String

    flags = _RADIO | (_READ_ONLY if control.locked else 0)
    group = Dictionary(
        FT=Name.Btn,
        Ff=flags,
        T=String(control.name),
        TU=String(control.accessible_name),
        V=Name.Off,
        Kids=Array(),
    )
    return pdf.make_indirect(group)


def _option(pdf: Pdf, widget: Object, group: Object, control: Control, option: str, place: Box) -> None:
    from pikepdf import Dictionary, Name, String

    width_pt, height_pt = place.x1_pt - place.x0_pt, place.y1_pt - place.y0_pt
    widget.Parent = group
    widget.AS = Name.Off
    widget.TU = String(f"{control.accessible_name}: {option}")
    states = {
        f"/{option}": _form_object(pdf, cross_stream(width_pt, height_pt), place),
        "/Off": _form_object(pdf, b"", place),
    }
    widget.AP = Dictionary(N=Dictionary(states))
    group.Kids.append(widget)


def _text_field(pdf: Pdf, widget: Object, control: Control, name: str, place: Box) -> None:
    from pikepdf import Array, Dictionary, Name, String

    multiline = is_multiline(control, place.y1_pt - place.y0_pt)
    part = split_part_name(name)[1]
    spoken = control.accessible_name if part == 1 else f"{control.accessible_name}, continued ({part})"
    flags = _READ_ONLY if control.locked else 0
    widget.T = String(name)
    widget.TU = String(spoken)
    widget.DA = String(default_appearance(auto_size=multiline and not control.locked))
    if control.input is Input.LIST:
        widget.FT = Name.Ch
        widget.Opt = Array([String(option) for option in control.options])
        flags |= _COMBO
    else:
        widget.FT = Name.Tx
        flags |= _MULTILINE if multiline else 0
    if flags:
        widget.Ff = flags
    widget.AP = Dictionary(N=_form_object(pdf, EMPTY, place))


def _form_object(pdf: Pdf, content: bytes, place: Box) -> Object:
    from pikepdf import Array, Dictionary, Name, Stream

    form = Stream(pdf, content)
    form.Type = Name.XObject
    form.Subtype = Name.Form
    form.BBox = Array([0, 0, round(place.x1_pt - place.x0_pt, 3), round(place.y1_pt - place.y0_pt, 3)])
    form.Resources = Dictionary()
    return pdf.make_indirect(form)


def _kept(pdf: Pdf, control: Control, page_index: int, place: Box) -> Object:
    """Return a field without widget that keeps the exact value of an answer that flows over the page."""
    from pikepdf import Array, Dictionary, Name, String

    kept = Dictionary(
        FT=Name.Tx,
        Ff=_READ_ONLY,
        T=String(control.name),
        TU=String(control.accessible_name),
        HTPage=page_index + 1,
        HTBox=Array([round(edge, 2) for edge in (place.x0_pt, place.y0_pt, place.x1_pt, place.y1_pt)]),
    )
    if control.text:
        # In UTF-16 always: PDFDocEncoding has no code for U+FFFD, and what stands for it reads as damage.
        kept.V = String(b"\xfe\xff" + control.text.replace("\n", "\r").encode("utf-16-be"))
    return pdf.make_indirect(kept)


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
