"""The Dashboard and the summary of each school, against figures counted from what was typed on the forms."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pdfplumber
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from extract.book.parts import unpack
from extract.book.reading import read_table
from halfterm.cli import main
from tests.halfterm.dashboard_trust import MEETINGS, ON, SCHOOLS, Meeting, enter, return_records
from tests.halfterm.house_value import type_house_value
from tests.stories.trust import Trust, day, fill_in

_ON = dt.date.fromisoformat(ON)


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    """Return the trust with everything taken in and the reports written."""
    folder = tmp_path_factory.mktemp("dashboard")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        made = Trust(folder / "trust", "esteem", SCHOOLS)
        schools = [option for school in SCHOOLS for option in ("--school", school)]
        made.run("init", made.folder, "--policy", "esteem", "--prefix", "ESM", *schools)
        patch.chdir(made.folder)
        enter(made)
        return_records(made)
        made.take_in(ON)
        done = made.run("report", "--on", ON)
        assert len(done.stdout.splitlines()) == 4 + 1
    return made


def figures(path: Path) -> dict[str, tuple[object, object]]:
    """Return the first look: figure -> number, of."""
    rows = read_table(unpack(path.read_bytes()), "Board_figures")
    return {str(row["figure"]): (row["number"], row["of"]) for row in rows}


def due(meetings: list[Meeting]) -> list[Meeting]:
    """Return the sessions that were to be held by now: those that another one stands for do not count."""
    return [one for one in meetings if day(one.held or one.planned) < _ON and not one.rebooked_to]


def actions(meetings: list[Meeting]) -> list[tuple[str, str, str]]:
    """Return every action that was typed; nobody has closed one."""
    return [action for one in meetings for action in one.actions]


def expected(meetings: list[Meeting]) -> dict[str, tuple[int, int | None]]:
    """Return what the first look has to show of these sessions, counted from what was typed."""
    now = [one for one in meetings if one.half_term == "Aut2"]
    held = [one for one in now if one.held]
    all_actions = actions(meetings)
    late = [one for one in all_actions if one[2] and day(one[2]) < _ON]
    lacking = [one for one in all_actions if not (one[1] and one[2])]
    return {
        "Sessions held, of those due so far": (len(held), len(due(now))),
        "Due, and not held as far as known": (len(due(now)) - len(held), len(due(now))),
        "Open actions": (len(all_actions), len(all_actions)),
        "Open actions that are overdue": (len(late), len(all_actions)),
        "Open actions without owner or date": (len(lacking), len(all_actions)),
        "Records not signed by the last day": (
            0,
            sum(day(one.held or "") + dt.timedelta(days=14) < _ON for one in held),
        ),
    }


def test_first_look_is_what_was_typed(trust: Trust) -> None:
    """All schools together."""
    found = figures(trust.folder / "monitoring.xlsx")
    for name, figure in expected(list(MEETINGS)).items():
        assert found[name] == figure, name


def test_bars_are_what_was_typed(trust: Trust) -> None:
    """Per half term, per school, and by how long signing took."""
    parts = unpack((trust.folder / "monitoring.xlsx").read_bytes())
    for bar in read_table(parts, "Board_half_terms"):
        own = [one for one in MEETINGS if one.half_term == bar["half term"]]
        in_time = [one for one in own if one.held == one.planned]
        late = [one for one in own if one.held and one.held > one.planned]
        rebooked = [one for one in own if one.rebooked_to]
        missed = [one for one in due(own) if not one.held]
        assert (bar["held"], bar["held late"], bar["rebooked"], bar["not held"]) == (
            len(in_time),
            len(late),
            len(rebooked),
            len(missed),
        )
        assert bar["opened"] == sum(len(one.actions) for one in own)
        assert bar["closed"] == 0
    for bar in read_table(parts, "Board_schools"):
        own = [one for one in MEETINGS if one.person.school == bar["name"] and one.half_term == "Aut2"]
        assert (bar["held"], bar["due"]) == (sum(bool(one.held) for one in own), len(due(own)))
    days = [
        (day(max(one.signed)) - day(one.held)).days
        for one in MEETINGS
        if one.signed and one.held and one.half_term == "Aut2"
    ]
    signing = {row["days"]: row["sessions"] for row in read_table(parts, "Board_signing")}
    assert signing["0 to 7"] == sum(number <= 7 for number in days) == 1


@pytest.mark.parametrize("school", SCHOOLS)
def test_each_school_has_its_own_summary_and_workbook(trust: Trust, school: str) -> None:
    """Two pages and a workbook, dated, in which no other school stands."""
    folder = trust.folder / "reports" / school
    assert sorted(path.name for path in folder.iterdir()) == [
        f"{ON} inspection summary.pdf",
        f"{ON} workbook.xlsx",
    ]
    own = [one for one in MEETINGS if one.person.school == school]
    wanted = expected(own)
    found = figures(folder / f"{ON} workbook.xlsx")
    for name, figure in wanted.items():
        assert found[name] == figure, name
    others = {one.person.name for one in MEETINGS} - {one.person.name for one in own}
    book = load_workbook(folder / f"{ON} workbook.xlsx", data_only=True)
    said = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    assert not [text for text in said if any(name in text for name in others)]
    with pdfplumber.open(folder / f"{ON} inspection summary.pdf") as pdf:
        pages = [page.extract_text() for page in pdf.pages]
    assert len(pages) == 2
    text = " ".join(" ".join(pages).split())
    assert school in text
    assert "sessions of each half term" in text
    assert "more figures" not in text
    assert not [one.person.name for one in MEETINGS if one.person.name in text]


def test_reports_of_another_day_take_the_place_of_earlier_ones(
    trust: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody has put beside them stays."""
    monkeypatch.chdir(trust.folder)
    monkeypatch.setenv("XDG_DATA_HOME", str(trust.folder.parent / "data"))
    folder = trust.folder / "reports" / SCHOOLS[1]
    (folder / "notes of the head.txt").write_text("Ask about Tuesdays", encoding="utf-8")
    done = CliRunner().invoke(main, ["report", "--on", "2026-11-30", "--school", "birch lane  primary"])
    assert done.exit_code == 0, done.stderr
    assert sorted(path.name for path in folder.iterdir()) == [
        "2026-11-30 inspection summary.pdf",
        "2026-11-30 workbook.xlsx",
        "notes of the head.txt",
    ]
    trust.run("report", "--on", ON, "--school", SCHOOLS[1])


def test_a_school_that_nobody_has_entered_is_refused(trust: Trust, monkeypatch: pytest.MonkeyPatch) -> None:
    """With those that there are."""
    monkeypatch.chdir(trust.folder)
    monkeypatch.setenv("XDG_DATA_HOME", str(trust.folder.parent / "data"))
    done = CliRunner().invoke(main, ["report", "--school", "Cedar Hill"])
    assert done.exit_code == 2
    assert done.stderr == (
        "U56: --school: found Cedar Hill; expected one of Alder Grove Academy, Birch Lane Primary; "
        "write it as it stands in the Roster.\n"
    )


def test_monitoring_forms_that_are_due_lie_in_the_outbox(trust: Trust) -> None:
    """Esteem asks for one every three months: pre-filled with what the log shows, and nothing judged."""
    folder = trust.folder / "outbox" / "Quality assurance"
    made = {path.name: trust.answers(path) for path in folder.iterdir()}
    first = {"Tim Ford": "ESM-26-0001", "Ann Cole": "ESM-26-0002", "Bea Holt": "ESM-26-0004"}
    due = {
        name for name, session in first.items() if _three_months_on(session) <= _ON + dt.timedelta(days=30)
    }
    assert set(made) == {f"{first[name]}-A4 {name}.docx" for name in due}
    tim = made["ESM-26-0001-A4 Tim Ford.docx"]
    assert (tim["supervisee_name"], tim["supervisor_name"]) == ("Tim Ford", "Priya Shah")
    assert (tim["supervisee_role"], tim["supervisor_role"]) == ("DSL", "Lead")
    assert tim["sessions_completed-evidence"] == "2 since 01/09/2026; 2 this year"
    assert tim["written_record-evidence"] == "Yes, 2 of 2 (2 signed by both)"
    assert tim["contract_agreed-evidence"] == "No evidence in log: no signed agreement"
    assert tim["contract_agreed"] is tim["sessions_completed"] is tim["ev_reflection"] is None


def _three_months_on(session: str) -> dt.date:
    held = day(next(one.held for one in MEETINGS if one.session_id == session) or "")
    month = held.month + 3
    return held.replace(year=held.year + (month > 12), month=(month - 1) % 12 + 1)


def test_a_form_that_somebody_has_begun_is_left_alone(trust: Trust, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that nobody has touched is made anew with what is known by then."""
    monkeypatch.chdir(trust.folder)
    monkeypatch.setenv("XDG_DATA_HOME", str(trust.folder.parent / "data"))
    folder = trust.folder / "outbox" / "Quality assurance"
    trust.run("report", "--on", "2026-12-15")
    begun, untouched = sorted(folder.iterdir())[:2]
    fill_in("esteem/a4-monitoring", begun, begun.with_suffix(".filled.docx"), {"ev_reflection": "Yes"})
    begun.with_suffix(".filled.docx").replace(begun)
    before = begun.read_bytes(), untouched.read_bytes()
    done = CliRunner().invoke(main, ["report", "--on", "2026-12-16"])
    assert done.exit_code == 0, done.stderr
    assert begun.read_bytes() == before[0]
    assert untouched.read_bytes() != before[1]
    assert trust.answers(untouched)["form_date"] == "2026-12-16"


def test_cells_lead_to_file_page_and_box(trust: Trust) -> None:
    """Of a Word file to the box by its name, of a PDF to page and corners too."""
    checked = 0
    for row in trust.sheet("Sessions"):
        if row["source_file"] is None:
            continue
        (file,) = trust.inbox.glob(f"{row['source_file']}")
        fields = trust.read(file)["fields"]
        for said in row["source_places"].split("; "):
            column, _, place = said.partition(": ")
            where, _, corners = place.partition(" at ")
            page, _, name = where.rpartition("box ")
            if column.endswith("signed_on"):
                continue
            answer = fields[name]
            assert bool(page) == bool(corners) == (file.suffix == ".pdf")
            if page:
                assert page == f"page {answer['page']}, "
                assert [float(edge) for edge in corners.split(",")] == pytest.approx(answer["box"], abs=0.51)
            if column == "actual_date":
                assert row[column].date() == day(answer["value"])
                checked += 1
    assert checked == sum(bool(one.held) for one in MEETINGS)
    (action,) = [row for row in trust.sheet("Actions") if row["action_text"] == "Bring the log"]
    assert action["source_places"] == "ESM-26-0004-A2.docx: box agenda_action-1-action"


def test_a_value_that_the_policy_leaves_open_is_the_trusts(
    trust: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed into Policies, findings go by it and call it the house's; what the policy says itself stays."""
    monkeypatch.chdir(trust.folder)
    monkeypatch.setenv("XDG_DATA_HOME", str(trust.folder.parent / "data"))
    path = trust.folder / "monitoring.xlsx"
    before = path.read_bytes()
    try:
        type_house_value(path, "R-SIGN-BOTH-EST", "days", "3")
        type_house_value(path, "R-SIGN-EST", "days", "99")
        done = CliRunner().invoke(main, ["extract", "--on", ON])
        said = next(line for line in done.stderr.splitlines() if "M22" in line)
        assert said.startswith(
            "Soon: M22: monitoring.xlsx, Policies, R-SIGN-EST days: found '99' in qa_value;"
        )
        rules = {(row["rule"], row["setting"]): row for row in trust.sheet("Policies")}
        assert rules["R-SIGN-BOTH-EST", "days"]["value"] == "3 days"
        assert rules["R-SIGN-BOTH-EST", "days"]["qa_value"] == "3"
        assert rules["R-SIGN-EST", "days"]["value"] == "14 days"
        due = trust.rows("Sessions", "session_id")["ESM-26-0001"]["signature_due"]
        assert due.date() == day("2026-09-27")
        (mistake,) = trust.sheet("Errors")
        assert (mistake["sheet"], mistake["found"]) == ("Policies", "99")
    finally:
        path.write_bytes(before)
        trust.take_in(ON)
