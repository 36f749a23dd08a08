"""What the policies print stands on the built forms: the same words, in the same order, in both formats.

tests/data/esteem_labels.json and printed_labels.json hold every label and clause of the appendices of the
five policies, copied from the published texts: no people, no answers. printed_words.toml names the few
that stand there otherwise, each with its reason.
"""

import functools
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from lxml import etree

from build.docx import build_docx
from build.layout import build_page
from build.pdf.document import build_pdf
from build.prefill import blank_filling
from forms.catalogue import form_ids, load_form
from forms.model import Kind

DATA = Path(__file__).parents[1] / "data"
FORMS: dict[str, Any] = {
    load_form(older).id: form
    for name in ("esteem_labels.json", "printed_labels.json")
    for older, form in json.loads((DATA / name).read_text(encoding="utf-8")).items()
}
EXCEPTIONS = tomllib.loads((DATA / "printed_words.toml").read_text(encoding="utf-8"))["exception"]
NO_FIELDS = {("ashbury-meadow/a-contract", "title")}
"""Printed words that are the form's title, not a field of their own."""
ONE_DATE_EACH = "sig_dates"
"""Listed as one addition, built as a date beside each signature."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Printed:
    """One label or clause as it is to stand on a form."""

    field: str
    words: tuple[str, ...]
    anywhere: bool = False


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of `text`, without the white space, quotes, dots and dashes between them."""
    return tuple(_WORD.findall(text))


def expected(form: str, *, verbatim: bool) -> list[Printed]:
    """Return what the policy prints on a form, in its order."""
    others = {
        one["field"]: one
        for one in EXCEPTIONS
        if one["form"] == form and not (verbatim and one.get("verbatim_has_it"))
    }
    return [
        Printed(field, words_of(other.get("stands_as", label)), other.get("anywhere", False))
        for field, label in FORMS[form]["labels"]
        for other in [others.get(field, {})]
    ]


def missing(printed: Sequence[Printed], words: Sequence[str]) -> list[str]:
    """Return the fields whose words do not stand in `words` as one sequence, behind those before them.

    A label that two fields in a row share is printed once.
    """
    found: list[str] = []
    last, before = -1, tuple[str, ...]()
    for one in printed:
        start = -1 if one.anywhere else last if one.words == before else last + 1
        at = next((at for at in range(max(start, 0), len(words)) if _stands(one.words, words, at)), None)
        if at is None:
            found.append(one.field)
        elif not one.anywhere:
            last, before = at, one.words
    return found


def _stands(sought: Sequence[str], words: Sequence[str], at: int) -> bool:
    return tuple(words[at : at + len(sought)]) == tuple(sought)


@functools.cache
def words_on(form: str, file_format: str, *, verbatim: bool) -> tuple[str, ...]:
    """Return the printed words of a blank form in reading order; what can be filled in is left out."""
    page = build_page(blank_filling(load_form(form), verbatim=verbatim), fixed_boxes=file_format == "pdf")
    texts = _pdf_texts(build_pdf(page)) if file_format == "pdf" else _docx_texts(build_docx(page))
    return tuple(word for text in texts for word in words_of(text))


def _pdf_texts(data: bytes) -> Iterator[str]:
    """Yield the text of the structure elements in their order (ISO 32000-1, 14.7)."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            marked: dict[int, str] = {}
            ends: dict[int, tuple[float, float]] = {}
            for char in page.chars:
                mcid = char["mcid"]
                if mcid is not None:
                    x, y = ends.get(mcid, (char["x0"], char["top"]))
                    apart = abs(char["top"] - y) > 1 or char["x0"] - x > char["size"] / 8
                    marked[mcid] = marked.get(mcid, "") + (" " if apart else "") + char["text"]
                    ends[mcid] = (char["x1"], char["top"])
            for element in page.structure_tree:
                yield from (marked.get(mcid, "") for mcid in _mcids(element))


def _mcids(element: dict[str, Any]) -> Iterator[int]:
    yield from element.get("mcids", ())
    for child in element.get("children", ()):
        yield from _mcids(child)


def _docx_texts(data: bytes) -> Iterator[str]:
    """Yield the text of the paragraphs in document order, without the contents of controls."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    for paragraph in body.iter(f"{_W}p"):
        yield "".join(
            (text.text or "") if text.tag == f"{_W}t" else " "
            for text in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}sdt")
            if text.tag == f"{_W}sdt" or not _is_in_control(text)
        )


def _is_in_control(text: etree._Element) -> bool:
    """Return whether `text` stands inside a control; a repeated row is none."""
    return any(
        not any("repeatingSection" in str(child.tag) for child in control.iterfind(f"{_W}sdtPr/*"))
        for control in text.iterancestors(f"{_W}sdt")
    )


def test_every_form_is_listed() -> None:
    """The lists hold the nineteen forms of the five policies, and all their labels."""
    assert set(FORMS) == set(form_ids())
    assert sum(len(form["labels"]) for form in FORMS.values()) == 325


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_listed_field_is_there(form: str) -> None:
    """Printed fields keep the ids that others know; what was asked for as an addition is marked as one."""
    definition = load_form(form)
    fields = {field.id: field for field in definition.fields}
    for field, _ in FORMS[form]["labels"]:
        assert (form, field) in NO_FIELDS or not fields[field].added
    for field in FORMS[form]["added"]:
        if field == ONE_DATE_EACH:
            signatures = [one for one in definition.fields if one.kind is Kind.SIGNATURE]
            assert signatures
            assert {one.date_field for one in signatures} == {None}
        else:
            assert fields[field].added


@pytest.mark.parametrize("verbatim", [False, True], ids=["with-additions", "verbatim"])
@pytest.mark.parametrize("file_format", ["pdf", "docx"])
@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_policys_words_stand_in_order(form: str, file_format: str, *, verbatim: bool) -> None:
    """Every label and clause is on the built form, word for word, in the order of the policy."""
    words = words_on(form, file_format, verbatim=verbatim)
    assert missing(expected(form, verbatim=verbatim), words) == []


def test_exceptions_are_few_and_have_reasons() -> None:
    """No more than fifteen, each for a printed field and with a reason."""
    assert len(EXCEPTIONS) <= 15
    for one in EXCEPTIONS:
        assert one["field"] in dict(FORMS[one["form"]]["labels"])
        assert len(one["reason"].split()) > 5


@pytest.mark.parametrize("exception", EXCEPTIONS, ids=lambda one: f"{one['form']}-{one['field']}")
def test_no_exception_is_made_without_need(exception: dict[str, Any]) -> None:
    """Without it the words would not be found."""
    plain = [Printed(field, words_of(label)) for field, label in FORMS[exception["form"]]["labels"]]
    words = words_on(exception["form"], "pdf", verbatim=False)
    assert exception["field"] in missing(plain, words)


def test_a_changed_word_is_noticed() -> None:
    """The comparison itself finds a word that is missing, changed or out of order."""
    words = words_of("Name of Supervisee: Role: Name of Supervisor: Role:")
    labels = [Printed(str(at), words_of(text)) for at, text in enumerate(["Name of Supervisee:", "Role:"])]
    assert missing([*labels, Printed("2", ("Role",))], words) == []
    assert missing(list(reversed(labels)), words) == ["0"]
    assert missing([Printed("0", words_of("Name of the Supervisee"))], words) == ["0"]
