r"""Turn the content of a Word control into the text that a person sees (ECMA-376 part 1, 17.3.3).

Tracked deletions, field codes and the fallbacks of newer drawings are not text. Word's own marks
become characters: a line break and the end of a paragraph \n, a tab \t, a non-breaking hyphen
U+2011, an optional hyphen U+00AD, and a symbol from a picture font the character that looks like it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_MATHS_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

SKIPPED = frozenset(
    W + name
    for name in (
        "del", "moveFrom", "delText", "instrText", "delInstrText", "rt",
        "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr",
    )
) | {_FALLBACK}  # fmt: skip
"""Elements whose content is no text of the document as it stands."""

TICKED_GLYPHS = frozenset("☑☒✓✔✗✘🗹🗷🗸")
UNTICKED_GLYPHS = frozenset("☐□▢")

_MARKS = {
    W + "br": "\n",
    W + "cr": "\n",
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}
_WINGDINGS = {
    0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x6F: "☐", 0x71: "☐", 0x78: "☒", 0xA8: "☐", 0xA7: "▪", 0xD8: "➢",
    0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xF3: "⇔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐", 0x2A: "☐"}
_SYMBOL = {0xB7: "•", 0xAE: "→", 0xAC: "←", 0xB3: "≥", 0xA3: "≤", 0xB9: "≠", 0xB1: "±", 0xB0: "°", 0xB4: "×"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def is_deleted_row(element: etree._Element) -> bool:
    """Return whether `element` is a table row that a tracked change has deleted."""
    if element.tag != W + "tr":
        return False
    properties = element.find(W + "trPr")
    return properties is not None and properties.find(W + "del") is not None


def text_of(content: etree._Element) -> str:
    """Return the text that `content` (a w:sdtContent, paragraph or cell) shows."""
    return (
        "".join(_pieces(content)).removesuffix("\n") if _has_paragraph(content) else "".join(_pieces(content))
    )


def symbol_text(font: str, char: str) -> str:
    """Return the character that w:sym shows; its private-use character where nothing looks like it."""
    try:
        code = int(char, 16)
    except ValueError:
        return "\ufffd"
    # Word stores symbols at U+F000 and up; the font's own number is the last byte.
    alike = _FONTS.get(font.lower(), {}).get(code & 0xFF) if code & 0xFF00 in {0, 0xF000} else None
    return alike or (chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd")


def _has_paragraph(content: etree._Element) -> bool:
    return content.tag == W + "p" or next(content.iter(W + "p"), None) is not None


def piece_of(element: etree._Element) -> str | None:
    """Return the text that one element of a run is, None for what is no text or holds others."""
    if element.tag == W + "t":
        return _run_text(element)
    if element.tag == W + "sym":
        return symbol_text(element.get(W + "font", ""), element.get(W + "char", ""))
    if element.tag == _MATHS_TEXT:
        return element.text or ""
    return _MARKS.get(element.tag)


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if (piece := piece_of(child)) is not None:
            yield piece
        elif tag in SKIPPED or is_deleted_row(child) or _shows_placeholder(child):
            continue
        elif tag == W + "p":
            yield from _pieces(child)
            if not is_joined_to_next(child):
                yield "\n"
        else:
            yield from _pieces(child)


def _run_text(element: etree._Element) -> str:
    # Word drops white space around text that is not marked to keep it (17.3.3.31).
    text = element.text or ""
    return text if element.get(_SPACE) == "preserve" else text.strip(" \t\r\n")


def _shows_placeholder(element: etree._Element) -> bool:
    return element.tag == W + "sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def is_joined_to_next(paragraph: etree._Element) -> bool:
    """Return whether a tracked change has deleted the paragraph's end."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None
