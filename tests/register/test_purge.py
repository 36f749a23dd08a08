"""`halfterm purge`: says first what goes, deletes it wherever it lies, and leaves what is on hold."""

import datetime as dt
import hashlib
import os
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest

from extract.key_sheet import write_key
from forms.case_key import CaseEntry
from forms.errors import WriteError
from register.database import open_register
from register.purging import scrub
from tests.register.trust_folder import ACTION, TrustFolder, new_action

_OLD = "Ask Owen Hart for the key of the music cupboard"
_RECORDS = ("purge", "--class", "records", "--before", "2026-06-01")


@pytest.fixture
def taken(trust: TrustFolder) -> TrustFolder:
    """Give a trust with an old record and case sheet and a new record, all of Tom Reed."""
    return _take(trust)


@pytest.fixture
def taken_file(file_trust: TrustFolder) -> TrustFolder:
    """Give the same with the register in a file."""
    return _take(file_trust)


def _take(trust: TrustFolder) -> TrustFolder:
    old = {"session_date": "2026-01-15"}
    trust.put("ESM-26-0011-A2", new_action(_OLD), **old)
    trust.put("ESM-26-0011-A3-1", {}, form="esteem/a3-case-notes", case_ref="ESM-C014", **old)
    trust.put("ESM-26-0031-A2", new_action())
    trust.run("extract", "--on", "2026-10-01")
    return trust


def _hold(trust: TrustFolder, *held: str) -> None:
    settings = trust.folder / "halfterm.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + f"hold = {list(held)!r}\n", encoding="utf-8")


def _references(trust: TrustFolder) -> set[object]:
    return {row[0] for row in trust.rows("SELECT reference FROM returns")}


def _all_bytes(folder: Path) -> dict[Path, bytes]:
    """Return every byte of every file, of packed ones also what they hold."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            found[path] = path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    found[path] += b"".join(packed.read(name) for name in packed.namelist())
    return found


def test_first_it_only_says_what_would_go(taken: TrustFolder) -> None:
    """Every file by its path, with its day; and not a byte is changed."""
    before = _all_bytes(taken.folder)
    done = taken.run(*_RECORDS)
    lines = done.stdout.splitlines()
    assert lines[0].startswith(
        "would delete: inbox/ESM-26-0011-A2.docx (records: esteem/a2-record, 15/01/2026, "
    )
    assert "actions that are open stand on it: ESM-26-0011-A2/1" in lines[1]
    assert lines[2] == "would delete: inbox/ESM-26-0011-A2.docx"
    assert lines[3].startswith("would delete: sessions/ESM-26-0011/")
    assert done.stderr == "1 file would be deleted, and 2 more with it: say --do-it to delete\n"
    assert len(lines) == 4
    assert _all_bytes(taken.folder) == before
    assert len(_references(taken)) == 3


def test_deleted_words_are_in_no_byte_that_is_left(taken_file: TrustFolder, tmp_path: Path) -> None:
    """Not in the register's free pages, its log, its copy, the workbook, a backup of it, or the archive."""
    trust = taken_file
    shutil.copy(trust.folder / "monitoring.xlsx", trust.folder / "log-PC01.xlsx")
    shutil.copy(trust.folder / "monitoring.xlsx", trust.folder / "reports" / "half term.xlsx")
    shutil.copy(trust.folder / "register-snapshot.db", trust.folder / "register-snapshot-PC01.db")
    shutil.copy(trust.file, trust.file.with_name("register.db.bak"))
    shutil.copy(trust.inbox / "ESM-26-0011-A2.docx", trust.folder / "sessions" / "record.docx")
    marks = (_OLD.encode(), b"Owen Hart")
    holding = [path for path, data in _all_bytes(tmp_path).items() if any(mark in data for mark in marks)]
    assert len(holding) >= 10
    done = trust.run(*_RECORDS, "--do-it")
    assert "deleted: log-PC01.xlsx" in done.stdout
    assert "deleted: sessions/record.docx" in done.stdout
    left = _all_bytes(tmp_path)
    assert [path for path, data in left.items() if any(mark in data for mark in marks)] == []
    assert any(ACTION.encode() in data for data in left.values())
    assert trust.folder / "monitoring.xlsx" in left
    assert trust.folder / "register-snapshot.db" in left


def test_deleted_words_are_in_no_row_that_is_left(server_trust: TrustFolder) -> None:
    """On a server too."""
    trust = _take(server_trust)
    trust.run(*_RECORDS, "--do-it")
    named = trust.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in named:
        rows = trust.rows(f"SELECT t::text FROM {table} AS t")  # noqa: S608 # names from the server's own list
        assert not any("Owen Hart" in str(row) for row in rows), table


def test_tombstone_says_what_went_and_why(taken: TrustFolder) -> None:
    """The hash, the day, the kind, the choice; nobody's name."""
    data = (taken.inbox / "ESM-26-0011-A2.docx").read_bytes()
    taken.run(*_RECORDS, "--person", "Tom Reed", "--do-it")
    ((sha256, day, what, why),) = taken.rows("SELECT sha256, purged_on, what, why FROM tombstones")
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert str(day) == f"{dt.datetime.now():%Y-%m-%d}"  # noqa: DTZ005 # the day on this computer
    assert (what, why) == ("records: esteem/a2-record", "records before 2026-06-01, one person")
    assert _references(taken) == {"ESM-26-0011-A3-1", "ESM-26-0031-A2"}


def test_log_and_workbook_follow(taken: TrustFolder) -> None:
    """What is gone is in neither; what is left agrees."""
    taken.run(*_RECORDS, "--do-it")
    assert taken.rows("SELECT action_text FROM actions") == [(ACTION,)]
    taken.run("verify")
    assert "nothing changed" in taken.run("extract", "--on", "2026-10-01").stderr


def test_findings_about_what_is_gone_go_too(taken: TrustFolder) -> None:
    """Whatever they name it by: the form, an action on it, a matter of its session. Others stay."""
    for day in ("2026-02-10", "2026-12-01"):
        taken.run("check", "--on", day, expected=1)
    before = {str(row[0]) for row in taken.rows("SELECT about FROM findings")}
    assert {"ESM-26-0011-A2/1", "ESM-26-0011 ESM-26-0011-A2 R-AGENDA-EST"} <= before
    taken.run(*_RECORDS, "--do-it")
    left = {str(row[0]) for row in taken.rows("SELECT about FROM findings")}
    assert not any("ESM-26-0011-A2" in about for about in left)
    # Deleting looks at everything anew, on its own day, and may find more.
    assert left >= {about for about in before if "ESM-26-0011-A2" not in about}


@pytest.mark.parametrize(
    ("kind", "gone"),
    [
        ("cases", {"ESM-26-0011-A3-1"}),
        ("records", {"ESM-26-0011-A2"}),
        ("agreements", {"ESM-26-0012-A1"}),
        ("reviews", {"ESM-26-0013-A4"}),
    ],
)
def test_each_class_takes_its_own(taken: TrustFolder, kind: str, gone: set[str]) -> None:
    """By the day of the session, of the last signature, of the review."""
    signed = {"name": "Tom Reed", "date": "2026-01-15"}
    taken.put("ESM-26-0012-A1", {"ack_supervisee_sig": signed}, form="esteem/a1-agreement", stage="signing")
    taken.put("ESM-26-0013-A4", {"qa_date": "2026-01-20"}, form="esteem/a4-monitoring")
    taken.run("extract", "--on", "2026-10-01")
    before = _references(taken)
    taken.run("purge", "--class", kind, "--before", "2026-06-01", "--do-it")
    assert before - _references(taken) == gone


def test_files_that_could_not_be_read_go_by_the_day_they_came(trust: TrustFolder) -> None:
    """Nothing else is known of them."""
    scan = trust.inbox / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4 a picture")
    (trust.inbox / "Tom Reed, not yet downloaded.pdf").touch()
    trust.run("extract", "--on", "2026-02-01", expected=3)
    assert "1 file " in trust.run("purge", "--class", "unreadable", "--before", "2026-02-02").stderr
    trust.run("purge", "--class", "unreadable", "--before", "2026-02-01", "--do-it")
    assert scan.exists()
    trust.run("purge", "--class", "unreadable", "--before", "2026-02-02", "--do-it")
    assert not scan.exists()
    assert trust.rows("SELECT path FROM sightings") == []
    trust.run("verify")


def test_drafts_are_what_was_made_to_be_sent(taken: TrustFolder) -> None:
    """By the day on which the file was made; returns are left alone."""
    old, new = taken.folder / "outbox" / "old.docx", taken.folder / "sessions" / "new.docx"
    for path in (old, new):
        path.write_bytes(path.name.encode())
    day = dt.datetime(2026, 1, 1, 12).timestamp()  # noqa: DTZ001 # the day on this computer
    os.utime(old, (day, day))
    taken.run("purge", "--class", "drafts", "--before", "2026-06-01", "--do-it")
    assert (old.exists(), new.exists()) == (False, True)
    assert len(_references(taken)) == 3
    assert taken.rows("SELECT why FROM tombstones") == [("drafts before 2026-06-01",)]


@pytest.mark.parametrize(
    ("option", "value", "goes"),
    [
        ("--school", "ALDER  GROVE academy", True),
        ("--school", "Beech Hill School", False),
        ("--person", "tom reed", True),
        ("--person", "Owen Hart", False),
    ],
)
def test_a_choice_can_be_narrowed(taken: TrustFolder, option: str, value: str, *, goes: bool) -> None:
    """To a school, and to a supervisee or supervisor; an owner of an action is neither."""
    taken.run(*_RECORDS, option, value, "--do-it")
    assert ("ESM-26-0011-A2" not in _references(taken)) is goes


def test_cases_can_be_narrowed_to_one(taken: TrustFolder) -> None:
    """By its reference."""
    chosen = ("purge", "--class", "cases", "--before", "2026-06-01", "--do-it", "--case")
    taken.run(*chosen, "ESM-C021")
    assert "ESM-26-0011-A3-1" in _references(taken)
    taken.run(*chosen, "ESM-C014")
    assert "ESM-26-0011-A3-1" not in _references(taken)


@pytest.mark.parametrize("held", ["ESM-C014", "ESM-26-0011", "Tom Reed", "Owen Hart"])
def test_what_is_on_hold_stays(taken: TrustFolder, held: str) -> None:
    """With all files of its session, whatever its age; and it is said."""
    _hold(taken, held)
    done = taken.run(*_RECORDS, "--do-it")
    assert f"on hold ({held}), stays: inbox/ESM-26-0011-A2.docx" in done.stdout
    assert done.stderr.splitlines()[0] == "0 files deleted; 1 on hold"
    assert len(_references(taken)) == 3
    assert (taken.inbox / "ESM-26-0011-A2.docx").exists()


def test_hold_is_looked_for_in_words_that_the_register_does_not_keep(trust: TrustFolder) -> None:
    """A narrative names the case; the register has a mark of it only."""
    trust.put("ESM-26-0011-A2", {"agenda_items": "ESM-C077 in care now"}, session_date="2026-01-15")
    (trust.inbox / "scan.pdf").write_bytes(b"%PDF-1.4 a picture")
    trust.run("extract", "--on", "2026-02-01", expected=1)
    _hold(trust, "ESM-C077")
    trust.run(*_RECORDS, "--do-it")
    trust.run("purge", "--class", "unreadable", "--before", "2026-06-01", "--do-it")
    assert _references(trust) == {"ESM-26-0011-A2"}
    assert (trust.inbox / "scan.pdf").exists()


def test_crops_of_a_deleted_file_go_too(taken: TrustFolder) -> None:
    """Pictures cut out of it, named after its hash; those of others stay."""
    crops = taken.folder / "restricted" / "review"
    crops.mkdir(parents=True)
    for name in ("ESM-26-0011-A2.docx", "ESM-26-0031-A2.docx"):
        sha256 = hashlib.sha256((taken.inbox / name).read_bytes()).hexdigest()
        (crops / f"{sha256[:12]}-page-1.png").write_bytes(b"picture")
    taken.run(*_RECORDS, "--do-it")
    assert len(list(crops.iterdir())) == 1


def test_what_a_cut_off_purge_has_left_goes_with_the_next(taken: TrustFolder) -> None:
    """The register forgets first; the files follow by the tombstones, whatever is chosen then."""
    returned = taken.inbox / "ESM-26-0011-A2.docx"
    data = returned.read_bytes()
    taken.run(*_RECORDS, "--do-it")
    sha256 = hashlib.sha256(data).hexdigest()
    original = taken.archive / sha256[:2] / sha256
    for path in (returned, original):
        path.write_bytes(data)
    taken.run("purge", "--class", "reviews", "--before", "2020-01-01", "--do-it")
    assert (returned.exists(), original.exists()) == (False, False)


def test_deleted_file_that_comes_again_is_not_taken_in_by_itself(taken: TrustFolder) -> None:
    """A synced folder may bring it back; only who names the very file wants it."""
    returned = taken.inbox / "ESM-26-0011-A2.docx"
    data = returned.read_bytes()
    taken.run(*_RECORDS, "--do-it")
    returned.write_bytes(data)
    done = taken.run("extract", "--on", "2026-10-01", expected=1)
    assert done.stderr.startswith("R24: inbox/ESM-26-0011-A2.docx: was deleted on purpose on ")
    assert "ESM-26-0011-A2" not in _references(taken)
    taken.run("verify", "--on", "2026-10-01")
    taken.run("extract", Path("inbox") / returned.name, "--on", "2026-10-01")
    assert "ESM-26-0011-A2" in _references(taken)
    taken.run("verify", "--on", "2026-10-01")


def test_copy_of_a_register_that_went_to_a_server_is_deleted(server_trust: TrustFolder) -> None:
    """Nothing writes it anew any more."""
    trust = _take(server_trust)
    sha256 = hashlib.sha256((trust.inbox / "ESM-26-0011-A2.docx").read_bytes()).hexdigest()
    old = trust.folder / "register-snapshot.db"
    old.write_bytes(b"rows of " + sha256.encode())
    trust.run(*_RECORDS, "--do-it")
    assert not old.exists()


def test_what_cannot_be_looked_through_stays_while_something_is_on_hold(taken: TrustFolder) -> None:
    """Nobody knows whether its words are about it."""
    sha256 = hashlib.sha256((taken.inbox / "ESM-26-0011-A2.docx").read_bytes()).hexdigest()
    (taken.archive / sha256[:2] / sha256).unlink()
    _hold(taken, "ESM-C077")
    assert "0 files deleted; 1 on hold" in taken.run(*_RECORDS, "--do-it").stderr


def test_hold_of_somebody_unknown_is_said(taken: TrustFolder) -> None:
    """A name with a slip holds nothing back; a case or a session may be one that is to come."""
    _hold(taken, "Tim Rede", "ESM-C077", "ESM-26-0099")
    said = [line for line in taken.run(*_RECORDS).stderr.splitlines() if "Y12" in line]
    assert [line.partition(" is nobody")[0] for line in said] == ["Act now: Y12: hold: Tim Rede"]


@pytest.mark.parametrize(
    "choice",
    [
        ("--class", "records", "--before", "soon"),
        ("--class", "records", "--before", "2999-01-01"),
        ("--class", "records", "--before", "2026-01-01", "--case", "ESM-C014"),
        ("--class", "cases", "--before", "2026-01-01", "--case", "Tom"),
        ("--class", "records", "--before", "2026-01-01", "--person", ""),
        ("--class", "records", "--before", "2026-01-01", "--school", " "),
        ("--class", "drafts", "--before", "2026-01-01", "--person", "Tom Reed"),
        ("--class", "unreadable", "--before", "2026-01-01", "--school", "Alder Grove Academy"),
    ],
)
def test_choice_that_does_not_fit_together_is_refused(trust: TrustFolder, choice: tuple[str, ...]) -> None:
    """It would delete other things than were meant, or none."""
    assert trust.run("purge", *choice, "--do-it", expected=2).stderr.startswith("U54: ")


def test_register_that_is_being_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its log cannot be emptied while another program reads from it."""
    monkeypatch.setattr("register.database._WAIT_S", 0.1)
    place = tmp_path / "own" / "register.db"
    register = open_register(place)
    with register.writing() as connection:
        connection.exec_driver_sql("INSERT INTO facts VALUES ('a', 'b')")
    reader = sqlite3.connect(place, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM facts").fetchall()
    with pytest.raises(WriteError, match="K11"):
        scrub(register)
    reader.execute("COMMIT")
    reader.close()
    scrub(register)
    register.close()


@pytest.mark.parametrize("more", [(), ("--do-it",)])
def test_no_message_names_a_child(file_trust: TrustFolder, more: tuple[str, ...]) -> None:
    """Files are called by their names, and what a purge says is kept when they have gone."""
    child = CaseEntry("ESM-C001", "Alder Grove Academy", "Jayden Okoro")
    path = file_trust.put("ESM-26-0011-A2", new_action(), session_date="2026-01-15")
    file_trust.run("extract", "--on", "2026-10-01")
    write_key(file_trust.folder / "restricted" / "key.xlsx", [child])
    path.rename(file_trust.inbox / "Jayden Okoro.docx")
    done = file_trust.run(*_RECORDS, *more)
    assert "inbox/[ESM-C001].docx" in done.stdout
    assert "Okoro" not in done.stdout + done.stderr
