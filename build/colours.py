"""Mix colours, and choose ones that can be read on each other (WCAG 2.2, 1.4.3: at least 4.5 to 1).

Colours are strings #rrggbb.
"""

from __future__ import annotations

LEAST_CONTRAST = 4.5
NEEDED = "#a4161a"
"""Of words that ask for something. Darker than any ground on which notes can be read."""
_WHITE, _BLACK = "#ffffff", "#000000"


def readable(ground: str, *wanted: str) -> str:
    """Return the first of these colours that can be read on `ground`, else black or white."""
    for colour in wanted:
        if contrast(colour, ground) >= LEAST_CONTRAST:
            return colour
    # On any ground at least one of the two has more than 4.5 to 1.
    return max((_BLACK, _WHITE), key=lambda colour: contrast(colour, ground))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """Return `share` of `colour` with the rest of `other`."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one * share + rest * (1 - share)):02x}" for one, rest in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in _channels(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
