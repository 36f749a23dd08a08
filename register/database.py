"""Open the register's database, bring its tables up to date, and hand out transactions.

SQLite in a file by default, PostgreSQL by URL. Two processes may work on one register: either takes writers
one after the other, and every change is one short transaction.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.pool import ConnectionPoolEntry

from forms.errors import UsageError, WriteError

if TYPE_CHECKING:
    import sqlite3

HEAD = "0011"
"""The newest version of the tables: the last of the steps in `register.migrations.versions`."""
_WAIT_S = 60
_RETRY_S = 0.02
_PRIMARY = 0xFF
"""The bits of SQLite's codes that say what it is; the others say more exactly why."""
_WRITES = "halfterm_writes"
_TURN = 4850
"""The lock on a server that lets one process at a time write."""
_SERVERS_OWN = frozenset({"25006", "42501", "42P01", "42703", "3F000"})
"""PostgreSQL's words (SQLSTATE) for a database that may only be read, and for rights or tables that lack."""


class Register:
    """One register. Every change goes through `writing`, every look through `reading`."""

    def __init__(self, engine: Engine) -> None:
        """Keep the engine of a database whose tables are up to date."""
        self.engine = engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction that is kept whole at the end, or not at all where something is raised.

        Raises WriteError K01 where the database cannot be written, K10 where its file is damaged.
        """
        with telling_faults(self.engine):
            connection = self.engine.connect().execution_options(**{_WRITES: True})
            with connection, connection.begin():
                _take_turn(connection)
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a view of the register as it is at one moment.

        Raises WriteError K01 where it cannot be opened, for SQLite has to write beside it even to read; K10
        where it is damaged.
        """
        with telling_faults(self.engine), self.engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @property
    def file(self) -> Path | None:
        """Return the file of the database, None where it lies on a server."""
        name = self.engine.url.database
        return Path(name) if self.engine.dialect.name == "sqlite" and name else None


class Rehearsal(Register):
    """A register in which everything that is done is forgotten at the end: it shows what would change."""

    def __init__(self, register: Register) -> None:
        """Begin the one transaction that all others stand in."""
        super().__init__(register.engine)
        with telling_faults(self.engine):
            self._connection = self.engine.connect().execution_options(**{_WRITES: True})
            try:
                self._whole = self._connection.begin()
                _take_turn(self._connection)
            except DBAPIError:
                self._connection.close()
                raise

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a part of the one transaction, kept whole until the end or not at all."""
        with telling_faults(self.engine), self._connection.begin_nested():
            yield self._connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a view of what has been done so far."""
        with telling_faults(self.engine):
            yield self._connection

    def close(self) -> None:
        """Forget everything, and let go of the database; a server that has gone has forgotten it already."""
        with contextlib.suppress(DBAPIError):
            self._whole.rollback()
        self._connection.close()
        super().close()


@contextmanager
def telling_faults(engine: Engine) -> Iterator[None]:
    """Raise WriteError K01 or K10 for what the database itself refuses; our own faults stay as they are."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise _cannot_write(engine, error) from error
    except DatabaseError as error:
        _refuse_damaged(engine, error)
        if getattr(error.orig, "sqlstate", None) in _SERVERS_OWN:
            raise _cannot_write(engine, error) from error
        raise


def open_register(place: Path | str) -> Register:
    """Return the register at a file's path or a database's URL, made or brought up to date where needed.

    Raises UsageError U30 for a URL that is none, WriteError K01 where the database cannot be opened, K02
    where a newer halfterm has written it.
    """
    try:
        if isinstance(place, Path):
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine = _engine(_address(place))
    except OSError as error:
        raise WriteError(
            "K01", f"{place}: the register's folder cannot be made ({error.strerror}); choose another place."
        ) from error
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        raise UsageError(
            "U30",
            f"register: found {_told(place)}; expected a file's path, or a URL such as "
            "postgresql+psycopg://user@server/halfterm, with the package psycopg installed, and each @ : / ? "
            "# % of a password written as %40 %3A %2F %3F %23 %25; correct it in halfterm.toml.",
        ) from error
    try:
        _bring_up_to_date(engine)
    except DBAPIError as error:
        engine.dispose()
        _refuse_damaged(engine, error)
        raise _cannot_write(engine, error) from error
    except WriteError:
        engine.dispose()
        raise
    return Register(engine)


def _address(place: Path | str) -> URL:
    """Return the address of a database. Raises ArgumentError or ValueError where it is none."""
    if isinstance(place, Path):
        # Put together, not parsed: the name of a folder may have a ? or a % in it.
        return URL.create("sqlite", database=str(place))
    url = make_url(place)
    if "@" in (url.host or ""):
        # What comes before is the rest of a password, which no message may show.
        raise ArgumentError("an @ in the name of a server")
    return url


def _told(place: Path | str) -> str:
    try:
        return _shown(_address(place))
    except (ArgumentError, ValueError):
        return "an address that is none"


def _engine(url: URL) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: object, _entry: ConnectionPoolEntry) -> None:
    import sqlite3

    if not isinstance(connection, sqlite3.Connection):
        raise TypeError(f"expected a connection of sqlite3, found {type(connection)}")
    # Transactions begin where we say so: Python's own would begin a write too late to wait for its turn.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {_WAIT_S * 1000}")
    _write_ahead(connection)
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        # What is deleted is overwritten with zeros: a purge must leave nothing in free pages.
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Have changes written ahead. While another one does so for a new file, SQLite gives up at once."""
    import sqlite3

    until = time.monotonic() + _WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY == sqlite3.SQLITE_READONLY or time.monotonic() > until:
                raise
            time.sleep(_RETRY_S)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _take_turn(connection: Connection) -> None:
    """Wait until no other process writes: a server takes several, of which none would see what others begin.

    SQLite does it by itself. Rows of the log that two processes replace at once would be there twice.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_TURN})"))


def _bring_up_to_date(engine: Engine) -> None:
    if _version(engine) == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "register:migrations")
    connection = engine.connect().execution_options(**{_WRITES: True})
    try:
        with connection, connection.begin():
            # Of two processes that start at once, one makes the tables and the other waits here.
            _take_turn(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise WriteError(
            "K02",
            f"{_shown(engine.url)}: was written by a newer halfterm; expected tables of "
            f"version {HEAD} or older; install the newest halfterm on this computer.",
        ) from error


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not engine.dialect.has_table(connection, "alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _cannot_write(engine: Engine, error: DBAPIError) -> WriteError:
    reason = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
    if engine.dialect.name != "sqlite":
        return WriteError(
            "K01",
            f"the register {_shown(engine.url)} cannot be used ({reason}); nothing of what was at hand was "
            "recorded; see that the server runs and has room, that the database is there and its user may "
            "change the tables in it, or correct register in halfterm.toml, and run the command again.",
        )
    return WriteError(
        "K01",
        f"the register {_shown(engine.url)} cannot be written ({reason}); nothing of this "
        "file was recorded; free space, close other programs that use it, or correct register in "
        "halfterm.toml, and run the command again.",
    )


def _refuse_damaged(engine: Engine, error: DBAPIError) -> None:
    """Raise K10 where SQLite says that pages of the file make no sense."""
    import sqlite3

    # What is wrong with a statement has a class below this one; the class itself is about the file.
    if type(error.orig) is sqlite3.DatabaseError:
        raise WriteError(
            "K10",
            f"{_shown(engine.url)}: the register's file is damaged ({error.orig}); move "
            "its folder away, and run halfterm restore, which goes on from the copy beside the workbook.",
        ) from error


def _shown(url: URL) -> str:
    """Return a database's address without its password and without options, which may hold one too."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return url.set(query={}).render_as_string(hide_password=True)
