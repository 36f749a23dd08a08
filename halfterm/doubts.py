"""Which boxes of the returns that count a person has to look at, and what stood there.

The register keeps no words, so an original is read again for them: once, for what was found is kept beside
the review file, in a folder that begins with the original's hash and goes when that goes.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.checked import boxes_of
from extract.evidence import answers_to_review
from extract.review.rows import Doubt, FileInDoubt
from forms.checked import Checks, to_document
from forms.code_words import CODE_WORDS
from forms.errors import HalftermError
from forms.files import cannot_write, name_for, write_whole
from forms.log import ImportRow, Outcome
from forms.model import Definition
from forms.records import Answer, Channel, Response
from forms.spoken import spoken_name
from halfterm.originals import Originals
from halfterm.reading import first_page_of, pictures_of

if TYPE_CHECKING:
    from extract.evidence import Place

_SHORT = 16
"""How many letters of its hash the folder of an original bears: purge looks for them."""
_FIRST_PAGE = "page 1.png"
_CHANNELS: Mapping[Channel, str] = {
    Channel.ACROFORM: "as stored",
    Channel.CONTROL: "as stored",
    Channel.LABEL: "by the words around it",
    Channel.TEXT: "from the page",
    Channel.OCR: "recognised on a picture",
    Channel.INK: "seen on a picture",
}
_TO_BE_KEYED = frozenset({Outcome.UNREADABLE, Outcome.NOT_OURS})
_NOT_ASKED = frozenset({"R10", "R24"})
"""Empty files and marks of Word, and what was deleted on purpose."""


class Doubts:
    """What is in doubt, by original.

    `folder` holds what was found before, `fresh` what was read just now and nobody has spoken of yet.
    """

    def __init__(
        self, folder: Path, originals: Originals, fresh: Mapping[str, Response] | None = None
    ) -> None:
        """Read nothing yet."""
        self._folder = folder
        self._originals = originals
        self._fresh = fresh or {}

    def of(self, kept: Response) -> tuple[Doubt, ...]:
        """Return the boxes of one return that are in doubt; `kept` is what the register has of it.

        Raises WriteError.
        """
        checks = self._originals.checks_of(kept.sha256)
        if not count_in_doubt(kept, checks.boxes, self._definition(kept)):
            return ()
        title = f"{self._definition(kept).title}\n{kept.reference or '(no reference)'}"
        own = self._own(kept.sha256)
        return tuple(_doubt(kept, title, row, own) for row in self._rows(kept, checks))

    def unread(self, row: ImportRow) -> FileInDoubt:
        """Return a file of which nothing could be read, with its first page where that can be drawn."""
        return self.with_first_page(FileInDoubt(row.sha256, place_of(row), _why(row)))

    def with_first_page(self, file: FileInDoubt) -> FileInDoubt:
        """Return a file with its first page, where that can be drawn."""
        place = self._own(file.sha256) / _FIRST_PAGE
        picture = _load(place)
        if picture is None and (data := self._originals.load(file.sha256)) is not None:
            try:
                picture = first_page_of(data)
            except (HalftermError, IndexError):
                return file
            _keep(place, picture)
        return dataclasses.replace(file, picture=picture)

    def forget_all_but(self, hashes: Collection[str]) -> None:
        """Delete what was kept of originals that nobody is asked about any more."""
        wanted = {one[:_SHORT] for one in hashes}
        for folder in self._folder.glob("*/"):
            if folder.name not in wanted:
                shutil.rmtree(folder, ignore_errors=True)

    def _own(self, sha256: str) -> Path:
        return self._folder / sha256[:_SHORT]

    def _definition(self, response: Response) -> Definition:
        return self._originals.catalogue.load_form(response.form, response.version)

    def _rows(self, kept: Response, checks: Checks) -> list[dict[str, Any]]:
        own = self._own(kept.sha256)
        said = hashlib.sha256(to_document(kept.sha256, checks)).hexdigest()
        place = own / f"read {said[:_SHORT]}.json"
        stored = _load(place)
        if stored is not None:
            rows: list[dict[str, Any]] = json.loads(stored)
            return rows
        fresh = self._fresh.get(kept.sha256) if not (checks.boxes or checks.names_it) else None
        response = fresh or self._originals.read(kept.sha256)
        if response is None:
            return []
        found = list(_found(response, checks.boxes, self._definition(response)))
        rows = [row for row, _ in found]
        self._cut_out(kept.sha256, {row["box"]: place for row, place in found if place is not None})
        _keep(place, json.dumps(rows, ensure_ascii=False).encode())
        return rows

    def _cut_out(self, sha256: str, places: Mapping[str, Place]) -> None:
        data = self._originals.load(sha256)
        if data is None or not places:
            return
        try:
            pictures = pictures_of(data, tuple(places.values()))
        except (HalftermError, IndexError):
            # Words without a picture are looked up in the file.
            return
        for box, picture in zip(places, pictures, strict=True):
            _keep(self._own(sha256) / f"{name_for(box)}.png", picture)


def place_of(row: ImportRow) -> str:
    """Return where a file lay."""
    return "/".join(filter(None, (row.folder, row.file_name)))


def is_to_be_keyed(row: ImportRow) -> bool:
    """Return whether a person may know what a file is of which nothing could be read."""
    is_asked = row.outcome in _TO_BE_KEYED and not _NOT_ASKED.intersection(row.codes)
    return is_asked and bool(row.sha256)


def _why(row: ImportRow) -> str:
    return "\n".join(CODE_WORDS.get(code, code) for code in row.codes)


def count_in_doubt(response: Response, checked: Collection[str], definition: Definition) -> int:
    """Return how many boxes a person has to look at, of which nobody has yet said what stands there."""
    return sum(1 for _ in _in_doubt(response, checked, definition))


def _in_doubt(
    response: Response, checked: Collection[str], definition: Definition
) -> Iterator[tuple[str, tuple[Answer, tuple[str, ...]]]]:
    for name, answer in answers_to_review(response):
        for box, read in boxes_of(name, answer, definition):
            if box not in checked:
                yield box, (answer, read)


def _found(
    response: Response, checked: Collection[str], definition: Definition
) -> Iterator[tuple[dict[str, Any], Place | None]]:
    for box, (answer, read) in _in_doubt(response, checked, definition):
        on_page = answer.page_number is not None and answer.box is not None
        place = (answer.page_number, answer.box) if on_page else None
        why = [one.message for one in response.findings if _is_about(one.field, box)]
        row = {
            "box": box,
            "question": spoken_name(definition, box) or box,
            "page": answer.page_number,
            "read": read,
            "how_sure": f"{answer.confidence:.0%}, {_CHANNELS[answer.channel]}",
            "why": "\n".join(dict.fromkeys(why)),
        }
        yield row, place  # type: ignore[misc]  # neither is None where it is a place


def _is_about(field: str | None, box: str) -> bool:
    return field is not None and (field == box or box.startswith(f"{field}-") or field.startswith(f"{box}-"))


def _doubt(kept: Response, title: str, row: Mapping[str, Any], folder: Path) -> Doubt:
    return Doubt(
        sha256=kept.sha256,
        box=row["box"],
        file=kept.path,
        form=title,
        question=row["question"],
        page_number=row["page"],
        read=tuple(row["read"]),
        how_sure=row["how_sure"],
        why=row["why"],
        picture=_load(folder / f"{name_for(row['box'])}.png"),
    )


def _load(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _keep(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path.parent, error) from error
    write_whole(path, data)
