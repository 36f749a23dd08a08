"""Fill a PDF: the same values into the same blank, by everybody who can."""

from __future__ import annotations

import io
from collections.abc import Callable

from bench import judge
from bench.contest import hold
from bench.result import Entry, Table
from bench.sample import Sample
from bench.timing import Contestant
from build.issue import document_properties
from build.page import Page
from build.pdf.blank import compile_blank
from build.pdf.document import build_pdf
from build.pdf.fill import FillableBlank
from build.pdf.spec import build_spec
from build.qr import qr_modules
from forms.reference import qr_payload


def measure(sample: Sample, rounds: int, *, pdfua: bool) -> Table:
    """Return how long it takes to fill a blank that is compiled and at hand."""
    raw = compile_blank(sample.pdf_page, build_spec(sample.pdf_page, {}))
    blank = FillableBlank(raw)
    runs: list[tuple[str, str, Callable[[], bytes], str]] = [
        (
            "halfterm, fill",
            "halfterm",
            lambda: _ours(blank, sample),
            "reference and a QR code on each page too",
        ),
        (
            "halfterm, page to PDF",
            "halfterm",
            lambda: build_pdf(sample.pdf_page),
            "the same, with finding the layout and checking that every answer fits",
        ),
        (
            "pikepdf.form, default",
            "pikepdf",
            lambda: _pikepdf(raw, sample, extended=False),
            "lines are not wrapped",
        ),
        ("pikepdf.form, extended", "pikepdf", lambda: _pikepdf(raw, sample, extended=True), ""),
        ("pypdf, incremental", "pypdf", lambda: _pypdf(raw, sample, incremental=True), ""),
        ("pypdf", "pypdf", lambda: _pypdf(raw, sample, incremental=False), "auto_regenerate=False"),
        (
            "PyPDFForm",
            "PyPDFForm",
            lambda: _pypdfform(raw, sample, appearances=False),
            "stores no appearances",
        ),
        (
            "PyPDFForm, appearances",
            "PyPDFForm",
            lambda: _pypdfform(raw, sample, appearances=True),
            "generate_appearance_streams=True",
        ),
    ]
    entries = [_entry(name, library, run, note, sample, pdfua=pdfua) for name, library, run, note in runs]
    task = (
        f"{len(sample.values)} values, {sample.word_count} words, into {blank.page_count} pages with "
        f"{_control_count(sample.pdf_page)} fields; from the blank's bytes to the filled bytes."
    )
    return hold("Fill a PDF", task, entries, rounds)


def _entry(
    name: str, library: str, run: Callable[[], bytes], note: str, sample: Sample, *, pdfua: bool
) -> Entry:
    contestant = Contestant(name, run, library == "halfterm", note)
    return Entry(contestant, lambda: judge.judge_pdf(run(), sample, pdfua=pdfua), library)


def _control_count(page: Page) -> int:
    return sum(1 for _ in page.controls())


def _ours(blank: FillableBlank, sample: Sample) -> bytes:
    reference = sample.filling.reference or ""
    definition = sample.filling.definition
    bands = [
        (
            f"Reference {reference}",
            qr_modules(
                qr_payload(reference, definition.id, definition.version, sample.filling.stage.value, number)
            ),
        )
        for number in range(1, blank.page_count + 1)
    ]
    return blank.fill(sample.texts, sample.choices, bands, document_properties(sample.filling))


def _pikepdf(raw: bytes, sample: Sample, *, extended: bool) -> bytes:
    import pikepdf
    from pikepdf import form

    generator = form.ExtendedAppearanceStreamGenerator if extended else form.DefaultAppearanceStreamGenerator
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        fields = form.Form(pdf, generator)
        for name, text in sample.texts.items():
            fields[name].value = text
        for name, option in sample.choices.items():
            wanted = pikepdf.Name(f"/{option}")
            next(choice for choice in fields[name].options if choice.on_value == wanted).select()
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _pypdf(raw: bytes, sample: Sample, *, incremental: bool) -> bytes:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(raw))
    writer = pypdf.PdfWriter(reader, incremental=True) if incremental else pypdf.PdfWriter(clone_from=reader)
    values = sample.texts | {name: f"/{option}" for name, option in sample.choices.items()}
    writer.update_page_form_field_values(None, values, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _pypdfform(raw: bytes, sample: Sample, *, appearances: bool) -> bytes:
    from PyPDFForm import PdfWrapper

    options = {control.name: control.options for control in sample.pdf_page.controls()}
    values = sample.texts | {name: options[name].index(text) for name, text in sample.choices.items()}
    form = PdfWrapper(raw, generate_appearance_streams=appearances)
    filled: bytes = form.fill(values).read()
    return filled
