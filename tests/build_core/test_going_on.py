"""From the agenda to the notes of the same session: facts go over, what was written stays and is named."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from halfterm.cli import main

_HEADER = {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-11-19"}
_WRITTEN = {"a5": "Attendance has dropped.", "a9": "I am tired.", "a11": "The neglect course."}


def _build(*words: str | Path) -> Result:
    done = CliRunner().invoke(main, ["build", *map(str, words)])
    assert done.exit_code == 0, done.output
    return done


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_next_date_goes_over_and_what_was_written_is_named(tmp_path: Path, kind: str) -> None:
    """Both forms ask for the next date; the words under the items are on the agenda only."""
    fields = {**_WRITTEN, "a13": "2027-01-14"}
    values = {"reference": "AMP-26-0011-B", "header": _HEADER, "fields": fields}
    (tmp_path / "v.json").write_text(json.dumps(values), encoding="utf-8")
    agenda, notes = tmp_path / f"b.{kind}", tmp_path / f"c.{kind}"
    _build("ashbury-meadow/b-agenda", "--values", tmp_path / "v.json", "-o", agenda)
    done = _build("ashbury-meadow/c-notes-actions", "--continue", agenda, "-o", notes)
    said = next(line for line in done.stderr.splitlines() if "P27" in line)
    assert [name for name in ("a5", "a6", "a9", "a11", "a13") if f"({name})" in said] == ["a5", "a9", "a11"]
    file = CliRunner().invoke(main, ["read", "--json", str(notes)]).stdout
    assert json.loads(file)["files"][0]["fields"]["next_session_date"]["value"] == "2027-01-14"
    assert not any(words in file for words in _WRITTEN.values())
