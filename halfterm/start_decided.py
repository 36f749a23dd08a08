"""What a person has decided about the rows of a plain record, and the values that it comes to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.review.start import ACTIONS, LOOK, RECORDS, Proposal
from forms.dates import iso_or_typed, parse_date
from forms.errors import NeedsPersonError
from forms.model import Definition, Fact, Kind
from forms.reference import is_case_ref, parse_reference
from halfterm.start_rows import FORM, REFERENCE

YES = frozenset({"yes", "y", "ja", "true", "x", "✓", "1"})
NO = frozenset({"no", "n", "false", "0"})
_ALL = frozenset({"all", "yes to all"})


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a person has decided about one file."""

    key: str
    file: str
    waiting: int
    """Rows about which nobody has decided."""
    is_declined: bool
    form: str
    reference: str
    taken: tuple[Proposal, ...]


def is_shown(row: Proposal) -> bool:
    """Return whether a row only shows something, whatever stands in its first column."""
    return ":look." in row.id or row.id.endswith(":columns")


def decided(rows: Sequence[Proposal]) -> list[Confirmed]:
    """Return what was decided about each file that has rows, in their order."""
    by_key: dict[str, list[Proposal]] = {}
    names = {one.file: one.id.partition(":")[0] for one in rows if one.id}
    for one in rows:
        # A row that a person has added says by the file's name what it belongs to.
        key = one.id.partition(":")[0] or names.get(one.file, "")
        by_key.setdefault(key, []).append(one)
    return [_decided(key, of_file) for key, of_file in by_key.items() if key]


def _decided(key: str, rows: Sequence[Proposal]) -> Confirmed:
    head = next((one for one in rows if one.id == f"{key}:{FORM}"), None)
    takes_all = head is not None and head.take in _ALL
    said = [
        (one, _verdict(one, takes_all=takes_all))
        for one in rows
        if one.take in YES or not (one.take == LOOK or is_shown(one))
    ]
    declined = (head is not None and head.take in NO) or not any(verdict is not False for _, verdict in said)
    reference = next((one.values["Right value"] for one in rows if one.id == f"{key}:{REFERENCE}"), "")
    return Confirmed(
        key,
        rows[0].file,
        0 if declined else sum(verdict is None for _, verdict in said),
        declined,
        head.values["Right value"] if head else "",
        reference.strip().upper(),
        tuple(one for one, verdict in said if verdict),
    )


def _verdict(row: Proposal, *, takes_all: bool) -> bool | None:
    if row.take in YES or row.take in _ALL:
        return True
    if row.take in NO:
        return False
    is_blank = row.sheet == RECORDS.name and not row.values["Right value"].strip()
    return True if takes_all and not row.take and not is_blank and _may_go_along(row) else None


def _may_go_along(row: Proposal) -> bool:
    """Return whether "all" takes a row: what is in doubt is for a person to look at, row by row."""
    return row.is_sure or row.id.endswith(f":{REFERENCE}")


def values_of(confirmed: Confirmed, definition: Definition) -> str:
    """Return the confirmed values as JSON. Raises NeedsPersonError W18 for what is lacking."""
    reference = parse_reference(confirmed.reference)
    if reference is None or reference.appendix != definition.code:
        raise _wrong(
            confirmed, "Reference", confirmed.reference, f"one such as ESM-25-9001-{definition.code}"
        )
    if len({row.id for row in confirmed.taken if row.id}) < sum(bool(row.id) for row in confirmed.taken):
        raise _wrong(confirmed, "Id", "the same one in two rows", "each one once")
    shown = next((row for row in confirmed.taken if is_shown(row)), None)
    if shown is not None:
        what = shown.values.get("What", "")
        raise _wrong(confirmed, what, "yes", "look: write what is to be taken into the row where it belongs")
    header: dict[str, str] = {}
    fields: dict[str, object] = {}
    for row in confirmed.taken:
        name = row.id.partition(":")[2]
        value = row.values.get("Right value", "").strip("\n")
        if name.startswith("fact.") and value:
            header[name.removeprefix("fact.")] = _typed(value, is_date=name == f"fact.{Fact.SESSION_DATE}")
        elif name.startswith("field.") and value:
            field = definition.field(name.removeprefix("field."))
            is_number = field.kind is Kind.NUMBER
            fields[field.id] = _number(value) if is_number else _typed(value, is_date=field.kind is Kind.DATE)
    if Fact.CASE_REF in definition.required and not is_case_ref(header.get(Fact.CASE_REF, "")):
        raise _wrong(
            confirmed, "Case reference", header.get(Fact.CASE_REF, ""), "one such as ESM-C014, from the key"
        )
    fields.update(_tables(confirmed, definition))
    said = {"reference": confirmed.reference, "stage": "session", "header": header, "fields": fields}
    return json.dumps(said, ensure_ascii=False)


def _tables(confirmed: Confirmed, definition: Definition) -> Mapping[str, list[dict[str, str]]]:
    tables: dict[str, list[dict[str, str]]] = {}
    action_fields = [one for one in definition.fields if one.kind is Kind.ACTIONS]
    for row in confirmed.taken:
        if row.sheet != ACTIONS.name:
            continue
        if not row.values["Action"].strip():
            raise _wrong(confirmed, "Action", "", "what is to be done, or no in the first column")
        named = row.values["Goes under"].strip()
        own = row.id.partition(":action.")[2].rpartition(".")[0]
        field = next(
            (
                one
                for one in action_fields
                if named in {one.accessible_name, one.id} or (not named and one.id == own)
            ),
            None,
        )
        if field is None:
            names = ", ".join(one.accessible_name for one in action_fields)
            raise _wrong(confirmed, "Goes under", named, f"one of {names}")
        action = {"action": row.values["Action"]}
        if who := row.values["Who"].strip():
            action["who"] = who
        if when := row.values["By when"].strip():
            action["by_when"] = iso_or_typed(when) or when
        tables.setdefault(field.id, []).append(action)
    return tables


def _typed(value: str, *, is_date: bool) -> str:
    day = parse_date(value) if is_date else None
    return day.isoformat() if day else value


def _number(value: str) -> object:
    try:
        return int(value)
    except ValueError:
        return value


def _wrong(confirmed: Confirmed, what: str, found: str, expected: str) -> NeedsPersonError:
    said = f'"{found}"' if found else "nothing"
    return NeedsPersonError(
        "W18", f"{confirmed.file}: {what}: found {said}; expected {expected}; correct it in review.xlsx."
    )
