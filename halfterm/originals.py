"""Read an original of the archive again, for the words that the register does not keep."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from forms.checked import AS_IT_CAME, Checks, from_document, joined
from halfterm.reading import read_one, words_of
from register.checked import load_documents
from register.moved_sheets import as_it_counts
from register.returned import load_returned

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from extract.intake import ReadResult
    from forms.catalogue import Catalogue
    from forms.records import Response
    from register.archive import Archive
    from register.checked import Documents
    from register.moved_sheets import MovedSheets
    from register.returned import Returned


@dataclass(frozen=True)
class Originals:
    """The originals, read when they are asked for."""

    archive: Archive
    catalogue: Catalogue
    documents: Documents
    """What people said of them."""
    returned: Returned
    """What came back: the stages before a form whose boxes are gone say what it was issued with."""
    unread: dict[str, str] = field(default_factory=dict)
    """Hash -> why nothing could be read of the original."""
    moved: MovedSheets = field(default_factory=dict)
    """Sheets that go by another number than the one printed on them: they are read as they count."""
    known: dict[str, Response | None] = field(default_factory=dict)
    """Hash -> what it says: a scan takes seconds, and is asked for more than once."""

    def read(self, sha256: str) -> Response | None:
        """Return what an original says; None where it is not there, altered, or cannot be read."""
        if sha256 in self.known:
            return self.known[sha256]
        data = self.load(sha256)
        if data is None:
            return None
        result = self.read_with(sha256, data, self.checks_of(sha256))
        if result.response is None:
            self.unread[sha256] = result.error.code if result.error else ""
        response = as_it_counts(result.response, self.moved) if result.response is not None else None
        self.known[sha256] = response
        return response

    def read_with(self, sha256: str, data: bytes, checks: Checks) -> ReadResult:
        """Return what became of an original of these bytes, with what people said of it."""

        def earlier(reference: str) -> list[tuple[str, bytes, Checks]]:
            return self.before(reference, sha256)

        return read_one(data, Path(sha256), self.catalogue, earlier, checks)

    def read_as_it_came(self, sha256: str) -> Response | None:
        """Return what an original says as the form that it came as, whatever people said of that since."""
        data = self.load(sha256) if self.checks_of(sha256).used_as is not None else None
        if data is None:
            return self.read(sha256)
        return self.read_with(sha256, data, self.checks_of(sha256, AS_IT_CAME)).response

    def before(self, reference: str, sha256: str = "") -> list[tuple[str, bytes, Checks]]:
        """Return what came back under a reference, the latest first (`halfterm.reading.Earlier`).

        `sha256` is a file that came back itself, under it or under another that a person gave it: with that
        neither it nor what came later.
        """
        came = self.returned.get(reference, ())
        own = self._number_of.get(sha256)
        hashes = [one.sha256 for one in came if one.sha256 != sha256 and (own is None or one.number <= own)]
        found = ((one, self.load(one), self.checks_of(one)) for one in hashes)
        return [(one, data, checks) for one, data, checks in found if data is not None]

    def load(self, sha256: str) -> bytes | None:
        """Return an original; None where it is not there, or altered."""
        data = self.archive.load(sha256)
        if data is None:
            self.unread[sha256] = "it is not in the archive"
        elif hashlib.sha256(data).hexdigest() != sha256:
            self.unread[sha256] = "it was altered"
            return None
        return data

    def checks_of(self, sha256: str, *later: Checks) -> Checks:
        """Return what people said of an original, and `later`.

        Raises UnreadableError R70 where that was altered.
        """
        found = (self.load(document) for document in self.documents.get(sha256, ()))
        return joined([*(from_document(data, sha256) for data in found if data is not None), *later])

    @functools.cached_property
    def _number_of(self) -> dict[str, int]:
        return {one.sha256: one.number for came in self.returned.values() for one in came}

    def words(self, sha256: str) -> tuple[str, ...] | None:
        """Return what a mail or archive says itself; None for other files, and where it cannot be opened."""
        data = self.load(sha256)
        return words_of(data) if data is not None else None


def open_originals(
    connection: Connection, archive: Archive, catalogue: Catalogue, moved: MovedSheets | None = None
) -> Originals:
    """Return the originals of an archive, with what the register knows of them; `moved` are its sheets."""
    documents, returned = load_documents(connection), load_returned(connection)
    return Originals(archive, catalogue, documents, returned, moved=moved or {})
