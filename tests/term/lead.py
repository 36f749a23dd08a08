"""The QA lead looks at what nobody can be sure of, and types into review.xlsx what stands on the page."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
from openpyxl import load_workbook

from tests.halfterm.review_typist import type_into
from tests.stories.trust import Trust

_NOTHING = {"or_choose": "Nothing stands there"}


def key_in(trust: Trust, shown: Mapping[str, tuple[str, bytes]]) -> dict[str, set[str]]:
    """Type what stands in each box that is asked for; return reference -> these boxes.

    `shown`: reference -> (name, bytes) of the form before it was printed, flattened or scanned, which is what
    an eye reads off the page.
    """
    review = trust.folder / "restricted" / "review.xlsx"
    found: dict[str, set[str]] = {}
    for reference in _asked_of(review):
        name, data = shown[reference]
        page = _Page(trust, name, data)
        found[reference] = type_into(review, "Values", page.says, of=reference)
    return found


def _asked_of(review: Path) -> list[str]:
    """Return the references of the forms of which boxes are asked for."""
    if not review.is_file():
        return []
    rows = list(load_workbook(review)["Values"].iter_rows(values_only=True))
    at = rows[0].index("form")
    return list(dict.fromkeys(str(row[at]).rpartition("\n")[2] for row in rows[1:] if row[at]))


class _Page:
    """What stands on a form, box by box."""

    def __init__(self, trust: Trust, name: str, data: bytes) -> None:
        self._name = name
        path = trust.outgoing / name
        path.write_bytes(data)
        self._read: Mapping[str, Any] = trust.read(path)
        self._typed = _typed_in(data) if name.endswith(".pdf") else {}
        path.unlink()

    def says(self, box: str) -> Mapping[str, str]:
        """Return what the QA lead types for a box."""
        words = self._typed[box] if box in self._typed else self._answer(box)
        return {"right_value": words} if words else _NOTHING

    def _answer(self, box: str) -> str:
        """Return what the digital form says: a box of a field, or of a row of a table."""
        fields = self._read["fields"]
        if box.startswith("header-"):
            return str(self._read["header"].get(box.removeprefix("header-")) or "")
        if box in fields:
            value = fields[box]["value"]
            return "; ".join(value) if isinstance(value, list) else str(value or "")
        table, number, column = box.rsplit("-", 2)
        return str(fields[table]["cells"][number][column]["value"] or "")


def _typed_in(pdf: bytes) -> dict[str, str]:
    """Return name -> text of each box of a PDF that takes text."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields = document.Root.AcroForm.Fields
        return {
            str(one.T): str(one.get("/V", ""))
            for one in fields
            if one.get("/FT") in {"/Tx", "/Ch"} and "/T" in one
        }
