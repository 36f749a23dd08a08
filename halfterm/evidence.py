"""`halfterm read --evidence DIR`: a picture of each place on a returned page that a person has to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.evidence import answers_to_review
from extract.intake import ReadResult, failed, load_bytes
from forms.errors import HalftermError, UnreadableError, WriteError
from forms.files import name_for, write_whole
from halfterm.reading import Opens, pictures_of


def write_evidence(paths: Sequence[Path], results: Sequence[ReadResult], folder: Path, opens: Opens) -> int:
    """Write one PNG for each answer to be looked at into a folder of its file's name; return how many.

    `paths` are the files that gave the results; those in a mail or an archive are found in it, as
    `opens` opens it. What stands on no page, as in a Word file, has no picture. Raises WriteError.
    """
    held = dict(_contents(paths, opens))
    count = 0
    for number, result in enumerate(results, 1):
        data = held.get(result.path)
        if result.response is None or data is None or not _has_pages(result):
            continue
        own = folder / f"{number} {name_for(Path(result.path).stem)}"
        wanted = {
            name: (answer.page_number, answer.box)
            for name, answer in answers_to_review(result.response)
            if answer.page_number is not None and answer.box is not None
        }
        try:
            pictures = pictures_of(data, tuple(wanted.values()))
        except UnreadableError as error:
            raise failed(error, Path(result.path), data).error or error from error
        for name, picture in zip(wanted, pictures, strict=True):
            _make(own)
            write_whole(own / f"{name_for(name)}.png", picture)
            count += 1
    return count


def _has_pages(result: ReadResult) -> bool:
    return result.response is not None and result.response.pages is not None


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError("W03", f"{folder}: the folder cannot be made ({error.strerror}).") from error


def _contents(paths: Sequence[Path], opens: Opens) -> Iterator[tuple[str, bytes]]:
    """Yield the bytes of each file, and of each in a mail or an archive, by the place that results name."""
    for path in paths:
        try:
            data = load_bytes(path)
            bundle = opens(data, path)
        except HalftermError:
            continue  # which the result says already
        if bundle is None:
            yield str(path), data
        else:
            yield from ((str(one.place(path)), one.data) for one in bundle.files if one.error is None)
