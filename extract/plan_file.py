"""Open the workbook that people fill, whatever lies there: a locked file, a broken one, no workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from extract.sheet_cells import StoredWorkbook, no_workbook, read_cells
from forms.errors import HalftermError, PasswordError, UnreadableError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_BYTES = 50_000_000


def open_workbook(path: Path, wanted: Callable[[str], bool]) -> StoredWorkbook:
    """Return the cells of the workbook at `path`, of those sheets whose names are `wanted`.

    Raises UnreadableError (M30, R01 to R06, R13, R14) or PasswordError (R15), each with the path in it.
    """
    try:
        data = _bytes(path)
        if data.startswith(_OLE):
            raise _ole_error(data)
        return read_cells(data, wanted)
    except HalftermError as error:
        raise type(error)(error.code, f"{path}: {error.message}") from error


def is_open(path: Path) -> bool:
    """Return whether Excel or LibreOffice has the workbook open, as the mark beside it says."""
    return any(path.with_name(name).exists() for name in (f"~${path.name}", f".~lock.{path.name}#"))


def _bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise UnreadableError("R02", "is a folder, a device or a pipe; name the workbook")
        if path.stat().st_size > _MAX_BYTES:
            raise UnreadableError("R06", f"has more than {_MAX_BYTES:,} bytes; check what it is")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableError("R01", "there is no such file; check the name and the folder") from error
    except PermissionError as error:
        raise UnreadableError(
            "R05", f"may not be read ({error.strerror}); close it in Excel, or ask for access to it"
        ) from error
    except OSError as error:
        raise UnreadableError(
            "R04",
            f"cannot be read ({error.strerror or error}); if it lies in OneDrive, choose 'Always keep on "
            "this device' and wait until it is there",
        ) from error
    if not data:
        raise UnreadableError(
            "R03", "is empty (0 bytes); if it lies in OneDrive, choose 'Always keep on this device'"
        )
    return data


def _ole_error(data: bytes) -> HalftermError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return PasswordError(
            "R15", "is protected with a password; open it in Excel and take the password off"
        )
    return no_workbook("it looks like one of Excel 97-2003, or another old Office file")
