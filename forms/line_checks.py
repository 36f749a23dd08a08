"""Check how many lines a box is given: what is taller than a page cannot be printed whole."""

from __future__ import annotations

from forms.mistakes import Mistakes
from forms.toml_lines import Place

_MOST_LINES = 40
"""A box of so many lines still fits on a page below headings; a longer answer gets further boxes."""


def check_lines(lines: int, place: Place, mistakes: Mistakes) -> None:
    """Note a number of lines that no box can have."""
    if not 1 <= lines <= _MOST_LINES:
        mistakes.add(
            "D17",
            place,
            found=f"lines = {lines}",
            expected=f"1 to {_MOST_LINES}, for a box stands on one page",
            advice="correct it; a longer answer goes on in boxes of its own",
        )
