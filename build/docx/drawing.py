"""What drawing a document needs at every step: its look, and what is unique in it."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from build.colours import LEAST_CONTRAST, NEEDED, contrast, mixed, readable
from build.docx.controls import Numbering
from forms.look import Face, Look

INK = "#1d2733"
QUIET = "#465463"
_WHITE = "#ffffff"
_RULE_GROUND = "#99afc3"
"""Rules are halfway between the accent and this."""
_BOX_SHARES = (0.6, 0.3, 0.1, 0.0)
"""How much of the tint is left in the ground of a box to type in: the most on which a prompt can be read."""
_ADDED_SHARES = (0.35, 0.2, 0.1, 0.0)
"""The same of what the printed form does not have."""
_FONTS = {Face.SANS: "Arial", Face.SERIF: "Cambria"}
"""Both are on every Windows and come with Word on a Mac; free fonts of the same widths stand in for them."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a look as RRGGBB, and its font."""

    font: str
    ink: str
    quiet: str
    accent: str
    rule: str
    tint: str
    """Ground of headings and of shaded labels."""
    on_tint: str
    quiet_on_tint: str
    needed: str
    """Of words that ask for something."""
    box: str
    """Ground of a box to type in."""
    added: str
    """Ground of what the printed form does not have."""
    added_rule: str
    added_edge: str
    """Its heavy rule on the left."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One document as it is drawn; its numbering counts on."""

    look: Look
    palette: Palette
    numbering: Numbering

    @classmethod
    def from_start(cls, look: Look) -> Drawing:
        """Return a drawing of which nothing is drawn yet."""
        return cls(look, palette_of(look), Numbering.from_start())


@functools.cache
def palette_of(look: Look) -> Palette:
    """Return the colours that follow from a policy's two, so that all words can be read."""
    rule = mixed(look.accent, _RULE_GROUND, 0.5)
    # The house's own look marks additions in amber; in a school's they keep to its colours.
    amber = look == Look()
    added = ("#fbf7ec", "#c9b57c", "#8a6d1f")
    if not amber:
        added = (_paler(look.tint, _ADDED_SHARES), rule, look.accent)
    colours = (
        INK,
        QUIET,
        readable(_WHITE, look.accent, INK),
        rule,
        look.tint,
        readable(look.tint, INK, _WHITE),
        readable(look.tint, QUIET, INK, _WHITE),
        NEEDED,
        _paler(look.tint, _BOX_SHARES),
        *added,
    )
    return Palette(_FONTS[look.face], *(colour.removeprefix("#").upper() for colour in colours))


def _paler(tint: str, shares: tuple[float, ...]) -> str:
    grounds = (mixed(tint, _WHITE, share) for share in shares)
    return next(ground for ground in grounds if contrast(QUIET, ground) >= LEAST_CONTRAST)
