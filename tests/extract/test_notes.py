"""What somebody puts onto a form beside its boxes, with a viewer's own tools, is not dropped in silence."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from forms.findings import Finding, Severity
from forms.model import Stage
from tests.round.making import FORM_STAGES, load_form, made, response_of
from tests.round.strategies import least_values

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SAID = "I do not agree with this"


def _notes(data: bytes, file_format: str) -> list[Finding]:
    return [finding for finding in response_of(data, file_format).findings if finding.code == "F38"]


def _record(file_format: str) -> bytes:
    definition = load_form("green-gates/a2-record")
    return made(definition, least_values(definition), file_format, stage=Stage.SESSION).data


def _with_annotations(*annotations: Dictionary) -> bytes:
    """Return a record as PDF with these laid over the box of what was discussed."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(_record("pdf"))) as pdf:
        page, box = next(
            (page, widget.Rect)
            for page in pdf.pages
            for widget in page.Annots
            if widget.get("/T") == "items_discussed"
        )
        for annotation in annotations:
            annotation.Type, annotation.Rect = Name.Annot, box
            page.Annots.append(pdf.make_indirect(annotation))
        pdf.save(target)
    return target.getvalue()


def _with_part(name: str, entry: str) -> bytes:
    """Return a record as Word file with one comment, footnote or endnote at what was discussed."""
    target = io.BytesIO()
    part = (
        f'<w:{name} xmlns:w="{_MAIN}"><w:{entry} w:id="1"><w:p><w:r><w:t>{_SAID}</w:t></w:r></w:p>'
        f"</w:{entry}></w:{name}>"
    )
    with zipfile.ZipFile(io.BytesIO(_record("docx"))) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            if member == "word/document.xml":
                before, tag, after = content.partition(b'<w:tag w:val="items_discussed"/>')
                mark = f'<w:r><w:{entry}Reference w:id="1"/></w:r>'.encode()
                content = before + tag + after.replace(b"</w:p>", mark + b"</w:p>", 1)
            new.writestr(member, content)
        new.writestr(f"word/{name}.xml", part)
    return target.getvalue()


@pytest.mark.parametrize(
    ("subtype", "called"),
    [("FreeText", "text typed on the page"), ("Text", "a note"), ("Highlight", "a highlight")],
)
def test_words_laid_over_a_page_are_quoted(subtype: str, called: str) -> None:
    """One finding says what it is, what it says, on which page and over which box."""
    note = Dictionary(Subtype=Name(f"/{subtype}"), Contents=String(_SAID))
    (finding,) = _notes(_with_annotations(note), "pdf")
    assert finding.severity is Severity.SOON
    assert f"{called} '{_SAID}' on page 2 at the box Items discussed including actions" in finding.message


def test_what_has_no_words_is_named() -> None:
    """A drawn signature and a stamp lie over the page; the small window of a note is part of it."""
    drawn = Dictionary(Subtype=Name.Ink, InkList=Array([Array([1, 1, 9, 9])]))
    notes = [drawn, Dictionary(Subtype=Name.Stamp), Dictionary(Subtype=Name.Popup)]
    (finding,) = _notes(_with_annotations(*notes), "pdf")
    assert "a drawing on page 2" in finding.message
    assert "a stamp on page 2" in finding.message
    assert "window" not in finding.message


def test_many_and_long_notes_are_told_once() -> None:
    """However much was left, the finding stays short and says how much more there is."""
    notes = [Dictionary(Subtype=Name.Text, Contents=String("many words " * 100)) for _ in range(7)]
    (finding,) = _notes(_with_annotations(*notes), "pdf")
    assert "and 2 more" in finding.message
    assert "characters more" in finding.message


@pytest.mark.parametrize(
    ("name", "entry", "called"),
    [
        ("comments", "comment", "a comment"),
        ("footnotes", "footnote", "a footnote"),
        ("endnotes", "endnote", "an endnote"),
    ],
)
def test_comments_and_footnotes_in_word_are_quoted(name: str, entry: str, called: str) -> None:
    """Somebody answers in the margin: the answer is said with the box that it stands at."""
    (finding,) = _notes(_with_part(name, entry), "docx")
    assert f"{called} '{_SAID}' at the box Items discussed including actions" in finding.message


@pytest.mark.parametrize(("form", "stage"), FORM_STAGES)
@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_a_form_is_built_without_notes(form: str, stage: Stage, file_format: str) -> None:
    """Nothing that we put there ourselves is taken for somebody's note."""
    definition = load_form(form)
    assert (
        _notes(made(definition, least_values(definition), file_format, stage=stage).data, file_format) == []
    )
