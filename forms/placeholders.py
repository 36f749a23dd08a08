"""The words that stand in an empty Word control until somebody types.

Builder and reader share them: a control whose text equals its placeholder is blank.
"""

from __future__ import annotations

TEXT = "Click here to type"
DATE = "Choose a date"
LIST = "Choose one"

ALL = frozenset({TEXT, DATE, LIST})
