"""The difference of two definitions names every change once, and nothing where there is none."""

import dataclasses
import enum
import types
import typing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.catalogue import form_ids, load_form
from forms.changes import Change, Part, Sort, moved
from forms.difference import compare
from forms.look import Look
from forms.model import Column, Definition, Field, FixedRow
from forms.printed_page import Cell, Item, Show

FORMS = form_ids()
_HINTS = typing.get_type_hints(Field)
_ATTRIBUTES = sorted(set(_HINTS) - {"id", "was"})
"""All that a field says; its id is renaming, and `was` only tells of it."""
_NEW: dict[Any, Any] = {
    tuple[Column, ...]: (Column("zz", "Zz"),),
    tuple[FixedRow, ...]: (FixedRow("Zz"),),
    tuple[tuple[str, ...], ...]: (("zz",),),
    tuple[str, ...]: ("zz",),
    dict[str, str]: {"zz": "Zz"},
}


def _other(value: Any, hint: Any) -> Any:
    """Return another value of the same type."""
    if isinstance(hint, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not types.NoneType)
    if hint in _NEW:
        return _NEW[hint] if value != _NEW[hint] else type(value)()
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return next(one for one in hint if one is not value)
    if hint is bool:
        return not value
    return (value or 0) + 1 if hint in {int, float} else f"{value or ''} zz"


def _with_field(definition: Definition, old_id: str, **changes: Any) -> Definition:
    fields = tuple(
        dataclasses.replace(field, **changes) if field.id == old_id else field for field in definition.fields
    )
    return dataclasses.replace(definition, fields=fields)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_does_not_differ_from_itself(form: str) -> None:
    """Nothing is found where nothing changed, and the version may stay."""
    difference = compare(load_form(form), load_form(form))
    assert difference.changes == ()
    assert not difference.version_must_rise


@given(data=st.data())
def test_every_change_of_a_field_is_named(data: st.DataObject) -> None:
    """Whatever a field says otherwise: its id and the key are named, and the version has to rise."""
    old = load_form(data.draw(st.sampled_from(FORMS)))
    field = data.draw(st.sampled_from(old.fields))
    attribute = data.draw(st.sampled_from(_ATTRIBUTES))
    new = _with_field(old, field.id, **{attribute: _other(getattr(field, attribute), _HINTS[attribute])})
    difference = compare(old, new)
    assert difference.version_must_rise
    (change, *rest) = difference.changes
    assert {one.id for one in difference.changes} == {field.id}
    if attribute == "label":
        assert change == Change(Sort.REWORDED, Part.FIELD, field.id, old=field.label, new=f"{field.label} zz")
        assert rest == []
    else:
        assert all(one.sort is Sort.CHANGED and attribute in one.key for one in difference.changes)


@pytest.mark.parametrize("attribute", _ATTRIBUTES)
def test_every_attribute_of_a_field_counts(attribute: str) -> None:
    """None is forgotten, that of a kind to come included."""
    old = load_form("esteem/a2-record")
    field = old.field("agenda_items")
    new = _with_field(old, field.id, **{attribute: _other(getattr(field, attribute), _HINTS[attribute])})
    assert [one.id for one in compare(old, new).changes] == [field.id]


@given(data=st.data())
def test_added_and_removed_fields_are_each_others_mirror(data: st.DataObject) -> None:
    """What is gone one way has come the other way."""
    old = load_form(data.draw(st.sampled_from(FORMS)))
    gone = data.draw(st.sampled_from(old.fields))
    new = dataclasses.replace(old, fields=tuple(field for field in old.fields if field is not gone))
    away = [change for change in compare(old, new).changes if change.part is Part.FIELD]
    back = [change for change in compare(new, old).changes if change.part is Part.FIELD]
    assert away == [Change(Sort.REMOVED, Part.FIELD, gone.id, key=gone.kind.value, old=gone.label)]
    assert back == [Change(Sort.ADDED, Part.FIELD, gone.id, key=gone.kind.value, new=gone.label)]


def _renamed(old: Definition, name: str, new_name: str, was: tuple[str, ...] = ()) -> Definition:
    def row(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(
            dataclasses.replace(cell, items=tuple(_item(item, name, new_name) for item in cell.items))
            for cell in cells
        )

    sections = tuple(
        dataclasses.replace(section, header=row(section.header), rows=tuple(map(row, section.rows)))
        for section in old.sections
    )
    return dataclasses.replace(_with_field(old, name, id=new_name, was=was), sections=sections, version="2")


def _item(item: Item, name: str, new_name: str) -> Item:
    return dataclasses.replace(item, field_id=new_name) if item.field_id == name else item


@given(data=st.data())
def test_a_renamed_field_is_told_by_was(data: st.DataObject) -> None:
    """Its page is the same, so that nothing else is said; where its words changed too, both are."""
    old = load_form(data.draw(st.sampled_from(["esteem/a2-record", "esteem/a3-case-notes"])))
    field = data.draw(st.sampled_from(old.fields))
    new = _renamed(old, field.id, "zz", (field.id,))
    renamed = Change(Sort.RENAMED, Part.FIELD, "zz", old_id=field.id)
    assert compare(old, new).changes == (renamed,)
    reworded = _with_field(new, "zz", label="Zz")
    assert compare(old, reworded).changes[:2] == (
        renamed,
        Change(Sort.REWORDED, Part.FIELD, "zz", old=field.label, new="Zz"),
    )


def test_two_forms_may_have_the_same_version() -> None:
    """Their returns are told apart by the form's id."""
    difference = compare(load_form("esteem/a2-record"), load_form("esteem/a3-case-notes"))
    assert difference.changes
    assert not difference.version_must_rise


def test_the_same_words_under_another_id_look_renamed() -> None:
    """Without `was` nobody can be sure, so it is only said."""
    old = load_form("esteem/a2-record")
    difference = compare(old, _renamed(old, "job_title", "job_role"))
    assert difference.changes == (Change(Sort.LOOKS_RENAMED, Part.FIELD, "job_role", old_id="job_title"),)
    assert not difference.version_must_rise


def test_sections_that_moved_came_and_went_are_named() -> None:
    """As few as possible are called moved: the one that was taken out of its place."""
    old = load_form("esteem/a2-record")
    first, second, *others = old.sections
    swapped = compare(old, dataclasses.replace(old, sections=(second, first, *others)))
    assert [one.sort for one in swapped.changes if one.part is Part.SECTION] == [Sort.MOVED]
    fewer = compare(old, dataclasses.replace(old, sections=(first, *others)))
    assert Change(Sort.REMOVED, Part.SECTION, second.id, old=second.title) in fewer.changes
    more = compare(dataclasses.replace(old, sections=(first, *others)), old)
    assert Change(Sort.ADDED, Part.SECTION, second.id, new=second.title) in more.changes


def test_printed_words_of_no_field_count() -> None:
    """A column's heading, for example."""
    old = load_form("esteem/a4-monitoring")
    place = next(at for at, section in enumerate(old.sections) if section.header)
    section = old.sections[place]
    words = next(item.text for cell in section.header for item in cell.items if item.show is Show.TEXT)
    header = tuple(
        dataclasses.replace(
            cell,
            items=tuple(
                dataclasses.replace(item, text="Zz") if item.text == words else item for item in cell.items
            ),
        )
        for cell in section.header
    )
    sections = list(old.sections)
    sections[place] = dataclasses.replace(section, header=header)
    changes = compare(old, dataclasses.replace(old, sections=tuple(sections))).changes
    assert changes == (Change(Sort.REWORDED, Part.SECTION, section.id, old=words, new="Zz"),)


def test_the_forms_own_facts_and_its_policy_are_told_apart() -> None:
    """Another policy's look does not ask for another version of each form."""
    old = load_form("esteem/a2-record")
    renamed = compare(old, dataclasses.replace(old, title="Record"))
    assert [(one.part, one.key, one.old, one.new) for one in renamed.changes] == [
        (Part.FORM, "title", "Supervision Record", "Record")
    ]
    policy = dataclasses.replace(old.policy, look=Look(accent="#123456"))
    repainted = compare(old, dataclasses.replace(old, policy=policy))
    assert [(one.part, one.key) for one in repainted.changes] == [(Part.POLICY, "look: accent")]
    assert not repainted.version_must_rise


@given(st.permutations(range(6)))
def test_what_moved_put_aside_the_rest_stands_in_order(order: list[int]) -> None:
    """And a list that did not change has nothing that moved."""
    before, after = [str(one) for one in range(6)], [str(one) for one in order]
    rest = [one for one in after if one not in moved(before, after)]
    assert rest == sorted(rest)
    assert moved(after, after) == ()
