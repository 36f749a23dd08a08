"""A disagreement is written by hand on a printed record, which comes back as a scan.

Tom Reed prefers ink. Above the signatures Priya Shah has written that he does not accept paragraph 2.
"""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader, PdfWriter

from tests.halfterm.review_typist import type_into
from tests.recall.scans import Scanner, scanned
from tests.stories.cast import PAIR, PRIYA, RECORD, SCHOOL, TOM, known, session
from tests.stories.conftest import OpenTrust
from tests.stories.pen import written_on
from tests.stories.trust import Trust, day
from tests.tools import tesseract

_SESSION = "ESM-26-0042"
_WORDS = "TR does not accept para 2"
_BY_HAND = {
    "actual_date": "19/11/2026",
    "agenda_action-1-action": "Ring the bus company",
    "agenda_action-1-who": "Tom Reed",
    "agenda_action-1-by_when": "04/12/2026",
    "disagreement": "Yes",
    "disagreement_note": _WORDS,
    "sig_supervisee-name": "Tom Reed",
    "sig_supervisee_date": "26/11/2026",
    "sig_supervisor-name": "Priya Shah",
    "sig_supervisor_date": "26/11/2026",
}
_PRINTED = {
    "header-school": SCHOOL,
    "name": "Tom Reed",
    "supervisor": "Priya Shah",
    "session_date": "19/11/2026",
}
_NOTHING = {"or_choose": "Nothing stands there"}


def blank_pages(form: Path) -> bytes:
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
    scan.write_bytes(blank_pages(form))
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
    (trust.inbox / "scan0001.pdf").write_bytes(blank_pages(form))
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


@pytest.mark.needs(tesseract.TOOL)
def test_what_a_pen_wrote_is_keyed_in(trust: Trust) -> None:
    """Nothing that was recognised of it counts for sure; what the QA lead reads on the pictures does."""
    form = trust.make(RECORD, known(f"{_SESSION}-A2", "2026-11-19"), "printed.pdf", "--stage", "session")
    lying_askew = Scanner(200, skew_degrees=1, noise=0.05)
    (trust.inbox / "scan0001.pdf").write_bytes(scanned(written_on(form, _BY_HAND), lying_askew))
    trust.take_in("2026-11-27", expected=1)
    assert trust.outcomes() == {"scan0001.pdf": "Accepted"}
    review = trust.folder / "restricted" / "review.xlsx"
    typed = {**_PRINTED, **_BY_HAND}
    asked = type_into(review, "Values", lambda box: {"right_value": typed[box]} if box in typed else _NOTHING)
    # A cross in a box is seen; letters are for a person.
    assert asked >= set(_BY_HAND) - {"disagreement"}
    trust.take_in("2026-11-28")
    assert type_into(review, "Values", lambda _: {}) == set()
    row = trust.rows("Sessions", "session_id")[_SESSION]
    assert (row["status"], row["disagreement"], row["signature_mode"]) == ("Complete", "Y", "ink")
    assert {str(row[name].date()) for name in ("supervisee_signed_on", "supervisor_signed_on")} == {
        "2026-11-26"
    }
    (action,) = trust.sheet("Actions")
    assert (action["action_text"], action["owner"]) == ("Ring the bus company", "Tom Reed")
    assert str(action["due_date"].date()) == "2026-12-04"
    assert_words_stay_away(trust)
    for on in ("2026-11-28", "2026-12-18"):
        (found,) = [one for one in trust.found(on) if one["code"] == "X32"]
        # Esteem's route: the supervisor first, then the Director of Education.
        said = str(found)
        assert (
            0 < said.index("in the first instance with the Supervisor") < said.index("Director of Education")
        )
    settled = session(_SESSION, "2026-11-19", disagreement_settled_on=day("2026-12-01"))
    trust.plan((TOM, PRIYA), (PAIR,), (settled,))
    assert trust.said("2026-12-18", "X32") == []


def assert_words_stay_away(trust: Trust) -> None:
    """Check that the words are neither in the workbook with its Dashboard nor in what is found."""
    with zipfile.ZipFile(trust.folder / "monitoring.xlsx") as book:
        assert "Dashboard" in book.read("xl/workbook.xml").decode()
        assert not [name for name in book.namelist() if b"does not accept" in book.read(name)]
    assert "does not accept" not in str(trust.found("2026-12-18"))


def test_what_was_keyed_in_is_changed_and_taken_back(trust: Trust) -> None:
    """Keyed in as another session's it is asked about anew; taken back, it waits for a person as at first."""
    other = "ESM-26-0043"
    trust.plan((TOM, PRIYA), (PAIR,), (session(_SESSION, "2026-11-12"), session(other, "2026-11-19")))
    form = trust.make(RECORD, known(f"{_SESSION}-A2", "2026-11-12"), "printed.pdf", "--stage", "session")
    (trust.inbox / "scan0001.pdf").write_bytes(blank_pages(form))
    trust.take_in("2026-11-27", expected=3)
    review = trust.folder / "restricted" / "review.xlsx"
    before = trust.sheet("Imports"), trust.rows("Sessions", "session_id"), trust.found("2026-12-01")

    def keyed(reference: str, stage: str = "session") -> str:
        said = {"what_to_do": "Key it in", "reference": reference, "form": RECORD, "stage": stage}
        type_into(review, "Files", lambda _: said)
        trust.take_in("2026-11-28")
        return str(load_workbook(review)["Files"]["G2"].value)

    def answered(box: str) -> dict[str, str]:
        words = {"name": "Tom Reed", "supervisor": "Priya Shah", "agenda_action-1-action": "Ring the depot"}
        return {"right_value": words[box]} if box in words else _NOTHING

    assert keyed(f"{other}-A2") == f"Keyed in as {other}-A2, {RECORD}, session"
    asked = type_into(review, "Values", answered)
    trust.take_in("2026-11-28")
    assert type_into(review, "Values", lambda _: {}) == set()
    assert [one["action_id"] for one in trust.sheet("Actions")] == [f"{other}-A2/4"]
    assert keyed(f"{_SESSION}-A2", "signing") == f"Keyed in as {_SESSION}-A2, {RECORD}, signing"
    assert type_into(review, "Values", lambda _: {}) >= asked
    rows = trust.rows("Sessions", "session_id")
    assert [rows[name]["source_file"] for name in (_SESSION, other)] == ["scan0001.pdf", None]
    assert trust.sheet("Actions") == []
    type_into(review, "Files", lambda _: {"what_to_do": "As it came"})
    trust.take_in("2026-11-29")
    after = trust.sheet("Imports"), trust.rows("Sessions", "session_id"), trust.found("2026-12-01")
    assert after == before
    assert type_into(review, "Files", lambda _: {}) == {"inbox/scan0001.pdf"}
    assert keyed(f"{_SESSION}-A2") == f"Keyed in as {_SESSION}-A2, {RECORD}, session"
    assert type_into(review, "Values", lambda _: {}) == asked
    trust.run("verify", "--on", "2026-11-29")
