"""The look of a policy's forms as the page template takes it: colours that can be read on each other.

Contrast is that of WCAG 2.2, 1.4.3: words have at least 4.5 to 1 on whatever they stand.
"""

from __future__ import annotations

from forms.model import Look

INK = "#1d2733"
QUIET = "#465463"
_WHITE, _BLACK = "#ffffff", "#000000"
LEAST_CONTRAST = 4.5
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


def readable(ground: str, *wanted: str) -> str:
    """Return the first of these colours that can be read on `ground`, else black or white."""
    for colour in wanted:
        if contrast(colour, ground) >= LEAST_CONTRAST:
            return colour
    # On any ground at least one of the two has more than 4.5 to 1.
    return max((_BLACK, _WHITE), key=lambda colour: contrast(colour, ground))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours #rrggbb, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """Return `share` of `colour` with the rest of `other`, as #rrggbb."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one * share + rest * (1 - share)):02x}" for one, rest in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in _channels(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
