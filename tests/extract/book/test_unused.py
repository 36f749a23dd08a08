"""Shared texts that no cell says are blanked; the others keep words and number."""

from __future__ import annotations

import pytest

from extract.book.parts import Parts
from extract.book.texts import SHARED, shared_texts
from extract.book.unused import without_unused_texts
from tests.extract.book.given import MAIN, by_xlsxwriter

_SHEETS = '<sheets><sheet name="One" r:id="a"/></sheets>'
_BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="urn:r">{_SHEETS}</workbook>'
_ONE = '<Relationship Id="a" Type="worksheet" Target="one.xml"/>'
_ONE = '<Relationship Id="a" Type="worksheet" Target="one.xml"/>'
_LINK = f'<Relationships xmlns="urn:p">{_ONE}</Relationships>'
_TEXTS = (
    f'<x:sst xmlns:x="{MAIN}" count="9" uniqueCount="4"><x:si><x:t>first</x:t></x:si>'
    "<x:si><x:r><x:t>in </x:t></x:r><x:r><x:t>runs</x:t></x:r></x:si><x:si/>"
    "<x:si><x:t>last</x:t></x:si></x:sst>"
)


def book(cells: str) -> Parts:
    """Return a workbook of one sheet with some cells in its first row."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    data = {
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _LINK,
        "xl/one.xml": sheet,
        SHARED: _TEXTS,
    }
    return Parts({name: text.encode() for name, text in data.items()})


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        ("", ["", "", "", ""]),
        ('<c r="A1" t="s"><v>0</v></c>', ["first", "", "", ""]),
        ("<c t='s' r='A1'> <v> 3 </v></c><c r=\"B1\"><v>1</v></c>", ["", "", "", "last"]),
        ('<c r="A1" s="3" t="s"><v><![CDATA[1]]></v></c>', ["", "in runs", "", ""]),
        ('<c r="A1" t="str"><f>1</f><v>0</v></c><c r="B1" t="s"><v>2</v></c>', ["", "", "", ""]),
    ],
)
def test_what_no_cell_says_is_blank(cells: str, left: list[str]) -> None:
    """Whatever else has that number, and however the cell is written."""
    assert list(shared_texts(without_unused_texts(book(cells)))) == left


def test_a_workbook_that_says_them_all_stays_as_it_is() -> None:
    """And so does one without such a list."""
    parts = by_xlsxwriter()
    assert without_unused_texts(parts).data == parts.data
    bare = parts.without(frozenset({SHARED}))
    assert without_unused_texts(bare) is bare
