"""Test that names of children are known from case sheets and replaced wherever they turn up."""

import pytest

from forms.catalogue import load_form
from forms.model import Fact
from forms.revisions import revisions_of
from register.children import Children, children_of
from tests.register.responses import returned


def children(name: str, case: str = "ESM-C014") -> Children:
    """Return what one case sheet with this name tells."""
    sheet = returned("ESM-26-0042-A3-1", fields={"child_name": name}, header={Fact.CASE_REF: case})
    return children_of(revisions_of([sheet], load_form))


@pytest.mark.parametrize(
    ("name", "text", "masked"),
    [
        ("Jayden Okoro", "see jayden  okoro's file", "see [ESM-C014]'s file"),
        ("Jayden Okoro", "Okoro family", "[ESM-C014] family"),
        ("Zoë Ó Faoláin", "Zoe\u0308 O\u0301 Faola\u0301in rang", "[ESM-C014] rang"),
        ("JO", "JO and Jo", "[ESM-C014] and Jo"),
        ("Anne-Marie Cole", "Anne-Marie", "[ESM-C014]"),
        ("Will Young", "Will ring the young carers", "Will ring the young carers"),
        ("Tom Ward", "Tom to ring", "Tom to ring"),
        ("Tom Ward", "Tom Ward to ring", "[ESM-C014] to ring"),
        ("football, blue bag", "the football club", "the football club"),
        ("Ann Lee", "Annual leave", "Annual leave"),
        ("ESM-C014", "ESM-C014 again", "ESM-C014 again"),
    ],
)
def test_known_names_are_replaced(name: str, text: str, masked: str) -> None:
    """Whole names always, first and last names where they are no everyday word and no colleague's."""
    assert children(name).mask(text, parts=True).text == masked


def test_everyday_word_that_is_a_name_is_reported() -> None:
    """It may be the child, so a person looks."""
    assert children("Will Young").mask("Will ring", parts=True).named == ("ESM-C014",)


def test_name_without_a_case_is_replaced_all_the_same() -> None:
    """The sheet gave no reference that is one."""
    assert children("Jayden Okoro", "unknown").mask("Jayden Okoro").text == "[a child]"
