"""What reading must give back for a values file, worked out from the interface and not from the readers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from forms.dates import parse_date
from forms.model import Column, Definition, Fact, Field, Kind, Stage
from forms.names import CONTINUATION
from forms.text import normalise_text

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ANY_ID = re.compile(r"[A-Z]{2,5}-[0-9]{2}-[0-9]{4}-[A-Z][0-9]*(-[0-9]+)?/[0-9]+")


def expected_values(definition: Definition, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return field or part -> value as the JSON of a return must show it, None where it is blank."""
    given: dict[str, Any] = values.get("fields", {})
    header: dict[str, Any] = values.get("header", {})
    facts = expected_header(definition, values)
    found: dict[str, Any] = {}
    for field in definition.answerable:
        value = given.get(field.id)
        if _is_nothing(value):
            value = _start(field, facts, header)
        if field.signers_from:
            value = _signers(definition.field(field.signers_from), given.get(field.signers_from), value)
        found[field.id] = _value(field, value, values.get("reference"))
        for part in ("comment", "other", "evidence"):
            name = f"{field.id}-{part}"
            if _has_part(field, part):
                found[name] = _text(given.get(name))
        for key in field.counts:
            found[f"{field.id}-count_{key}"] = given.get(f"{field.id}-count_{key}")
        if field.who is not None:
            printed = given.get(f"{field.id}-who")
            found[f"{field.id}-who"] = facts.get(field.who.value) if _is_nothing(printed) else _text(printed)
    for field in definition.answerable:
        # A form's own date field and the signature that it belongs to are one answer.
        signed = found[field.id]
        if field.kind is Kind.SIGNATURE and field.date_field and signed is not None:
            found[field.date_field] = signed["date"]
    found[CONTINUATION] = _text(given.get(CONTINUATION))
    return found


def expected_header(
    definition: Definition, values: Mapping[str, Any], stage: Stage = Stage.BLANK
) -> dict[str, str]:
    """Return the facts of the header that a return must show; nobody returns a final copy."""
    facts = {name: _fact(value) for name, value in values.get("header", {}).items()}
    for field in definition.answerable:
        if field.fact is not None and values.get("fields", {}).get(field.id):
            facts[field.fact.value] = _fact(values["fields"][field.id], strip=False)
    if stage is Stage.FINAL:
        facts.pop(Fact.RETURN_BY.value, None)
    return {fact.value: text for fact in Fact if (text := facts.get(fact.value))}


def expected_signatures(
    definition: Definition, wanted: Mapping[str, Any]
) -> list[tuple[str, str, str | None, str | None]]:
    """Return (party, way, name, date) of all who have signed, given the values that must be read."""
    signed = []
    for field in definition.answerable:
        value = wanted[field.id]
        if field.kind is Kind.SIGNATURE and value and value["name"]:
            signed.append((field.party, "typed", value["name"], value["date"]))
        if field.kind is Kind.SIGNATURES:
            signed += [
                (row["who"] or field.party, "typed", row["name"], row["date"])
                for row in value or []
                if row["name"]
            ]
    return signed


def _start(field: Field, facts: Mapping[str, str], header: Mapping[str, Any]) -> Any:
    """Return what stands in a field that the values leave out."""
    if field.fact is not None:
        return _fact(header.get(field.fact.value, ""))
    return facts.get(field.starts_from) if field.starts_from else field.default


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not normalise_text(value).text)


def _has_part(field: Field, part: str) -> bool:
    if part == "other":
        return "Other" in field.all_options
    return field.comment if part == "comment" else field.evidence


def _value(field: Field, value: Any, reference: str | None) -> Any:
    rows: list[Any]
    match field.kind:
        case Kind.CARRIED | Kind.ACTIONS:
            rows = _action_rows(field, value or [], reference)
        case Kind.TABLE:
            rows = _printed_rows(field, value or []) if field.row else _own_rows(field, value or [])
        case Kind.SIGNATURES:
            rows = _signed_rows(field, value or [])
        case Kind.ANY_OF:
            rows = [option for option in field.all_options if option in (value or [])]
        case Kind.SIGNATURE | Kind.TIME_RANGE | Kind.DATE_RANGE:
            parts = ("name", "date") if field.kind is Kind.SIGNATURE else ("from", "to")
            said = {part: _text((value or {}).get(part)) for part in parts}
            return said if any(said.values()) else None
        case _:
            return _one(field.kind, value)
    return rows or None


def _one(kind: Kind, value: Any) -> Any:
    """Return the value of one box, or one set of boxes to tick."""
    if value is None or isinstance(value, int | float):
        return value
    if kind is Kind.NUMBER:
        return int(value)
    name, _, year = value.partition(" ")
    if kind is Kind.MONTH and name in _MONTHS:
        return f"{year}-{_MONTHS.index(name) + 1:02d}"
    return _text(value)


def _cells(columns: Sequence[Column], row: Mapping[str, Any]) -> dict[str, Any]:
    return {column.id: _one(column.kind, row.get(column.id)) for column in columns}


def _own_rows(field: Field, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = [_cells(field.column, row) for row in rows]
    return [row for row in found if _says_something(field, row)]


def _says_something(field: Field, row: Mapping[str, Any]) -> bool:
    """Return whether a row says more than the words that stood in it when the form was made."""
    first = field.column[0].id if field.column else ""
    return any(
        value is not None and not (name == first and value in field.starts) for name, value in row.items()
    )


def _printed_rows(field: Field, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    placed = {row.get("label", field.row[at].label): row for at, row in enumerate(rows)}
    found = []
    for fixed in field.row:
        cells = _cells(field.column, placed.get(fixed.label, {}))
        if any(cell is not None for cell in cells.values()):
            found.append({"label": fixed.label, **cells})
    return found


def _action_rows(
    field: Field, rows: Sequence[Mapping[str, Any]], reference: str | None
) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        cells = _cells(field.column, row) | _action_cells(field, row)
        ref = cells["ref"] or ""
        # New actions have no ref in their value; carried ones are known by it.
        began_elsewhere = bool(_ANY_ID.fullmatch(ref)) and ref.rpartition("/")[0] != reference
        if field.kind is Kind.ACTIONS and not (field.takes_carried and began_elsewhere):
            del cells["ref"]
        if _says_something(field, cells):
            found.append(cells)
    return found


def _action_cells(field: Field, row: Mapping[str, Any]) -> dict[str, str | None]:
    columns = ["ref", "action", "who", "by_when", "status"]
    columns += ["update"] * (field.kind is Kind.CARRIED or field.takes_carried)
    cells = {column: _text(row.get(column)) for column in columns}
    date = parse_date(cells["by_when"] or "")
    return {**cells, "by_when": date.isoformat() if date else cells["by_when"]}


def _signed_rows(field: Field, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str | None]]:
    found = [{column: _text(row.get(column)) for column in ("who", "name", "date")} for row in rows]
    if field.parties:
        placed = {cells["who"] or field.parties[at]: cells for at, cells in enumerate(found)}
        found = [{**placed.get(who, {}), "who": who} for who in field.parties]
    said = ("name", "date") if field.parties else ("who", "name", "date")
    return [cells for cells in found if any(cells.get(column) for column in said)]


def _signers(people: Field, listed: Any, lines: Any) -> list[dict[str, Any]]:
    """Return the lines to sign on: one for each person listed who came, where no line says whose it is."""
    said: list[dict[str, Any]] = [{**line} for line in lines or []]
    if any(not _is_nothing(line.get("who")) for line in said):
        return said
    came = [column.id for column in people.column if column.kind in {Kind.YES_NO, Kind.TICK}]
    rows = listed or []
    asked = came[0] if came and any(row.get(came[0]) is not None for row in rows) else None
    ticked = any(column.kind is Kind.TICK for column in people.column)
    names = [
        row[people.column[0].id]
        for row in rows
        if not _is_nothing(row.get(people.column[0].id))
        and (asked is None or row.get(asked) not in ({None, "No"} if ticked else {"No"}))
    ]
    said += [{} for _ in range(len(names) - len(said))]
    return [{**line, **({"who": names[at]} if at < len(names) else {})} for at, line in enumerate(said)]


def _fact(value: Any, *, strip: bool = True) -> str | None:
    text = _text(str(value))
    return (text.strip() if strip else text) if text else None


def _text(value: str | None) -> str | None:
    text = normalise_text(value or "").text
    return text if text.strip() else None
