"""The words that stand in an empty Word control until somebody types.

Builder and reader share them: a control whose text equals its placeholder is blank.
"""

from __future__ import annotations

TEXT = "Click here to type"
CELL = "Type here"
"""In the narrow cells of a table of actions."""
DATE = "Choose a date"
LIST = "Choose one"
LEFT_BLANK = "left blank"
"""In a form laid out for signing: nobody answered, and nobody can any more."""
DASH = "\u2013"
"""The same, behind a small label on the same line."""
SPACE = "\u2002"
"""An en space, which nobody types: half as wide as the letters are high, about the width of a letter."""
LOCKED = SPACE * 5
"""In a blank that is locked at this stage: en spaces, so that nothing invites to type."""

ALL = frozenset({TEXT, CELL, DATE, LIST, LEFT_BLANK, DASH, LOCKED})
"""All but the blanks inside sentences."""
OPEN = frozenset({TEXT, CELL, DATE, LIST})
"""Those of boxes in which somebody can type."""


def blank_space(letters: int) -> str:
    """Return what stands in an empty blank inside a sentence: white space alone, `letters` wide."""
    return SPACE * letters
