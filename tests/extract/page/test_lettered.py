"""Pages whose fonts do not say which letters they draw are read by the outlines of these."""

import io

import pikepdf

from extract.page.lettered import with_letters
from extract.page.opened import OpenPages
from forms.model import Stage
from tests.round.making import load_form, made
from tests.round.strategies import least_values


def _texts(data: bytes) -> list[list[str]]:
    with OpenPages(data) as pages:
        return ["".join(one.text for one in pages.characters(index)).split() for index in range(len(pages))]


def test_outlines_of_our_own_fonts_say_which_letters_they_are() -> None:
    """MuPDF leaves out the map from codes to letters; what is printed comes back to the letter."""
    definition = load_form("harewood/a2-record")
    issued = made(definition, least_values(definition), "pdf", stage=Stage.AGENDA).data
    with pikepdf.open(io.BytesIO(issued)) as pdf:
        for page in pdf.pages:
            for font in dict(page.resources.Font).values():
                if "/ToUnicode" in font and "+NotoS" in str(font.BaseFont):
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
