"""Writing a file so that it is there whole or not at all: beside the target first, then renamed.

The one place that knows what a locked or synced folder does to a write.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from forms.errors import UsageError, WriteError

BESIDE = ".~"
"""What the name of a file begins with until it is whole; one that a cut-off run left may go."""
_TURN_S = 30
"""A turn that one process has held for longer was left by a run that was cut off."""
_LONGEST_NAME = 80
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\\/]')
_TURNING = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction in which letters are shown: a name with one reads as another."""
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_LEFTOVER_S = 3600


def refuse_name(name: str, where: str) -> None:
    """Raise UsageError U15 for the name of a file or folder that Windows or SharePoint cannot hold."""
    if _FORBIDDEN.search(name) or is_device(name) or name != name.rstrip(". ") or not name:
        raise UsageError(
            "U15",
            f'{where}: the name "{name}" cannot be used on Windows; expected none of <>:"|?*, no dot or '
            "space at the end, and not CON, NUL and the like; choose another name.",
        )


def name_for(text: str) -> str:
    """Return a text as a name that every system takes for a file or folder; two may come to one."""
    plain = " ".join(_FORBIDDEN.sub(" ", _TURNING.sub("", text)).split())[:_LONGEST_NAME].rstrip(". ")
    return f"{plain} -" if is_device(plain) or not plain else plain


def is_device(name: str) -> bool:
    """Return whether Windows keeps a name to itself, whatever its ending: CON, NUL and the like."""
    return bool(_DEVICES.fullmatch(name))


def whole_path(path: Path) -> Path:
    """Return `path` from the top, links followed; as it stands where they lead in a circle."""
    try:
        return path.resolve()
    except RuntimeError:  # up to Python 3.12; later ones give back the path
        return path.absolute()


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path`, replacing what stood there; nothing is left over where that fails.

    A link is followed, so what it points to is replaced. Raises WriteError (W01 to W04).
    """
    with _beside(path) as beside:
        beside.write_bytes(data)


def copy_whole(source: Path, path: Path) -> None:
    """Copy the file `source` to `path` in the same way, however large it is. Raises WriteError."""
    with _beside(path) as beside:
        shutil.copyfile(source, beside)


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Give a new file in the folder of `path`, which takes its place at the end."""
    refuse_unwritable(path)
    beside: Path | None = None
    try:
        target = whole_path(path)
        _tidy(target)
        handle, name = tempfile.mkstemp(prefix=_begins(target), suffix=target.suffix, dir=target.parent)
        os.close(handle)
        beside = Path(name)
        yield beside
        beside.chmod(0o666 & ~_umask())
        beside.replace(target)
    except OSError as error:
        if beside:
            with contextlib.suppress(OSError):
                beside.unlink()
        raise cannot_write(path, error) from error


def write_first(path: Path, data: bytes) -> None:
    """Write `data` to `path` unless a file is there already; whoever comes first wins, and it is there whole.

    Raises WriteError (W01 to W04).
    """
    try:
        _tidy(path)
        handle, name = tempfile.mkstemp(prefix=_begins(path), suffix=path.suffix, dir=path.parent)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                _name_first(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from error


@contextlib.contextmanager
def in_turn(path: Path) -> Iterator[None]:
    """Let one process at a time read `path` and write it anew, on whichever computer. Raises WriteError."""
    turn = path.with_name(f"{BESIDE}{path.name}.turn")
    last = time.monotonic() + 2 * _TURN_S
    held, since = _mark_of(turn), time.monotonic()
    while not _take_turn(turn, path):
        now, seen = time.monotonic(), _mark_of(turn)
        if seen != held:
            held, since = seen, now
        elif now > since + _TURN_S:
            # By what was seen here: the clocks of computers differ, and may be set back.
            with contextlib.suppress(OSError):
                turn.unlink()
        if now > last:
            raise WriteError(
                "W01", f"{path}: another halfterm is writing it; wait until it has ended, and try again."
            )
        time.sleep(0.05)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            turn.unlink()


def _mark_of(turn: Path) -> tuple[int, int] | None:
    """Return what tells one turn from the next; None where nobody has it."""
    try:
        known = turn.stat()
    except OSError:
        return None
    return known.st_mtime_ns, known.st_ino


def _take_turn(turn: Path, path: Path) -> bool:
    try:
        with turn.open("x"):
            return True
    except FileExistsError:
        return False
    except OSError as error:
        raise cannot_write(path, error) from error


def _name_first(beside: Path, path: Path) -> None:
    """Give a whole file its name. Raises FileExistsError where another has it."""
    if os.name == "nt":
        beside.rename(path)  # which replaces nothing there
        return
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: the short time between both steps is all that is left to chance.
        if path.exists():
            raise FileExistsError(path) from None
        beside.replace(path)


def _begins(path: Path) -> str:
    """Return what the name of a file begins with until it is whole and takes the place of `path`."""
    return f"{BESIDE}{hashlib.sha256(path.name.encode(errors='surrogatepass')).hexdigest()[:8]}-"


def _tidy(path: Path) -> None:
    """Delete what runs that were cut off while they wrote `path` have left; nobody writes for so long."""
    for left in path.parent.glob(f"{_begins(path)}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFTOVER_S:
                left.unlink()


def refuse_unwritable(path: Path) -> None:
    """Raise WriteError where `path` cannot be written or is open elsewhere, before any work is done.

    UsageError for a name that Windows cannot hold: the file may be sent on to where it is used.
    """
    try:
        _refuse(path)
    except OSError as error:
        raise cannot_write(path, error) from error


def _refuse(path: Path) -> None:
    if not path.name:
        raise WriteError("W02", "found no file name to write to; give one such as form.pdf.")
    if path.is_dir():
        advice = f"add a name such as {path / 'form.pdf'}"
        raise WriteError("W02", f"{path}: is a folder; expected a file; {advice}.")
    refuse_name(path.name, str(path))
    if path.exists() and not path.is_file():
        raise WriteError("W02", f"{path}: is a device or pipe; expected a file; give another name.")
    if not path.parent.is_dir():
        raise WriteError("W03", f"{path}: the folder {path.parent} is not there; make it first.")
    for lock in (path.with_name(f".~lock.{path.name}#"), path.with_name(f"~${path.name}"), _short_lock(path)):
        if lock.exists():
            said = f"({lock.name} lies beside it)"
            raise WriteError(
                "W01", f"{path}: is open in another program {said}; close it there and try again."
            )


def _short_lock(path: Path) -> Path:
    """Return Word's lock file of a longer name: it overwrites the first two letters."""
    return path.with_name(f"~${path.name[2:]}") if len(path.stem) > 6 else path.with_name(f"~${path.name}")


def cannot_write(path: Path, error: OSError) -> WriteError:
    """Return the error that says why `path` cannot be written."""
    if isinstance(error, PermissionError):
        return WriteError(
            "W01",
            f"{path}: cannot be written ({error.strerror}); it may be open in another program or its folder "
            "may be read-only; close it there, or choose another folder.",
        )
    above = next((one for one in path.parents if one.exists()), None)
    if isinstance(error, NotADirectoryError | FileExistsError) and above is not None and not above.is_dir():
        return WriteError(
            "W04",
            f"{path}: cannot be written, for {above} is a file; expected a folder; move that file away.",
        )
    reason = error.strerror or str(error)
    return WriteError("W04", f"{path}: cannot be written ({reason}); free space or choose another folder.")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
