"""The demo: the story goes as told, twice, with LibreOffice and without, and says so in plain lines."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from extract.intake import read_file
from forms.catalogue import load_form, own_catalogue
from forms.errors import UsageError
from halfterm.cli import main
from halfterm.demo.checks import answers_on, check_carried, check_kept, check_typed, check_workbook
from halfterm.demo.failure import StoryError
from halfterm.demo.play import play
from halfterm.demo.stage_folder import MARKER
from halfterm.demo.typists import type_into_pdf
from halfterm.demo.word_editor import edit_controls
from halfterm.make import Request, make_document
from tests.tools import libreoffice

_BUILT = ("outbox", "final", "values")


@dataclass(frozen=True, slots=True)
class Played:
    """A demo that was played once, without LibreOffice."""

    folder: Path
    output: str
    errors: str


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Return a demo as the command writes it where there is no LibreOffice."""
    folder = tmp_path_factory.mktemp("demo") / "trust"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "")
        done = CliRunner().invoke(main, ["demo", str(folder)])
    assert done.exit_code == 0, done.output
    return Played(folder, done.stdout, done.stderr)


@pytest.fixture
def copied(played: Played, tmp_path: Path) -> Path:
    """Return a copy of the demo that a test may change."""
    return Path(shutil.copytree(played.folder, tmp_path / "trust"))


def _rows(workbook: Path, sheet: str) -> list[dict[str, object]]:
    """Return the rows of a sheet by the names of its columns."""
    book = load_workbook(workbook, data_only=True)
    heading, *rows = book[sheet].iter_rows(values_only=True)
    book.close()
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


def _built(folder: Path) -> dict[str, bytes]:
    """Return the files that we built ourselves, by their paths in the demo."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent.name in _BUILT
    }


def _without_hashes(workbook: Path) -> dict[str, list[dict[str, object]]]:
    """Return all rows of the log's sheets without the hashes and folders of the returned files."""
    sheets = ("Sessions", "Actions", "Cases", "QA_Reviews", "Imports")
    varying = {"sha256", "source_hash", "folder"}
    return {
        sheet: [{name: row[name] for name in row.keys() - varying} for row in _rows(workbook, sheet)]
        for sheet in sheets
    }


def test_it_says_what_lies_where(played: Played) -> None:
    """Ten lines name the file to open first, what was made, carried, closed, open and unread."""
    lines = played.output.splitlines()
    assert len(lines) == 10
    assert lines[0].startswith(f"Open first: {played.folder / 'monitoring.xlsx'}")
    for words in (
        "Forms made: 28.",
        "15 PDF in PDFium, 8 Word by editing their boxes, without LibreOffice",
        "4 sessions, 10 actions, 4 case sheets, 1 monitoring form, 24 files",
        "under the ids they were agreed with: 7 actions",
        "still open: ESM-26-0042-A2/10 (In progress)",
        "Contract? Yes, signed 15/09/2026",
        "Lunch menu.pdf is not one of ours",
        "ESM-26-0058 is signed by the supervisee only",
        "ESM-26-0057: X32",
    ):
        assert words in played.output
    assert "R20" in played.errors
    assert "Lunch menu.pdf" in played.errors


def test_the_workbook_tells_the_story(played: Played) -> None:
    """Sessions, actions, cases, the review and the stray file stand in the workbook as they happened."""
    workbook = played.folder / "monitoring.xlsx"
    sessions = {row["session_id"]: row for row in _rows(workbook, "Sessions")}
    assert {name: (row["supervisee"], row["signed_state"]) for name, row in sessions.items()} == {
        "ESM-26-0042": ("Tom Reed", "Both"),
        "ESM-26-0043": ("Amara Okafor", "Both"),
        "ESM-26-0057": ("Tom Reed", "Both"),
        "ESM-26-0058": ("Amara Okafor", "Supervisee only"),
    }
    assert [row["disagreement"] for row in sessions.values()] == ["N", "N", "Y", "N"]
    actions = {row["action_id"]: row for row in _rows(workbook, "Actions")}
    assert {name: row["status"] for name, row in actions.items()} == {
        "ESM-26-0042-A2/4": "Done",
        "ESM-26-0042-A2/10": "In progress",
        "ESM-26-0042-A3-1/1": "Done",
        "ESM-26-0042-A3-1/2": "Done",
        "ESM-26-0043-A2/4": "Done",
        "ESM-26-0043-A2/7": "Done",
        "ESM-26-0043-A3-1/1": "Done",
        "ESM-26-0057-A2/4": "Open",
        "ESM-26-0058-A2/4": "Open",
        "ESM-26-0061-A4/1": "Open",
    }
    assert {row["closed_in_session"] for row in actions.values()} == {"ESM-26-0057", "ESM-26-0058", None}
    assert actions["ESM-26-0042-A3-1/1"]["action_text"] == "On the case sheet"
    assert {row["case_ref"] for row in _rows(workbook, "Cases")} == {"ESM-C014", "ESM-C021"}
    (review,) = [row for row in _rows(workbook, "QA_Reviews") if row["state"] == "Done"]
    assert (review["qa_name"], review["sessions_confirmed"], review["signed_both"]) == ("Helen Marsh", 2, 1)
    assert review["log_vs_form_difference"] is None
    stray = [row for row in _rows(workbook, "Imports") if row["outcome"] == "Not one of ours"]
    assert [row["file_name"] for row in stray] == ["Lunch menu.pdf"]


def test_a_carried_action_keeps_its_id(played: Played) -> None:
    """The second half term's agenda shows the open actions of the first under their ids, oldest first."""
    issued = read_file(played.folder / "2-autumn-2" / "outbox" / "ESM-26-0057-A2 agenda.docx")
    table = issued.fields["review_previous"].value
    assert isinstance(table, tuple)
    assert [(row["ref"], row["action"]) for row in table if not isinstance(row, str)] == [
        ("ESM-26-0042-A3-1/1", "See the case notes of ESM-C014."),
        ("ESM-26-0042-A3-1/2", "See the case notes of ESM-C014."),
        ("ESM-26-0042-A2/4", "Share the weekly attendance list with the pastoral team every Friday."),
        ("ESM-26-0042-A2/10", "Book the report-writing course for both deputies."),
    ]


def test_file_names_suit_every_system(played: Played) -> None:
    """Names are short and have no character that Windows or SharePoint refuses; no folder is called forms."""
    for path in played.folder.rglob("*"):
        assert len(path.name) <= 40
        assert not set(path.name) & set('<>:"/\\|?*#%')
        assert path.name == path.name.strip(" .")
        assert path.name.lower() != "forms"


def test_a_second_play_builds_the_same_and_leaves_other_files_alone(
    played: Played, copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Again in the same folder: what we build has the same bytes, what others put there stays."""
    mine = copied / "1-autumn-1" / "inbox" / "my own notes.txt"
    mine.write_text("keep me", encoding="utf-8")
    gone = copied / "2-autumn-2" / "outbox" / "ESM-26-0057-A2 agenda.docx"
    gone.write_bytes(b"spoilt")
    assert play(copied, use_office=False) == 0
    assert _built(copied) == _built(played.folder)
    assert mine.read_text(encoding="utf-8") == "keep me"
    assert _without_hashes(copied / "monitoring.xlsx") == _without_hashes(played.folder / "monitoring.xlsx")
    assert capsys.readouterr().out == played.output.replace(str(played.folder), str(copied))


@pytest.mark.needs(libreoffice.FILL_TOOL)
def test_libreoffice_makes_no_difference(
    played: Played, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With Word files filled in LibreOffice, the forms built from them have the same bytes."""
    assert play(tmp_path / "trust") == 0
    assert "15 PDF in PDFium, 8 Word in LibreOffice\n" in capsys.readouterr().out
    assert _built(tmp_path / "trust") == _built(played.folder)
    assert _without_hashes(tmp_path / "trust" / "monitoring.xlsx") == _without_hashes(
        played.folder / "monitoring.xlsx"
    )


def test_somebody_elses_folder_is_refused(tmp_path: Path) -> None:
    """A folder with files that are not the demo's, or a file, gives one message and stays as it is."""
    (tmp_path / "accounts.xlsx").write_bytes(b"not yours")
    done = CliRunner().invoke(main, ["demo", str(tmp_path)])
    assert done.exit_code == 2
    assert done.stderr.startswith(f"U06: {tmp_path}: holds files that are not the demo's")
    assert [path.name for path in tmp_path.iterdir()] == ["accounts.xlsx"]
    with pytest.raises(UsageError, match="is a file"):
        play(tmp_path / "accounts.xlsx")
    (tmp_path / MARKER).write_text("not ours\n", encoding="utf-8")
    with pytest.raises(UsageError, match="not the demo's own list"):
        play(tmp_path)


def test_the_list_of_files_cannot_reach_outside(copied: Path) -> None:
    """A file outside the folder that somebody wrote into the list is left alone."""
    outside = copied.parent / "outside.txt"
    outside.write_text("keep me", encoding="utf-8")
    marker = copied / MARKER
    marker.write_text(marker.read_text(encoding="utf-8") + "../outside.txt\n", encoding="utf-8")
    assert play(copied, use_office=False) == 0
    assert outside.read_text(encoding="utf-8") == "keep me"


@pytest.fixture
def agenda(tmp_path: Path) -> Path:
    """Return a case sheet in Word, as it is issued."""
    values = tmp_path / "values.json"
    values.write_text(
        '{"reference": "ESM-26-0042-A3-1", "header": {"supervisee": "Tom Reed", '
        '"session_date": "2026-10-08", "case_ref": "ESM-C014"}}',
        encoding="utf-8",
    )
    path = tmp_path / "sheet.docx"
    request = Request("esteem/a3-case-notes", values, (), None, None, None, verbatim=False, output=path)
    assert make_document(request, own_catalogue()) == 0
    return path


def test_editing_controls_is_read_back(agenda: Path, tmp_path: Path) -> None:
    """Words, line breaks, ticks and choices from a list come back; a wrong one is refused."""
    filled = tmp_path / "filled.docx"
    values: dict[str, str | bool] = {
        "case_update": "first\n\nthird",
        "logs_up_to_date-yes": True,
        "logs_up_to_date-no": False,
        "case_status-other": "On the way",
        "new_actions-1-action": "Ring back",
        "new_actions-1-status": "Done",
    }
    edit_controls(agenda, filled, values)
    read = answers_on(read_file(filled), load_form("esteem/a3-case-notes"))
    assert read["case_update"] == "first\n\nthird"
    assert read["logs_up_to_date"] == "Yes"
    assert read["case_status-other"] == "On the way"
    assert read["new_actions-1-status"] == "Done"
    for wrong, said in (
        ({"nobody": "x"}, "no box nobody"),
        ({"new_actions-1-ref": "x"}, "is locked"),
        ({"new_actions-1-status": "Perhaps"}, "has no 'Perhaps'"),
        ({"case_update": True}, "no box case_update for True"),
    ):
        with pytest.raises(StoryError, match=said):
            edit_controls(agenda, tmp_path / "never.docx", wrong)
    assert not (tmp_path / "never.docx").exists()


def test_a_refused_value_ends_the_typing(played: Played, tmp_path: Path) -> None:
    """PDFium's typing tells of a field that is not there or is locked, and writes nothing."""
    source = played.folder / "1-autumn-1" / "outbox" / "ESM-26-0043-A2 agenda.pdf"
    for values, said in (({"nobody": "x"}, "no field nobody"), ({"agenda_action-1-ref": "x"}, "read-only")):
        with pytest.raises(StoryError, match=said):
            type_into_pdf(source, tmp_path / "never.pdf", values)
    assert not (tmp_path / "never.pdf").exists()


def test_a_story_that_goes_astray_is_noticed(played: Played) -> None:
    """Lost, altered and invented answers, an action under another id and a wrong status each end the play."""
    form = load_form("esteem/a2-record")
    first, second = played.folder / "1-autumn-1", played.folder / "2-autumn-2"
    agenda = read_file(first / "inbox" / "ESM-26-0042-A2 agenda.docx")
    session = read_file(first / "inbox" / "ESM-26-0042-A2 session.docx")
    said = answers_on(agenda, form)
    check_kept(said, session, form)
    with pytest.raises(StoryError, match="agenda_items reads"):
        check_kept({**said, "agenda_items": "something else"}, session, form)
    with pytest.raises(StoryError, match="was not typed by anybody"):
        check_typed(said, {}, session, form)
    later = read_file(second / "outbox" / "ESM-26-0057-A2 agenda.docx")
    assert check_carried(session, later, form) == 2
    with pytest.raises(StoryError, match="is not carried here"):
        check_carried(session, read_file(second / "outbox" / "ESM-26-0058-A2 agenda.pdf"), form)
    with pytest.raises(StoryError, match="not those of the forms"):
        check_workbook(played.folder / "monitoring.xlsx", {"ESM-26-0042-A2/4": "Open"})
