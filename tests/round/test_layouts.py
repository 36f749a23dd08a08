"""One compiled layout serves every document that looks alike: filling it again only appends to its bytes."""

import io
from typing import Any

import pikepdf
import pytest

from build.pdf.document import build_pdf
from forms.model import Stage
from tests.round.making import FORMS, load_form, page_of
from tests.round.strategies import least_values, put_words

_END = b"%%EOF\n"


@pytest.mark.parametrize("form", FORMS)
def test_documents_that_look_alike_share_a_layout(form: str) -> None:
    """The bytes of the compiled blank begin both files; what follows is one update, and it differs."""
    first, second = (_document(form, name) for name in ("Tom Reed", "Amara Obi"))
    blank = _blank_of(first)
    assert blank == _blank_of(second)
    assert first != second
    for document in (first, second):
        assert document.startswith(blank)
        assert document.count(b"startxref") == 2
        assert len(document) - len(blank) < len(blank) / 4
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        assert not any(
            "/V" in field and field.V not in ("", pikepdf.Name.Off) for field in pdf.Root.AcroForm.Fields
        )
        assert not pdf.docinfo.get("/HalftermReference")


@pytest.mark.parametrize("form", FORMS)
def test_no_earlier_text_hides_in_a_later_file(form: str) -> None:
    """What the first document says is nowhere in the second one, though they share a layout."""
    _document(form, "Tom Reed")
    second = _document(form, "Amara Obi")
    with pikepdf.open(io.BytesIO(second)) as pdf:
        for item in pdf.objects:
            assert b"Tom Reed" not in item.unparse()
    assert b"Tom Reed" not in second


def test_a_longer_answer_takes_another_layout() -> None:
    """A box that has to grow is another page, so it is compiled anew."""
    short = _document("esteem/a2-record", "Tom Reed", answer="A line.")
    other = _document("esteem/a2-record", "Tom Reed", answer="Another line.")
    long = _document("esteem/a2-record", "Tom Reed", answer="A line.\n" * 60)
    assert _blank_of(short) == _blank_of(other)
    assert not long.startswith(_blank_of(short))


def _document(form: str, name: str, answer: str = "") -> bytes:
    definition = load_form(form)
    values: dict[str, Any] = least_values(definition)
    values["header"]["supervisee"] = name
    put_words(definition, values, answer or f"{name} says so.")
    stage = Stage.SESSION if Stage.SESSION in definition.stages else definition.stages[0]
    return build_pdf(page_of(definition, values, stage))


def _blank_of(document: bytes) -> bytes:
    """Return the bytes before the last update."""
    return document[: document.index(_END) + len(_END)]
