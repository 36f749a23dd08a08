"""Which of the words that a form was issued with follow from its code, so that its picture proves them."""

from collections.abc import Sequence

import pytest

from extract.page.places import Place
from extract.scan.answers import Known
from forms.records import Box

_REFERENCE = "ESM-26-0042-A2"
_BOX = Box(0, 0, 100, 20)


@pytest.mark.parametrize(
    ("ids", "is_independent", "sure"),
    [
        (("/1", "/2"), False, True),
        (("/1", "/7"), False, False),
        (("/1", "/2 f"), False, False),
        (("/4", "/5"), True, True),
    ],
    ids=["count up", "one misread", "with a speck", "known before"],
)
def test_own_ids_are_sure_only_where_none_can_be_misread(
    *, ids: Sequence[str], is_independent: bool, sure: bool
) -> None:
    """The form that its pages were held against may have been made with ids that were read on them."""
    texts = {f"actions-{row}-ref": f"{_REFERENCE}{end}" for row, end in enumerate(ids, start=1)}
    known = Known(texts, _REFERENCE, is_independent)
    last = Place(list(texts)[-1], 1, _BOX, None, multiline=False, locked=True)
    assert known.is_own(last) is sure
