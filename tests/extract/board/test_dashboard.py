"""The Dashboard: its figures are right, formulas and stored results agree, and charts show what cells say."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from extract.board.caches import NAME
from extract.board.tables import FIRST, TABLES, VIEW
from extract.book.parts import Parts, pack, unpack
from extract.book.reading import read_table
from extract.book.texts import Stored
from extract.book.writing import write_cell
from extract.trust_workbook import trust_contents
from extract.workbook import LastWritten, write_contents
from forms.overview import Became, Overview
from tests.extract.board.invented import ENTERED, ON, POLICY, SCHOOLS, overview
from tests.tools import libreoffice, ooxml

_CHOICES = {"Academic year": "B6", "Half term": "B7", "Policy": "B8", "School": "B9"}
VIEWS: tuple[Mapping[str, str], ...] = (
    {},
    {"School": SCHOOLS[0], "Half term": "Aut1"},
    {"School": SCHOOLS[2].upper(), "Half term": "All", "Policy": "esteem"},
    {"School": "All schools", "Academic year": "2025/26"},
    {"School": f"  {SCHOOLS[0]} ", "Academic year": "All", "Half term": "aut1"},
    {"School": "Nobody's school", "Half term": "Spr1"},
    {"Policy": "another", "School": ""},
)


def written(path: Path, rows: Overview, chosen: Mapping[str, str] = {}, on: dt.date = ON) -> Parts:
    """Write a workbook, choose what it is to show, write it again, and return it."""
    path.unlink(missing_ok=True)
    write_contents(trust_contents(rows, ENTERED, on), path, LastWritten())
    parts = unpack(path.read_bytes())
    for name, value in chosen.items():
        parts = write_cell(parts, VIEW.name, _CHOICES[name], value)
    path.write_bytes(pack(parts))
    write_contents(trust_contents(rows, ENTERED, on), path, LastWritten())
    return unpack(path.read_bytes())


def with_typed(parts: Parts, sheet: str, place: str, text: str) -> Parts:
    """Return the workbook with a text that somebody has typed into a cell."""
    part = parts.sheets()[sheet]
    row = re.sub(r"\D", "", place).encode()
    cell = f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()
    data = re.sub(rb'(<row r="%b"[^>]*>.*?)(</row>)' % row, rb"\1" + cell + rb"\2", parts.data[part], count=1)
    return parts.replaced({part: data})


def without_results(parts: Parts) -> Parts:
    """Return the workbook with formulas only: who opens it has to reckon."""
    part = parts.sheets()["Dashboard"]
    return parts.replaced({part: re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", parts.data[part])})


def board(path: Path) -> list[list[Any]]:
    """Return the cells of the Dashboard as they are stored; a blank text is nothing."""
    sheet = load_workbook(path, data_only=True)["Dashboard"]
    rows = sheet.iter_rows(min_col=1, max_col=8, values_only=True)
    return [[None if value == "" else _plain(value) for value in row] for row in rows]


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.date()
    return round(value, 9) if isinstance(value, float) else value


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
@pytest.mark.parametrize("number", range(len(VIEWS)))
def test_another_program_comes_to_the_same_figures(number: int, tmp_path: Path) -> None:
    """LibreOffice reckons every formula anew, and no cell of any sheet is an error."""
    path = tmp_path / "monitoring.xlsx"
    parts = written(path, overview(number), VIEWS[number])
    if number == 0:
        parts = with_typed(parts, "Actions", "AC2", "Done")
        path.write_bytes(pack(parts))
        write_contents(trust_contents(overview(number), ENTERED, ON), path, LastWritten())
    ours = board(path)
    bare = tmp_path / "bare.xlsx"
    bare.write_bytes(pack(without_results(unpack(path.read_bytes()))))
    (again,) = libreoffice.convert([bare], "xlsx", tmp_path / "out")
    assert board(again)[: len(ours)] == ours
    for sheet in load_workbook(again, data_only=True).worksheets:
        wrong = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]
        assert wrong == [], sheet.title


def figures(parts: Parts) -> dict[str, tuple[Stored, Stored]]:
    """Return the first look: figure -> number, of."""
    return {str(row["figure"]): (row["number"], row["of"]) for row in read_table(parts, FIRST.name)}


@pytest.mark.parametrize("seed", range(5))
def test_first_look_is_what_counting_by_hand_gives(seed: int, tmp_path: Path) -> None:
    """Counted here row by row, without the conditions of the Dashboard."""
    rows = overview(seed)
    found = figures(written(tmp_path / "monitoring.xlsx", rows))
    now = [one for one in rows.sessions if one.half_term == "Aut2"]
    held = [one for one in now if one.actual_date is not None]
    due = [one for one in now if one.became not in {Became.AHEAD, Became.REBOOKED, Became.CALLED_OFF}]
    assert found["Sessions held, of those due so far"] == (len(held), len(due))
    assert found["Due, and not held as far as known"] == (len(due) - len(held), len(due))
    doing = [one for one in rows.actions if one.is_open]
    assert found["Open actions"] == (len(doing), len(rows.actions))
    late = [one for one in doing if one.due_date is not None and one.due_date < ON]
    assert found["Open actions that are overdue"] == (len(late), len(doing))
    lacking = [one for one in doing if not one.owner or one.due_date is None]
    assert found["Open actions without owner or date"] == (len(lacking), len(doing))
    standing = [one for one in rows.log.exceptions if one.cleared_on is None]
    grave = [one for one in standing if one.severity == "Act now"]
    assert found["Findings to act on now"] == (len(grave), len(standing))
    unsigned = [
        one
        for one in held
        if one.signature_due is not None and one.signature_due < ON and one.log is not None
        if one.log.signed_state != "Both"
    ]
    assert found["Records not signed by the last day"][0] == len(unsigned)
    missing = [one for one in rows.agreements if one.state in {"Missing", "Unsigned"}]
    counted = [
        one for one in rows.agreements if one.state not in {"Superseded", "Ended", "Not in Relationships"}
    ]
    assert found["Agreements missing or not signed"] == (len(missing), len(counted))


def table(parts: Parts, name: str) -> Sequence[Mapping[str, Stored]]:
    """Return the rows of a table of the Dashboard."""
    return [*read_table(parts, name)]


def test_bars_are_what_counting_by_hand_gives(tmp_path: Path) -> None:
    """Half terms, ages, days until both signed, questions, schools."""
    rows = overview(3)
    parts = written(tmp_path / "monitoring.xlsx", rows)
    for bar in table(parts, "Board_half_terms"):
        own = [one for one in rows.sessions if one.half_term == bar["half term"]]
        for name, became in (
            ("held", "Held"),
            ("held late", "Held late"),
            ("rebooked", "Cancelled, rebooked"),
        ):
            assert bar[name] == sum(one.became == became for one in own)
        assert bar["not held"] == sum(one.became in {"Cancelled", "Nothing back"} for one in own)
        label = f"2026/27 {bar['half term']}"
        assert bar["opened"] == sum(one.agreed_in == label for one in rows.actions)
        assert bar["closed"] == sum(one.closed_in == label for one in rows.actions)
    doing = [one for one in rows.actions if one.is_open]
    ages = {str(bar["days"]): bar for bar in table(parts, "Board_ages")}
    assert sum(int(bar["all"] or 0) for bar in ages.values()) == len(doing)
    young = [one for one in doing if one.agreed_on is not None and (ON - one.agreed_on).days <= 14]
    late = [one for one in young if one.overdue_days(ON)]
    assert (ages["0 to 14"]["all"], ages["0 to 14"]["overdue"]) == (len(young), len(late))
    assert ages["0 to 14"]["age"] == f"0 to 14: {len(late)} of {len(young)}"
    for bar in table(parts, "Board_questions"):
        answers = [one.review.judgements[str(bar["column"])] for one in rows.reviews if one.review]
        asked, yes = sum(one is not None for one in answers), answers.count("Yes")
        shown = asked >= 3
        assert (bar["answers"], bar["yes"] or None) == (asked, (yes if shown else 0) or None)
        assert str(bar["question"]).endswith(f": {yes} of {asked}" if shown else "fewer than 3 answers")
    for bar in table(parts, "Board_schools"):
        now = [one for one in rows.sessions if one.school == bar["name"] and one.half_term == "Aut2"]
        assert bar["held"] == sum(one.actual_date is not None for one in now)
    assert [bar["name"] for bar in table(parts, "Board_schools")] == sorted(SCHOOLS)


def test_lists_name_the_worst_and_say_how_many_more(tmp_path: Path) -> None:
    """In their order, each with its days."""
    rows = overview(2, actions=200)
    parts = written(tmp_path / "monitoring.xlsx", rows)
    late = sorted((one.overdue_days(ON) or 0 for one in rows.actions), reverse=True)
    assert [row["days late"] for row in table(parts, "Board_overdue")] == late[:5]
    drifting = sum(one.drift for one in rows.actions)
    last = table(parts, "Board_drifting")[-1]
    assert last["action"] == f"and {drifting - 4} more: sheet Actions, drift Y"


def test_what_is_chosen_stays_and_counts(tmp_path: Path) -> None:
    """Written again, the green cells say what they said, and the figures are those of one school."""
    rows = overview(1)
    parts = written(tmp_path / "monitoring.xlsx", rows, {"School": SCHOOLS[1]})
    assert {str(row["show"]): row["choice"] for row in table(parts, VIEW.name)}["School"] == SCHOOLS[1]
    doing = [one for one in rows.actions if one.is_open and one.school == SCHOOLS[1]]
    assert figures(parts)["Open actions"][0] == len(doing)
    everybody = figures(written(tmp_path / "all.xlsx", rows))
    assert everybody["Open actions"][0] == sum(one.is_open for one in rows.actions)


def test_own_status_and_accepted_findings_count(tmp_path: Path) -> None:
    """An action that the QA lead calls done is not open; an accepted finding is not to be acted on."""
    rows = overview(1)
    path = tmp_path / "monitoring.xlsx"
    before = figures(written(path, rows))
    sheet = load_workbook(path)
    columns = [cell.value for cell in sheet["Actions"][1]]
    open_row = next(number for number, one in enumerate(rows.actions, start=2) if one.is_open)
    override = get_column_letter(columns.index("qa_override_status") + 1)
    accepted = [cell.value for cell in sheet["Exceptions"][1]].index("qa_state") + 1
    grave = next(
        number
        for number, one in enumerate(rows.log.exceptions, start=2)
        if one.severity == "Act now" and one.cleared_on is None
    )
    letter, reason = get_column_letter(accepted), get_column_letter(accepted + 1)
    parts = with_typed(unpack(path.read_bytes()), "Actions", f"{override}{open_row}", "done")
    parts = with_typed(parts, "Exceptions", f"{letter}{grave}", "Accepted")
    parts = with_typed(parts, "Exceptions", f"{reason}{grave}", "On long leave")
    path.write_bytes(pack(parts))
    write_contents(trust_contents(rows, ENTERED, ON), path, LastWritten())
    after = figures(unpack(path.read_bytes()))
    for name in ("Open actions", "Findings to act on now"):
        assert int(after[name][0] or 0) == int(before[name][0] or 0) - 1


def test_charts_show_what_the_cells_say(tmp_path: Path) -> None:
    """Six of them, each with its figures stored, and the schools' one as long as its table."""
    parts = written(tmp_path / "monitoring.xlsx", overview(4))
    cells = load_workbook(tmp_path / "monitoring.xlsx", data_only=True)["Dashboard"]
    charts = [name for name in parts.data if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
    assert len(charts) == 6
    longest = 0
    for chart in charts:
        root = parts.tree(chart)
        for kind in ("numRef", "strRef"):
            for ref in root.iter(f"{{*}}{kind}"):
                place = str(ref.findtext("{*}f")).rpartition("!")[2].replace("$", "")
                said = [one[0].value for one in (cells[place] if ":" in place else ((cells[place],),))]
                shown = {int(point.get("idx", "")): point.findtext("{*}v") for point in ref.iter("{*}pt")}
                assert [count.get("val") for count in ref.iter("{*}ptCount")] == [str(len(said))]
                for number, value in enumerate(said):
                    if kind == "strRef":
                        assert shown[number] == str(value), place
                    elif isinstance(value, int | float):
                        assert float(shown[number] or "") == pytest.approx(value), place
                    else:
                        # Words, such as no data, are no point of a line and no bar.
                        assert number not in shown, place
                longest = max(longest, len(said))
    assert longest == 9
    drawing = next(data for name, data in parts.data.items() if name.startswith("xl/drawings/drawing"))
    assert drawing.count(f'name="{NAME}'.encode()) == 6
    assert b"Alder Grove Academy: " in b"".join(parts.data[chart] for chart in charts)


def test_charts_lie_apart(tmp_path: Path) -> None:
    """At the widths that Excel gives columns: 7 pixels a letter and 5 more, 64 where nothing is said."""
    parts = written(tmp_path / "monitoring.xlsx", overview(4))
    sheet = load_workbook(tmp_path / "monitoring.xlsx")["Dashboard"]
    widths = {letter: round(one.width * 7 + 5) for letter, one in sheet.column_dimensions.items()}
    columns = [widths.get(get_column_letter(number), 64) for number in range(1, 30)]
    drawing = next(name for name in parts.data if name.startswith("xl/drawings/drawing"))
    spans = []
    for anchor in parts.tree(drawing).iterfind("{*}oneCellAnchor"):
        column, row = (int(anchor.findtext(f"{{*}}from/{{*}}{name}") or "") for name in ("col", "row"))
        size = anchor.find("{*}ext")
        assert size is not None
        width, height = (int(size.get(name, "")) / 9525 for name in ("cx", "cy"))
        left, top = sum(columns[:column]), row * 20
        spans.append((left, left + width, top, top + height))
    assert len(spans) == 6
    for one, other in itertools.combinations(spans, 2):
        is_beside = max(one[0], other[0]) - min(one[1], other[1]) >= 20
        is_below = max(one[2], other[2]) - min(one[3], other[3]) >= 20
        assert is_beside or is_below, (one, other)


def test_more_schools_make_the_last_table_and_its_chart_longer(tmp_path: Path) -> None:
    """And fewer make them shorter; nothing else moves."""
    rows = overview(4)
    path = tmp_path / "monitoring.xlsx"
    written(path, rows)
    more = tuple(
        replace(one, school=f"{one.school} {number % 5}") for number, one in enumerate(rows.sessions)
    )
    before = {name: place for name, place in _places(path).items() if name != "board_schools"}
    write_contents(trust_contents(replace(rows, sessions=more), ENTERED, ON), path, LastWritten())
    assert len(table(unpack(path.read_bytes()), "Board_schools")) == len({one.school for one in more}) + 3
    assert {name: place for name, place in _places(path).items() if name != "board_schools"} == before


def _places(path: Path) -> dict[str, str]:
    from extract.book.table import find_tables

    tables = find_tables(unpack(path.read_bytes()))
    return {
        one.name.casefold(): tables[one.name.casefold()].range_to(tables[one.name.casefold()].last_row)
        for one in TABLES
    }


@pytest.mark.needs(ooxml.TOOL)
def test_open_xml_sdk_objects_to_nothing(tmp_path: Path) -> None:
    """Empty, full, and with a choice."""
    written(tmp_path / "full.xlsx", overview())
    written(tmp_path / "chosen.xlsx", overview(), {"School": SCHOOLS[2]})
    written(tmp_path / "empty.xlsx", Overview(overview().log))
    ooxml.assert_ooxml([tmp_path / f"{name}.xlsx" for name in ("full", "chosen", "empty")])


def test_policy_is_chosen_by_its_short_name(tmp_path: Path) -> None:
    """The list offers short names; sheets show whole ones."""
    parts = written(tmp_path / "monitoring.xlsx", overview(), {"Policy": "Esteem"})
    assert (
        figures(parts)["Open actions"]
        == figures(written(tmp_path / "named.xlsx", overview(), {"Policy": POLICY}))["Open actions"]
    )
