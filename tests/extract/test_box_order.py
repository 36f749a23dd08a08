"""A box of a Word form that stands beside another question is told; a form as issued never is."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from extract.box_order import check_box_order
from forms.model import Stage
from forms.properties import Marks, order_marks
from halfterm.issued_forms import read_any
from tests.round.making import CATALOGUE, FORM_STAGES, load_form, made, response_of
from tests.round.strategies import least_values

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMES = [f"question_{letter}" for letter in "abcdefghij"]


def _moved(names: list[str]) -> list[str]:
    marks = Marks({}, {}, order=tuple(order_marks(_NAMES)))
    return [one.message for one in check_box_order(names, marks)]


@given(st.permutations(_NAMES), st.integers(0, len(_NAMES)))
def test_any_other_order_is_told_and_nothing_else(names: list[str], count: int) -> None:
    """Also where some boxes are gone, which is told elsewhere."""
    left = names[:count]
    assert bool(_moved(left)) == (left != sorted(left))


def test_the_box_that_was_moved_is_named_not_those_around_it() -> None:
    """One that was taken from the middle to the end."""
    (message,) = _moved([*_NAMES[:3], *_NAMES[4:], _NAMES[3]])
    assert ": question_d. " in message


@pytest.mark.parametrize(("form", "stage"), FORM_STAGES)
@pytest.mark.parametrize("verbatim", [False, True])
def test_a_form_as_issued_has_its_order(form: str, stage: Stage, *, verbatim: bool) -> None:
    """In every stage."""
    definition = load_form(form)
    data = made(definition, least_values(definition), "docx", stage=stage, verbatim=verbatim).data
    assert "F57" not in {one.code for one in response_of(data, "docx").findings}


def test_two_boxes_that_changed_places_are_told() -> None:
    """What was an answer to one question stands beside the other."""
    definition = load_form("esteem/a2-record")
    data = made(definition, least_values(definition), "docx", stage=Stage.SESSION).data

    def swap(root: etree._Element) -> None:
        one, other = (_box(root, tag) for tag in ("agenda_items", "training_planned"))
        twins = copy.deepcopy(one), copy.deepcopy(other)
        for box, twin in zip((other, one), twins, strict=True):
            parent = box.getparent()
            assert parent is not None
            parent.replace(box, twin)

    assert "F57" in {one.code for one in response_of(_edited(data, swap), "docx").findings}


def _edited(data: bytes, edit: Callable[[etree._Element], None]) -> bytes:
    """Return a Word file with its document edited."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(content)
                edit(root)
                content = etree.tostring(root)
            new.writestr(name, content)
    return target.getvalue()


def _with_names_swapped(data: bytes, one: str, other: str) -> bytes:
    def swap(root: etree._Element) -> None:
        tags = [_box(root, tag).find(f"{_W}sdtPr/{_W}tag") for tag in (one, other)]
        for tag, name_there in zip(tags, (other, one), strict=True):
            assert tag is not None
            tag.set(f"{_W}val", name_there)

    return _edited(data, swap)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("agenda_items", "training_planned"),
        ("agenda_action-1-action", "agenda_action-1-who"),
        ("agenda_action-1-action", "agenda_action-2-action"),
        ("agenda_action-1-who", "issues_action-1-who"),
        ("agenda_action-3-status", "issues_discussed"),
        ("disagreement-no", "disagreement_note"),
        ("disagreement-yes", "disagreement-no"),
    ],
)
def test_boxes_under_each_others_name_are_told(one: str, other: str) -> None:
    """Two questions, cells of one row, of one column, of two tables, a cell and a question, two options."""
    definition = load_form("esteem/a2-record")
    data = made(definition, least_values(definition), "docx", stage=Stage.SESSION).data
    result = read_any(_with_names_swapped(data, one, other), Path("returned.docx"), CATALOGUE)
    assert result.response is not None, result.error
    assert {"F57", "F68"} & {found.code for found in result.response.findings}


def _rows(*parts: str) -> list[str]:
    return [f"actions-{part}" for part in parts]


def test_rows_that_somebody_moved_or_copied_are_not_told() -> None:
    """Whole, or a line of one; a row of which the rest stands elsewhere is told."""
    first, second = _rows("1-ref", "1-action", "1-who"), _rows("2-ref", "2-action", "2-who")
    assert not _moved([*second, *first])
    assert not _moved([*first, *second, *first])
    assert not _moved([*first, *_rows("1-who"), *second])
    assert _moved([*first[:2], *second, *first[2:]])
    assert _moved([*first, second[0], second[2], second[1]])


def _box(root: etree._Element, tag: str) -> etree._Element:
    return next(
        one for one in root.iter(_W + "sdt") if one.find(f"{_W}sdtPr/{_W}tag[@{_W}val='{tag}']") is not None
    )
