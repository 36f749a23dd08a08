"""The properties that a document is issued with: what it is, and marks of what it says."""

from __future__ import annotations

from build.filling import POINTER_LOCKS, FilledRow, Filling
from build.page import Page
from forms import properties
from forms.action_rows import is_carried_row
from forms.model import Fact, Field, Kind, Owner, Stage
from forms.names import fact_name

_ONE_LINE = frozenset({Kind.TEXT, Kind.DATE, Kind.TIME})
_OWN_DATE = frozenset({Fact.RETURN_BY, Fact.POLICY_VERSION})
"""Facts that nobody minds being changed by hand."""


def document_properties(filling: Filling) -> dict[str, str]:
    """Return the properties of the document that `filling` describes, in order."""
    definition = filling.definition
    found = {
        properties.FORM: definition.id,
        properties.VERSION: definition.version,
        properties.STAGE: filling.stage.value,
        properties.REFERENCE: filling.reference or "",
        properties.WORDS: properties.words_mark(definition),
    }
    if filling.verbatim:
        found[properties.VERBATIM] = "yes"
    if filling.stage is not Stage.BLANK:
        found |= properties.write_marks(
            _facts(filling), _carried(filling), _new_refs(filling), filling.issued_rows
        )
    return found


def printed_rows(page: Page) -> dict[str, str]:
    """Return the property that says how many rows each table of a document is printed with."""
    counts: dict[str, int] = {}
    for control in page.controls():
        table, _, rest = control.name.partition("-")
        number = rest.partition("-")[0]
        if number.isdigit():
            counts[table] = max(counts.get(table, 0), int(number))
    return properties.write_row_counts(counts)


def box_order(page: Page) -> dict[str, str]:
    """Return the property that says in which order the boxes of a document stand."""
    return {properties.ORDER: "".join(properties.order_marks(one.name for one in page.controls()))}


def _facts(filling: Filling) -> dict[str, str]:
    """Return the facts that were filled in for the person: printed by fields, and of the panel."""
    fields = filling.definition.fields
    printed = {field.fact for field in fields if field.fact}
    facts = {
        field.id: filling.answers[field.id]
        for field in fields
        if field.owner is Owner.SYSTEM and field.kind in _ONE_LINE and filling.answers.get(field.id)
    }
    signers = (f"{field.id}-who" for field in fields if field.who is not None)
    facts |= {name: filling.answers[name] for name in signers if filling.answers.get(name)}
    if not filling.verbatim:
        for fact, text in filling.header.items():
            if text and fact not in printed | _OWN_DATE:
                facts[fact_name(fact)] = text
    return facts


def _carried(filling: Filling) -> list[dict[str, str]]:
    return [
        dict(row.cells)
        for field in filling.definition.fields
        if field.kind is Kind.CARRIED or field.takes_carried
        for row in filling.rows.get(field.id, ())
        if row.locked and row.locked != POINTER_LOCKS and _is_carried(field, row, filling)
    ]


def _new_refs(filling: Filling) -> list[str]:
    return [
        row.cells["ref"]
        for field in filling.definition.fields
        if field.kind is Kind.ACTIONS
        for row in filling.rows.get(field.id, ())
        if row.cells.get("ref") and not _is_carried(field, row, filling)
    ]


def _is_carried(field: Field, row: FilledRow, filling: Filling) -> bool:
    """Return whether a row is an action that began on another form."""
    return is_carried_row(field, row.cells.get("ref", ""), filling.reference)
