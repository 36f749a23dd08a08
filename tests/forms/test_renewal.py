"""A form of an older version says the same on the present one, as far as that has a place for it."""

import dataclasses
from typing import Any

import pytest

from forms.catalogue import load_form
from forms.errors import DefinitionError
from forms.loader import load_definition
from forms.model import ACTION_TABLES, Column, Definition, Fact, Field, FixedRow, Kind, Stage
from forms.records import Response
from forms.renewal import renew
from tests.register.responses import answer, carried_row, half_term_1, half_term_2, new_row, returned

RECORD = load_form("esteem/a2-record")
CASE = load_form("esteem/a3-case-notes")


def _newer(definition: Definition, **changed: dict[str, Any] | None) -> Definition:
    """Return version 2, with changes to fields by their ids; None takes one out."""
    fields: list[Field] = []
    for field in definition.fields:
        changes = changed.get(field.id, {})
        if changes is not None:
            fields.append(dataclasses.replace(field, **changes))
    return dataclasses.replace(definition, version="2", fields=tuple(fields))


def _written(response: Response) -> dict[str, object]:
    return {name: one.value for name, one in response.fields.items() if one.value is not None}


@pytest.mark.parametrize("response", [*half_term_1(), *half_term_2()], ids=lambda one: one.path)
def test_nothing_is_lost_where_every_field_was_renamed(response: Response) -> None:
    """Parts and tables go along under their new names, and back again."""
    old = load_form(response.form)
    renames: dict[str, dict[str, Any] | None] = {
        field.id: {
            "id": f"{field.id}_z",
            "was": (field.id,),
            "date_field": field.date_field and f"{field.date_field}_z",
        }
        for field in old.fields
    }
    new = _newer(old, **renames)
    renewed = renew(response, old, new)
    assert renewed.left_out == ()
    expected = {
        f"{base}_z{hyphen}{part}": value
        for name, value in _written(response).items()
        for base, hyphen, part in [name.partition("-")]
    }
    assert _written(renewed.response) == expected
    assert renewed.response.version == "2"
    tables = [field.id for field in old.fields if field.kind in ACTION_TABLES and field.id in response.fields]
    for table in tables:
        assert renewed.response.fields[f"{table}_z"].cells == response.fields[table].cells


def test_the_same_version_is_left_as_it_is() -> None:
    """Even where the two definitions are different values."""
    response = half_term_2()[0]
    assert renew(response, RECORD, RECORD).response is response


def test_an_answer_without_a_place_is_named() -> None:
    """The field is gone: what stood there is not squeezed in anywhere else."""
    response = returned("ESM-26-0042-A2", fields={"agenda_items": "Attendance", "issues_discussed": "Rota"})
    renewed = renew(response, RECORD, _newer(RECORD, agenda_items=None))
    assert renewed.left_out == ("agenda_items",)
    assert _written(renewed.response)["issues_discussed"] == "Rota"
    blank = returned("ESM-26-0042-A2", fields={"issues_discussed": "Rota"})
    assert renew(blank, RECORD, _newer(RECORD, agenda_items=None)).left_out == ()


@pytest.mark.parametrize(
    ("option", "options", "left_out"),
    [
        ("CP Plan", ("CP Plan", "Closed"), ()),
        ("CP Plan", ("Child in need", "Closed"), ("case_status",)),
    ],
)
def test_an_option_that_is_gone_is_named(
    option: str, options: tuple[str, ...], left_out: tuple[str, ...]
) -> None:
    """One that is still printed stays ticked."""
    response = returned("ESM-26-0042-A3-1", fields={"case_status": option})
    new = _newer(CASE, case_status={"options": options, "added_options": ()})
    renewed = renew(response, CASE, new)
    assert renewed.left_out == left_out
    assert _written(renewed.response).get("case_status") == (None if left_out else option)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [(Kind.TEXT, "2026-11-19", "19/11/2026"), (Kind.TIME, "2026-11-19", None), (Kind.SIGNATURE, "x", None)],
)
def test_another_kind_takes_what_it_can_hold(kind: Kind, value: str, shown: str | None) -> None:
    """A date can stand as words; it is no time and no signature."""
    response = returned("ESM-26-0042-A2", fields={"next_session_date": value})
    renewed = renew(response, RECORD, _newer(RECORD, next_session_date={"kind": kind}))
    assert renewed.left_out == (() if shown else ("next_session_date",))
    assert _written(renewed.response).get("next_session_date") == shown


def test_a_fact_goes_where_it_is_printed_now() -> None:
    """Out of a field into the header, and back."""
    response = returned("ESM-26-0042-A2", Stage.SESSION, {}, {Fact.SESSION_DATE: "2026-11-19"})
    without = _newer(RECORD, session_date=None)
    renewed = renew(response, RECORD, without)
    assert renewed.response.header[Fact.SESSION_DATE] == "2026-11-19"
    again = renew(renewed.response, without, dataclasses.replace(RECORD, version="3")).response
    assert again.fields["session_date"].value == "2026-11-19"


def test_a_part_without_a_place_is_named() -> None:
    """The words beside Other, where there is no Other any more."""
    response = returned("ESM-26-0042-A3-1", fields={"case_status": "CP Plan"})
    response = dataclasses.replace(
        response, fields={**response.fields, "case_status-other": answer("LAC review")}
    )
    options = tuple(one for one in CASE.field("case_status").all_options if one != "Other")
    new = _newer(CASE, case_status={"options": options, "added_options": ()})
    assert renew(response, CASE, new).left_out == ("case_status-other",)


def test_rows_keep_their_numbers_and_ids() -> None:
    """What an action is called on the older form, it is called on the new one."""
    rows = {
        "review_previous": [carried_row("ESM-26-0031-A2/1", "Ring", "Tom Reed", update="Rang")],
        "agenda_action": [new_row(None, None), new_row("ESM-26-0042-A2/2", "Write", "Tom Reed")],
    }
    response = returned("ESM-26-0042-A2", fields=rows)
    renewed = renew(response, RECORD, _newer(RECORD)).response
    for table in rows:
        assert renewed.fields[table] == response.fields[table]


def test_fixed_rows_are_known_by_their_words_and_columns_by_their_ids() -> None:
    """Rows in another order keep their answers; what stood in a row or column that is gone is named."""
    rows = (FixedRow("Workload"), FixedRow("Training"), FixedRow("Home"))
    columns = (Column("note", "Note"), Column("by", "By whom"))
    old = _newer(RECORD, agenda_items={"kind": Kind.TABLE, "label": "Items", "row": rows, "column": columns})
    new = dataclasses.replace(
        _newer(old, agenda_items={"row": (rows[1], rows[0]), "column": columns[:1]}), version="3"
    )
    cells = {
        1: {"note": answer("heavy"), "by": answer(None)},
        2: {"note": answer("Prevent"), "by": answer("Tom Reed")},
        3: {"note": answer("a new baby"), "by": answer(None)},
    }
    base = returned("ESM-26-0042-A2")
    table = dataclasses.replace(answer("as read"), cells=cells)
    renewed = renew(
        dataclasses.replace(base, version="2", fields={**base.fields, "agenda_items": table}), old, new
    )
    kept = renewed.response.fields["agenda_items"]
    assert kept.value == (
        {"label": "Training", "note": "Prevent"},
        {"label": "Workload", "note": "heavy"},
    )
    assert kept.cells == {1: {"note": answer("Prevent")}, 2: {"note": answer("heavy")}}
    assert renewed.left_out == ("agenda_items-2-by", "agenda_items-3-note")


@pytest.mark.parametrize(
    ("was", "code"),
    [('["name"]', "D08"), ('["Bad-Id"]', "D07"), ('["old", "old"]', "D08"), ('"old"', "D05")],
)
def test_mistakes_in_was_are_named(was: str, code: str, tmp_path: Any) -> None:
    """An id that is still in use, cannot have been one, or is named twice."""
    from importlib.resources import files

    folder = files("forms").joinpath("esteem")
    (tmp_path / "policy.toml").write_bytes(folder.joinpath("policy.toml").read_bytes())
    text = folder.joinpath("a2-record.toml").read_text(encoding="utf-8")
    path = tmp_path / "a2-record.toml"
    path.write_text(text.replace("[field.job_title]", f"[field.job_title]\nwas = {was}"), encoding="utf-8")
    with pytest.raises(DefinitionError, match="was") as caught:
        load_definition(path)
    assert caught.value.code == code
