"""A Word form that LibreOffice exported as PDF, and what people do to such a file."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from extract.pdfopen import open_source
from extract.tagged.content import Letter, drawn_on
from forms.model import Stage
from forms.records import Channel, Response, State
from halfterm.issued_forms import read_any
from tests.recall.said import SURE
from tests.recall.word_programs import through_libreoffice
from tests.round.making import CATALOGUE, load_form, made
from tests.tools import libreoffice

pytestmark = pytest.mark.needs(libreoffice.CONVERT_TOOL)

_FORM = "esteem/a2-record"
_AGENDA = "Late buses\nand the office affair: who rings Siân Il1?\n\nNobody, since Zoë O'Brien-Łukasz left."
_KNOWN: dict[str, Any] = {
    "reference": "ESM-26-0042-A2",
    "header": {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-11-19"},
    "fields": {
        "job_title": "Teacher, Year 4",
        "agenda_items": _AGENDA,
        "personal_factors": "A long day. " * 60,
        "review_previous": [{"ref": "ESM-26-0031-A2/2", "action": "Ring the bus company", "who": "Tom Reed"}],
        "agenda_action": [{"action": "Book room 10", "by_when": "2026-12-04", "status": "Done"}],
        "disagreement": "No",
    },
}


@functools.cache
def _word() -> bytes:
    return made(load_form(_FORM), _KNOWN, "docx", stage=Stage.SESSION).data


@functools.cache
def _exported() -> bytes:
    return through_libreoffice(_word(), "pdf")


def _read(data: bytes, ending: str = "pdf") -> Response:
    result = read_any(data, Path(f"returned.{ending}"), CATALOGUE)
    assert result.response is not None, result.error
    return result.response


def _values(response: Response) -> dict[str, object]:
    return {
        name: " ".join(answer.value.split()) if isinstance(answer.value, str) else answer.value
        for name, answer in response.fields.items()
    }


def _codes(response: Response) -> set[str]:
    return {one.code for one in response.findings}


def _changed(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(_exported())) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def _letters_of(words: str) -> list[Letter]:
    """Return the letters of a piece that begins with these words."""
    source, _ = open_source(_exported())
    with source:
        pieces = drawn_on(source).marked.values()
    return next(
        piece.letters for piece in pieces if "".join(one.text for one in piece.letters).startswith(words)
    )


def _drawn_over(pdf: pikepdf.Pdf, page_index: int, drawing: str) -> None:
    page = pdf.pages[page_index]
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q {drawing}".encode())


def test_an_exported_form_reads_as_the_word_form_does() -> None:
    """Every value, sure, and by the channel that says how; nothing is asked but what the Word file asks."""
    response = _read(_exported())
    assert _values(response) == _values(_read(_word(), "docx"))
    assert response.kind == "pdf"
    assert {answer.channel for answer in response.fields.values()} == {Channel.LABEL}
    assert all(answer.confidence >= SURE for answer in response.fields.values())
    assert _codes(response) - _codes(_read(_word(), "docx")) == {"F50"}


def test_what_stands_on_a_missing_page_is_missing() -> None:
    """It is never blank, and the missing page is told."""

    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1]

    response, whole = _read(_changed(change)), _read(_exported())
    gone = {name for name, answer in response.fields.items() if answer.state is State.MISSING}
    assert gone
    assert "F43" in _codes(response)
    unsure = {name for name, one in response.fields.items() if one.confidence < SURE}
    kept = set(response.fields) - gone - unsure
    assert {name: _values(response)[name] for name in kept} == {name: _values(whole)[name] for name in kept}


@pytest.mark.parametrize("cover", ["1 g", "0 g"])
def test_an_answer_that_is_covered_is_doubted(cover: str) -> None:
    """White or black: the file has words there that nobody sees."""
    letters = _letters_of("Teacher")
    first, last = letters[0], letters[-1]
    box = f"{first.x0_pt} {first.y_pt - 3} {last.x1_pt - first.x0_pt} {first.size_pt + 3}"
    response = _read(
        _changed(lambda pdf: _drawn_over(pdf, first.page_index, f"/Artifact BMC {cover} {box} re f EMC"))
    )
    assert response.fields["job_title"].confidence < SURE
    assert [one.code for one in response.findings if one.field == "job_title"] == ["F51"]


def test_words_typed_onto_a_page_are_told() -> None:
    """They stand outside the tags, or pretend to be no content."""

    def change(pdf: pikepdf.Pdf) -> None:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        pdf.pages[0].Resources.Font["/Typed"] = pdf.make_indirect(font)
        typed = "BT /Typed 9 Tf 60 {y} Td ({text}) Tj ET"
        outside, artifact = typed.format(y=70, text="Ring me first"), typed.format(y=56, text="Not agreed")
        _drawn_over(pdf, 0, f"{outside} /Artifact BMC {artifact} EMC")

    told = [one.message for one in _read(_changed(change)).findings if one.code == "F53"]
    assert len(told) == 1
    assert "Ring me first" in told[0]
    assert "Not agreed" in told[0]


def test_words_that_the_file_only_says_are_not_believed() -> None:
    """Where ActualText differs from the letters, these count, and a person is asked."""

    def change(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            content = page.Contents.read_bytes()
            at = content.find(b"/Answer<</MCID")
            if at >= 0:
                page.Contents = pdf.make_stream(
                    content.replace(b"/Answer<</MCID", b"/Answer<</ActualText(No)/MCID", 1)
                )
                return

    response, whole = _read(_changed(change)), _read(_exported())
    assert _values(response) == _values(whole)
    assert {one.code for one in response.findings} - _codes(whole) == {"F51"}


def test_tags_that_say_another_order_than_the_page_are_not_believed() -> None:
    """The words of two places are swapped in the tags alone: both answers are doubted."""

    def change(pdf: pikepdf.Pdf) -> None:
        answers = [
            one for one in _tags(pdf.Root.StructTreeRoot) if one.get("/S") == "/Answer" and "/K" in one
        ]
        answers[0].K, answers[1].K = answers[1].K, answers[0].K

    response = _read(_changed(change))
    assert _values(response)["job_title"] == "Tom Reed"
    assert response.fields["name"].confidence < SURE
    assert response.fields["job_title"].confidence < SURE
    assert response.fields["agenda_items"].confidence >= SURE


def _tags(node: Any) -> Iterator[Any]:
    kids = node.get("/K", ())
    for one in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(one, pikepdf.Dictionary):
            yield one
            yield from _tags(one)


def test_without_tags_it_is_refused() -> None:
    """Nothing is guessed from where words lie."""

    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.StructTreeRoot

    result = read_any(_changed(change), Path("returned.pdf"), CATALOGUE)
    assert result.response is None
    assert result.error is not None
    assert result.error.code == "R23"
