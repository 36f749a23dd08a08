"""Propose what a file says that is from before halfterm: a plain record, or a list of people."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extract.intake import load_bytes
from extract.plain.record import PlainRecord
from extract.review.start import Proposal
from forms.dates import parse_date
from forms.model import Definition, Fact, RecordType
from halfterm.reading import read_plain_record
from halfterm.start_people import PEOPLE_KINDS, people_rows
from halfterm.start_rows import key_of, next_reference, record_rows
from halfterm.taker import Taker
from halfterm.trust import Trust
from halfterm.writing_out import Known, Store, settle, write_out
from register.receiving import load_references, was_noted

_RECORDS = frozenset({RecordType.RECORD, RecordType.CASE})
_LOOKED_AT = "R68"


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of one file."""

    said: str
    """In words."""
    told: Mapping[str, object]
    """For machines."""
    rows: tuple[Proposal, ...] = ()
    """New ones."""


@dataclass(slots=True)
class Proposer:
    """Reads files one after the other, and keeps those of which rows were saved."""

    trust: Trust
    store: Store
    known: Known
    on: dt.date
    _new: dict[Path, bytes] = field(default_factory=dict)
    _keys: set[str] = field(default_factory=set)

    def propose(self, file: Path, rows: Sequence[Proposal], form: str | None, *, again: bool) -> Read:
        """Return what a file says, without rows where its rows are there or it was looked at before.

        Raises what reading it raises.
        """
        data = load_bytes(file)
        sha256 = hashlib.sha256(data).hexdigest()
        key = key_of(sha256)
        told: dict[str, object] = {"path": str(file), "sha256": sha256}
        with self.store.register.reading() as connection:
            is_known = was_noted(connection, sha256, _LOOKED_AT)
            references = [*load_references(connection)]
        waits = any(one.id.partition(":")[0] == key for one in rows)
        if not is_known:
            self._new[file] = data
        if waits or (is_known and not again):
            state = "waits in review.xlsx" if waits else "was looked at before"
            return Read(f"{file}: {state}; nothing changed", {**told, "state": state})
        try:
            if file.suffix.lower() in PEOPLE_KINDS:
                return self._people(data, file, key, told)
            references += [one.values["Right value"] for one in rows if one.id.endswith(":reference")]
            return self._record(data, file, key, told, references, rows, form)
        except BaseException:
            self._new.pop(file, None)
            raise

    def _people(self, data: bytes, file: Path, key: str, told: Mapping[str, object]) -> Read:
        rows = people_rows(data, file, key, self.trust, self.known.plan)
        count = len(rows) - 1
        said = f"{file}: {count} {'person' if count == 1 else 'people'} proposed"
        return Read(said, {**told, "kind": "people", "people": count}, tuple(rows))

    def _record(
        self,
        data: bytes,
        file: Path,
        key: str,
        told: Mapping[str, object],
        references: Sequence[str],
        others: Sequence[Proposal],
        form: str | None,
    ) -> Read:
        definitions = self._definitions(form)
        record = read_plain_record(data, self.trust.catalogue, tuple(one.id for one in definitions))
        definition = self.trust.catalogue.load_form(record.form)
        day = _day(record) or self.on
        reference = next_reference(self.trust.settings.prefix, definition.code, day, references)
        rows = record_rows(record, definition, key, file.name, reference, others)
        filled = sum(bool(one.found.words.strip()) for one in record.answers)
        said = (
            f"{file}: {record.form}, {filled} answers, {len(record.actions)} actions, "
            f"{len(record.loose)} lines that belong to nothing"
        )
        return Read(said, {**told, **_told(record)}, tuple(rows))

    def _definitions(self, form: str | None) -> list[Definition]:
        catalogue = self.trust.catalogue
        if form is not None:
            return [catalogue.load_form(form)]
        every = (catalogue.load_form(one) for one in catalogue.form_ids())
        return [one for one in every if one.record in _RECORDS]

    def keep(self) -> None:
        """Keep the files whose rows are saved, and note in the register that they were looked at."""
        if not self._new:
            return
        taker = Taker(self.trust, self.store, self.known, self.on, frozenset(self._new))
        for file, data in self._new.items():
            taker.note(file, data, _LOOKED_AT)
        with self.store.register.writing() as connection:
            settled = settle(self.trust, connection, self.known, self.on)
        write_out(self.trust, self.store, settled, self.on)


def _day(record: PlainRecord) -> dt.date | None:
    answer = record.facts.get(Fact.SESSION_DATE)
    return parse_date(answer.value) if answer is not None and answer.value else None


def _told(record: PlainRecord) -> Mapping[str, object]:
    return {
        "kind": "record",
        "form": record.form,
        "share": round(record.share, 2),
        "answers": [
            {
                "field": one.field_id, "label": one.label, "words": one.found.words, "value": one.value,
                "sure": one.found.is_sure, "why": list(one.found.reasons), "where": one.found.where,
                "page": one.found.page_number,
            }
            for one in record.answers
        ],
        "actions": [
            {
                "field": one.field_id, "action": one.found.words, "who": one.who, "by_when": one.by_when,
                "sure": one.found.is_sure, "why": list(one.found.reasons), "where": one.found.where,
                "page": one.found.page_number,
            }
            for one in record.actions
        ],
        "loose": [{"words": line.text, "where": line.where} for line in record.loose],
        "missing": list(record.missing),
    }  # fmt: skip
