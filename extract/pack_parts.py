"""Write the parts of a PDF with several forms, each with the pages of one form and nothing of the others."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import pikepdf

from extract.page.parting import Share
from extract.pdffields import read_fields
from extract.pdfopen import library_trouble, open_source
from extract.raw import RawBox
from forms.properties import ALIKE, PART, PART_OF, SHARED, STORED
from forms.reference import qr_payload

_RENAMED = re.compile(r"\+\d+$")
"""What qpdf puts behind a name that another form in the file has too."""
_OF_A_PAGE = frozenset(
    ["/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Annots", "/UserUnit", "/Group"]
)
_DRAWN_WITH = ("/C", "/CA", "/QuadPoints", "/InkList", "/L")
_OF_A_NOTE = frozenset(["/Type", "/Subtype", "/Rect", "/Contents", "/F", "/AP", "/AS", *_DRAWN_WITH])
"""What is kept of a note on a page: nothing that leads to other pages."""


class Pack:
    """An open PDF, its boxes drawn into its pages."""

    def __init__(self, data: bytes, shares: Sequence[Share]) -> None:
        """Open a file of which it is known what lies in it. Raises UnreadableError R11."""
        self._boxes, self._places = _boxes_in(data)
        self._shares: dict[int, list[Share]] = {index: [] for share in shares for index in share.indexes}
        for share in shares:
            for index in share.indexes:
                self._shares[index].append(share)
        with library_trouble():
            self._pdf = pikepdf.open(io.BytesIO(data))
            _draw_boxes(self._pdf)

    def __enter__(self) -> Self:
        """Return the open file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._pdf.close()

    def part(self, share: Share) -> bytes:
        """Return the PDF of one share, the same bytes each time."""
        out = io.BytesIO()
        with library_trouble(), pikepdf.new() as part:
            for index in share.indexes:
                part.pages.append(self._pdf.pages[index])
            for page in part.pages:
                for key in set(page.obj.keys()) - _OF_A_PAGE - {"/Parent"}:
                    del page.obj[key]
            part.remove_unreferenced_resources()
            for name, text in self._said(share).items():
                part.docinfo[f"/{name}"] = text
            part.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return out.getvalue()

    def _said(self, share: Share) -> Mapping[str, str]:
        shared, alike = self._names_in_doubt(share)
        stored: dict[str, list[str]] = {}
        for box in self._own(share):
            if box.name not in shared:
                stored.setdefault(_RENAMED.sub("", box.name), []).extend(box.texts or ("",))
        form = share.form
        code = qr_payload(form.reference, form.form, form.version, form.stage, 1) if form else ""
        said = {
            PART: " ".join(str(index + 1) for index in share.indexes),
            PART_OF: code,
            SHARED: " ".join(sorted(shared)),
            ALIKE: " ".join(sorted(alike)),
            STORED: json.dumps(stored, ensure_ascii=False) if stored else "",
        }
        return {name: text for name, text in said.items() if text}

    def _own(self, share: Share) -> list[RawBox]:
        return [box for box in self._boxes if (box.page_number or 0) - 1 in share.indexes]

    def _names_in_doubt(self, share: Share) -> tuple[set[str], set[str]]:
        """Return the names of boxes that are one with another form's, and of those that say the same."""
        own = {name for index in share.indexes for name in self._places.get(index + 1, ())}
        beside: dict[str, set[tuple[int, ...]]] = {}
        for number, names in self._places.items():
            for name in own.intersection(names):
                for other in self._shares.get(number - 1, ()):
                    beside.setdefault(name, set()).add(other.indexes)
        clashing = {name for name, there in beside.items() if len(there) > 1}
        found: dict[str, list[RawBox]] = {name: [] for name in clashing}
        for box in self._boxes:
            if box.name in found:
                found[box.name].append(box)
        shared = {name for name, boxes in found.items() if len(boxes) < len(beside[name])}
        own_boxes = self._own(share)
        mine = {box.name: box for box in own_boxes}
        others = {
            name: [one for one in boxes if not any(one is box for box in own_boxes)]
            for name, boxes in found.items()
        }
        alike = {
            name
            for name, boxes in others.items()
            if name not in shared
            and name in mine
            and any(mine[name].texts)
            and not mine[name].locked
            and any(one.texts == mine[name].texts for one in boxes)
        }
        return shared, alike


def _boxes_in(data: bytes) -> tuple[list[RawBox], dict[int, list[str]]]:
    """Return the boxes of a file, and the names of those on each page (from 1)."""
    source, _ = open_source(data)
    with library_trouble(), source:
        reading = read_fields(source)
    return reading.boxes, {
        number: [name for name, edges in there if edges] for number, there in reading.places.items()
    }


def _draw_boxes(pdf: pikepdf.Pdf) -> None:
    """Draw what boxes show into their pages; what is put beside them stays as it is."""
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/NeedAppearances" in form:
        del form["/NeedAppearances"]
    notes: list[list[Any]] = []
    for page in pdf.pages:
        there = page.obj.get("/Annots")
        nodes = [one for one in there.as_list() if isinstance(one, pikepdf.Dictionary)] if there else []
        notes.append([one for one in nodes if one.get("/Subtype") not in {"/Widget", "/Popup", "/Link"}])
        page.obj.Annots = pikepdf.Array([one for one in nodes if one.get("/Subtype") == "/Widget"])
    pdf.flatten_annotations("all")
    for page, own in zip(pdf.pages, notes, strict=True):
        if "/Annots" in page.obj:
            del page.obj["/Annots"]
        kept = [
            pikepdf.Dictionary({key: one[key] for key in one.keys() if key in _OF_A_NOTE})  # noqa: SIM118
            for one in own
        ]
        if kept:
            page.obj.Annots = pikepdf.Array([pdf.make_indirect(one) for one in kept])
