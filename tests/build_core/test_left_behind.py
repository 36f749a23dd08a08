"""What earlier forms hold and this one does not is said: nothing of a case is lost unseen."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from halfterm.cli import main

_HEADER = {"supervisee": "Tom Reed", "supervisor": "Priya Shah"}
_RING = {"action": "Ring the school nurse", "who": "Tom Reed", "by_when": "2026-12-01"}


def _build(folder: Path, form: str, name: str, *options: str | Path, **data: object) -> Result:
    header = {**_HEADER, "session_date": "2026-11-19", **dict(data.pop("header", {}))}  # type: ignore[call-overload]
    values = folder / f"{name}.json"
    values.write_text(json.dumps({"header": header, **data}), encoding="utf-8")
    words = ["build", form, "--values", values, "-o", folder / name, *options]
    return CliRunner().invoke(main, [str(word) for word in words])


def _read(path: Path) -> dict[str, dict[str, object]]:
    done = CliRunner().invoke(main, ["read", "--json", str(path)])
    fields: dict[str, dict[str, object]] = json.loads(done.stdout)["files"][0]["fields"]
    return fields


def _earlier(folder: Path, form: str, name: str, **data: object) -> Path:
    done = _build(folder, form, name, "--stage", "session", **data)
    assert (folder / name).is_file(), done.output
    return folder / name


def _next(folder: Path, form: str, before: Path, reference: str, **header: str) -> Result:
    """Build next half term's form as b.docx, with the one before it."""
    later = {**header, "session_date": "2027-01-14"}
    return _build(folder, form, "b.docx", "--previous", before, reference=reference, header=later)


@pytest.mark.parametrize("ref", ["HWD-C041", "HWD-C0014"])
def test_sheets_of_other_cases_are_named(tmp_path: Path, ref: str) -> None:
    """A slip of one digit leaves all open actions of a child behind: somebody has to look."""
    fields = {"agreed_actions": [_RING]}
    before = _earlier(
        tmp_path,
        "harewood/a3-caseload-record",
        "a.docx",
        reference="HWD-26-0001-A3",
        header={"case_ref": "HWD-C014"},
        fields=fields,
    )
    done = _next(tmp_path, "harewood/a3-caseload-record", before, "HWD-27-0002-A3", case_ref=ref)
    assert done.exit_code == 1
    assert "P22" in done.stderr
    assert "HWD-C014" in done.stderr


def test_capitals_of_a_case_reference_do_not_count(tmp_path: Path) -> None:
    """The same case in small letters keeps its actions."""
    before = _earlier(
        tmp_path,
        "harewood/a3-caseload-record",
        "a.docx",
        reference="HWD-26-0001-A3",
        header={"case_ref": "HWD-C014"},
        fields={"agreed_actions": [_RING]},
    )
    done = _next(tmp_path, "harewood/a3-caseload-record", before, "HWD-27-0002-A3", case_ref="hwd-c014")
    assert "P22" not in done.stderr
    assert "Ring the school nurse" in json.dumps(_read(tmp_path / "b.docx")["outstanding"])


def test_cases_without_an_action_stay_on_the_summary(tmp_path: Path) -> None:
    """A summary of cases keeps each case until somebody closes it; a closed one is counted out loud."""
    cases = [
        {"name": "HWD-C001", "needs": "Housing", "update": "Waiting"},
        {"name": "HWD-C002", "needs": "Attendance", **_RING, "status": "Done"},
        {"name": "HWD-C004", "needs": "Sleep", **_RING},
    ]
    before = _earlier(
        tmp_path,
        "highcliffe/a4-case-summary",
        "a.docx",
        reference="HSM-26-0001-A4",
        fields={"cases": cases},
    )
    done = _next(tmp_path, "highcliffe/a4-case-summary", before, "HSM-27-0002-A4")
    assert "P24" in done.stderr
    rows = _read(tmp_path / "b.docx")["cases"]["value"]
    assert isinstance(rows, list)
    assert [(row["name"], row["needs"], row["action"]) for row in rows] == [
        ("HWD-C004", "Sleep", "Ring the school nurse"),
        ("HWD-C001", "Housing", None),
    ]


def test_actions_that_find_no_table_are_named(tmp_path: Path) -> None:
    """A decision record has no table for last time's actions: they are not lost without a word."""
    before = _earlier(
        tmp_path,
        "harewood/a4-decision-record",
        "a.docx",
        reference="HWD-26-0001-A4",
        header={"case_ref": "HWD-C014"},
        fields={"actions": [_RING]},
    )
    done = _next(tmp_path, "harewood/a4-decision-record", before, "HWD-27-0002-A4", case_ref="HWD-C014")
    assert "P23" in done.stderr
    assert "HWD-26-0001-A4/1" in done.stderr


def test_an_unresolved_disagreement_reaches_the_notes_after_the_agenda(tmp_path: Path) -> None:
    """Notes, next agenda, next notes: what is not settled is offered again."""
    fields = {"disagreement": "Yes", "disagreement_note": "About the threshold"}
    before = _earlier(
        tmp_path, "ashbury-meadow/c-notes-actions", "c1.docx", reference="AMD-26-0001-C", fields=fields
    )
    later = {"session_date": "2027-01-14"}
    _build(
        tmp_path,
        "ashbury-meadow/b-agenda",
        "b2.docx",
        "--previous",
        before,
        reference="AMD-27-0002-B",
        header=later,
    )
    words = ["build", "ashbury-meadow/c-notes-actions", "--continue", tmp_path / "b2.docx"]
    words += ["--previous", before, "-o", tmp_path / "c2.docx"]
    CliRunner().invoke(main, [str(word) for word in words])
    assert _read(tmp_path / "c2.docx")["disagreement_note"]["value"] == "About the threshold"


def test_a_disagreement_that_is_settled_is_not_offered(tmp_path: Path) -> None:
    """A note that stands beside No says that there is none."""
    fields = {"disagreement": "No", "disagreement_note": "Settled"}
    before = _earlier(tmp_path, "esteem/a2-record", "a.docx", reference="ESM-26-0001-A2", fields=fields)
    _next(tmp_path, "esteem/a2-record", before, "ESM-27-0002-A2")
    assert _read(tmp_path / "b.docx")["disagreement_note"]["value"] is None


def test_questions_that_were_changed_under_the_same_version_are_said(tmp_path: Path) -> None:
    """An answer must not come back under another question."""
    source = Path(__file__).parents[1] / "data" / "policies" / "kestrel-down"
    folder = tmp_path / "kestrel-down"
    folder.mkdir()
    for file in source.glob("*.toml"):
        (folder / file.name).write_bytes(file.read_bytes())
    form = folder / "e-audit.toml"
    for name in ("a.pdf", "a.docx"):
        CliRunner().invoke(main, ["blank", str(form), "-o", str(tmp_path / name)])
    text = form.read_text(encoding="utf-8")
    label = next(line for line in text.splitlines() if line.startswith("label = ") and "?" in line)
    form.write_text(text.replace(label, label.replace("?", " now?"), 1), encoding="utf-8")
    for name in ("a.pdf", "a.docx"):
        done = CliRunner().invoke(main, ["read", "--policy", str(folder), str(tmp_path / name)])
        assert done.exit_code == 1, done.output
        assert "F40" in done.output


def test_a_case_reference_that_is_none_is_said_before_it_goes_out(tmp_path: Path) -> None:
    """The log would leave the case out, and by then the form is signed."""
    done = _build(
        tmp_path,
        "harewood/a3-caseload-record",
        "a.docx",
        reference="HWD-26-0001-A3",
        header={"case_ref": "C-0141"},
    )
    assert "P25" in done.stderr
    assert "ESM-C014" in done.stderr
