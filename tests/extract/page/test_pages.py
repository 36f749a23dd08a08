"""What a printer, a person with scissors or another program does to pages: read, or said to be what it is."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from extract.page.identity import codes_on
from extract.page.opened import OpenPages
from forms.records import Channel, Response, State
from tests.extract.page.returned import read, refused
from tests.recall.printed import turned
from tests.recall.samples import all_forms, sample
from tests.recall.word_programs import as_google_docs
from tests.round.making import load_form, made
from tests.tools import pdfium, poppler

_FORM, _OTHER = "esteem/a2-record", "harewood/a4-decision-record"
_TYPED = {
    "agenda_items": "Late buses\nand who rings whom",
    "training_planned": "None by 03/04/2026, Zoë says",
    "review_action-1-action": "Ring the bus company",
    "who_came": "Tom Reed and Priya Shah",
}
_A4_PT = (595.276, 841.89)
_SAME = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Matrix = tuple[float, float, float, float, float, float]
_Placed = Sequence[Sequence[tuple[int, _Matrix]]]
"""For each page of a file: which pages of the printed form lie on it (from 0), and where."""

pytestmark = [pytest.mark.needs(poppler.PRINT_TOOL)]


def _filled(form: str, typed: dict[str, str], known: dict[str, str] | None = None) -> bytes:
    definition = load_form(form)
    sheet = "-1" if "case_ref" in {fact.value for fact in definition.required} else ""
    values: dict[str, Any] = {
        "reference": f"ESM-26-0042-{definition.code}{sheet}",
        "header": {
            "school": "Alder Grove Academy",
            **{fact.value: _FACTS[fact.value] for fact in definition.required},
        },
        "fields": known or {},
    }
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "issued.pdf"), Path(folder, "filled.pdf")
        source.write_bytes(made(definition, values, "pdf", stage=definition.stages[0]).data)
        pdfium.type_into_pdf(source, target, typed)
        return target.read_bytes()


_FACTS = {
    "supervisee": "Tom Reed",
    "supervisor": "Priya Shah",
    "session_date": "2026-11-19",
    "case_ref": "ESM-C001",
    "sheet": 1,
}


@cache
def printed() -> bytes:
    """Return the form as a person printed it to PDF."""
    return poppler.print_pages(_filled(_FORM, _TYPED))


@cache
def another() -> bytes:
    """Return another form of another policy, printed."""
    return poppler.print_pages(_filled(_OTHER, {}))


def placed(pages: _Placed, data: bytes, size_pt: tuple[float, float] = _A4_PT) -> bytes:
    """Return a file whose pages bear pages of `data`."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as source, pikepdf.new() as made_of:
        for group in pages:
            page = made_of.add_blank_page(page_size=size_pt)
            drawn = b""
            forms = pikepdf.Dictionary()
            for number, (index, matrix) in enumerate(group):
                forms[f"/P{number}"] = made_of.copy_foreign(source.pages[index].as_form_xobject())
                drawn += f"q {' '.join(map(str, matrix))} cm /P{number} Do Q\n".encode()
            page.Resources = pikepdf.Dictionary(XObject=forms)
            page.Contents = made_of.make_stream(drawn)
        made_of.save(out)
    return out.getvalue()


def says_what_was_typed(response: Response) -> bool:
    """Return whether every answer is there, to the letter."""
    actions = response.fields["review_action"].cells or {}
    answers = {name: response.text(name) for name in _TYPED if name in response.fields}
    answers["review_action-1-action"] = str(actions[1]["action"].value)
    return answers == _TYPED


def _all(count: int, matrix: _Matrix = _SAME) -> list[list[tuple[int, _Matrix]]]:
    return [[(index, matrix)] for index in range(count)]


_PAGES = 4


@pytest.mark.parametrize(
    "matrix",
    [_SAME, (0.97, 0, 0, 0.97, 9, 12), (1.03, 0, 0, 1.03, -9, -12), (-1, 0, 0, -1, *_A4_PT)],
    ids=["as it is", "97%", "103%", "upside down"],
)
def test_wherever_the_page_lies(matrix: _Matrix) -> None:
    """Shifted, scaled, turned: every answer is read, and says how."""
    response = read(placed(_all(_PAGES, matrix), printed()))
    assert says_what_was_typed(response)
    answer = response.fields["agenda_items"]
    assert (answer.channel, answer.state, answer.page_number) == (Channel.TEXT, State.FILLED, 2)
    assert 0.9 < answer.confidence < 1
    assert response.reference == "ESM-26-0042-A2"
    assert [one.code for one in response.findings if one.code.startswith("F4")] == ["F41"]


def test_fonts_that_are_higher_elsewhere() -> None:
    """Programs that print give one policy's fonts another height: what was issued is still known as that.

    It was made without a date of session, for which there is a row with few words on other copies.
    """
    response = read(poppler.print_pages(_filled("highcliffe/a1-contract", {})))
    assert {one.code for one in response.findings if one.code.startswith("F4")} == {"F41"}


def test_a_signing_copy_whose_last_boxes_were_flattened() -> None:
    """What was signed is read from the page, and is not told to stand beside the boxes."""
    form = next(one for one in all_forms() if one.name == "highcliffe/a1-contract signing")
    issued = sample(form, 1, "pdf").issued
    typed = {"sig_supervisor-name": "Priya Shah", "sig_supervisor-date": "08/12/2026"}
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "issued.pdf"), Path(folder, "signed.pdf")
        source.write_bytes(issued)
        pdfium.type_into_pdf(source, target, typed)
        response = read(pdfium.flatten(target.read_bytes()))
    assert response.signatures[0].name == "Priya Shah"
    assert "F44" not in {one.code for one in response.findings}


def test_turned_by_the_page_itself() -> None:
    """A page may say that it is to be shown turned."""
    assert says_what_was_typed(read(turned(_filled(_FORM, _TYPED))))


def test_two_pages_on_a_sheet() -> None:
    """Each is found by its own code."""
    left, right = (0.7, 0, 0, 0.7, 0, 3), (0.7, 0, 0, 0.7, 421, 3)
    sheets = [[(0, left), (1, right)], [(2, left), (3, right)]]
    assert says_what_was_typed(read(placed(sheets, printed(), (842, 595))))


def test_words_beside_the_page_on_its_sheet() -> None:
    """Typed where no page lies: on the empty half of a sheet, and beside one that was made smaller."""
    left, right = (0.7, 0, 0, 0.7, 0, 3), (0.7, 0, 0, 0.7, 421, 3)
    sheets = [[(0, left), (1, right)], [(2, left), (3, right)]]
    for groups, place in (([*sheets[:1], [(2, left)]], b"500 400"), (sheets[:2], b"300 588")):
        with pikepdf.open(io.BytesIO(placed(groups, printed(), (842, 620)))) as pdf:
            font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1)
            font.BaseFont = pikepdf.Name.Helvetica
            pdf.pages[-1].Resources.Font = pikepdf.Dictionary(F1=font)
            pdf.pages[-1].contents_add(b"BT /F1 12 Tf " + place + b" Td (I do not agree) Tj ET")
            out = io.BytesIO()
            pdf.save(out)
        response = read(out.getvalue())
        assert [one.code for one in response.findings if "I do not agree" in one.message] == ["F44"]
        assert response.fields["agenda_items"].state is State.FILLED


def test_shuffled_pages_and_blank_backs() -> None:
    """The codes say which page is which; a page with nothing on it says nothing."""
    pages = [part for page in reversed(_all(_PAGES)) for part in (page, [])]
    response = read(placed(pages, printed()))
    assert says_what_was_typed(response)
    assert "F43" not in {one.code for one in response.findings}


def test_a_page_is_missing() -> None:
    """What stood there is missing, not blank, and it is said."""
    response = read(placed(_all(_PAGES)[1:], printed()))
    (finding,) = [one for one in response.findings if one.code == "F43"]
    assert finding.message.startswith("page 1 of the form is missing")
    assert response.fields["name"].state is State.MISSING
    assert response.text("agenda_items") == _TYPED["agenda_items"]


def test_a_missing_page_has_no_carried_rows_where_the_file_says_which_there_were() -> None:
    """Pages alone do not say what was issued on the one that is gone; the file's properties do."""
    form = next(one for one in all_forms() if one.name == f"{_FORM} signing")
    with pikepdf.open(io.BytesIO(sample(form, 20261128, "pdf").issued)) as pdf:
        del pdf.pages[-1]
        out = io.BytesIO()
        pdf.save(out)
    saved, alone = read(out.getvalue()), read(poppler.print_pages(out.getvalue()))
    told = [[one.code for one in said.findings if one.code in {"F43", "F84"}] for said in (saved, alone)]
    assert told == [["F43"], ["F43", "F84"]]
    assert len(saved.fields["review_previous"].cells or {}) == 2


def test_a_page_is_there_twice() -> None:
    """The same twice is no conflict, and is said."""
    response = read(placed([*_all(_PAGES), *_all(1)], printed()))
    assert says_what_was_typed(response)
    assert any(
        one.code == "F43" and "page 1 of the form is there 2 times" in one.message
        for one in response.findings
    )


def test_two_copies_that_differ_are_a_conflict() -> None:
    """None is chosen."""
    other = poppler.print_pages(_filled(_FORM, {**_TYPED, "agenda_items": "Something else"}))
    with pikepdf.open(io.BytesIO(printed())) as pdf, pikepdf.open(io.BytesIO(other)) as more:
        pdf.pages.append(more.pages[1])
        out = io.BytesIO()
        pdf.save(out)
    answer = read(out.getvalue()).fields["agenda_items"]
    assert answer.state is State.CONFLICT
    assert set(answer.value or ()) == {_TYPED["agenda_items"], "Something else"}  # type: ignore[arg-type]


def test_a_copy_with_less_on_it_is_asked_about() -> None:
    """Which of the two counts nobody can tell."""
    other = poppler.print_pages(_filled(_FORM, {**_TYPED, "agenda_items": ""}))
    with pikepdf.open(io.BytesIO(printed())) as pdf, pikepdf.open(io.BytesIO(other)) as more:
        pdf.pages.append(more.pages[1])
        out = io.BytesIO()
        pdf.save(out)
    response = read(out.getvalue())
    assert {one.field for one in response.findings if one.code == "F42"} == {"agenda_items"}
    assert response.fields["agenda_items"].confidence < 0.5


def test_two_forms_are_never_read_as_one() -> None:
    """Where nobody has parted them they are named, and nothing of either is read."""
    with pikepdf.open(io.BytesIO(printed())) as pdf, pikepdf.open(io.BytesIO(another())) as more:
        pdf.pages.extend(more.pages)
        out = io.BytesIO()
        pdf.save(out)
    assert refused(out.getvalue()) == "R46"


def test_a_page_of_something_else_is_named() -> None:
    """It bears no code, and what stands on it is not read into any box."""
    with pikepdf.open(io.BytesIO(printed())) as pdf, pikepdf.open(io.BytesIO(another())) as more:
        # Cut off above its code.
        page = more.pages[0]
        page.cropbox = page.mediabox = pikepdf.Array([0, 200, 595, 842])
        pdf.pages.append(page)
        out = io.BytesIO()
        pdf.save(out)
    response = read(out.getvalue())
    assert says_what_was_typed(response)
    assert any("page 5 of the file bears no code" in one.message for one in response.findings)


def covered(data: bytes, indexes: Sequence[int]) -> bytes:
    """Return a file on some of whose pages something lies over the code."""
    with OpenPages(data) as pages:
        codes = {index: codes_on(pages, index)[0] for index in indexes}
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for index, code in codes.items():
            # Whatever the page scales, it ends before this is drawn.
            pdf.pages[index].contents_add(b"q", prepend=True)
            left, low = (min(corner[axis] for corner in code.corners) for axis in (0, 1))
            pdf.pages[index].contents_add(f"Q q 0 g {left + 9} {low + 9} 20 20 re f Q".encode())
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("indexes", [(1,), (0, 1, 2, 3)], ids=["one", "all"])
def test_a_code_that_is_covered(indexes: Sequence[int]) -> None:
    """The foot says the same in words; a form of another policy with the same foot does not fit."""
    response = read(covered(placed(_all(_PAGES, (0.97, 0, 0, 0.97, 9, 12)), printed()), indexes))
    assert says_what_was_typed(response)
    assert [one.code for one in response.findings if one.code in {"F43", "F83"}] == ["F83"] * len(indexes)


def test_text_that_runs_over_is_in_doubt() -> None:
    """Its end is clipped on the page, and must not be read into the next box."""
    long = "Tom Reed, Priya Shah, and everybody else whose name does not fit into this small box here"
    response = read(poppler.print_pages(_filled(_FORM, {"review_action-1-who": long})))
    doubted = {one.field for one in response.findings if one.code == "F42"}
    assert "review_action-1-who" in doubted
    cells = response.fields["review_action"].cells or {}
    assert cells[1]["by_when"].value is None or "review_action-1-by_when" in doubted


def test_text_that_is_cut_off_between_two_letters_is_in_doubt() -> None:
    """What pdftocairo cuts off whole it leaves out: then nothing runs over the edge."""
    typed = {"agenda_action-2-who": "Cllr. Iorwerth – vv/w", "issues_action-2-who": "Cllr. Iorwerth"}
    response = read(poppler.print_pages(_filled(_FORM, typed)))
    who = (response.fields["agenda_action"].cells or {})[2]["who"]
    assert who.value == "Cllr. Iorwerth –"
    doubted = {one.field for one in response.findings if one.code == "F42"}
    assert doubted & typed.keys() == {"agenda_action-2-who"}


def test_text_that_is_cut_off_behind_an_empty_line_is_in_doubt() -> None:
    """PDFium makes letters smaller, and where that does not help draws only the lines that it shows."""
    long = (
        "Łucja asked for room 1O, and was given room 10.\n\nThe children are on the list of 11/12/2026.\n(10)"
    )
    form = "highcliffe/a4-case-summary"
    response = read(pdfium.flatten(_filled(form, {"cases-2-update": long, "cases-1-update": "Well"})))
    assert (response.fields["cases"].cells or {})[2]["update"].value == long.partition("\n")[0]
    doubted = {one.field for one in response.findings if one.code == "F42"}
    assert "cases-2-update" in doubted
    assert "cases-1-update" not in doubted


def test_a_page_laid_out_otherwise_is_refused() -> None:
    """A box that had grown for what was known moves all below it: nothing is read from the wrong places."""
    long = "Late buses, and who rings whom when one does not come. " * 30
    assert refused(poppler.print_pages(_filled(_FORM, _TYPED, {"agenda_items": long}))) == "R23"


def test_a_form_that_lost_its_answers_is_not_read_as_empty() -> None:
    """Some programs print the pages and not what stands in the boxes on them."""
    with pikepdf.open(io.BytesIO(_filled(_FORM, _TYPED))) as pdf:
        del pdf.Root.AcroForm
        for page in pdf.pages:
            del page.obj.Annots
        out = io.BytesIO()
        pdf.save(out)
    assert refused(out.getvalue()) == "R23"


def test_a_version_that_nobody_knows() -> None:
    """The pages say which; in Word, with its boxes gone, the code in the footer does."""
    definition = replace(load_form(_FORM), version="99")
    people = {fact.value: _FACTS[fact.value] for fact in definition.required}
    known = {"reference": "ESM-26-0042-A2", "header": people, "fields": {}}
    pdf, word = (made(definition, known, kind).data for kind in ("pdf", "docx"))
    assert [refused(poppler.print_pages(pdf)), refused(as_google_docs(word))] == ["R22", "R22"]
