"""A form that names one child and refers to another counts for nothing until a person has looked."""

from forms.case_key import CaseEntry
from forms.log import Outcome
from forms.model import Fact, Stage
from forms.records import Response
from register.belonging import name_mark
from register.database import Register
from tests.register.responses import new_row, returned
from tests.register.taking import KEY, SECRET, log_of, take


def sheet(name: str, case: str, path: str = "sheet.pdf") -> Response:
    """Return a case sheet with a child's name and a reference."""
    return returned(
        "ESM-26-0042-A3-1",
        Stage.SESSION,
        {"child_name": name, "new_actions": [new_row("ESM-26-0042-A3-1/1", "Ring home", "Tom Reed")]},
        {Fact.SESSION_DATE: "2026-11-19", Fact.CASE_REF: case, Fact.SHEET: "1"},
        path=path,
    )


def test_notes_under_the_wrong_child_are_set_aside(register: Register) -> None:
    """Neither case nor action reaches the log; the file is listed, and says why."""
    take(register, [sheet("Mia Rose Fielding", "ESM-C014")])
    log = log_of(register)
    assert (log.cases, log.actions, log.sessions) == ((), (), ())
    assert [(row.outcome, row.codes) for row in log.imports] == [(Outcome.NEEDS_REVIEW, ("N06",))]


def test_notes_under_the_right_child_count(register: Register) -> None:
    """However the name is typed, and by any name that the key has for the child."""
    take(register, [sheet("mia-rose  FIELDING", "ESM-C021")])
    assert [row.case_ref for row in log_of(register).cases] == ["ESM-C021"]
    take(register, [sheet("Mimi Fielding", "ESM-C021", "again.pdf")])
    assert [row.case_ref for row in log_of(register).cases] == ["ESM-C021"]


def test_name_that_the_key_does_not_have_proves_nothing(register: Register) -> None:
    """The DSL may not have written the child in yet."""
    take(register, [sheet("Somebody New", "ESM-C014")])
    assert [row.case_ref for row in log_of(register).cases] == ["ESM-C014"]


def test_what_the_key_says_today_decides_about_what_came_before(register: Register) -> None:
    """Once it is put right there, the form counts, without being taken in again."""
    take(register, [sheet("Mia Rose Fielding", "ESM-C014")])
    assert log_of(register).cases == ()
    corrected = (KEY[0], CaseEntry("ESM-C014", "Alder Grove Academy", "Mia Rose Fielding"))
    assert [row.case_ref for row in log_of(register, key=corrected).cases] == ["ESM-C014"]


def test_two_children_of_one_name_are_both_right(register: Register) -> None:
    """The name proves nothing against either."""
    both = (*KEY, CaseEntry("ESM-C030", "Alder Grove Academy", "Jayden Okoro"))
    take(register, [sheet("Jayden Okoro", "ESM-C030")])
    assert [row.case_ref for row in log_of(register, key=both).cases] == ["ESM-C030"]


def test_mark_of_a_name_is_the_same_however_it_is_typed() -> None:
    """Accents, capitals, hyphens and spaces make no other child; the key of the marks does."""
    assert name_mark("Zoë O'Brien-Łukasz", SECRET) == name_mark("ZOE OBRIEN LUKASZ", SECRET)
    assert name_mark("Zoë O'Brien", SECRET) != name_mark("Zoë O'Brian", SECRET)
    assert name_mark("Zoë O'Brien", SECRET) != name_mark("Zoë O'Brien", b"another")
