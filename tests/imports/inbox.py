"""A trust with files in its inbox, prepared once and copied for each run; and what a run leaves in it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select

from extract.key_sheet import write_key
from forms.case_key import CaseEntry
from register.database import open_register
from register.tables import METADATA
from tests.halfterm.trust_folder import COMMAND, Ran, make_trust
from tests.imports.people import KEY, SCHOOL
from tests.imports.returned import Returned

ON = "2027-06-30"
_ENDS_WITHIN_S = 600
_NOT_THE_SAME = frozenset({"import_number", "number", "started_on", "kept_on"})
"""Which run recorded a file, and when: columns in which runs may differ. Actions keep their `number`."""
_NOT_COMPARED = (".~", "halfterm.toml", "register-snapshot.db")
_OF_THE_REGISTER_ITSELF = frozenset({"facts", "written_sheets"})


@dataclass(frozen=True, slots=True)
class Trust:
    """One trust's folder, its local application data, and its register where that lies on a server."""

    folder: Path
    data: Path
    server: str | None = None
    runner: tuple[str, ...] = ()
    """What its commands are run by."""

    def start(self, *arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """Begin a command in the folder; it is not waited for."""
        own = {"XDG_DATA_HOME": str(self.data), **(environment or {})}
        return subprocess.Popen(
            [*self.runner, COMMAND, *arguments],
            cwd=self.folder,
            env=os.environ | own,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *arguments: str, environment: Mapping[str, str] | None = None) -> Ran:
        """Run a command in the folder."""
        return ended(self.start(*arguments, environment=environment))

    def extract(self) -> Ran:
        """Take the inbox in."""
        return self.run("extract", "--on", ON)

    def set(self, name: str, value: str) -> None:
        """Put a setting into halfterm.toml in the place of the one that stands there."""
        file = self.folder / "halfterm.toml"
        kept = [
            line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(f"{name} ")
        ]
        file.write_text("\n".join([f'{name} = "{value}"', *kept]) + "\n", encoding="utf-8")

    @property
    def register(self) -> Path:
        """Return the file of the register."""
        (found,) = self.data.rglob("register.db")
        return found

    @property
    def archive(self) -> Path:
        """Return the folder of the originals."""
        return self.folder / "restricted" / "archive"

    @property
    def workbook(self) -> Path:
        """Return the QA workbook."""
        return self.folder / "monitoring.xlsx"


def ended(process: subprocess.Popen[str]) -> Ran:
    """Return what a command answered, once it has ended."""
    out, err = process.communicate(timeout=_ENDS_WITHIN_S)
    assert "Traceback" not in err, err
    return Ran(process.returncode, out, err)


def prepare(place: Path, files: Iterable[Returned], key: Sequence[CaseEntry] = KEY) -> Trust:
    """Make a trust below `place` with these files in its inbox and the key to their cases."""
    made = make_trust(place, SCHOOL)
    restricted = made.folder / "restricted"
    restricted.mkdir(exist_ok=True)
    write_key(restricted / "key.xlsx", key)
    # Marks made by chance would differ from trust to trust.
    (restricted / "marks.key").write_bytes(hashlib.sha256(b"marks").hexdigest().encode())
    for file in files:
        file.write(made.folder / "inbox")
    return Trust(made.folder, made.data)


def copied(trust: Trust, place: Path, server: str | None = None) -> Trust:
    """Return the same trust at another place, nothing taken in yet; its register may lie on a server."""
    folder = place / "trust"
    shutil.copytree(trust.folder, folder, copy_function=_linked)
    # What is changed is copied, for a link would change it everywhere.
    settings = folder / "halfterm.toml"
    text = settings.read_text(encoding="utf-8")
    settings.unlink()
    settings.write_text(text, encoding="utf-8")
    other = Trust(folder, place / "data", server)
    if server is not None:
        other.set("register", server)
    return other


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@dataclass(frozen=True, slots=True)
class Left:
    """What runs have left in a trust."""

    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    """Table -> its rows, but for the run that recorded them and its day."""
    archive: Mapping[str, str]
    """Path of each file in the archive -> hash of its content."""
    workbook: Mapping[str, Sequence[str]]
    """Sheet -> its rows, sorted: a row stays where it is, so those that came in later stand below."""
    others: Mapping[str, str]
    """Path of every other file outside the inbox -> hash of its content, but for settings, snapshot,
    backups, and what a run that was killed was writing, which goes with the first run an hour later."""


def left_in(trust: Trust) -> Left:
    """Return what stands in register, archive, workbook and folder."""
    archive = {file.relative_to(trust.archive).as_posix(): _hash(file) for file in _files(trust.archive)}
    for name, digest in archive.items():
        assert name == f"{digest[:2]}/{digest}", f"{name} in the archive is not named by its content"
    set_aside = (trust.folder / "inbox", trust.archive, trust.folder / "reports" / "backups")
    others = {
        file.relative_to(trust.folder).as_posix(): _hash(file)
        for file in _files(trust.folder)
        if not file.name.startswith(_NOT_COMPARED)
        and not any(file.is_relative_to(one) for one in set_aside)
        and file != trust.workbook
    }
    return Left(rows_in(trust), archive, _rows_of(trust.workbook), others)


def _rows_of(workbook: Path) -> Mapping[str, Sequence[str]]:
    book = load_workbook(workbook, read_only=True, data_only=True)
    found = {
        sheet.title: sorted(str(row) for row in sheet.iter_rows(values_only=True))
        for sheet in book.worksheets
    }
    book.close()
    return found


def rows_in(trust: Trust) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return the rows of every table, but for the run that recorded them and its day."""
    register = open_register(trust.server or trust.register)
    try:
        with register.reading() as connection:
            return {
                table.name: sorted(
                    (
                        {
                            name: value
                            for name, value in row._mapping.items()  # noqa: SLF001 # SQLAlchemy's public name
                            if name not in _NOT_THE_SAME or (table.name, name) == ("action_rows", "number")
                        }
                        for row in connection.execute(select(table))
                    ),
                    key=repr,
                )
                for table in METADATA.sorted_tables
                if table.name not in _OF_THE_REGISTER_ITSELF
            }
    finally:
        register.close()


def same(found: Left, wanted: Left, but_for: Sequence[str] = ()) -> None:
    """Fail where one differs from the other, but for these tables, and say in what."""
    for table, rows in wanted.rows.items():
        own = found.rows[table]
        assert table in but_for or own == rows, f"{table}: {_first_difference(own, rows)}"
    assert found.archive == wanted.archive
    assert found.others == wanted.others, set(found.others.items()) ^ set(wanted.others.items())
    for sheet, lines in wanted.workbook.items():
        own_lines = found.workbook.get(sheet, ())
        assert own_lines == lines, f"{sheet}: {_first_difference(own_lines, lines)}"


def _first_difference(found: Sequence[object], wanted: Sequence[object]) -> str:
    more = [row for row in found if row not in wanted][:2]
    less = [row for row in wanted if row not in found][:2]
    return f"{len(found)} rows, {len(wanted)} wanted; only found: {more}; only wanted: {less}"


def _files(folder: Path) -> Iterable[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
