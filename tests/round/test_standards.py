"""Every blank and every filled sample passes the standards: PDF/UA-1, qpdf, the Open XML SDK, LibreOffice.

An ordinary run checks a few samples of each form and stage; `make soak` checks many more.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from forms.model import Stage
from tests.round.effort import examples
from tests.round.making import FORM_STAGES, FORMATS, FORMS, load_form, made, made_blank
from tests.round.strategies import full_values, sampled_values
from tests.tools import libreoffice, ooxml, poppler, qpdf, verapdf

Record: TypeAlias = Callable[[str, object], None]
"""Keeps a property of the running test, for the summary."""

_by_form_and_stage = pytest.mark.parametrize(("form", "stage"), FORM_STAGES)
_PDF_SAMPLES = examples(4, 12)
_DOCX_SAMPLES = examples(2, 12)
_OFFICE_SAMPLES = examples(1, 4)
_AT_ONCE = 40
"""LibreOffice stops without a word after some two hundred files in one run."""


def _blanks(folder: Path, file_format: str) -> list[Path]:
    paths = []
    for form in FORMS:
        for verbatim in (False, True):
            path = folder / f"{form.replace('/', '-')}{'-verbatim' if verbatim else ''}.{file_format}"
            path.write_bytes(made_blank(load_form(form), file_format, verbatim=verbatim))
            paths.append(path)
    return paths


def _samples(folder: Path, form: str, stage: Stage, file_format: str, count: int) -> list[Path]:
    """Write `count` samples: first the one in which everything is answered, then as the seeds say."""
    definition = load_form(form)
    paths = []
    for seed in range(count):
        values = sampled_values(definition, seed) if seed else full_values(definition, rows=5)
        path = folder / f"{form.replace('/', '-')}-{stage.value}-{seed}.{file_format}"
        path.write_bytes(made(definition, values, file_format, stage=stage).data)
        paths.append(path)
    return paths


def _assert_sound_syntax(paths: list[Path]) -> None:
    assert {path.name: found for path in paths if (found := qpdf.check_syntax(path))} == {}


@pytest.mark.needs(verapdf.TOOL, qpdf.TOOL)
def test_blank_pdfs_meet_pdfua(tmp_path: Path, record_property: Record) -> None:
    """All blanks, verbatim ones too, comply with PDF/UA-1, and qpdf finds nothing."""
    paths = _blanks(tmp_path, "pdf")
    verapdf.assert_pdfua(paths)
    _assert_sound_syntax(paths)
    record_property("checked: PDF/UA-1 and qpdf", len(paths))


@_by_form_and_stage
@pytest.mark.needs(verapdf.TOOL, qpdf.TOOL)
def test_filled_pdfs_meet_pdfua(form: str, stage: Stage, tmp_path: Path, record_property: Record) -> None:
    """Filled samples of each form and stage comply with PDF/UA-1, and qpdf finds nothing."""
    paths = _samples(tmp_path, form, stage, "pdf", _PDF_SAMPLES)
    verapdf.assert_pdfua(paths)
    _assert_sound_syntax(paths)
    record_property("checked: PDF/UA-1 and qpdf", len(paths))


@pytest.mark.needs(ooxml.TOOL)
def test_blank_word_forms_meet_open_xml(tmp_path: Path, record_property: Record) -> None:
    """The Open XML SDK objects to nothing in any blank, verbatim ones too."""
    paths = _blanks(tmp_path, "docx")
    ooxml.assert_ooxml(paths)
    record_property("checked: Open XML SDK", len(paths))


@_by_form_and_stage
@pytest.mark.needs(ooxml.TOOL)
def test_filled_word_forms_meet_open_xml(
    form: str, stage: Stage, tmp_path: Path, record_property: Record
) -> None:
    """The Open XML SDK objects to nothing in filled samples of each form and stage."""
    paths = _samples(tmp_path, form, stage, "docx", _DOCX_SAMPLES)
    ooxml.assert_ooxml(paths)
    record_property("checked: Open XML SDK", len(paths))


@pytest.mark.needs(libreoffice.CONVERT_TOOL, poppler.TEXT_TOOL)
def test_word_forms_open_in_libreoffice(tmp_path: Path, record_property: Record) -> None:
    """LibreOffice opens blanks and filled samples of each form and stage, and shows title and reference."""
    paths = _blanks(tmp_path, "docx")
    titles = [load_form(form).title for form in FORMS for _ in range(2)]
    for form, stage in FORM_STAGES:
        samples = _samples(tmp_path, form, stage, "docx", _OFFICE_SAMPLES)
        titles += [load_form(form).title] * len(samples)
        paths += samples
    opened: list[Path] = []
    for start in range(0, len(paths), _AT_ONCE):
        opened += libreoffice.convert(paths[start : start + _AT_ONCE], "pdf", tmp_path / "out")
    for path, title in zip(opened, titles, strict=True):
        text = " ".join(poppler.read_text(path).replace("’", "'").split())
        assert title.replace("’", "'") in text, path.name
    record_property("checked: opened in LibreOffice", len(paths))


@pytest.mark.parametrize("file_format", FORMATS)
def test_samples_are_alike_every_time(file_format: str, tmp_path: Path) -> None:
    """The samples that are checked are the same ones on every machine."""
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    for first, second in zip(
        _samples(one, "esteem/a2-record", Stage.SESSION, file_format, 2),
        _samples(other, "esteem/a2-record", Stage.SESSION, file_format, 2),
        strict=True,
    ):
        assert first.read_bytes() == second.read_bytes()
