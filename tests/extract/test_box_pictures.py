"""A box of a PDF that shows other words than it stores is told; what programs save honestly is not."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream, String

from extract.box_pictures import Shows, compare
from forms.findings import Finding
from forms.lettering import form_font
from halfterm.issued_forms import read_any
from tests.recall.digital import packed_by_qpdf, resaved_by_pikepdf
from tests.recall.typists import TYPISTS
from tests.round.effort import PHASES, SLOW, examples
from tests.round.making import CATALOGUE, OWN_FORMS, load_form, made
from tests.round.strategies import full_values, least_values
from tests.tools import qpdf
from tests.tools.tool import require

_RECORD = "esteem/a2-record"
_TOLD = frozenset({"F16", "F59", "F64", "F65", "F66", "X39"})
_Change = Callable[[pikepdf.Pdf, Any], object]


@cache
def _issued(form: str = _RECORD) -> bytes:
    definition = load_form(form)
    return made(definition, full_values(definition), "pdf").data


def _told(data: bytes) -> list[Finding]:
    result = read_any(data, Path("returned.pdf"), CATALOGUE)
    assert result.response is not None, result.error
    return [one for one in result.response.findings if one.code in _TOLD]


def _boxes(pdf: pikepdf.Pdf, *, stored: bool = True) -> list[Any]:
    return [
        one
        for one in pdf.Root.AcroForm.Fields
        if one.get("/FT") == Name.Tx and "/AP" in one and (len(str(one.get("/V", ""))) > 5) == stored
    ]


def _changed(data: bytes, *changes: _Change) -> tuple[bytes, list[str]]:
    """Return a form of which each change altered a box of its own, and the names of these."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        boxes = _boxes(pdf)[: len(changes)]
        names = [str(box.T) for box in boxes]
        for change, box in zip(changes, boxes, strict=True):
            change(pdf, box)
        pdf.save(out)
        return out.getvalue(), names


def _line(text: str) -> str:
    return form_font().encoded(text)


def _drawn(box: Any, body: str, around: str = "{}") -> None:
    text = f"/Tx BMC\nq\nBT\n0 g\n/HTU 10 Tf\n13.6 TL\n3 5 Td\n{body}\nET\nQ\nEMC"
    box.AP.N.write(around.format(text).encode("latin-1"))


def _same(box: Any, before: str = "", after: str = "", text: str | None = None) -> None:
    """Write the appearance again, with something put before or behind its words."""
    stream = box.AP.N.read_bytes()
    head, mark, rest = stream.partition(b"BT\n")
    body = rest if text is None else rest.replace(b"10 Tf", text.encode())
    box.AP.N.write(head + before.encode() + mark + body + after.encode())


def _other_words(_: pikepdf.Pdf, box: Any) -> None:
    _drawn(box, f"{_line('The child is safe')} Tj")


def _one_letter(_: pikepdf.Pdf, box: Any) -> None:
    words = str(box.V).replace("\r", " ")
    at = next(place for place, letter in enumerate(words) if letter.isascii() and letter.isalnum())
    other = "Q" if words[at] != "Q" else "Z"
    _drawn(box, f"{_line(words[:at] + other + words[at + 1 :])} Tj")


def _other_value(_: pikepdf.Pdf, box: Any) -> None:
    box.V = String("Nothing to tell")


def _stale(pdf: pikepdf.Pdf, box: Any) -> None:
    box.V = String("Nothing to tell")
    pdf.Root.AcroForm.NeedAppearances = True


def _emptied_value(_: pikepdf.Pdf, box: Any) -> None:
    del box["/V"]


def _more_at_the_end(_: pikepdf.Pdf, box: Any) -> None:
    box.V = String(f"{box.V} x")


def _invisible(_: pikepdf.Pdf, box: Any) -> None:
    _same(box, text="10 Tf 3 Tr")


def _white(_: pikepdf.Pdf, box: Any) -> None:
    _same(box, text="10 Tf 1 1 1 rg")


def _tiny(_: pikepdf.Pdf, box: Any) -> None:
    _same(box, text="0.5 Tf")


def _squeezed(_: pikepdf.Pdf, box: Any) -> None:
    _same(box, text="10 Tf 1 Tz")


def _raised(_: pikepdf.Pdf, box: Any) -> None:
    _same(box, text="10 Tf 900 Ts")


def _far_away(_: pikepdf.Pdf, box: Any) -> None:
    _same(box, text="10 Tf -900 0 Td")


def _clipped_away(_: pikepdf.Pdf, box: Any) -> None:
    _same(box, before="0 0 1 1 re W n\n")


def _no_room(_: pikepdf.Pdf, box: Any) -> None:
    box.AP.N.BBox = Array([0, 0, 1, 1])


def _painted_over(_: pikepdf.Pdf, box: Any) -> None:
    _same(box, after="\nq 1 g 0 0 900 900 re f Q")


def _end_painted_over(_: pikepdf.Pdf, box: Any) -> None:
    _same(box, after="\nq 1 g 20 0 900 900 re f Q")


def _crossed_out(_: pikepdf.Pdf, box: Any) -> None:
    # Through the words of a box of one line, and through both lines of one of two.
    lines = "".join(f"0 {y} m 300 {y} l " for y in (8, 22, 36))
    _same(box, after=f"\n2 w {lines}S")


def _picture(pdf: pikepdf.Pdf, box: Any) -> None:
    picture = Stream(pdf, b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
    box.AP.N.Resources.XObject = Dictionary(P=picture)
    _same(box, after="\nq 90 0 0 9 0 0 cm /P Do Q")


def _drawn_letters(_: pikepdf.Pdf, box: Any) -> None:
    curve = "1 1 m 9 9 1 9 5 5 c 5 5 3 3 1 1 c S\n"
    _same(box, before="Q q\n" + curve * 9)


def _other_font(pdf: pikepdf.Pdf, box: Any) -> None:
    simple = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Arial)
    named = Array([97, *(Name(f"/{letter}") for letter in "zyxwvutsrqponmlkjihgfedcba")])
    simple.Encoding = Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=named)
    box.V = String("reed said no")
    box.AP.N.Resources.Font.Odd = pdf.make_indirect(simple)
    box.AP.N.write(b"/Tx BMC q BT 0 g /Odd 10 Tf 3 5 Td (reed said no) Tj ET Q EMC")


def _letters_as_pictures(pdf: pikepdf.Pdf, box: Any) -> None:
    glyph = Stream(pdf, b"500 0 0 0 500 500 d1 0 0 500 500 re f")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 500, 500]), FirstChar=97)
    font.FontMatrix, font.LastChar, font.Widths = Array([0.001, 0, 0, 0.001, 0, 0]), 97, Array([500])
    font.CharProcs, font.Encoding = Dictionary(a=glyph), Dictionary(Differences=Array([97, Name.a]))
    box.AP.N.Resources.Font.Odd = pdf.make_indirect(font)
    box.AP.N.write(b"/Tx BMC q BT 0 g /Odd 10 Tf 3 5 Td (a) Tj ET Q EMC")


def _rich_text(_: pikepdf.Pdf, box: Any) -> None:
    box.RV = String("<body><p>Something <b>else</b> entirely</p></body>")


def _mirrored(_: pikepdf.Pdf, box: Any) -> None:
    box.AP.N.Matrix = Array([-1, 0, 0, 1, 100, 0])


def _second_place(pdf: pikepdf.Pdf, box: Any) -> None:
    shown = Stream(pdf, f"/Tx BMC q BT 0 g /HTU 10 Tf 3 5 Td {_line('No')} Tj ET Q EMC".encode())
    shown.Type, shown.Subtype, shown.BBox = Name.XObject, Name.Form, Array([0, 0, 90, 18])
    shown.Resources = box.AP.N.Resources
    kid = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Parent=box, F=4, Rect=Array([90, 90, 180, 108]))
    kid.AP = Dictionary(N=pdf.make_indirect(shown))
    kid = pdf.make_indirect(kid)
    own = Dictionary({key: box[key] for key in ("/Type", "/Subtype", "/Rect", "/F", "/AP") if key in box})
    own.Parent = box
    own = pdf.make_indirect(own)
    page = next(
        one for one in pdf.pages if any(box.objgen == place.objgen for place in one.get("/Annots", []))
    )
    page.Annots = Array([*(one for one in page.Annots if one.objgen != box.objgen), own, kid])
    for key in ("/Subtype", "/Rect", "/AP", "/F"):
        del box[key]
    box.Kids = Array([own, kid])


def _inline_picture(_: pikepdf.Pdf, box: Any) -> None:
    _same(box, after="\nBI /W 1 /H 1 /CS /G /BPC 8 ID \0 EI")


def _see_through(_: pikepdf.Pdf, box: Any) -> None:
    box.AP.N.Resources.ExtGState = Dictionary(G=Dictionary(ca=0))
    _same(box, before="/G gs\n")


def _set_out_of_order(_: pikepdf.Pdf, box: Any) -> None:
    _drawn(box, f"90 0 Td {_line(str(box.V)[:3])} Tj -90 0 Td {_line(str(box.V)[3:])} Tj")


def _moved_back_within_a_line(_: pikepdf.Pdf, box: Any) -> None:
    _drawn(box, f"90 0 Td [{_line(str(box.V)[:3])} 9000 {_line(str(box.V)[3:])}] TJ")


def _set_from_right_to_left(_: pikepdf.Pdf, box: Any) -> None:
    _same(box, text="10 Tf 90 0 Td -12 Tc")


def _on_its_head(_: pikepdf.Pdf, box: Any) -> None:
    _same(box, before="-1 0 0 -1 200 40 cm\n")


def _far_too_large_a_sheet(_: pikepdf.Pdf, box: Any) -> None:
    box.AP.N.BBox = Array([0, 0, *(float(edge) * 40 for edge in list(box.AP.N.BBox)[2:])])


def _outlines(_: pikepdf.Pdf, box: Any) -> None:
    _same(box, text="10 Tf 1 Tr 1 G")


def _no_ink(_: pikepdf.Pdf, box: Any) -> None:
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([0]), N=1)
    spot = Array([Name.Separation, Name.Spot, Name.DeviceGray, tint])
    box.AP.N.Resources.ColorSpace = Dictionary(S=spot)
    _same(box, text="10 Tf /S cs 0 scn")


def _blended(_: pikepdf.Pdf, box: Any) -> None:
    box.AP.N.Resources.ExtGState = Dictionary(G=Dictionary(BM=Name.Screen))
    _same(box, before="/G gs\n")


def _black_on_black(_: pikepdf.Pdf, box: Any) -> None:
    _same(box, before="0 g 0 0 900 900 re f\n")


def _under_a_thick_line(_: pikepdf.Pdf, box: Any) -> None:
    _same(box, after="\nq 1 G 900 w 0 0 m 900 0 l S Q")


def _own_copy(pdf: pikepdf.Pdf, box: Any) -> Any:
    """Return a copy of the box's font, for the box alone, with a font inside that may be altered too."""
    font = pdf.make_indirect(Dictionary(box.AP.N.Resources.Font.HTU))
    inner: Any = font.DescendantFonts[0]
    font.DescendantFonts = Array([pdf.make_indirect(Dictionary(inner))])
    box.AP.N.Resources = Dictionary(Font=Dictionary(HTU=font))
    return font


def _shapes_mapped(pdf: pikepdf.Pdf, box: Any) -> None:
    swapped = b"".join((shape ^ 1).to_bytes(2, "big") for shape in range(3000))
    _own_copy(pdf, box).DescendantFonts[0].CIDToGIDMap = pdf.make_indirect(Stream(pdf, swapped))


def _shapes_swapped(pdf: pikepdf.Pdf, box: Any) -> None:
    inner = _own_copy(pdf, box).DescendantFonts[0]
    font = TTFont(io.BytesIO(inner.FontDescriptor.FontFile2.read_bytes()))
    one, other = (font.getBestCmap()[ord(letter)] for letter in "ny")
    font["glyf"][one], font["glyf"][other] = font["glyf"][other], font["glyf"][one]
    out = io.BytesIO()
    font.save(out)
    copied: Any = inner.FontDescriptor
    inner.FontDescriptor = pdf.make_indirect(Dictionary(copied))
    inner.FontDescriptor.FontFile2 = pdf.make_indirect(Stream(pdf, out.getvalue()))


def _letters_lied_about(pdf: pikepdf.Pdf, box: Any) -> None:
    font = _own_copy(pdf, box)
    shapes = form_font().glyphs
    told, one, other = font.ToUnicode.read_bytes(), *(f"<{shapes[letter]:04X}>".encode() for letter in "ny")
    told = told.replace(one + b" <006E>", one + b" <0079>").replace(other + b" <0079>", other + b" <006E>")
    font.ToUnicode = pdf.make_indirect(Stream(pdf, told))
    box.V = String("no time")
    _drawn(box, f"{_line('yo time')} Tj")


def _copied_as_other_letters(pdf: pikepdf.Pdf, box: Any) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    font.Encoding = Name.WinAnsiEncoding
    font.ToUnicode = pdf.make_indirect(Stream(pdf, b"1 beginbfchar <79> <006E> endbfchar"))
    box.V = String("no time")
    box.AP.N.Resources = Dictionary(Font=Dictionary(Odd=pdf.make_indirect(font)))
    box.AP.N.write(b"/Tx BMC q BT 0 g /Odd 10 Tf 3 5 Td (yo time) Tj ET Q EMC")


def _several_looks(pdf: pikepdf.Pdf, box: Any) -> None:
    box.AP = Dictionary(N=Dictionary(Off=pdf.make_indirect(Stream(pdf, b"q Q"))))
    box.AS = Name.Off


_TRICKS: tuple[_Change, ...] = (
    _other_words, _one_letter, _other_value, _stale, _emptied_value, _more_at_the_end, _invisible, _white,
    _tiny, _squeezed, _raised, _far_away, _clipped_away, _no_room, _painted_over, _end_painted_over,
    _crossed_out, _picture, _drawn_letters, _other_font, _letters_as_pictures, _rich_text, _mirrored,
    _second_place, _inline_picture, _see_through, _set_out_of_order, _moved_back_within_a_line,
    _set_from_right_to_left, _on_its_head, _far_too_large_a_sheet, _outlines, _no_ink, _blended,
    _black_on_black, _under_a_thick_line, _shapes_mapped, _shapes_swapped, _letters_lied_about,
    _copied_as_other_letters, _several_looks,
)  # fmt: skip


def test_boxes_that_show_something_else_are_told() -> None:
    """Whichever way a hostile person makes a box show one thing and store another, its name is said."""
    data, names = _changed(_issued(), *_TRICKS)
    told = {one.field for one in _told(data) if one.code in {"F59", "F64", "F65"}}
    assert {trick.__name__ for trick, name in zip(_TRICKS, names, strict=True) if name not in told} == set()
    assert told == set(names)


def test_a_form_as_issued_shows_what_it_stores() -> None:
    """Texts of every script and letters that no font has give no finding."""
    assert _told(_issued()) == []


@settings(max_examples=examples(2, 10), suppress_health_check=SLOW, phases=PHASES)
@given(form=st.sampled_from(OWN_FORMS), place=st.integers(0, 200), letter=st.sampled_from("QZ7"))
def test_one_letter_of_any_box_of_any_form_is_told(form: str, place: int, letter: str) -> None:
    """Another letter in one appearance is told of that box only; a file that was only saved anew, of none."""
    data = _issued(form)
    assert _told(resaved_by_pikepdf(data)) == []
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        boxes = _boxes(pdf)
        box = boxes[place % len(boxes)]
        words = str(box.V).replace("\r", " ")
        at = next(one for one, old in enumerate(words) if old.isascii() and old.isalnum() and old != letter)
        _drawn(box, f"{_line(words[:at] + letter + words[at + 1 :])} Tj")
        pdf.save(out)
        name = str(box.T)
    assert {one.field for one in _told(out.getvalue())} == {name}


@pytest.mark.parametrize("program", ["PDFium", "pdf-lib", "pdf.js"])
def test_what_programs_save_honestly_is_not_told(program: str) -> None:
    """Long, curly, accented and foreign words give no finding, but that a box overflows."""
    typist = TYPISTS[program]
    for tool in (qpdf.TOOL, *typist.tools):
        require(tool)
    definition = load_form(_RECORD)
    issued = made(definition, least_values(definition), "pdf").data
    long = "“Ş and ł”, naïve – coöperate; 90% of Żółć’s (10) [list] \\ back/slash. " * 4
    typed = {
        "agenda_items": long,
        "job_title": "Łucja O’Neill – Şen",
        "who_came": "A\nB",
        "issues_discussed": "李 שלום 😀 e\u0301",
    }
    saved = typist.filled(
        issued, {name: words for name, words in typed.items() if _has(issued, name)}, definition
    )
    assert {one.code for one in _told(saved)} <= {"X39"}
    assert {one.code for one in _told(packed_by_qpdf(saved))} <= {"X39"}


def _has(data: bytes, name: str) -> bool:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return any(name == field.T for field in pdf.Root.AcroForm.Fields)


@pytest.mark.parametrize(
    ("stored", "shown", "result"),
    [
        ("Łucja", "\ufffducja", Shows.ALL),
        ("Tŷ Ŵyn", "T yn", Shows.ALL),
        ("one\rtwo", "one \n two", Shows.ALL),
        ("safe, or not", "safe, or", Shows.BEGINNING),
        ("safe", "safer", Shows.OTHER),
        ("not safe", "safe", Shows.OTHER),
        ("שלום ab", "ab םולש", Shows.ALL),
        ("ﬁne", "fine", Shows.ALL),
    ],
)
def test_words_are_compared_as_they_are_seen(stored: str, shown: str, result: Shows) -> None:
    """White space and letters that fonts lack are no difference; any other letter is."""
    assert compare(stored, shown) is result


def _file_told(change: Callable[[pikepdf.Pdf], object]) -> set[str]:
    out = io.BytesIO()
    definition = load_form(_RECORD)
    with pikepdf.open(io.BytesIO(made(definition, least_values(definition), "pdf").data)) as pdf:
        change(pdf)
        pdf.save(out)
    result = read_any(out.getvalue(), Path("returned.pdf"), CATALOGUE)
    assert result.response is not None, result.error
    return {one.code for one in result.response.findings}


def _second_form(pdf: pikepdf.Pdf) -> None:
    data = b"<xfa:datasets><xfa:data><a>Other</a></xfa:data></xfa:datasets>"
    pdf.Root.AcroForm.XFA = Array([String("datasets"), Stream(pdf, data)])


def _layers(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Notes")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))


def _program(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("1"))


def _default(pdf: pikepdf.Pdf) -> None:
    _boxes(pdf)[0].DV = String("Something else")


def _on_page(pdf: pikepdf.Pdf, **entries: Any) -> None:
    place = Dictionary(Type=Name.Annot, Rect=Array([60, 60, 200, 80]), F=4, **entries)
    place = pdf.make_indirect(place)
    pdf.pages[0].Annots = Array([*pdf.pages[0].Annots, place])
    if place.Subtype == Name.Widget:
        pdf.Root.AcroForm.Fields = Array([*pdf.Root.AcroForm.Fields, place])


def _tick_turned_round(pdf: pikepdf.Pdf) -> None:
    group = next(one for one in pdf.Root.AcroForm.Fields if "/Kids" in one and Name.Btn == one.FT)
    states = group.Kids[0].AP.N
    on = next(key for key in states.keys() if key != "/Off")  # noqa: SIM118 (not a mapping)
    states[on], states.Off = states.Off, states[on]


def _tick(pdf: pikepdf.Pdf, state: str, look: bytes) -> None:
    """Draw a tick, or its want (`/Off`), otherwise."""
    group = next(one for one in pdf.Root.AcroForm.Fields if "/Kids" in one and Name.Btn == one.FT)
    states = group.Kids[0].AP.N
    on = next(key for key in states.keys() if key != "/Off")  # noqa: SIM118 (not a mapping)
    states[state or on].write(look)


def _lists_other_words(pdf: pikepdf.Pdf) -> None:
    box = next(one for one in pdf.Root.AcroForm.Fields if one.get("/FT") == Name.Ch)
    box.V, box.Opt = String("Done"), Array([Array([String("Done"), String("Not done")])])
    box.AP.N.Resources = _boxes(pdf)[0].AP.N.Resources
    _drawn(box, f"{_line('Not done')} Tj")


def _over_a_box(pdf: pikepdf.Pdf, **entries: Any) -> None:
    look = Stream(pdf, b"1 g 0 0 900 900 re f", Type=Name.XObject, Subtype=Name.Form)
    look.BBox = Array([0, 0, 140, 20])
    _on_page(pdf, AP=Dictionary(N=pdf.make_indirect(look)), **entries)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_second_form, "F66"),
        (_layers, "F66"),
        (_program, "F66"),
        (_default, "F64"),
        (_tick_turned_round, "F59"),
        (lambda pdf: _tick(pdf, "", b"1 G 0 0 m 9 9 l S"), "F59"),
        (lambda pdf: _tick(pdf, "", b"1 0 0 1 500 500 cm 0 0 m 9 9 l S"), "F59"),
        (lambda pdf: _tick(pdf, "/Off", b"0 0 m 9 9 l S"), "F59"),
        (_lists_other_words, "F59"),
        (lambda pdf: _over_a_box(pdf, Subtype=Name.PrinterMark), "F38"),
        (lambda pdf: _over_a_box(pdf, Subtype=Name.Link), "F38"),
        (lambda pdf: _over_a_box(pdf, Subtype=Name.Widget, FT=Name.Sig, T=String("x")), "F38"),
        (lambda pdf: _on_page(pdf, Subtype=Name.Link, Contents=String("Not so")), "F38"),
        (lambda pdf: _on_page(pdf, Subtype=Name.Popup, Contents=String("Not so")), "F38"),
        (
            lambda pdf: _on_page(
                pdf,
                Subtype=Name.Widget,
                FT=Name.Btn,
                Ff=1 << 16,
                T=String("x"),
                MK=Dictionary(CA=String("No")),
            ),
            "F38",
        ),
    ],
)
def test_what_stands_beside_the_boxes_is_told(change: Callable[[pikepdf.Pdf], object], code: str) -> None:
    """A second form, layers, programs, second values, turned ticks, links and buttons with words."""
    assert code in _file_told(change)
