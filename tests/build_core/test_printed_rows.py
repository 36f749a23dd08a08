"""Rows that a form prints take values by their words or their places, and no more than there are."""

import json
from typing import Any

import pytest

from build.values import parse_values
from forms.errors import UsageError
from tests.round.making import load_form

_AGREEMENT = load_form("kestrel-down/a-agreement")
_AUDIT = load_form("kestrel-down/e-audit")


def _rows(fields: dict[str, Any], form: Any = _AGREEMENT) -> Any:
    return parse_values(json.dumps({"fields": fields}), form, "values.json").rows


def test_a_party_is_known_by_its_words_or_its_place() -> None:
    """A row that names its party goes there; one that names none stands where it is given."""
    named = _rows({"seen_by": [{"who": "Chair of governors", "name": "Priya Shah"}]})
    placed = _rows({"seen_by": [{}, {}, {"name": "Priya Shah"}]})
    assert [dict(row.cells) for row in named["seen_by"]] == [{}, {}, {"name": "Priya Shah"}]
    assert named == placed


@pytest.mark.parametrize(
    ("rows", "code", "says"),
    [
        ([{"name": "Tom Reed"}] * 4, "V10", "3 rows at most"),
        ([{"who": "Chair of govenors", "name": "Tom Reed"}], "V10", "did you mean 'Chair of governors'"),
        ([{"who": "Headteacher"}, {"who": "Headteacher"}], "V12", "each row once"),
    ],
    ids=["one too many", "unknown words", "twice"],
)
def test_a_party_that_is_not_printed_is_refused(rows: list[dict[str, str]], code: str, says: str) -> None:
    """More rows than parties, other words, or one party twice: the message says what is expected."""
    with pytest.raises(UsageError, match=says) as caught:
        _rows({"seen_by": rows})
    assert caught.value.code == code


def test_printed_words_take_no_answer() -> None:
    """A heading between rows has no boxes, so it takes no values."""
    with pytest.raises(UsageError, match="only in rows that have boxes") as caught:
        _rows({"checks": [{"label": "Records", "answer": "Yes"}]}, _AUDIT)
    assert caught.value.code == "V10"


def test_parts_are_taken_as_what_they_are() -> None:
    """A remark beside a range of dates is words, its ends are dates, and a number beside an answer is one."""
    fields = {
        "period": {"from": "2026-01-05", "to": "2026-07-20"},
        "period-comment": "but for May",
        "auditor-count_years": 3,
    }
    answers = parse_values(json.dumps({"fields": fields}), _AUDIT, "values.json").answers
    assert dict(answers) == {
        "period-from": "05/01/2026",
        "period-to": "20/07/2026",
        "period-comment": "but for May",
        "auditor-count_years": "3",
    }
    with pytest.raises(UsageError, match="'auditor-years' is unknown"):
        parse_values('{"fields": {"auditor-years": 3}}', _AUDIT, "values.json")
