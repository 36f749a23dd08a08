"""What lies in the outbox: put there what is to be there, take away what was made and is no longer.

What halfterm made it may take away again. What a person typed into, or put there, is never touched: it is
named.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from forms.errors import WriteError
from forms.files import cannot_write, write_whole
from forms.packs import NOT_BY_MAIL, Errand

SENT = "sent"
"""The folder, beside a supervisor's drafts, into which a draft is moved once it is sent."""
_OURS = re.compile(
    rf"(?:[A-Z]{{2,5}}-[0-9]{{2}}-[0-9]{{4}} (?:{'|'.join(Errand)})(?: [0-9a-z-]+)?|{Errand.REMINDER}) - .+"
)
"""How the drafts and folders of packs are called, and reminders."""
_OPEN = "W01"
"""The code of what another program keeps from being written."""
_ALONE = frozenset({".eml", ".txt"})
"""Endings of what lies beside the folders."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What became of the outbox."""

    written: frozenset[Path]
    removed: frozenset[Path]
    theirs: tuple[Path, ...]
    """Files of packs that a person has changed; they were left as they are."""
    stale: tuple[Path, ...]
    """Of these the ones that are not to go out any more."""
    locked: tuple[str, ...]
    """What could not be written or taken away just now, in words."""
    missing: frozenset[Path] = frozenset()
    """What could not be written."""
    status: int = 0
    """The exit status that follows: 1 for what somebody has open, that of a WriteError for a disk's fault."""


def lay_out_packs(
    outbox: Path, wanted: Mapping[Path, bytes], as_made: Collection[str], keep: Iterable[Path]
) -> LaidOut:
    """Make the files of the packs in `outbox` those of `wanted`.

    `as_made` are the hashes of what was ever put there. Below the paths in `keep` nothing is taken away: what
    is to be there could not be made. Raises WriteError where a folder cannot be made.
    """
    kept = tuple(keep)
    written: set[Path] = set()
    removed: set[Path] = set()
    theirs: list[Path] = []
    locked: list[str] = []
    missing: dict[Path, WriteError] = {}
    for path in _present(outbox):
        data = _data(path)
        if data is None or wanted.get(path) == data or any(path.is_relative_to(one) for one in kept):
            continue
        if hashlib.sha256(data).hexdigest() not in as_made:
            theirs.append(path)
        elif path not in wanted:
            try:
                path.unlink()
                removed.add(path)
            except OSError as error:
                locked.append(f"{path}: is no longer wanted, and could not be taken away ({error.strerror})")
    for path, data in wanted.items():
        if path in theirs or _data(path) == data:
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(path.parent, error) from error
        try:
            write_whole(path, data)
            written.add(path)
        except WriteError as error:
            missing[path] = error
    for folder in sorted({path.parent for path in removed}, reverse=True):
        with contextlib.suppress(OSError):
            folder.rmdir()
    stale = tuple(one for one in theirs if one not in wanted and one.suffix == ".eml")
    refused = any(error.code != _OPEN for error in missing.values())
    return LaidOut(
        frozenset(written),
        frozenset(removed),
        tuple(theirs),
        stale,
        (*locked, *_in_words(missing)),
        frozenset(missing),
        WriteError.exit_status if refused else int(bool(locked or missing)),
    )


def _in_words(missing: Mapping[Path, WriteError]) -> Iterator[str]:
    """Yield what could not be written: each file that is open by itself, a full disk once for all files."""
    first: dict[str, WriteError] = {}
    others: dict[str, int] = {}
    for path, error in missing.items():
        reason = str(error).replace(str(path), "")
        if error.code == _OPEN:
            yield f"{error} It is written at the next run."
        elif reason in first:
            others[reason] += 1
        else:
            first[reason], others[reason] = error, 0
    for reason, error in first.items():
        count = others[reason]
        files = f"It and {count} more file{'' if count == 1 else 's'} of the outbox are" if count else "It is"
        yield f"{error} {files} written at the next run."


def make_sent_folders(outbox: Path) -> None:
    """Make beside drafts the folder into which they are moved, where there is none. Raises WriteError."""
    for folder in sorted({path.parent for path in drafts_of(outbox)}):
        if any(one.name.casefold() == SENT for one in folder.iterdir()):
            continue
        try:
            (folder / SENT).mkdir(exist_ok=True)
        except OSError as error:
            raise cannot_write(folder / SENT, error) from error


def drafts_of(outbox: Path) -> Iterator[Path]:
    """Yield the drafts that lie ready."""
    yield from (path for path in sorted(outbox.glob("*/*.eml")) if _OURS.fullmatch(path.stem))


def sent_drafts(outbox: Path) -> Iterator[Path]:
    """Yield the drafts that were moved into a folder of what is sent, whatever case its name is in."""
    for folder in sorted(outbox.glob("*/*")):
        if folder.name.casefold() == SENT and folder.is_dir():
            yield from (one for one in sorted(folder.iterdir()) if one.suffix.casefold() == ".eml")


def _present(outbox: Path) -> Iterator[Path]:
    """Yield the files of packs; what else lies in the outbox is nobody's business here."""
    for path in sorted(outbox.glob("*/*")):
        if path.is_dir() and _OURS.fullmatch(path.name):
            for file in sorted((*path.iterdir(), *path.glob(f"{NOT_BY_MAIL}/*"))):
                if file.is_file() and not file.name.startswith((".", "~")):
                    yield file
        elif path.suffix in _ALONE and _OURS.fullmatch(path.stem) and path.is_file():
            yield path


def _data(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
