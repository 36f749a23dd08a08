"""Open a zip archive: the files in it, as far as they may be unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from extract.bundled import Budget, Contents, Part, damaged, plain_name, too_much
from extract.kinds import ZIP_TROUBLE
from forms.errors import PasswordError

LEFT_ALONE = ("~$", ".~lock.", ".")
"""Beginnings of the names of lock files and hidden files, which nobody returned."""
_OF_A_MAC = "__MACOSX"


def open_archive(data: bytes, budget: Budget) -> Contents:
    """Return the files of a zip archive.

    Raises PasswordError R45 where one needs a password, UnreadableError R42 and R43 while they are read.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (*ZIP_TROUBLE, RuntimeError) as error:
        raise damaged("archive", error) from error
    if any(one.flag_bits & 0x1 for one in archive.infolist()):
        raise PasswordError(
            "R45",
            "this archive is protected with a password. Unpack it and put the files here, or ask for it to "
            "be sent without a password",
        )
    return Contents(_parts(archive, budget))


def _parts(archive: zipfile.ZipFile, budget: Budget) -> Iterator[Part]:
    for one in archive.infolist():
        name = plain_name(one.filename, folders=True)
        steps = name.split("/")
        if one.is_dir() or not name or steps[0] == _OF_A_MAC or steps[-1].startswith(LEFT_ALONE):
            continue
        yield Part(name, _read(archive, one, budget.bytes_left))


def _read(archive: zipfile.ZipFile, one: zipfile.ZipInfo, most: int) -> bytes:
    """Return the bytes of a file. What the archive says of its size may be a lie."""
    if one.file_size > most:
        raise too_much()
    try:
        with archive.open(one) as file:
            data = file.read(most + 1)
    except (*ZIP_TROUBLE, RuntimeError) as error:
        raise damaged("archive", error) from error
    if len(data) > most:
        raise too_much()
    return data
