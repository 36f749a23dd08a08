"""`halfterm extract` says what needs a person now: on stderr, by its exit status, in one plain line."""

import json
from collections.abc import Mapping
from pathlib import Path

import pikepdf
from click.testing import CliRunner, Result

from halfterm.cli import main

_ACTION = {"ref": "ESM-26-0031-A2/1", "action": "Book the course", "who": "Tom Reed", "by_when": "2026-10-30"}


def _build(folder: Path, reference: str, fields: Mapping[str, object], ending: str = "docx") -> Path:
    """Return a session form as it might come back."""
    values = {
        "reference": reference,
        "stage": "session",
        "header": {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-09-24"},
        "fields": fields,
    }
    known, path = folder / "known.json", folder / f"{reference}.{ending}"
    known.write_text(json.dumps(values), encoding="utf-8")
    command = ["build", "esteem/a2-record", "--values", str(known), "-o", str(path)]
    assert CliRunner().invoke(main, command).exit_code == 0
    return path


def _extract(folder: Path, *paths: Path) -> Result:
    command = ["extract", *map(str, paths), "-o", str(folder / "log.xlsx"), "--on", "2026-10-01"]
    return CliRunner().invoke(main, command)


def test_what_only_the_log_shows_is_said_and_is_the_exit_status(tmp_path: Path) -> None:
    """Both files are well by themselves; beside each other they show that an owner was altered."""
    agreed = {column: text for column, text in _ACTION.items() if column != "ref"}
    first = _build(tmp_path, "ESM-26-0031-A2", {"review_action": [agreed]})
    altered = _ACTION | {"who": "Amara Okafor"}
    second = _build(tmp_path, "ESM-26-0042-A2", {"review_previous": [altered]})
    done = _extract(tmp_path, first, second)
    assert done.exit_code == 1
    *lines, last = done.stderr.splitlines()
    (line,) = [one for one in lines if one.startswith("Act now: ")]
    assert line.startswith(f"Act now: X18: {second}: 'who' of action {_ACTION['ref']} ")
    assert last.endswith(
        "2 of 2 files read; 1 thing needs a person now: see above, and the column exceptions of the "
        "workbook for why"
    )


def test_each_thing_is_said_once_with_its_file_or_session(tmp_path: Path) -> None:
    """A finding that names only a box is of no use without the file."""
    torn = _build(tmp_path, "ESM-26-0042-A2", {"agenda_items": "Attendance"}, "pdf")
    with pikepdf.open(torn, allow_overwriting_input=True) as pdf:
        for index, field in enumerate(pdf.Root.AcroForm.Fields):
            if field.T == "agenda_items":
                del pdf.Root.AcroForm.Fields[index]
                break
        for page in pdf.pages:
            page.Annots = [one for one in page.Annots if one.get("/T") != "agenda_items"]
        pdf.save(torn)
    other = _build(tmp_path, "ESM-26-0053-A2", {"disagreement_note": "Not as I remember it"})
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"words")
    done = _extract(tmp_path, torn, other, bad)
    assert done.exit_code == 1
    urgent = [line for line in done.stderr.splitlines() if line.startswith("Act now: ")]
    assert [line.partition(". ")[0] for line in urgent] == [
        f"Act now: F01: {torn}: these boxes are gone from the form: agenda_items",
        "Act now: X32: Record of Tom Reed (ESM-26-0053): a disagreement is recorded",
    ]
    assert "2 of 3 files read; 3 things need a person now" in done.stderr


def test_nothing_to_do_is_said_too(tmp_path: Path) -> None:
    """And the exit status is 0."""
    done = _extract(tmp_path, _build(tmp_path, "ESM-26-0042-A2", {"agenda_items": "Attendance"}))
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        f"{tmp_path / 'log.xlsx'}: 1 of 1 file read; nothing needs a person now"
    ]
