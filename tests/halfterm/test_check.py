"""`halfterm check` and `halfterm due` in a trust's folder, through the installed command."""

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from extract.plan_sheets import Choices
from extract.trust_workbook import write_monitoring
from forms.plan import Party, Plan, PlannedSession
from tests.checks.world import PAIR, PRIYA_ROW, TOM_ROW, calendar, day, planned
from tests.halfterm.trust_folder import TrustFolder, make_trust
from tests.register.responses import SCHOOL
from tests.tools.postgresql import POSTGRESQL, fresh_database
from tests.tools.tool import require

_CHILD_ACTION = "Ring Jayden's mum about the move"


@pytest.fixture
def trust(tmp_path: Path) -> TrustFolder:
    """Give a trust's folder with nothing planned."""
    return make_trust(tmp_path, SCHOOL)


def plan(trust: TrustFolder, *sessions: PlannedSession) -> None:
    """Enter people, half terms and these sessions in the trust's workbook."""
    entered = Plan((TOM_ROW, PRIYA_ROW), (PAIR,), calendar(), sessions)
    path = trust.folder / "monitoring.xlsx"
    write_monitoring(path, entered, Choices(schools=(SCHOOL,), policies=("esteem",)), day("2026-09-01"))


def put(
    trust: TrustFolder,
    form: str,
    reference: str,
    stage: str = "session",
    folder: str = "inbox",
    **fields: Any,
) -> None:
    """Make a form with the installed command, as a returned one, in the inbox."""
    header: dict[str, Any] = {"school": SCHOOL, "supervisee": "Tom Reed", "supervisor": "Priya Shah"}
    header["session_date"] = "2026-11-19"
    if form.endswith("case-notes"):
        header |= {"case_ref": "ESM-C014", "sheet": 1}
    known = trust.folder / "known.json"
    values = {"reference": reference, "stage": stage, "header": header, "fields": fields}
    known.write_text(json.dumps(values), encoding="utf-8")
    output = trust.folder / folder / f"{reference}.docx"
    done = trust.run("build", form, "--values", str(known), "-o", str(output))
    assert output.exists(), done.err
    known.unlink()


def put_session(trust: TrustFolder) -> None:
    """Put the record of 19 November and a case sheet into the inbox, and take them in on 24 November."""
    rows = [{"action": "Book the course", "who": "Tom Reed", "by_when": "2026-11-26"}]
    put(trust, "esteem/a2-record", "ESM-26-0042-A2", actual_date="2026-11-19", agenda_action=rows)
    sheet = {"child_name": "Jayden Okoro", "logs_up_to_date": "Yes", "chronology_up_to_date": "No"}
    case = [{"action": _CHILD_ACTION, "who": "Tom Reed", "by_when": "2026-11-25"}]
    put(trust, "esteem/a3-case-notes", "ESM-26-0042-A3-1", **sheet, new_actions=case)
    assert trust.run("extract", "--on", "2026-11-24").status in {0, 1}


def check(trust: TrustFolder, on: str) -> dict[str, dict[str, Any]]:
    """Return code -> what is found on a day (the last of its code)."""
    done = trust.run("check", "--json", "--on", on)
    assert done.status in {0, 1}, done.err
    return {one["code"]: one for one in json.loads(done.out)["findings"]}


def test_nothing_to_act_on_is_said_and_is_exit_status_0(trust: TrustFolder) -> None:
    """In a new folder; that nothing is planned is said, or it would look as if all were well."""
    done = trust.run("check", "--on", "2026-11-24")
    assert (done.status, done.out) == (0, "")
    empty, reminder, said = done.err.splitlines()
    assert empty.startswith("Soon: Y13: monitoring.xlsx: says of nobody who supervises them")
    assert reminder.startswith("Soon: Y11: halfterm.toml: retention_years is not set")
    assert said == "no findings on 24/11/2026"


def test_check_says_what_is_wrong_on_what_ground_and_since_when(trust: TrustFolder) -> None:
    """From the workbook that people fill and the forms that came back."""
    plan(trust, planned("2026-11-19"), planned("2027-01-14", "ESM-26-0050"))
    put_session(trust)
    first = check(trust, "2026-11-27")
    assert {"X01", "X16", "X35"} <= set(first)
    assert first["X01"]["what"].startswith("Tom Reed: no session was held in Aut1 2026/27")
    assert first["X01"]["clause"].startswith("The policy says: “Formal Supervision sessions")
    done = trust.run("check", "--on", "2026-11-28")
    assert done.status == 1
    assert "  X35  Case ESM-C014 at the session of Tom Reed, 19/11/2026 (ESM-26-0042): chronology" in done.out
    # Taking the forms in has found it already.
    assert "brings it up to date. Since 24/11/2026.\n" in done.out
    assert done.err.endswith("findings on 28/11/2026\n")


def test_words_of_a_rule_are_said_once_for_all_that_it_finds(trust: TrustFolder) -> None:
    """After the last of them."""
    sent: dict[str, Any] = {"sent_on": "2026-09-01"}
    plan(trust, planned("2026-10-01", **sent), planned("2026-10-08", "ESM-26-0043", **sent))
    lines = trust.run("check", "--on", "2026-09-30").out.splitlines()
    late = [number for number, line in enumerate(lines) if line.startswith("  X03")]
    assert lines[late[0] + 1].startswith("       The policy says: “One week in advance")
    lines = trust.run("check", "--on", "2026-10-07").out.splitlines()
    late = [number for number, line in enumerate(lines) if line.startswith("  X03")]
    assert late[1] == late[0] + 1
    assert sum("R-LEAD-EST" in line for line in lines) == 1
    # Nobody asks for the agenda of a session whose day has passed.
    assert lines[late[0]].endswith("Agree how the next one comes in time. Since 30/09/2026.")
    assert lines[late[1]].endswith("and has not come. Ask for it.")


def test_what_is_put_right_is_cleared(trust: TrustFolder) -> None:
    """A cancelled session gets a new date in the workbook: the next run no longer finds it."""
    told: dict[str, Any] = {"cancelled_on": "2026-11-18", "cancelled_by": Party.SUPERVISEE}
    told["cancel_reason"] = "Court hearing"
    plan(trust, planned("2026-11-19", **told))
    assert check(trust, "2026-11-20")["X19"]["severity"] == "Act now"
    plan(
        trust, planned("2026-11-19", **told, rebooked_to="ESM-26-0043"), planned("2026-11-24", "ESM-26-0043")
    )
    assert "X19" not in check(trust, "2026-11-20")


def test_what_was_found_is_in_the_copy_beside_the_workbook(trust: TrustFolder) -> None:
    """Since when a thing is so would be lost with this computer otherwise."""
    plan(trust, planned("2026-11-19", cancelled_on="2026-11-18", cancelled_by=Party.SUPERVISEE))
    found = check(trust, "2026-11-20")
    with contextlib.closing(sqlite3.connect(trust.folder / "register-snapshot.db")) as copy:
        rows = copy.execute("SELECT finding_id, first_seen FROM findings").fetchall()
    assert (found["X19"]["id"], "2026-11-20") in rows


def test_no_child_and_no_words_of_a_form_are_said(trust: TrustFolder) -> None:
    """Neither by check nor by due nor in the digest, nor in the register."""
    plan(trust, planned("2026-11-19"))
    put_session(trust)
    digest = trust.folder / "due.txt"
    said = [trust.run("check", "--on", "2026-12-10"), trust.run("due", "--on", "2026-12-10")]
    said.append(trust.run("due", "--on", "2026-12-10", "--digest", str(digest)))
    words = "".join(one.out + one.err for one in said) + digest.read_text(encoding="utf-8")
    assert "ESM-26-0042-A3-1/1" in words
    assert not any(word in words for word in ("Jayden", "Okoro", "mum", "Book the course"))
    kept = b"".join(path.read_bytes() for path in trust.data.rglob("*") if path.is_file())
    assert b"Okoro" not in kept


def test_due_looks_ahead_by_supervisor_and_by_school(trust: TrustFolder) -> None:
    """Overdue, this week, the weeks after; each thing with its day."""
    plan(
        trust,
        planned("2026-11-19"),
        planned("2026-12-10", "ESM-26-0043"),
        planned("2027-01-14", "ESM-26-0050"),
    )
    put_session(trust)
    done = trust.run("due", "--on", "2026-11-26")
    assert done.status == 1
    lines = done.out.splitlines()
    assert lines[0] == "Priya Shah"
    assert lines.index("  Overdue") < lines.index("  This week") < lines.index("  The next 4 weeks")
    assert "    Wed 25 Nov  Action: ESM-26-0042-A3-1/1 (Tom Reed)" in lines
    assert "    Thu 26 Nov  Action: ESM-26-0042-A2/4 (Tom Reed)" in lines
    assert "    Thu 26 Nov  Forms to send: Tom Reed, 10/12/2026 (ESM-26-0043)" in lines
    assert "    Thu 10 Dec  Session: Tom Reed, 10/12/2026 (ESM-26-0043) with Priya Shah" in lines
    assert not any("ESM-26-0050" in line and "Session:" in line for line in lines)
    assert trust.run("due", "--on", "2026-11-26", "--by", "school").out.splitlines()[0] == SCHOOL
    later = json.loads(trust.run("due", "--on", "2026-11-26", "--weeks", "8", "--json").out)
    assert {"on": "2027-01-14", "matter": "Session"}.items() <= next(
        one for one in later["later"] if one["about"] == "ESM-26-0050" and one["matter"] == "Session"
    ).items()


def test_session_whose_day_has_passed_is_due_as_a_record(trust: TrustFolder) -> None:
    """Also where its agenda has come back; and it is said that nobody knows whether it was held."""
    plan(trust, planned("2026-11-19"))
    put(trust, "esteem/a2-record", "ESM-26-0042-A2", stage="agenda")
    assert trust.run("extract", "--on", "2026-11-12").status == 0
    done = trust.run("due", "--on", "2026-11-20", "--weeks", "2")
    line = "    Thu 3 Dec  Record: Tom Reed, 19/11/2026 (ESM-26-0042); nothing says whether it was held"
    assert line in done.out.splitlines()
    assert done.status == 0


def test_signature_that_is_due_says_whose_it_is(trust: TrustFolder) -> None:
    """So that the right one is asked."""
    plan(trust, planned("2026-11-19"))
    put(
        trust,
        "esteem/a2-record",
        "ESM-26-0042-A2",
        stage="signing",
        actual_date="2026-11-19",
    )
    assert trust.run("extract", "--on", "2026-11-24").status in {0, 1}
    line = (
        "Signature: Tom Reed, 19/11/2026 (ESM-26-0042): no signature of Tom Reed (supervisee) and "
        "no signature of Priya Shah (supervisor)"
    )
    assert line in trust.run("due", "--on", "2026-11-26").out


def test_weeks_are_said_in_words(trust: TrustFolder) -> None:
    """One of them, and none at all."""
    plan(trust, planned("2026-12-10"))
    assert "  Next week\n" in trust.run("due", "--on", "2026-12-01", "--weeks", "1").out
    none = trust.run("due", "--on", "2026-10-26", "--weeks", "0")
    assert none.out == "Nothing is overdue, and nothing is due by 01/11/2026.\n"


def test_digest_can_be_mailed(trust: TrustFolder) -> None:
    """A neutral subject first, then a warning, then the list."""
    plan(trust, planned("2026-12-10", "ESM-26-0043"))
    file = trust.folder / "due.txt"
    done = trust.run("due", "--on", "2026-11-25", "--digest", str(file))
    assert (done.status, done.out) == (0, "")
    subject, _, warning, *rest = file.read_text(encoding="utf-8").splitlines()
    assert subject == (
        "Subject: [SENSITIVE - open privately] Supervision paperwork: what is due from 25/11/2026"
    )
    assert warning.startswith("Do not open while your screen is shared.")
    assert "Priya Shah" in rest


@pytest.mark.parametrize("name", ["monitoring.xlsx", "halfterm.toml"])
def test_digest_is_never_written_over_what_people_entered(trust: TrustFolder, name: str) -> None:
    """A name that is no text's is a slip."""
    before = (trust.folder / name).read_bytes()
    done = trust.run("due", "--digest", name)
    assert (done.status, done.err[:5]) == (2, "U41: ")
    assert (trust.folder / name).read_bytes() == before


def test_both_work_on_a_server(trust: TrustFolder) -> None:
    """The same findings as on a file."""
    require(POSTGRESQL)
    plan(trust, planned("2026-11-19"))
    put_session(trust)
    on_file = check(trust, "2026-12-10")
    with fresh_database() as url:
        trust.setting(f'register = "{url}"')
        assert trust.run("extract", "--on", "2026-11-24").status in {0, 1}
        assert check(trust, "2026-12-10") == on_file
        assert trust.run("due", "--on", "2026-12-10").status == 1


def test_forms_that_lie_ready_are_said_to(trust: TrustFolder) -> None:
    """They still have to go out: prepared is not sent."""
    plan(trust, planned("2026-11-26"))
    assert "made, and in the outbox" not in trust.run("due", "--on", "2026-11-05").out
    put(trust, "esteem/a2-record", "ESM-26-0042-A2", stage="agenda", folder="outbox")
    assert "(ESM-26-0042); made, and in the outbox" in trust.run("due", "--on", "2026-11-05").out


def test_plan_that_cannot_be_read_is_not_all_well(trust: TrustFolder) -> None:
    """What is late may stand in the row that was left out, or in the workbook that does not open."""
    workbook = trust.folder / "monitoring.xlsx"
    plan(trust, planned("2026-11-19", "ESM-26-0042"))
    assert trust.run("due", "--on", "2026-11-03").status == 0
    book = load_workbook(workbook)
    (row,) = (cells for cells in book["Schedule"].iter_rows() if cells[0].value == "ESM-26-0042")
    row[2].value = "19 Movember"
    book.save(workbook)
    done = trust.run("due", "--on", "2026-11-03")
    assert (done.status, "M04" in done.err) == (1, True), done.err
    workbook.write_bytes(b"damaged")
    for command in ("check", "due"):
        done = trust.run(command, "--on", "2026-11-03")
        assert (done.status, "M30" in done.err) == (1, True), done.err


def test_what_the_qa_lead_accepts_is_told_apart_and_asks_nothing(trust: TrustFolder) -> None:
    """Every finding is a row of her workbook; with a reason there, it counts no longer, up to its day."""
    plan(
        trust, planned("2026-10-22", "ESM-26-0041", cancelled_on="2026-10-22", cancel_reason="Court hearing")
    )
    trust.run("extract", "--on", "2026-10-23")
    (found,) = json.loads(trust.run("check", "--json", "--on", "2026-10-23").out)["findings"]
    path = trust.folder / "monitoring.xlsx"
    (row,) = exceptions(path)
    assert [row[name] for name in ("exception_id", "check", "severity", "what", "clause", "state")] == [
        *(found[name] for name in ("id", "code", "severity", "what", "clause")),
        "Open",
    ]
    type_in(path, qa_state="Accepted")
    done = trust.run("check", "--on", "2026-10-23")
    assert (done.status, "Accepted (" in done.out) == (1, False)
    assert "Accepted without a reason, which does not count; write one in qa_reason." in done.out
    type_in(path, qa_reason="He leaves on Friday", qa_by_date=day("2026-10-23"))
    done = trust.run("check", "--on", "2026-10-23")
    assert (done.status, done.out[:14]) == (0, "Accepted (1)\n ")
    assert "\n       Accepted, until 23/10/2026: He leaves on Friday\n" in done.out
    late = trust.run("check", "--on", "2026-10-24")
    assert (late.status, "Was accepted until 23/10/2026." in late.out) == (1, True)
    trust.run("extract", "--on", "2026-10-24")
    (row,) = (one for one in exceptions(path) if one["check"] == "X19")
    assert row["qa_reason"] == "He leaves on Friday"


def exceptions(workbook: Path) -> list[dict[str, Any]]:
    """Return the rows of the sheet Exceptions."""
    names, *rows = load_workbook(workbook)["Exceptions"].iter_rows(values_only=True)
    return [dict(zip(map(str, names), row, strict=True)) for row in rows]


def type_in(workbook: Path, **cells: Any) -> None:
    """Type into the first row of the sheet Exceptions."""
    book = load_workbook(workbook)
    sheet = book["Exceptions"]
    headings = [cell.value for cell in sheet[1]]
    for name, value in cells.items():
        sheet.cell(2, headings.index(name) + 1).value = value
    book.save(workbook)
