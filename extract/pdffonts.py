"""Say what the codes of a font in a PDF stand for (ISO 32000-1, 9.10.2), without looking at its letters."""

from __future__ import annotations

import functools
import re
import struct
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from extract.pdfprograms import is_brought
from extract.pdfsource import Name, Node, Plain, Source

UNKNOWN = "\ufffd"
"""Stands for a letter that no table names."""
_HEX = rb"<([0-9A-Fa-f]+)>"
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_PAIR = re.compile(_HEX + rb"\s*" + _HEX)
_RANGE = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*(?:" + _HEX + rb"|\[([^\]]*)\])")
_MOST_IN_RANGE = 0x10000
_CODECS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
_WIDE_CODECS = {
    "/GBK-EUC-H": "gbk", "/GBKp-EUC-H": "gbk", "/GB-EUC-H": "gb2312", "/90ms-RKSJ-H": "cp932",
    "/KSCms-UHC-H": "cp949", "/ETen-B5-H": "cp950", "/UniGB-UCS2-H": "utf-16-be",
    "/UniJIS-UCS2-H": "utf-16-be", "/UniKS-UCS2-H": "utf-16-be", "/UniCNS-UCS2-H": "utf-16-be",
    "/UniGB-UTF16-H": "utf-16-be",
    "/UniJIS-UTF16-H": "utf-16-be",
}  # fmt: skip
"""Of fonts for East Asia, in which PDFium shows dashes and letters that others lack."""
_ODD_NAMES = {"nbspace": " ", "sfthyphen": "\u00ad", "Zdot": "Ż", "zdot": "ż", "overscore": "¯"}
_MARKED = re.compile(r"(?:uni|u)([0-9A-F]{4,6})")


@dataclass(frozen=True, slots=True)
class Lettering:
    """A font: what its codes stand for, and how wide they are where that is known."""

    letters: Mapping[int, str]
    bytes_per_code: int
    """0: how many, a codec says."""
    codec: str = ""
    widths: Callable[[], Mapping[int, float]] = dict
    """Gives the widths of codes, in thousandths of the font size."""
    is_brought: bool = False
    """Nobody can say that its letters look as its tables say."""

    @property
    def is_known(self) -> bool:
        """Return whether anything says what its codes stand for."""
        return bool(self.letters or self.codec)

    def text(self, shown: bytes) -> str:
        """Return what a string shows; UNKNOWN for each code that no table names."""
        if self.codec:
            return shown.decode(self.codec, "replace")
        codes: Iterable[int] = shown
        if self.bytes_per_code == 2:
            codes = struct.unpack(f">{len(shown) // 2}H", shown[: len(shown) // 2 * 2])
        letters = self.letters
        return "".join([letters.get(code, UNKNOWN) for code in codes])

    def width(self, shown: bytes) -> float:
        """Return how wide a string is, in thousandths of the font size; 0 where that is not known."""
        widths = self.widths()
        return sum(widths.get(code, 0.0) for code in shown)


def lettering_of(source: Source, font: Node) -> Lettering:
    """Return what a font's codes stand for, as its own tables say."""
    told = source.plain(font, "/ToUnicode")
    letters = _told(told) if isinstance(told, bytes) else {}
    found = _lettering(source, font, letters)
    return replace(found, is_brought=is_brought(source, font, letters))


def _lettering(source: Source, font: Node, letters: Mapping[int, str]) -> Lettering:
    if source.plain(font, "/Subtype") == "/Type0":
        encoding = source.plain(font, "/Encoding")
        codec = "" if letters else _WIDE_CODECS.get(str(encoding), "")
        return Lettering(letters, 2, codec)
    encoding = source.plain(font, "/Encoding")
    if not letters and str(encoding) in _CODECS and source.plain(font, "/Subtype") != "/Type3":
        codec = _CODECS[str(encoding)]
        return Lettering({}, 1, codec, functools.cache(lambda: _widths(source, font)))
    # Which letter is drawn its encoding says; the other table is for copying, and only fills gaps.
    named, others = _encoded(source, font), dict(letters)
    for code, letter in letters.items():
        if code in named and named[code] != UNKNOWN and _differ(named[code], letter):
            others[code] = named[code] if _draws_by_name(source, font) else letter
    return Lettering({**named, **others}, 1, widths=functools.cache(lambda: _widths(source, font)))


def _differ(one: str, other: str) -> bool:
    first, second = (unicodedata.normalize("NFKC", text).split() for text in (one, other))
    return first != second


def _draws_by_name(source: Source, font: Node) -> bool:
    """Return whether an encoding says which letters are drawn: a font that is brought along has its own."""
    descriptor = source.child(font, "/FontDescriptor")
    return descriptor is None or not any(
        source.child(descriptor, key) is not None for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )


@functools.lru_cache(maxsize=8)
def _told(table: bytes) -> Mapping[int, str]:
    """Return code -> letters; forms share a table of thousands."""
    letters: dict[int, str] = {}
    for kind, body in _SECTION.findall(table):
        if kind == b"char":
            letters.update((int(code, 16), _utf16(text)) for code, text in _PAIR.findall(body))
            continue
        for first, last, text, several in _RANGE.findall(body):
            start, end = int(first, 16), int(last, 16)
            if several:
                each = re.findall(_HEX, several)
                letters.update((start + place, _utf16(one)) for place, one in enumerate(each))
            elif 0 <= end - start < _MOST_IN_RANGE:
                base = _utf16(text)
                letters.update(
                    (start + place, base[:-1] + chr(min(ord(base[-1]) + place, 0x10FFFF)))
                    for place in range(end - start + 1 if base else 0)
                )
    return letters


def _utf16(digits: bytes) -> str:
    if len(digits) == 4 and digits[:1] not in b"dD":
        return chr(int(digits, 16))
    even = digits if len(digits) % 4 == 0 else digits.rjust(-(-len(digits) // 4) * 4, b"0")
    return bytes.fromhex(even.decode("ascii")).decode("utf-16-be", "replace")


def _encoded(source: Source, font: Node) -> dict[int, str]:
    """Return the letters of a simple font, by its encoding and what that says otherwise (9.6.6)."""
    if source.plain(font, "/Subtype") == "/Type3":
        return {}
    encoding = source.plain(font, "/Encoding")
    changed = source.child(font, "/Encoding")
    base = source.plain(changed, "/BaseEncoding") if changed is not None else encoding
    codec = _CODECS.get(str(base), "cp1252")
    letters = dict(_letters_of(codec))
    differences = source.plain(changed, "/Differences") if changed is not None else None
    code = 0
    for one in differences if isinstance(differences, list) else ():
        if isinstance(one, int | float):
            code = int(one)
        elif isinstance(one, Name):
            letters[code] = _called(one[1:])
            code += 1
    return letters


@functools.cache
def _letters_of(codec: str) -> Mapping[int, str]:
    return {code: bytes([code]).decode(codec, "replace") for code in range(0x20, 0x100)}


def _called(name: str) -> str:
    # Only fonts that say otherwise need the list of names, which takes a moment to load.
    from fontTools.agl import AGL2UV

    if name in _ODD_NAMES:
        return _ODD_NAMES[name]
    if name in AGL2UV:
        return chr(AGL2UV[name])
    coded = _MARKED.fullmatch(name)
    return chr(int(coded[1], 16)) if coded and int(coded[1], 16) < 0x110000 else UNKNOWN


def _widths(source: Source, font: Node) -> dict[int, float]:
    first: Plain = source.plain(font, "/FirstChar")
    widths = source.plain(font, "/Widths")
    if not isinstance(first, int) or not isinstance(widths, list):
        return {}
    return {first + place: one for place, one in enumerate(widths) if isinstance(one, int | float)}
