"""Test that the pages of docs/forms/ show every form, as it is."""

import re

import pytest

from forms.catalogue import form_ids, load_form
from tests.docs.forms import FOLDER, fingerprint_in, forms_on, make_page, picture_path, with_block

PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))}
_MOST_BYTES = 120_000


def test_every_form_is_on_the_page_of_its_policy() -> None:
    """In the order of the appendices; the index names every page."""
    shown = [form for name, text in PAGES.items() if name != "README" for form in forms_on(text)]
    assert shown == sorted(form_ids(), key=lambda form: (form.partition("/")[0], shown.index(form)))
    for name in PAGES.keys() - {"README"}:
        assert f"({name}.md)" in PAGES["README"]
        assert {form.partition("/")[0] for form in forms_on(PAGES[name])} == {name}


def without_page_numbers(text: str) -> str:
    """Return a page without the numbers that a change of the letters or margins may move."""
    return re.sub(r"\| [0-9]* \||blank PDF of [0-9]+ pages?", "", text)


@pytest.mark.parametrize("form", form_ids())
def test_table_is_that_of_the_form(form: str) -> None:
    """Every printed label stands in it; `make doc-pages` writes it anew."""
    text = PAGES[form.partition("/")[0]]
    assert without_page_numbers(with_block(text, make_page(form))) == without_page_numbers(text)


@pytest.mark.parametrize("form", form_ids())
def test_picture_is_of_the_form_and_small(form: str) -> None:
    """It was made from the definition as it is; `make doc-pages` makes it anew."""
    png = picture_path(form).read_bytes()
    assert len(png) <= _MOST_BYTES
    assert fingerprint_in(png) == load_form(form).fingerprint
