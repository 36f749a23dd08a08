"""What the policies print, from the lists in tests/data, and the words that stand on a built form.

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
from lxml import etree

from build.docx import build_docx
from build.layout import build_page
from build.pdf.document import build_pdf
from build.prefill import blank_filling
from forms.catalogue import load_form

_DATA = Path(__file__).parents[1] / "data"
FORMS: dict[str, Any] = {
    load_form(older).id: form
    for name in ("esteem_labels.json", "printed_labels.json")
    for older, form in json.loads((_DATA / name).read_text(encoding="utf-8")).items()
}
EXCEPTIONS = tomllib.loads((_DATA / "printed_words.toml").read_text(encoding="utf-8"))["exception"]
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


def places(printed: Sequence[Printed], words: Sequence[str]) -> dict[str, int | None]:
    """Return field -> where its words begin in `words` (from 0), as one sequence behind those before them.

    None for words that are not there. A label that two fields in a row share is printed once.
    """
    found: dict[str, int | None] = {}
    last, before = -1, tuple[str, ...]()
    for one in printed:
        start = 0 if one.anywhere else last if one.words == before else last + 1
        at = next((at for at in range(max(start, 0), len(words)) if _stands(one.words, words, at)), None)
        found[one.field] = at
        if at is not None and not one.anywhere:
            last, before = at, one.words
    return found


def missing(printed: Sequence[Printed], words: Sequence[str]) -> list[str]:
    """Return the fields whose words do not stand in `words`, behind those before them."""
    return [field for field, at in places(printed, words).items() if at is None]


def _stands(sought: Sequence[str], words: Sequence[str], at: int) -> bool:
    return tuple(words[at : at + len(sought)]) == tuple(sought)


@functools.cache
def words_on(form: str, file_format: str, *, verbatim: bool) -> tuple[str, ...]:
    """Return the printed words of a blank form in reading order; what can be filled in is left out."""
    page = build_page(blank_filling(load_form(form), verbatim=verbatim), fixed_boxes=file_format == "pdf")
    if file_format == "pdf":
        return tuple(word for words in pdf_words(build_pdf(page)) for word in words)
    return tuple(word for text in _docx_texts(build_docx(page)) for word in words_of(text))


def pdf_words(data: bytes) -> Iterator[tuple[str, ...]]:
    """Yield the words of each page in the order of its structure elements (ISO 32000-1, 14.7)."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            marked = _marked_texts(page.chars)
            yield tuple(
                word
                for element in page.structure_tree
                for mcid in _mcids(element)
                for word in words_of(marked.get(mcid, ""))
            )


def _marked_texts(chars: Sequence[dict[str, Any]]) -> dict[int, str]:
    """Return the text of each marked-content sequence; those that are artifacts have no id."""
    marked: dict[int, str] = {}
    ends: dict[int, tuple[float, float]] = {}
    for char in chars:
        mcid = char["mcid"]
        if mcid is not None:
            x, y = ends.get(mcid, (char["x0"], char["top"]))
            apart = abs(char["top"] - y) > 1 or char["x0"] - x > char["size"] / 8
            marked[mcid] = marked.get(mcid, "") + (" " if apart else "") + char["text"]
            ends[mcid] = (char["x1"], char["top"])
    return marked


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
