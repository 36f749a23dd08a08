"""Whatever is put into a form stands in its Word file, to the character."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from build.docx import build_docx
from build.filling import FilledRow
from build.page import Input
from forms.catalogue import load_form
from forms.model import STATUSES, Kind, Stage
from forms.names import option_name
from forms.text import normalise_text
from tests.build_docx.docx_parts import read_controls
from tests.build_docx.samples import FORMS, make_page, part_names

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
def _pages(
    draw: Callable[[st.SearchStrategy[str]], str],
) -> tuple[str, Stage, dict[str, str], dict[str, tuple[FilledRow, ...]]]:
    definition = load_form(draw(st.sampled_from(FORMS)))
    stage = Stage(draw(st.sampled_from([Stage.BLANK, *definition.stages])))
    text = _TEXTS.map(_normalised)
    answers: dict[str, str] = {}
    rows: dict[str, tuple[FilledRow, ...]] = {}
    for field in definition.answerable:
        if field.columns:
            count = int(draw(st.sampled_from(["0", "1", "2", "3", "40"])))
            one = {column: draw(text) for column in field.columns} | {
                "status": draw(st.sampled_from(["", *STATUSES]))
            }
            rows[field.id] = tuple(FilledRow(one if number % 2 else {}) for number in range(count))
            continue
        options = (field.all_options or ("Yes", "No")) if field.kind in {Kind.CHOICE, Kind.YES_NO} else ()
        for name in part_names(field):
            ticks = options and name == field.id
            answers[name] = draw(st.sampled_from(["", *options]) if ticks else text)
    return definition.id, stage, answers, rows


@given(_pages())
def test_every_control_holds_its_text(
    page_of: tuple[str, Stage, dict[str, str], dict[str, tuple[FilledRow, ...]]],
) -> None:
    """Each control of the page stands once in the file, with its text, its lock and its tick."""
    form, stage, answers, rows = page_of
    page = make_page(form, stage, answers, rows)
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
        read = texts.pop(control.name)
        assert ("" if read.blank else read.text) == control.text
        assert read.locked == (control.locked or control.flowing)
    assert not ticks
    assert not texts
