"""Read back what a Word file says, with lxml alone and none of the project's own readers."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


@dataclass(frozen=True, slots=True)
class Found:
    """One content control as it stands in the file."""

    tag: str
    alias: str
    number: int
    kind: str
    locked: bool
    blank: bool
    text: str
    """What it shows, a placeholder included."""
    full_date: str
    in_cell: bool


def read_part(docx: bytes, name: str) -> etree._Element:
    """Return the root element of a part."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return etree.fromstring(package.read(name), etree.XMLParser(huge_tree=True))


def read_controls(docx: bytes) -> list[Found]:
    """Return the tagged content controls, in the order of the document."""
    root = read_part(docx, "word/document.xml")
    return [found for sdt in root.iter(f"{W}sdt") for found in _found(sdt)]


def part_text(docx: bytes, name: str) -> str:
    """Return all words of a part, one paragraph to a line."""
    return "\n".join(_shown(paragraph) for paragraph in read_part(docx, name).iter(f"{W}p"))


def _found(sdt: etree._Element) -> Iterator[Found]:
    properties = sdt.find(f"{W}sdtPr")
    content = sdt.find(f"{W}sdtContent")
    assert properties is not None
    assert content is not None
    tag = properties.find(f"{W}tag")
    if tag is None:
        return
    kinds = {f"{W}text": "text", f"{W}date": "date", f"{W}dropDownList": "list", f"{W14}checkbox": "tick"}
    kind = next(child for child in properties if child.tag in kinds)
    yield Found(
        _value(tag),
        _value(properties.find(f"{W}alias")),
        int(_value(properties.find(f"{W}id"))),
        kinds[str(kind.tag)],
        {"sdtLocked": False, "sdtContentLocked": True}[_value(properties.find(f"{W}lock"))],
        properties.find(f"{W}showingPlcHdr") is not None,
        _shown(content),
        kind.get(f"{W}fullDate", ""),
        any(True for _ in sdt.iterancestors(f"{W}tc")),
    )


def _value(element: etree._Element | None) -> str:
    assert element is not None
    return str(element.attrib[f"{W}val"])


def _shown(element: etree._Element) -> str:
    shown = {f"{W}br": "\n", f"{W}tab": "\t"}
    # A tab stop has the tag of a tab; it stands in the properties of a paragraph.
    return "".join(
        (item.text or "") if item.tag == f"{W}t" else shown[str(item.tag)]
        for run in element.iter(f"{W}r")
        for item in run.iterchildren(f"{W}t", f"{W}br", f"{W}tab")
    )
