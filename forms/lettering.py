"""The font that answers on a PDF are shown in: which characters it has and how wide they are.

Building needs it to make boxes as high as their text, reading to say that a text overflows its box.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

SUBSTITUTE = "\ufffd"
"""Drawn in place of a character that the font lacks (.notdef would fail PDF/UA-1 7.21.8)."""

_DRAWN_AS = {"\t": "    ", "\xa0": " "}
"""Characters drawn as others, though the value keeps them; a tab has no width of its own."""
_NOT_DRAWN = frozenset({0x09, 0xA0, 0x0488, 0x0489})
"""Codes left out of the font's own: drawn as others, or far beyond the letter that they stand round."""


@dataclass(frozen=True, slots=True)
class FormFont:
    """Glyphs and metrics of the form font; lengths in thousandths of the font size."""

    program: bytes
    glyphs: dict[str, int]
    """Character -> glyph index, only for characters that may be drawn."""
    widths: tuple[int, ...]
    """Advance width by glyph index."""
    advances: Mapping[str, int]
    """Any character -> the width of what is drawn for it; a line end has none."""
    codes: Mapping[int, str]
    """Any code point -> the glyph indexes of what is drawn for it, four hexadecimal digits each."""
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
        if glyphs.keys() >= set(text):
            return text
        return "".join(
            character if character in glyphs else _DRAWN_AS.get(character, SUBSTITUTE) for character in text
        )

    def missing(self, text: str) -> str:
        """Return the characters of `text` that the font lacks, each once, in order."""
        return "".join(dict.fromkeys(character for character in text if not self.has(character)))

    def width_pt(self, text: str, size_pt: float) -> float:
        """Return the width of `text` as it is drawn."""
        return sum(map(self.advances.__getitem__, text)) * size_pt / 1000

    def encoded(self, text: str) -> str:
        """Return `text` as it is drawn, as a hexadecimal string for the Identity-H font."""
        return f"<{text.translate(self.codes)}>"


class _Advances(dict[str, int]):
    """Width of what is drawn for each character."""

    def __missing__(self, character: str) -> int:
        return self[SUBSTITUTE]


class _Codes(dict[int, str]):
    """Glyphs of what is drawn for each code point."""

    def __missing__(self, code: int) -> str:
        return self[ord(SUBSTITUTE)]


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
    glyphs = {chr(code): order[name] for code, name in font.getBestCmap().items() if code not in _NOT_DRAWN}
    widths = tuple(round(metrics[name][0] * scale) for name in font.getGlyphOrder())
    drawn = {**dict(zip(glyphs, glyphs, strict=True)), **_DRAWN_AS}
    advances = {key: sum(widths[glyphs[one]] for one in text) for key, text in drawn.items()}
    codes = {ord(key): "".join(f"{glyphs[one]:04X}" for one in text) for key, text in drawn.items()}
    return FormFont(
        program,
        glyphs,
        widths,
        _Advances(advances | {"\n": 0}),
        _Codes(codes),
        round(font["hhea"].ascent * scale),
        round(font["hhea"].descent * scale),
        round(os2.sCapHeight * scale),
        tuple(round(edge * scale) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)),
    )
