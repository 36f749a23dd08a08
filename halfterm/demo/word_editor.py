"""Put answers into the content controls of a Word file by editing its XML, where no LibreOffice is at hand.

It does to each control what Word does when somebody types there (ISO/IEC 29500-1 17.5.2): the mark of the
placeholder goes, the words take its place. Every other part of the file stays as it is, to the byte.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from forms.dates import parse_date
from halfterm.demo.failure import StoryError

if TYPE_CHECKING:
    from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DOCUMENT = "word/document.xml"
_LOCKED = frozenset({"contentLocked", "sdtContentLocked"})


def edit_controls(source: Path, target: Path, values: Mapping[str, str | bool]) -> None:
    """Write `source` to `target` with `values` (tag -> text, or a bool for a tick box) in its controls.

    StoryError, with nothing written, where a control is not there, is locked, or does not take the value.
    """
    from lxml import etree

    with zipfile.ZipFile(source) as package:
        parts = [(info, package.read(info)) for info in package.infolist()]
    document = next(data for info, data in parts if info.filename == _DOCUMENT)
    # What we made ourselves holds no entities; nothing outside the file is ever fetched.
    root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    # An option's tick box and a box for words may share a tag, as the ones of "Other" do.
    controls = {
        (tag, _is_tick_box(control)): control for control in root.iter(f"{_W}sdt") if (tag := _tag(control))
    }
    for tag, value in values.items():
        control = controls.get((tag, isinstance(value, bool)))
        if control is None:
            raise StoryError(f"{source}: no box {tag} for {value!r}; look at how the form was built.")
        _set(control, tag, value, source)
    edited = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for info, data in parts:
            package.writestr(info, edited if info.filename == _DOCUMENT else data)
    target.write_bytes(out.getvalue())


def _tag(control: etree._Element) -> str:
    found = control.find(f"{_W}sdtPr/{_W}tag")
    return (found.get(f"{_W}val") or "") if found is not None else ""


def _is_tick_box(control: etree._Element) -> bool:
    return control.find(f"{_W}sdtPr/{_W14}checkbox") is not None


def _set(control: etree._Element, tag: str, value: str | bool, source: Path) -> None:  # noqa: FBT001
    properties, content = control.find(f"{_W}sdtPr"), control.find(f"{_W}sdtContent")
    if properties is None or content is None:
        raise StoryError(f"{source}: the box {tag} has no content; look at how the form was built.")
    lock = properties.find(f"{_W}lock")
    if lock is not None and lock.get(f"{_W}val") in _LOCKED:
        raise StoryError(f"{source}: the box {tag} is locked; expected an open one.")
    tick_box = properties.find(f"{_W14}checkbox")
    for flag in properties.findall(f"{_W}showingPlcHdr"):
        properties.remove(flag)
    if tick_box is not None:
        _tick(tick_box, content, ticked=value is True)
    else:
        _check_choice(properties, tag, str(value), source)
        _write(content, str(value))
        _date_picker(properties, str(value))


def _tick(tick_box: etree._Element, content: etree._Element, *, ticked: bool) -> None:
    state = "checkedState" if ticked else "uncheckedState"
    for checked in tick_box.findall(f"{_W14}checked"):
        checked.set(f"{_W14}val", "1" if ticked else "0")
    shown = tick_box.find(f"{_W14}{state}")
    glyph = chr(int(shown.get(f"{_W14}val") or "2612", 16)) if shown is not None else ("☒" if ticked else "☐")
    for text in content.iter(f"{_W}t"):
        text.text = glyph


def _check_choice(properties: etree._Element, tag: str, value: str, source: Path) -> None:
    choices = properties.find(f"{_W}dropDownList")
    if choices is None:
        return
    known = [item.get(f"{_W}displayText") for item in choices.findall(f"{_W}listItem")]
    if value not in known:
        raise StoryError(f"{source}: the list {tag} has no {value!r}, only {known}.")


def _date_picker(properties: etree._Element, value: str) -> None:
    picker, day = properties.find(f"{_W}date"), parse_date(value)
    if picker is not None and day is not None:
        picker.set(f"{_W}fullDate", f"{day.isoformat()}T00:00:00Z")


def _write(content: etree._Element, value: str) -> None:
    from lxml import etree

    for child in list(content):
        content.remove(child)
    run = etree.SubElement(content, f"{_W}r")
    for number, line in enumerate(value.split("\n")):
        if number:
            etree.SubElement(run, f"{_W}br")
        text = etree.SubElement(run, f"{_W}t")
        text.set(_SPACE, "preserve")
        text.text = line
