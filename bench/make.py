"""Make documents: from a definition and values to a PDF or a Word file."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from bench import judge
from bench.contest import hold
from bench.result import Entry, Score, Table
from bench.sample import Sample, long_page, titled_page
from bench.timing import Contestant
from build.docx import build_docx
from build.layout import build_page
from build.page import Control, Input
from build.pdf.document import build_pdf
from forms.names import option_name

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def measure_pdf(sample: Sample, rounds: int, *, pdfua: bool) -> Table:
    """Return how long a PDF takes from a filling on, with and without its layout at hand."""
    number = itertools.count(1)

    def known() -> bytes:
        return build_pdf(build_page(sample.filling, fixed_boxes=True))

    def new() -> bytes:
        return build_pdf(titled_page(sample, f"Supervision Record {next(number)}"))

    def grown() -> bytes:
        return build_pdf(long_page(sample, f"Supervision Record {next(number)}"))

    def judged() -> Score:
        return judge.judge_pdf(known(), sample, pdfua=pdfua)

    entries = [
        Entry(Contestant("layout at hand", known, ours=True), judged),
        Entry(Contestant("new layout", new, ours=True, note="compiled, indexed, filled")),
        Entry(Contestant("new layout, an answer outgrows its box", grown, ours=True, note="compiled twice")),
    ]
    task = (
        f"The same {len(sample.values)} values, from what the document says to its bytes, in a warm process."
    )
    return hold("Make a PDF", task, entries, rounds)


def measure_docx(sample: Sample, rounds: int) -> Table:
    """Return how long a Word file with content controls takes, by everybody who can."""
    controls = list(sample.docx_page.controls())
    ours = Contestant(
        "halfterm",
        lambda: build_docx(build_page(sample.filling, fixed_boxes=False)),
        ours=True,
        note="the whole form, with its tables, a QR code and its properties",
    )
    template = _template(controls)
    runs: list[tuple[str, Callable[[], bytes], str]] = [
        ("python-docx", lambda: _python_docx(controls), "a bare table of labels and controls"),
        ("docxtpl", lambda: _docxtpl(template, sample), "the same bare table, as a template"),
    ]
    entries = [Entry(ours, lambda: judge.judge_docx(build_docx(sample.docx_page), sample))]
    entries += [
        Entry(Contestant(name, run, note=note), _judging(run, sample), name) for name, run, note in runs
    ]
    task = f"{len(sample.values)} values in {len(controls)} controls, to the file's bytes, in a warm process."
    return hold("Make a Word file", task, entries, rounds)


def _judging(run: Callable[[], bytes], sample: Sample) -> Callable[[], Score]:
    return lambda: judge.judge_docx(run(), sample)


def _python_docx(controls: list[Control]) -> bytes:
    return _saved(
        _bare_form(controls, lambda control: control.text, lambda control, option: control.text == option)
    )


def _template(controls: list[Control]) -> bytes:
    """Return a template for docxtpl: the bare form with a place to fill in each control."""
    form = _bare_form(controls, lambda control: f"{{{{ {_variable(control.name)} }}}}", None)
    return _saved(form)


def _docxtpl(template: bytes, sample: Sample) -> bytes:
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    values = {_variable(control.name): control.text for control in sample.docx_page.controls()}
    ticks = {
        _variable(option_name(control.name, option)): "☒" if control.text == option else "☐"
        for control in sample.docx_page.controls()
        for option in control.options
    }
    document.render(values | ticks, autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _variable(name: str) -> str:
    return name.replace("-", "_")


def _bare_form(
    controls: list[Control],
    text_of: Callable[[Control], str],
    is_ticked: Callable[[Control, str], bool] | None,
) -> Document:
    """Return a table, a label and a content control to a row; without `is_ticked` ticks are variables."""
    import docx

    document = docx.Document()
    table = document.add_table(rows=len(controls), cols=2)
    # Table.cell walks the whole table each time; the rows know their cells.
    for row, control in zip(table.rows, controls, strict=True):
        label, answer = row.cells
        label.text = control.accessible_name
        for element in _elements(control, text_of, is_ticked):
            answer.paragraphs[0]._p.append(element)  # noqa: SLF001 - python-docx has no API for content controls
    return document


def _elements(
    control: Control,
    text_of: Callable[[Control], str],
    is_ticked: Callable[[Control, str], bool] | None,
) -> Iterator[_Element]:
    if control.input is not Input.TICKS:
        yield _sdt(control.name, control, text_of(control))
        return
    for option in control.options:
        name = option_name(control.name, option)
        ticked = "" if is_ticked is None else "☒" if is_ticked(control, option) else "☐"
        yield _sdt(name, control, ticked or f"{{{{ {_variable(name)} }}}}")


def _sdt(tag: str, control: Control, text: str) -> _Element:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    sdt, properties, content, run = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent", "r"))
    for name, value in (("alias", control.accessible_name), ("tag", tag)):
        element = OxmlElement(f"w:{name}")
        element.set(qn("w:val"), value)
        properties.append(element)
    kinds = {Input.DATE: "w:date", Input.LIST: "w:dropDownList", Input.TICKS: f"{{{_W14}}}checkbox"}
    kind = kinds.get(control.input, "w:text")
    properties.append(properties.makeelement(kind) if kind.startswith("{") else OxmlElement(kind))
    for number, line in enumerate(text.split("\n")):
        if number:
            run.append(OxmlElement("w:br"))
        words = OxmlElement("w:t")
        words.text = line
        run.append(words)
    content.append(run)
    sdt.append(properties)
    sdt.append(content)
    return sdt


def _saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
