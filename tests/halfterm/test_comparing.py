"""`halfterm read --compare` says in words in which boxes a later copy differs from an earlier one."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forms.catalogue import load_form
from halfterm.cli import main
from halfterm.demo.typists import WordTypist, type_into_pdf

_FORM = "highcliffe/a2-record-individual"
_FIRST = {"q8_training_needs": "Online safety", "actual_date": "16/11/2026"}
_LATER = {"q8_training_needs": "Online safety,\nand a day on recording", "actual_date": "16/11/2026"}


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return one form that came back as PDF, and then as Word copy with another answer."""
    place = tmp_path_factory.mktemp("copies")
    values = place / "known.json"
    people = {"school": "Highcliffe St Mark", "supervisee": "Dana Cole", "supervisor": "Ruth Hall"}
    known = {"reference": "HCF-26-0007-A2", "header": {**people, "session_date": "2026-11-16"}}
    values.write_text(json.dumps(known))
    for ending in ("pdf", "docx"):
        made = place / f"out.{ending}"
        assert run("build", _FORM, "--values", values, "--stage", "session", "-o", made).exit_code == 0
    type_into_pdf(place / "out.pdf", place / "first.pdf", _FIRST)
    WordTypist(None).fill(place / "out.docx", place / "later.docx", _LATER, load_form(_FORM))
    return place / "first.pdf", place / "later.docx"


def run(*arguments: str | Path) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, [str(one) for one in arguments])


def test_both_words_of_each_box_that_changed(copies: tuple[Path, Path]) -> None:
    """Whatever kind of file each is; what is the same in both is not shown."""
    done = run("read", "--compare", *copies)
    assert done.exit_code == 1
    head, *said = done.stdout.splitlines()
    assert head.endswith(": 1 change")
    assert said[1].startswith("Q.8 What further training")
    assert [line.rstrip() for line in said[2:]] == [
        "  before: Online safety",
        "  now:    Online safety,",
        "          and a day on recording",
    ]
    (change,) = json.loads(run("read", "--compare", "--json", *copies).stdout)["changes"]
    assert (change["box"], change["before"], change["after"]) == (
        "q8_training_needs",
        _FIRST["q8_training_needs"],
        _LATER["q8_training_needs"],
    )


def test_the_same_answers(copies: tuple[Path, Path]) -> None:
    """Nothing differs: status 0."""
    done = run("read", "--compare", copies[0], copies[0])
    assert (done.exit_code, done.stdout.strip().endswith(": 0 changes")) == (0, True)


def test_what_cannot_be_compared(copies: tuple[Path, Path], tmp_path: Path) -> None:
    """One file, two forms, or a file that is none: one message each, with a code."""
    other = tmp_path / "other.docx"
    run("blank", "harewood/a2-record", "-o", other)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    for files, code, status in (
        ((copies[0],), "U65", 2),
        ((copies[0], other), "U65", 2),
        ((copies[0], broken), "R", 3),
    ):
        done = run("read", "--compare", *files)
        assert (done.exit_code, done.stdout) == (status, "")
        assert done.stderr.count("\n") == 1
        assert code in done.stderr
