"""Embed the form font: one TrueType subset as two PDF fonts (ISO 32000-1 9.6, 9.7).

A Type0 Identity-H font is for our own appearance streams; a simple WinAnsi font is named in /DA, so
that viewers can set what a person types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.lettering import FormFont, form_font

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

__all__ = ["embed", "form_font"]

FONT_NAME = "HTFORM+NotoSans"
_FIRST_CODE, _LAST_CODE = 32, 255


def embed(pdf: Pdf, font: FormFont) -> tuple[Object, Object]:
    """Return the (Type0, WinAnsi) fonts as indirect objects of `pdf`, sharing one font program."""
    from pikepdf import Array, Dictionary, Name, Stream, String

    stream = Stream(pdf, font.program)
    stream.Length1 = len(font.program)
    program = pdf.make_indirect(stream)

    def descriptor(flags: int) -> Object:
        return pdf.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor,
                FontName=Name("/" + FONT_NAME),
                Flags=flags,
                FontBBox=Array(font.bbox),
                ItalicAngle=0,
                Ascent=font.ascent,
                Descent=font.descent,
                CapHeight=font.cap_height,
                StemV=80,
                FontFile2=program,
            )
        )

    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/" + FONT_NAME),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=descriptor(4),
        CIDToGIDMap=Name.Identity,
        DW=600,
        W=Array([0, Array(font.widths)]),
    )
    type0 = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/" + FONT_NAME),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_indirect(Stream(pdf, _to_unicode(font))),
    )
    simple = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name("/" + FONT_NAME),
        Encoding=Name.WinAnsiEncoding,
        FirstChar=_FIRST_CODE,
        LastChar=_LAST_CODE,
        Widths=Array(_win_ansi_widths(font)),
        FontDescriptor=descriptor(32),
    )
    return pdf.make_indirect(type0), pdf.make_indirect(simple)


def _win_ansi_widths(font: FormFont) -> list[int]:
    characters = (bytes([code]).decode("cp1252", "replace") for code in range(_FIRST_CODE, _LAST_CODE + 1))
    return [font.widths[font.glyphs.get(character, font.glyphs[" "])] for character in characters]


def _to_unicode(font: FormFont) -> bytes:
    """Return the CMap from glyph index to character (ISO 32000-1 9.10.3), first character of each glyph."""
    first: dict[int, str] = {}
    for character, glyph in sorted(font.glyphs.items()):
        first.setdefault(glyph, character)
    pairs = [
        f"<{glyph:04X}> <{character.encode('utf-16-be').hex().upper()}>"
        for glyph, character in sorted(first.items())
    ]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "/CMapName /HTForm-UCS def\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{body}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()
