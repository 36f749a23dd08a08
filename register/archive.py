"""The originals of what came in, by content hash, as they came: nothing in the archive is ever changed.

A file is kept before anything is read from it. The archive may be a folder or anything that fsspec reaches.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forms.errors import UsageError, WriteError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_HALF = ".part"
_PART_BYTES = 1 << 20
_HASH_LETTERS = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Archive:
    """Where the originals lie: a file system and a folder on it."""

    files: AbstractFileSystem
    root: str

    def keep(self, data: bytes) -> str:
        """Keep a file's bytes unless they are kept already, and return their SHA-256.

        The file is there whole or not at all. Raises WriteError K03.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        place = self._place(sha256)
        try:
            if not self._has(place, data):
                self.files.makedirs(place.rpartition("/")[0], exist_ok=True)
                self._write(place, data)
            # Half a copy of what is kept whole now: a run that was cut off has left it.
            for left in self.files.ls(place.rpartition("/")[0], detail=False):
                if left.endswith(_HALF) and left.rpartition("/")[2].startswith(sha256):
                    self._remove(left)
        except OSError as error:
            raise WriteError(
                "K03",
                f"{self.root}: the original cannot be kept ({error.strerror or error}), so it was not read; "
                "free space there or correct archive in halfterm.toml, and run the command again.",
            ) from error
        return sha256

    def _has(self, place: str, data: bytes) -> bool:
        return bool(self.files.exists(place) and self.files.size(place) == len(data))

    def _write(self, place: str, data: bytes) -> None:
        beside = f"{place}.{os.getpid()}{_HALF}"
        try:
            self.files.pipe_file(beside, data)
            self.files.mv(beside, place)
        except OSError:
            self._remove(beside)
            # Another process that keeps the same file may have been first, and have taken this half away.
            if not self._has(place, data):
                raise

    def _remove(self, place: str) -> None:
        with contextlib.suppress(OSError):
            self.files.rm_file(place)

    def load(self, sha256: str) -> bytes | None:
        """Return the bytes of an original, None where it is not there."""
        place = self._place(sha256)
        try:
            return bytes(self.files.cat_file(place))
        except FileNotFoundError:
            return None

    def delete(self, sha256: str) -> None:
        """Delete an original for good; one that is not there is no error."""
        place = self._place(sha256)
        if self.files.exists(place):
            self.files.rm_file(place)

    def hashes(self) -> Iterator[str]:
        """Yield the name of every original that lies there, in order."""
        if not self.files.exists(self.root):
            return
        names = (place.rpartition("/")[2] for place in sorted(self.files.find(self.root)))
        yield from (name for name in names if len(name) == 64 and set(name) <= _HASH_LETTERS)

    def digest(self, sha256: str) -> str | None:
        """Return the SHA-256 of what lies under a name now, None where nothing does."""
        found = hashlib.sha256()
        try:
            with self.files.open(self._place(sha256), "rb") as original:
                while part := original.read(_PART_BYTES):
                    found.update(part)
        except FileNotFoundError:
            return None
        return found.hexdigest()

    def leftovers(self) -> Iterator[str]:
        """Yield the path of every half-written file that a run which was cut off has left, in order."""
        if self.files.exists(self.root):
            yield from (place for place in sorted(self.files.find(self.root)) if place.endswith(_HALF))

    def delete_leftovers(self) -> None:
        """Delete what runs that were cut off have left; not while another process takes files in."""
        for place in list(self.leftovers()):
            self.files.rm_file(place)

    def _place(self, sha256: str) -> str:
        return f"{self.root}/{sha256[:2]}/{sha256}"


@dataclass(frozen=True, slots=True)
class NoArchive(Archive):
    """An archive that keeps nothing, for a rehearsal."""

    def keep(self, data: bytes) -> str:
        """Return the SHA-256 of a file's bytes."""
        return hashlib.sha256(data).hexdigest()

    def delete(self, sha256: str) -> None:
        """Delete nothing."""


def open_archive(place: str) -> Archive:
    """Return the archive at a folder's path or at a URL that fsspec knows. Raises UsageError U31."""
    from fsspec.core import url_to_fs

    try:
        files, root = url_to_fs(place)
    except (ValueError, ImportError) as error:
        raise UsageError(
            "U31",
            f"archive: found {place} ({error}); expected a folder, or an address that fsspec reaches; "
            "correct it in halfterm.toml.",
        ) from error
    if files.protocol in {"memory", ("memory",)}:
        raise UsageError(
            "U31",
            f"archive: found {place}, which is forgotten when the command ends; expected a folder, or an "
            "address that keeps what it is given; correct it in halfterm.toml.",
        )
    return Archive(files, root.rstrip("/"))
