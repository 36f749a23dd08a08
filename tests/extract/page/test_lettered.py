"""Pages whose fonts do not say which letters they draw are read by the outlines of these."""

import io
from itertools import chain
from pathlib import Path

import pikepdf
import pytest

from extract.page.lettered import with_letters
from extract.page.opened import OpenPages
from forms.model import Stage
from tests.round.making import load_form, made
from tests.round.strategies import least_values
from tests.tools import ghostscript, pdfium


def _texts(data: bytes) -> list[list[str]]:
    with OpenPages(data) as pages:
        return ["".join(one.text for one in pages.characters(index)).split() for index in range(len(pages))]


def _words(data: bytes) -> list[str]:
    """Return the words of all pages, in no order: a program that draws anew has its own."""
    return sorted(chain.from_iterable(_texts(data)))


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


@pytest.mark.needs(ghostscript.TOOL)
def test_what_ghostscript_leaves_out_is_found_by_outlines(tmp_path: Path) -> None:
    """It drops the encoding of the letters that stand in boxes too: all of them come back."""
    definition = load_form("esteem/a2-record")
    issued = made(definition, least_values(definition), "pdf", stage=Stage.AGENDA).data
    source, target = tmp_path / "issued.pdf", tmp_path / "typed.pdf"
    source.write_bytes(issued)
    pdfium.type_into_pdf(source, target, {"agenda_items": "Late arrivals, and who rings home"})
    written = pdfium.flatten(target.read_bytes())
    with pikepdf.open(io.BytesIO(ghostscript.distil(written))) as pdf:
        fonts = {font.objgen: font for page in pdf.pages for font in dict(page.resources.Font).values()}
        symbolic = [font for font in fonts.values() if "/ToUnicode" not in font and "/Encoding" not in font]
        assert symbolic
        out = io.BytesIO()
        pdf.save(out)
    assert _words(with_letters(out.getvalue())) == _words(written)


def test_a_file_that_says_its_letters_is_left_as_it_is() -> None:
    """Byte for byte; so is one that cannot be opened."""
    definition = load_form("esteem/a1-agreement")
    issued = made(definition, least_values(definition), "pdf", stage=Stage.SESSION).data
    assert with_letters(issued) == issued
    assert with_letters(b"%PDF-1.7 and nothing else") == b"%PDF-1.7 and nothing else"
