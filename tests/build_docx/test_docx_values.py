"""Whatever is put into a form stands in its Word file, to the character."""

from hypothesis import given
from hypothesis import strategies as st

from build.docx import build_docx
from build.filling import FilledRow
from build.page import Input, Page
from forms.catalogue import load_form
from forms.model import Stage
from forms.names import fact_name, option_name, split_cell_name
from forms.text import normalise_text
from tests.build_docx.docx_parts import read_controls
from tests.build_docx.samples import FORMS, make_page

_PIECES = st.sampled_from(
    [
        "שלום עולם", "مرحبا", "安全な", "👩🏽‍🏫",
        "e\u0301", "Siân", "\u00a0", "  ", "\n", "\t", "&<>\"'", "]]>",
        "\u200d", "\u202e", "\r\n", "\x0b", "\u2028", "𝒳", "=1+1", "{{ x }}", "{% raw %}", "\ufeff", " ",
    ]
)  # fmt: skip
_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.lists(_PIECES, max_size=12).map("".join),
    st.just("Long answer, word after word. " * 167),
)


def _normalised(text: str) -> str:
    return normalise_text(text).text


@st.composite
def _pages(draw: st.DrawFn) -> Page:
    """Draw a page of which any control may hold anything that its kind can."""
    definition = load_form(draw(st.sampled_from(FORMS)))
    stage = Stage(draw(st.sampled_from([Stage.BLANK, *definition.stages])))
    texts = ["", *draw(st.lists(_TEXTS.map(_normalised), min_size=1, max_size=6))]
    chosen = draw(st.randoms(use_true_random=False))
    empty = {
        field.id: (FilledRow({}),)
        * (len(field.row) or len(field.parties) or int(draw(st.sampled_from(["0", "1", "2", "3", "40"]))))
        for field in definition.answerable
        if field.columns
    }
    answers: dict[str, str] = {}
    cells: dict[tuple[str, int], dict[str, str]] = {}
    for control in make_page(definition.id, stage, {}, empty).controls():
        text = chosen.choice(["", *control.options] if control.options else texts)
        if cell := split_cell_name(control.name):
            table, number, column = cell
            cells.setdefault((table, number), {})[column] = text
        elif not control.name.startswith(fact_name("")):
            answers[control.name] = text
    rows = {
        table: tuple(FilledRow(cells.get((table, number), {})) for number in range(1, len(blank) + 1))
        for table, blank in empty.items()
    }
    return make_page(definition.id, stage, answers, rows)


@given(_pages())
def test_every_control_holds_its_text(page: Page) -> None:
    """Each control of the page stands once in the file, with its text, its lock and its tick."""
    controls = read_controls(build_docx(page))
    # The box of the option Other has the tag of the words beside it.
    ticks = {control.tag: control for control in controls if control.kind == "tick"}
    texts = {control.tag: control for control in controls if control.kind != "tick"}
    assert len(ticks) + len(texts) == len(controls)
    for control in page.controls():
        if control.input is Input.TICKS:
            tags = {option_name(control.name, option): option == control.text for option in control.options}
            assert {tag: ticks.pop(tag).text == "☒" for tag in tags} == tags
            continue
        if control.input is Input.CHECK:
            assert (ticks.pop(control.name).text == "☒") == (control.text != "")
            continue
        read = texts.pop(control.name)
        assert ("" if read.blank else read.text) == control.text
        assert read.locked == (control.locked or control.flowing)
    assert not ticks
    assert not texts
