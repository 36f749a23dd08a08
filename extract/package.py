"""Open a Word file's zip safely and parse its XML parts (ECMA-376 part 2, Open Packaging Conventions).

A returned file comes by mail from anywhere, so nothing is expanded before its declared size is
known, and no entity is ever resolved.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.kinds import ZIP_TROUBLE
from forms.errors import PasswordError, UnreadableError

if TYPE_CHECKING:
    from lxml import etree

_MAX_EXPANDED_BYTES = 200_000_000
_MAX_PART_BYTES = 50_000_000
_MAX_RATIO = 400
"""Deflate reaches 1,032; Word's own parts stay under 100."""
_RATIO_MATTERS_BYTES = 5_000_000
_MAX_MEMBERS = 10_000

MAX_PICTURE_BYTES = 500_000
MOST_PICTURES = 20
_MARGIN = re.compile(r"/(?:header|footer)[0-9]*\.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DATA = re.compile(r"customXml/item[0-9]+\.xml")
_MOST_DATA = 20
_NOTES = ("comments", "footnotes", "endnotes")

_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
)
"""Namespaces of ISO/IEC 29500 strict, which Word can save, and the ones that everything else writes."""


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file that are read."""

    document: etree._Element
    properties: dict[str, str]
    """Custom properties: name -> text."""
    identifier: str
    """dc:identifier, "" where there is none."""
    notes: Mapping[str, etree._Element]
    """comments, footnotes, endnotes -> the part that holds them, for those that there are."""
    margins: tuple[etree._Element, ...] = ()
    """What stands above and below each page."""
    pictures: tuple[bytes, ...] = ()
    """Small ones, in which a code may be."""
    styles: etree._Element | None = None
    """What says how words look, by name."""
    own_fonts: frozenset[str] = frozenset()
    """Fonts that the file brings along, in small letters."""
    data: tuple[etree._Element, ...] = ()
    """Custom XML that boxes may be bound to."""


def read_package(data: bytes) -> Package:
    """Return the document and properties of a Word file.

    Raises UnreadableError R12 (damaged), R13 (expands too far) or R14 (unsafe XML), PasswordError
    R15 for encrypted members.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = check_members(archive)
            main = _main_part(archive, members)
            document = parse_part(archive, main)
            custom = parse_part(archive, "docProps/custom.xml") if "docProps/custom.xml" in members else None
            core = parse_part(archive, "docProps/core.xml") if "docProps/core.xml" in members else None
            folder = posixpath.dirname(main)
            notes = {
                name: parse_part(archive, part)
                for name in _NOTES
                if (part := posixpath.join(folder, f"{name}.xml")) in members
            }
            margins = tuple(
                parse_part(archive, part) for part in members if _MARGIN.fullmatch(part, len(folder))
            )
            media = (one for part, one in members.items() if part.startswith(f"{folder}/media/"))
            small = [one for one in media if one.file_size <= MAX_PICTURE_BYTES][:MOST_PICTURES]
            pictures = tuple(archive.read(one) for one in small)
            named = (posixpath.join(folder, name) for name in ("styles.xml", "fontTable.xml"))
            styles, fonts = (parse_part(archive, part) if part in members else None for part in named)
            bound = [part for part in members if _DATA.fullmatch(part)] if _binds(document) else []
            held = tuple(parse_part(archive, part) for part in bound[:_MOST_DATA])
    except ZIP_TROUBLE as error:
        raise damaged(str(error)) from error
    except RuntimeError as error:
        # zipfile has no class of its own for an encrypted member.
        raise PasswordError(
            "R15", f"this file is protected with a password ({error}). Remove it and return the file again"
        ) from error
    return Package(
        document,
        _custom_properties(custom),
        _identifier(core),
        notes,
        margins,
        pictures,
        styles,
        _own_fonts(fonts),
        held,
    )


def _own_fonts(fonts: etree._Element | None) -> frozenset[str]:
    embedded = (
        font
        for font in (() if fonts is None else fonts.iter(f"{_W}font"))
        if any(str(one.tag).startswith(f"{_W}embed") for one in font)
    )
    return frozenset(str(font.get(f"{_W}name") or "").lower() for font in embedded)


def _binds(document: etree._Element) -> bool:
    return next(document.iter("{*}dataBinding"), None) is not None


def damaged(reason: str) -> UnreadableError:
    """Return the error of a file that cannot be opened."""
    return UnreadableError(
        "R12", f"this Word file is damaged and cannot be opened ({reason}). Ask for it to be sent again"
    )


def check_members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the members of a zip by name. Raises UnreadableError R13 where they would expand too far."""
    members = archive.infolist()
    expanded = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    stretched = expanded > _RATIO_MATTERS_BYTES and expanded > _MAX_RATIO * max(packed, 1)
    if expanded > _MAX_EXPANDED_BYTES or stretched or len(members) > _MAX_MEMBERS:
        raise UnreadableError(
            "R13",
            f"this file is not opened because it expands too far ({len(members)} parts, {packed:,} bytes "
            "that become "
            f"{expanded:,}). A form is far smaller; ask the sender how it was made",
        )
    return {member.filename: member for member in members}


def _main_part(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> str:
    if "word/document.xml" in members:
        return "word/document.xml"
    if "_rels/.rels" in members:
        for relation in parse_part(archive, "_rels/.rels"):
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                part = posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
                if part in members:
                    return part
    raise damaged("it has no main document part")


def parse_part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """Return the root of an XML part. Raises UnreadableError R12 (damaged), R13 (large) or R14 (unsafe)."""
    from lxml import etree

    if archive.getinfo(name).file_size > _MAX_PART_BYTES:
        raise UnreadableError("R13", f"this file is not opened because its part {name} expands too far")
    data = archive.read(name)
    for strict, usual in _STRICT:
        if strict in data:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
            raise _unsafe(name) from error
        raise damaged(f"{name}: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _unsafe(name)
    return root


def _unsafe(name: str) -> UnreadableError:
    return UnreadableError(
        "R14",
        f"this file is not read because its part {name} declares a document type, which no Office file "
        "has and which can be used to attack readers. Ask the sender how it was made",
    )


def _custom_properties(root: etree._Element | None) -> dict[str, str]:
    if root is None:
        return {}
    return {
        str(entry.get("name", "")): "".join(str(text) for text in entry.itertext()).strip()
        for entry in root.iterchildren("{*}property")
    }


def _identifier(root: etree._Element | None) -> str:
    if root is None:
        return ""
    found = root.find("{http://purl.org/dc/elements/1.1/}identifier")
    return (found.text or "").strip() if found is not None else ""
