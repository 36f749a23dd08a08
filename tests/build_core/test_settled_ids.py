"""An action's id stands in the settled copies only where an action was agreed."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from halfterm.cli import main

_FORM = "ashbury-meadow/c-notes-actions"
_HEADER = {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-11-19"}


def _run(*words: str | Path) -> str:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.output


def _file(path: Path) -> Any:
    done = CliRunner().invoke(main, ["read", "--json", str(path)])
    return json.loads(done.stdout)["files"][0]


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_rows_that_nobody_filled_lose_their_printed_ids(tmp_path: Path, kind: str) -> None:
    """The notes stay, the action keeps the id that it had, and nothing is missed on the settled copies."""
    rows = [
        {"item": "1. Welcome"},
        {"item": "2. Roles", "notes": "Agreed."},
        {"item": "3.", "action": "Ring"},
    ]
    values = {"reference": "AMP-26-0011-C", "header": _HEADER, "fields": {"rows": rows}}
    (tmp_path / "v.json").write_text(json.dumps(values), encoding="utf-8")
    before = tmp_path / f"session.{kind}"
    _run("build", _FORM, "--values", tmp_path / "v.json", "-o", before)
    for stage in ("signing", "final"):
        after = tmp_path / f"{stage}.{kind}"
        _run("build", _FORM, "--continue", before, "--stage", stage, "-o", after)
        read = _file(after)
        refs = {
            at: cells["ref"]["value"]
            for at, cells in read["fields"]["rows"]["cells"].items()
            if "ref" in cells
        }
        assert refs == {"3": "AMP-26-0011-C/3"}
        assert [row["notes"] for row in read["fields"]["rows"]["value"]] == ["Agreed.", None]
        assert read["findings"] == []
        before = after
