"""The register's database: made once, brought up to date, safe with several at work, never in bad places."""

import datetime as dt
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, make_url, text

from forms.errors import UsageError, WriteError
from forms.findings import Finding, Severity
from forms.plan import CalendarRow, DayKind, Person, PlannedSession, Relationship, Series
from register.database import HEAD, Register, Rehearsal, open_register
from register.place import refuse_shared, trust_name
from register.rows import load_rows, replace_rows
from register.tables import METADATA
from tests.register.responses import half_term_1
from tests.tools.postgresql import POSTGRESQL, fresh_database
from tests.tools.tool import require

_TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=20)
_DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1))
_ADDED_SINCE = (
    ("actions", "given_to"),
    ("actions", "decided"),
    ("people", "works_in"),
    ("relationships", "deputies_reason"),
    ("planned_sessions", "unable_to_sign"),
    ("planned_sessions", "unable_reason"),
    ("planned_sessions", "supervisor_filed_on"),
)
_PEOPLE = st.builds(
    Person,
    person_id=_TEXT,
    name=_TEXT,
    school=_TEXT,
    role=st.none() | _TEXT,
    aliases=st.lists(_TEXT, max_size=3).map(tuple),
    starts=st.none() | _DAYS,
    absent_from=st.none() | _DAYS,
)


def test_steps_lead_to_the_tables_that_the_code_knows(register: Register) -> None:
    """What the steps of Alembic make is what the code reads and writes."""
    with register.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_register_that_is_up_to_date_is_not_waited_for(register_place: Path | str) -> None:
    """The code knows the newest step by its name: else each start would wait for its turn to write."""
    made = open_register(register_place)
    try:
        with made.writing():
            open_register(register_place).close()
        with made.reading() as connection:
            assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    finally:
        made.close()


def test_register_of_an_older_version_is_brought_up_to_date(register_place: Path | str) -> None:
    """What is in it stays."""
    person = Person("P1", "Tom Reed", "Alder Grove Academy")
    older = open_register(register_place)
    with older.writing() as connection:
        replace_rows(connection, Person, [person])
        for table, column in _ADDED_SINCE:
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        for table in (
            "invited",
            "undelivered",
            "decisions",
            "mailed",
            "drafts",
            "posted",
            "checked",
            "mail_domains",
            "enclosures",
        ):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    older.close()
    newer = open_register(register_place)
    with newer.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        assert load_rows(connection, Person) == (person,)
    newer.close()


def test_register_is_found_again(register_place: Path | str) -> None:
    """What was written is there when it is opened once more."""
    person = Person("P1", "Tom Reed", "Alder Grove Academy", aliases=("T Reed",), starts=dt.date(2026, 9, 1))
    first = open_register(register_place)
    with first.writing() as connection:
        replace_rows(connection, Person, [person])
    first.close()
    second = open_register(register_place)
    with second.reading() as connection:
        assert load_rows(connection, Person) == (person,)
    second.close()


def test_two_that_open_a_new_register_at_once_both_get_it(register_place: Path | str) -> None:
    """One makes the tables, the other waits."""
    faults: list[Exception] = []

    def open_it() -> None:
        try:
            open_register(register_place).close()
        except Exception as error:  # noqa: BLE001 # a thread's error would go unseen
            faults.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_transaction_is_kept_whole_or_not_at_all(register: Register) -> None:
    """An error in the middle leaves what was there before."""
    with register.writing() as connection:
        replace_rows(connection, Person, [Person("P1", "Tom Reed", "Alder Grove Academy")])
    with pytest.raises(ZeroDivisionError), register.writing() as connection:  # noqa: PT012 # both belong together
        replace_rows(connection, Person, [])
        raise ZeroDivisionError
    with register.reading() as connection:
        assert len(load_rows(connection, Person)) == 1


def test_rehearsal_leaves_nothing_behind(register_place: Path | str) -> None:
    """What is done in it can be seen in it, and is gone after it."""
    rehearsal = Rehearsal(open_register(register_place))
    with rehearsal.writing() as connection:
        replace_rows(connection, Person, [Person("P1", "Tom Reed", "Alder Grove Academy")])
    with rehearsal.reading() as connection:
        assert len(load_rows(connection, Person)) == 1
    rehearsal.close()
    after = open_register(register_place)
    with after.reading() as connection:
        assert load_rows(connection, Person) == ()
    after.close()


def test_rows_of_the_plan_come_back_as_they_were(register: Register) -> None:
    """Dates, times, lists and words of a list keep their kind."""
    rows = {
        Relationship: Relationship("R1", "esteem", "P1", "P2", Series.GROUP, "DSLs", deputies=("P3", "P4")),
        CalendarRow: CalendarRow("", DayKind.CLOSURE, "Snow", dt.date(2027, 1, 7), dt.date(2027, 1, 8)),
        PlannedSession: PlannedSession("ESM-26-0042", "R1", dt.date(2026, 11, 19), dt.time(10, 30)),
    }
    with register.writing() as connection:
        for record, row in rows.items():
            replace_rows(connection, record, [row])
    with register.reading() as connection:
        assert {record: load_rows(connection, record)[0] for record in rows} == rows


@given(st.lists(_PEOPLE, max_size=4))
def test_any_people_come_back_as_they_were(people: list[Person]) -> None:
    """Whatever stands in a roster, in its order."""
    memory = open_register("sqlite://")
    with memory.writing() as connection:
        replace_rows(connection, Person, people)
        assert load_rows(connection, Person) == tuple(people)
    memory.close()


def test_words_of_findings_are_not_kept(register: Register) -> None:
    """A finding's words may quote an answer: the register keeps its code and place."""
    from forms.catalogue import load_form
    from forms.log import Session
    from register.history import fold_history

    log = fold_history(half_term_1(), load_form, dt.date(2026, 11, 28))
    assert any(one.message for row in log.sessions for one in row.findings)
    with register.writing() as connection:
        replace_rows(connection, Session, log.sessions)
        loaded = load_rows(connection, Session)
    assert [one.code for row in loaded for one in row.findings] == [
        one.code for row in log.sessions for one in row.findings
    ]
    assert {one.message for row in loaded for one in row.findings} == {""}
    assert isinstance(loaded[0].findings[0], Finding)
    assert isinstance(loaded[0].findings[0].severity, Severity)


def test_tables_of_a_newer_halfterm_are_left_alone(register_place: Path | str) -> None:
    """They may mean something else."""
    first = open_register(register_place)
    with first.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    first.close()
    with pytest.raises(WriteError) as caught:
        open_register(register_place)
    assert caught.value.code == "K02"
    assert "newer halfterm" in caught.value.message


@pytest.mark.parametrize("address", ["nonsense://x", "postgresql+psycopg://", "mysql://x/y", "sqlite:/x"])
def test_address_that_is_none_is_named(address: str) -> None:
    """A slip in halfterm.toml gives one message."""
    with pytest.raises((UsageError, WriteError)) as caught:
        open_register(address)
    assert caught.value.code in {"U30", "K01"}


@pytest.mark.parametrize(
    "address",
    [
        "halfterm:hush-hush@127.0.0.1:9/none",
        "halfterm:old@hush-hush@127.0.0.1:9/none",
        "127.0.0.1:9/none?user=halfterm&password=hush-hush",
        "halfterm:hush-hush@127.0.0.1:none/none",
    ],
)
def test_password_of_a_server_is_never_said(address: str) -> None:
    """Messages go into logs; a password may stand where none is looked for, or have an @ in it."""
    with pytest.raises((UsageError, WriteError)) as caught:
        open_register(f"postgresql+psycopg://{address}")
    assert "hush-hush" not in str(caught.value)


@pytest.mark.parametrize("name", ["what?is=this", "50%20", "a#b", "Käse & Brot"])
def test_register_lies_where_its_path_says(tmp_path: Path, name: str) -> None:
    """A path is no address, whatever letters a folder has in its name."""
    place = tmp_path / name / "register.db"
    open_register(place).close()
    assert place.is_file()


def _on_the_server(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def server() -> Iterator[str]:
    """Give the address of an empty database on a server."""
    require(POSTGRESQL)
    with fresh_database() as url:
        yield url


_REFUSALS = (
    "ALTER DATABASE {name} SET default_transaction_read_only = on",
    "DROP TABLE people",
)


@pytest.mark.parametrize("statement", _REFUSALS)
def test_what_a_server_refuses_is_said(server: str, statement: str) -> None:
    """A database that may only be read, or that somebody has changed, gives one message."""
    open_register(server).close()
    _on_the_server(server, statement.format(name=make_url(server).database))
    register = open_register(server)
    with pytest.raises(WriteError) as caught, register.writing() as connection:
        replace_rows(connection, Person, [])
    register.close()
    assert caught.value.code == "K01"


_DISCONNECT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.mark.parametrize("rehearses", [True, False])
@pytest.mark.parametrize("use", ["reading", "writing"])
def test_server_that_goes_away_is_said(server: str, use: str, *, rehearses: bool) -> None:
    """In the middle of a look, of a change and of a rehearsal: one message, and closing it is no fault."""
    register = open_register(server)
    if rehearses:
        register = Rehearsal(register)
    with pytest.raises(WriteError) as caught, getattr(register, use)() as connection:  # noqa: PT012 # both belong together
        _on_the_server(server, _DISCONNECT)
        load_rows(connection, Person)
    register.close()
    assert caught.value.code == "K01"


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """Where, and what to do."""
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(WriteError) as caught:
        open_register(file / "register.db")
    assert caught.value.code == "K01"


@pytest.mark.parametrize(
    "folder",
    [
        "OneDrive - Alder Trust/halfterm",
        "OneDrive/halfterm",
        "Alder Trust - OneDrive/x",
        "Dropbox/x",
        "Dropbox (Alder)/x",
        "Google Drive/x",
        "My Drive/x",
        "iCloudDrive/x",
        "Library/Mobile Documents/com~apple~CloudDocs/x",
    ],
)
def test_synced_folder_is_refused(tmp_path: Path, folder: str) -> None:
    """A program that copies the register's files one by one breaks it."""
    with pytest.raises(UsageError) as caught:
        refuse_shared(tmp_path / folder / "register.db", {})
    assert caught.value.code == "U33"
    assert "take register out" in caught.value.message


def test_folder_that_the_system_calls_onedrive_is_refused(tmp_path: Path) -> None:
    """Whatever it is called."""
    with pytest.raises(UsageError):
        refuse_shared(tmp_path / "Work" / "register.db", {"OneDriveCommercial": str(tmp_path / "Work")})
    refuse_shared(tmp_path / "Elsewhere" / "register.db", {"OneDriveCommercial": str(tmp_path / "Work")})


@pytest.mark.parametrize("place", ["//server/share/register.db", "\\\\server\\share\\register.db"])
def test_share_is_refused(place: str) -> None:
    """Locks work differently there."""
    with pytest.raises(UsageError):
        refuse_shared(Path(place), {})


def test_network_file_system_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The longest mount that holds the path says what it is."""
    mounts = f"/dev/sda1 / ext4 rw 0 0\nserver:/x {str(tmp_path).replace(' ', chr(92) + '040')} nfs4 rw 0 0\n"
    monkeypatch.setattr("register.place._mounts", lambda: mounts)
    with pytest.raises(UsageError) as caught:
        refuse_shared(tmp_path / "register.db", {})
    assert "nfs4" in caught.value.message


def test_each_trust_has_a_register_of_its_own(tmp_path: Path) -> None:
    """By its id, and without one by its place."""
    assert trust_name("ESM", "abc123", tmp_path) == "esm-abc123"
    assert trust_name("ESM", "", tmp_path / "a") != trust_name("ESM", "", tmp_path / "b")


def test_register_is_for_its_owner_only(tmp_path: Path) -> None:
    """Nobody else on the computer may read it."""
    opened = open_register(tmp_path / "own" / "register.db")
    opened.close()
    assert stat.S_IMODE((tmp_path / "own").stat().st_mode) & 0o077 == 0
