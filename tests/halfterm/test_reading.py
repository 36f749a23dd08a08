"""Files that make a library run wild are given up, and the others read; stages before help with a file."""

import os
import shutil
import signal
import zlib
from multiprocessing import spawn
from pathlib import Path

import pikepdf
import pytest

from forms.catalogue import own_catalogue
from forms.checked import NO_CHECKS
from forms.model import Stage
from halfterm import reading
from halfterm.confined import Limits
from tests.halfterm.outbox_trust import NUMBER, pack, trust_that_mails
from tests.halfterm.test_taking_in import make_record, record, sheet
from tests.halfterm.trust_folder import TrustFolder, make_trust
from tests.round.making import load_form, made, response_of
from tests.stories.cast import RECORD
from tests.tools import pdfium, poppler

_LINES = 30_000_000


def draws_without_end() -> bytes:
    """Return a PDF of less than a megabyte whose one page draws thirty million lines."""
    piece = b"0 0 m 9 9 l S\n" * 100_000
    packed = zlib.compressobj(9)
    drawn = b"".join(packed.compress(piece) for _ in range(_LINES // 100_000)) + packed.flush()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        stream = pdf.make_stream(b"")
        stream.write(drawn, filter=pikepdf.Name.FlateDecode)
        page.Contents = stream
        path = Path("wild.pdf")
        pdf.save(path)
    return path.read_bytes()


@pytest.fixture
def wild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give such a file."""
    monkeypatch.chdir(tmp_path)
    draws_without_end()
    return tmp_path / "wild.pdf"


@pytest.mark.slow
def test_file_that_runs_wild_does_not_stop_the_rest(wild: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told where it stands, between two that are read."""
    monkeypatch.setattr(reading, "LIMITS", Limits(seconds=60, memory_bytes=600_000_000))
    good = wild.with_name("good.pdf")
    good.write_bytes(made(load_form("esteem/a2-record"), record("ESM-26-0042-A2"), "pdf").data)
    first, given_up, last = reading.read_all([good, wild, good], own_catalogue())
    assert first.response is not None
    assert last.response == first.response
    assert given_up.response is None
    assert given_up.error is not None
    assert given_up.error.code == "R48"
    assert str(given_up.error).startswith(f"R48: {wild}: reading this file was given up")
    assert "600 MB" in str(given_up.error)


def test_file_that_takes_too_long_is_given_up(wild: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is of seconds too."""
    monkeypatch.setattr(reading, "LIMITS", Limits(seconds=0.2, memory_bytes=10**12))
    (given_up,) = reading.read_all([wild], own_catalogue())
    assert given_up.error is not None
    assert given_up.error.code == "R48"
    assert "0.2 seconds" in str(given_up.error)


@pytest.mark.slow
def test_trust_goes_on_and_says_which_file_it_was(wild: Path, tmp_path: Path) -> None:
    """Kept in the archive like any other, told once, and a row of the workbook."""
    trust: TrustFolder = make_trust(tmp_path / "trust")
    make_record(trust, "record.docx", record("ESM-26-0042-A2"))
    (trust.folder / "inbox" / "a wild one.pdf").write_bytes(wild.read_bytes())
    done = trust.run("extract", "--on", "2026-11-28")
    assert done.status == 1
    assert "R48: " in done.err
    assert "a wild one.pdf" in done.err
    outcomes = {row["file_name"]: row["outcome"] for row in sheet(trust, "Imports")}
    assert outcomes == {"record.docx": "Accepted", "a wild one.pdf": "Unreadable"}
    again = trust.run("extract", "--on", "2026-11-28")
    assert again.status == 0
    assert "R48" not in again.err


@pytest.mark.needs(poppler.PRINT_TOOL)
def test_stages_before_are_read_with_the_help_of_those_before_them(tmp_path: Path) -> None:
    """Two printed copies, one after the other: only the agenda, before both, says where Enter was pressed.

    What was typed at signing stands on the middle one alone, so the agenda does not explain the last one.
    """
    form, typed = load_form("esteem/a2-record"), "Late buses to\nLlanfairpwllgwyngyllgogerychwyrndrobwll"
    agenda = made(form, record("ESM-26-0042-A2", agenda_items=typed), "pdf", stage=Stage.AGENDA).data
    signing = made(form, None, "pdf", stage=Stage.SIGNING, continued=response_of(agenda, "pdf")).data
    issued, filled = tmp_path / "signing.pdf", tmp_path / "signed.pdf"
    issued.write_bytes(signing)
    pdfium.type_into_pdf(issued, filled, {"disagreement_note": "Does not accept\nparagraph 2"})
    signed = filled.read_bytes()
    final = made(form, None, "pdf", stage=Stage.FINAL, continued=response_of(signed, "pdf")).data
    came = (("b", poppler.print_pages(signed), NO_CHECKS), ("a", agenda, NO_CHECKS))
    printed = poppler.print_pages(final)
    read = reading.read_one(printed, Path("final.pdf"), own_catalogue(), lambda _: came).response
    assert read is not None
    said = {name: one.value for name, one in read.fields.items()}
    assert said == {name: one.value for name, one in response_of(final, "pdf").fields.items()}
    assert said["agenda_items"] == typed


def test_no_file_is_blamed_where_nothing_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run goes on with packs and reports, and takes the files in as soon as it can."""
    trust = trust_that_mails(tmp_path, monkeypatch, "receipts = false")
    trust.run("prepare", "--on", "2026-11-05")
    trust.comes_back(RECORD, pack(trust, "agenda", "A2"), {"agenda_items": "Late arrivals."})
    with monkeypatch.context() as starved:
        starved.setattr(reading, "_READER", reading.Reader())
        starved.setattr(spawn, "_python_exe", os.fsencode(str(shutil.which("false"))))
        said = trust.run("run", "--on", "2026-11-11", expected=3).stderr
        assert "K14" in said
        assert "not done: inbox and workbook" in said
        assert not (trust.folder / "sessions" / NUMBER).exists()
    said = trust.run("run", "--on", "2026-11-11", expected=0).stderr
    assert "Import 1" in said
    assert set(trust.outcomes().values()) == {"Accepted"}
    trust.run("verify")
    assert pack(trust, "session", "A2").exists()


def kills_itself_once(_: object, mark: Path) -> str:
    """End as where the system takes its memory back, the first time; say so the second."""
    if mark.exists():
        return "read"
    mark.touch()
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreached")


def test_what_ends_the_reading_once_is_no_files_fault(tmp_path: Path) -> None:
    """A virus scanner, or the system when all memory is gone, ends a process whatever it reads."""
    reader = reading.Reader()
    assert reader.run(lambda _: None, kills_itself_once, tmp_path / "mark") == "read"
