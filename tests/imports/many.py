"""Make as many responses as one likes from some that were really read: other references, people, hashes."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from forms.records import Response
from tests.imports.returned import returned_files
from tests.round.making import load_form, response_of

_REFERENCE = re.compile(r"\b([A-Z]{3})-26-([0-9]{4})\b")
_LARGEST = 9999


def read_responses(seed: int, count: int) -> Sequence[Response]:
    """Return the responses of so many files that can be read, no form twice at one stage."""
    found: dict[tuple[str | None, str], Response] = {}
    for file in returned_files(seed, 2 * count):
        if " damaged" in file.path or " (1)" in file.path:
            continue
        response = response_of(file.data, file.path.rpartition(".")[2])
        found.setdefault((response.reference, response.stage), response)
        if len(found) == count:
            break
    assert len(found) == count
    return tuple(found.values())


def many_responses(some: Sequence[Response], count: int) -> Iterator[Response]:
    """Yield `count` responses: the same ones over and over, each round about other sessions and people."""
    references = [match for one in some for match in _REFERENCE.findall(one.reference or "")]
    step = max(int(number) for _, number in references)
    for at in range(count):
        yield _other(some[at % len(some)], at // len(some), step)


def _other(one: Response, lap: int, step: int) -> Response:
    definition = load_form(one.form, one.version)
    people = [text for fact, text in one.header.items() if fact == "supervisee"]

    def changed(value: Any) -> Any:
        if isinstance(value, Enum) or not isinstance(value, str):
            return _inside(value, changed)
        text = _REFERENCE.sub(lambda match: _moved(match, lap * step), value)
        for name in people:
            text = text.replace(name, f"{name} {_letters(lap)}")
        return text

    other = dataclasses.replace(
        one,
        path=f"inbox/{lap}/{one.reference} {one.stage}.{one.kind}",
        sha256=hashlib.sha256(f"{one.sha256} {lap}".encode()).hexdigest(),
        reference=changed(one.reference),
        header={fact: changed(text) for fact, text in one.header.items()},
        fields={name: changed(answer) for name, answer in one.fields.items()},
        signatures=tuple(changed(signature) for signature in one.signatures),
    )
    assert definition.version == other.version
    return other


def _inside(value: Any, changed: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: changed(getattr(value, one.name)) for one in dataclasses.fields(value)}
        return dataclasses.replace(value, **parts)
    if isinstance(value, tuple):
        return tuple(changed(one) for one in value)
    if isinstance(value, Mapping):
        return {name: changed(one) for name, one in value.items()}
    return value


def _moved(match: re.Match[str], by: int) -> str:
    """Return PREFIX-YY-NNNN moved on by so many numbers, into later years where four digits do not do."""
    number = int(match[2]) + by
    return f"{match[1]}-{26 + number // _LARGEST:02d}-{number % _LARGEST:04d}"


def _letters(number: int) -> str:
    """Return a number as letters, for names have no digits: b, c, …, bb."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number)).title()
