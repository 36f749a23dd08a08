"""Messages of `build` call a box by the words that stand on the form, with its name in brackets."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from halfterm.cli import main
from halfterm.demo.word_editor import edit_controls

_HEADER = {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-11-19"}


def _build(folder: Path, form: str, fields: Mapping[str, object], *options: str | Path) -> Result:
    (folder / "v.json").write_text(json.dumps({"header": _HEADER, "fields": fields}), encoding="utf-8")
    words = ["build", form, "--values", folder / "v.json", *options]
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"a6": 4}, "“6. Reflections (feelings)” (a6): found 4"),
        ({"a13": "2026-11-31"}, "“13. Date of Next Supervision” (a13): found"),
        ({"a4": "x"}, "“4. Review notes of previous meeting” (a4): found"),
        (
            {"a4": [{"status": "Perhaps"}]},
            "“4. Review notes of previous meeting” (a4), row 1, column “Status” (status): found",
        ),
    ],
    ids=["text", "date", "table", "cell"],
)
def test_a_wrong_value_names_the_question(tmp_path: Path, fields: dict[str, object], says: str) -> None:
    """A teacher knows the words of the form, and finds the line of the file by the name."""
    done = _build(tmp_path, "ashbury-meadow/b-agenda", fields, "-o", tmp_path / "a.docx")
    assert done.exit_code == 2
    assert says in done.stderr


def test_what_is_for_a_person_to_write_is_named_by_its_words(tmp_path: Path) -> None:
    """Of long words the beginning is enough: the name says which box it is."""
    done = _build(tmp_path, "ashbury-meadow/b-agenda", {"a10": "x", "a6": "y"}, "-o", tmp_path / "a.docx")
    assert "“10. Professional practice issues e.g. new policies, qualit …” (a10)" in done.stderr
    assert "“6. Reflections (feelings)” (a6)" in done.stderr


def test_what_a_verbatim_form_has_no_place_for_is_named_by_its_words(tmp_path: Path) -> None:
    """The refusal says what would be lost."""
    fields = {"actual_length": 60}
    done = _build(tmp_path, "highcliffe/a3-record-group", fields, "--verbatim", "-o", tmp_path / "a.docx")
    assert done.exit_code == 2
    assert "“Length in minutes” (actual_length)" in done.stderr


def test_a_value_that_differs_from_the_returned_form_is_named_by_its_words(tmp_path: Path) -> None:
    """What a person wrote is kept, and the message says of which question."""
    _build(tmp_path, "ashbury-meadow/b-agenda", {"a12": "Keys"}, "-o", tmp_path / "a.docx")
    options = ("--continue", tmp_path / "a.docx", "-o", tmp_path / "b.docx")
    done = _build(tmp_path, "ashbury-meadow/b-agenda", {"a12": "Doors"}, *options)
    assert "P11: “12. Any Other Business (AOB)” (a12): the returned form and the values differ" in done.stderr


def test_a_letter_that_the_pdf_cannot_show_is_named_by_its_words(tmp_path: Path) -> None:
    """The box is on the page, its name is not."""
    done = _build(tmp_path, "ashbury-meadow/b-agenda", {"a12": "\U00012000"}, "-o", tmp_path / "a.pdf")
    assert "B01: “12. Any Other Business (AOB)” (a12): the PDF cannot show" in done.stderr


def test_what_was_read_is_named_by_its_words_too(tmp_path: Path) -> None:
    """Words came back where a number was asked for: the next form is made, and says where."""
    form, before, after = "highcliffe/a3-record-group", tmp_path / "a.docx", tmp_path / "b.docx"
    _build(tmp_path, form, {}, "--stage", "session", "-o", tmp_path / "issued.docx")
    edit_controls(tmp_path / "issued.docx", before, {"actual_length": "about an hour"})
    done = CliRunner().invoke(main, ["build", form, "--continue", str(before), "-o", str(after)])
    assert f"F06: {before}: “Length in minutes” (actual_length): " in done.stderr
