"""Turn what was read of a plain record into rows for a person to confirm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from extract.plain.record import Found, PlainAction, PlainRecord
from extract.review.start import ACTIONS, LOOK, RECORDS, Proposal, fits
from forms.model import Definition, Fact
from forms.reference import parse_reference

FORM, REFERENCE = "form", "reference"
"""The ends of the ids of the rows that say which form a file is, and its new reference."""
_FACT_NAMES = {
    Fact.SUPERVISEE: "Supervisee",
    Fact.SUPERVISOR: "Supervisor",
    Fact.SCHOOL: "School",
    Fact.SESSION_DATE: "Session date",
    Fact.CASE_REF: "Case reference",
}
_NO_ROOM = "a cell cannot hold it whole: it stays in the file, or write here what is to be taken over"
_FIRST = 4
"""So many answers stand at the head of a record: who, with whom, when."""
_LETTERS = 16
"""Of a file's hash, in the id of a row."""


def key_of(sha256: str) -> str:
    """Return how the rows of a file are told from those of others."""
    return sha256[:_LETTERS]


def record_rows(
    record: PlainRecord,
    definition: Definition,
    key: str,
    file: str,
    reference: str,
    others: Sequence[Proposal],
) -> list[Proposal]:
    """Return the rows for one record: what it is, its answers, its actions, and what belongs to nothing.

    `others` are the rows of other files: one may be of the same record, as Word file and as PDF.
    """
    rows = _RecordRows(record, definition, key, file)
    own = [*rows.answers()]
    return [*rows.head(reference, _same_record(own, others)), *own, *rows.actions(), *rows.looks()]


def _same_record(own: Sequence[Proposal], others: Sequence[Proposal]) -> str:
    """Return the name of another file with the same first answers, as name and date are; "" for none."""
    said = _first_answers(own)
    by_file: dict[str, list[Proposal]] = {}
    for one in others:
        by_file.setdefault(one.file, []).append(one)
    return next((file for file, rows in by_file.items() if said and _first_answers(rows) == said), "")


def _first_answers(rows: Sequence[Proposal]) -> dict[str, str]:
    answers = [one for one in rows if one.id.partition(":")[2].startswith("field.")]
    return {one.id.partition(":")[2]: one.values["Right value"] for one in answers[:_FIRST]}


class _RecordRows:
    def __init__(self, record: PlainRecord, definition: Definition, key: str, file: str) -> None:
        self._record = record
        self._definition = definition
        self._key = key
        self._file = file

    def head(self, reference: str, same: str) -> Iterator[Proposal]:
        share = f"{self._record.share:.0%} of its labels were found"
        reasons = (f"may be the same record as {same}: take only one of the two",) if same else ()
        yield self._row(FORM, "Form", self._definition.id, Found(share, reasons=reasons))
        yield self._row(
            REFERENCE,
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
                found, value = answer.found, answer.value
                if not fits(value):
                    found, value = _doubted(found, _NO_ROOM), ""
                yield self._row(f"field.{field.id}", field.accessible_name, value, found)

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
    text = action.found.words if fits(action.found.words) else ""
    values = {
        "Action": text,
        "Who": action.who or "",
        "By when": action.by_when or "",
        "Goes under": definition.field(action.field_id).accessible_name,
    }
    more = "".join(f"\n[{name}] {words}" for name, words in action.more.items())
    reasons = list(action.found.reasons)
    if not text:
        reasons.append(_NO_ROOM)
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


def next_reference(prefix: str, code: str, day: dt.date, taken: Sequence[str]) -> str:
    """Return a reference for a record from before halfterm: its session counts from 9001 in its year."""
    year = day.year % 100
    used = {one.number for name in taken if (one := parse_reference(name)) is not None and one.year == year}
    number = next(one for one in range(9001, 10_000) if one not in used)
    return f"{prefix}-{year:02d}-{number:04d}-{code}"
