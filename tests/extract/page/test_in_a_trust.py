"""A form for signing comes back printed to PDF: what was settled before tells how its pages are laid out."""

from pathlib import Path

import pytest

from forms.plan import PlannedSession
from tests.extract.page.returned import FORM, ON, plan, with_signing_copy
from tests.stories.trust import day, fill_in
from tests.tools import poppler

_LONG = "Late buses, and who rings whom when one does not come. " * 8


@pytest.mark.needs(poppler.PRINT_TOOL)
def test_signatures_are_read_from_the_printed_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record counts as signed by both; how it was read is said."""
    typed = {"agenda_items": _LONG, "agenda_action-1-action": "Ring the bus company", "disagreement": "No"}
    trust, signing = with_signing_copy(tmp_path, monkeypatch, typed)
    signed = {
        "sig_supervisee-name": "Tom Reed",
        "sig_supervisee_date": "20/11/2026",
        "sig_supervisor-name": "Priya Shah",
        "sig_supervisor_date": "21/11/2026",
    }
    fill_in(FORM, signing, trust.outgoing / "signed.pdf", signed)
    printed = trust.inbox / "printed.pdf"
    printed.write_bytes(poppler.print_pages((trust.outgoing / "signed.pdf").read_bytes()))
    done = trust.take_in(ON)
    (session,) = trust.sheet("Sessions")
    assert trust.outcomes()["printed.pdf"] == "Accepted", done.stderr
    assert (session["signed_state"], session["supervisee"]) == ("Both", "Tom Reed")
    assert session["supervisor_signed_on"].date() == day("2026-11-21")
    assert "F41" in str(trust.rows("Imports", "file_name")["printed.pdf"])
    # It is read once more for the next form, which lists the action that is on it.
    plan(trust, PlannedSession("ESM-26-0002", "R1", day("2027-01-14")))
    trust.run("prepare", "--on", "2027-01-04")
    (agenda,) = (trust.folder / "outbox").glob("*/ESM-26-0002 agenda*/ESM-26-0002-A2*")
    assert [row["action"] for row in trust.answers(agenda)["review_previous"]] == ["Ring the bus company"]
