"""What says that there is no answer is told from an answer that is like it."""

from __future__ import annotations

import pytest

from extract.scan.aligning import FoundWord
from extract.scan.printed import misread_blank
from forms.records import Box

_PLACE = Box(200, 400, 230, 412)


def _words(*texts: str, y_pt: float = 406) -> tuple[FoundWord, ...]:
    return tuple(
        FoundWord(text, Box(left, y_pt - 4, left + 20, y_pt + 4), 1)
        for text, left in zip(texts, (202, 226, 247), strict=False)
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (_words("left", "blink"), "left blink"),
        (_words("loft", "blank"), "loft blank"),
        # A sentence goes on behind it.
        (_words("left", "blink", "and"), "left blink"),
        (_words("left", "blank"), ""),
        # No form is made without these, and what stands on another line is another answer.
        (_words("left", "blinks"), ""),
        (_words("lost", "blink"), ""),
        (_words("Left", "blank"), ""),
        (_words("left", "blink", y_pt=380), ""),
    ],
)
def test_what_is_only_like_the_words_for_no_answer_is_said(words: tuple[FoundWord, ...], said: str) -> None:
    """It may be somebody's answer, with which the form was made without it."""
    assert misread_blank((*words[::-1], *_words("Update", "none", y_pt=430)), _PLACE) == said
