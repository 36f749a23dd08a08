"""The look of a policy's forms as the page template takes it: colours that can be read on each other.

Contrast is that of WCAG 2.2, 1.4.3: words have at least 4.5 to 1 on whatever they stand.
"""

from __future__ import annotations

from build.colours import LEAST_CONTRAST, contrast, mixed, readable
from forms.look import Look

INK = "#1d2733"
QUIET = "#465463"
_WHITE = "#ffffff"
_LEAST_EDGE_CONTRAST = 3.0
"""Of the edge of a box, which is no word (1.4.11)."""
_EDGE = 0.6
"""How much of the accent is left in the edges of boxes."""
_PALE = (0.35, 0.2, 0.1, 0.0)
"""How much of the tint is left in the ground of additions: the most on which notes can be read."""


def look_data(look: Look) -> dict[str, str] | None:
    """Return what the template is told of a policy's look; None for the default one."""
    if look == Look():
        return None
    grounds = (mixed(look.tint, _WHITE, share) for share in _PALE)
    pale = next(ground for ground in grounds if contrast(QUIET, ground) >= LEAST_CONTRAST)
    edge = mixed(look.accent, _WHITE, _EDGE)
    return {
        "accent": look.accent,
        "edge": edge if contrast(edge, _WHITE) >= _LEAST_EDGE_CONTRAST else look.accent,
        "tint": look.tint,
        "pale": pale,
        "on_tint": readable(look.tint, INK, _WHITE),
        "quiet_on_tint": readable(look.tint, QUIET, INK, _WHITE),
        "accent_on_pale": readable(pale, look.accent, INK),
        "face": look.face.value,
        "title": look.title.value,
        "rules": look.rules.value,
        "labels": look.labels.value,
        "boxes": look.boxes.value,
    }
