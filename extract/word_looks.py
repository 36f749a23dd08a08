"""Say in which way words of a Word file do not look as they are stored, by all that decides how they look.

ECMA-376 part 1, 17.7.2: what a run says itself comes first, then its style, that of its paragraph, the
document's defaults. Conditional formats of tables are left out: no form of ours has any.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from extract.wordtext import W

if TYPE_CHECKING:
    from lxml import etree

_Said: TypeAlias = "Mapping[str, etree._Element]"  # noqa: SLF001 # lxml has no other name for it
"""What is said of how something looks, by tag."""

_STRUCK = W + "strike"
_OUR_STRUCK = "Struck"
"""The style in which forms strike out the options that were not chosen (templates/docx)."""
_UNREAL = {
    _STRUCK: "struck through",
    W + "dstrike": "struck through",
    W + "vanish": "hidden",
    W + "specVanish": "hidden",
    W + "webHidden": "hidden",
}
_THEMED = f"{W}themeColor"
_THEME = {"background1": "FFFFFF", "light1": "FFFFFF", "bg1": "FFFFFF"}
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF",
    "red": "FF0000", "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080",
    "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000",
    "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_PAPER = "FFFFFF"
_LEAST_CONTRAST = 1.45
"""As WCAG counts it; what nobody can read has less, and the lightest grey of print far more."""
_SMALLEST_HALF_PT, _USUAL_HALF_PT = 6, 20
_NARROWEST = 20
"""Hundredths of the usual width."""
_PILED_TWIPS = -60
_OFF_LINE_HALF_PT = 48
_OFF_PAGE_TWIPS = (-1_440, 8_000)
"""Indents with which words stand beside the page, or beside any cell."""
_PICTURE_FONTS = frozenset({"wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol"})
_FONTS = (f"{W}ascii", f"{W}hAnsi", f"{W}cs")
_OFF = frozenset({"0", "false", "off"})
_FIELD_TWIPS = 20


@dataclass(slots=True)
class Looks:
    """Knows the styles of one file."""

    styles: etree._Element | None
    own_fonts: frozenset[str] = frozenset()
    """Fonts that the file brings along, in small letters: they may have any shapes."""
    _known: dict[tuple[str, ...], _Said] = field(default_factory=dict)
    _by_id: dict[str, etree._Element] | None = None

    def unreal(self, run: etree._Element, words: str) -> str:
        """Return in which way the words of a run are not plainly there, "" where they are."""
        paragraph = next(run.iterancestors(W + "p"), None)
        said = self._run(run, paragraph)
        for tag, how in _UNREAL.items():
            if is_on(said.get(tag)) and not (tag == _STRUCK and _is_ours(run)):
                return how
        return (
            self._coloured(run, paragraph, said)
            or self._lettered(said)
            or (self._placed(paragraph, said) if paragraph is not None else "")
            or (self._turned(run, paragraph, said) if _has_no_leftward(words) else "")
        )

    def _run(self, run: etree._Element, paragraph: etree._Element | None) -> _Said:
        own = run.find(W + "rPr")
        named = "" if own is None else _value(own.find(W + "rStyle"))
        return _over(own, self._styled("rPr", named, _style_of(paragraph) or self._default()))

    def _paragraph(self, paragraph: etree._Element) -> _Said:
        styled = self._styled("pPr", _style_of(paragraph) or self._default())
        return _over(paragraph.find(W + "pPr"), styled)

    def _styled(self, part: str, *styles: str) -> _Said:
        """Return what styles say in their rPr or pPr, the first of them before the others."""
        known = self._known.get((part, *styles))
        if known is None:
            defaults = f"{W}docDefaults/{W}{part}Default/{W}{part}"
            known = _over(self.styles.find(defaults), {}) if self.styles is not None else {}
            for style in reversed(styles):
                known = {**known, **self._of_style(style, part)}
            self._known[part, *styles] = known
        return known

    def _of_style(self, style: str, part: str) -> _Said:
        said: _Said = {}
        seen: set[str] = set()
        while style in self._ids() and style not in seen:
            seen.add(style)
            node = self._ids()[style]
            said = {**_over(node.find(W + part), {}), **said}
            style = _value(node.find(W + "basedOn"))
        return said

    def _ids(self) -> dict[str, etree._Element]:
        if self._by_id is None:
            found = () if self.styles is None else self.styles.iter(W + "style")
            self._by_id = {str(one.get(f"{W}styleId")): one for one in found}
        return self._by_id

    def _default(self) -> str:
        return next(
            (
                name
                for name, one in self._ids().items()
                if one.get(f"{W}type") == "paragraph" and one.get(f"{W}default", "0") not in {"0", "false"}
            ),
            "",
        )

    def _coloured(self, run: etree._Element, paragraph: etree._Element | None, said: _Said) -> str:
        colour = said.get(W + "color")
        if colour is None:
            return ""
        ink = _THEME.get(colour.get(_THEMED) or "", _value(colour))
        contrast = _contrast(ink, self._ground(run, paragraph, said))
        return "in the colour of what is behind them" if contrast < _LEAST_CONTRAST else ""

    def _ground(self, run: etree._Element, paragraph: etree._Element | None, said: _Said) -> str:
        marked = _HIGHLIGHTS.get(_value(said.get(W + "highlight")))
        if marked:
            return marked
        shades = [said.get(W + "shd")]
        if paragraph is not None:
            shades.append(self._paragraph(paragraph).get(W + "shd"))
        shades += [cell.find(f"{W}tcPr/{W}shd") for cell in run.iterancestors(W + "tc")]
        return next((fill for one in shades if one is not None and (fill := _fill(one))), _PAPER)

    def _lettered(self, said: _Said) -> str:
        sizes = {name: _number(said.get(W + name)) for name in ("sz", "w", "spacing", "position")}
        if (sizes["sz"] or _USUAL_HALF_PT) < _SMALLEST_HALF_PT:
            return "too small to be seen"
        if 0 < (sizes["w"] or 100) < _NARROWEST:
            return "too narrow to be seen"
        if (sizes["spacing"] or 0) <= _PILED_TWIPS:
            return "set on top of each other"
        if abs(sizes["position"] or 0) >= _OFF_LINE_HALF_PT:
            return "moved far off their line"
        fonts = said.get(W + "rFonts")
        names = {(fonts.get(one) or "").lower() for one in _FONTS} if fonts is not None else set()
        if names & _PICTURE_FONTS:
            return "in a font of pictures"
        return "in a font that the file brings along" if names & self.own_fonts else ""

    def _placed(self, paragraph: etree._Element, said: _Said) -> str:
        around = self._paragraph(paragraph)
        if W + "framePr" in around:
            return "in a frame, which may stand anywhere"
        indent = around.get(W + "ind")
        for side in ("left", "start", "right", "end") if indent is not None else ():
            by = _twips(indent.get(W + side)) if indent is not None else None
            if by is not None and not _OFF_PAGE_TWIPS[0] < by < _OFF_PAGE_TWIPS[1]:
                return "beside the page"
        spacing = around.get(W + "spacing")
        size = _number(said.get(W + "sz")) or _USUAL_HALF_PT
        if spacing is not None and spacing.get(f"{W}lineRule") == "exact":
            line = _twips(spacing.get(f"{W}line"))
            if line is not None and line < size * _FIELD_TWIPS / 4:
                return "on a line too low to show them"
        row = next(paragraph.iterancestors(W + "tr"), None)
        if row is not None:
            if is_on(row.find(f"{W}trPr/{W}hidden")):
                return "hidden with their row"
            height = row.find(f"{W}trPr/{W}trHeight")
            if height is not None and height.get(f"{W}hRule") == "exact":
                return "in a row of a fixed height, which may cut them off"
        return ""

    def _turned(self, run: etree._Element, paragraph: etree._Element | None, said: _Said) -> str:
        around = next(run.iterancestors(W + "bdo", W + "dir"), None)
        leftward = around is not None and around.get(f"{W}val") == "rtl"
        leftward = leftward or is_on(said.get(W + "rtl"))
        if not leftward and paragraph is not None:
            leftward = is_on(self._paragraph(paragraph).get(W + "bidi"))
        return "set to run leftwards" if leftward else ""


def _is_ours(run: etree._Element) -> bool:
    """Return whether a run is struck through by our own style for that, and by nothing else."""
    own = run.find(W + "rPr")
    return own is not None and own.find(_STRUCK) is None and _value(own.find(W + "rStyle")) == _OUR_STRUCK


def is_on(toggle: etree._Element | None) -> bool:
    """Return whether a property is there and not turned off."""
    return toggle is not None and toggle.get(f"{W}val", "1") not in _OFF


def _over(own: etree._Element | None, others: _Said) -> _Said:
    """Return what an rPr or pPr says, and of all else what others say."""
    return others if own is None or not len(own) else {**others, **{str(one.tag): one for one in own}}


def _value(entry: etree._Element | None) -> str:
    return (entry.get(f"{W}val") or "") if entry is not None else ""


def _number(entry: etree._Element | None) -> int | None:
    return _twips(_value(entry))


def _twips(value: str | None) -> int | None:
    try:
        return int(value or "")
    except ValueError:
        return None


def _style_of(paragraph: etree._Element | None) -> str:
    return _value(paragraph.find(f"{W}pPr/{W}pStyle")) if paragraph is not None else ""


def _fill(shade: etree._Element) -> str:
    fill = shade.get(f"{W}color") if _value(shade) == "solid" else shade.get(f"{W}fill")
    return "" if fill in {None, "auto"} else str(fill)


@functools.lru_cache(maxsize=256)
def _contrast(ink: str, ground: str) -> float:
    """Return how far two colours stand apart; far for one that a program chooses as it can be read."""
    lights = [_luminance(one) for one in (ink, ground)]
    if lights[0] is None or lights[1] is None:
        return 21.0
    high, low = max(lights[0], lights[1]), min(lights[0], lights[1])
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float | None:
    try:
        parts = bytes.fromhex(colour)
    except ValueError:
        return None
    if len(parts) != 3:
        return None
    linear = [
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in (c / 255 for c in parts)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _has_no_leftward(words: str) -> bool:
    """Return whether some of these words would be shown in another order, were they set to run leftwards."""
    return any(letter.isalnum() for letter in words) and not any(
        unicodedata.bidirectional(letter) in {"R", "AL"} for letter in words
    )
