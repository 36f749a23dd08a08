"""Hold what a form says against the marks that it was issued with (X18, X25)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.findings import Finding, Severity
from forms.model import Definition, Fact, Kind
from forms.names import cell_name, fact_name
from forms.properties import Marks, altered_columns, fact_mark, ref_mark, words_mark
from forms.records import Answer
from forms.reference import action_id

_MOST_ROWS = 200
_SPOKEN = {"action": "wording", "who": "owner", "by_when": "date"}
_WHOSE = frozenset({Fact.SUPERVISEE, Fact.SUPERVISOR, Fact.CASE_REF})
"""Facts that say whose form it is: another name may mean another person's file."""


@dataclass(frozen=True, slots=True)
class IssuedAs:
    """Under which reference a form was issued, and as what."""

    reference: str | None
    is_pdf: bool


def check_issued(
    definition: Definition,
    marks: Marks,
    fields: Mapping[str, Answer],
    header: Mapping[Fact, str],
    issued_as: IssuedAs,
) -> Iterator[Finding]:
    """Yield a finding for every pre-filled fact, carried action and row that is not as it was issued."""
    if marks.words and marks.words != words_mark(definition):
        yield Finding(
            "F40",
            Severity.ACT_NOW,
            None,
            f"version {definition.version} of {definition.id} asked something else when this form was made: "
            "its questions were changed under the same version. Hold the answers against the page, and give "
            "the changed form a new version",
        )
    yield from _changed_facts(definition, marks, fields, header)
    if marks.rows:
        yield from _altered_rows(definition, marks, fields)
    if marks.refs:
        yield from _strange_refs(definition, marks, fields)
        yield from _gone_rows(definition, marks, fields, issued_as)


def _gone_rows(
    definition: Definition, marks: Marks, fields: Mapping[str, Answer], issued_as: IssuedAs
) -> Iterator[Finding]:
    """F46: rows that were printed for new actions are not there, and with them what stood in them.

    In Word a person takes out a row that is not needed; out of a PDF they get lost with a page. Where an id
    is gone and another one stands twice or is left out, it may have been typed over: the row is there, and
    its action goes by another id than on the stage before.
    """
    tables = [field for field in definition.fields if field.kind is Kind.ACTIONS]
    rows = {
        f"{field.id}, row {number}": row
        for field in tables
        if (answer := fields.get(field.id))
        for number, row in (answer.cells or {}).items()
    }
    standing: dict[str, list[str]] = {}
    for where, row in rows.items():
        said = {column: text for column, cell in row.items() if (text := _text(cell))}
        # An empty row without an id was never printed with one, or is one that nobody needs.
        if said.get("ref") or said.keys() & _SPOKEN.keys():
            standing.setdefault(said.get("ref", ""), []).append(where)
    gone = marks.refs - {ref_mark(ref) for ref in standing if ref}
    if not gone or not issued_as.reference:
        return
    ids = (action_id(issued_as.reference, number) for number in range(1, _MOST_ROWS))
    named = ", ".join(one for one in ids if ref_mark(one) in gone) or str(len(gone))
    field = tables[0].id if len(tables) == 1 else None
    unsure = {ref: where for ref, where in standing.items() if len(where) > 1 or not ref}
    if unsure:
        others = "; ".join(f"{' and '.join(where)}: {ref or 'none'}" for ref, where in unsure.items())
        yield Finding(
            "F46",
            Severity.SOON,
            field,
            f"ids that were printed for new actions stand in no row: {named}. Others have one twice, or none "
            f"({others}): where an id was typed over or deleted, an action counts under another one. Look at "
            "the file, and hold it against the stage before",
        )
        return
    yield Finding(
        "F46",
        Severity.SOON if issued_as.is_pdf else Severity.NOTE,
        field,
        f"rows that were printed for new actions are gone: {named}. If something was "
        "written there it is lost; look at the file, or ask the sender",
    )


def _changed_facts(
    definition: Definition, marks: Marks, fields: Mapping[str, Answer], header: Mapping[Fact, str]
) -> Iterator[Finding]:
    in_panel = {fact_name(fact): fact for fact in Fact}
    printing = {field.id: field.fact for field in definition.fields}
    printing |= {f"{field.id}-who": field.who for field in definition.fields if field.who is not None}
    for name, mark in marks.facts.items():
        fact = in_panel.get(name) or printing.get(name)
        text = header.get(in_panel[name]) if name in in_panel else _text(fields.get(name))
        if fact_mark(name, text) == mark:
            continue
        now = f"now says {text!r}" if text else "is now empty"
        yield Finding(
            "X25",
            Severity.ACT_NOW if fact in _WHOSE else Severity.SOON,
            name,
            f"{name}: is not as it was issued; it {now}. Check that it is right, and whose file it is",
        )


def _altered_rows(definition: Definition, marks: Marks, fields: Mapping[str, Answer]) -> Iterator[Finding]:
    waiting = dict(marks.rows)
    for field in definition.fields:
        answer = fields.get(field.id)
        takes_carried = field.kind is Kind.CARRIED or field.takes_carried
        if not takes_carried or answer is None or answer.cells is None:
            continue
        for number, cells in answer.cells.items():
            ref = _text(cells.get("ref"))
            issued = waiting.pop(ref_mark(ref), None) if ref else None
            said = {column: _text(cell) for column, cell in cells.items()}
            for column in altered_columns(issued, said) if issued else ():
                yield Finding(
                    "X18",
                    Severity.ACT_NOW,
                    cell_name(field.id, number, column),
                    f"{field.id}, row {number}: the {_SPOKEN[column]} of action {ref} is not as issued. "
                    "What was agreed counts: put the row right, or ask what is meant",
                )
    if waiting:
        yield Finding(
            "X18",
            Severity.ACT_NOW,
            None,
            f"{len(waiting)} of the {len(marks.rows)} carried actions that were issued are gone, "
            "or their ids were changed. What was agreed stays; ask why",
        )


def _strange_refs(definition: Definition, marks: Marks, fields: Mapping[str, Answer]) -> Iterator[Finding]:
    for field in definition.fields:
        answer = fields.get(field.id)
        if field.kind is not Kind.ACTIONS or answer is None or answer.cells is None:
            continue
        for number, cells in answer.cells.items():
            ref = _text(cells.get("ref"))
            if ref and ref_mark(ref) not in {*marks.refs, *(marks.rows if field.takes_carried else ())}:
                yield Finding(
                    "X18",
                    Severity.ACT_NOW,
                    cell_name(field.id, number, "ref"),
                    f"{field.id}, row {number}: {ref} is no id that this form printed. Find out which action "
                    "it is before it is used",
                )


def _text(answer: Answer | None) -> str | None:
    value = answer.value if answer is not None else None
    return str(value) if isinstance(value, str | int) else None
