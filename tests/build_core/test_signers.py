"""The lines on which a group signs follow the list of who came, which is settled only at the session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from forms.model import Stage
from tests.round.making import load_form, made, response_of, values_of
from tests.round.making import read_back as read

_ANN, _BEN, _CARA, _DAN = "Ann Moss", "Ben Cole", "Cara Dunn", "Dan Frost"
_HEADER = {"supervisor": "Priya Shah", "session_date": "2026-11-19"}


def _signing(
    form: str, listed: Sequence[Mapping[str, Any]], lines: Sequence[Mapping[str, str]], **more: str
) -> list[str]:
    """Return whom the lines of the copy to sign are for, after `listed` and `lines` came back."""
    definition = load_form(form)
    people = "in_attendance" if definition.id.startswith("highcliffe") else "people"
    table = next(field.id for field in definition.answerable if field.signers_from)
    values = {
        "header": _HEADER | {"supervisee": "Tom Reed"},
        "fields": {people: listed, table: lines, **more},
    }
    session = made(definition, values, "docx", stage=Stage.SESSION)
    signing = made(definition, None, "docx", continued=response_of(session.data, "docx"))
    return [line["who"] for line in values_of(read(signing.data, "docx"))[table] or []]


def test_a_line_that_nobody_signed_is_no_answer() -> None:
    """A list was filled in though it was no group meeting: its lines are ours, no answer."""
    definition = load_form("kestrel-down/c-record")
    fields = {"is_group": "No", "people": [{"name": _ANN, "came": "Yes"}]}
    values = {"header": _HEADER | {"supervisee": "Tom Reed"}, "fields": fields}
    signing = response_of(made(definition, values, "docx", stage=Stage.SIGNING).data, "docx")
    assert [one.field for one in signing.findings if one.code == "F31"] == ["people"]
    signed = fields | {"signed": [{"who": _ANN, "name": _ANN}]}
    signing = response_of(
        made(definition, values | {"fields": signed}, "docx", stage=Stage.SIGNING).data, "docx"
    )
    assert [one.field for one in signing.findings if one.code == "F31"] == ["people", "signed"]


def test_who_did_not_come_loses_the_line_and_who_was_added_gets_one() -> None:
    """The lines were drawn from the agenda's list; Ben was away, Dan came."""
    listed = [{"name": _ANN, "came": "Yes"}, {"name": _BEN}, {"name": _DAN, "came": "Yes"}]
    lines = [{"who": _ANN}, {"who": _BEN}]
    assert _signing("highcliffe/a3-record-group", listed, lines) == [_ANN, _DAN]


def test_a_line_that_is_signed_or_for_a_guest_stays() -> None:
    """What a person wrote is never taken away."""
    listed = [{"name": _ANN, "came": "Yes"}, {"name": _BEN}]
    lines = [{"who": _BEN, "name": _BEN}, {"who": _CARA}, {"who": "ann  moss"}]
    assert _signing("highcliffe/a3-record-group", listed, lines) == [_BEN, _CARA, "ann  moss"]


@pytest.mark.parametrize("lines", [[], [{"who": _ANN}]], ids=["no line yet", "one line"])
def test_of_whom_nothing_is_said_a_line_is_kept(lines: list[dict[str, str]]) -> None:
    """Neither Yes nor No was ticked for Cara: that is no No."""
    listed = [{"name": _ANN, "came": "Yes"}, {"name": _BEN, "came": "No"}, {"name": _CARA}]
    assert _signing("kestrel-down/c-record", listed, lines, is_group="Yes") == [_ANN, _CARA]


def test_a_signature_is_put_beside_no_name_by_its_place() -> None:
    """Two signed before anybody was listed: one's name is on the list now, the other's is nobody's there."""
    definition = load_form("kestrel-down/c-record")
    lines = [{}, {"name": "ben  COLE", "date": "2026-11-20"}, {"name": _DAN, "date": "2026-11-20"}]
    header = _HEADER | {"supervisee": "Tom Reed"}
    signing = made(
        definition,
        {"header": header, "fields": {"is_group": "Yes", "signed": lines}},
        "docx",
        stage=Stage.SIGNING,
    )
    listed = {"fields": {"people": [{"name": _ANN, "came": "Yes"}, {"name": " "}, {"name": _BEN}]}}
    final = made(definition, listed, "docx", continued=response_of(signing.data, "docx"))
    found = values_of(read(final.data, "docx"))["signed"] or []
    assert [(line["who"], line["name"]) for line in found] == [
        (_ANN, None),
        (_BEN, "ben  COLE"),
        (None, _DAN),
    ]
