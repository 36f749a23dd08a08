"""Read what came back, in a process that is ended where a file makes it run wild; see `halfterm.confined`.

The same as `halfterm.issued_forms`, which does the work over there. One process reads all files of a command,
one after the other.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, Protocol, TypeVar

from extract import bundles, evidence, intake
from extract.bundles import Bundle
from extract.evidence import Place
from extract.intake import ReadResult, failed, load_bytes, read_whole
from extract.people.reading import PeopleList
from extract.plain.record import PlainRecord
from forms.catalogue import Catalogue
from forms.checked import NO_CHECKS, Checks
from forms.errors import ReaderError, UnreadableError
from forms.records import Response
from forms.shelf import Shelf
from halfterm.confined import Ask, Confined, GivenUpError, Limits, NotStartedError, Why
from halfterm.issued_forms import made_from, read_any

if TYPE_CHECKING:
    from extract.locked import Opened

Result = TypeVar("Result")
Earlier = Callable[[str], Sequence[tuple[str, bytes, Checks]]]
"""Returns what came back under a reference before, the latest first: hash, bytes, what people said of it."""


class Opens(Protocol):
    """Opens what holds other files, and what is protected."""

    def __call__(self, data: bytes, where: Path) -> Bundle | None:
        """Return what it holds; None for any other file."""
        ...


LIMITS = Limits(seconds=180, memory_bytes=1_500_000_000)
"""A form takes a second at most, one that was printed some, and a page of a scan three. The largest mailbox
that is opened has 100 million bytes, and the files in it up to twice as many."""


def read_return(path: Path, catalogue: Catalogue) -> Response:
    """Return what a returned form says. Raises what reading it raises, with the path in the message."""
    result = read_one(load_bytes(path), path, catalogue)
    if result.error is not None:
        raise result.error
    if result.response is None:
        raise AssertionError("a result has a response or an error")
    return result.response


def read_all(paths: Sequence[Path], catalogue: Catalogue, opened: Opens | None = None) -> list[ReadResult]:
    """Return one result per path, in the order given; of a mail or an archive one per file in it.

    `opened` opens these, with passwords where there are any. No file's fault ends the reading of the others.
    Raises DefinitionError only: then the form is at fault.
    """
    results: list[ReadResult] = []
    for path in paths:
        own = functools.partial(opened, where=path) if opened is not None else open_bundle
        results += read_whole(path, own, _by(catalogue))
    return results


def read_opened(data: bytes, path: Path, catalogue: Catalogue) -> tuple[ReadResult, ...]:
    """Return what became of a file, or of each file in a mail or an archive: at least one."""
    return intake.read_opened(data, path, open_bundle, _by(catalogue))


def read_one(
    data: bytes,
    path: Path,
    catalogue: Catalogue,
    earlier: Earlier = lambda _: (),
    checks: Checks = NO_CHECKS,
) -> ReadResult:
    """Return what became of one file that is no mail or archive; its boxes may be gone."""
    number = _READER.number_of(catalogue)
    work = (_read, number, catalogue.shelves, catalogue.replaced, data, path, checks)
    try:
        return _READER.run(earlier, *work)
    except UnreadableError as error:
        return failed(error, path, data)


def open_with(data: bytes, passwords: Sequence[str]) -> Opened:
    """Return what a mail, an archive or a protected file holds; see `extract.locked`.

    Raises UnreadableError R48, R49 too.
    """
    return _READER.run(_nothing, _open_with, data, passwords)


def open_bundle(data: bytes) -> Bundle | None:
    """Return what a mail or an archive holds; see `extract.bundles`. Raises UnreadableError R48, R49 too."""
    return _READER.run(_nothing, _open, data)


def words_of(data: bytes) -> tuple[str, ...] | None:
    """Return what a mail or an archive says itself; None for others, and where it cannot be opened."""
    try:
        return _READER.run(_nothing, _words, data)
    except UnreadableError:
        return None


def pictures_of(data: bytes, places: Sequence[Place]) -> tuple[bytes, ...]:
    """Return places on pages as PNG; see `extract.evidence`. Raises UnreadableError R48, R49 too."""
    return _READER.run(_nothing, _pictures, data, places)


def first_page_of(data: bytes) -> bytes:
    """Return a small picture of a file's first page; see `extract.evidence`. Raises UnreadableError too."""
    return _READER.run(_nothing, _first_page, data)


def read_plain_record(data: bytes, catalogue: Catalogue, forms: tuple[str, ...]) -> PlainRecord:
    """Return what a record on one of these plain forms says; see `extract.plain`.

    Raises what reading it raises, and UnreadableError R48, R49.
    """
    number = _READER.number_of(catalogue)
    return _READER.run(_nothing, _plain, number, catalogue.shelves, catalogue.replaced, data, forms)


def read_people_list(data: bytes, schools: tuple[str, ...]) -> PeopleList:
    """Return the people of a spreadsheet; see `extract.people`. Raises UnreadableError R48, R49 too."""
    return _READER.run(_nothing, _people, data, schools)


def _by(catalogue: Catalogue) -> Callable[[bytes, Path], ReadResult]:
    return lambda data, path: read_one(data, path, catalogue)


class Reader:
    """The process that reads, and which catalogue it was last told of."""

    def __init__(self) -> None:
        self._confined = Confined()
        self._catalogue: Catalogue | None = None
        self._number = 0

    def number_of(self, catalogue: Catalogue) -> int:
        """Return another number for each catalogue: its files may have been edited since the last one."""
        if catalogue is not self._catalogue:
            self._catalogue, self._number = catalogue, self._number + 1
        return self._number

    def run(self, answer: Ask, work: Callable[Concatenate[Ask, ...], Result], *arguments: object) -> Result:
        """Return what the work returns.

        Raises UnreadableError R48, R49 where it was given up, ReaderError K14 where it cannot be begun.
        Where the process was ended from outside (the system had no memory left, a virus scanner) the file is
        not at fault: it is tried once more.
        """
        try:
            try:
                return self._confined.run(LIMITS, answer, work, *arguments)
            except GivenUpError as error:
                if error.why is not Why.FELL or error.where:
                    raise
                return self._confined.run(LIMITS, answer, work, *arguments)
        except GivenUpError as error:
            raise _given_up(error) from error
        except NotStartedError as error:
            raise ReaderError("K14", _NOT_STARTED.format(error)) from error


_READER = Reader()
_NOT_STARTED = (
    "the program that reads returned files could not be started ({}): the computer has too little memory "
    "left, or a virus scanner forbids it. No file is at fault, and no further one was read; free memory or "
    "ask your IT, then run this again"
)


def _nothing(_: object) -> None:
    raise AssertionError("nobody is asked anything here")


def _given_up(error: GivenUpError) -> UnreadableError:
    then = (
        "Nothing was read from it. Ask whoever sent it whether it is the form, and have that saved and sent "
        "anew; or key it in by hand"
    )
    if error.why is Why.FELL:
        where = f" ({error.where})" if error.where else ""
        said = f"this file broke down the program that reads it{where}: it is damaged, or made to do harm"
        return UnreadableError("R49", f"{said}. {then}")
    had = (
        f"{LIMITS.seconds:g} seconds" if error.why is Why.TIME else f"{LIMITS.memory_bytes // 1_000_000:,} MB"
    )
    said = f"reading this file was given up: it took more than {had}, and no returned form does"
    return UnreadableError("R48", f"{said}. {then}")


def _read(  # over there
    ask: Ask,
    number: int,
    shelves: tuple[Shelf, ...],
    replaced: tuple[str, ...],
    data: bytes,
    path: Path,
    checks: Checks,
) -> ReadResult:
    catalogue = _catalogue(number, shelves, replaced)
    read: dict[str, Response | None] = {}

    def earlier(reference: str) -> Iterator[Response]:
        return _read_before(ask(reference), catalogue, read, reference)

    return read_any(data, path, catalogue, made_from(catalogue, earlier), checks)


def _read_before(
    came: Sequence[tuple[str, bytes, Checks]],
    catalogue: Catalogue,
    read: dict[str, Response | None],
    reference: str,
) -> Iterator[Response]:
    """Yield what these files of a reference say, the latest first; `read` keeps it, so each is read once.

    One without boxes may be readable only with the help of those before it.
    """
    del reference
    for at, (sha256, data, checks) in enumerate(came):
        if sha256 not in read:
            before = made_from(catalogue, functools.partial(_read_before, came[at + 1 :], catalogue, read))
            read[sha256] = read_any(data, Path(sha256), catalogue, before, checks).response
        response = read[sha256]
        if response is not None:
            yield response


@functools.lru_cache(maxsize=1)
def _catalogue(number: int, shelves: tuple[Shelf, ...], replaced: tuple[str, ...]) -> Catalogue:
    del number
    return Catalogue(shelves, replaced)


def _plain(
    _: Ask,
    number: int,
    shelves: tuple[Shelf, ...],
    replaced: tuple[str, ...],
    data: bytes,
    forms: tuple[str, ...],
) -> PlainRecord:
    from extract.plain.reading import read_plain

    catalogue = _catalogue(number, shelves, replaced)
    return read_plain(data, [catalogue.load_form(one) for one in forms])


def _people(_: Ask, data: bytes, schools: tuple[str, ...]) -> PeopleList:
    from extract.people.reading import read_people

    return read_people(data, schools)


def _open_with(_: Ask, data: bytes, passwords: Sequence[str]) -> Opened:
    from extract import locked

    return locked.open_with(data, passwords)


def _open(_: Ask, data: bytes) -> Bundle | None:
    return bundles.open_bundle(data)


def _pictures(_: Ask, data: bytes, places: Sequence[Place]) -> tuple[bytes, ...]:
    return evidence.pictures_of(data, places)


def _first_page(_: Ask, data: bytes) -> bytes:
    return evidence.first_page_of(data)


def _words(_: Ask, data: bytes) -> tuple[str, ...] | None:
    return bundles.words_of(data)
