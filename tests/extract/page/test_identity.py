"""The code on a page says which form it is; what is none of ours says nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.page.identity import Printed, parse_printed
from forms.reference import qr_payload

_PARTS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/.", min_size=1, max_size=20)


@given(_PARTS, _PARTS, st.sampled_from(["session", "signing", "blank"]), st.integers(1, 99))
def test_what_is_printed_is_read(form: str, version: str, stage: str, page_number: int) -> None:
    """Form and stage in small letters, as files have them."""
    payload = qr_payload("ESM-26-0042-A2", form, version, stage, page_number)
    assert parse_printed(payload) == Printed("ESM-26-0042-A2", form.lower(), version, stage, page_number)


@given(st.text(max_size=80))
def test_other_codes_say_nothing(text: str) -> None:
    """A code may hold anything."""
    found = parse_printed(text)
    assert found is None or text.startswith("HT1:")


@pytest.mark.parametrize(
    "text", ["HT1::A/B:1:BLANK:0", "HT1:::1:BLANK:1", "HT1:A:B:1:BLANK", "HT1:A:B:1:BLANK:²"]
)
def test_half_a_code_says_nothing(text: str) -> None:
    """Without form or page there is nothing to hold a page against."""
    assert parse_printed(text) is None
