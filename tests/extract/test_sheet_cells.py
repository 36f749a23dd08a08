"""Cells are read as they are stored: what a producer may write, and what only an attacker would."""

import io
import zipfile
from pathlib import Path

import pytest

from extract.plan_reading import read_plan
from extract.sheet_cells import StoredCell, read_cells
from forms.errors import UnreadableError
from forms.plan import Plan
from tests.extract.plan_workbooks import put, read_spoilt, said, spoilt

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def _workbook(
    rows: str, *, shared: str = "", name: str = "Roster", main: str = _MAIN, more: str = ""
) -> bytes:
    """Return a workbook of one sheet, as little of it as can be."""
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{_RELATIONS}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/worksheet" Target="/xl/any/first.xml"/></Relationships>',
        "xl/any/first.xml": f'{more}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{shared}</sst>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    return file.getvalue()


def _cells(rows: str, shared: str = "", main: str = _MAIN) -> dict[tuple[int, int], StoredCell]:
    (sheet,) = read_cells(_workbook(rows, shared=shared, main=main)).sheets
    return dict(sheet.cells)


@pytest.mark.parametrize("main", [_MAIN, _STRICT])
def test_cells_that_leave_their_place_out(main: str) -> None:
    """They stand one after the other, as the rows do; both namespaces of the standard are read."""
    cells = _cells(
        '<row><c><v>1</v></c><c/><c><v>2.5</v></c></row><row><c t="b"><v>1</v></c></row>', main=main
    )
    values = {place: cell.value for place, cell in cells.items()}
    assert values == {(1, 1): 1.0, (1, 3): 2.5, (2, 1): True}


def test_texts_of_every_kind() -> None:
    """Shared, in parts, in the cell, a formula's result; a reading in another script is no part of it."""
    shared = (
        "<si><t>plain</t></si><si><r><t>in </t></r><r><rPr><b/></rPr><t>parts</t></r>"
        "<rPh sb='0' eb='1'><t>reading</t></rPh></si>"
    )
    rows = (
        '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c>'
        '<c r="C3" t="inlineStr"><is><t>here</t></is></c><c r="D3" t="str"><f>A3</f><v>plain</v></c>'
        '<c r="E3"><f>A1</f></c><c r="F3" t="e"><v>#REF!</v></c><c r="G3" t="d">'
        "<v>2026-11-19T00:00:00</v></c></row>"
    )
    cells = _cells(rows, shared)
    assert [cell.value for cell in cells.values()] == [
        "plain", "in parts", "here", "plain", None, "#REF!", "2026-11-19",
    ]  # fmt: skip
    assert [column for (_, column), cell in cells.items() if cell.is_formula] == [4, 5]
    assert [column for (_, column), cell in cells.items() if cell.is_error] == [6]


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("_x0041_", "A"),
        ("_x005F_x0041_", "_x0041_"),
        ("x005F_", "x005F_"),
        ("a_x000D_\nb", "a\r\nb"),
        ("_xD83D__xDE00_", "😀"),
    ],
)
def test_escapes_stand_for_their_characters(stored: str, text: str) -> None:
    """ISO/IEC 29500-1, 22.9.2.19."""
    (cell,) = _cells(f'<row><c t="inlineStr"><is><t>{stored}</t></is></c></row>').values()
    assert cell.value == text


def test_half_a_character_is_named(tmp_path: Path) -> None:
    """It can be neither kept nor shown."""
    path = spoilt(tmp_path, put({"Schedule!F2": "lone"}))
    data = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(data, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"<t>lone</t>", b"<t>_xD83D_</t>"))
    path.write_bytes(data.getvalue())
    reading = read_plan(path)
    assert said(reading) == [("M08", "Schedule!F2")]
    assert reading.findings[0].message.encode() > b""
    assert reading.plan.sessions[0].venue is None


def test_a_cell_in_the_last_row_costs_nothing(tmp_path: Path) -> None:
    """Somebody pressed Ctrl and the arrow, and typed a space."""
    assert read_spoilt(tmp_path, put({"Schedule!W1048576": " "})).findings == ()


@pytest.mark.parametrize(
    ("rows", "more", "code"),
    [
        ('<row><c t="s"><v>7</v></c></row>', "", "M30"),
        ('<row><c t="s"><v>-1</v></c></row>', "", "M30"),
        ("<row><c><v>many</v></c></row>", "", "M30"),
        ('<row r="x"/>', "", "M30"),
        ("<row>", "", "M30"),
        ("<row/>", '<!DOCTYPE x [<!ENTITY a "b">]>', "R14"),
        (f"<row><c t='inlineStr'><is><t>{'0' * 45_000_000}</t></is></c></row>", "", "R13"),
    ],
)
def test_what_cannot_be_read_is_refused(rows: str, more: str, code: str) -> None:
    """Never read in part: a cell that is not there could be one that matters."""
    with pytest.raises(UnreadableError) as caught:
        read_cells(_workbook(rows, more=more))
    assert caught.value.code == code


def test_other_sheets_are_left_alone(tmp_path: Path) -> None:
    """A damaged one beside ours is nothing to us."""
    path = tmp_path / "monitoring.xlsx"
    path.write_bytes(_workbook("<row>", name="Dashboard"))
    assert [one.code for one in read_plan(path).misfits] == ["M01"] * 4
    assert read_plan(path).plan == Plan()
