"""PDFs that are made to do harm: each is small on the disk and asks far too much of whoever opens it."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.hostile.good import good

_A4_PT = (595, 842)


def _saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def _edited(edit: Callable[[pikepdf.Pdf], object]) -> bytes:
    """Return one of our forms with something done to it."""
    with pikepdf.open(io.BytesIO(good("pdf"))) as pdf:
        edit(pdf)
        return _saved(pdf)


def _with_stream(packed: bytes, **more: object) -> bytes:
    """Return a PDF with one page, drawn by a stream that was deflated already."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=_A4_PT)
        stream = pdf.make_stream(b"")
        stream.write(packed, filter=Name.FlateDecode)
        for key, value in more.items():
            stream[f"/{key}"] = value
        page.Contents = stream
        return _saved(pdf)


def deflated(piece: bytes, times: int) -> bytes:
    """Return a piece so many times over, packed without ever having it whole."""
    packed = zlib.compressobj(9)
    return b"".join(packed.compress(piece) for _ in range(times)) + packed.flush()


def draws_without_end() -> bytes:
    """Thirty million lines on one page."""
    return _with_stream(deflated(b"0 0 m 9 9 l S\n" * 100_000, 300))


def writes_without_end() -> bytes:
    """Write a hundred million letters on one page."""
    return _with_stream(deflated(b"BT /F1 12 Tf (aaaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n" * 100_000, 40))


def packed_three_times() -> bytes:
    """Half a gigabyte, deflated three times over."""
    once = deflated(bytes(1_000_000), 500)
    twice = zlib.compress(zlib.compress(once, 9), 9)
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=_A4_PT)
        stream = pdf.make_stream(b"")
        stream.write(twice, filter=Array([Name.FlateDecode] * 3))
        page.Contents = stream
        return _saved(pdf)


def many_pages() -> bytes:
    """Ten thousand pages, none of them ours."""
    with pikepdf.new() as pdf:
        for _ in range(10_000):
            pdf.add_blank_page(page_size=_A4_PT)
        return _saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def our_form_with_many_pages() -> bytes:
    """One of our forms, and ten thousand pages behind it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for _ in range(10_000):
            pdf.add_blank_page(page_size=_A4_PT)

    return _edited(edit)


def many_fields() -> bytes:
    """Fifty thousand boxes beside ours."""

    def edit(pdf: pikepdf.Pdf) -> None:
        fields = pdf.Root.AcroForm.Fields
        for number in range(50_000):
            box = Dictionary(FT=Name.Tx, T=String(f"box-{number}"), V=String("x"), Rect=[0, 0, 9, 9])
            box.Type, box.Subtype = Name.Annot, Name.Widget
            fields.append(pdf.make_indirect(box))

    return _edited(edit)


def fields_in_a_circle() -> bytes:
    """Make a field its own child."""

    def edit(pdf: pikepdf.Pdf) -> None:
        field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("round")))
        field.Kids = Array([field])
        field.Parent = field
        pdf.Root.AcroForm.Fields.append(field)

    return _edited(edit)


def pages_in_a_circle() -> bytes:
    """Let a tree of pages bite its tail."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.Kids.append(pdf.Root.Pages)

    return _edited(edit)


def drawn_in_a_circle() -> bytes:
    """Let a drawing draw itself."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=_A4_PT)
        drawing = pdf.make_stream(b"/X Do /X Do")
        drawing.Type, drawing.Subtype, drawing.BBox = Name.XObject, Name.Form, Array([0, 0, 99, 99])
        drawing.Resources = Dictionary(XObject=Dictionary(X=drawing))
        page.Resources = Dictionary(XObject=Dictionary(X=drawing))
        page.Contents = pdf.make_stream(b"/X Do")
        return _saved(pdf)


def drawn_twice_each() -> bytes:
    """Forty drawings, each of which draws the next one twice."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=_A4_PT)
        inner = pdf.make_stream(b"0 0 m 9 9 l S")
        for _ in range(40):
            outer = pdf.make_stream(b"/X Do /X Do")
            outer.Resources = Dictionary(XObject=Dictionary(X=inner))
            for one in (inner, outer):
                one.Type, one.Subtype, one.BBox = Name.XObject, Name.Form, Array([0, 0, 99, 99])
            inner = outer
        page.Resources = Dictionary(XObject=Dictionary(X=inner))
        page.Contents = pdf.make_stream(b"/X Do")
        return _saved(pdf)


def deeply_nested() -> bytes:
    """Put lists into lists, two hundred thousand deep."""
    data = good("pdf")
    at = data.rfind(b"trailer")
    bomb = b"\n999999 0 obj\n" + b"[" * 200_000 + b"]" * 200_000 + b"\nendobj\n"
    return data[:at] + bomb + data[at:]


def huge_page() -> bytes:
    """Make a page as large as a country."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.MediaBox = Array([0, 0, 1e9, 1e9])
            del page.Annots
        del pdf.Root.AcroForm

    return _edited(edit)


def huge_picture() -> bytes:
    """Let a picture say that it has ten thousand million points."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=_A4_PT)
        picture = pdf.make_stream(b"")
        picture.write(deflated(bytes(1_000_000), 500), filter=Name.FlateDecode)
        picture.Type, picture.Subtype = Name.XObject, Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = 100_000, 100_000, 8
        picture.ColorSpace = Name.DeviceGray
        page.Resources = Dictionary(XObject=Dictionary(P=picture))
        page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /P Do Q")
        return _saved(pdf)


def locked() -> bytes:
    """Ask for a password."""
    with pikepdf.open(io.BytesIO(good("pdf"))) as pdf:
        return _saved(pdf, encryption=pikepdf.Encryption(user="secret", owner="secret"))


def older_versions_in_a_circle() -> bytes:
    """Let a table of contents say that the one before it is itself."""
    data = good("pdf")
    at = data.rfind(b"startxref") + len(b"startxref")
    place = data[at:].split()[0]
    update = b"\nxref\n0 0\ntrailer\n<< /Size 9 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return data + update % (len(data) + 1, len(data) + 1) + place


def asks_the_network(address: str) -> bytes:
    """Actions that fetch, send and start something when the form is opened."""

    def edit(pdf: pikepdf.Pdf) -> None:
        where = Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String(address)))
        pdf.Root.OpenAction = where
        pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.URI, URI=String(address)))
        pdf.Root.AcroForm.XFA = pdf.make_stream(
            f'<!DOCTYPE a [<!ENTITY x SYSTEM "{address}">]><a>&x;</a>'.encode()
        )

    return _edited(edit)


PDFS: Mapping[str, Callable[[], bytes]] = {
    make.__name__: make
    for make in (
        draws_without_end,
        writes_without_end,
        packed_three_times,
        many_pages,
        our_form_with_many_pages,
        many_fields,
        fields_in_a_circle,
        pages_in_a_circle,
        drawn_in_a_circle,
        drawn_twice_each,
        deeply_nested,
        huge_page,
        huge_picture,
        locked,
        older_versions_in_a_circle,
    )
}
