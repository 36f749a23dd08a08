"""A Word file as a person or program changes it: elements of ECMA-376, none of the program's readers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_DOCUMENT = "word/document.xml"
_MIDNIGHT = (1980, 1, 1, 0, 0, 0)
_CELL_TAG = re.compile(r"([a-z][a-z0-9_]*)-([1-9][0-9]*)-[a-z].*")


@dataclass(frozen=True, slots=True)
class TableRow:
    """The lines of a Word table that hold one row of a form's table."""

    table: str
    number: int
    lines: tuple[etree._Element, ...]


@dataclass(frozen=True, slots=True)
class WordFile:
    """The parts of a package, and its main document as a tree that is changed in place."""

    parts: Mapping[str, bytes]
    root: etree._Element

    @classmethod
    def opened(cls, data: bytes) -> WordFile:
        """Return a Word file with its document parsed."""
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        return cls(parts, etree.fromstring(parts[_DOCUMENT]))

    def saved(self) -> bytes:
        """Return the file's bytes; the same changes make the same bytes."""
        document = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in {**self.parts, _DOCUMENT: document}.items():
                package.writestr(zipfile.ZipInfo(name, _MIDNIGHT), part, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def with_part(self, name: str, data: bytes) -> WordFile:
        """Return the file with one more part, or another one under its name."""
        return WordFile({**self.parts, name: data}, self.root)

    def without_parts(self, beginnings: tuple[str, ...]) -> WordFile:
        """Return the file without the parts whose names begin so, and without what points to them."""
        kept = {name: part for name, part in self.parts.items() if not name.startswith(beginnings)}
        for name in ("[Content_Types].xml", "_rels/.rels"):
            tree = etree.fromstring(kept[name])
            for entry in list(tree):
                target = (entry.get("PartName") or entry.get("Target") or "").lstrip("/")
                if target.startswith(beginnings):
                    tree.remove(entry)
            kept[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        return WordFile(kept, self.root)

    def unwrap_controls(self) -> None:
        """Take every content control out and leave what stood in it."""
        for control in list(self.root.iter(f"{W}sdt")):
            parent, content = control.getparent(), control.find(f"{W}sdtContent")
            if parent is None:
                continue
            at = parent.index(control)
            for child in list(content) if content is not None else []:
                parent.insert(at, child)
                at += 1
            parent.remove(control)

    def controls(self) -> Iterator[tuple[str, etree._Element]]:
        """Yield tag and element of each control, in document order."""
        for control in self.root.iter(f"{W}sdt"):
            tag = control.find(f"{W}sdtPr/{W}tag")
            if tag is not None:
                yield str(tag.get(f"{W}val")), control

    def answered_text(self) -> tuple[str, etree._Element] | None:
        """Return the control outside all tables of a form that holds the longest answer in words."""
        found = [
            (len(_words_of(control)), tag, control)
            for tag, control in self.controls()
            if _is_answered(control)
            and not re.search(r"_date$|-", tag)
            and _paragraph_of(control) is not None
        ]
        return max(found, key=lambda one: one[0])[1:] if found else None

    def empty_text(self) -> tuple[str, etree._Element] | None:
        """Return the first control outside all tables of a form that takes words and has none."""
        for tag, control in self.controls():
            properties = control.find(f"{W}sdtPr")
            if properties is None or properties.find(f"{W}text") is None or re.search(r"_date$|-", tag):
                continue
            is_empty = properties.find(f"{W}showingPlcHdr") is not None
            if is_empty and not is_locked(control) and _paragraph_of(control) is not None:
                return tag, control
        return None

    def rows(self) -> tuple[TableRow, ...]:
        """Return the rows of one table, in document order; () where no table has two rows of their own.

        It is the first with two rows that somebody typed into, else the first.
        """
        tables = [rows for rows in self._tables().values() if len(rows) > 1 and _are_apart(rows)]
        typed_into = [rows for rows in tables if sum(map(_is_row_answered, rows)) > 1]
        return tuple((typed_into or tables or [[]])[0])

    def _tables(self) -> dict[str, list[TableRow]]:
        lines: dict[str, dict[int, list[etree._Element]]] = {}
        for tag, control in self.controls():
            cell = _CELL_TAG.fullmatch(tag)
            line = next(control.iterancestors(f"{W}tr"), None)
            if cell is None or line is None:
                continue
            own = lines.setdefault(cell[1], {}).setdefault(int(cell[2]), [])
            if line not in own:
                own.append(line)
        return {
            table: [TableRow(table, number, tuple(own)) for number, own in rows.items()]
            for table, rows in lines.items()
        }


def _are_apart(rows: list[TableRow]) -> bool:
    """Return whether no two rows share a line, so that they can be moved one by one."""
    every = [line for row in rows for line in row.lines]
    return len(set(every)) == len(every)


def _is_row_answered(row: TableRow) -> bool:
    return any(_is_answered(control) for line in row.lines for control in line.iter(f"{W}sdt"))


def _is_answered(control: etree._Element) -> bool:
    """Return whether a control takes words, is not locked, and holds an answer."""
    properties = control.find(f"{W}sdtPr")
    if properties is None or properties.find(f"{W}text") is None:
        return False
    return (
        not is_locked(control) and properties.find(f"{W}showingPlcHdr") is None and bool(_words_of(control))
    )


def is_locked(control: etree._Element) -> bool:
    """Return whether nobody may change what stands in a control."""
    lock = control.find(f"{W}sdtPr/{W}lock")
    return lock is not None and lock.get(f"{W}val") == "sdtContentLocked"


def _words_of(control: etree._Element) -> str:
    return "".join(text.text or "" for text in control.iter(f"{W}t"))


def _paragraph_of(control: etree._Element) -> etree._Element | None:
    return next(control.iterancestors(f"{W}p"), None)


def entry_of(line: etree._Element) -> etree._Element:
    """Return the entry of a repeating section around a line, or the line where there is none."""
    content = line.getparent()
    item = content.getparent() if content is not None and content.tag == f"{W}sdtContent" else None
    if item is not None and item.find(f"{W}sdtPr/{_W15}repeatingSectionItem") is not None:
        return item
    return line


def element(xml: str) -> etree._Element:
    """Return an element written with the prefix w."""
    namespace = W.strip("{}")
    return etree.fromstring(f'<x xmlns:w="{namespace}">{xml}</x>')[0]


def run(words: str) -> str:
    """Return a run with these words, as XML with the prefix w."""
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:r><w:t xml:space="preserve">{escaped}</w:t></w:r>'
