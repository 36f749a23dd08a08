"""The lines for a person say what was read, in the words of the form."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf

from extract.description import describe
from extract.intake import ReadResult, read_files
from tests.extract.samples import REFERENCE, box_names, lookup, make_pdf
from tests.extract.vocabulary import boxes_of, form, read

TITLE = "Supervision Record (alder/a2-record version 3)"
TYPED = {
    "name": "Priya Shah",
    "session_date": "19/11/2026",
    "session_time": "after lunch",
    "count": "2",
    "notes": "one\ntwo",
    "carried-1-ref": "ESM-26-0031-A2/4",
    "carried-1-action": "Book the course",
    "carried-1-update": "Two dates offered",
    "actions-1-action": "Ring the school",
    "actions-1-by_when": "14 Dec 26",
    "actions-2-who": "Tom Reed",
    "sig_one-name": "Priya Shah",
    "sig_one-date": "20/11/2026",
}


def described(tmp_path: Path, pdf: bytes) -> str:
    """Return the lines for one file."""
    path = tmp_path / "form.pdf"
    path.write_bytes(pdf)
    return describe(read_files([path], lookup), lookup)


def test_answers_are_said_in_the_words_of_the_form(tmp_path: Path) -> None:
    """Labels instead of ids, dates day first, every action with its ref, codes in brackets."""
    lines = described(tmp_path, make_pdf(TYPED)).splitlines()
    for expected in (
        f"  {TITLE}, stage session, reference {REFERENCE} (pdf, 2 pages)",
        "  Name: Priya Shah",
        "  Date: 19/11/2026",
        "  How many sessions? 2",
        "  Notes: one",
        "    two",
        "  Review:",
        "    ESM-26-0031-A2/4: Book the course; Update: Two dates offered",
        "  ACTION:",
        f"    {REFERENCE}/1: Ring the school; By when: 14/12/2026",
        f"    {REFERENCE}/2: (no words); Who: Tom Reed",
        "  Signed (typed) by Priya Shah, 20/11/2026",
    ):
        assert expected in lines
    assert any(line.startswith("  Blank: How many sessions?, comment; Agreed?; Status") for line in lines)
    assert any(line.startswith("  Soon: Time: 'after lunch' is not a time") for line in lines)
    assert any(line.endswith("[F05]") for line in lines)


def test_no_name_of_a_box_is_left(tmp_path: Path) -> None:
    """Neither among the answers nor in what was found, boxes that are gone included."""

    def tear(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.Annots = [one for one in page.Annots if one.get("/T") != "actions-1-who"]
        kept = [one for one in pdf.Root.AcroForm.Fields if one.get("/T") != "actions-1-who"]
        pdf.Root.AcroForm.Fields = pikepdf.Array(kept)

    typed = TYPED | {"actions-1-by_when": "31/11/2026", "session_date": "soon", "count": "two"}
    words = described(tmp_path, make_pdf(typed, edit=tear))
    assert "gone from the form: ACTION, row 1, Who. What was written" in words
    assert "ACTION, row 1, By when: '31/11/2026' is no date: there is no such day" in words
    names = [name for name in box_names() if re.search("[-_]", name)]
    assert [name for name in names if name in words] == []


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """With its code."""
    assert described(tmp_path, b"").startswith("Not read: R03: ")


def test_every_kind_of_answer_is_said_in_plain_words() -> None:
    """Lists with commas, ranges with "to", months in words, rows by their printed words."""
    answers = {
        "month": "2026-11", "hours": 2.5, "concerns": "No", "dates": {"from": "2026-11-01", "to": None},
        "plans-count_cp": 2,
        "visits": [{"what": "Home", "day": "2026-11-03", "many": 1.25, "done": "Done"}],
        "grid": [{"label": "How often?", "answer": "Termly", "comment": None}],
        "heads": [{"who": "Headteacher", "name": "Priya Shah", "date": "2026-11-20"}],
        "points": [{"item": "1. Welcome"}, {"item": "2. Cases", "notes": "Two"}, {"action": "Ring them"}],
    }  # fmt: skip
    response = read(boxes_of(form(), answers, "pdf"), "pdf", stage="signing")
    lines = describe([ReadResult("", "", response, None)], lambda *_: form()).splitlines()
    for expected in (
        "  Month: November 2026",
        "  Hours: 2.5",
        "  Between: 01/11/2026 to …",
        "  Plans, Child Protection: 2",
        "    row 1: What: Home; Day: 03/11/2026; How many: 1.25; Done: Done",
        "    How often?: Answer: Termly",
        "    Headteacher: Signature: Priya Shah; Date: 20/11/2026",
        "    row 2: Item: 2. Cases; Notes: Two",
        "    ESM-26-0042-A2/3: Ring them",
        "  Not applicable: Risks; Risks, other",
    ):
        assert expected in lines, expected
    assert not any("1. Welcome" in line for line in lines)
