"""Whatever is typed on a form stays words: in Excel's eyes, in LibreOffice's, and for the Dashboard."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from extract.book.parts import pack, unpack
from extract.book.reading import read_table
from extract.book.texts import Stored
from extract.plan_sheets import Choices
from extract.trust_columns import TRUST_SHEETS
from extract.trust_workbook import Entered, trust_contents
from extract.workbook import LastWritten, write_contents
from forms.overview import Became, Overview
from forms.plan import Plan
from forms.text import normalise_text
from tests.extract.board.invented import ON
from tests.extract.board.test_dashboard import board, without_results
from tests.imports.effort import TALLY
from tests.imports.hostile import HOSTILE, OVERLONG
from tests.imports.hostile_rows import hostile_overview
from tests.tools import libreoffice, ooxml

_ROWS = hostile_overview(HOSTILE)
_SHOWN = frozenset(normalise_text(text).text for text in HOSTILE) - {""}
_NOT_DUE = {Became.AHEAD, Became.REBOOKED, Became.CALLED_OFF}
_COLUMNS, _MOST = 70, 0.95
"""So many columns are for words: they say nearly all of the texts, and so all of them."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a workbook with all of them."""
    return written(tmp_path_factory.mktemp("hostile") / "monitoring.xlsx", _ROWS)


def written(path: Path, rows: Overview) -> Path:
    """Write a workbook, twice: what stands there is read the second time."""
    for _ in range(2):
        contents = trust_contents(rows, Entered(Plan(), Choices(("=1+1",), ("esteem",))), ON)
        write_contents(contents, path, LastWritten())
    return path


def evaluated(path: Path) -> list[str]:
    """Return the cells, outside of the Dashboard, in which a formula or an error stands and none of ours."""
    book = load_workbook(path)
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        if sheet.title != "Dashboard"
        for column in sheet.iter_cols()
        if column[0].value != "overdue_days"
        for cell in column
        if cell.data_type in {"f", "e"}
    ]


def test_editing_a_cell_makes_no_formula_of_it(path: Path) -> None:
    """Their words stand in cells that are formatted as text, on the Dashboard too."""
    book = load_workbook(path)
    loose = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type in {"s", "inlineStr"}
        and str(cell.value)[:1] in "=+-@"
        and cell.number_format != "@"
    ]
    assert loose == []


def lacking(path: Path, shown: frozenset[str]) -> list[str]:
    """Return which column for words lacks which of these texts."""
    parts = unpack(path.read_bytes())
    found: dict[str, set[Stored]] = defaultdict(set)
    for spec in TRUST_SHEETS:
        for row in read_table(parts, spec.name):
            for name, value in row.items():
                found[f"{spec.name}, {name}"].add(value)
    full = {place: said for place, said in found.items() if len(said & shown) > len(shown) * _MOST}
    assert len(full) >= _COLUMNS, len(full)
    return [f"{place}: {text[:60]!r}" for place, said in full.items() for text in shown - said]


def test_every_text_stands_there_as_it_was_typed(
    path: Path, record_property: Callable[[str, object], None]
) -> None:
    """In every column for words, of every sheet; nowhere else than in ours is a formula."""
    assert lacking(path, _SHOWN) == []
    assert evaluated(path) == []
    record_property(f"{TALLY}hostile texts, each in every column for words", len(HOSTILE))


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_another_program_evaluates_none(path: Path, tmp_path: Path) -> None:
    """LibreOffice saves them as the same texts, reckons the same figures, and no cell is an error."""
    bare = tmp_path / "bare.xlsx"
    bare.write_bytes(pack(without_results(unpack(path.read_bytes()))))
    (again,) = libreoffice.convert([bare], "xlsx", tmp_path / "out")
    # LibreOffice takes one escape too many off a text that looks like an escaped escape.
    assert lacking(again, _SHOWN - {"_x005F_x0009_"}) == []
    assert evaluated(again) == []
    ours, theirs = ([plain(row) for row in board(one)] for one in (path, again))
    assert [(one, two) for one, two in zip(ours, theirs, strict=False) if one != two] == []
    reckoned = load_workbook(again, data_only=True)["Dashboard"]
    assert [cell.coordinate for row in reckoned.iter_rows() for cell in row if cell.data_type == "e"] == []


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_lists_for_other_programs_say_the_words(path: Path, tmp_path: Path) -> None:
    """What LibreOffice writes as .csv has each text, and nothing that one of them would come to."""
    written_out = libreoffice.sheets_as_csv(path, tmp_path / "csv")
    rows = list(csv.DictReader(io.StringIO(written_out["Actions"], newline="")))
    said = {row["action_text"] for row in rows}
    assert {repr(one) for one in _SHOWN - said if one.strip() and "_x" not in one} == set()


def plain(row: list[object]) -> list[object]:
    """Return a row without the escapes that openpyxl leaves in some texts and not in others."""
    return [one.replace("x005F_", "") if isinstance(one, str) else one for one in row]


def test_schools_are_counted_by_their_names(path: Path) -> None:
    """As counting by hand gives: those that look alike on the sheet are one."""
    shown = {one.session_id: normalise_text(one.school or "").text.casefold() for one in _ROWS.sessions}
    bars = list(read_table(unpack(path.read_bytes()), "Board_schools"))
    assert len(bars) > 150
    for bar in bars:
        name = str(bar["name"]).casefold()
        now = [one for one in _ROWS.sessions if shown[one.session_id] == name and one.half_term == "Aut2"]
        assert bar["held"] == sum(one.actual_date is not None for one in now)
        assert bar["due"] == sum(one.became not in _NOT_DUE for one in now)


@pytest.mark.needs(ooxml.TOOL)
def test_open_xml_sdk_objects_to_nothing(path: Path) -> None:
    """Whatever stands in it."""
    ooxml.assert_ooxml([path])


@pytest.mark.needs(ooxml.TOOL)
def test_texts_that_are_too_long_for_a_cell_or_formula(tmp_path: Path) -> None:
    """Such a school is counted all the same; its line says the figures without a formula."""
    path = written(tmp_path / "monitoring.xlsx", hostile_overview(OVERLONG))
    assert evaluated(path) == []
    bars = list(read_table(unpack(path.read_bytes()), "Board_schools"))
    assert {str(bar["name"])[:9] for bar in bars} == {"=A1+A1+A1", "long =1+1", "=1+1"}
    assert sum(int(bar["due"] or 0) for bar in bars) >= 5
    ooxml.assert_ooxml([path])
