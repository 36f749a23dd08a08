"""`halfterm start`: last term's records and a list of people, as proposals; and what a person has confirmed of them.

Nothing that nobody confirmed goes into the register. A confirmed record becomes a form of halfterm with the same
words, which is taken in as any other one is: so its actions are open ones that the next form carries.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.intake import load_bytes
from extract.plain.record import PlainRecord
from extract.review_start import RECORDS, Proposal, load_proposals, save_proposals
from forms.catalogue import Catalogue
from forms.dates import parse_date
from forms.errors import HalftermError, NeedsPersonError, UsageError
from forms.files import cannot_write, in_turn, write_whole
from forms.model import Definition, Fact, RecordType
from halfterm.planned import take_plan
from halfterm.reading import read_plain_record
from halfterm.start_people import PEOPLE_KINDS, copies_of, people_rows, take_people
from halfterm.start_rows import Confirmed, decided, key_of, next_reference, record_rows, values_of
from halfterm.taker import Taker
from halfterm.taking_in import Wish as TakeInWish
from halfterm.taking_in import take_in
from halfterm.trust import Trust
from halfterm.writing_out import Store, load_known, settle, write_out
from register.database import Register
from register.enclosures import record_bundle
from register.receiving import Seen, is_original, load_references

if TYPE_CHECKING:
    from register.archive import Archive

_RECORDS = frozenset({RecordType.RECORD, RecordType.CASE})
LOOKED_AT = "R68"
"""The code of an original that `start` has read."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What `halfterm start` was asked for."""

    files: tuple[Path, ...]
    on: dt.date
    form: str | None = None
    """Which form the files are, where that cannot be told from their words."""
    as_json: bool = False


@dataclass(slots=True)
class Outcome:
    """What came of it, for the person and for machines."""

    files: list[dict[str, object]] = field(default_factory=list)
    taken: list[dict[str, object]] = field(default_factory=list)
    errors: list[HalftermError] = field(default_factory=list)
    waiting: int = 0
    """Rows about which nobody has decided."""


def start(trust: Trust, wish: Wish) -> int:
    """Take what was confirmed, propose what the files say, and return the exit status: 1 where a person is needed."""
    if not trust.settings.prefix:
        raise UsageError(
            "U36",
            "found no prefix in halfterm.toml; expected the letters that references begin with; write it "
            'there as prefix = "ESM".',
        )
    try:
        trust.review.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(trust.review, error) from error
    outcome = Outcome()
    with in_turn(trust.review):
        rows = load_proposals(trust.review)
        rows, taken_people = _take_confirmed(trust, wish, rows, outcome)
        rows += _propose(trust, wish, rows, outcome)
        copies = copies_of(trust, taken_people)
        save_proposals(trust.review, rows, copies)
    outcome.waiting = sum(one.take == "" for one in rows)
    _say(trust, wish, outcome)
    return 1 if outcome.waiting or outcome.errors else 0


def _take_confirmed(
    trust: Trust, wish: Wish, rows: Sequence[Proposal], outcome: Outcome
) -> tuple[list[Proposal], list[Proposal]]:
    """Return (the rows that stay, the people to be copied) after taking what a person has confirmed."""
    people, left = take_people(rows)
    records = [one for one in left if one.sheet != "Start people"]
    done: set[str] = set()
    made: list[tuple[Confirmed, Path, str]] = []
    for confirmed in decided(records):
        if confirmed.is_declined:
            done.add(confirmed.key)
            outcome.taken.append({"file": confirmed.file, "declined": True})
        elif not confirmed.waiting:
            try:
                made.append(_transcript(trust, confirmed))
            except HalftermError as error:
                outcome.errors.append(error)
    if made:
        with _removed([path for _, path, _ in made]):
            take_in(trust, TakeInWish(tuple(path for _, path, _ in made), wish.on))
            for confirmed, path, sha256 in made:
                _enclose(trust, confirmed.key, path, wish.on)
                done.add(confirmed.key)
                actions = sum(one.sheet == "Start actions" for one in confirmed.taken)
                outcome.taken.append(
                    {
                        "file": confirmed.file,
                        "reference": confirmed.reference,
                        "actions": actions,
                        "sha256": sha256,
                    }
                )
    names = {one.file for one in left if one.id.partition(":")[0] in done}
    stays = [
        one for one in left if one.id.partition(":")[0] not in done and (one.id or one.file not in names)
    ]
    return stays, people


def _transcript(trust: Trust, confirmed: Confirmed) -> tuple[Confirmed, Path, str]:
    """Write the form that says what was confirmed, and return it with its hash."""
    from build.prefill import Known as KnownValues
    from build.prefill import build_filling
    from build.values import parse_values
    from halfterm.make import document

    definition = trust.catalogue.load_form(confirmed.form)
    text = values_of(confirmed, definition)
    register = trust.open_register()
    with contextlib.closing(register), register.reading() as connection:
        if confirmed.reference in load_references(connection):
            raise NeedsPersonError(
                "W18",
                f"{confirmed.file}: Reference: found {confirmed.reference}, under which a form came back already; "
                "expected another one; correct it in review.xlsx.",
            )
    values = parse_values(text, definition, f"review.xlsx, {confirmed.file}")
    filling = build_filling(
        definition,
        KnownValues(values, (), None),
        lookup=trust.catalogue.load_form,
        forms=trust.catalogue.papers_of(definition.policy.id),
        stage=None,
        verbatim=False,
    )
    data, _ = document(filling, "docx")
    path = trust.review.parent / f"{confirmed.reference} from before halfterm.docx"
    write_whole(path, data)
    return confirmed, path, hashlib.sha256(data).hexdigest()


@contextlib.contextmanager
def _removed(paths: Sequence[Path]) -> Iterator[None]:
    """Take the transcripts away at the end: the archive has them, and sessions/ shows them."""
    try:
        yield
    finally:
        for path in paths:
            path.unlink(missing_ok=True)


def _enclose(trust: Trust, key: str, path: Path, on: dt.date) -> None:
    """Note that a transcript came from an original, so that deleting one deletes the other."""
    register, archive = trust.open_register(), trust.open_archive()
    original = next((one for one in archive.hashes() if key_of(one) == key), None)
    if original is None:
        return
    inner = hashlib.sha256(path.read_bytes()).hexdigest()
    with contextlib.closing(register), register.writing() as connection:
        record_bundle(connection, Seen(original, "", ""), [inner], (), (), on)


def _propose(trust: Trust, wish: Wish, rows: Sequence[Proposal], outcome: Outcome) -> list[Proposal]:
    """Return the rows for files that are new, after keeping each in the archive."""
    found: list[Proposal] = []
    pending = {one.id.partition(":")[0] for one in rows}
    register, archive = trust.open_register(), trust.open_archive()
    with contextlib.closing(register):
        with register.reading() as connection:
            references = list(load_references(connection))
        references += [one.values["Right value"] for one in rows if one.id.endswith(":reference")]
        for file in wish.files:
            try:
                found += _propose_one(trust, wish, file, (register, archive), pending, references, outcome)
            except HalftermError as error:
                said = (
                    error
                    if str(file) in error.message
                    else type(error)(error.code, f"{file}: {error.message}.")
                )
                outcome.errors.append(said)
                outcome.files.append(
                    {"path": str(file), "error": {"code": error.code, "message": said.message}}
                )
        if found:
            _bring_up_to_date(trust, wish.on, Store(register, archive))
    return found


def _bring_up_to_date(trust: Trust, on: dt.date, store: Store) -> None:
    """Write the log and the workbook, which list every file that came in."""
    taken = take_plan(trust, store.register)
    known = load_known(trust, taken.plan, taken.mistakes)
    with store.register.writing() as connection:
        settled = settle(trust, connection, known, on)
    write_out(trust, store, settled, on)


def _propose_one(
    trust: Trust,
    wish: Wish,
    file: Path,
    store: tuple[Register, Archive],
    pending: set[str],
    references: list[str],
    outcome: Outcome,
) -> list[Proposal]:
    data = load_bytes(file)
    sha256 = hashlib.sha256(data).hexdigest()
    key = key_of(sha256)
    said: dict[str, object] = {"path": str(file), "sha256": sha256, "error": None}
    outcome.files.append(said)
    register, archive = store
    with register.reading() as connection:
        is_known = is_original(connection, sha256)
    if key in pending or is_known:
        said["state"] = "waits in review.xlsx" if key in pending else "was looked at before"
        return []
    outcome.files.pop()
    is_list = file.suffix.lower() in PEOPLE_KINDS
    if is_list:
        proposals = people_rows(data, file, key, trust)
        said |= {"kind": "people", "people": len(proposals)}
    else:
        definitions = _definitions(trust.catalogue, wish.form)
        record = read_plain_record(data, trust.catalogue, tuple(one.id for one in definitions))
        definition = trust.catalogue.load_form(record.form)
        reference = next_reference(trust.settings.prefix, definition.code, _day(record, wish.on), references)
        references.append(reference)
        proposals = record_rows(record, definition, key, file.name, reference)
        said |= _told(record)
    _keep(trust, wish, file, data, store)
    pending.add(key)
    outcome.files.append(said)
    return proposals


def _told(record: PlainRecord) -> dict[str, object]:
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
            }
            for one in record.actions
        ],
        "loose": [line.text for line in record.loose],
        "missing": list(record.missing),
    }  # fmt: skip


def _definitions(catalogue: Catalogue, named: str | None) -> list[Definition]:
    if named is not None:
        return [catalogue.load_form(named)]
    every = (catalogue.load_form(one) for one in catalogue.form_ids())
    return [one for one in every if one.record in _RECORDS]


def _day(record: PlainRecord, on: dt.date) -> dt.date:
    answer = record.facts.get(Fact.SESSION_DATE)
    return (parse_date(answer.value) if answer and answer.value else None) or on


def _keep(trust: Trust, wish: Wish, file: Path, data: bytes, store: tuple[Register, Archive]) -> None:
    """Keep an original, and note in the register that it was looked at."""
    register, archive = store
    taken = take_plan(trust, register)
    taker = Taker(
        trust, Store(register, archive), load_known(trust, taken.plan), wish.on, frozenset(wish.files)
    )
    taker.note(file, data, LOOKED_AT)


def _say(trust: Trust, wish: Wish, outcome: Outcome) -> None:
    if wish.as_json:
        told = {
            "files": outcome.files,
            "taken": outcome.taken,
            "waiting": outcome.waiting,
            "review": str(trust.review),
        }
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        for one in outcome.taken:
            _say_taken(one)
        for one in outcome.files:
            if one.get("error") is None:
                click.echo(_described(one))
    for error in outcome.errors:
        click.echo(str(error), err=True)
    if outcome.waiting:
        rows = f"{outcome.waiting} row{'' if outcome.waiting == 1 else 's'}"
        click.echo(
            f"{trust.review}: {rows} wait for a person: say yes or no in the first column, put right what is wrong, "
            "save it, and run halfterm start again.",
            err=True,
        )


def _say_taken(one: dict[str, object]) -> None:
    if one.get("declined"):
        click.echo(f"{one['file']}: was not taken, as review.xlsx says")
    else:
        click.echo(f"{one['file']}: taken as {one['reference']}, with {one['actions']} open actions")


def _described(one: dict[str, object]) -> str:
    if "state" in one:
        return f"{one['path']}: {one['state']}; nothing changed"
    if one["kind"] == "people":
        return f"{one['path']}: {one['people']} people proposed"
    answers, actions, loose = (one[name] for name in ("answers", "actions", "loose"))
    counts = [len(part) for part in (answers, actions, loose) if isinstance(part, list)]
    return (
        f"{one['path']}: {one['form']}; {counts[0]} answers, {counts[1]} actions, {counts[2]} lines that belong "
        "to nothing"
    )
