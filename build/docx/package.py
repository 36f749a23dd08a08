"""Write the zip of an Open Packaging package (ISO/IEC 29500-2) from members deflated by the caller.

`zipfile` would deflate the parts that never change anew for each document; here they are copied as
they are. All time stamps are 1 January 1980, the first that a zip can hold, so equal documents are
equal bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_UTF8_NAMES = 1 << 11
_DEFLATED = 8
_MIDNIGHT = 0
_FIRST_DAY = (0 << 9) | (1 << 5) | 1


@dataclass(frozen=True, slots=True)
class Member:
    """One deflated member of a package."""

    name: str
    data: bytes
    """Raw deflate stream."""
    crc: int
    size: int
    """In bytes, before deflating."""


def deflate_member(name: str, content: bytes, level: int) -> Member:
    """Return `content` deflated at `level` (0 to 9)."""
    deflater = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = deflater.compress(content) + deflater.flush()
    return Member(name, data, zlib.crc32(content), len(content))


def join_members(members: Sequence[Member]) -> bytes:
    """Return the zip file that holds `members`, in order."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        name = member.name.encode()
        sizes = (_DEFLATED, _MIDNIGHT, _FIRST_DAY, member.crc, len(member.data), member.size, len(name), 0)
        local = _LOCAL.pack(b"PK\x03\x04", _VERSION, _UTF8_NAMES, *sizes)
        directory.append(
            _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, _UTF8_NAMES, *sizes, 0, 0, 0, 0, offset) + name
        )
        parts += (local, name, member.data)
        offset += len(local) + len(name) + len(member.data)
    central = b"".join(directory)
    count = len(members)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(central), offset, 0)
    return b"".join((*parts, central, end))
