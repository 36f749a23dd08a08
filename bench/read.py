"""Read a returned form: from the file to every value under its name, by everybody who can."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bench import judge
from bench.contest import hold
from bench.result import Entry, Score, Table
from bench.sample import Sample
from bench.timing import Contestant
from build.docx import build_docx
from build.pdf.document import build_pdf
from extract.intake import read_file
from forms.dates import parse_date
from forms.names import fact_name, option_name
from forms.records import Answer, Response

Values = Mapping[str, str]


def measure_pdf(sample: Sample, rounds: int, folder: Path) -> Table:
    """Return how long reading the filled PDF takes; files are written into `folder`."""
    path = folder / "filled.pdf"
    path.write_bytes(build_pdf(sample.pdf_page))
    runs: list[tuple[str, str, Callable[[], Values], str]] = [
        ("pikepdf, walk", "pikepdf", lambda: _pikepdf(path), ""),
        ("pypdfium2, walk", "pypdfium2", lambda: _pypdfium2(path), ""),
        ("pypdf get_fields", "pypdf", lambda: _pypdf(path), ""),
        ("pdfplumber, walk", "pdfplumber", lambda: _pdfplumber(path), ""),
    ]
    entries = [
        _ours(path, sample),
        *(_entry(name, library, run, note, sample.values) for name, library, run, note in runs),
    ]
    return hold("Read a PDF", _task(sample), entries, rounds)


def measure_docx(sample: Sample, rounds: int, folder: Path) -> Table:
    """Return how long reading the filled Word file takes; files are written into `folder`."""
    path = folder / "filled.docx"
    path.write_bytes(build_docx(sample.docx_page))
    wanted = sample.texts | {option_name(name, option): "☒" for name, option in sample.choices.items()}
    walk = _entry("python-docx, walk", "python-docx", lambda: _python_docx(path), "", wanted)
    text = Contestant("docx2python", lambda: _docx2python(path), note="all text, under no names")
    found = Entry(text, lambda: Score(_contained(_docx2python(path), sample)), "docx2python")
    return hold("Read a Word file", _task(sample), [_ours(path, sample), walk, found], rounds)


def _task(sample: Sample) -> str:
    return (
        f"{len(sample.values)} values, from the file on disk to each value under its name, in a warm process."
    )


def _ours(path: Path, sample: Sample) -> Entry:
    note = "also says what each value means, and what is blank, missing or doubtful"
    contestant = Contestant("halfterm", lambda: read_file(path), ours=True, note=note)
    return Entry(contestant, lambda: Score(judge.count_equal(_flat(read_file(path)), _meant(sample))))


def _entry(name: str, library: str, run: Callable[[], Values], note: str, wanted: Values) -> Entry:
    return Entry(Contestant(name, run, note=note), lambda: Score(judge.count_equal(run(), wanted)), library)


def _meant(sample: Sample) -> dict[str, str]:
    """Return the values as a response holds them: dates in ISO form."""
    return {
        name: date.isoformat() if (date := parse_date(text)) else text for name, text in sample.values.items()
    }


def _flat(response: Response) -> dict[str, str]:
    found: dict[str, str] = {
        fact_name(fact): date.isoformat() if (date := parse_date(text)) else text
        for fact, text in response.header.items()
    }
    for name, answer in response.fields.items():
        if answer.cells is None:
            found[name] = _plain(answer)
        else:
            for number, row in answer.cells.items():
                found |= {f"{name}-{number}-{column}": _plain(cell) for column, cell in row.items()}
    return found


def _plain(answer: Answer) -> str:
    return "" if answer.value is None else str(answer.value)


def _pikepdf(path: Path) -> dict[str, str]:
    import pikepdf

    with pikepdf.open(path) as pdf:
        fields: Any = pdf.Root.AcroForm.Fields
        return {str(field.T): str(field.get("/V", "")).removeprefix("/") for field in fields}


def _pypdf(path: Path) -> dict[str, str]:
    import pypdf

    fields = pypdf.PdfReader(path).get_fields() or {}
    return {name: str(field.value or "").removeprefix("/") for name, field in fields.items()}


def _pypdfium2(path: Path) -> dict[str, str]:
    import pypdfium2

    found: dict[str, str] = {}
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    try:
        for page in document:
            found |= _pdfium_page(document.formenv, page)
    finally:
        document.close()
    return found


def _pdfium_page(form: Any, page: Any) -> dict[str, str]:
    from pypdfium2 import raw

    found: dict[str, str] = {}
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        name = _wide(raw.FPDFAnnot_GetFormFieldName, form, annotation)
        found[name] = _wide(raw.FPDFAnnot_GetFormFieldValue, form, annotation)
        raw.FPDFPage_CloseAnnot(annotation)
    return found


def _wide(call: Callable[..., int], form: Any, annotation: Any) -> str:
    """Return a string that PDFium writes into a buffer, in UTF-16."""
    length = call(form, annotation, None, 0)
    buffer = ctypes.create_string_buffer(length)
    call(form, annotation, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def _pdfplumber(path: Path) -> dict[str, str]:
    import pdfplumber
    from pdfminer.pdftypes import resolve1
    from pdfplumber.utils.pdfinternals import resolve_and_decode

    with pdfplumber.open(path) as pdf:
        fields = map(resolve1, resolve1(resolve1(pdf.doc.catalog["AcroForm"])["Fields"]))
        return {
            str(resolve_and_decode(field["T"])): str(resolve_and_decode(field.get("V")) or "")
            for field in fields
        }


def _python_docx(path: Path) -> dict[str, str]:
    import docx

    return judge.control_values(docx.Document(str(path)).element.body)


def _docx2python(path: Path) -> str:
    from docx2python import docx2python

    with docx2python(path) as document:
        text: str = document.text
    return text


def _contained(text: str, sample: Sample) -> tuple[int, int]:
    words = " ".join(text.split())
    return sum(" ".join(value.split()) in words for value in sample.values.values()), len(sample.values)
