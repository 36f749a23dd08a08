"""Put sheets of a workbook that we have just made into one that people work in, and leave all else as it is.

For a sheet that somebody deleted, and for a workbook that is older than the sheet. It comes with its tables,
formats, rules, names and charts, as the last one; what stands there already keeps every byte and number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from extract.book.formats import Formats
from extract.book.listing import TYPES, NewSheet, with_relations, with_sheets, with_types
from extract.book.markup import read_markup
from extract.book.parts import BOOK, Parts, relations_of, target_of
from extract.book.references import free_name, renamed
from extract.book.table import find_tables
from extract.book.texts import SHARED
from extract.book.writing import reckoned_at_load
from extract.sheet_cells import no_workbook

if TYPE_CHECKING:
    from lxml import etree

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"})
"""Elements whose text is a formula, in sheets, tables and charts."""
_NUMBERED = re.compile(r"(.*?)[0-9]*(\.\w+)")
_STYLES, _SHEET = "/styles", "/worksheet"
"""How the kinds of relationship end."""


def add_sheets(parts: Parts, fresh: Parts, names: Sequence[str]) -> Parts:
    """Return the workbook with sheets of another one that we made with openpyxl, by their names there.

    A sheet whose name somebody else's has gets a free one, and what it says of itself follows. Raises
    UnreadableError M30 where the workbook has a table, or a name for cells, called like one of theirs.
    """
    return _Transplant(parts, fresh, names).done()


class _Transplant:
    def __init__(self, parts: Parts, fresh: Parts, names: Sequence[str]) -> None:
        self._parts, self._fresh = parts, fresh
        _refuse_strict(parts)
        sources = fresh.sheets()
        self._copied: dict[str, str] = {}
        """Part there -> part here."""
        self._taken = {name.casefold() for name in parts.data}
        for name in names:
            self._reach(sources[name])
        self._tables = {
            place.part: name for name, place in find_tables(fresh).items() if place.part in self._copied
        }
        _refuse_same_names(parts, frozenset(self._tables.values()), fresh)
        self._names = _known_sheets(parts, fresh)
        """Sheet there -> what it is called here."""
        self._sheets = list(self._new_sheets(names))
        self._table_ids = {part: str(at) for at, part in enumerate(self._tables, _next_table_id(parts))}
        self._shared = fresh.tree(SHARED).findall("{*}si") if SHARED in fresh.data else []

    def done(self) -> Parts:
        """Return the workbook."""
        styles, fresh_styles = (_styles_of(one) for one in (self._parts, self._fresh))
        if not styles:
            styles = self._copied[fresh_styles] = self._free_part(fresh_styles)
            self._parts = self._parts.replaced({styles: self._fresh.data[fresh_styles]})
        formats = Formats(self._parts, styles, self._fresh, fresh_styles)
        changes = {new: self._part(old, formats) for old, new in self._copied.items() if new != styles}
        changes |= dict(self._relations())
        written = formats.written()
        if written != self._parts.data[styles]:
            changes[styles] = written
        kinds = {one.part: one.kind for one in self._fresh.relations(BOOK) if one.part in self._copied}
        changes[relations_of(BOOK)], ids = with_relations(
            self._parts, {self._copied[part]: kind for part, kind in kinds.items()}
        )
        changes[TYPES] = with_types(self._parts, self._fresh, self._copied)
        changes[BOOK] = reckoned_at_load(
            with_sheets(self._parts, self._fresh, self._sheets, ids, self._names)
        )
        return self._parts.replaced(changes)

    def _reach(self, part: str) -> None:
        """Note a part, and all that it leads to, under names that are free here."""
        if part in self._copied:
            return
        self._copied[part] = self._free_part(part)
        for other in self._fresh.targets(part).values():
            if other in self._fresh.data:
                self._reach(other)

    def _free_part(self, part: str) -> str:
        found = _NUMBERED.fullmatch(part)
        stem, ending = (found[1], found[2]) if found else (part, "")
        name, number = part, 0
        while name.casefold() in self._taken:
            number += 1
            name = f"{stem}{number}{ending}"
        self._taken.add(name.casefold())
        return name

    def _new_sheets(self, names: Sequence[str]) -> Iterator[NewSheet]:
        taken = set(self._parts.sheets())
        entries = self._fresh.tree(BOOK).findall("{*}sheets/{*}sheet")
        for name in names:
            index, entry = next((at, one) for at, one in enumerate(entries) if one.get("name") == name)
            self._names[name] = free_name(name, taken)
            taken.add(self._names[name])
            part = self._copied[self._fresh.sheets()[name]]
            yield NewSheet(name, self._names[name], part, entry.get("state", "visible"), index)

    def _part(self, part: str, formats: Formats) -> bytes:
        """Return a part as it is here."""
        from lxml import etree

        if not part.endswith(".xml"):
            return self._fresh.data[part]
        root = self._fresh.tree(part)
        for element in list(root.iter("{*}*")):
            name = etree.QName(element)
            if name.localname in _FORMULAS and element.text:
                element.text = renamed(element.text, self._names)
            if name.namespace == _MAIN:
                self._adapt(element, name.localname, formats)
        if part in self._table_ids:
            root.set("id", self._table_ids[part])
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _adapt(self, element: etree._Element, name: str, formats: Formats) -> None:
        """Change what an element of a sheet or table says of formats, texts and sheets to what it is here."""
        style = "style" if name == "col" else "s" if name in {"c", "row"} else ""
        if style and style in element.attrib:
            element.set(style, formats.of_cell(element.get(style, "0")))
        for key, value in element.items():
            if str(key).casefold().endswith("dxfid"):
                element.set(key, formats.of_rule(str(value)))
        if name == "c" and element.get("t") == "s":
            self._spell_out(element)
        elif name == "hyperlink" and "location" in element.attrib:
            element.set("location", renamed(element.get("location", ""), self._names))
        elif name == "sheetView" and "tabSelected" in element.attrib:
            # Of two sheets that are chosen, Excel writes what is typed into both.
            del element.attrib["tabSelected"]

    def _spell_out(self, cell: etree._Element) -> None:
        """Put a text that cells share into the cell."""
        from lxml import etree

        number = int(cell.findtext("{*}v") or 0)
        for value in cell.findall("{*}v"):
            cell.remove(value)
        cell.set("t", "inlineStr")
        etree.SubElement(cell, f"{{{_MAIN}}}is").extend(deepcopy(list(self._shared[number])))

    def _relations(self) -> Iterator[tuple[str, bytes]]:
        """Yield the parts that say what the copied parts lead to."""
        from lxml import etree

        for old, new in self._copied.items():
            name = relations_of(old)
            if name not in self._fresh.data:
                continue
            root = self._fresh.tree(name)
            for one in root.iterfind("{*}Relationship"):
                target = one.get("Target", "")
                if target.startswith("#"):
                    one.set("Target", "#" + renamed(target[1:], self._names))
                elif one.get("TargetMode") != "External":
                    one.set("Target", "/" + self._copied[target_of(old, target)])
            yield (
                relations_of(new),
                etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True),
            )


def _refuse_strict(parts: Parts) -> None:
    root = parts.tree(BOOK)
    if not str(root.tag).startswith(f"{{{_MAIN}}}"):
        raise no_workbook("it was saved as Strict Open XML")


def _refuse_same_names(parts: Parts, tables: frozenset[str], fresh: Parts) -> None:
    """Raise UnreadableError where a table and another one, or a name, would be called the same (18.5.1.2)."""
    own_tables = find_tables(parts)
    for name in sorted(tables & own_tables.keys()):
        raise no_workbook(f"it has a table {name} already")
    for name in sorted(tables & _defined_names(parts)):
        raise no_workbook(f"the name {name} stands for some cells in it, so no table can be called so")
    for name in sorted(_defined_names(fresh) & own_tables.keys()):
        raise no_workbook(f"it has a table that is called {name}")


def _defined_names(parts: Parts) -> frozenset[str]:
    entries = parts.tree(BOOK).iterfind("{*}definedNames/{*}definedName")
    return frozenset(str(one.get("name", "")).casefold() for one in entries)


def _known_sheets(parts: Parts, fresh: Parts) -> dict[str, str]:
    """Return what our sheets are called here that are here by their tables, whatever people call them."""
    here = {part: name for name, part in parts.sheets().items()}
    there = {part: name for name, part in fresh.sheets().items()}
    tables = find_tables(parts)
    return {
        there[place.sheet]: here[tables[name].sheet]
        for name, place in find_tables(fresh).items()
        if name in tables
    }


def _styles_of(parts: Parts) -> str:
    """Return the part with the formats, "" where there is none."""
    found = (one.part for one in parts.relations(BOOK) if one.kind.endswith(_STYLES))
    return next((part for part in found if part in parts.data), "")


def _next_table_id(parts: Parts) -> int:
    ids = (
        int(read_markup(parts.data[one.part], one.part).root.attributes.get("id", "0"))
        for one in find_tables(parts).values()
    )
    return max(ids, default=0) + 1
