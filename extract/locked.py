"""Open a returned file that is protected with a password, where one is known that fits.

A protected file is told like a mail that holds one file: it stays as it came, and what is in it is a return.
"""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Sequence

from extract.bundles import Bundle, Enclosed, open_bundle
from extract.kinds import ZIP_TROUBLE
from forms.errors import HalftermError, PasswordError, UnreadableError

_PDF, _OLE, _ZIP = b"%PDF-", b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_START = 1024
_MOST_BYTES = 200_000_000
"""Of an archive when it is unpacked."""
_NAME = "without its password"


@dataclasses.dataclass(frozen=True, slots=True)
class Opened:
    """What a file holds that holds others."""

    bundle: Bundle | None
    """None for any other file."""
    is_locked: bool = False
    """Whether it, or a file in it, is protected with a password and none that is known fits."""


def open_with(data: bytes, passwords: Sequence[str]) -> Opened:
    """Return what a mail, an archive or a protected file holds, protected files in it opened.

    Raises UnreadableError R41 to R43, R52 and R53, and PasswordError R45 for an archive that none of the
    passwords opens.
    """
    try:
        bundle = open_bundle(data)
    except PasswordError:
        if not (unlocked := _unlocked_archive(data, passwords)):
            raise
        bundle = open_bundle(unlocked)
    if bundle is not None:
        files = [
            part
            for one in bundle.files
            for found in [_unlocked_in(one, passwords)]
            for part in ((found,) if found is one else _parted(found))
        ]
        is_locked = any(_is_locked(one) for one in files)
        return Opened(dataclasses.replace(bundle, files=tuple(files)), is_locked)
    alone = Enclosed("", data)
    found = _unlocked_in(alone, passwords)
    if found is alone:
        return Opened(None, _is_locked(alone))
    return Opened(Bundle(_parted(found), frozenset(), frozenset()))


def _parted(unlocked: Enclosed) -> tuple[Enclosed, ...]:
    """Return the forms in a file without its password, where it holds several; else the file."""
    inside = open_bundle(unlocked.data) if unlocked.error is None else None
    if inside is None:
        return (unlocked,)
    return tuple(dataclasses.replace(one, name=f"{unlocked.name}/{one.name}") for one in inside.files)


def _unlocked_in(one: Enclosed, passwords: Sequence[str]) -> Enclosed:
    """Return a file without its password where one fits, else as it is."""
    if not passwords or not _is_locked(one):
        return one
    read, ending = (_unlocked_pdf, "pdf") if _is_pdf(one.data) else (_unlocked_office, "docx")
    for password in passwords:
        unlocked = read(one.data, password)
        if unlocked is not None:
            name = "/".join(filter(None, (one.name, f"{_NAME}.{ending}")))
            return Enclosed(name, unlocked)
    return one


def _is_locked(one: Enclosed) -> bool:
    if one.error is not None:
        return isinstance(one.error, PasswordError)
    if _is_pdf(one.data):
        return b"/Encrypt" in one.data and _unlocked_pdf(one.data, "") is None
    return one.data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in one.data


def _is_pdf(data: bytes) -> bool:
    return _PDF in data[:_START]


def _unlocked_pdf(data: bytes, password: str) -> bytes | None:
    """Return a PDF without its password, the same bytes each time; None where it does not fit."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), password=password) as pdf:
            out = io.BytesIO()
            pdf.save(out, encryption=False, deterministic_id=True)
    except pikepdf.PasswordError:
        return None
    except (pikepdf.PdfError, RuntimeError, ValueError):
        # Damaged: reading it says so.
        return None if password else b""
    return out.getvalue()


def _unlocked_office(data: bytes, password: str) -> bytes | None:
    """Return a Word file without its password (MS-OFFCRYPTO 2.3.4); None where it does not fit."""
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    out = io.BytesIO()
    try:
        locked = msoffcrypto.OfficeFile(io.BytesIO(data))
        locked.load_key(password=password, verify_password=True)
        locked.decrypt(out, verify_integrity=True)
    except (DecryptionError, FileFormatError, InvalidKeyError, ParseError, OSError, ValueError, KeyError):
        return None
    return out.getvalue()


def _unlocked_archive(data: bytes, passwords: Sequence[str]) -> bytes | None:
    """Return a zip archive packed without a password; None where none fits, or it is of another kind."""
    if not data.startswith(_ZIP):
        return None
    for password in passwords:
        unlocked = _repacked(data, password.encode())
        if unlocked is not None:
            return unlocked
    return None


def _repacked(data: bytes, password: bytes) -> bytes | None:
    out = io.BytesIO()
    left = _MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as locked, zipfile.ZipFile(out, "w") as plain:
            for one in locked.infolist():
                if one.file_size > left:
                    raise _too_large()
                with locked.open(one, pwd=password) as file:
                    # What the archive says of a size may be a lie; a wrong password shows at the end.
                    content = file.read(left + 1)
                if len(content) > left:
                    raise _too_large()
                left -= len(content)
                plain.writestr(zipfile.ZipInfo(one.filename, one.date_time), content)
    except HalftermError:
        raise
    except (*ZIP_TROUBLE, RuntimeError):
        return None
    return out.getvalue()


def _too_large() -> UnreadableError:
    return UnreadableError(
        "R43", f"this archive unpacks to more than {_MOST_BYTES // 1_000_000} MB. Put the forms here singly"
    )
