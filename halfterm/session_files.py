"""Keep sessions/REFERENCE/ as the register says: the current file of each stage, under a readable name.

What halfterm put there it may take away again, for the archive has it. What a person put there or typed into
is never touched: it is named, so that it can be taken in.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from forms.errors import WriteError
from forms.files import cannot_write, write_whole
from forms.findings import Finding, Severity
from register.archive import Archive
from register.current_files import CurrentFile

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


def lay_out(
    folder: Path, current: Sequence[CurrentFile], archive: Archive, known: Collection[str]
) -> tuple[Finding, ...]:
    """Write the current files below `folder`, take away those that are no longer, and return what is odd.

    `known` are the hashes of all originals in the archive. Raises WriteError where there is no room.
    """
    wanted = {folder / one.folder / one.name: one.sha256 for one in current}
    findings: list[Finding] = []
    for path, digest in _present(folder):
        if wanted.get(path) == digest:
            del wanted[path]
        elif digest in known:
            with contextlib.suppress(OSError):
                path.unlink()
        else:
            findings.append(_unknown(path))
    for path, sha256 in wanted.items():
        findings += _put(path, sha256, archive)
    for emptied in sorted(folder.glob("*/")):
        with contextlib.suppress(OSError):
            emptied.rmdir()
    return tuple(findings)


def _present(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield (path, SHA-256) of each file in the folders of sessions; lock files are none."""
    for path in sorted(folder.glob("*/*")):
        if path.name.startswith((".", "~")) or not path.is_file():
            continue
        try:
            yield path, hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            continue  # open elsewhere, or not on this device: it is looked at next time


def _put(path: Path, sha256: str, archive: Archive) -> Iterator[Finding]:
    data = archive.load(sha256)
    if data is None:
        text = f"{path}: its original {sha256[:12]} is not in the archive; run halfterm verify."
        yield Finding("K04", Severity.ACT_NOW, None, text)
        return
    if path.exists():
        return  # a person's own file of that name, which has been named
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path.parent, error) from error
    try:
        write_whole(path, data)
    except WriteError as error:
        if isinstance(error.__cause__, OSError) and error.__cause__.errno in _NO_ROOM:
            raise  # which holds for all that follow, too
        # One file that is open elsewhere must not keep the others from being laid out.
        yield Finding(error.code, Severity.NOTE, None, f"{error.message} It is laid out at the next run.")


def _unknown(path: Path) -> Finding:
    return Finding(
        "K05",
        Severity.SOON,
        None,
        f"{path}: somebody put it there, or typed into it, and it has not been taken in. Put a copy of it "
        "into the inbox; it was left as it is.",
    )
