"""Say which letters a PDF draws where a program that drew it anew left that out.

MuPDF writes fonts without a map from codes to letters (ISO 32000-1, 9.10.3), Ghostscript also without the
encoding of their codes (9.6.6); the page looks right, and no reader can tell what it says. The outlines are
in the file all the same: where they are those of a font of our forms, they say which letters they are.
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
_FORM_FONT = "form/NotoSans-Form.ttf"
_SYMBOLIC = 1 << 2
"""ISO 32000-1, table 123: codes of a font are its own."""
_OWN_CODES = 0xF000
"""ISO 32000-1, 9.6.6.4: what such a font may add to its codes."""
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
    """Yield the fonts of pages, each once, whose codes are their own and say no letters."""
    seen = set()
    for page in pdf.pages:
        for font in dict(page.resources.get("/Font", {})).values():
            if font.objgen in seen or "/ToUnicode" in font:
                continue
            seen.add(font.objgen)
            if _is_numbered(font) or (
                font.get("/Subtype") == "/TrueType"
                and "/Encoding" not in font
                and int(font.FontDescriptor.get("/Flags", 0)) & _SYMBOLIC
            ):
                yield font


def _is_numbered(font: Any) -> bool:
    """Return whether the codes of a font are numbers of its glyphs, of two bytes; else they are of one."""
    return bool(font.get("/Subtype") == "/Type0" and font.get("/Encoding") == "/Identity-H")


def _mend(pdf: Any, font: Any) -> bool:
    """Give a font a map to letters; return whether its outlines are known."""
    is_numbered = _is_numbered(font)
    described = font.DescendantFonts[0] if is_numbered else font
    program = described.FontDescriptor.get("/FontFile2")
    known = _own_fonts().get(str(font.BaseFont).rpartition("+")[2])
    if program is None or known is None:
        return False
    letters = _letters(program.read_bytes(), known, is_numbered=is_numbered)
    if letters:
        font.ToUnicode = pdf.make_stream(_cmap(letters, 2 if is_numbered else 1).encode("ascii"))
    return bool(letters)


def _letters(program: bytes, known: str, *, is_numbered: bool) -> Mapping[int, str]:
    """Return code -> letters of a font program whose outlines are those of one of ours."""
    from fontTools.ttLib import TTFont, TTLibError

    if len(program) > _MOST_BYTES:
        return {}
    try:
        font = TTFont(io.BytesIO(program), lazy=True)
        names = dict(enumerate(font.getGlyphOrder())) if is_numbered else _names_by_code(font)
        outlines = {code: _outline(font, name) for code, name in names.items()}
    except (TTLibError, KeyError, ValueError, IndexError, AssertionError, OSError):
        return {}
    own = _own_outlines(known)
    return {code: own[outline] for code, outline in outlines.items() if code and outline in own}


def _names_by_code(font: TTFont) -> Mapping[int, str]:
    """Return code of one byte -> name of its glyph, where all tables of the font agree on it."""
    named: dict[int, set[str]] = {}
    for table in font["cmap"].tables:
        for code, name in table.cmap.items():
            named.setdefault(code - _OWN_CODES if code >= _OWN_CODES else code, set()).add(name)
    return {code: min(names) for code, names in named.items() if code <= 0xFF and len(names) == 1}


def _outline(font: TTFont, name: str) -> _Outline:
    points, ends, _ = font["glyf"][name].getCoordinates(font["glyf"])
    return font["hmtx"].metrics[name][0], tuple(points), tuple(ends)


@cache
def _own_fonts() -> Mapping[str, str]:
    """Return name of a font -> its file: those that our pages are printed in, and the one of the boxes."""
    folder = resources.files("templates").joinpath("fonts/page")
    names = [one.name for one in folder.iterdir() if one.name.endswith(".ttf")]
    return {name.removesuffix(".ttf"): f"page/{name}" for name in names} | {"NotoSans": _FORM_FONT}


@cache
def _own_outlines(file_name: str) -> Mapping[_Outline, str]:
    """Return outline -> letters; of letters that look the same those that people write here."""
    from fontTools.ttLib import TTFont

    program = resources.files("templates").joinpath("fonts", file_name).read_bytes()
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


def _cmap(letters: Mapping[int, str], size: int) -> str:
    """Return a map of codes of so many bytes to letters."""
    lines = [
        f"<{code:0{2 * size}X}> <{text.encode('utf-16-be').hex()}>" for code, text in sorted(letters.items())
    ]
    blocks = [lines[start : start + _PER_BLOCK] for start in range(0, len(lines), _PER_BLOCK)]
    mapped = "\n".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Letters def /CMapType 2 def\n"
        f"1 begincodespacerange <{'00' * size}> <{'FF' * size}> endcodespacerange\n{mapped}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end\n"
    )
