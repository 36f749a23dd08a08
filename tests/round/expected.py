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


def expected_values(
    definition: Definition, values: Mapping[str, Any], *, held: bool = False
) -> dict[str, Any]:
    """Return field or part -> value as the JSON of a return must show it, None where it is blank.

    `held`: the form is settled, so that only who came has a line to sign on.
    """
    given: dict[str, Any] = values.get("fields", {})
    header: dict[str, Any] = values.get("header", {})
    facts = expected_header(definition, values)
    found: dict[str, Any] = {}
    for field in definition.answerable:
        value = given.get(field.id)
        if _is_nothing(value):
            value = _start(field, facts, header)
        if field.signers_from:
            people, listed = definition.field(field.signers_from), given.get(field.signers_from)
            value = _signers(people, listed, value, held=held)
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


def followed(
    definition: Definition, known: Mapping[str, Any], before: Mapping[str, Any], *, held: bool
) -> dict[str, Any]:
    """Return `known` with the lines to sign on as they are printed once more, `before` anybody could sign.

    `before` are the values that came back. Who came and has no line gets one; when the session is `held`
    the lines that wait for people who did not come are gone.
    """
    fields = {**known["fields"]}
    for field in definition.answerable:
        if field.signers_from:
            lines = list(before[field.id] or fields.get(field.id) or [])
            if any(_text(line.get("who")) for line in lines):
                people = definition.field(field.signers_from)
                fields[field.id] = _followed(people, fields.get(people.id) or [], lines, held=held)
    return {**known, "fields": fields}


def _followed(
    people: Field, listed: Sequence[Mapping[str, Any]], lines: Sequence[dict[str, Any]], *, held: bool
) -> list[dict[str, Any]]:
    expected = [_called(line.get("who")) for line in lines]
    coming, names = [], []
    for row in listed:
        name = row.get(people.column[0].id)
        if _is_nothing(name):
            continue
        names.append(_called(name))
        was_expected = _called(name) in expected
        if was_expected:
            expected.remove(_called(name))
        if not _stayed_away(people, listed, row, expected=was_expected):
            coming.append(name)
    left = [_called(name) for name in coming]
    kept = []
    for line in lines:
        called = _called(line.get("who"))
        signed = _text(line.get("name")) or _text(line.get("date"))
        if called in left:
            left.remove(called)
        elif held and called in names and not signed:
            continue
        kept.append(line)
    for name in coming:
        if _called(name) in left:
            left.remove(_called(name))
            kept.append({"who": name})
    return kept


def _signers(people: Field, listed: Any, lines: Any, *, held: bool) -> list[dict[str, Any]]:
    """Return the lines to sign on: one for each person listed, where no line says whose it is.

    When the session is `held`, for those who came only. What is signed stands beside the name it repeats.
    """
    said: list[dict[str, Any]] = [{**line} for line in lines or []]
    if any(not _is_nothing(line.get("who")) for line in said):
        return said
    said = [line for line in said if any(_text(line.get(part)) for part in ("name", "date"))]
    name = people.column[0].id
    found = []
    for row in listed or []:
        if not _text(row.get(name)) or (held and _stayed_away(people, listed, row, expected=True)):
            continue
        own = [line for line in said if _called(line.get("name")) == _called(row[name])][:1]
        said = [line for line in said if not any(line is one for one in own)]
        found.append({**(own[0] if own else {}), "who": row[name]})
    return found + said


def _stayed_away(people: Field, listed: Any, row: Mapping[str, Any], *, expected: bool) -> bool:
    """Return whether somebody did not come: a No, or no tick beside a name that was there before."""
    came = next((column for column in people.column if column.kind in {Kind.YES_NO, Kind.TICK}), None)
    if came is None:
        return False
    answer = row.get(came.id)
    if came.kind is Kind.YES_NO:
        return bool(answer == "No")
    return answer is None and expected and any(other.get(came.id) is not None for other in listed)


def _called(name: Any) -> str:
    return " ".join((_text(name) or "").split()).casefold()


def _fact(value: Any, *, strip: bool = True) -> str | None:
    text = _text(str(value))
    return (text.strip() if strip else text) if text else None


def _text(value: str | None) -> str | None:
    text = normalise_text(value or "").text
    return text if text.strip() else None
