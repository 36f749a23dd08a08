"""The parts of a workbook's zip (ISO/IEC 29500-2): those that are replaced, and all others byte for byte."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.kinds import ZIP_TROUBLE
from extract.sheet_cells import no_workbook
from forms.errors import PasswordError

if TYPE_CHECKING:
    from lxml import etree

BOOK = "xl/workbook.xml"
_MOST_EXPANDED_BYTES = 2_000_000_000
"""The trust's own workbook: a hundred thousand actions take a tenth of it."""
_LEVEL = 2
"""Of compression: a quarter of the usual one's time, for a fifth more room."""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can say: what is written says no other, so that it is the same each time."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part has to do with another."""

    id: str
    kind: str
    """A URI."""
    part: str
    """The other part's name."""


@dataclass(frozen=True)
class Parts:
    """The parts of a workbook, in the order of its zip."""

    data: Mapping[str, bytes]
    infos: Mapping[str, zipfile.ZipInfo] = field(default_factory=dict)
    """What the zip says of each part; a part that was added has none."""

    def replaced(self, changes: Mapping[str, bytes]) -> Parts:
        """Return the workbook with other bytes in some parts; new ones stand at the end."""
        return Parts({**self.data, **changes}, self.infos)

    def without(self, names: frozenset[str]) -> Parts:
        """Return the workbook without some parts."""
        return Parts({name: data for name, data in self.data.items() if name not in names}, self.infos)

    def tree(self, name: str) -> etree._Element:
        """Return the root of an XML part. Raises UnreadableError M30 where it is damaged or missing."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False)
        try:
            return etree.fromstring(self.data[name], parser)
        except (KeyError, etree.XMLSyntaxError) as error:
            raise no_workbook(f"{name}: {error}") from error

    def targets(self, part: str) -> dict[str, str]:
        """Return what a part leads to: relationship id -> name of the other part; links out are left out."""
        return {one.id: one.part for one in self.relations(part)}

    def relations(self, part: str) -> list[Relation]:
        """Return what a part leads to, in the order of its relationships; links out are left out."""
        relations = relations_of(part)
        if relations not in self.data:
            return []
        return [
            Relation(
                str(one.get("Id", "")), str(one.get("Type", "")), target_of(part, str(one.get("Target", "")))
            )
            for one in self.tree(relations).iterfind("{*}Relationship")
            if one.get("TargetMode") != "External"
        ]

    def sheets(self) -> dict[str, str]:
        """Return the sheets in their order: name as people see it -> name of the part."""
        targets = self.targets(BOOK)
        return {
            str(one.get("name", "")): targets.get(_relation_of(one), "")
            for one in self.tree(BOOK).iterfind("{*}sheets/{*}sheet")
        }


def relations_of(part: str) -> str:
    """Return the name of the part that says what a part leads to (ISO/IEC 29500-2, 6.5)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def target_of(part: str, target: str) -> str:
    """Return the name of a part from how another one speaks of it: from its own folder, or from the root."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def _relation_of(entry: etree._Element) -> str:
    """Return the relationship id of an element, whichever of the two namespaces its producer uses."""
    return next((str(value) for name, value in entry.items() if str(name).endswith("}id")), "")


def unpack(data: bytes) -> Parts:
    """Return the parts of a workbook. Raises UnreadableError M30 (none, damaged) or PasswordError R15."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = {one.filename: one for one in archive.infolist() if not one.is_dir()}
            if sum(one.file_size for one in infos.values()) > _MOST_EXPANDED_BYTES:
                raise no_workbook("it expands too far")
            parts = {name: archive.read(name) for name in infos}
    except ZIP_TROUBLE as error:
        raise no_workbook(str(error)) from error
    except RuntimeError as error:
        # zipfile has no class of its own for an encrypted member.
        raise PasswordError(
            "R15", f"is protected with a password ({error}); take the password off"
        ) from error
    if BOOK not in parts:
        raise no_workbook("it has no workbook in it")
    return Parts(parts, infos)


def infos_of(data: bytes) -> Mapping[str, zipfile.ZipInfo]:
    """Return what the zip of a workbook that we made says of its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {one.filename: one for one in archive.infolist()}


def pack(parts: Parts) -> bytes:
    """Return the file; the same parts give the same bytes, whenever it is written."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.data.items():
            known = parts.infos.get(name)
            info = zipfile.ZipInfo(name, known.date_time if known else _FIRST_DAY)
            info.create_system, info.external_attr = 0, known.external_attr if known else 0
            info.compress_type = known.compress_type if known else zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=_LEVEL)
    return out.getvalue()
