"""Word forms without their controls: read by their printed words, or said to be what they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.model import Stage
from forms.records import Answer, Response, State
from halfterm.issued_forms import read_any
from tests.recall.said import SURE
from tests.recall.word_programs import without_controls
from tests.round.effort import PHASES, SLOW, examples
from tests.round.making import CATALOGUE, FORM_STAGES, load_form, made, response_of
from tests.round.strategies import values_files

_OPEN = tuple((form, stage) for form, stage in FORM_STAGES if stage in {Stage.AGENDA, Stage.SESSION})
_DOUBTFUL = frozenset({State.CONFLICT, State.MISSING})


def read(data: bytes) -> Response:
    """Return what the command line reads of a Word file; an error fails the test."""
    result = read_any(data, Path("returned.docx"), CATALOGUE)
    assert result.response is not None, result.error
    return result.response


def refusal(data: bytes) -> str:
    """Return the code with which a file is refused, "" where it is read."""
    error = read_any(data, Path("returned.docx"), CATALOGUE).error
    return error.code if error else ""


def asked_about(response: Response) -> set[str]:
    """Return the names of all that a person is asked to look at."""
    asked = {one.field for one in response.findings if one.field and one.severity != "Note"}
    return asked | {name for name, answer in response.fields.items() if any(map(_is_unsure, _all(answer)))}


def _all(answer: Answer) -> Iterator[Answer]:
    yield answer
    for row in (answer.cells or {}).values():
        yield from row.values()


def _trimmed(value: object) -> object:
    """Return an answer without the white space around it: no printed word says where that ends."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, Mapping):
        return {name: _trimmed(one) for name, one in value.items()}
    return tuple(map(_trimmed, value)) if isinstance(value, tuple) else value


def _is_unsure(answer: Answer) -> bool:
    return answer.state in _DOUBTFUL or answer.confidence < SURE


@pytest.mark.parametrize(("form", "stage"), _OPEN)
@settings(max_examples=examples(1, 25), suppress_health_check=SLOW, phases=PHASES)
@given(data=st.data())
def test_any_filling_reads_the_same_without_controls(form: str, stage: Stage, data: st.DataObject) -> None:
    """Whatever stands on a form that is still open comes out as with its controls, or is asked about."""
    definition = load_form(form)
    issued = made(definition, data.draw(values_files(definition, stage)), "docx", stage=stage).data
    before = response_of(issued, "docx")
    stripped = without_controls(issued)
    if before.reference is None:
        return  # Without one it is made anew by no rule.
    after = read(stripped)
    asked = asked_about(after)
    told = " ".join(one.message for one in after.findings)
    for name, answer in before.fields.items():
        if after.fields.get(name) is None:
            assert "F53" in {one.code for one in after.findings}, told
        elif name not in asked:
            assert (name, _trimmed(after.fields[name].value)) == (name, _trimmed(answer.value))
    assert all(after.header.get(fact) == text or asked for fact, text in before.header.items())
