"""The workbook that the settings name is read, and what does not fit in it is said on stderr."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from extract.book.parts import unpack
from extract.plan_columns import PLAN_SHEETS
from extract.trust_workbook import ORDER
from forms.catalogue import own_catalogue
from forms.plan import Plan
from halfterm.planned import take_plan
from halfterm.trust import open_trust
from register.database import open_register
from tests.halfterm.policy_folder import run


def plan_of(folder: Path) -> Plan:
    """Return the plan that a command in this folder works with."""
    register = open_register(folder.parent / "register.db")
    plan = take_plan(open_trust(own_catalogue(), folder), register).plan
    register.close()
    return plan


def with_tom(place: Path) -> tuple[Path, Plan]:
    """Make a trust with one person on its Roster; return the workbook and the plan that it gives."""
    run("init", "trust", "--policy", "esteem", "--school", "Alder Grove Academy", folder=place)
    path = place / "trust" / "monitoring.xlsx"
    book = load_workbook(path)
    for cell, value in {"A5": "tom", "B5": "Tom Reed", "C5": "Alder Grove Academy"}.items():
        book["Roster"][cell] = value
    book.save(path)
    plan = plan_of(place / "trust")
    assert [one.name for one in plan.people] == ["Tom Reed"]
    return path, plan


def test_every_cell_that_does_not_fit_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its severity and code; the schools and policies are those of the settings and of the catalogue."""
    run("init", "trust", "--policy", "esteem", "--school", "Alder Grove Academy", folder=tmp_path)
    path = tmp_path / "trust" / "monitoring.xlsx"
    book = load_workbook(path)
    for cell, value in {"A5": "tom", "B5": "Tom Reed", "C5": "Alder Grove Acadmy"}.items():
        book["Roster"][cell] = value
    for cell, value in {"A4": "R1", "B4": "estem", "C4": "tom", "D4": "tom"}.items():
        book["Relationships"][cell] = value
    book["Lists"]["A3"] = None
    book.save(path)
    assert [one.name for one in plan_of(tmp_path / "trust").people] == ["Tom Reed"]
    school, policy = capsys.readouterr().err.splitlines()
    assert school == (
        "Soon: M19: monitoring.xlsx, Roster!C5: 'Alder Grove Acadmy' is not a school of the sheet Lists; "
        'did you mean "Alder Grove Academy"?; the row was read as it is'
    )
    assert policy == (
        "Act now: M07: monitoring.xlsx, Relationships!B4: 'estem' is not one of: ashbury-meadow, esteem, "
        'green-gates, harewood, highcliffe; did you mean "esteem"?; the row was left out'
    )


def test_taking_in_leaves_what_people_entered_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a byte of the sheets that people fill is another one."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    run("init", "trust", "--policy", "esteem", "--prefix", "ESM", folder=tmp_path)
    trust = tmp_path / "trust"
    before = filled_sheets(trust / "monitoring.xlsx")
    run("extract", folder=trust)
    assert filled_sheets(trust / "monitoring.xlsx") == before
    assert tuple(load_workbook(trust / "monitoring.xlsx").sheetnames) == ORDER


def filled_sheets(path: Path) -> list[bytes]:
    """Return the parts of the sheets that people fill, as they are stored."""
    parts = unpack(path.read_bytes())
    return [parts.data[parts.sheets()[name]] for name in (*(spec.name for spec in PLAN_SHEETS), "Lists")]


def test_the_settings_say_where_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Below the folder, or anywhere else."""
    run("init", "trust", "--policy", "esteem", folder=tmp_path)
    (tmp_path / "trust" / "monitoring.xlsx").rename(tmp_path / "people.xlsx")
    assert plan_of(tmp_path / "trust") == Plan()
    assert "R01" in capsys.readouterr().err
    settings = tmp_path / "trust" / "halfterm.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('"monitoring.xlsx"', '"../people.xlsx"'), encoding="utf-8")
    assert plan_of(tmp_path / "trust") == Plan()
    assert capsys.readouterr().err == ""


def test_plan_that_cannot_be_opened_is_as_it_was_last_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may lie in a folder that is not there just now; what waits for it goes on."""
    path, before = with_tom(tmp_path)
    path.write_bytes(b"damaged")
    assert plan_of(tmp_path / "trust") == before
    assert ". Until then the plan is taken as it was last time." in capsys.readouterr().err


@pytest.mark.parametrize("what", ["sheet", "heading"])
def test_plan_without_one_of_its_sheets_is_as_it_was_last_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    """A name that a person changed is no reason to forget who is supervised by whom."""
    path, before = with_tom(tmp_path)
    book = load_workbook(path)
    if what == "sheet":
        book["Roster"].title = "Our staff"
    else:
        headings = {
            str(cell.value).rstrip(" *"): cell for row in book["Roster"].iter_rows(max_row=4) for cell in row
        }
        headings["School"].value = "Where"
    book.save(path)
    capsys.readouterr()
    assert plan_of(tmp_path / "trust") == before
    said = capsys.readouterr().err
    assert ("M01" if what == "sheet" else "M02") in said
    assert (
        "monitoring.xlsx: a whole sheet could not be read. Until then the plan is taken as it was last time."
        in said
    )
