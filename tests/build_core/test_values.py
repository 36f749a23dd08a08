"""A values file is checked whole: every mistake is named, and nothing is guessed."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build.values import Values, parse_values
from forms.catalogue import load_form
from forms.errors import UsageError
from forms.model import Fact, Stage

_RECORD = load_form("esteem/a2-record")


def _parsed(data: Any) -> Values:
    return parse_values(json.dumps(data), _RECORD, "values.json")


def test_values_come_out_as_the_form_shows_them() -> None:
    """Dates are day first, times have two digits, numbers are digits."""
    values = _parsed(
        {
            "reference": "ESM-26-0042-A2",
            "stage": "session",
            "header": {"session_date": "2026-11-19", "session_time": "9:05", "supervisee": "Tom Reed"},
            "fields": {"actual_length": 60, "next_session_date": "2027-01-14", "disagreement": "No"},
        }
    )
    assert values.reference == "ESM-26-0042-A2"
    assert values.stage is Stage.SESSION
    assert values.header[Fact.SESSION_DATE] == "19/11/2026"
    assert values.header[Fact.SESSION_TIME] == "09:05"
    assert values.answers == {
        "actual_length": "60",
        "next_session_date": "14/01/2027",
        "disagreement": "No",
    }


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        ([], "V05", "expected an object"),
        ({"fieldz": {}}, "V06", "did you mean 'fields'"),
        ({"reference": "ESM-42"}, "V07", "ESM-26-0042-A2"),
        ({"reference": "ESM-26-0042-A3"}, "V07", "ending in -A2"),
        ({"stage": "agnda"}, "V08", "agenda, session, signing, final"),
        ({"header": {"supervisor_name": "Priya Shah"}}, "V09", "did you mean 'supervisor'"),
        ({"fields": {"agenda_item": "x"}}, "V10", "did you mean 'agenda_items'"),
        ({"fields": {"training_head": "x"}}, "V10", "printed words"),
        ({"fields": {"agenda_items-comment": "x"}}, "V10", "unknown"),
        ({"fields": {"agenda_action": [{"actoin": "x"}]}}, "V10", "did you mean 'action'"),
        ({"fields": {"agenda_items": 3}}, "V11", "expected text"),
        ({"fields": {"actual_length": "60"}}, "V11", "whole number"),
        ({"fields": {"actual_length": True}}, "V11", "whole number"),
        ({"fields": {"agenda_action": {"action": "x"}}}, "V11", "a list of rows"),
        ({"fields": {"sig_supervisee": "Tom Reed"}}, "V11", "a signature"),
        (
            {
                "fields": {
                    "sig_supervisee": {"name": "T", "date": "2026-11-26"},
                    "sig_supervisee_date": "2026-11-27",
                }
            },
            "V12",
            "keep one",
        ),
        ({"fields": {"next_session_date": "2026-02-31"}}, "V14", "a date such as"),
        ({"header": {"session_time": "25:00"}}, "V14", "a time such as"),
        ({"fields": {"disagreement": "Maybe"}}, "V15", "one of Yes, No"),
        ({"fields": {"agenda_action": [{"action": "x", "status": "Finished"}]}}, "V15", "No longer needed"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(data: Any, code: str, words: str) -> None:
    """The message says where, what was found and what was expected."""
    with pytest.raises(UsageError) as caught:
        _parsed(data)
    assert caught.value.code == code
    assert words in caught.value.message


def test_every_mistake_is_named_at_once() -> None:
    """A person mends a file in one go."""
    with pytest.raises(UsageError) as caught:
        _parsed({"reference": 1, "fields": {"agenda_items": 3, "nonsense": 1}})
    assert len(caught.value.message.splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "V03"),
        ("{", "V03"),
        ('{"stage": "agenda", "stage": "session"}', "V04"),
        ("[" * 100_000, "V03"),
        ('{"fields": {"actual_length": ' + "9" * 5000 + "}}", "V03"),
        ('{"fields": {"agenda_items": "\\ud800"}}', "V13"),
    ],
)
def test_text_that_is_no_values_file_is_refused(text: str, code: str) -> None:
    """Half a file, a doubled key, half a character."""
    with pytest.raises(UsageError) as caught:
        parse_values(text, _RECORD, "values.json")
    assert caught.value.code == code


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
_NAMES = st.sampled_from(
    [field.id for field in _RECORD.fields] + ["sig_supervisee-name", "x", "a-b-c", "continuation"]
)


@given(st.dictionaries(st.sampled_from(["reference", "stage", "header", "fields"]), _JSON))
def test_no_json_whatever_does_more_than_raise_a_usage_error(data: dict[str, Any]) -> None:
    """Any JSON gives values or one UsageError."""
    with contextlib.suppress(UsageError):
        _parsed(data)


@given(st.dictionaries(_NAMES, _JSON, max_size=4))
def test_no_field_value_whatever_does_more_than_raise_a_usage_error(fields: dict[str, Any]) -> None:
    """The same for every field."""
    with contextlib.suppress(UsageError):
        _parsed({"fields": fields})
