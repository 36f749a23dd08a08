"""Make form fields of the links that the page compiler wrote: one widget for each box.

A link's target names the box: `field:NAME` for text, `field:NAME/INDEX` for the box of one option, and
`field:NAME?WIDTH` for a blank inside a sentence whose line is WIDTH points wide.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from build.page import Control, Input
from build.pdf.appearance import EMPTY, cross_stream, default_appearance
from build.pdf.spec import is_multiline
from forms.names import split_part_name
from forms.records import Box

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

READ_ONLY = 1
_MULTILINE, _RADIO, _COMBO = 1 << 12, 1 << 15, 1 << 17
"""Field flags, ISO 32000-1 tables 221, 226, 228 and 230."""
_PRINT = 4
LINE_KEY = "/HTLine"
"""Private key of a blank inside a sentence: how wide its line is, in points."""


def make_widgets(pdf: Pdf, controls: Mapping[str, Control]) -> list[Object]:
    """Turn every link annotation into a widget; return the fields in reading order."""
    import pikepdf

    fields: list[Object] = []
    groups: dict[str, Object] = {}
    for page in pdf.pages:
        for widget in page.obj.get("/Annots", pikepdf.Array()):
            target, _, line = str(widget.A.URI).removeprefix("field:").partition("?")
            name, _, index = target.partition("/")
            place = Box(*(round(float(edge), 3) for edge in widget.Rect))
            for key in ("/A", "/Contents", "/Border", "/QuadPoints", "/BS", "/H"):
                if key in widget:
                    del widget[key]
            widget.Subtype = pikepdf.Name.Widget
            widget.F = _PRINT
            widget.MK = pikepdf.Dictionary()
            control = controls[split_part_name(name)[0]]
            if control.input is Input.CHECK:
                _check(pdf, widget, control, place)
                fields.append(widget)
            elif index:
                if name not in groups:
                    groups[name] = _group(pdf, control)
                    fields.append(groups[name])
                _option(pdf, widget, groups[name], control, control.options[int(index)], place)
            else:
                _text_field(pdf, widget, control, name, place)
                if line:
                    widget[LINE_KEY] = round(float(line), 3)
                fields.append(widget)
        page.obj.Tabs = pikepdf.Name.S
    return fields


def _check(pdf: Pdf, widget: Object, control: Control, place: Box) -> None:
    """Make the widget an independent tick box."""
    from pikepdf import Name, String

    (option,) = control.options
    spoken = control.accessible_name
    widget.FT = Name.Btn
    widget.T = String(control.name)
    widget.TU = String(spoken if spoken.endswith(option) else f"{spoken}: {option}")
    widget.V = Name.Off
    if control.locked:
        widget.Ff = READ_ONLY
    _states(pdf, widget, option, place)


def _group(pdf: Pdf, control: Control) -> Object:
    from pikepdf import Array, Dictionary, Name, String

    flags = _RADIO | (READ_ONLY if control.locked else 0)
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
    from pikepdf import String

    widget.Parent = group
    widget.TU = String(f"{control.accessible_name}: {option}")
    _states(pdf, widget, option, place)
    group.Kids.append(widget)


def _states(pdf: Pdf, widget: Object, option: str, place: Box) -> None:
    from pikepdf import Dictionary, Name

    width_pt, height_pt = place.x1_pt - place.x0_pt, place.y1_pt - place.y0_pt
    widget.AS = Name.Off
    states = {
        f"/{option}": _form_object(pdf, cross_stream(width_pt, height_pt), place),
        "/Off": _form_object(pdf, b"", place),
    }
    widget.AP = Dictionary(N=Dictionary(states))


def _text_field(pdf: Pdf, widget: Object, control: Control, name: str, place: Box) -> None:
    from pikepdf import Array, Dictionary, Name, String

    multiline = is_multiline(control, place.y1_pt - place.y0_pt)
    part = split_part_name(name)[1]
    spoken = control.accessible_name if part == 1 else f"{control.accessible_name}, continued ({part})"
    flags = READ_ONLY if control.locked else 0
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
