"""Test that a returned form is held against the marks that it was issued with."""

from pathlib import Path

import pytest

from extract.intake import read_file
from forms.properties import write_marks
from tests.extract.samples import lookup, make_pdf, properties
from tests.round.making import load_form, made
from tests.tools import qpdf

ISSUED = {"ref": "ESM-26-0021-A2/1", "action": "Ring the school"}


def codes(tmp_path: Path, **returned: str) -> list[str]:
    """Return the codes found where a carried row was issued without owner and date and came back so."""
    row = ISSUED | returned
    typed = {f"carried-1-{column}": text for column, text in row.items()}
    path = tmp_path / "form.pdf"
    path.write_bytes(make_pdf(typed, info=properties() | write_marks({}, [ISSUED], [])))
    return [one.code for one in read_file(path, lookup).findings]


@pytest.mark.parametrize("filled", [{}, {"who": "Tom Reed"}, {"who": "Tom Reed", "by_when": "14 Dec 26"}])
def test_owner_and_date_that_were_missing_may_be_filled_in(tmp_path: Path, filled: dict[str, str]) -> None:
    """They were left open for that."""
    assert codes(tmp_path, **filled) == []


def test_an_owner_of_white_space_is_no_owner(tmp_path: Path) -> None:
    """It reads as blank on return, so it is no alteration."""
    path = tmp_path / "form.pdf"
    marks = write_marks({}, [ISSUED | {"who": "\u00a0"}], [])
    typed = {f"carried-1-{column}": text for column, text in ISSUED.items()}
    path.write_bytes(make_pdf(typed, info=properties() | marks))
    assert [one.code for one in read_file(path, lookup).findings] == []


@pytest.mark.parametrize("altered", [{"action": "Write to the school"}, {"action": "", "who": "Tom Reed"}])
def test_words_that_were_agreed_may_not_change(tmp_path: Path, altered: dict[str, str]) -> None:
    """Neither other words nor none."""
    assert "X18" in codes(tmp_path, **altered)


@pytest.mark.needs(qpdf.TOOL)
def test_printed_rows_that_are_gone_are_named(tmp_path: Path) -> None:
    """A page that was left out takes its rows with it, and what was written in them."""
    definition = load_form("esteem/a4-monitoring")
    known = {"supervisee": "Tom Reed", "supervisor": "Priya Shah"}
    whole = made(definition, {"reference": "ESM-26-0042-A4", "header": known}, "pdf").data
    path = tmp_path / "form.pdf"
    path.write_bytes(whole)
    assert "F46" not in [one.code for one in read_file(path).findings]
    path.write_bytes(qpdf.rewrite(whole, "--pages", ".", "1", "--"))
    (finding,) = [one for one in read_file(path).findings if one.code == "F46"]
    assert finding.field == "key_actions"
    assert "ESM-26-0042-A4/4" in finding.message
