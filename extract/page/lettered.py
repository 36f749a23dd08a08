"""Say which letters a PDF draws where a program that drew it anew left that out.

MuPDF writes fonts without a map from codes to letters (ISO 32000-1, 9.10.3); the page looks right, and no
reader can tell what it says. The outlines are in the file all the same: where they are those of a font that
our forms are printed in, they say which letters they are, exactly.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeAlias

from extract.page.opened import MOST_PAGES

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_MOST_BYTES = 2_000_000
"""Of a font, and far more than a form's has."""
_Outline: TypeAlias = tuple[int, tuple[tuple[int, int], ...], tuple[int, ...]]
"""Width, points and ends of contours of a glyph, in units of its font."""
_LATIN_END, _SIGNS = 0x250, range(0x1E00, 0x2070)
"""Code points: Latin letters to their second extension; then more of them, and punctuation."""
_LIGATURES = range(0xFB00, 0xFB07)
_PER_BLOCK = 100
"""ISO 32000-1, 9.7.5: entries of one block at most."""


def with_letters(data: bytes) -> bytes:
    """Return a PDF whose fonts say which letters they draw, as far as they are ours; else the same bytes."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                return data
            mended = [font for font in _silent_fonts(pdf) if _mend(pdf, font)]
            if not mended:
                return data
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue()
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, KeyError, TypeError, AttributeError):
        # Damaged, or no font as it should be: whoever reads the file says so.
        return data


def _silent_fonts(pdf: Any) -> Iterator[Any]:
    """Yield the fonts of pages that number glyphs and do not say which letters these are, each once."""
    seen = set()
    for page in pdf.pages:
        for font in dict(page.resources.get("/Font", {})).values():
            if font.objgen in seen or font.get("/Subtype") != "/Type0" or "/ToUnicode" in font:
                continue
            seen.add(font.objgen)
            if font.get("/Encoding") == "/Identity-H":
                yield font


def _mend(pdf: Any, font: Any) -> bool:
    """Give a font a map to letters; return whether its outlines are known."""
    program = font.DescendantFonts[0].FontDescriptor.get("/FontFile2")
    known = _own_fonts().get(str(font.BaseFont).rpartition("+")[2])
    if program is None or known is None:
        return False
    letters = _letters(program.read_bytes(), known)
    if letters:
        font.ToUnicode = pdf.make_stream(_cmap(letters).encode("ascii"))
    return bool(letters)


def _letters(program: bytes, known: str) -> Mapping[int, str]:
    """Return glyph -> letters of a font program whose outlines are those of one of ours."""
    from fontTools.ttLib import TTFont, TTLibError

    if len(program) > _MOST_BYTES:
        return {}
    try:
        font = TTFont(io.BytesIO(program), lazy=True)
        outlines = {glyph: _outline(font, name) for glyph, name in enumerate(font.getGlyphOrder())}
    except (TTLibError, KeyError, ValueError, IndexError, AssertionError, OSError):
        return {}
    own = _own_outlines(known)
    return {glyph: own[outline] for glyph, outline in outlines.items() if glyph and outline in own}


def _outline(font: TTFont, name: str) -> _Outline:
    points, ends, _ = font["glyf"][name].getCoordinates(font["glyf"])
    return font["hmtx"].metrics[name][0], tuple(points), tuple(ends)


@cache
def _own_fonts() -> Mapping[str, str]:
    """Return name of a font -> its file, of those that our pages are printed in."""
    folder = resources.files("templates").joinpath("fonts/page")
    return {one.name.removesuffix(".ttf"): one.name for one in folder.iterdir() if one.name.endswith(".ttf")}


@cache
def _own_outlines(file_name: str) -> Mapping[_Outline, str]:
    """Return outline -> letters; of letters that look the same those that people write here."""
    from fontTools.ttLib import TTFont

    program = resources.files("templates").joinpath("fonts/page", file_name).read_bytes()
    font = TTFont(io.BytesIO(program), lazy=True)
    found: dict[_Outline, str] = {}
    for code, name in sorted(font.getBestCmap().items(), key=lambda one: (_is_rare(one[0]), one[0])):
        # Only letters drawn as one are several: "…" and "½" are one sign each, which is what was printed.
        letter = chr(code)
        found.setdefault(
            _outline(font, name), unicodedata.normalize("NFKC", letter) if code in _LIGATURES else letter
        )
    return found


def _is_rare(code: int) -> bool:
    """Return whether a letter is none of Latin script (without modifiers) and no common sign."""
    return not (code < _LATIN_END or code in _SIGNS)


def _cmap(letters: Mapping[int, str]) -> str:
    lines = [f"<{glyph:04X}> <{text.encode('utf-16-be').hex()}>" for glyph, text in sorted(letters.items())]
    blocks = [lines[start : start + _PER_BLOCK] for start in range(0, len(lines), _PER_BLOCK)]
    mapped = "\n".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Letters def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{mapped}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end\n"
    )
