"""The rows that `halfterm start` proposes, and what comes of the answers to them."""

import dataclasses
import json
from pathlib import Path

import pytest

from extract.plain.reading import read_plain
from extract.review.start import PEOPLE, Proposal, save_proposals
from forms.catalogue import own_catalogue
from forms.errors import NeedsPersonError
from forms.plan import Person, Plan
from halfterm.start_decided import Confirmed, decided, values_of
from halfterm.start_people import ROSTER_COPY, copies_of, take_people
from halfterm.start_rows import record_rows
from tests.extract.plain.samples import sample
from tests.extract.plain.typed import Habit, Typed, typed_form

_RECORD = own_catalogue().load_form("esteem/a2-record")
_CASE = own_catalogue().load_form("esteem/a3-case-notes")


def _rows(typed: Typed | None = None, others: tuple[Proposal, ...] = ()) -> list[Proposal]:
    """Return the rows of a record, all answered with yes."""
    data = typed_form(_RECORD, typed or sample(_RECORD), Habit.RUN_IN)
    rows = record_rows(read_plain(data, [_RECORD]), _RECORD, "k" * 16, "old.docx", "ESM-25-9001-A2", others)
    return [dataclasses.replace(one, take=one.take or "yes") for one in rows]


def _confirmed(rows: list[Proposal]) -> Confirmed:
    [confirmed] = decided(rows)
    return confirmed


def test_what_a_cell_cannot_hold_is_not_taken_over() -> None:
    """Excel would cut it; the row says so, and the sign in its place is no answer."""
    typed = sample(_RECORD)
    long = Typed({**typed.words, "agenda_items": "Words " * 6000}, typed.actions)
    rows = _rows(long)
    agenda = next(one for one in rows if one.id.endswith(":field.agenda_items"))
    assert (agenda.values["Right value"], agenda.is_sure) == ("", False)
    fields = json.loads(values_of(_confirmed(rows), _RECORD))["fields"]
    assert "agenda_items" not in fields
    assert fields["training_planned"] == typed.words["training_planned"]


@pytest.mark.parametrize(
    "change", ["a row that only shows", "one row twice", "an action without words", "no such field"]
)
def test_answers_that_cannot_be_meant_are_said(change: str) -> None:
    """Nothing of that record is taken then."""
    typed = sample(_RECORD)
    rows = _rows(Typed({**typed.words, "name": "Tom Reed\nVisitor: nobody"}, typed.actions))
    at = next(number for number, one in enumerate(rows) if ":action." in one.id)
    if change == "one row twice":
        rows.append(rows[at])
    elif change == "an action without words":
        rows[at] = dataclasses.replace(rows[at], values={**rows[at].values, "Action": " "})
    elif change == "no such field":
        rows[at] = dataclasses.replace(rows[at], values={**rows[at].values, "Goes under": "Somewhere"})
    else:
        at = next(number for number, one in enumerate(rows) if ":look." in one.id)
        rows[at] = dataclasses.replace(rows[at], take="yes")
    with pytest.raises(NeedsPersonError) as caught:
        values_of(_confirmed(rows), _RECORD)
    assert caught.value.code == "W18"


def test_a_child_is_not_named_by_what_is_taken_over() -> None:
    """The policy keeps full names off forms; the name is shown to the person who confirms."""
    record = read_plain(typed_form(_CASE, sample(_CASE), Habit.CELLS), [_CASE])
    rows = record_rows(record, _CASE, "k" * 16, "case.docx", "ESM-25-9001-A3", ())
    [name] = [one for one in rows if one.values.get("What") == "Child’s Name"]
    assert (name.take, name.values["Right value"]) == ("look", "")
    assert name.words


def test_one_record_in_two_files_is_said() -> None:
    """As Word file and as PDF: both would carry its actions."""
    first = _rows()
    second = _rows(others=tuple(dataclasses.replace(one, file="old.pdf", id=f"p{one.id}") for one in first))
    assert [one.is_sure for one in (first[0], second[0])] == [True, False]
    assert "old.pdf" in second[0].reasons[0]


def test_people_who_were_copied_into_the_roster_go(tmp_path: Path) -> None:
    """Until then their rows stand there, and the ids go on from those of the plan."""
    values = dict.fromkeys(PEOPLE.values, "") | {"School": "Alder Grove Academy", "Supervisor": "Amara Obi"}
    rows = [
        Proposal(PEOPLE.name, f"k:{number}", {**values, "Name": name}, "yes")
        for number, name in enumerate(("Tom Reed", "Jo Smith"))
    ]
    people, left = take_people(rows)
    assert (len(people), left) == (2, [])
    review = tmp_path / "review.xlsx"
    amara = Person("P-01", "Amara Obi", "Alder Grove Academy")
    copies = copies_of(review, people, Plan(people=(amara,)), "esteem")
    assert [row[0] for row in copies[ROSTER_COPY][1:]] == ["P-02", "P-03"]
    save_proposals(review, (), copies)
    tom = Person("P-02", "Reed, Tom", "Alder Grove Academy")
    later = copies_of(review, (), Plan(people=(amara, tom)), "esteem")
    assert [row[1] for row in later[ROSTER_COPY][1:]] == ["Jo Smith"]
    assert [row[2:4] for row in later["Start relationships"][1:]] == [["P-03", "P-01"]]
