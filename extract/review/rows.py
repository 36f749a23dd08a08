"""What stands in the review file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from extract.sheet_cells import StoredCell

VALUES, FILES, HOW = "Values", "Files", "How"
"""The sheets: values to be looked at, files that do not count as they came, how it is done."""
PARTED = "|"
"""Between the parts of a key: the hash of the original, and a box."""


class Said(StrEnum):
    """What a person may choose instead of typing an answer."""

    AS_READ = "As read"
    BLANK = "Nothing stands there"
    ILLEGIBLE = "Nobody can read it"


class SaidOfFile(StrEnum):
    """What a person may say of a file that does not count as it came."""

    KEY_IN = "Key it in"
    """Nothing could be read of it: its questions are asked for."""
    USE_AS = "Use as"
    """It is a form of another session than that whose reference it bears."""
    DONE_WITH = "Done with"
    """It is no form, or what it says came in another way."""
    AS_IT_CAME = "As it came"
    """What was said of it is taken back."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One box that a person has to look at."""

    sha256: str
    """Of the original."""
    box: str
    file: str
    form: str
    """Its title and reference."""
    question: str
    page_number: int | None
    read: tuple[str, ...]
    """() where nothing was read; more than one for candidates."""
    how_sure: str
    why: str
    picture: bytes | None = None
    """PNG; None where it stands on no page."""

    @property
    def key(self) -> str:
        """Return what the row is known by."""
        return f"{self.sha256}{PARTED}{self.box}"


@dataclass(frozen=True, slots=True)
class FileInDoubt:
    """One file of which nothing could be read, or that does not count under the reference that it bears."""

    sha256: str
    file: str
    why: str
    picture: bytes | None = None
    """Of its first page."""
    counts_as: str = ""
    """What people have said that it is, in words; "" where nobody has."""

    @property
    def key(self) -> str:
        """Return what the row is known by."""
        return self.sha256


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into one row of values."""

    key: str
    place: str
    """The name of its cell."""
    right: StoredCell | None
    choice: StoredCell | None

    @property
    def sha256(self) -> str:
        """Return the hash of the original."""
        return self.key.partition(PARTED)[0]

    @property
    def box(self) -> str:
        """Return the name of the box."""
        return self.key.partition(PARTED)[2]

    @property
    def cells(self) -> Mapping[str, StoredCell | None]:
        """Return what stands in each of the row's own columns."""
        return {"right_value": self.right, "or_choose": self.choice}


@dataclass(frozen=True, slots=True)
class TypedOfFile:
    """What a person typed into one row of files."""

    key: str
    place: str
    choice: StoredCell | None
    reference: StoredCell | None
    form: StoredCell | None
    stage: StoredCell | None
    counts_as: str
    """What the row said of that."""

    @property
    def cells(self) -> Mapping[str, StoredCell | None]:
        """Return what stands in each of the row's own columns."""
        return {
            "what_to_do": self.choice,
            "reference": self.reference,
            "form": self.form,
            "stage": self.stage,
        }


@dataclass(frozen=True, slots=True)
class Entries:
    """Everything that a person typed into the review file, and which rows stand in it."""

    values: tuple[Typed, ...] = ()
    files: tuple[TypedOfFile, ...] = ()
    keys: frozenset[str] = frozenset()
    """Of all rows, those too into which nothing was typed."""
    from_1904: bool = False
    odd: tuple[str, ...] = ()
    """Places where something was typed, and nobody can tell of which row, or of which column."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person typed and that could not be taken: it stays where it is, with the reason."""

    cells: tuple[StoredCell | None, ...]
    """Those of the row's own columns, in their order, as they are stored: what Excel has made of something
    that was typed is not to become words of a person."""
    why: str
