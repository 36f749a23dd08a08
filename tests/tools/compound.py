"""Write a compound file ([MS-CFB], version 4): files in folders in one file, as Outlook saves a message.

Sectors have 4,096 bytes and are counted from 0 behind the header. Files under 4,096 bytes lie in the mini
stream, in sectors of 64 bytes; all others in sectors of their own.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_SECTOR, _MINI_SECTOR, _CUTOFF = 4096, 64, 4096
_FREE, _END, _IS_FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_BLACK = 1
_IN_HEADER = 109
"""Sectors of the table that the header itself lists; 450 MB need no more."""


@dataclass
class _Entry:
    """One folder or file, as the directory lists it."""

    name: str
    kind: int
    start: int = 0
    size: int = 0
    inside: list[int] = field(default_factory=list)
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le")
        head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name) + 2, self.kind, _BLACK)
        return head + struct.pack("<III36xIQ", self.left, self.right, self.child, self.start, self.size)


def compound_file(files: Mapping[str, bytes]) -> bytes:
    """Return a compound file of `files`: path, with / between folders -> bytes."""
    entries = [_Entry("Root Entry", _ROOT)]
    places = {"": 0}
    sectors: list[bytes] = []
    fat: list[int] = []
    mini, mini_fat = b"", list[int]()
    for path, data in files.items():
        entry = entries[_place(path, _STREAM, entries, places)]
        entry.size = len(data)
        if len(data) >= _CUTOFF:
            entry.start = _chained(data, sectors, fat)
        else:
            entry.start = len(mini_fat) if data else _END
            count = -(-len(data) // _MINI_SECTOR)
            mini_fat += _links(len(mini_fat), count)
            mini += data.ljust(count * _MINI_SECTOR, b"\0")
    for entry in entries:
        entry.child = _tree(sorted(entry.inside, key=lambda at: _order(entries[at])), entries)
    entries[0].start, entries[0].size = (_chained(mini, sectors, fat) if mini else _END), len(mini)
    mini_table = _chained(_numbers(mini_fat), sectors, fat) if mini_fat else _END
    mini_sectors = -(-len(mini_fat) * 4 // _SECTOR)
    directory = b"".join(one.packed() for one in entries)
    empty = _Entry("", 0).packed()
    directory += empty * (-len(entries) % (_SECTOR // len(empty)))
    first_entry = _chained(directory, sectors, fat)
    tables = 0
    while tables * (_SECTOR // 4) < len(fat) + tables:
        tables += 1
    assert tables <= _IN_HEADER, "too large for this writer"
    at = [len(fat) + number for number in range(tables)]
    table = _numbers([*fat, *[_IS_FAT] * tables])
    header = bytes.fromhex("d0cf11e0a1b11ae1") + struct.pack(
        "<16xHHHHH6xIIIIIIIII", 0x3E, 4, 0xFFFE, 12, 6, len(directory) // _SECTOR, tables, first_entry, 0,
        _CUTOFF, mini_table, mini_sectors, _END, 0,
    )  # fmt: skip
    header += _numbers(at, _IN_HEADER)
    return header.ljust(_SECTOR, b"\0") + b"".join(sectors) + table


def _place(path: str, kind: int, entries: list[_Entry], places: dict[str, int]) -> int:
    """Return where in the directory a path is, after it was put there with the folders above it."""
    if path not in places:
        folder, _, name = path.rpartition("/")
        above = _place(folder, _STORAGE, entries, places)
        places[path] = len(entries)
        entries[above].inside.append(len(entries))
        entries.append(_Entry(name, kind))
    return places[path]


def _order(entry: _Entry) -> tuple[int, str]:
    return len(entry.name), entry.name.upper()


def _tree(ordered: Sequence[int], entries: Sequence[_Entry]) -> int:
    """Return the root of a search tree of entries, and set what lies left and right of each."""
    if not ordered:
        return _NONE
    middle = len(ordered) // 2
    own = entries[ordered[middle]]
    own.left, own.right = _tree(ordered[:middle], entries), _tree(ordered[middle + 1 :], entries)
    return ordered[middle]


def _links(first: int, count: int) -> list[int]:
    """Return the rows of a table for a chain of sectors that follow each other."""
    return [*range(first + 1, first + count), _END] if count else []


def _chained(data: bytes, sectors: list[bytes], fat: list[int]) -> int:
    """Return the first sector of bytes that were put behind the others."""
    first, count = len(fat), -(-len(data) // _SECTOR)
    fat += _links(first, count)
    sectors.append(data.ljust(count * _SECTOR, b"\0"))
    return first


def _numbers(numbers: Sequence[int], least: int = 0) -> bytes:
    """Return numbers as a table, filled up with free ones to a whole sector, or to `least`."""
    wanted = least or -(-len(numbers) // (_SECTOR // 4)) * (_SECTOR // 4)
    return struct.pack(f"<{wanted}I", *numbers, *[_FREE] * (wanted - len(numbers)))
