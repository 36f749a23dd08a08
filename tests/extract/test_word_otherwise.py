"""A Word form that shows one thing and holds another is told: labels, unseen words, bound boxes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from extract.wordtext import W
from halfterm.issued_forms import read_any
from tests.round.making import CATALOGUE, load_form, made
from tests.round.strategies import least_values

if TYPE_CHECKING:
    from lxml.etree import _Element

_BOX = "agenda_items"
_LABEL, _OTHER = "Agenda items:", "Undertaken since last supervision:"
_NAMESPACE = f'xmlns:w="{W[1:-1]}"'
_DATA = "customXml/item1.xml"


@cache
def _parts() -> Mapping[str, bytes]:
    definition = load_form("esteem/a2-record")
    values = least_values(definition)
    values["fields"][_BOX] = "Rotas"
    with zipfile.ZipFile(io.BytesIO(made(definition, values, "docx").data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _told(change: Callable[[_Element], object], more: Mapping[str, bytes] | None = None) -> set[str]:
    """Return the codes that are said of a form whose document was changed, or other parts of it."""
    document = etree.fromstring(_parts()["word/document.xml"])
    change(document)
    parts = {**_parts(), "word/document.xml": etree.tostring(document), **(more or {})}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    result = read_any(out.getvalue(), Path("returned.docx"), CATALOGUE)
    assert result.response is not None, result.error
    return {one.code for one in result.response.findings}


def _printed(document: _Element, words: str) -> _Element:
    return next(text for text in document.iter(W + "t") if text.text == words)


def _control(document: _Element) -> _Element:
    tags = (tag for tag in document.iter(W + "tag") if tag.get(W + "val") == _BOX)
    return next(next(tags).iterancestors(W + "sdt"))


def _typed(document: _Element, inside: str) -> None:
    """Put a run into the box, with these properties and words."""
    content = _control(document).find(W + "sdtContent")
    assert content is not None
    content.append(etree.fromstring(f"<w:r {_NAMESPACE}>{inside}</w:r>"))


def test_a_form_as_issued_gives_no_word() -> None:
    """Its labels stand where they stood, and all of its words are seen."""
    assert _told(lambda _: None) == set()


def _swapped(document: _Element) -> None:
    one, other = _printed(document, _LABEL), _printed(document, _OTHER)
    one.text, other.text = other.text, one.text


@pytest.mark.parametrize(
    "change",
    [
        _swapped,
        lambda document: setattr(_printed(document, _LABEL), "text", ""),
        lambda document: setattr(_printed(document, _LABEL), "text", _OTHER),
    ],
    ids=["swapped", "emptied", "another"],
)
def test_a_label_that_is_gone_or_another_is_told(change: Callable[[_Element], object]) -> None:
    """Own words of the form in the wrong place, or nothing, tell no less than strange ones."""
    assert _told(change) == {"F68"}


@pytest.mark.parametrize(
    "properties",
    [
        '<w:rStyle w:val="Unseen"/>', "<w:specVanish/>", "<w:webHidden/>", '<w:color w:val="FFFFFF"/>',
        '<w:color w:val="auto" w:themeColor="background1"/>', '<w:sz w:val="2"/>', '<w:w w:val="1"/>',
        '<w:rFonts w:ascii="Wingdings"/>',
    ],
)  # fmt: skip
def test_words_that_nobody_sees_are_told(properties: str) -> None:
    """Whichever way they are hidden in a box."""
    style = '<w:style w:type="character" w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    styles = _parts()["word/styles.xml"].replace(b"</w:styles>", style.encode())
    inside = f"<w:rPr>{properties}</w:rPr><w:t>, or not</w:t>"
    assert _told(lambda document: _typed(document, inside), {"word/styles.xml": styles}) == {"F58"}


@pytest.mark.parametrize(("held", "codes"), [("Rotas", set()), ("Something else", {"F67"})])
def test_a_box_that_is_bound_to_other_data_is_told(held: str, codes: set[str]) -> None:
    """Word shows what the data say, whatever stands in the box."""

    def bind(document: _Element) -> None:
        binding = f'<w:dataBinding {_NAMESPACE} w:xpath="/held/words" w:storeItemID="{{1}}"/>'
        entries = _control(document).find(W + "sdtPr")
        assert entries is not None
        entries.append(etree.fromstring(binding))

    assert _told(bind, {_DATA: f"<held><words>{held}</words></held>".encode()}) == codes
