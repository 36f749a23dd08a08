"""`halfterm run`: one step for a scheduled task; what fails does not keep the rest from being done."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from forms.plan import Person, PlannedSession, Relationship
from halfterm.cli import main
from tests.stories.trust import Trust, day, values

_SCHOOL, _ON = "Alder Grove Academy", "2026-11-28"
_PEOPLE = (
    Person("P-TOM", "Tom Reed", _SCHOOL, "DSL", is_dsl=True),
    Person("P-PRIYA", "Priya Shah", _SCHOOL, "Lead"),
)
_PAIR = Relationship("R1", "esteem", "P-TOM", "P-PRIYA", starts=day("2026-09-01"))


@pytest.fixture
def trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trust:
    """Return a trust into whose inbox a record has come."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Trust(tmp_path / "trust", "esteem", (_SCHOOL,))
    made.run("init", made.folder, "--policy", "esteem", "--prefix", "ESM", "--school", _SCHOOL)
    monkeypatch.chdir(made.folder)
    made.plan(_PEOPLE, (_PAIR,), (PlannedSession("ESM-26-0001", "R1", day("2026-11-19")),))
    known = values("ESM-26-0001-A2", "2026-11-19", {"actual_date": "2026-11-19"})
    record = made.make("esteem/a2-record", known, "ESM-26-0001-A2.docx")
    made.comes_back("esteem/a2-record", record, {"agenda_items": "Late buses"})
    return made


def _reports(trust: Trust) -> list[str]:
    return sorted(path.name for path in (trust.folder / "reports" / _SCHOOL).glob("*"))


def test_inbox_workbook_and_reports_in_one_step(trust: Trust) -> None:
    """And again: nothing new came in, and the same reports lie there."""
    done = trust.run("run", "--on", _ON)
    done_last = done.stderr.splitlines()[-1]
    assert done_last == (
        "done: inbox and workbook (1 form read), packs (1 ready, 1 of these new), reports (2 files)."
    )
    assert trust.outcomes() == {"ESM-26-0001-A2.docx": "Accepted"}
    reports = [f"{_ON} inspection summary.pdf", f"{_ON} workbook.xlsx"]
    assert _reports(trust) == reports
    written = (trust.folder / "monitoring.xlsx").read_bytes()
    again = trust.run("run", "--on", _ON)
    assert "Nothing new came in: nothing changed." in again.stderr
    assert again.stderr.splitlines()[-1] == (
        "done: inbox and workbook (nothing new), packs (1 ready), reports (2 files)."
    )
    assert (trust.folder / "monitoring.xlsx").read_bytes() == written
    assert _reports(trust) == reports


def test_a_part_that_fails_is_said_and_the_rest_is_done(trust: Trust) -> None:
    """A workbook that is none of ours: the import is safe in the register, and the reports are written."""
    (trust.folder / "monitoring.xlsx").write_bytes(b"no workbook")
    done = CliRunner().invoke(main, ["run", "--on", _ON])
    assert done.exit_code not in {0, 1}
    assert done.stderr.splitlines()[-1] == (
        "done: packs (nothing to go out), reports (2 files); not done: inbox and workbook."
    )
    assert _reports(trust) == [f"{_ON} inspection summary.pdf", f"{_ON} workbook.xlsx"]
