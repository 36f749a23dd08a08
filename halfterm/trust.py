"""A trust's folder: its settings, and where everything of it lies."""

from __future__ import annotations

import getpass
import platform
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forms.catalogue import Catalogue
from forms.errors import UsageError
from forms.files import cannot_write, whole_path, write_first
from forms.visible import visible
from halfterm.settings import SETTINGS_FILE, Settings, find_settings, load_settings

if TYPE_CHECKING:
    from register.archive import Archive
    from register.database import Register

_MARKS_FILE = "marks.key"
_MARKS_BYTES = 32


@dataclass(frozen=True, slots=True)
class Trust:
    """One trust's folder, and the forms that its commands know."""

    folder: Path
    settings: Settings
    catalogue: Catalogue

    @property
    def inbox(self) -> Path:
        """Return the folder that returned forms are put into."""
        return self.folder / self.settings.inbox

    @property
    def sessions(self) -> Path:
        """Return the folder with the current file of each session and stage."""
        return self.folder / self.settings.sessions

    @property
    def work_folders(self) -> tuple[Path, ...]:
        """Return the folders that forms go through: inbox, outbox and sessions."""
        own = self.settings
        return tuple(self.folder / name for name in (own.inbox, own.outbox, own.sessions))

    @property
    def restricted(self) -> Path:
        """Return the folder that only a few may see."""
        return self.folder / self.settings.restricted

    @property
    def review(self) -> Path:
        """Return the file with what a person has to check."""
        return self.folder / self.settings.review if self.settings.review else self.restricted / "review.xlsx"

    @property
    def crops(self) -> Path:
        """Return the folder of pictures cut out of returned forms, which lies beside the review file."""
        return self.review.with_suffix("")

    @property
    def passwords(self) -> Path:
        """Return the file with the passwords that returned files may be protected with, one a line."""
        return self.restricted / "passwords.txt"

    @property
    def mail_passwords(self) -> Path:
        """Return the file with the passwords that files go out under, each person's own."""
        return self.restricted / "mail-passwords.txt"

    @property
    def workbook(self) -> Path:
        """Return the trust's workbook: people fill some of its sheets, the others are generated."""
        return self.folder / self.settings.workbook

    @property
    def reports(self) -> Path:
        """Return the folder for what is made to be read."""
        return self.folder / self.settings.reports

    @property
    def backups(self) -> Path:
        """Return the folder with copies of the workbook as people saved it."""
        return self.reports / "backups"

    @property
    def snapshot(self) -> Path:
        """Return the copy of the register, which lies beside the workbook."""
        return self.workbook.with_name("register-snapshot.db")

    @property
    def key(self) -> Path:
        """Return the file, or the folder with files, that says which child a case reference is."""
        return self.folder / self.settings.key if self.settings.key else self.restricted / "key.xlsx"

    def open_register(self) -> Register:
        """Return the register, made where there is none. Raises UsageError U33, U50, U51 or WriteError."""
        from register.database import open_register
        from register.snapshot import open_held

        place = self.register_file()
        if place is None:
            return open_register(self.settings.register)
        return open_held(place, self.snapshot, this_computer())

    def register_file(self) -> Path | None:
        """Return the register's file, None where it lies on a server. Raises UsageError U30, U33."""
        from register.place import default_place, refuse_shared, trust_name

        named = self.settings.register
        if named.startswith("sqlite:"):
            raise UsageError(
                "U30",
                f"register: found {named}; expected the path of a file, relative to this folder, or a "
                "server's address: only of a path it is known whether it is synced or shared; correct it in "
                "halfterm.toml.",
            )
        if "://" in named:
            return None
        own = trust_name(self.settings.prefix, self.settings.id, self.folder)
        place = self.folder / named if named else default_place(own)
        refuse_shared(place)
        return place

    def open_archive(self) -> Archive:
        """Return where the originals are kept."""
        from register.archive import open_archive

        named = self.settings.archive
        if "://" in named:
            return open_archive(named)
        return open_archive(str(self.folder / named if named else self.restricted / "archive"))

    def load_marks_key(self) -> bytes:
        """Return the key of the marks, made by chance the first time. It lies apart from the register."""
        file = self.restricted / _MARKS_FILE
        try:
            self.restricted.mkdir(parents=True, exist_ok=True)
            if not file.exists():
                write_first(file, secrets.token_hex(_MARKS_BYTES).encode())
            key = file.read_bytes().strip()
        except OSError as error:
            raise cannot_write(file, error) from error
        if len(key) != 2 * _MARKS_BYTES:
            raise UsageError(
                "U45",
                f"{file}: found {len(key)} letters; expected {2 * _MARKS_BYTES}, the key that the register's "
                "marks are made with; put it back from a backup. Without it no name and no answer can be "
                "known again; only where nothing has been taken in yet, delete it, and a new one is made.",
            )
        return key

    def shown(self, path: Path) -> str:
        """Return a path as one reads it in a message: unseen signs in it are shown."""
        return visible(self.place_of(path))

    def place_of(self, path: Path) -> str:
        """Return a path relative to the trust's folder where it lies in it, with / between its parts.

        A file that is a link is told where it lies, not where it leads: that is where somebody looks for it.
        """
        whole = path.absolute()
        resolved = whole_path(whole.parent) / whole.name if path.is_symlink() else whole_path(whole)
        root = whole_path(self.folder)
        return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else str(path)


def this_computer() -> str:
    """Return the name of this computer and of who works at it."""
    try:
        who = getpass.getuser()
    except (KeyError, OSError, ImportError):
        who = "somebody"
    return f"{platform.node() or 'a computer without a name'} (by {who})"


def open_trust(catalogue: Catalogue, start: Path | None = None) -> Trust:
    """Return the trust whose folder is the current one or one above it. Raises UsageError U34."""
    file = find_settings(start or Path.cwd())
    if file is None:
        raise UsageError(
            "U34",
            f"found no {SETTINGS_FILE} here or above; expected a trust's folder; change to it, make one with "
            "halfterm init, or name a workbook with -o.",
        )
    return Trust(file.parent, load_settings(file), catalogue)
