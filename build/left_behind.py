"""What earlier forms hold that is not on this one: said, so that nothing of a case is lost unseen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from forms.findings import Finding, Severity
from forms.model import Definition, Fact, Field, RecordType
from forms.records import Action, Answer
from forms.revisions import Revision, fact_of


def same_case(one: str | None, other: str | None) -> bool:
    """Return whether two case references name one case; capitals do not count."""
    return (one or "").strip().casefold() == (other or "").strip().casefold()


def about_other_cases(
    revisions: Sequence[Revision], definition: Definition, case_ref: str | None
) -> Iterator[Finding]:
    """Yield a finding where all earlier sheets of this form are about other cases than this one."""
    if definition.record is not RecordType.CASE or not case_ref:
        return
    sheets = [one for one in revisions if one.definition.id == definition.id]
    refs = [fact_of(one.response, one.definition, Fact.CASE_REF) for one in sheets]
    if sheets and not any(same_case(ref, case_ref) for ref in refs):
        named = "; ".join(
            f"{one.response.path} is about {ref or 'no case'}" for one, ref in zip(sheets, refs, strict=True)
        )
        yield Finding(
            "P22",
            Severity.ACT_NOW,
            None,
            f"this form is about {case_ref}, but {named}: nothing of it was carried. Correct the case "
            "reference, or leave the other sheets out.",
        )


def without_a_table(actions: Sequence[Action], definition: Definition) -> Iterator[Finding]:
    """Yield a finding where open actions would stand on this form if it had a table for them."""
    if actions:
        named = ", ".join(action.id for action in actions)
        yield Finding(
            "P23",
            Severity.SOON,
            None,
            f"{definition.id} has no table for the actions of last time: {named} stay open and are not "
            "on it. See that they stand on another form of this session.",
        )


def closed_rows(revision: Revision, table: Field, open_ids: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding that counts the rows of last time whose action is closed: they are not shown again."""
    answer = revision.response.fields.get(table.id)
    rows = (answer.cells or {}) if answer is not None else {}
    closed = [
        number
        for number, cells in sorted(rows.items())
        if has_action(cells) and _text(cells.get("ref")) not in open_ids and own_words(cells, table)
    ]
    if closed:
        yield Finding(
            "P24",
            Severity.NOTE,
            table.id,
            f"{revision.response.path}, {table.accessible_name}: row {', '.join(map(str, closed))} is not "
            "shown again, for its action is closed. Write it anew if the matter goes on.",
        )


def has_action(cells: Mapping[str, Answer]) -> bool:
    """Return whether a row says what is to be done, by whom or by when."""
    return any(_text(cells.get(column)) for column in ("action", "who", "by_when"))


def own_words(cells: Mapping[str, Answer], table: Field) -> dict[str, str]:
    """Return what a row says in the table's own columns that travel."""
    found = {}
    for column in table.column:
        text = _text(cells.get(column.id))
        if column.carried and text:
            found[column.id] = column.carried_as or text
    return found


def _text(answer: Answer | None) -> str:
    return answer.value.strip() if answer is not None and isinstance(answer.value, str) else ""
