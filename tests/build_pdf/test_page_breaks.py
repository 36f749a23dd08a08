"""Labels and headings stay on the page of what they stand above, and each is a line of its own."""

import io

import pikepdf
import pytest

from build.page import Box, PageSection, Style, Words
from build.pdf.document import build_pdf
from forms.printed_page import Frame
from tests.build_pdf.fields import words_of
from tests.build_pdf.pages import line, page_of, section_of


def _body(lines: int) -> PageSection:
    return section_of(*((Words("Body", Style.CLAUSE),) for _ in range(lines)), frame=Frame.PROSE)


def _pages_of(data: bytes) -> tuple[int, int]:
    """Return the pages, from 0, of the words Above and of the box `asked`."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = [[str(widget.get("/T")) for widget in page.get("/Annots", ())] for page in pdf.pages]
    printed = [at for at in range(len(pages)) if any(one["text"] == "Above" for one in words_of(data, at))]
    return printed[0], next(at for at, names in enumerate(pages) if "asked" in names)


def _stays_together(section: PageSection, *more: PageSection) -> None:
    """Check that the words Above and the box `asked` stand on one page, however full the page before is."""
    pages = set()
    for lines in range(24, 44, 2):
        data = build_pdf(page_of(_body(lines), section, *more))
        above, asked = _pages_of(data)
        assert above == asked, lines
        pages.add(asked)
    assert pages == {0, 1}


@pytest.mark.parametrize("style", [Style.LABEL, Style.HEADING])
def test_a_label_by_itself_stays_with_the_table_below_it(style: Style) -> None:
    """As the label of a table stands, in a section before it."""
    table = section_of((Box(line("asked", lines=6)), Box(line("b"))), columns=(1, 1), header=("One", "Two"))
    _stays_together(section_of((Words("Above", style),), frame=Frame.PROSE), table)


def test_a_label_in_prose_stays_with_its_box() -> None:
    """In the same section."""
    rows = ((Words("Above", Style.LABEL),), (Box(line("asked", lines=6)),))
    _stays_together(section_of(*rows, frame=Frame.PROSE))


def test_labels_in_prose_are_lines_of_their_own() -> None:
    """They do not run together into one word."""
    rows = ((Words("First", Style.LABEL),), (Words("Second", Style.LABEL),), (Words("Third", Style.HINT),))
    found = {
        one["text"]: one["top"] for one in words_of(build_pdf(page_of(section_of(*rows, frame=Frame.PROSE))))
    }
    assert found["First"] < found["Second"] < found["Third"]
