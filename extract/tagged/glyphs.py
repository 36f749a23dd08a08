"""What the codes of a font draw, and how far each leads on (ISO 32000-1, 9.7.4 and 9.10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extract.pdffonts import Lettering, lettering_of
from extract.pdfsource import Node, Plain, Source

_DEFAULT_WIDTH = 1_000.0
_SPACE_CODE = 32
_THOUSAND = 1_000.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """One code of a string that is drawn."""

    text: str
    """pdffonts.UNKNOWN where no table says what it is."""
    width: float
    """As a share of the font size."""
    is_space: bool
    """Word spacing is added behind it (9.3.3)."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font as text is drawn with it."""

    lettering: Lettering
    wide: Mapping[int, float] | None
    """Widths by code in thousandths, None for a font of one byte a code."""
    default: float = _DEFAULT_WIDTH

    def glyphs(self, shown: bytes) -> Iterator[Glyph]:
        """Yield what the codes of a string draw."""
        if self.wide is None:
            for code in shown:
                one = bytes([code])
                width = self.lettering.width(one) / _THOUSAND
                yield Glyph(self.lettering.text(one), width, code == _SPACE_CODE)
            return
        for at in range(0, len(shown) - 1, 2):
            one = shown[at : at + 2]
            width = self.wide.get(int.from_bytes(one, "big"), self.default) / _THOUSAND
            yield Glyph(self.lettering.text(one), width, is_space=False)


class Fonts:
    """The fonts of an open PDF, each understood once."""

    def __init__(self, source: Source) -> None:
        """Keep the file."""
        self._source = source
        self._known: dict[tuple[int, int], Font] = {}

    def of(self, resources: Node | None, name: str) -> Font | None:
        """Return the font of this name (without its slash) among some resources, None where there is none."""
        source = self._source
        fonts = source.child(resources, "/Font") if resources is not None else None
        node = source.child(fonts, f"/{name}") if fonts is not None else None
        if node is None:
            return None
        number = source.identity(node)
        if number is None:
            return _font(source, node)
        if number not in self._known:
            self._known[number] = _font(source, node)
        return self._known[number]


def _font(source: Source, node: Node) -> Font:
    lettering = lettering_of(source, node)
    if source.plain(node, "/Subtype") != "/Type0":
        return Font(lettering, None)
    inner = next(iter(source.children(node, "/DescendantFonts")), None)
    if inner is None:
        return Font(lettering, {})
    default = source.plain(inner, "/DW")
    return Font(
        lettering,
        dict(_wide_widths(source.plain(inner, "/W"))),
        float(default) if isinstance(default, int | float) else _DEFAULT_WIDTH,
    )


def _wide_widths(entry: Plain) -> Iterator[tuple[int, float]]:
    """Yield code and width of the entry W of a font (9.7.4.3)."""
    parts = list(entry) if isinstance(entry, list) else []
    while parts:
        first, second = parts.pop(0), parts.pop(0) if parts else None
        if not isinstance(first, int | float):
            return
        if isinstance(second, list):
            for place, width in enumerate(second):
                if isinstance(width, int | float):
                    yield int(first) + place, float(width)
        elif isinstance(second, int | float) and parts and isinstance(width := parts.pop(0), int | float):
            yield from ((code, float(width)) for code in range(int(first), min(int(second), 0xFFFF) + 1))
