"""Where a register may lie: on this computer's own disk, never in a folder that is synced or shared.

SQLite keeps several files that belong together. A program that copies them one by one, or a server that locks
them differently, breaks them without a word.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from forms.errors import UsageError

_SYNCED = re.compile(
    r"(?i)^(onedrive( - .*)?|.* - onedrive|dropbox( \(.*\))?|google ?drive|my drive|googledrive-.*|"
    r"icloud ?drive|mobile documents|com~apple~clouddocs|sharepoint( - .*)?|box( sync)?|nextcloud|owncloud|"
    r"sync\.com)$"
)
"""Names of folders that a program keeps in step with a server."""
_SYNC_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_NETWORK_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "webdav", "davfs", "9p", "ncpfs"}
    | {"fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.glusterfs", "ceph", "glusterfs"}
)
_REMOTE_DRIVE = 4
"""What Windows calls a drive that lies on another computer (GetDriveTypeW)."""


def default_place(trust: str) -> Path:
    """Return where the register of a trust lies unless its settings say otherwise: local application data."""
    from platformdirs import user_data_path

    return user_data_path("halfterm", appauthor=False, roaming=False) / trust / "register.db"


def trust_name(prefix: str, trust_id: str, folder: Path) -> str:
    """Return the name of a trust's folder in local application data; its place stands for an id."""
    mark = trust_id or hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    return "-".join(part for part in (prefix.lower(), mark) if part)


def refuse_shared(place: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Raise UsageError U33 where the register would lie in a synced folder or on another computer."""
    where = _synced(place, environment) or _remote(place)
    if where is not None:
        raise UsageError(
            "U33",
            f"register: found {place}, which lies {where}; expected a folder on this computer's own disk, "
            "for a register breaks where it is synced or shared; take register out of halfterm.toml, or name "
            "another folder there. A copy of it is written beside the workbook after each run.",
        )


def _synced(place: Path, environment: Mapping[str, str]) -> str | None:
    absolute = place.resolve()
    for variable in _SYNC_VARIABLES:
        root = environment.get(variable)
        if root and absolute.is_relative_to(Path(root).resolve()):
            return f"in {root}, which OneDrive keeps in step"
    named = next((part for part in absolute.parts if _SYNCED.match(part)), None)
    return f"in the folder {named}, which is kept in step with a server" if named else None


def _remote(place: Path) -> str | None:
    text = str(place)
    if text.startswith(("\\\\", "//")):
        return "on another computer"
    if sys.platform == "win32":
        import ctypes

        drive = place.resolve().drive
        remote = bool(drive) and ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _REMOTE_DRIVE
        return f"on the network drive {drive}" if remote else None
    system = _file_system(place.resolve(), _mounts())
    return f"on a network drive ({system})" if system in _NETWORK_SYSTEMS else None


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _file_system(place: Path, mounts: str) -> str | None:
    """Return the kind of file system that holds a path, None where the list does not say."""
    found: tuple[int, str | None] = (-1, None)
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        root = Path(parts[1].replace("\\040", " "))
        if place.is_relative_to(root) and len(root.parts) >= found[0]:
            found = (len(root.parts), parts[2])
    return found[1]
