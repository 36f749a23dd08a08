"""What goes in comes out, to the character; and no file of anybody's ends in an unforeseen error."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.intake import read_files
from forms import placeholders
from forms.errors import HalftermError
from forms.records import State
from forms.text import normalise_text
from tests.extract.samples import lookup, make_body, make_docx, make_pdf, read, zipped

_XML = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\t\n"
)
_PDF = st.characters(exclude_categories=["Cs"])
_LIMIT_S = 10.0
_TELLING = ("notes", "name", "count-comment")


def _is_no_prompt(text: str) -> bool:
    return " ".join(text.split()) not in placeholders.ALL


@given(st.dictionaries(st.sampled_from(_TELLING), st.text(_PDF, max_size=400)))
def test_text_in_a_pdf_comes_back(values: dict[str, str]) -> None:
    """Any Unicode text, with any line end, after one normalisation."""
    check(make_pdf(values), values)


@given(st.dictionaries(st.sampled_from(_TELLING), st.text(_XML, max_size=400).filter(_is_no_prompt)))
def test_text_in_a_word_file_comes_back(values: dict[str, str]) -> None:
    """Any text that XML can hold, but for our own prompt, which means blank."""
    check(make_docx(make_body(values)), values)


@given(st.binary(max_size=300), st.integers(0, 4000), st.sampled_from(["pdf", "docx"]))
def test_no_damage_ends_in_an_unforeseen_error(noise: bytes, offset: int, kind: str) -> None:
    """A good file with a stretch of noise is read, or refused with a code."""
    good = make_pdf({"notes": "x"}) if kind == "pdf" else make_docx(make_body({"notes": "x"}))
    data = good[:offset] + noise + good[offset + len(noise) :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "noisy")
        path.write_bytes(data)
        results = read_files([path], lookup)
    assert results
    assert all((one.error is None) != (one.response is None) for one in results)


@given(st.binary(max_size=2000))
def test_no_xml_ends_in_an_unforeseen_error(document: bytes) -> None:
    """Any bytes as the main part of a Word file are refused with a code."""
    with tempfile.TemporaryDirectory() as folder, pytest.raises(HalftermError):
        read(zipped({"word/document.xml": document}), Path(folder))


def test_other_producers_files_are_refused_with_a_code(corpora: Path) -> None:
    """Each of them is not ours or cannot be read, said within the time limit, and never in another way."""
    paths = sorted(path for path in corpora.rglob("*") if path.is_file())
    for path in paths:
        started = time.monotonic()
        results = read_files([path])
        assert time.monotonic() - started < _LIMIT_S, path
        assert results, path
        for result in results:
            assert result.response is None, path
            assert result.error is not None
            assert result.error.code in {
                "R10",
                "R11",
                "R12",
                "R13",
                "R14",
                "R15",
                "R20",
                "R41",
                "R52",
                "R55",
                "R56",
                "R57",
            }, path
    assert len(paths) > 50


def check(data: bytes, values: dict[str, str]) -> None:
    """Assert that a file says what was put in."""
    with tempfile.TemporaryDirectory() as folder:
        response = read(data, Path(folder))
    for name in _TELLING:
        text = normalise_text(values.get(name, "")).text
        expected = text if text.strip() else None
        assert response.fields[name].value == expected
        assert response.fields[name].state is (State.BLANK if expected is None else State.FILLED)
