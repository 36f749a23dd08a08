"""Describe what was read in plain lines for a person: in the form's own words, dates day first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.intake import ReadResult
from extract.shown import INDENT, row_lines, show_value
from forms.catalogue import load_form
from forms.dates import show_date
from forms.findings import Finding, Severity
from forms.model import Definition, Kind, Stage
from forms.records import Answer, Response, State
from forms.revisions import Lookup, stage_rank
from forms.spoken import spoken_name

_GONE = "gone from the form: "
"""Before the names of boxes in F01."""
_NOTHING_SAID = {State.BLANK: "Blank", State.NOT_APPLICABLE: "Not applicable"}


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
    for name, answer in response.fields.items():
        if answer.state not in _NOTHING_SAID:
            yield from _answer_lines(name, answer, response, definition)
    for state, words in _NOTHING_SAID.items():
        names = [
            _words(definition, name)
            for name, one in response.fields.items()
            if one.state is state and _is_due(name, response, definition)
        ]
        if names:
            yield f"  {words}: {'; '.join(names)}"
    for signature in response.signatures:
        name, date = signature.name or "an unnamed person", show_date(signature.date or "no date")
        yield f"  Signed ({signature.way}) by {name}, {date}"
    order = list(Severity)
    for finding in sorted(response.findings, key=lambda one: order.index(one.severity)):
        yield f"  {finding.severity.value}: {_message(finding, definition)} [{finding.code}]"


def _is_due(name: str, response: Response, definition: Definition) -> bool:
    """Return whether somebody could have answered by now: what is locked until later is not left blank."""
    base = name.partition("-")[0]
    field = next((one for one in definition.answerable if one.id == base), None)
    if field is None or response.stage is Stage.BLANK:
        return field is not None
    return stage_rank(field.stage) <= stage_rank(response.stage)


def _answer_lines(name: str, answer: Answer, response: Response, definition: Definition) -> Iterator[str]:
    mark = "" if answer.state is State.FILLED else f" ({answer.state.value.replace('_', ' ')})"
    words = _words(definition, name)
    field = next((one for one in definition.answerable if one.id == name), None)
    if field is not None and field.columns and answer.cells is not None:
        yield f"  {words}{mark}:"
        yield from row_lines(field, answer.cells, response, definition)
        return
    shown = show_value(answer, field.kind if field is not None else Kind.TEXT)
    end = "" if words.endswith("?") and not mark else ":"
    yield f"  {words}{mark}{end} {shown}".rstrip(": ").replace("\n", "\n" + INDENT)


def _words(definition: Definition, name: str) -> str:
    if words := spoken_name(definition, name):
        return words
    # A Word tick box of a table's cell.
    cell, _, option = name.rpartition("-")
    words = spoken_name(definition, cell)
    return f"{words}, {option.replace('_', ' ')}" if words else name


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
