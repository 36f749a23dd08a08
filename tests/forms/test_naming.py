"""A school is the same one however its name is typed, and never another one; so is a person."""

import pytest

from forms.naming import is_same_school, letters_of_name, letters_of_school

_SAME = (
    ("St Mary’s C of E Primary", "st. marys  CofE primary", "Saint Mary's Church of England Primary School"),
    ("St Mary's Primary", "St Marys Primary", "The St. Mary’s Primary School"),
    ("St Mary's Catholic Primary", "ST MARY'S CATHOLIC PRIMARY SCHOOL"),
    ("St Anne’s C.E. Primary", "St Anne's CE Primary"),
    ("Green Gates", "Greengates School", "GREEN-GATES"),
    ("École Saint Jean", "Ecole St Jean"),
    ("St Peter & St Paul RC", "St Peter and St Paul Roman Catholic School"),
    ("Harewood Academy",),
    ("Harewood Primary School",),
    ("Academy 1",),
    ("Academy 2",),
    ("The School",),
    ("St Mary's",),
)
"""Ways to write one school's name, school by school."""


def test_schools_are_one_where_only_the_typing_differs() -> None:
    """What is about a case goes on at its own school, and to no other: each name against each other one."""
    for number, own in enumerate(_SAME):
        for other_number, others in enumerate(_SAME):
            for one in own:
                for other in others:
                    assert is_same_school(one, other) is (number == other_number), (one, other)


@pytest.mark.parametrize("name", [None, "", " ", "?"])
def test_nothing_typed_is_no_school(name: str | None) -> None:
    """Two forms without a school are not of one school."""
    assert not is_same_school(name, name)
    assert not is_same_school(name, "Green Gates")
    assert letters_of_school(name) == ""


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("Reed, Tom", True),
        ("Mr Tóm  REED", True),
        ("T Reed", False),
        ("Reed", False),
        ("Tom Reed 2", False),
        ("?", False),
        ("", False),
    ],
)
def test_whole_name_of_a_person_is_compared_by_letters(typed: str, *, same: bool) -> None:
    """An initial may be somebody else's; a title is no part of a name."""
    assert (letters_of_name(typed) == letters_of_name("Tom Reed")) is same


def test_apostrophes_of_keyboards_do_not_make_another_person() -> None:
    """Word types another apostrophe than Acrobat."""
    assert letters_of_name("Ann O’Brien") == letters_of_name("ann O'Brien") == letters_of_name("Ann OBrien")
    assert letters_of_name("?") != letters_of_name("")
