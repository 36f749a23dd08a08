"""Describe what was read in plain lines for a person: in the form's own words, dates day first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extract.intake import ReadResult
from forms.action_rows import rows_of
from forms.catalogue import load_form
from forms.dates import show_date
from forms.findings import Finding, Severity
from forms.model import Definition, Field, Kind
from forms.records import Answer, Response, Signed, State, Value
from forms.revisions import Lookup
from forms.spoken import COLUMN_LABELS, spoken_name

_INDENT = "    "
_GONE = "gone from the form: "
"""Before the names of boxes in F01."""


def describe(results: Sequence[ReadResult], lookup: Lookup = load_form) -> str:
    """Return a few plain lines per file: what it is, its answers, what to look at.

    `lookup` finds definitions, by default among the forms that come with halfterm.
    """
    return "\n\n".join("\n".join(_lines(result, lookup)) for result in results)


def _lines(result: ReadResult, lookup: Lookup) -> Iterator[str]:
    response = result.response
    if response is None:
        yield f"Not read: {result.error}"
        return
    definition = lookup(response.form, response.version)
    pages = f", {response.pages} page{'' if response.pages == 1 else 's'}" if response.pages else ""
    yield response.path
    yield (
        f"  {definition.title} ({response.form} version {response.version}), stage {response.stage.value}, "
        f"reference {response.reference or 'none'} ({response.kind}{pages})"
    )
    blank = [_words(definition, name) for name, one in response.fields.items() if one.state is State.BLANK]
    for name, answer in response.fields.items():
        if answer.state is not State.BLANK:
            yield from _answer_lines(name, answer, response, definition)
    if blank:
        yield f"  Blank: {'; '.join(blank)}"
    for signature in response.signatures:
        name, date = signature.name or "an unnamed person", show_date(signature.date or "no date")
        yield f"  Signed ({signature.way}) by {name}, {date}"
    order = list(Severity)
    for finding in sorted(response.findings, key=lambda one: order.index(one.severity)):
        yield f"  {finding.severity.value}: {_message(finding, definition)} [{finding.code}]"


def _answer_lines(name: str, answer: Answer, response: Response, definition: Definition) -> Iterator[str]:
    mark = "" if answer.state is State.FILLED else f" ({answer.state.value})"
    words = _words(definition, name)
    field = next((one for one in definition.answerable if one.id == name), None)
    if field is not None and field.columns and answer.cells is not None:
        yield f"  {words}{mark}:"
        yield from _row_lines(field, answer.cells, response, definition)
        return
    shown = _value(answer.value, is_date=field is not None and field.kind is Kind.DATE)
    end = "" if words.endswith("?") and not mark else ":"
    yield f"  {words}{mark}{end} {shown}".rstrip(": ").replace("\n", "\n" + _INDENT)


def _row_lines(
    field: Field, cells: Mapping[int, Mapping[str, Answer]], response: Response, definition: Definition
) -> Iterator[str]:
    """Yield a line for each row that somebody filled, with the id that its action has."""
    ids = {
        row.row_number: row.action.id for row in rows_of(response, definition) if row.action.field == field.id
    }
    for number, row in cells.items():
        texts = {column: _value(cell.value, is_date=column == "by_when") for column, cell in row.items()}
        ref = ids.get(number) or texts.pop("ref", "") or "no ref"
        said = {column: text for column, text in texts.items() if text and column != "ref"}
        if said or (field.kind is Kind.CARRIED and number in ids):
            action = said.pop("action", "(no words)")
            parts = [action, *(f"{COLUMN_LABELS[column]}: {text}" for column, text in said.items())]
            yield f"{_INDENT}{ref}: {'; '.join(parts)}".replace("\n", "\n" + _INDENT * 2)


def _words(definition: Definition, name: str) -> str:
    return spoken_name(definition, name) or name


def _value(value: Value, *, is_date: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, Signed):
        return f"{value.name or 'no name'}, {show_date(value.date or 'no date')}"
    if isinstance(value, tuple):
        return " or ".join(repr(candidate) for candidate in value)
    return show_date(str(value)) if is_date else str(value)


def _message(finding: Finding, definition: Definition) -> str:
    """Return a finding's message with the form's words where it begins with, or lists, names of boxes."""
    name, colon, rest = finding.message.partition(": ")
    if colon and (words := spoken_name(definition, name)):
        return f"{words}: {rest}"
    before, gone, after = finding.message.partition(_GONE)
    if not gone:
        return finding.message
    names, stop, rest = after.partition(". ")
    return f"{before}{gone}{'; '.join(_words(definition, one) for one in names.split(', '))}{stop}{rest}"
