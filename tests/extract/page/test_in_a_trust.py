"""A form for signing comes back printed to PDF: what was settled before tells how its pages are laid out."""

from pathlib import Path

import pytest

from forms.plan import Person, PlannedSession, Relationship
from tests.stories.trust import Trust, day, fill_in, values
from tests.tools import poppler

_FORM, _REFERENCE, _ON = "esteem/a2-record", "ESM-26-0001-A2", "2026-11-28"
_SCHOOL = "Alder Grove Academy"
_PEOPLE = (
    Person("P-TOM", "Tom Reed", _SCHOOL, "DSL", is_dsl=True),
    Person("P-PRIYA", "Priya Shah", _SCHOOL, "Lead"),
)
_LONG = "Late buses, and who rings whom when one does not come. " * 8


@pytest.mark.needs(poppler.PRINT_TOOL)
def test_signatures_are_read_from_the_printed_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record counts as signed by both; how it was read is said."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    trust = Trust(tmp_path / "trust", "esteem", (_SCHOOL,))
    trust.run("init", trust.folder, "--policy", "esteem", "--prefix", "ESM", "--school", _SCHOOL)
    monkeypatch.chdir(trust.folder)
    pair = Relationship("R1", "esteem", "P-TOM", "P-PRIYA", starts=day("2026-09-01"))
    trust.plan(_PEOPLE, (pair,), (PlannedSession("ESM-26-0001", "R1", day("2026-11-19")),))
    known = values(_REFERENCE, "2026-11-19", {"actual_date": "2026-11-19"})
    record = trust.make(_FORM, known, f"{_REFERENCE}.pdf", "--stage", "session")
    typed = {"agenda_items": _LONG, "agenda_action-1-action": "Ring the bus company", "disagreement": "No"}
    returned = trust.comes_back(_FORM, record, typed)
    trust.take_in(_ON)
    signing = trust.go_on(_FORM, returned, "signing", f"{_REFERENCE} signing.pdf")
    signed = {
        "sig_supervisee-name": "Tom Reed",
        "sig_supervisee_date": "20/11/2026",
        "sig_supervisor-name": "Priya Shah",
        "sig_supervisor_date": "21/11/2026",
    }
    fill_in(_FORM, signing, trust.outgoing / "signed.pdf", signed)
    printed = trust.inbox / "printed.pdf"
    printed.write_bytes(poppler.print_pages((trust.outgoing / "signed.pdf").read_bytes()))
    done = trust.take_in(_ON)
    (session,) = trust.sheet("Sessions")
    assert trust.outcomes()["printed.pdf"] == "Accepted", done.stderr
    assert (session["signed_state"], session["supervisee"]) == ("Both", "Tom Reed")
    assert session["supervisor_signed_on"].date() == day("2026-11-21")
    assert "F41" in str(trust.rows("Imports", "file_name")["printed.pdf"])
