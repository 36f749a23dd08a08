"""Names and roles of a group stand beside each other, however long a role is and whatever was left out."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from halfterm.cli import main

_FORM = "highcliffe/a3-record-group"
_NAMES = [{"name": "Amara Obi"}, {"name": "Jo Lim"}, {"name": "Sam Osei"}]
_ROLES = [
    {"role": "Deputy Designated Safeguarding Lead and Head of Key Stage 2 " * 4},
    {},
    {"role": "Teacher"},
]


def _cells(path: Path, *options: str | Path) -> Any:
    """Build the form at `path` and return what its two tables hold, row by row."""
    values = {
        "reference": "HSM-26-0001-A3",
        "header": {"supervisor": "Priya Shah", "session_date": "2026-11-19"},
        "fields": {} if options else {"in_attendance": _NAMES, "roles": _ROLES},
    }
    path.with_suffix(".json").write_text(json.dumps(values), encoding="utf-8")
    words = [
        "build",
        _FORM,
        "--values",
        path.with_suffix(".json"),
        "-o",
        path,
        *(options or ("--stage", "session")),
    ]
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert path.is_file(), done.output
    fields = json.loads(CliRunner().invoke(main, ["read", "--json", str(path)]).stdout)["files"][0]["fields"]
    return fields["in_attendance"]["cells"], fields["roles"]["cells"]


def test_a_long_role_moves_the_name_below_it_too(tmp_path: Path) -> None:
    """On the page each name is within the height of its role's box, and both tables have as many rows."""
    names, roles = _cells(tmp_path / "a.pdf")
    assert names.keys() == roles.keys()
    for number, row in roles.items():
        _, low, _, high = row["role"]["box"]
        _, bottom, _, top = names[number]["name"]["box"]
        assert names[number]["name"]["page"] == row["role"]["page"]
        assert low - 5 <= (bottom + top) / 2 <= high + 5


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_role_that_was_left_out_shifts_none(tmp_path: Path, kind: str) -> None:
    """Settled, the form still has the third role beside the third name."""
    _cells(tmp_path / f"a.{kind}")
    names, roles = _cells(tmp_path / f"b.{kind}", "--continue", tmp_path / f"a.{kind}", "--stage", "signing")
    assert [row["name"]["value"] for row in names.values()] == ["Amara Obi", "Jo Lim", "Sam Osei"]
    assert [row["role"]["value"] for row in roles.values()][1:] == [None, "Teacher"]
