"""Which sheets of a file belong together, however they lie in it."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from extract.page.footed import Foot
from extract.page.identity import Printed
from extract.page.parting import Sheet, part_sheets

_BLANK, _OTHER = Sheet(is_blank=True), Sheet()


def _sheet(form: int, number: int, *, has_code: bool = True, reference: bool = True) -> Sheet:
    called = f"ESM-26-{form:04}-A2" if reference else ""
    printed = Printed(called, "esteem/a2-record", "1", "session", number)
    foot = Foot("", "agenda", "1", called, number, 4)
    return Sheet((printed,) if has_code else (), foot)


@given(
    st.lists(st.integers(1, 4), min_size=2, max_size=12),
    st.integers(0, 4),
    st.booleans(),
    st.integers(0, 2**32),
)
def test_every_sheet_goes_to_its_form(counts: list[int], others: int, is_shuffled: bool, seed: int) -> None:  # noqa: FBT001 # given by hypothesis
    """Whatever their order, and where a code is lost that another page of the form still has."""
    chance = random.Random(seed)  # noqa: S311
    sheets = [
        _sheet(form, number, has_code=number == 1 or chance.random() < 0.7)
        for form, count in enumerate(counts)
        for number in range(1, count + 1)
    ]
    sheets += [chance.choice([_BLANK, _OTHER]) for _ in range(others)]
    if is_shuffled:
        chance.shuffle(sheets)
    shares = part_sheets(sheets)
    assert sorted(index for share in shares for index in share.indexes) == list(range(len(sheets)))
    assert len([share for share in shares if share.form is not None]) == len(counts)
    for share in shares:
        own = [sheets[index] for index in share.indexes]
        references = {one.foot.reference for one in own if one.foot is not None}
        assert references == ({share.form.reference} if share.form is not None else set())
        assert share.form is None or _OTHER not in own


def test_one_form_is_no_pack() -> None:
    """Neither with other sheets in between, nor with a page twice."""
    one = [_sheet(1, number) for number in (1, 2, 2, 3)]
    assert part_sheets([*one, _OTHER, _BLANK]) == ()
    assert part_sheets([_OTHER, _OTHER]) == ()
    assert part_sheets([]) == ()


def test_copies_of_a_blank_are_told_by_their_order() -> None:
    """They have no reference; where their order says nothing they stay together, and are told there."""
    twice = [_sheet(0, number, reference=False) for number in (1, 2, 3, 1, 2, 3)]
    assert [share.indexes for share in part_sheets(twice)] == [(0, 1, 2), (3, 4, 5)]
    assert part_sheets([twice[at] for at in (0, 3, 1, 4, 2, 5)]) == ()


def test_a_sheet_with_pages_of_two_forms_is_in_both() -> None:
    """As where two pages are printed on a sheet."""
    both = Sheet((*_sheet(1, 2).printed, *_sheet(2, 1).printed))
    assert [share.indexes for share in part_sheets([_sheet(1, 1), both, _sheet(2, 2)])] == [(0, 1), (1, 2)]
