"""Turn what was read of a plain record into rows for a person to confirm, and confirmed rows into values."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.plain.record import Found, PlainAction, PlainRecord
from extract.review_start import ACTIONS, LOOK, RECORDS, Proposal, fits
from forms.dates import iso_or_typed, parse_date
from forms.errors import NeedsPersonError
from forms.model import Definition, Fact, Kind
from forms.reference import is_case_ref, parse_reference

YES = frozenset({"yes", "y", "ja", "true", "x", "✓", "1"})
NO = frozenset({"no", "n", "false", "0"})
ALL = frozenset({"all", "yes to all"})
_FORM, _REFERENCE = "form", "reference"
_FACT_NAMES = {
    Fact.SUPERVISEE: "Supervisee",
    Fact.SUPERVISOR: "Supervisor",
    Fact.SCHOOL: "School",
    Fact.SESSION_DATE: "Session date",
    Fact.CASE_REF: "Case reference",
}
_LETTERS = 16
"""Of a file's hash, in the id of a row."""


def key_of(sha256: str) -> str:
    """Return how the rows of a file are told from those of others."""
    return sha256[:_LETTERS]


def record_rows(
    record: PlainRecord, definition: Definition, key: str, file: str, reference: str
) -> list[Proposal]:
    """Return the rows for one record: what it is, its answers, its actions, and what belongs to nothing."""
    rows = _RecordRows(record, definition, key, file)
    return [*rows.head(reference), *rows.answers(), *rows.actions(), *rows.looks()]


class _RecordRows:
    def __init__(self, record: PlainRecord, definition: Definition, key: str, file: str) -> None:
        self._record = record
        self._definition = definition
        self._key = key
        self._file = file

    def head(self, reference: str) -> Iterator[Proposal]:
        share = f"{self._record.share:.0%} of its labels were found"
        yield self._row(_FORM, "Form", self._definition.id, Found(share))
        yield self._row(
            _REFERENCE,
            "Reference",
            reference,
            Found("", reasons=("it is a new one; change it if you have another",)),
        )
        printed = {one.fact for one in self._definition.fields if one.fact is not None and not one.added}
        for fact in dict.fromkeys((*self._definition.required, Fact.SUPERVISEE, Fact.SUPERVISOR)):
            if fact not in printed and fact in _FACT_NAMES:
                found = Found("", reasons=("the form does not print it: write it here",))
                yield self._row(f"fact.{fact}", _FACT_NAMES[fact], "", found)

    def answers(self) -> Iterator[Proposal]:
        for answer in self._record.answers:
            field = self._definition.field(answer.field_id)
            if not answer.found.words.strip():
                needed = field.fact in self._definition.required
                if needed or answer.found.reasons:
                    yield self._row(
                        f"field.{field.id}", field.accessible_name, "", _doubted(answer.found, "it is blank")
                    )
                continue
            if not answer.is_kept:
                shown = self._row(f"look.{field.id}", field.accessible_name, "", answer.found, take=LOOK)
                yield shown
            elif answer.value is not None:
                found = answer.found
                if not fits(answer.value):
                    found = _doubted(found, "it is too long for a cell, or has signs that a cell cannot hold")
                yield self._row(f"field.{field.id}", field.accessible_name, answer.value, found)

    def actions(self) -> Iterator[Proposal]:
        for number, action in enumerate(self._record.actions, start=1):
            yield _action_row(
                action, self._definition, f"{self._key}:action.{action.field_id}.{number}", self._file
            )

    def looks(self) -> Iterator[Proposal]:
        for number, label in enumerate(self._record.missing, start=1):
            yield self._row(f"look.missing.{number}", f"{label} (not found)", "", Found(""), take=LOOK)
        for number, line in enumerate(self._record.loose, start=1):
            found = Found(line.text.strip(), line.where, line.page_number)
            yield self._row(f"look.loose.{number}", "Words that belong to nothing", "", found, take=LOOK)

    def _row(self, name: str, what: str, value: str, found: Found, take: str = "") -> Proposal:
        return Proposal(
            RECORDS.name,
            f"{self._key}:{name}",
            {"What": what, "Right value": value},
            take,
            found.words,
            found.reasons,
            self._file,
            _where(found),
        )


def _action_row(action: PlainAction, definition: Definition, row_id: str, file: str) -> Proposal:
    values = {
        "Action": action.found.words,
        "Who": action.who or "",
        "By when": action.by_when or "",
        "Goes under": definition.field(action.field_id).accessible_name,
    }
    more = "".join(f"\n[{name}] {words}" for name, words in action.more.items())
    reasons = list(action.found.reasons)
    if action.who is None:
        reasons.append("nobody is named: say who")
    if action.by_when is None:
        reasons.append("no date is named: say by when")
    return Proposal(
        ACTIONS.name,
        row_id,
        values,
        "",
        action.found.words + more,
        tuple(reasons),
        file,
        _where(action.found),
    )


def _where(found: Found) -> str:
    return f"page {found.page_number}, {found.where}" if found.page_number else found.where


def _doubted(found: Found, reason: str) -> Found:
    return Found(found.words, found.where, found.page_number, (*found.reasons, reason))


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
    head = next((one for one in rows if one.id == f"{key}:{_FORM}"), None)
    takes_all = head is not None and head.take in ALL
    said = [(one, _verdict(one, takes_all=takes_all)) for one in rows if one.take != LOOK]
    declined = head is not None and head.take in NO
    reference = next((one.values["Right value"] for one in rows if one.id == f"{key}:{_REFERENCE}"), "")
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
    if row.take in YES or row.take in ALL:
        return True
    if row.take in NO:
        return False
    is_blank = row.sheet == RECORDS.name and not row.values["Right value"].strip()
    return True if takes_all and not row.take and not is_blank and _may_go_along(row) else None


def _may_go_along(row: Proposal) -> bool:
    """Return whether "all" takes a row: what is in doubt is for a person to look at, row by row."""
    return row.is_sure or row.id.endswith(f":{_REFERENCE}")


def values_of(confirmed: Confirmed, definition: Definition) -> str:
    """Return the confirmed values as JSON. Raises NeedsPersonError W18 for what is lacking."""
    reference = parse_reference(confirmed.reference)
    if reference is None or reference.appendix != definition.code:
        raise _wrong(
            confirmed, "Reference", confirmed.reference, f"one such as ESM-25-9001-{definition.code}"
        )
    if len({row.id for row in confirmed.taken if row.id}) < sum(bool(row.id) for row in confirmed.taken):
        raise _wrong(confirmed, "Id", "the same one in two rows", "each one once")
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
        if row.sheet != ACTIONS.name or not row.values["Action"].strip():
            continue
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


def next_reference(prefix: str, code: str, day: dt.date, taken: Sequence[str]) -> str:
    """Return a reference for a record from before halfterm: its session counts from 9001 in its year."""
    year = day.year % 100
    used = {one.number for name in taken if (one := parse_reference(name)) is not None and one.year == year}
    number = next(one for one in range(9001, 10_000) if one not in used)
    return f"{prefix}-{year:02d}-{number:04d}-{code}"
