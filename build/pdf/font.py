"""The font that fields are shown in: which characters it has, how wide they are, how it is embedded.

One TrueType subset serves two PDF fonts: a Type0 Identity-H font for our own appearance streams and
a simple WinAnsi font that /DA names, so that viewers can set what a person types (ISO 32000-1 9.6, 9.7).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

FONT_NAME = "HTFORM+NotoSans"
SUBSTITUTE = "\ufffd"
"""Drawn in place of a character that the font lacks (.notdef would fail PDF/UA-1 7.21.8)."""

_DRAWN_AS = {"\t": "    ", "\xa0": " "}
"""Characters drawn as others, though the value keeps them; a tab has no width of its own."""
_FIRST_CODE, _LAST_CODE = 32, 255


@dataclass(frozen=True, slots=True)
class FormFont:
    """Glyphs and metrics of the form font; lengths in thousandths of the font size."""

    program: bytes
    glyphs: dict[str, int]
    """Character -> glyph index, only for characters that may be drawn."""
    widths: tuple[int, ...]
    """Advance width by glyph index."""
    ascent: int
    descent: int
    cap_height: int
    bbox: tuple[int, int, int, int]

    def has(self, character: str) -> bool:
        """Return whether `character` can be drawn as itself (a line end always can)."""
        return character in self.glyphs or character in _DRAWN_AS or character == "\n"

    def drawn(self, text: str) -> str:
        """Return `text` as it can be drawn: tabs widened, missing characters substituted."""
        glyphs = self.glyphs
        if all(character in glyphs for character in text):
            return text
        return "".join(
            character if character in glyphs else _DRAWN_AS.get(character, SUBSTITUTE) for character in text
        )

    def missing(self, text: str) -> str:
        """Return the characters of `text` that the font lacks, each once, in order."""
        return "".join(dict.fromkeys(character for character in text if not self.has(character)))

    def width_pt(self, drawn: str, size_pt: float) -> float:
        """Return the width of text that `drawn` returned."""
        glyphs, widths = self.glyphs, self.widths
        return sum(widths[glyphs[character]] for character in drawn) * size_pt / 1000

    def encoded(self, drawn: str) -> str:
        """Return text that `drawn` returned as a hexadecimal string for the Identity-H font."""
        glyphs = self.glyphs
        return "<" + "".join(f"{glyphs[character]:04X}" for character in drawn) + ">"


@cache
def form_font() -> FormFont:
    """Return the form font, read once."""
    from fontTools.ttLib import TTFont

    program = resources.files("templates").joinpath("fonts/form/NotoSans-Form.ttf").read_bytes()
    font = TTFont(io.BytesIO(program), lazy=True)
    order = {name: index for index, name in enumerate(font.getGlyphOrder())}
    units = font["head"].unitsPerEm
    metrics = font["hmtx"].metrics
    scale = 1000 / units
    head, os2 = font["head"], font["OS/2"]
    return FormFont(
        program,
        {chr(code): order[name] for code, name in font.getBestCmap().items() if code not in {0xA0, 0x09}},
        tuple(round(metrics[name][0] * scale) for name in font.getGlyphOrder()),
        round(font["hhea"].ascent * scale),
        round(font["hhea"].descent * scale),
        round(os2.sCapHeight * scale),
        tuple(round(edge * scale) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)),
    )


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
