"""`halfterm extract` in a trust's folder, through the installed command, on real forms."""

import json
import os
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from tests.halfterm.trust_folder import COMMAND, TrustFolder, make_trust


def make_record(trust: TrustFolder, name: str, values: dict[str, object]) -> Path:
    """Make a record with the installed command, as a returned one, in the inbox."""
    known = trust.folder / "known.json"
    known.write_text(json.dumps(values), encoding="utf-8")
    output = trust.folder / "inbox" / name
    done = trust.run(
        "build", "esteem/a2-record", "--values", str(known), "--stage", "session", "-o", str(output)
    )
    assert output.exists(), done.err
    known.unlink()
    return output


def record(reference: str, **fields: object) -> dict[str, object]:
    """Return the values of a record."""
    return {
        "reference": reference,
        "header": {
            "school": "Alder Grove Academy",
            "supervisee": "Tom Reed",
            "supervisor": "Priya Shah",
            "session_date": "2026-11-19",
            "session_time": "10:00",
        },
        "fields": {"actual_date": "2026-11-19", "actual_length": 60, **fields},
    }


@pytest.fixture
def trust(tmp_path: Path) -> TrustFolder:
    """Give a trust with one record in its inbox."""
    trust = make_trust(tmp_path)
    make_record(trust, "record.docx", record("ESM-26-0042-A2"))
    return trust


def sheet(trust: TrustFolder, name: str) -> list[dict[str, object]]:
    """Return the rows of a sheet of the workbook."""
    rows = list(openpyxl.load_workbook(trust.folder / "monitoring.xlsx")[name].iter_rows(values_only=True))
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:] if any(row)]


def test_inbox_goes_into_archive_register_and_workbook(trust: TrustFolder) -> None:
    """The file itself stays where it is; its copy in the archive is the same to the byte."""
    original = (trust.folder / "inbox" / "record.docx").read_bytes()
    done = trust.run("extract", "--on", "2026-11-28")
    assert done.status == 0, done.err
    assert "Session ESM-26-0042: new: Tom Reed, 19/11/2026, Record received" in done.out
    (kept,) = [one for one in (trust.folder / "restricted" / "archive").rglob("*") if one.is_file()]
    assert kept.read_bytes() == original == (trust.folder / "inbox" / "record.docx").read_bytes()
    assert [row["session_id"] for row in sheet(trust, "Sessions")] == ["ESM-26-0042"]
    (laid_out,) = (trust.folder / "sessions" / "ESM-26-0042").iterdir()
    assert laid_out.read_bytes() == original


def test_what_cannot_wait_is_said(trust: TrustFolder) -> None:
    """By extract as it comes in, by check for as long as it is so; the exit status alone says nothing."""
    torn = make_record(trust, "Jayden Okoro.pdf", record("ESM-26-0043-A2", agenda_items="Attendance"))
    with pikepdf.open(torn, allow_overwriting_input=True) as pdf:
        kept = [one for one in pdf.Root.AcroForm.Fields if one.get("/T") != "agenda_items"]
        pdf.Root.AcroForm.Fields = pikepdf.Array(kept)
        for page in pdf.pages:
            page.Annots = pikepdf.Array([one for one in page.Annots if one.get("/T") != "agenda_items"])
        pdf.save(torn)
    trust.run("case", "new", "--name", "Jayden Okoro")
    done = trust.run("extract", "--on", "2026-11-28")
    assert done.status == 1
    (line,) = [line for line in done.err.splitlines() if line.startswith("Act now: F01: ")]
    assert "these boxes are gone from the form: " in line
    assert "Okoro" not in done.err
    assert "F01  Supervision Record ESM-26-0043-A2: boxes are gone" in trust.run("check").out


def test_second_run_changes_nothing(trust: TrustFolder) -> None:
    """Not a byte of the workbook, and nothing is said to have changed."""
    trust.run("extract", "--on", "2026-11-28")
    before = (trust.folder / "monitoring.xlsx").read_bytes()
    again = trust.run("extract", "--on", "2026-11-28")
    assert (again.status, again.out) == (0, "")
    assert (trust.folder / "monitoring.xlsx").read_bytes() == before


def test_dry_run_says_the_same_and_changes_nothing(trust: TrustFolder) -> None:
    """Neither archive nor workbook nor register."""
    rehearsed = trust.run("extract", "--dry-run", "--on", "2026-11-28")
    assert not list((trust.folder / "restricted" / "archive").rglob("*"))
    assert not list((trust.folder / "sessions").iterdir())
    done = trust.run("extract", "--on", "2026-11-28")
    assert rehearsed.out == done.out != ""
    assert "would change" in rehearsed.err


def test_import_is_taken_back_by_its_number(trust: TrustFolder) -> None:
    """The log and the folder of the session are as before; a number that is none is named."""
    trust.run("extract", "--on", "2026-11-28")
    undone = trust.run("extract", "--undo", "1", "--on", "2026-11-28")
    assert undone.status == 0
    assert "Session ESM-26-0042: no longer in the log" in undone.out
    assert sheet(trust, "Sessions") == []
    assert not list((trust.folder / "sessions").rglob("*.docx"))
    assert trust.run("extract", "--undo", "7").status == 2


def test_file_in_sessions_that_somebody_typed_into_is_left_and_named(trust: TrustFolder) -> None:
    """It may hold words that nobody else has."""
    trust.run("extract", "--on", "2026-11-28")
    (file,) = (trust.folder / "sessions" / "ESM-26-0042").iterdir()
    file.write_bytes(file.read_bytes() + b"typed")
    again = trust.run("extract", "--on", "2026-11-28")
    assert "K05" in again.err
    assert file.read_bytes().endswith(b"typed")


def test_one_bad_file_does_not_stop_the_rest(trust: TrustFolder) -> None:
    """It is named, with the status that says that something needs a person."""
    (trust.folder / "inbox" / "menu.pdf").write_bytes(b"%PDF-1.4 nothing")
    (trust.folder / "inbox" / "empty.docx").write_bytes(b"")
    done = trust.run("extract", "--on", "2026-11-28")
    assert done.status == 1
    assert "R03" in done.err
    assert [row["session_id"] for row in sheet(trust, "Sessions")] == ["ESM-26-0042"]
    outcomes = {row["file_name"]: row["outcome"] for row in sheet(trust, "Imports")}
    assert outcomes == {"record.docx": "Accepted", "menu.pdf": "Unreadable", "empty.docx": "Unreadable"}


def test_register_in_a_synced_folder_is_refused(trust: TrustFolder) -> None:
    """Before anything is read."""
    trust.setting('register = "OneDrive - Alder/register.db"')
    before = (trust.folder / "monitoring.xlsx").read_bytes()
    done = trust.run("extract")
    assert (done.status, "U33" in done.err) == (2, True)
    assert (trust.folder / "monitoring.xlsx").read_bytes() == before


def test_outside_a_trusts_folder_the_command_says_so(tmp_path: Path) -> None:
    """With what to do."""
    elsewhere = TrustFolder(tmp_path, tmp_path / "data")
    done = elsewhere.run("extract")
    assert (done.status, "U34" in done.err) == (2, True)
    assert COMMAND.exists()


def test_name_with_bytes_that_are_no_letters_stops_nothing(trust: TrustFolder) -> None:
    """As on an old disk: the file is taken in once, and its name is written with what can be written."""
    made = make_record(trust, "record.pdf", record("ESM-26-0042-A2"))
    odd = Path(os.fsdecode(os.fsencode(made.parent) + b"/Tom \xff.pdf"))
    try:
        made.replace(odd)
    except OSError:
        pytest.skip("this disk holds no such name")
    done = trust.run("extract", "--on", "2026-11-28")
    assert (done.status, done.out.partition(" (")[0]) == (0, "File inbox/Tom ?.pdf")
    assert "Nothing new came in" in trust.run("extract", "--on", "2026-11-28").err


def test_inbox_that_is_not_there_is_said_and_no_return(trust: TrustFolder) -> None:
    """Its own name is no file that somebody sent."""
    (trust.folder / "inbox").rename(trust.folder / "was here")
    done = trust.run("extract")
    assert (done.status, done.err[:3], done.out) == (2, "U38", "")


def test_key_that_is_named_and_not_there_is_said(trust: TrustFolder) -> None:
    """Without it no child's name can be kept out of anything."""
    trust.setting('key = "restrcted/key.xlsx"')
    assert "Act now: N09: " in trust.run("extract").err


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('register = "sqlite:///x.db"', "U30"),
        ('register = "postgresql+psycopg://user@host:port/x"', "U30"),
        ('archive = "memory://x"', "U31"),
    ],
)
def test_register_or_archive_that_would_keep_nothing_is_refused(
    trust: TrustFolder, line: str, code: str
) -> None:
    """A path in an address would be another one in each folder; what lies in memory is gone at the end."""
    trust.setting(line)
    done = trust.run("extract")
    assert (done.status, done.err.partition(":")[0]) == (2, code)


def test_damaged_key_of_the_marks_is_refused(trust: TrustFolder) -> None:
    """Marks made without it could be guessed, and everything would look new."""
    trust.run("extract")
    (trust.folder / "restricted" / "marks.key").write_bytes(b"")
    done = trust.run("extract")
    assert (done.status, done.err.partition(":")[0]) == (2, "U45")


@pytest.mark.skipif(os.name == "nt", reason="links are POSIX's here")
def test_link_is_told_where_it_lies(trust: TrustFolder) -> None:
    """Somebody looks for it in the inbox, whether it leads out of it or in a circle."""
    trust.run("check")
    (trust.folder / "inbox" / "circle.pdf").symlink_to("circle.pdf")
    (trust.folder / "inbox" / "out.pdf").symlink_to("../halfterm.toml")
    (trust.folder / "inbox" / "within.docx").symlink_to("record.docx")
    done = trust.run("extract")
    assert done.status == 1, done.err
    assert "File inbox/circle.pdf (not read): new: Unreadable" in done.out
    assert "File inbox/out.pdf (not read): new: Unreadable" in done.out
    assert "R07: " in done.err
    # Nothing of what it leads to is kept.
    kept = [path for path in (trust.folder / "restricted").rglob("*") if path.is_file()]
    assert not any(path.read_bytes() == (trust.folder / "halfterm.toml").read_bytes() for path in kept)


@pytest.mark.parametrize(
    "choices",
    [("-o", "log.xlsx", "--dry-run", "inbox"), ("-o", "log.xlsx", "--undo", "1"), ("--undo", "1", "inbox")],
)
def test_choices_that_do_not_go_together_are_refused(trust: TrustFolder, choices: tuple[str, ...]) -> None:
    """None is passed over in silence, least of all the one that asks that nothing be changed."""
    done = trust.run("extract", *choices)
    assert (done.status, done.err[:5]) == (2, "U39: ")
    assert not (trust.folder / "log.xlsx").exists()
