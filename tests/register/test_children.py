"""Test that names of children are known from case sheets and replaced wherever they turn up."""

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.catalogue import load_form
from forms.model import Fact
from forms.revisions import revisions_of
from register.children import Children, children_of
from register.everyday import LOWER_WORDS
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
        (
            "John O\N{RIGHT SINGLE QUOTATION MARK}Neil",
            "John O'Neil home, O\N{MODIFIER LETTER APOSTROPHE}Neil, ONeil",
            "[ESM-C014] home, [ESM-C014], [ESM-C014]",
        ),
        ("Zoë Featherstone", "Zoe Featherstone, FEATHERSTONE, zoe", "[ESM-C014], [ESM-C014], [ESM-C014]"),
        ("Zoë Featherstone", "Ring ZOE FEATHERSTONE's mum", "Ring [ESM-C014]'s mum"),
        ("Zoe Featherstone", "Featherstones home, ring zoës mum", "[ESM-C014]s home, ring [ESM-C014]s mum"),
        (
            "Zoe Featherstone",
            "Feather\N{SOFT HYPHEN}stone, Zo\N{ZERO WIDTH SPACE}e",
            "[ESM-C014], [ESM-C014]",
        ),
        ("Zoe Featherstone", "Zoe_Featherstone2.docx ZoeFeatherstone", "[ESM-C014]2.docx [ESM-C014]"),
        ("Mia Rose", "MIA, ROSE, Rose, prices rose", "[ESM-C014], [ESM-C014], [ESM-C014], prices rose"),
        ("mia okoro", "Mia and Okoro, MIA OKORO", "[ESM-C014] and [ESM-C014], [ESM-C014]"),
        ("blue bag", "Blue bag, Blue Gate, the bag", "[ESM-C014], Blue Gate, the bag"),
        ("Łukasz Ó Dálaigh", "Lukasz O'Dalaigh", "[ESM-C014]"),
        (
            "Tariq al-Sayed",
            "Tariq and the al-Sayed family, Sayed",
            "[ESM-C014] and the [ESM-C014] family, [ESM-C014]",
        ),
        ("Ilse d'Arcy", "Ilse, D'Arcy", "[ESM-C014], [ESM-C014]"),
        ("Zoë de la Cruz", "Cruz, de la", "[ESM-C014], de la"),
        ("Ella Okoro-Smith", "the Okoro family, Okoro Smith", "the [ESM-C014] family, [ESM-C014]"),
        ("Baby Jones", "the baby, the Joneses", "the baby, the [ESM-C014]es"),
        ("Tim Vance", "three times", "three times"),
        ("Ella Ward", "ask the ward, then Ward", "ask the ward, then [ESM-C014]"),
        ("MIA", "Mia rang", "[ESM-C014] rang"),
        ("J K", "J K and j k", "[ESM-C014] and j k"),
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


def test_brothers_and_sisters_share_their_last_name() -> None:
    """Which of them is meant nobody can tell, so both are named and none is guessed."""
    sheets = [
        returned(f"ESM-26-0042-A3-{n}", fields={"child_name": name}, header={Fact.CASE_REF: f"ESM-C01{n}"})
        for n, name in ((1, "Jayden Okoro"), (2, "Ruby Okoro"))
    ]
    known = children_of(revisions_of(sheets, load_form))
    assert (
        known.mask("Ruby, then the Okoros", parts=True).text == "[ESM-C012], then the [ESM-C011 or ESM-C012]s"
    )


_STROKES = str.maketrans("łøŁØ", "loLO")
_TYPED_OTHERWISE: tuple[Callable[[str], str], ...] = (
    str.upper,
    str.lower,
    lambda name: unicodedata.normalize("NFD", name),
    lambda name: unicodedata.normalize("NFKD", name.translate(_STROKES)).encode("ascii", "ignore").decode(),
    lambda name: name.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"),
    lambda name: name.replace("'", ""),
    lambda name: name.replace("-", "\N{NON-BREAKING HYPHEN}"),
    lambda name: name.replace("-", " "),
    lambda name: name.replace(" ", "_"),
    lambda name: name.replace(" ", "\N{NO-BREAK SPACE}"),
    "\N{ZERO WIDTH SPACE}".join,
    lambda name: name[:3] + "\N{SOFT HYPHEN}" + name[3:],
)


def _plain(text: str) -> str:
    """Return the letters of a text alone, by another way than the program's own."""
    swapped = text.casefold().translate(_STROKES)
    return re.sub("[^a-z]", "", unicodedata.normalize("NFKD", swapped))


_LETTERS = "abdefgilmnoprstuvyzáàâäçéèêëíïñóöúüšžčøłę"
_WORD = (
    st.text(_LETTERS, min_size=4, max_size=9)
    .filter(lambda word: _plain(word) not in LOWER_WORDS | {"reed", "priya", "shah"})
    .map(str.capitalize)
)
_NAME = st.builds(
    lambda first, mark, middle, last: f"{first}{mark}{middle} {last}",
    _WORD, st.sampled_from([" ", "-", " O'", "-O'"]), _WORD, _WORD,
)  # fmt: skip


@given(
    name=_NAME,
    ways=st.lists(st.sampled_from(_TYPED_OTHERWISE), max_size=4),
    around=st.sampled_from(
        ["{}", "1. {}'s 2", "({}s) 1", "_{}.pdf", "{}\N{RIGHT SINGLE QUOTATION MARK}s", "1{}2"]
    ),
    part=st.sampled_from([None, 0, -1]),
)
def test_a_name_is_found_however_it_is_typed(
    name: str, ways: list[Callable[[str], str]], around: str, part: int | None
) -> None:
    """Accents, case, apostrophes, hyphens, unseen characters, a plural s: none of them hides a name."""
    words = name.split()
    first_or_last = name if part is None else words[part]
    typed = first_or_last
    for way in ways:
        typed = way(typed)
    masked = children(name).mask(around.format(typed), parts=True)
    assert masked.named == ("ESM-C014",)
    left = _plain(masked.text.replace("ESM-C014", ""))
    assert left in {"", "s", "pdf"}
