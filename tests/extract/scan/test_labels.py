"""The labels of the facts above a form are told from other words, and known with specks behind them."""

from __future__ import annotations

import pytest

from extract.scan.labels import labels
from extract.scan.recognising import ReadWord

_DOTS_PER_PT = 2.0


def _line(*words: str, gap_pt: float = 3.0) -> list[ReadWord]:
    left, line = 100.0, []
    for text in words:
        line.append(ReadWord(text, 0.9, (1, 1, 1), round(left), 400, 10 * len(text), 20))
        left += 10 * len(text) + gap_pt * _DOTS_PER_PT
    return line


@pytest.mark.parametrize(
    ("words", "gap_pt", "said"),
    [
        (("School.:!", "St.", "Bede's"), 3.0, ["School"]),
        (("Schoo!", "St.", "Bede's"), 3.0, ["School"]),
        (("|", "Date", "of", "session:", "04/03/2026"), 3.0, ["Date of session"]),
        (("Supervisor", "Supervisee"), 30.0, ["Supervisee", "Supervisor"]),
        # A school's own name, a word that is none of them, half a label.
        (("Green", "Gates", "Primary", "School"), 3.0, []),
        (("Schooner", "Shool"), 30.0, []),
        (("Date", "of"), 3.0, []),
    ],
)
def test_labels_begin_a_line_or_a_column(words: tuple[str, ...], gap_pt: float, said: list[str]) -> None:
    """What stands in front is no label; specks behind one, or a letter misread in a long one, hide none."""
    assert list(labels(_line(*words, gap_pt=gap_pt), _DOTS_PER_PT)) == said
