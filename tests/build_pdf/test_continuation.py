"""The free box at the end of a PDF takes what room there is, and never less than its text needs."""

import io

import pikepdf

from forms.model import Stage
from tests.round.making import load_form, made, read_back
from tests.round.strategies import least_values

_CONTRACT = load_form("highcliffe/a1-contract")


def _pages(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as document:
        return len(document.pages)


def test_it_opens_no_page_of_its_own_where_a_lower_one_fits() -> None:
    """The contract is a page long; below its signatures there is room for a few lines."""
    data = made(_CONTRACT, least_values(_CONTRACT), "pdf", stage=Stage.SESSION).data
    assert _pages(data) == 1
    assert read_back(data, "pdf")["fields"]["continuation"]["value"] is None


def test_with_words_in_it_it_is_as_high_as_they_are() -> None:
    """Words that need more lines than there is room for stand whole on the next page."""
    words = "\n".join(f"Line {number}" for number in range(1, 6))
    values = least_values(_CONTRACT)
    values["fields"] = {**values.get("fields", {}), "continuation": words}
    data = made(_CONTRACT, values, "pdf", stage=Stage.SESSION).data
    box = read_back(data, "pdf")["fields"]["continuation"]
    assert box["value"] == words
    assert box["page"] == 2
    assert box["box"][3] - box["box"][1] > 5 * 11
