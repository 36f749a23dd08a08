"""Pages whose fonts do not say which letters they draw are read by the outlines of these."""

import io

import pikepdf
import pytest

from extract.page.lettered import with_letters
from extract.page.opened import OpenPages
from forms.model import Stage
from tests.round.making import load_form, made
from tests.round.strategies import least_values


def _texts(data: bytes) -> list[list[str]]:
    with OpenPages(data) as pages:
        return ["".join(one.text for one in pages.characters(index)).split() for index in range(len(pages))]


@pytest.mark.parametrize(
    ("form", "stage"), [("harewood/a2-record", Stage.AGENDA), ("ashbury-meadow/a-contract", Stage.SIGNING)]
)
def test_outlines_of_our_own_fonts_say_which_letters_they_are(form: str, stage: Stage) -> None:
    """MuPDF leaves out the map from codes to letters; what is printed comes back, and "…" as one."""
    definition = load_form(form)
    issued = made(definition, least_values(definition), "pdf", stage=stage).data
    with pikepdf.open(io.BytesIO(issued)) as pdf:
        for page in pdf.pages:
            for font in dict(page.resources.Font).values():
                if "/ToUnicode" in font:
                    del font.ToUnicode
        out = io.BytesIO()
        pdf.save(out)
    silent = out.getvalue()
    assert _texts(silent) != _texts(issued)
    assert _texts(with_letters(silent)) == _texts(issued)


def test_a_file_that_says_its_letters_is_left_as_it_is() -> None:
    """Byte for byte; so is one that cannot be opened."""
    definition = load_form("esteem/a1-agreement")
    issued = made(definition, least_values(definition), "pdf", stage=Stage.SESSION).data
    assert with_letters(issued) == issued
    assert with_letters(b"%PDF-1.7 and nothing else") == b"%PDF-1.7 and nothing else"
