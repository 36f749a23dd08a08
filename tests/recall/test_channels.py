"""Each channel changes the file as it says, and is a function of nothing but the file."""

import io
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from lxml import etree

from forms.model import Stage
from tests.recall.channel import Channel, Family
from tests.recall.channels import CHANNELS
from tests.recall.digital import WORDS as PDF_WORDS
from tests.recall.samples import Form, sample
from tests.recall.typists import TYPISTS
from tests.recall.word_file import W
from tests.recall.word_rows import WORDS
from tests.tools import poppler
from tests.tools.tool import require

_FORM = Form("esteem/a2-record", Stage.AGENDA)
_SEED = 7
_BY_NAME = {channel.name: channel for channel in CHANNELS}
_ISSUED_WORD = "Barnes"
"""Stands in an answer that the form was issued with."""
_GLYPHLESS = "flattened by qpdf, its own appearances"


@cache
def _filled(typist: str) -> bytes:
    who = TYPISTS[typist]
    for tool in who.tools:
        require(tool)
    issued = sample(_FORM, _SEED, who.file_format)
    return who.filled(issued.issued, issued.typed, _FORM.definition)


@cache
def _returned(name: str) -> bytes:
    channel = _BY_NAME[name]
    for tool in channel.tools:
        require(tool)
    return channel.change(_filled(channel.typist))


def _names(*families: Family) -> list[str]:
    return [channel.name for channel in CHANNELS if channel.family in families]


def _fields(data: bytes) -> dict[str, str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        form = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
        return {str(field.T): str(field.get("/V", "")) for field in form.get("/Fields", [])}


def _page_count(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def _text(data: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file.pdf")
        path.write_bytes(data)
        return poppler.read_text(path)


def _document(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def test_names_are_unlike() -> None:
    """A channel's name is the key of its outcomes."""
    assert [name for name, count in Counter(one.name for one in CHANNELS).items() if count > 1] == []


def test_every_family_has_channels() -> None:
    """The page has a table for each."""
    assert {channel.family for channel in CHANNELS} == set(Family)


@pytest.mark.parametrize("name", [name for name in _names(Family.DIGITAL) if "left out" not in name])
def test_digital_files_hold_what_was_typed(name: str) -> None:
    """Every field is there with the words that the typist left in it."""
    saved = _fields(_filled(_BY_NAME[name].typist))
    assert _fields(_returned(name)) == saved
    typed = sample(_FORM, _SEED, "pdf").typed
    words = {key: value for key, value in typed.items() if isinstance(value, str)}
    held = {key: re.sub(r"\r\n?", "\n", saved[key]).removeprefix("/") for key in words}
    assert held == words


@pytest.mark.needs(poppler.TEXT_TOOL)
@pytest.mark.parametrize("name", _names(Family.FLATTENED, Family.PRINTED))
def test_flattened_files_have_pages_and_no_fields(name: str) -> None:
    """The answers are on the pages as text, and in no field."""
    data = _returned(name)
    assert _fields(data) == {}
    if name != _GLYPHLESS:
        assert _ISSUED_WORD in _text(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        kinds = [str(one.get("/Subtype")) for page in pdf.pages for one in page.get("/Annots", [])]
    assert "/Widget" not in kinds


def test_a_page_is_left_out() -> None:
    """One of four is gone."""
    assert _page_count(_returned("last page left out")) == 3


@pytest.mark.parametrize("name", ["words on a page, as a note", "words drawn into a page"])
def test_words_are_put_onto_a_page(name: str) -> None:
    """They stand in a note or among the page's own text, and there only."""
    with pikepdf.open(io.BytesIO(_returned(name))) as pdf:
        notes = [str(one.Contents) for one in pdf.pages[0].Annots if one.Subtype == "/FreeText"]
    assert notes == ([PDF_WORDS] if name.endswith("note") else [])
    # poppler shows nothing in a font that is neither embedded nor on the machine; viewers do.
    with pdfplumber.open(io.BytesIO(_returned(name))) as pdf:
        words = "".join(character["text"] for character in pdf.pages[0].chars)
    assert (PDF_WORDS in words) == (not notes)


def _place_of(data: bytes, words: str) -> tuple[float, float, float, float]:
    """Return the box of the first such word on the first page, in points from the top left."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        found = next(word for word in pdf.pages[0].extract_words() if word["text"] == words)
        return float(found["x0"]), float(found["top"]), float(found["x1"]), float(found["bottom"])


@pytest.mark.parametrize(
    ("name", "moved"),
    [
        ("printed at 97%", lambda x, y: (297.638 + (x - 297.638) * 0.97, 420.945 + (y - 420.945) * 0.97)),
        ("printed at 103%", lambda x, y: (297.638 + (x - 297.638) * 1.03, 420.945 + (y - 420.945) * 1.03)),
        ("printed 4 mm right, 3 mm down", lambda x, y: (x + 4 * 72 / 25.4, y + 3 * 72 / 25.4)),
        ("printed, 5 mm cut off each side", lambda x, y: (x - 5 * 72 / 25.4, y - 5 * 72 / 25.4)),
    ],
)
def test_print_moves_words(name: str, moved: Callable[[float, float], tuple[float, float]]) -> None:
    """A printed word stands where scale and shift put it, to a tenth of a millimetre."""
    x_pt, y_pt, _, _ = _place_of(_returned("redrawn by pdftocairo"), "Supervision")
    at = _place_of(_returned(name), "Supervision")
    assert at[:2] == pytest.approx(moved(x_pt, y_pt), abs=0.3)


def test_print_turns_pages() -> None:
    """Each page says that it is shown turned."""
    with pikepdf.open(io.BytesIO(_returned("printed and turned by 90 degrees"))) as pdf:
        assert {int(page.get("/Rotate", 0)) for page in pdf.pages} == {90}


def test_print_joins_pages() -> None:
    """Four pages stand on two sheets, across."""
    data = _returned("printed, two pages to a sheet")
    assert (_page_count(_filled("PDFium")), _page_count(data)) == (4, 2)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert [float(edge) for edge in pdf.pages[0].mediabox] == pytest.approx([0, 0, 841.89, 595.276])


def _the_picture(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    (picture,) = pdf.pages[0].Resources.XObject.as_dict().values()
    assert isinstance(picture, pikepdf.Stream)
    return picture


@pytest.mark.needs(poppler.TEXT_TOOL)
@pytest.mark.parametrize("name", _names(Family.SCANNED))
def test_scans_are_pictures(name: str) -> None:
    """There is one picture a page, of A4 at its resolution, and not a word of text."""
    data = _returned(name)
    assert not _text(data).strip()
    assert _fields(data) == {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 4
        for page in pdf.pages:
            assert len(page.Resources.XObject) == 1
            assert [float(edge) for edge in page.mediabox][2:] == pytest.approx([595.3, 841.9], abs=0.6)
        picture = pikepdf.PdfImage(_the_picture(pdf))
        assert (picture.bits_per_component == 1) == ("one bit" in name)


@pytest.mark.parametrize("name", ["controls taken out", "as Google Docs exports it"])
def test_controls_are_taken_out(name: str) -> None:
    """No control is left, and every word is."""
    before, after = _document(_filled("LibreOffice")), _document(_returned(name))
    assert list(after.iter(f"{W}sdt")) == []
    assert [text.text for text in after.iter(f"{W}t")] == [text.text for text in before.iter(f"{W}t")]
    with zipfile.ZipFile(io.BytesIO(_returned(name))) as package:
        has_properties = any(part.startswith("docProps/") for part in package.namelist())
        assert has_properties == (name == "controls taken out")
        assert ("docProps" in package.read("_rels/.rels").decode()) == has_properties


_STARTS = {"docx": b"PK", "odt": b"PK", "doc": b"\xd0\xcf\x11\xe0", "rtf": b"{\\rtf", "pdf": b"%PDF"}


@pytest.mark.parametrize("name", ["LibreOffice, saved as .odt", "LibreOffice, saved as .rtf"])
def test_libreoffice_saves_its_formats(name: str) -> None:
    """The bytes are of the kind that the name of the returned file says."""
    assert _returned(name).startswith(_STARTS[_BY_NAME[name].ending])


def _count(root: etree._Element, tag: str) -> int:
    return sum(1 for _ in root.iter(f"{W}{tag}"))


@pytest.mark.parametrize(
    ("name", "tag", "more"),
    [
        ("row typed below a table", "tr", 1),
        ("row copied with its controls", "tr", 1),
        ("row taken out", "tr", -1),
        ("row moved up", "tr", 0),
        ("words typed below a box", "p", 1),
        ("None typed below an empty box", "p", 1),
        ("words in a table inside a cell", "tbl", 1),
        ("words in a text box", "txbxContent", 2),
        ("answer changed with tracking", "ins", 1),
        ("comment at an answer", "commentReference", 1),
    ],
)
def test_edits_change_one_thing(name: str, tag: str, more: int) -> None:
    """There is one row, paragraph, table, text box, change or comment more, or one row less."""
    before, after = _document(_filled("LibreOffice")), _document(_returned(name))
    assert _count(after, tag) - _count(before, tag) == more
    has_words = any(WORDS in (text.text or "") for text in after.iter(f"{W}t"))
    assert has_words == (name.startswith("words") or name in _WITH_WORDS)


_WITH_WORDS = {"row typed below a table", "row copied with its controls"}


def test_a_moved_row_is_whole() -> None:
    """The tags of two rows have changed places, and nothing else has."""
    before, after = (_tags(_document(data)) for data in (_filled("LibreOffice"), _returned("row moved up")))
    assert before != after
    assert sorted(before) == sorted(after)


def test_a_label_is_changed() -> None:
    """One printed text differs, and no answer does."""
    before, after = _document(_filled("LibreOffice")), _document(_returned("label edited"))
    changed = [
        new.text
        for old, new in zip(before.iter(f"{W}t"), after.iter(f"{W}t"), strict=True)
        if old.text != new.text
    ]
    assert len(changed) == 1
    assert changed[0]
    assert changed[0].endswith(" / Enw")


def _tags(root: etree._Element) -> list[str]:
    return [str(tag.get(f"{W}val")) for tag in root.iter(f"{W}tag")]


_PURE = [
    channel
    for channel in CHANNELS
    if channel.family in {Family.DIGITAL, Family.EDITED} or channel.name.startswith(("scan 150", "controls"))
]


@pytest.mark.parametrize("channel", _PURE, ids=lambda channel: channel.name)
def test_the_same_file_comes_back_the_same(channel: Channel) -> None:
    """A channel has no chance and no clock in it."""
    assert channel.change(_filled(channel.typist)) == _returned(channel.name)
