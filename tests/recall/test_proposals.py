"""A proposal counts where it is what stands on the form, looked at or not."""

import pytest

from forms.findings import Finding, Severity
from forms.records import State
from tests.recall.proposals import Proposals, proposals
from tests.recall.said import Said, SaidValue
from tests.recall.truth import Place, Truth

_NAME, _NOTE = Place("name"), Place("note")
_TRUTH = Truth({_NAME: "O0 and 0O"}, lines_kept=False, empty=frozenset({_NOTE}))
_BLANK = SaidValue(None, State.BLANK)


def _unsure(text: str) -> SaidValue:
    return SaidValue(text, State.FILLED, 0.3)


@pytest.mark.parametrize(
    ("said", "as_typed"),
    [
        pytest.param(Said({_NAME: _unsure("O0 and\n0O"), _NOTE: _BLANK}), 2, id="all, and for review"),
        pytest.param(Said({_NAME: _unsure("00 and 0O"), _NOTE: _BLANK}), 1, id="a letter mixed up"),
        pytest.param(Said({_NAME: _unsure("O0 and 0O"), _NOTE: _unsure(".")}), 1, id="a speck read"),
        pytest.param(
            Said({_NAME: _unsure("O0 and 0O"), _NOTE: SaidValue(None, State.ILLEGIBLE)}),
            1,
            id="perhaps empty",
        ),
        pytest.param(
            Said({_NOTE: _BLANK}, (Finding("F61", Severity.ACT_NOW, "note", "look"),)),
            0,
            id="empty, but asked",
        ),
        pytest.param(Said(refused="R23: it does not fit"), 0, id="the file is refused"),
    ],
)
def test_boxes_as_typed(said: Said, as_typed: int) -> None:
    """One box with words, one without."""
    assert proposals(_TRUTH, said) == Proposals(2, as_typed)
