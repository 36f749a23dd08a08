"""A policy that no code knows uses everything that a definition can say, and the command takes it."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from forms.look import Look
from forms.model import (
    ONE_OF,
    TABLES,
    Carry,
    Column,
    Definition,
    Field,
    FixedRow,
    Kind,
    Owner,
    Policy,
    RecordType,
    Stage,
)
from forms.printed_page import Cell, Frame, Item, Section, Show
from forms.sentences import pieces_of
from halfterm.cli import main
from tests.round.expected import expected_values
from tests.round.making import CATALOGUE, FORMATS, POLICIES, values_of
from tests.round.strategies import full_values

_POLICY = "kestrel-down"
_FORMS = CATALOGUE.forms_of(_POLICY)
_FIELDS = tuple(field for form in _FORMS for field in form.fields)
_COLUMNS = tuple(column for field in _FIELDS for column in field.column)
_SECTIONS = tuple(section for form in _FORMS for section in form.sections)
_ALONE = frozenset(section.table for section in _SECTIONS)
"""The tables whose rows are the rows of a section."""


def _cells() -> Iterator[Cell]:
    for section in _SECTIONS:
        yield from (*section.header, *(cell for row in section.rows for cell in row))


def _items() -> tuple[Item, ...]:
    return tuple(item for cell in _cells() for item in cell.items)


_PARTS: dict[type, tuple[Any, ...]] = {
    Definition: _FORMS,
    Field: _FIELDS,
    Column: _COLUMNS,
    FixedRow: tuple(row for field in _FIELDS for row in field.row),
    Section: _SECTIONS,
    Cell: tuple(_cells()),
    Item: _items(),
    Policy: (_FORMS[0].policy,),
    Look: (_FORMS[0].policy.look,),
}


@pytest.mark.parametrize("model", _PARTS, ids=lambda model: model.__name__)
def test_every_key_is_used(model: type) -> None:
    """Each key that may be left out is written somewhere, with another value than it has by itself."""
    unused = []
    for key in dataclasses.fields(model):
        factory = key.default_factory
        default = key.default if factory is dataclasses.MISSING else factory()
        if all(getattr(part, key.name) == default for part in _PARTS[model]):
            unused.append(key.name)
    assert unused == []


def test_every_kind_is_asked() -> None:
    """There is a field of every kind, and a column of every kind that is one box or one set of ticks."""
    assert {field.kind for field in _FIELDS} == set(Kind)
    alone = {Kind.CLAUSE, Kind.ANY_OF, Kind.TIME_RANGE, Kind.DATE_RANGE, Kind.SIGNATURE}
    assert {column.kind for column in _COLUMNS} == set(Kind) - alone - TABLES


def test_every_word_is_used() -> None:
    """Every way to carry, to frame, to show, every sort of form and every stage is there."""
    assert {field.carry for field in _FIELDS} == set(Carry)
    assert {field.owner for field in _FIELDS} == set(Owner)
    assert {section.frame for section in _SECTIONS} == set(Frame)
    assert {item.show for item in _items()} == set(Show)
    assert {form.record for form in _FORMS} == set(RecordType)
    assert {stage for form in _FORMS for stage in form.stages} == set(Stage) - {Stage.BLANK}


@pytest.mark.parametrize("kind", sorted(TABLES))
def test_tables_stand_both_ways(kind: Kind) -> None:
    """A table of each kind is a section of its own, and another one stands as cards in a cell."""
    tables = {field.id for field in _FIELDS if field.kind is kind}
    assert tables & _ALONE
    assert tables - _ALONE


def test_tables_have_each_sort_of_rows() -> None:
    """Rows to write in, printed rows, printed parties, and rows that begin with words."""
    sorts = [
        {name for name in ("spare", "row", "parties", "starts") if getattr(field, name)}
        for field in _FIELDS
        if field.kind in TABLES
    ]
    assert {frozenset(sort) for sort in sorts} >= {
        frozenset({"spare"}),
        frozenset({"row"}),
        frozenset({"parties"}),
        frozenset({"spare", "starts"}),
    }


def test_options_stand_every_way() -> None:
    """As boxes, a list, columns, a scale, words to delete, boxes of a grid: alone and in rows."""
    ways = ("as_list", "across", "ends", "as_words")
    both: tuple[tuple[Field | Column, ...], ...] = (_FIELDS, _COLUMNS)
    for asked in both:
        used = {way for one in asked if one.kind in ONE_OF for way in ways if getattr(one, way, None)}
        assert used == {way for way in ways if hasattr(asked[0], way)}
        assert any(one.kind in ONE_OF and not any(getattr(one, way, None) for way in ways) for one in asked)
    scales = {one.options for asked in both for one in asked if one.ends}
    assert scales >= {("1", "2", "3", "4", "5"), ("5", "4", "3", "2", "1"), ("0", "1", "2", "3")}
    assert any("=" in name for section in _SECTIONS for cell in section.cells for name in cell)


def test_sentences_have_every_kind_of_blank() -> None:
    """Each kind that is one box, or words to delete, stands inside a sentence."""
    named = {
        piece.field_id for item in _items() if item.show is Show.SENTENCE for piece in pieces_of(item.text)
    }
    kinds = {field.kind for field in _FIELDS if field.id in named}
    blanks = {Kind.TEXT, Kind.DATE, Kind.TIME, Kind.MONTH, Kind.NUMBER}
    assert kinds == blanks | ONE_OF | {Kind.TICK}


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("form", [form.id for form in _FORMS])
def test_the_command_takes_the_folder(form: str, file_format: str, tmp_path: Path) -> None:
    """Given the folder alone, the command checks it, makes its forms and reads them back."""
    definition = CATALOGUE.load_form(form)
    values = full_values(definition, rows=2)
    known, document = tmp_path / "known.json", tmp_path / f"form.{file_format}"
    known.write_text(json.dumps(values), encoding="utf-8")
    folder = str(POLICIES / _POLICY)
    assert _said("forms", "check", folder).endswith("no mistakes.\n")
    _said("blank", form, "-o", str(tmp_path / f"blank.{file_format}"), "--policy", folder)
    _said("build", form, "--values", str(known), "-o", str(document), "--policy", folder)
    (file,) = json.loads(_said("read", "--json", str(document), "--policy", folder))["files"]
    wanted = expected_values(definition, values)
    assert {name: value for name, value in values_of(file).items() if value is not None} == {
        name: value for name, value in wanted.items() if value is not None
    }


def _said(*arguments: str) -> str:
    """Return what the command prints on stdout; it must go well."""
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return done.stdout
