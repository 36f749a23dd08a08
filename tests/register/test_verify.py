"""`halfterm verify`: what is missing, altered or left over is found, and a lawful deletion is none of it."""

import hashlib
from pathlib import Path

import pytest

from halfterm.retention import retention_reminder
from halfterm.settings import Settings
from tests.register.trust_folder import TrustFolder


@pytest.fixture
def taken(trust: TrustFolder) -> TrustFolder:
    """Give a trust with a record, its copy under another name, a case sheet, and a file that is no form."""
    return _take(trust)


@pytest.fixture
def taken_file(file_trust: TrustFolder) -> TrustFolder:
    """Give the same with the register in a file."""
    return _take(file_trust)


def _take(trust: TrustFolder) -> TrustFolder:
    actions = [
        {"action": "Ring the bus firm", "who": "Tom Reed", "by_when": "2026-09-25"},
        {"action": "Write"},
    ]
    record = trust.put("ESM-26-0031-A2", {"review_action": actions})
    (trust.inbox / "again.docx").write_bytes(record.read_bytes())
    trust.put("ESM-26-0031-A3-1", {}, form="esteem/a3-case-notes", case_ref="ESM-C014")
    (trust.inbox / "scan.pdf").write_bytes(b"%PDF-1.4 a picture")
    trust.run("extract", "--on", "2026-09-25", expected=1)
    return trust


def _original(trust: TrustFolder, name: str = "ESM-26-0031-A2.docx") -> Path:
    sha256 = hashlib.sha256((trust.inbox / name).read_bytes()).hexdigest()
    return trust.archive / sha256[:2] / sha256


def _codes(trust: TrustFolder, on: str = "2026-10-01") -> list[str]:
    """Return the codes that are said; each on a line of its own, and the exit status fits."""
    done = trust.run("verify", "--on", on, expected=1)
    return [line.split(": ")[1] for line in done.stderr.splitlines()[:-1]]


def test_all_is_well_after_a_run_and_on_later_days(taken: TrustFolder) -> None:
    """What only the day changes, an action that is overdue by now, is no difference."""
    for day in ("2026-09-25", "2026-10-01", "2027-06-30"):
        said = taken.run("verify", "--on", day).stderr
        assert said == "3 originals in the archive; archive, register and log agree\n"


def test_missing_original(taken: TrustFolder) -> None:
    """The file of a return, and one that could not be read."""
    _original(taken).unlink()
    _original(taken, "scan.pdf").unlink()
    assert _codes(taken) == ["Y01", "Y01"]


def test_altered_original(taken: TrustFolder) -> None:
    """One byte is enough."""
    original = _original(taken)
    data = bytearray(original.read_bytes())
    data[len(data) // 2] ^= 1
    original.write_bytes(data)
    assert _codes(taken) == ["Y02"]


def test_original_that_nobody_recorded_can_be_taken_in_as_is_said(taken: TrustFolder) -> None:
    """A run that was cut off between keeping and recording leaves one."""
    new = taken.put("ESM-26-0042-A2", {"agenda_items": "Attendance"})
    data = new.read_bytes()
    new.unlink()
    sha256 = hashlib.sha256(data).hexdigest()
    place = taken.archive / sha256[:2] / sha256
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(data)
    done = taken.run("verify", "--on", "2026-10-01", expected=1)
    assert done.stderr.splitlines()[0].split(": ")[1] == "Y03"
    taken.run("extract", place, "--on", "2026-10-01")
    taken.run("verify", "--on", "2026-10-01")


def test_return_without_original(taken_file: TrustFolder) -> None:
    """Somebody took the row of the original out."""
    delete = f"DELETE FROM originals WHERE sha256 = '{_original(taken_file).name}'"  # noqa: S608
    taken_file.execute("PRAGMA foreign_keys = OFF", delete)
    assert sorted(_codes(taken_file)) == ["Y03", "Y04"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sessions SET supervisee = 'Kim Lee'",
        "UPDATE actions SET owner = NULL",
        "DELETE FROM actions",
        "UPDATE actions SET action_id = 'ESM-26-0031-A2/9' WHERE action_id = 'ESM-26-0031-A2/2'",
        "UPDATE import_rows SET outcome = 'Accepted' WHERE outcome = 'Duplicate'",
        "UPDATE cases SET case_ref = 'ESM-C021'",
        "UPDATE sessions SET findings = '[]'",
    ],
)
def test_log_that_is_not_what_the_returns_show(taken: TrustFolder, change: str) -> None:
    """A row that was altered, and one that is gone; a run mends both."""
    taken.execute(change)
    assert set(_codes(taken)) == {"Y06"}
    taken.run("extract", "--on", "2026-10-01")
    taken.run("verify", "--on", "2026-10-01")


def test_damaged_register(taken_file: TrustFolder) -> None:
    """SQLite's own check of its pages."""
    size = taken_file.file.stat().st_size
    with taken_file.file.open("r+b") as file:
        # All but the first page, which says that this is a database at all.
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    assert set(_codes(taken_file)) == {"Y07"}
    assert "K10: " in taken_file.run("find", "Tom Reed", expected=5).stderr
    taken_file.file.parent.rename(taken_file.file.parent.with_name("damaged"))
    taken_file.run("restore")
    taken_file.run("verify", "--on", "2026-10-01")


def test_damaged_copy(taken_file: TrustFolder) -> None:
    """What a synced folder did to it is found before it is needed, and the next run mends it."""
    copy = taken_file.folder / "register-snapshot.db"
    data = copy.read_bytes()
    copy.write_bytes(data[: len(data) // 2])
    assert _codes(taken_file) == ["Y09"]
    taken_file.run("extract", "--on", "2026-10-01")
    taken_file.run("verify", "--on", "2026-10-01")


def test_leftover_of_a_run_that_was_cut_off(taken: TrustFolder) -> None:
    """Nothing needs it, and it may hold a child's name."""
    original = _original(taken)
    original.with_name(f"{original.name}.4711.part").write_bytes(b"half")
    assert _codes(taken) == ["Y08"]


def test_deletion_on_purpose_is_explained(taken: TrustFolder) -> None:
    """By its tombstone; unless the original is there all the same."""
    original = _original(taken)
    data = original.read_bytes()
    taken.run("purge", "--class", "records", "--before", "2026-10-01", "--do-it")
    taken.run("verify", "--on", "2026-10-01")
    original.write_bytes(data)
    assert _codes(taken) == ["Y05"]
    taken.run("purge", "--class", "records", "--before", "2026-10-01", "--do-it")
    assert not original.exists()
    taken.run("verify", "--on", "2026-10-01")


def test_trust_is_asked_how_long_it_keeps_returns() -> None:
    """Until it has said so."""
    asked = retention_reminder(Settings())
    assert asked is not None
    assert (asked.code, "retention_years" in asked.message) == ("Y11", True)
    assert retention_reminder(Settings(retention_years=7)) is None
