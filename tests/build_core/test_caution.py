"""What is odd about a form that is to go out is said, and what would do harm is refused."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

from halfterm.cli import main

_HEADER = {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-11-19"}


def _run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def _build(folder: Path, name: str, *options: str | Path, **data: object) -> Result:
    values = folder / f"{name}.json"
    values.write_text(json.dumps({"header": _HEADER, **data}), encoding="utf-8")
    return _run("build", "esteem/a2-record", "--values", values, "-o", folder / name, *options)


def test_an_answer_given_for_a_person_is_said(tmp_path: Path) -> None:
    """Wellbeing and signatures are for people to write."""
    done = _build(tmp_path, "a.pdf", reference="ESM-26-0042-A2", fields={"personal_factors": "Tired"})
    assert done.exit_code == 0
    assert "B04" in done.stderr


def test_a_final_copy_without_signatures_is_said_at_once(tmp_path: Path) -> None:
    """It is made, but somebody has to act."""
    _build(tmp_path, "a.pdf", reference="ESM-26-0042-A2")
    done = _run(
        "build",
        "esteem/a2-record",
        "--continue",
        tmp_path / "a.pdf",
        "--stage",
        "final",
        "-o",
        tmp_path / "f.pdf",
    )
    assert done.exit_code == 1
    assert "P16" in done.stderr
    assert (tmp_path / "f.pdf").is_file()


def test_a_session_that_is_not_before_this_one_is_said_at_once(tmp_path: Path) -> None:
    """The wrong half term's file would bring the wrong actions."""
    _build(
        tmp_path, "later.docx", reference="ESM-26-0051-A2", header=_HEADER | {"session_date": "2027-01-14"}
    )
    done = _build(tmp_path, "a.docx", "--previous", tmp_path / "later.docx", reference="ESM-26-0042-A2")
    assert done.exit_code == 1
    assert "P17" in done.stderr


def test_another_persons_form_brings_nothing(tmp_path: Path) -> None:
    """A name in the wrong place is harm: refused, nothing written."""
    _build(
        tmp_path, "before.docx", reference="ESM-26-0031-A2", header=_HEADER | {"supervisee": "Amara Okafor"}
    )
    done = _build(tmp_path, "a.docx", "--previous", tmp_path / "before.docx", reference="ESM-26-0042-A2")
    assert done.exit_code == 1
    assert "P05" in done.stderr
    assert not (tmp_path / "a.docx").exists()


@pytest.mark.parametrize("option", ["--continue", "--previous"])
def test_what_came_in_is_never_written_over(tmp_path: Path, option: str) -> None:
    """The output may not be the input."""
    _build(tmp_path, "a.docx", reference="ESM-26-0042-A2")
    before = (tmp_path / "a.docx").read_bytes()
    done = _run("build", "esteem/a2-record", option, tmp_path / "a.docx", "-o", tmp_path / "a.docx")
    assert done.exit_code == 2
    assert "U08" in done.stderr
    assert (tmp_path / "a.docx").read_bytes() == before


@pytest.mark.parametrize("ending", ["pdf", "docx"])
@pytest.mark.parametrize(
    ("field", "value"),
    [("who_came", "Tom Reed"), ("agenda_action", [{"action": "Ring", "who": "Tom"}]), ("disagreement", "No")],
)
def test_verbatim_refuses_what_it_has_no_place_for(
    tmp_path: Path, ending: str, field: str, value: object
) -> None:
    """Nothing that is known is left out without a word."""
    done = _build(tmp_path, f"a.{ending}", "--verbatim", reference="ESM-26-0042-A2", fields={field: value})
    assert done.exit_code == 2
    assert "P14" in done.stderr
    assert not (tmp_path / f"a.{ending}").exists()


def _rename_in_pdf(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        field = next(one for one in pdf.Root.AcroForm.Fields if one.T == "name")
        field.V = pikepdf.String("Amara Okafor")
        pdf.save(path)


def _rename_in_word(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b">Tom Reed<", b">Amara Okafor<", 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(("ending", "rename"), [("pdf", _rename_in_pdf), ("docx", _rename_in_word)])
def test_a_changed_name_is_said_on_return(
    tmp_path: Path, ending: str, rename: Callable[[Path], None]
) -> None:
    """It was filled in beforehand and open; another name may mean another person's file."""
    path = tmp_path / f"a.{ending}"
    _build(tmp_path, path.name, reference="ESM-26-0042-A2")
    assert "X25" not in _run("read", path).stdout
    rename(path)
    done = _run("read", path)
    assert done.exit_code == 1
    assert "X25" in done.stdout
    assert "Amara Okafor" in done.stdout


def test_a_locked_action_that_was_altered_is_said_on_return(tmp_path: Path) -> None:
    """What was agreed stays; the form's other words are reported."""
    row = {
        "ref": "ESM-26-0031-A2/2",
        "action": "Book the course",
        "who": "Priya Shah",
        "by_when": "2026-10-30",
    }
    _build(tmp_path, "a.docx", reference="ESM-26-0042-A2", fields={"review_previous": [row]})
    path = tmp_path / "a.docx"
    assert "X18" not in _run("read", path).stdout
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"Book the course", b"Cancel the course")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    done = _run("read", path)
    assert done.exit_code == 1
    assert "X18" in done.stdout


def test_those_who_did_not_sign_a_group_record_are_named(tmp_path: Path) -> None:
    """A line with a name and no signature is not signed, whoever else signed."""
    values = tmp_path / "group.json"
    lines = [{"who": "Amara Obi"}, {"who": "Tom Reed", "name": "Tom Reed", "date": "2026-11-20"}]
    header = {"supervisor": "Priya Shah", "session_date": "2026-11-19"}
    values.write_text(
        json.dumps({"header": header, "stage": "final", "fields": {"sig_supervisees": lines}}),
        encoding="utf-8",
    )
    done = _run("build", "highcliffe/a3-record-group", "--values", values, "-o", tmp_path / "group.pdf")
    assert done.exit_code == 1
    said = next(line for line in done.stderr.splitlines() if "P16" in line)
    assert "Amara Obi" in said
    assert "Tom Reed" not in said
    assert "B04" in done.stderr


def test_altered_words_of_an_action_are_not_agreed_at_the_next_stage(tmp_path: Path) -> None:
    """The copy that is made from an altered form goes on saying it until the row is put right."""
    row = {"ref": "ESM-26-0031-A2/2", "action": "Book the course", "who": "Priya Shah"}
    _build(tmp_path, "a.docx", reference="ESM-26-0042-A2", fields={"review_previous": [row]})
    path, later = tmp_path / "a.docx", tmp_path / "b.docx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for words, found in ((b"Cancel the course", True), (b"Book the course", False)):
        document = parts["word/document.xml"].replace(b"Book the course", words)
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in (parts | {"word/document.xml": document}).items():
                archive.writestr(name, data)
        _run("build", "esteem/a2-record", "--continue", path, "-o", later)
        assert ("X18" in _run("read", later).stdout) is found


def test_a_table_with_two_answers_names_the_cell(tmp_path: Path) -> None:
    """Fourteen rows are long to look through."""
    folder = tmp_path / "form.json"
    values = {"header": _HEADER | {"case_ref": "HAR-C014"}, "fields": {"risks": [{}, {"text": "Debts"}]}}
    folder.write_text(json.dumps(values), encoding="utf-8")
    path, later = tmp_path / "a.docx", tmp_path / "b.docx"
    _run("build", "harewood/a3-caseload-record", "--values", folder, "--stage", "session", "-o", path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = parts["word/document.xml"].decode()
    for option in ("ongoing", "new"):
        before, tag, after = document.partition(f'w:val="risks-1-since-{option}"')
        after = after.replace('<w14:checked w14:val="0"/>', '<w14:checked w14:val="1"/>', 1)
        document = before + tag + after.replace("\u2610", "\u2612", 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in (parts | {"word/document.xml": document.encode()}).items():
            archive.writestr(name, data)
    done = _run("build", "harewood/a3-caseload-record", "--continue", path, "-o", later)
    assert done.exit_code == 1
    assert "(risks-1-since) came back with more than one answer" in done.stderr


def test_a_finding_of_a_returned_form_names_its_file_once(tmp_path: Path) -> None:
    """Some findings name the file themselves, for they are also said of many files at once."""
    row = {"who": "Priya Shah"}
    _build(
        tmp_path, "a.docx", "--stage", "session", reference="ESM-26-0042-A2", fields={"agenda_action": [row]}
    )
    done = _run("build", "esteem/a2-record", "--continue", tmp_path / "a.docx", "-o", tmp_path / "b.docx")
    (line,) = [one for one in done.stderr.splitlines() if "H03" in one]
    assert line.count("a.docx") == 1
