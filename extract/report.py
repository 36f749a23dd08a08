"""Report what was read to programs: as JSON, and as an exit status."""

from __future__ import annotations

from collections.abc import Sequence

from extract.intake import ReadResult
from forms.errors import AutomaticReplyError, WordsToReadError
from forms.findings import Finding, Severity
from forms.records import Answer, Box, Response, Signature, Signed, Span, State, Value

_NEEDS_A_PERSON = 1


def to_json(results: Sequence[ReadResult]) -> dict[str, object]:
    """Return what `halfterm read --json` prints; pages count from 1, boxes are in points."""
    return {"files": [_file(result) for result in results]}


def exit_status(results: Sequence[ReadResult], *, others_read: bool = False) -> int:
    """Return the exit status.

    0 all well, also for a mail that a program wrote; 1 something needs a person, 3 nothing could be read, 6
    all need a password. `others_read`: a file of this batch was read before, so it is not the whole batch
    that could not be.
    """
    errors = [result.error for result in results if result.error is not None and not is_automatic(result)]
    if errors and all(result.error is not None for result in results) and not others_read:
        statuses = {
            _NEEDS_A_PERSON if isinstance(error, WordsToReadError) else error.exit_status for error in errors
        }
        return statuses.pop() if len(statuses) == 1 else 3
    if errors or any(needs_a_person(result.response) for result in results if result.response is not None):
        return _NEEDS_A_PERSON
    return 0


def is_automatic(result: ReadResult) -> bool:
    """Return whether a file is a mail that a program wrote: nothing was read, and nothing is amiss."""
    return isinstance(result.error, AutomaticReplyError)


def needs_a_person(response: Response) -> bool:
    """Return whether a response has a conflict or a finding to act on now."""
    return any(finding.severity is Severity.ACT_NOW for finding in response.findings) or any(
        answer.state is State.CONFLICT for answer in response.fields.values()
    )


def _file(result: ReadResult) -> dict[str, object]:
    response = result.response
    error = {"code": result.error.code, "message": result.error.message} if result.error is not None else None
    if response is None:
        return {
            "path": result.path, "sha256": result.sha256, "kind": None, "form": None, "version": None,
            "stage": None, "reference": None, "pages": None,
            "header": {}, "fields": {}, "signatures": [], "findings": [],
            "error": error,
        }  # fmt: skip
    return {
        "path": response.path,
        "sha256": response.sha256,
        "kind": response.kind,
        "form": response.form,
        "version": response.version,
        "stage": response.stage.value,
        "reference": response.reference,
        "pages": response.pages,
        "header": {fact.value: text for fact, text in response.header.items()},
        "fields": {name: _answer(answer) for name, answer in response.fields.items()},
        "signatures": [_signature(signature) for signature in response.signatures],
        "findings": [_finding(finding) for finding in response.findings],
        "error": error,
    }


def _answer(answer: Answer) -> dict[str, object]:
    cells = None
    if answer.cells is not None:
        cells = {
            str(number): {column: _answer(cell) for column, cell in row.items()}
            for number, row in answer.cells.items()
        }
    return {
        "value": _value(answer.value),
        "state": answer.state.value,
        "channel": answer.channel.value,
        "confidence": answer.confidence,
        "page": answer.page_number,
        "box": _box(answer.box),
        "cells": cells,
    }


def _value(value: Value) -> object:
    if isinstance(value, Signed):
        return {"name": value.name, "date": value.date}
    if isinstance(value, Span):
        return {"from": value.start, "to": value.end}
    if isinstance(value, tuple):
        return [item if isinstance(item, str) else dict(item) for item in value]
    return value


def _box(box: Box | None) -> list[float] | None:
    return [box.x0_pt, box.y0_pt, box.x1_pt, box.y1_pt] if box is not None else None


def _signature(signature: Signature) -> dict[str, object]:
    return {
        "party": signature.party,
        "way": signature.way,
        "name": signature.name,
        "date": signature.date,
        "page": signature.page_number,
        "box": _box(signature.box),
        "covers": signature.covers,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "field": finding.field,
        "message": finding.message,
    }
