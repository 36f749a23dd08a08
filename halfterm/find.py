"""`halfterm find`: every file and row about a person, a case, a session or an action.

It says what is held, so that a request to see it can be answered. Redaction is left to people.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from extract.intake import load_bytes
from forms.errors import UnreadableError, UsageError
from forms.records import Box
from halfterm.originals import open_originals
from halfterm.reading import read_opened, words_of
from halfterm.take import returned_files
from halfterm.trust import Trust
from halfterm.writing_out import load_known
from register.about import About, FoundFile, FoundRow, Words, load_about
from register.ledger import load_plan
from register.lives import Step, load_life, show_words
from register.moved_sheets import load_moved
from register.wanted import Place, Sought, Wanted, places_in, wanted_of

_HASH_LETTERS = 12
_TEXTS = frozenset({".eml", ".txt", ".csv", ".html"})


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A file in one of the trust's folders that is about what is asked for, and in no archive."""

    path: str
    sha256: str
    """ "" where its bytes cannot be had, and only its name tells."""
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """All that was found."""

    wanted: Wanted
    about: About
    life: tuple[Step, ...]
    on_disk: tuple[OnDisk, ...]
    unread: tuple[str, ...]
    """Files that nobody could look through, each with the reason."""

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was found."""
        return not (self.about.files or self.about.rows or self.life or self.on_disk)


def find(trust: Trust, text: str, *, as_json: bool, quick: bool) -> int:
    """Print everything about `text`; return 0 where something was found, else 1. Raises UsageError U40.

    `quick` looks through the register only, not through the words of each original and of the folders.
    """
    if not any(letter.isalnum() for letter in text):
        raise UsageError(
            "U40",
            f"found {text!r}; expected a name, a case, a session or an action; write whom or what to find.",
        )
    register, archive = trust.open_register(), trust.open_archive()
    with contextlib.closing(register), register.reading() as connection:
        originals = open_originals(connection, archive, trust.catalogue)
        plan = load_plan(connection)
        known = load_known(trust, plan)
        wanted = wanted_of(text, plan, known.key)
        life: tuple[Step, ...] = ()
        lookup, owners = trust.catalogue.load_form, known.protected.owners
        if wanted.kind is Sought.ACTION:
            life = load_life(connection, wanted.text, lookup, owners)
        words = None if quick else Words(originals.read, originals.words)
        about = load_about(connection, wanted, words, load_moved(connection, lookup, owners))
    entries = tuple(
        FoundRow("entry of the key", one.place, {"place": one.place, "case_ref": one.case_ref})
        for one in known.key
        if wanted.is_in_any((*one.names, one.case_ref))
    )
    about = dataclasses.replace(about, rows=(*about.rows, *entries))
    on_disk, closed = ((), ()) if quick else _folders(trust, wanted, about)
    unread = [f"{_paths(one)}: {originals.unread.get(one.sha256, '')}" for one in about.not_searched]
    answer = Answer(wanted, about, life, on_disk, (*unread, *closed))
    if as_json:
        click.echo(json.dumps(_plain(answer), indent=2, default=str, ensure_ascii=False))
    else:
        for line in _lines(answer):
            click.echo(line)
    for line in answer.unread:
        click.echo(f"could not be looked through: {line}", err=True)
    if quick:
        click.echo("only the register was looked through, not the words of the originals", err=True)
    if answer.is_empty:
        click.echo(f"nothing was found about {wanted.text} ({wanted.kind})", err=True)
    return 1 if answer.is_empty else 0


def _folders(trust: Trust, wanted: Wanted, about: About) -> tuple[tuple[OnDisk, ...], tuple[str, ...]]:
    """Return the files of inbox, outbox and sessions that are about it, and those that cannot be read."""
    known = {one.sha256 for one in (*about.files, *about.not_searched)}
    files = returned_files([one for one in trust.work_folders if one.is_dir()], trust.workbook)
    found, closed = [], []
    for path in files:
        shown = trust.shown(path)
        try:
            data = load_bytes(path)
        except UnreadableError as error:
            if wanted.is_in(shown):
                found.append(OnDisk(shown, "", ()))
            closed.append(f"{shown}: {error.code}")
            continue
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in known and not wanted.is_in(shown):
            if any(one.sha256 == sha256 for one in about.files):
                found.append(OnDisk(shown, sha256, ()))
            continue
        results = read_opened(data, path, trust.catalogue)
        places = tuple(
            place for one in results if one.response is not None for place in places_in(one.response, wanted)
        )
        unread = [(one.path, one.error.code) for one in results if one.error is not None]
        if places or wanted.is_in(shown) or wanted.is_in_any(words_of(data)):
            found.append(OnDisk(shown, sha256, places))
        elif unread and path.suffix.lower() in _TEXTS and wanted.is_in(data.decode("utf-8", "replace")):
            found.append(OnDisk(shown, sha256, ()))
        else:
            # The words of a mail without a form were looked through just now.
            looked_at = {"R41", "R52", "R53"}
            closed += [
                f"{trust.shown(Path(place))}: {code}" for place, code in unread if code not in looked_at
            ]
    return tuple(found), tuple(closed)


def _lines(answer: Answer) -> Iterator[str]:
    wanted, about = answer.wanted, answer.about
    also = [name for name in wanted.names if name != wanted.text]
    called = f"{wanted.text} (also {', '.join(also)})" if also else wanted.text
    files, rows = _count(len(about.files), "file"), _count(len(about.rows), "row")
    yield f"{called}: {files} in the archive, {rows} in the register"
    if answer.life:
        yield ""
        yield "Its life"
        for step in answer.life:
            yield from _step_lines(step)
    for title, lines in (
        ("Files in the archive", map(_file_line, about.files)),
        ("Rows in the register", map(_row_line, about.rows)),
        ("Files in the trust's folders", map(_disk_line, answer.on_disk)),
    ):
        told = list(lines)
        if told:
            yield ""
            yield title
            yield from told


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _step_lines(step: Step) -> Iterator[str]:
    day = f"{step.on:%d/%m/%Y}" if step.on else "no date"
    yield f"  {day}  {'; '.join(step.what)}"
    where = f", {_place(step.field, step.page_number, step.box)}" if step.field else ""
    yield f"      {step.path} ({step.form}, {step.outcome}, archive {step.sha256[:_HASH_LETTERS]}){where}"
    if step.field and step.changes:
        for one in step.changes:
            now, before = show_words(one.column, one.now), show_words(one.column, one.before)
            yield f"      {one.column}: {before} became {now}"
    elif step.field and step.what[0] in {"agreed", "carried from a form that is not in the register"}:
        yield (
            f"      words {show_words('words', step.words)}; owner {step.owner or 'nobody'}; date "
            f"{show_words('date', step.by_when)}; status {step.status or 'blank'}"
        )


def _file_line(file: FoundFile) -> str:
    what = ", ".join(filter(None, (file.form or "not read", file.reference, file.session_id, file.case_ref)))
    places = "; ".join(_place(one.name, one.page_number, one.box) for one in file.places)
    return f"  {_paths(file)}  (archive {file.sha256}; {what})" + (f": {places}" if places else "")


def _paths(file: FoundFile) -> str:
    return (
        ", ".join(
            f"{one.path} [import {one.import_number}, {one.on:%d/%m/%Y}"
            + (f", taken back {one.taken_back_on:%d/%m/%Y}]" if one.taken_back_on else "]")
            for one in file.seats
        )
        or f"archive {file.sha256}"
    )


def _row_line(row: FoundRow) -> str:
    values = (
        f"{name} {_shown(value)}"
        for name, value in list(row.values.items())[1:]
        if value not in (None, "", (), False)
    )
    return f"  {row.kind} {row.key}: {'; '.join(values)}"


def _shown(value: object) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    return str(value)


def _disk_line(file: OnDisk) -> str:
    places = "; ".join(_place(one.name, one.page_number, one.box) for one in file.places)
    return f"  {file.path}" + (f": {places}" if places else "")


def _place(name: str, page: int | None, box: Box | None) -> str:
    where = f"{name}" + (f", page {page}" if page else "")
    if box is not None:
        corners = " ".join(f"{one:.0f}" for one in (box.x0_pt, box.y0_pt, box.x1_pt, box.y1_pt))
        where += f", box {corners}"
    return where


def _plain(answer: Answer) -> object:
    return {
        "wanted": {"kind": answer.wanted.kind, "text": answer.wanted.text, "names": answer.wanted.names},
        "life": [_step(one) for one in answer.life],
        "files": [_file(one) for one in answer.about.files],
        "rows": [dataclasses.asdict(one) for one in answer.about.rows],
        "folders": [{**dataclasses.asdict(one), "places": _places(one.places)} for one in answer.on_disk],
        "not_searched": list(answer.unread),
    }


def _step(step: Step) -> dict[str, object]:
    plain = {"page" if name == "page_number" else name: one for name, one in dataclasses.asdict(step).items()}
    return {**plain, "box": _corners(step.box)}


def _file(file: FoundFile) -> dict[str, object]:
    plain = {"seen" if name == "seats" else name: one for name, one in dataclasses.asdict(file).items()}
    return {**plain, "places": _places(file.places)}


def _places(places: Iterable[Place]) -> list[dict[str, object]]:
    return [{"field": one.name, "page": one.page_number, "box": _corners(one.box)} for one in places]


def _corners(box: Box | None) -> list[float] | None:
    return [box.x0_pt, box.y0_pt, box.x1_pt, box.y1_pt] if box is not None else None
