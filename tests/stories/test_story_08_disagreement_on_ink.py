"""A disagreement is written by hand on a printed record, which comes back as a scan.

Tom Reed prefers ink. Beside the signatures Priya Shah has written that he does not accept paragraph 2.
"""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from tests.halfterm.review_typist import type_into
from tests.stories.cast import PAIR, PRIYA, RECORD, TOM, known, record_comes, session, signed
from tests.stories.conftest import OpenTrust
from tests.stories.trust import Trust

_SESSION = "ESM-26-0042"
_WORDS = "TR does not accept para 2"
_NOTHING = {"or_choose": "Nothing stands there"}


def scanned(form: Path) -> bytes:
    """Return a PDF with as many pages as the form, and nothing to read on them."""
    writer = PdfWriter()
    for page in PdfReader(form).pages:
        writer.add_blank_page(page.mediabox.width, page.mediabox.height)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def trust(open_trust: OpenTrust) -> Trust:
    """Give Esteem's folder with the session planned."""
    made = open_trust()
    made.plan((TOM, PRIYA), (PAIR,), (session(_SESSION, "2026-11-19"),))
    return made


def test_scan_waits_for_a_person(trust: Trust) -> None:
    """It is kept as it came, named, and does not become a record by itself."""
    facts = {**known(f"{_SESSION}-A2", "2026-11-19"), "fields": {"actual_date": "2026-11-19"}}
    form = trust.make(RECORD, facts, "printed.pdf", "--stage", "signing")
    scan = trust.inbox / "scan0001.pdf"
    scan.write_bytes(scanned(form))
    done = trust.take_in("2026-11-27", expected=3)
    assert "scan0001.pdf" in done.stderr
    assert [row["status"] for row in trust.sheet("Sessions")] == ["Nothing back"]
    assert trust.outcomes() == {"scan0001.pdf": "Not one of ours"}
    kept = [one.read_bytes() for one in (trust.folder / "restricted" / "archive").rglob("*") if one.is_file()]
    assert kept == [scan.read_bytes()]


def test_scan_is_keyed_in(trust: Trust) -> None:
    """The QA lead says which form it is, then what stands on it; the words of the disagreement stay there."""
    facts = {**known(f"{_SESSION}-A2", "2026-11-19"), "fields": {"actual_date": "2026-11-19"}}
    form = trust.make(RECORD, facts, "printed.pdf", "--stage", "signing")
    (trust.inbox / "scan0001.pdf").write_bytes(scanned(form))
    trust.take_in("2026-11-27", expected=3)
    review = trust.folder / "restricted" / "review.xlsx"
    keyed = {"what_to_do": "Key it in", "reference": f"{_SESSION}-A2", "form": RECORD, "stage": "signing"}
    type_into(review, "Files", lambda _: keyed)
    trust.take_in("2026-11-27")
    said = {
        "name": "Tom Reed",
        "supervisor": "Priya Shah",
        "session_date": "19/11/2026",
        "actual_date": "19/11/2026",
        "agenda_action-1-action": "Ring the bus company",
        "disagreement": "Yes",
        "disagreement_note": _WORDS,
        "sig_supervisee-name": "Tom Reed",
        "sig_supervisor-name": "Priya Shah",
        "sig_supervisee_date": "26/11/2026",
        "sig_supervisor_date": "26/11/2026",
    }
    asked = type_into(review, "Values", lambda box: {"right_value": said[box]} if box in said else _NOTHING)
    assert set(said) <= asked
    trust.take_in("2026-11-27")
    assert type_into(review, "Values", lambda _: {}) == set()
    row = trust.rows("Sessions", "session_id")[_SESSION]
    assert (row["status"], row["disagreement"], row["signature_mode"]) == ("Complete", "Y", "ink")
    assert len(trust.said("2026-11-27", "X32")) == 1
    assert [one["action_text"] for one in trust.sheet("Actions")] == ["Ring the bus company"]
    assert _WORDS not in str([trust.sheet(name) for name in ("Sessions", "Actions", "Exceptions", "Imports")])
    assert not [one for one in trust.folder.glob("*.db") if _WORDS.encode() in one.read_bytes()]


def test_record_with_a_disagreement_counts_and_is_said(trust: Trust) -> None:
    """Typed instead of written: the record is complete, its words stay on it, the policy's route is named."""
    typed = {**signed("26/11/2026", "26/11/2026"), "disagreement": "Yes", "disagreement_note": _WORDS}
    record_comes(trust, _SESSION, "2026-11-19", typed, stage="signing", fields={"actual_date": "2026-11-19"})
    trust.take_in("2026-11-27")
    row = trust.rows("Sessions", "session_id")[_SESSION]
    assert (row["status"], row["disagreement"]) == ("Complete", "Y")
    (found,) = [one for one in trust.found("2026-11-27") if one["code"] == "X32"]
    assert "Director of Education" in str(found)
    assert _WORDS not in str(trust.found("2026-11-27")) + str(trust.sheet("Sessions"))
    assert len(trust.said("2026-12-18", "X32")) == 1
    trust.plan(
        (TOM, PRIYA),
        (PAIR,),
        (session(_SESSION, "2026-11-19", disagreement_settled_on=row["planned_date"].date()),),
    )
    assert trust.said("2026-12-18", "X32") == []
