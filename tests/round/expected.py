"""What reading must give back for a values file, worked out from the interface and not from the readers."""

from collections.abc import Mapping
from typing import Any

from forms.dates import parse_date
from forms.model import Definition, Fact, Field, Kind, Stage
from forms.names import CONTINUATION
from forms.text import normalise_text


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
        found[field.id] = _value(field, value)
        for part in ("comment", "other", "evidence"):
            name = f"{field.id}-{part}"
            if _has_part(field, part):
                found[name] = _text(given.get(name))
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
            facts[field.fact.value] = _text(values["fields"][field.id])
    if stage is Stage.FINAL:
        facts.pop(Fact.RETURN_BY.value, None)
    return {fact.value: text for fact in Fact if (text := facts.get(fact.value))}


def _start(field: Field, facts: Mapping[str, str], header: Mapping[str, Any]) -> str | None:
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


def _value(field: Field, value: Any) -> Any:
    if field.kind in {Kind.CARRIED, Kind.ACTIONS}:
        columns = [column for column in field.columns if column != "ref" or field.kind is Kind.CARRIED]
        rows = [_row(columns, row) for row in value or []]
        return [row for row in rows if any(row.values())] or None
    if field.kind is Kind.SIGNATURE:
        parts = {part: _text((value or {}).get(part)) for part in ("name", "date")}
        return parts if any(parts.values()) else None
    return value if isinstance(value, int) else _text(value)


def _row(columns: list[str], row: Mapping[str, str]) -> dict[str, str | None]:
    cells = {column: _text(row.get(column)) for column in columns}
    date = parse_date(cells["by_when"] or "")
    return {**cells, "by_when": date.isoformat() if date else cells["by_when"]}


def _fact(value: Any) -> str | None:
    text = _text(str(value))
    return text.strip() if text else None


def _text(value: str | None) -> str | None:
    text = normalise_text(value or "").text
    return text if text.strip() else None
