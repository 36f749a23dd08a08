"""List new sheets in a workbook: the kinds of their parts, their names, and the names that are theirs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING

from extract.book.markup import Edit, Element, Markup, read_markup, start_tag
from extract.book.parts import BOOK, Parts, relations_of
from extract.book.references import renamed, sheets_in

if TYPE_CHECKING:
    from lxml import etree

TYPES = "[Content_Types].xml"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BEFORE_NAMES = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences",
)  # fmt: skip
_BROKEN = "#REF!"
"""What Excel makes of a sheet in a name once the sheet is deleted."""


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet that comes into a workbook."""

    old_name: str
    name: str
    part: str
    state: str
    """visible, hidden or veryHidden."""
    old_index: int
    """From 0, among the sheets that it was taken from."""


def with_types(parts: Parts, fresh: Parts, copied: Mapping[str, str]) -> bytes:
    """Return the list of what kind each part is, with parts of another workbook: name there -> name here."""
    markup = read_markup(parts.data[TYPES], TYPES)
    defaults = {
        one.attributes.get("Extension", "").casefold(): one.attributes.get("ContentType", "")
        for one in markup.root.named("Default")
    }
    theirs = read_markup(fresh.data[TYPES], TYPES).root
    own = {
        one.attributes["PartName"].lstrip("/"): one.attributes["ContentType"]
        for one in theirs.named("Override")
    }
    others = {one.attributes["Extension"]: one.attributes["ContentType"] for one in theirs.named("Default")}
    added = b""
    for old, new in copied.items():
        ending = new.rpartition(".")[2]
        kind = own.get(old) or others[ending]
        if defaults.get(ending.casefold()) != kind:
            said = {"PartName": f"/{new}", "ContentType": kind}
            added += start_tag("Override", markup.root.prefix, said)
    return markup.edited(markup.filled(markup.root, added))


def with_relations(parts: Parts, kinds: Mapping[str, str]) -> tuple[bytes, Mapping[str, str]]:
    """Return what the workbook leads to, with more parts (name -> kind), and their ids by name."""
    name = relations_of(BOOK)
    markup = read_markup(parts.data[name], name)
    taken = {one.attributes.get("Id", "") for one in markup.root.children}
    ids: dict[str, str] = {}
    added, number = b"", 0
    for part, kind in kinds.items():
        number += 1
        while f"rId{number}" in taken:
            number += 1
        ids[part] = f"rId{number}"
        target = posixpath.relpath(part, posixpath.dirname(BOOK))
        said = {"Id": ids[part], "Type": kind, "Target": target}
        added += start_tag("Relationship", markup.root.prefix, said)
    return markup.edited(markup.filled(markup.root, added)), ids


def with_sheets(
    parts: Parts, fresh: Parts, sheets: Sequence[NewSheet], ids: Mapping[str, str], names: Mapping[str, str]
) -> bytes:
    """Return the workbook's own part with more sheets at the end, and with the names that are theirs.

    `names`: sheet, as the names speak of it -> its name here. A name of theirs that all sheets share is left
    as it is here, unless it leads nowhere any more.
    """
    markup = read_markup(parts.data[BOOK], BOOK)
    listed = next(markup.root.named("sheets"))
    number = max((int(one.attributes.get("sheetId", "0")) for one in listed.children), default=0)
    entries = b""
    for sheet in sheets:
        number += 1
        said = {"name": sheet.name, "sheetId": str(number)}
        said |= {"state": sheet.state} if sheet.state != "visible" else {}
        # The prefix is declared here, for each producer calls it as it likes.
        entries += start_tag("sheet", listed.prefix, {**said, "xmlns:r": _LINKS, "r:id": ids[sheet.part]})
    edits = markup.filled(listed, entries)
    if markup.child("bookViews") is None:
        # What a sheet says of its view is about one of these (18.2.30).
        views = b"<%bbookViews><%bworkbookView/></%bbookViews>" % ((listed.prefix,) * 3)
        edits.append(Edit(listed.start, listed.start, views))
    return markup.edited([*edits, *_names(markup, fresh.tree(BOOK), sheets, names)])


def _names(
    markup: Markup, fresh: etree._Element, sheets: Sequence[NewSheet], names: Mapping[str, str]
) -> Iterator[Edit]:
    """Yield the edits for the names that come with the sheets."""
    listed = markup.child("definedNames")
    prefix = markup.root.prefix
    there = {_shared_name(one): one for one in (listed.children if listed else ())}
    before = len(next(markup.root.named("sheets")).children)
    own = {str(sheet.old_index): before + at for at, sheet in enumerate(sheets)}
    added = b""
    for one in fresh.iterfind("{*}definedNames/{*}definedName"):
        attributes = {str(key): str(value) for key, value in one.items()}
        formula, local = one.text or "", attributes.get("localSheetId")
        text = escape(renamed(formula, names), quote=False).encode()
        if local is None:
            known = there.get(attributes.get("name", "").casefold())
            if known is not None or not set(sheets_in(formula)) <= set(names):
                if known is not None and _is_broken(markup, known):
                    yield Edit(known.inside, known.stop, text)
                continue
        elif local in own:
            attributes["localSheetId"] = str(own[local])
        else:
            continue
        start = start_tag("definedName", prefix, attributes, is_empty=False)
        added += start + text + b"</" + prefix + b"definedName>"
    if added and listed is not None:
        yield from markup.filled(listed, added)
    elif added:
        place = markup.behind(_BEFORE_NAMES)
        around = b"<%bdefinedNames>" % prefix, b"</%bdefinedNames>" % prefix
        yield Edit(place, place, added.join(around))


def _is_broken(markup: Markup, name: Element) -> bool:
    """Return whether a name leads nowhere: its sheet was deleted, and the program has said so or not."""
    formula = unescape(markup.data[name.inside : name.stop].decode("utf-8", "replace"))
    sheets = {one.attributes.get("name", "").casefold() for one in next(markup.root.named("sheets")).children}
    return _BROKEN in formula or any(one.casefold() not in sheets for one in sheets_in(formula))


def _shared_name(entry: Element) -> str | None:
    """Return the name, in small letters, None of one that only a sheet has."""
    is_local = "localSheetId" in entry.attributes
    return None if is_local else entry.attributes.get("name", "").casefold()
