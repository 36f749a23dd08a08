"""What the program's own reader says of a file: every value with its place, and where a person must look."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from forms.findings import Finding, Severity
from forms.model import Definition, Field
from forms.records import Answer, Response, Signed, Span, State
from halfterm.issued_forms import read_any
from tests.recall.truth import Place
from tests.round.making import CATALOGUE, load_form

Value: TypeAlias = str | float | bool | tuple[object, ...] | None

SURE = 0.9
"""A value that is less certain than this must be looked at, whatever its findings say."""
_QUOTED = 100
_LEAST_QUOTED = 8
"""Characters of an answer that a finding has to quote; fewer are a short word."""
_DOUBTFUL = frozenset({State.CONFLICT, State.ILLEGIBLE, State.MISSING})


@dataclass(frozen=True, slots=True)
class SaidValue:
    """One value as it was read; None where nothing was."""

    value: Value
    state: State
    confidence: float = 1.0

    @property
    def must_be_looked_at(self) -> bool:
        """Return whether the answer itself says that it is not certain."""
        return self.state in _DOUBTFUL or self.confidence < SURE


@dataclass(frozen=True, slots=True)
class Said:
    """What was read of one file, or why nothing was."""

    values: Mapping[Place, SaidValue] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    refused: str = ""
    """The message with which the whole file was refused."""

    def is_flagged(self, place: Place) -> bool:
        """Return whether a finding asks for somebody to look at this place; a note does not.

        A finding about the whole file is about no place: it would cover up everything.
        """
        names = {place.name, place.box}
        return any(one.field in names for one in self._asking())

    def tells(self, words: str, code: str = "") -> bool:
        """Return whether a finding that asks for somebody to look quotes these words, or how they begin.

        A short word must stand in quotes by itself. A finding of this `code` need not quote.
        """
        if code and self.asks_for(code):
            return True
        begin = " ".join(words.split())[:_QUOTED]
        sought = (begin,) if len(begin) >= _LEAST_QUOTED else (f"'{begin}'", f'"{begin}"')
        return any(words in _plainly(one.message) for one in self._asking() for words in sought)

    def asks_for(self, code: str) -> bool:
        """Return whether there is a finding of this code that asks for somebody to look."""
        return any(one.code == code for one in self._asking())

    def _asking(self) -> Iterator[Finding]:
        return (one for one in self.findings if one.severity is not Severity.NOTE)


def _plainly(message: str) -> str:
    """Return a message as it reads without the escapes of quoted words."""
    for escaped, plain in (("\\n", " "), ("\\t", " "), ("\\'", "'"), ('\\"', '"')):
        message = message.replace(escaped, plain)
    return " ".join(message.split())


def read(data: bytes, ending: str) -> Said:
    """Return what the program's reader says of a file whose name has this ending."""
    result = read_any(data, Path(f"returned.{ending}"), CATALOGUE)
    if result.response is None:
        return Said(refused=str(result.error))
    return said_by(result.response, load_form(result.response.form, result.response.version))


def said_by(response: Response, definition: Definition) -> Said:
    """Return a response as values with places."""
    fields = {one.id: one for one in definition.answerable}
    printed = {one.fact for one in definition.answerable if one.fact}
    values = {
        Place(f"header-{fact.value}"): SaidValue(text, State.FILLED)
        for fact, text in response.header.items()
        if fact not in printed
    }
    for name, answer in response.fields.items():
        values |= _places(name, answer, fields.get(name))
    return Said(values, response.findings)


def _places(name: str, answer: Answer, known: Field | None) -> Iterator[tuple[Place, SaidValue]]:
    def of(value: Value, one: Answer = answer) -> SaidValue:
        return SaidValue(value, one.state, one.confidence)

    value = answer.value
    if value is None and not answer.cells:
        yield Place(name), of(None)
    elif answer.cells is not None:
        for row, cells in answer.cells.items():
            for column, cell in cells.items():
                yield Place(name, row, column), of(_plain(cell.value), cell)
    elif isinstance(value, Signed):
        yield Place(name, 0, "name"), of(value.name)
        if known is None or not known.date_field:
            yield Place(name, 0, "date"), of(value.date)
    elif isinstance(value, Span):
        yield Place(name, 0, "from"), of(value.start)
        yield Place(name, 0, "to"), of(value.end)
    elif isinstance(value, tuple) and answer.state is State.FILLED:
        for option in value:
            yield Place(name, 0, str(option)), of(value=True)
    else:
        yield Place(name), of(_plain(value))


def _plain(value: object) -> Value:
    return value if isinstance(value, str | int | float | tuple) else None
