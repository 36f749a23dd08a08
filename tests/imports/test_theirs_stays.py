"""What is not ours in the workbook stays byte for byte, however many imports write into it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook

from extract.board.caches import NAME
from extract.book.cut import cut_sheet
from extract.book.parts import Parts, pack, unpack
from extract.book.reading import read_table
from extract.book.table import find_tables
from extract.trust_columns import TRUST_SHEETS
from tests.imports.effort import SEED, TALLY, tries
from tests.imports.inbox import Trust, prepare
from tests.imports.returned import returned_files
from tests.imports.theirs import among_theirs
from tests.tools import libreoffice, ooxml

IMPORTS = tries(8, 50)
_TAKEN_IN = frozenset({0, 1, 3})
"""The last where the only file cannot be read, which is a row of Imports too."""
_PURGE = ("purge", "--class", "records", "--before", "2026-10-15", "--do-it")
_DIMENSION = re.compile(rb"<dimension[^>]*>")
_NO_ROWS = re.compile(rb"<oddHeader>&amp;L&amp;12(?:There is nothing on this sheet\.)?</oddHeader>")
"""What a printed page of ours says where there are no rows."""
_IMPORT = re.compile(r"Import (\d+):")


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    """Give a trust in whose workbook people have put everything that Excel offers."""
    trust = prepare(tmp_path_factory.mktemp("theirs"), ())
    trust.workbook.write_bytes(pack(among_theirs(unpack(trust.workbook.read_bytes()))))
    return trust


@pytest.fixture(scope="module")
def ran(trust: Trust) -> tuple[Parts, ...]:
    """Give the workbook as it was after each of the imports, and before them."""
    found = [unpack(trust.workbook.read_bytes())]
    for number, file in enumerate(returned_files(SEED, IMPORTS), start=1):
        file.write(trust.folder / "inbox")
        done = trust.extract()
        assert done.status in _TAKEN_IN, done.err
        assert "W13" not in done.err, done.err
        if number % 9 == 4:
            (last,) = _IMPORT.findall(done.err)
            done = trust.run("extract", "--undo", last, "--on", "2027-06-30")
            assert done.status == 0, done.err
        if number % 13 == 6:
            done = trust.run(*_PURGE)
            assert done.status == 0, done.err
        found.append(unpack(trust.workbook.read_bytes()))
    return tuple(found)


def written(parts: Parts) -> frozenset[str]:
    """Return the parts that imports may write: sheets that are generated, their tables, our charts."""
    names = {spec.name.casefold() for spec in TRUST_SHEETS} | {"codes", "contents", "qa_notes"}
    own = [place for name, place in find_tables(parts).items() if name in names or name.startswith("board_")]
    sheets = {place.sheet for place in own}
    return frozenset({*sheets, *(place.part for place in own), *_own_charts(parts)})


def _own_charts(parts: Parts) -> Iterator[str]:
    board = find_tables(parts)["board_view"].sheet
    for drawing in parts.targets(board).values():
        if "/drawings/drawing" in drawing:
            for frame in parts.tree(drawing).iter("{*}graphicFrame"):
                name, chart = frame.find(".//{*}cNvPr"), frame.find(".//{*}chart")
                if name is not None and chart is not None and str(name.get("name")).startswith(NAME):
                    yield parts.targets(drawing)[str(chart.values()[0])]


def test_every_part_that_is_not_ours_is_as_it_was(
    ran: tuple[Parts, ...], record_property: Callable[[str, object], None]
) -> None:
    """After each import, undone one and purge; the rows did change, and an action was closed."""
    before = ran[0]
    ours = written(before)
    # Twelve sheets, their tables and the ten of the Dashboard, and its charts.
    assert len(ours) == 12 + 9 + 2 + 1 + 10 + 6
    for number, after in enumerate(ran[1:], start=1):
        assert after.data.keys() == before.data.keys()
        changed = {name for name, data in after.data.items() if data != before.data[name]}
        assert changed <= ours, f"import {number}: {sorted(changed - ours)}"
    record_property(f"{TALLY}imports into a workbook full of others' parts", IMPORTS)
    record_property(f"{TALLY}parts of others that stayed, each time", len(before.data) - len(ours))
    sizes = [len(list(read_table(parts, "Sessions"))) for parts in ran]
    assert sizes[0] < max(sizes)
    if IMPORTS > 40:
        states = {row["status"] for row in read_table(ran[-1], "Actions")}
        assert {"Open", "Done"} <= states
        files = [len(list(read_table(parts, "Imports"))) for parts in ran]
        assert any(later < earlier for earlier, later in pairwise(files))


def test_what_stands_around_our_rows_is_as_it_was(ran: tuple[Parts, ...]) -> None:
    """Views, widths, rules, comments, drawings, sparklines, slicers of the sheets that are ours."""

    def around(parts: Parts) -> Mapping[str, tuple[bytes, bytes]]:
        sheets = {name: cut_sheet(parts.data[name]) for name in written(parts) if "/worksheets/" in name}
        return {
            name: (_DIMENSION.sub(b"", one.head), _NO_ROWS.sub(b"", one.tail)) for name, one in sheets.items()
        }

    for after in ran[1:]:
        assert around(after) == around(ran[0])


@pytest.mark.needs(ooxml.TOOL)
def test_open_xml_sdk_objects_to_nothing(ran: tuple[Parts, ...], tmp_path: Path) -> None:
    """Neither before the first import nor after the last."""
    for name, parts in (("before", ran[0]), ("after", ran[-1])):
        (tmp_path / f"{name}.xlsx").write_bytes(pack(parts))
    ooxml.assert_ooxml([tmp_path / "before.xlsx", tmp_path / "after.xlsx"])


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_it_opens_without_a_cell_in_error(ran: tuple[Parts, ...], tmp_path: Path) -> None:
    """LibreOffice reckons every formula."""
    path = tmp_path / "after.xlsx"
    path.write_bytes(pack(ran[-1]))
    (again,) = libreoffice.convert([path], "xlsx", tmp_path / "out")
    for one in (path, again):
        for sheet in load_workbook(one, data_only=True).worksheets:
            wrong = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]
            assert wrong == [], sheet.title


def test_an_import_takes_no_longer_for_what_is_theirs(trust: Trust, ran: tuple[Parts, ...]) -> None:
    """Nothing came: the workbook is written all the same, and is the same to the byte."""
    assert ran
    before = trust.workbook.read_bytes()
    begun = time.monotonic()
    assert trust.extract().status in _TAKEN_IN
    assert time.monotonic() - begun < 60
    assert trust.workbook.read_bytes() == before
