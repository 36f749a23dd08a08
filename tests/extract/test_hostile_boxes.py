"""What somebody does to the boxes of a PDF so that an answer stands elsewhere than it seems to is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from forms.findings import Finding, Severity
from forms.model import Stage
from halfterm.issued_forms import read_any
from tests.round.making import CATALOGUE, FORM_STAGES, load_form, made, response_of
from tests.round.strategies import least_values

_FORM = "esteem/a2-record"


@cache
def _issued() -> bytes:
    definition = load_form(_FORM)
    values = least_values(definition)
    values["fields"] = {"agenda_items": "Late buses"}
    return made(definition, values, "pdf").data


def _told(change: Callable[[pikepdf.Pdf], None]) -> list[Finding]:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(_issued())) as pdf:
        change(pdf)
        pdf.save(out)
    result = read_any(out.getvalue(), Path("returned.pdf"), CATALOGUE)
    assert result.response is not None, result.error
    return [one for one in result.response.findings if one.severity is not Severity.NOTE]


def _field(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    return next(one for one in pdf.Root.AcroForm.Fields if str(one.get("/T", "")) == name)


def _places_swapped(pdf: pikepdf.Pdf) -> None:
    one, other = _field(pdf, "agenda_items"), _field(pdf, "training_planned")
    one.Rect, other.Rect = other.Rect, one.Rect


def _names_swapped(pdf: pikepdf.Pdf) -> None:
    one, other = _field(pdf, "agenda_items"), _field(pdf, "training_planned")
    one.T, other.T = pikepdf.String("training_planned"), pikepdf.String("agenda_items")


def _options_swapped(pdf: pikepdf.Pdf) -> None:
    """Tick Yes, in the box beside the printed No."""
    one, other = _field(pdf, "disagreement").Kids
    one.AP.N.No, other.AP.N.Yes = one.AP.N.Yes, other.AP.N.No
    del one.AP.N["/Yes"], other.AP.N["/No"]
    _field(pdf, "disagreement").V = other.AS = pikepdf.Name.Yes


def _places_of_options_swapped(pdf: pikepdf.Pdf) -> None:
    one, other = _field(pdf, "disagreement").Kids
    one.Rect, other.Rect = other.Rect, one.Rect


@pytest.mark.parametrize("change", [_options_swapped, _places_of_options_swapped])
def test_a_box_to_tick_beside_another_option_is_told(change: Callable[[pikepdf.Pdf], None]) -> None:
    """What is stored and what the page shows are two answers."""
    (found,) = _told(change)
    assert (found.code, found.field) == ("F57", "disagreement")


@pytest.mark.parametrize(("form", "stage"), FORM_STAGES)
def test_options_as_issued_stand_in_their_order(form: str, stage: Stage) -> None:
    """On every form, in every stage."""
    definition = load_form(form)
    data = made(definition, least_values(definition), "pdf", stage=stage).data
    assert "F57" not in {one.code for one in response_of(data, "pdf").findings}


def _value_at_its_place(pdf: pikepdf.Pdf) -> None:
    """Keep a second value at the one place of a field."""
    box = _field(pdf, "agenda_items")
    entries = {key: box[key] for key in ("/Type", "/Subtype", "/Rect", "/F", "/DA")}
    own = pdf.make_indirect(pikepdf.Dictionary({**entries, "/V": pikepdf.String("Other words")}))
    own.Parent = box
    for page in pdf.pages:
        page.Annots = pikepdf.Array([own if one.objgen == box.objgen else one for one in page.Annots])
    for key in ("/Subtype", "/Rect", "/F", "/AP"):
        del box[key]
    box.Kids = pikepdf.Array([own])


def test_a_second_value_at_the_place_of_a_field_is_a_conflict() -> None:
    """Some programs show it in place of the field's own."""
    assert "F02" in {one.code for one in _told(_value_at_its_place)}


def _hidden(pdf: pikepdf.Pdf) -> None:
    _field(pdf, "agenda_items").F = 2


@pytest.mark.parametrize("change", [_places_swapped, _names_swapped, _hidden])
def test_a_box_that_was_moved_or_hidden_is_told(change: Callable[[pikepdf.Pdf], None]) -> None:
    """Its answer stands beside another question, or where nobody sees it."""
    (found,) = _told(change)
    assert found.code == "F57"
    assert "agenda_items" in found.message


def _widget(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            V=pikepdf.String("Other words"),
            Rect=[50, 50, 200, 80],
            F=4,
        )
    )


@pytest.mark.filterwarnings("ignore:This document has")
def test_a_box_without_a_name_is_quoted() -> None:
    """No answer can be its."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Annots.append(_widget(pdf))

    (found,) = _told(change)
    assert found.code == "F23"
    assert "'Other words'" in found.message


def test_a_second_box_of_one_name_is_a_conflict() -> None:
    """And stands where none was issued."""

    def change(pdf: pikepdf.Pdf) -> None:
        box = _widget(pdf)
        box.T = pikepdf.String("agenda_items")
        pdf.Root.AcroForm.Fields.append(box)
        pdf.pages[0].Annots.append(box)

    assert {one.code for one in _told(change)} == {"F02", "F57"}


def test_a_watermark_and_an_attached_file_are_told() -> None:
    """Both are somebody's, and belong to no answer."""

    def change(pdf: pikepdf.Pdf) -> None:
        mark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Watermark,
            Contents=pikepdf.String("Void"),
            Rect=[50, 50, 200, 80],
        )
        pdf.pages[0].Annots.append(pdf.make_indirect(mark))
        pdf.attachments["notes.txt"] = b"Rang at 10"

    (found,) = _told(change)
    assert found.code == "F38"
    assert "a watermark 'Void'" in found.message
    assert "an attached file" in found.message
