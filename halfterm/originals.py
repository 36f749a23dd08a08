"""Read an original of the archive again, for the words that the register does not keep."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from forms.checked import Checks, from_document, joined
from halfterm.reading import read_one, words_of
from register.moved_sheets import as_it_counts

if TYPE_CHECKING:
    from forms.catalogue import Catalogue
    from forms.records import Response
    from register.archive import Archive
    from register.checked import Documents
    from register.moved_sheets import MovedSheets


@dataclass(frozen=True, slots=True)
class Originals:
    """The originals, read when they are asked for."""

    archive: Archive
    catalogue: Catalogue
    documents: Documents
    """What people said of them."""
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
        result = read_one(data, Path(sha256), self.catalogue, checks=self.checks_of(sha256))
        if result.response is None:
            self.unread[sha256] = result.error.code if result.error else ""
        response = as_it_counts(result.response, self.moved) if result.response is not None else None
        self.known[sha256] = response
        return response

    def load(self, sha256: str) -> bytes | None:
        """Return an original; None where it is not there, or altered."""
        data = self.archive.load(sha256)
        if data is None:
            self.unread[sha256] = "it is not in the archive"
        elif hashlib.sha256(data).hexdigest() != sha256:
            self.unread[sha256] = "it was altered"
            return None
        return data

    def checks_of(self, sha256: str) -> Checks:
        """Return what people said of an original. Raises UnreadableError R70 where that was altered."""
        found = (self.load(document) for document in self.documents.get(sha256, ()))
        return joined(from_document(data, sha256) for data in found if data is not None)

    def words(self, sha256: str) -> tuple[str, ...] | None:
        """Return what a mail or archive says itself; None for other files, and where it cannot be opened."""
        data = self.load(sha256)
        return words_of(data) if data is not None else None
