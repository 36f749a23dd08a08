"""Who came to a group session signs its record, and nobody else is asked to."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from halfterm.cli import main

_GROUP = "highcliffe/a3-record-group"
_KESTREL = Path(__file__).parents[1] / "data" / "policies" / "kestrel-down"


def _build(out: Path, form: str, *options: str | Path, **data: Any) -> Result:
    header = {"supervisor": "Priya Shah", "supervisee": "Tom Reed", "session_date": "2026-11-19"}
    values = out.with_suffix(".json")
    values.write_text(json.dumps({"header": header, **data}), encoding="utf-8")
    words = ["build", form, "--policy", _KESTREL, "--values", values, "-o", out, *options]
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert out.is_file(), done.output
    return done


def _go_on(before: Path, out: Path, form: str, stage: str) -> Result:
    words = ["build", form, "--policy", _KESTREL, "--continue", before, "--stage", stage, "-o", out]
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert out.is_file(), done.output
    return done


def _lines(path: Path, field: str) -> list[str]:
    done = CliRunner().invoke(main, ["read", "--json", "--policy", str(_KESTREL), str(path)])
    rows: Any = json.loads(done.stdout)["files"][0]["fields"][field]["value"]
    return [row["who"] for row in rows or []]


def _held(folder: Path, people: Sequence[dict[str, str]], lines: Sequence[dict[str, str]], kind: str) -> Path:
    """Return a session's record as it comes back: who is listed, and the lines printed before."""
    out = folder / f"session.{kind}"
    _build(
        out,
        _GROUP,
        "--stage",
        "session",
        reference="HSM-26-0001-A3",
        fields={"in_attendance": people, "sig_supervisees": lines},
    )
    return out


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_who_did_not_come_has_no_line_to_sign_on(tmp_path: Path, kind: str) -> None:
    """The lines were printed before the session; that of somebody not ticked goes, and that is said."""
    people = [
        {"name": "Amara Obi", "came": "Yes"},
        {"name": "Jo Lim"},
        {"name": "Sam Osei", "came": "Yes"},
    ]
    lines = [{"who": person["name"]} for person in people]
    before = _held(tmp_path, people, lines, kind)
    done = _go_on(before, tmp_path / f"signing.{kind}", _GROUP, "signing")
    assert _lines(tmp_path / f"signing.{kind}", "sig_supervisees") == ["Amara Obi", "Sam Osei"]
    assert "P26" in done.stderr
    assert "Jo Lim" in done.stderr


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_who_was_written_in_at_the_session_has_a_line_to_sign_on(tmp_path: Path, kind: str) -> None:
    """A spare row of the list was used, with or without the tick: that person was there."""
    people = [
        {"name": "Amara Obi", "came": "Yes"},
        {"name": "Ravi Dhillon", "came": "Yes"},
        {"name": "Mona Petit"},
    ]
    before = _held(tmp_path, people, [{"who": "Amara Obi"}], kind)
    _go_on(before, tmp_path / f"signing.{kind}", _GROUP, "signing")
    lines = _lines(tmp_path / f"signing.{kind}", "sig_supervisees")
    assert lines == ["Amara Obi", "Ravi Dhillon", "Mona Petit"]


def test_a_name_beside_a_line_that_is_not_on_the_list_stays(tmp_path: Path) -> None:
    """Somebody wrote it there: it is nobody's to take away."""
    lines = [{"who": "Amara Obi"}, {"who": "Ms Vale, for the governors"}]
    before = _held(tmp_path, [{"name": "Amara Obi", "came": "Yes"}], lines, "docx")
    _go_on(before, tmp_path / "signing.docx", _GROUP, "signing")
    assert _lines(tmp_path / "signing.docx", "sig_supervisees") == [line["who"] for line in lines]


def test_where_nobody_is_ticked_everybody_signs(tmp_path: Path) -> None:
    """The boxes were forgotten, so they say of nobody that they stayed away."""
    people = [{"name": "Amara Obi"}, {"name": "Jo Lim"}]
    before = _held(tmp_path, people, [{"who": person["name"]} for person in people], "docx")
    _go_on(before, tmp_path / "signing.docx", _GROUP, "signing")
    assert _lines(tmp_path / "signing.docx", "sig_supervisees") == ["Amara Obi", "Jo Lim"]


def test_two_of_one_name_are_two_people(tmp_path: Path) -> None:
    """One of them came and one did not: one line is left."""
    people = [{"name": "Sam Osei"}, {"name": "Sam  osei", "came": "Yes"}]
    before = _held(tmp_path, people, [{"who": "Sam Osei"}, {"who": "Sam Osei"}], "docx")
    _go_on(before, tmp_path / "signing.docx", _GROUP, "signing")
    assert _lines(tmp_path / "signing.docx", "sig_supervisees") == ["Sam Osei"]


def test_a_line_for_who_is_added_on_the_agenda_is_printed_on_the_record(tmp_path: Path) -> None:
    """Before the session nobody has stayed away yet, so no line goes."""
    fields = {
        "in_attendance": [{"name": "Amara Obi"}, {"name": "Jo Lim"}],
        "sig_supervisees": [{"who": "Amara Obi"}],
    }
    _build(tmp_path / "a.docx", _GROUP, "--stage", "agenda", reference="HSM-26-0001-A3", fields=fields)
    _go_on(tmp_path / "a.docx", tmp_path / "b.docx", _GROUP, "session")
    assert _lines(tmp_path / "b.docx", "sig_supervisees") == ["Amara Obi", "Jo Lim"]


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_no_is_a_no_and_an_open_question_is_none(tmp_path: Path, kind: str) -> None:
    """Of two boxes an empty pair says nothing, so that person may have been there."""
    answers = {"Amara Obi": "Yes", "Jo Lim": "No", "Sam Osei": None, "Ravi Dhillon": "No"}
    people = [{"name": name, **({"came": came} if came else {})} for name, came in answers.items()]
    fields = {"is_group": "Yes", "people": people, "signed": [{"who": name} for name in list(answers)[:3]]}
    before = tmp_path / f"a.{kind}"
    _build(before, "kestrel-down/c-record", "--stage", "session", reference="KDN-26-0001-C", fields=fields)
    _go_on(before, tmp_path / f"b.{kind}", "kestrel-down/c-record", "signing")
    assert _lines(tmp_path / f"b.{kind}", "signed") == ["Amara Obi", "Sam Osei"]
