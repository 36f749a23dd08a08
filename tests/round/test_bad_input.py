"""Bad input ends with its exit status and one clear message, and nothing is written."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from forms.catalogue import load_form
from tests.round.making import made, made_blank
from tests.round.strategies import least_values
from tests.sample_files import write_docx

_COMMAND = Path(sys.executable).with_name("halfterm.exe" if os.name == "nt" else "halfterm")
_FORM = "esteem/a2-record"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    status: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class WrongValues:
    """A mistake in a values file: how it gets in, and what the message must say about it."""

    spoil: Callable[[dict[str, Any]], object]
    code: str
    says: tuple[str, ...]
    """Where, what was found, what was expected or what to do."""
    form: str = _FORM
    options: tuple[str, ...] = field(default=())


_WRONG_VALUES = {
    "a required fact is missing": WrongValues(
        lambda values: values["header"].pop("supervisor"), "P12", ("supervisor", '"header"', "add")
    ),
    "an unknown field": WrongValues(
        lambda values: values["fields"].update(agenda_itmes="x"),
        "V10",
        ("agenda_itmes", "did you mean", "agenda_items"),
    ),
    "an unknown fact": WrongValues(
        lambda values: values["header"].update(sesion_date="2026-11-19"),
        "V09",
        ("sesion_date", "did you mean", "session_date"),
    ),
    "an unknown key at the top": WrongValues(
        lambda values: values.update(feilds={}), "V06", ("feilds", "did you mean", "fields")
    ),
    "an unknown column": WrongValues(
        lambda values: values["fields"].update(agenda_action=[{"acton": "x"}]),
        "V10",
        ("agenda_action", "row 1", "acton", "did you mean", "action"),
    ),
    "printed words": WrongValues(
        lambda values: values["fields"].update(training_head="x"), "V10", ("training_head", "leave it out")
    ),
    "a number for words": WrongValues(
        lambda values: values["fields"].update(agenda_items=7), "V11", ("agenda_items", "7", "text")
    ),
    "words for a number": WrongValues(
        lambda values: values["fields"].update(actual_length="an hour"),
        "V11",
        ("actual_length", "an hour", "whole number"),
    ),
    "words for a table": WrongValues(
        lambda values: values["fields"].update(agenda_action="ring"), "V11", ("agenda_action", "ring", "rows")
    ),
    "words for a signature": WrongValues(
        lambda values: values["fields"].update(sig_supervisor="Priya"),
        "V11",
        ("sig_supervisor", "Priya", '"name"'),
    ),
    "an impossible date": WrongValues(
        lambda values: values["header"].update(session_date="2026-02-31"),
        "V14",
        ("session_date", "2026-02-31", "2026-11-19"),
    ),
    "an impossible time": WrongValues(
        lambda values: values["header"].update(session_time="25:61"),
        "V14",
        ("session_time", "25:61", "10:00"),
    ),
    "a status that is not printed": WrongValues(
        lambda values: values["fields"].update(agenda_action=[{"action": "x", "status": "Finished"}]),
        "V15",
        ("agenda_action", "row 1", "Finished", "Done"),
    ),
    "a choice that is not printed": WrongValues(
        lambda values: values["fields"].update(case_status="CP plan"),
        "V15",
        ("case_status", "CP plan", "CP Plan"),
        "esteem/a3-case-notes",
    ),
    "a reference of another form": WrongValues(
        lambda values: values.update(reference="ESM-26-0042-A4"), "V07", ("ESM-26-0042-A4", "-A2")
    ),
    "a stage that the form lacks": WrongValues(
        lambda values: values.update(stage="agenda"), "V08", ("agenda", "session"), "esteem/a4-monitoring"
    ),
    "two answers in one": WrongValues(
        lambda values: values["fields"].update(name="Tom Read"), "P10", ("Tom Read", "Tom Reed", "keep one")
    ),
    "half a character": WrongValues(
        lambda values: values["fields"].update(agenda_items="x\ud83d"), "V13", ("agenda_items", "U+D83D")
    ),
    "no place in the printed form": WrongValues(
        lambda values: values["fields"].update(who_came="Tom Reed"),
        "P14",
        ("who_came",),
        options=("--verbatim",),
    ),
}


@pytest.mark.parametrize("case", _WRONG_VALUES.values(), ids=_WRONG_VALUES.keys())
def test_wrong_values(case: WrongValues, tmp_path: Path) -> None:
    """A values file that does not fit the form: status 2, and the message says where and what to do."""
    values = least_values(load_form(case.form))
    case.spoil(values)
    path = tmp_path / "values.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    ended = _run(
        "build",
        case.form,
        "--values",
        path,
        *case.options,
        "-o",
        tmp_path / "form.pdf",
        folder=tmp_path,
    )
    _assert_refused(ended, 2, case.code, *case.says)


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"", "V03", "line 1"),
        (b'{"header": {},\n "fields" {}}', "V03", "line 2"),
        (b'{"reference": "\xe9"}', "V02", "UTF-8"),
        (b"[]", "V05", "object"),
        (b'{"stage": "agenda", "stage": "session"}', "V04", "stage"),
        (b"[" * 100_000, "V03", "nested"),
        (b'{"reference": ' + b"9" * 5000 + b"}", "V03", "too long"),
    ],
    ids=["empty", "not JSON", "not UTF-8", "no object", "a key twice", "too deep", "a huge number"],
)
def test_a_file_that_is_no_values_file(content: bytes, code: str, says: str, tmp_path: Path) -> None:
    """What is no values file at all: status 2, and the message names file and place."""
    path = tmp_path / "values.json"
    path.write_bytes(content)
    ended = _run("build", _FORM, "--values", path, "-o", tmp_path / "form.pdf", folder=tmp_path)
    _assert_refused(ended, 2, code, str(path), says)


def test_a_values_file_that_is_not_there(tmp_path: Path) -> None:
    """A name that is wrong: status 2, and the message names it."""
    path = tmp_path / "valeus.json"
    ended = _run("build", _FORM, "--values", path, "-o", tmp_path / "form.pdf", folder=tmp_path)
    _assert_refused(ended, 2, "V01", str(path), "check")


@pytest.mark.parametrize("command", ["build", "blank"])
@pytest.mark.parametrize(
    ("form", "meant"), [("esteem/a2-recrod", "esteem/a2-record"), ("a2_record", "esteem"), ("", "esteem")]
)
def test_an_unknown_form(command: str, form: str, meant: str, tmp_path: Path) -> None:
    """A form that there is not: status 2, and the message names those there are."""
    ended = _run(command, form, "-o", tmp_path / "form.pdf", folder=tmp_path)
    _assert_refused(ended, 2, "U01", f'"{form}"', meant)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _words(path: Path) -> None:
    path.write_text("Dear Priya, the form is attached. Tom", encoding="utf-8")


def _encrypted(path: Path) -> None:
    path.write_bytes(made_blank(load_form(_FORM), "pdf"))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user="secret", owner="secret"))


def _cut(path: Path) -> None:
    path.write_bytes(made_blank(load_form(_FORM), "pdf")[:700])


def _zipped_words(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 this is no Word file")


def _other_word_file(path: Path) -> None:
    write_docx(path, "<w:p><w:r><w:t>Minutes of the governors</w:t></w:r></w:p>")


def _other_pdf(path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(path)


def _nothing(path: Path) -> None:
    assert not path.exists()


def _folder(path: Path) -> None:
    path.mkdir()


_BAD_RETURNS = {
    "empty": ("returned.pdf", _empty, 3, "R03"),
    "not a form": ("returned.pdf", _words, 3, "R10"),
    "encrypted": ("returned.pdf", _encrypted, 6, "R15"),
    "cut short": ("returned.pdf", _cut, 3, "R"),
    "no Word file": ("returned.docx", _zipped_words, 3, "R"),
    "a text called .docx": ("returned.docx", _words, 3, "R10"),
    "another Word file": ("returned.docx", _other_word_file, 3, "R20"),
    "another PDF": ("returned.pdf", _other_pdf, 3, "R20"),
    "not there": ("returned.pdf", _nothing, 3, "R01"),
    "a folder": ("returned.pdf", _folder, 3, "R02"),
}


@pytest.mark.parametrize("way", ["continue", "previous"])
@pytest.mark.parametrize(("name", "make", "status", "code"), _BAD_RETURNS.values(), ids=_BAD_RETURNS.keys())
def test_a_bad_return_is_not_built_on(
    way: str, name: str, make: Callable[[Path], None], status: int, code: str, tmp_path: Path
) -> None:
    """A returned file that is none: status 3, or 6 for a password; no form is made."""
    path = tmp_path / name
    make(path)
    given = ("build", _FORM, "--values", _values_file(tmp_path), f"--{way}", path)
    ended = _run(*given, "-o", tmp_path / "form.pdf", folder=tmp_path)
    _assert_refused(ended, status, code, str(path))


@pytest.mark.parametrize(("name", "make", "status", "code"), _BAD_RETURNS.values(), ids=_BAD_RETURNS.keys())
def test_a_bad_return_is_not_read(
    name: str, make: Callable[[Path], None], status: int, code: str, tmp_path: Path
) -> None:
    """Reading says in one message what the file is, and ends with the same status."""
    path = tmp_path / name
    make(path)
    ended = _run("read", path, folder=tmp_path)
    assert ended.status == status, ended
    assert ended.stderr.startswith(code)
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert str(path) in ended.stderr
    _assert_no_traceback(ended)


@pytest.mark.parametrize(
    ("name", "make", "status", "code"),
    [case for case in _BAD_RETURNS.values() if case[1] is not _folder],
    ids=[name for name, case in _BAD_RETURNS.items() if case[1] is not _folder],
)
def test_no_workbook_is_made_of_a_bad_return(
    name: str, make: Callable[[Path], None], status: int, code: str, tmp_path: Path
) -> None:
    """Where nothing could be read no workbook is written, and every file's fault is said."""
    path = tmp_path / name
    make(path)
    ended = _run("extract", path, "-o", tmp_path / "log.xlsx", folder=tmp_path)
    assert ended.status == status, ended
    assert ended.stderr.startswith(code)
    assert str(path) in ended.stderr
    _assert_no_traceback(ended)


@pytest.mark.parametrize("file_format", ["pdf", "docx"])
@pytest.mark.parametrize("command", ["build", "blank"])
@pytest.mark.parametrize(
    ("lock", "code"),
    [
        (".~lock.form.{ending}#", "W01"),
        ("~$form.{ending}", "W01"),
    ],
    ids=["LibreOffice", "Word"],
)
def test_an_output_that_is_open_elsewhere(
    command: str, lock: str, code: str, file_format: str, tmp_path: Path
) -> None:
    """The mark of a program that has the file open: status 5, and the old file stays as it was."""
    output = tmp_path / f"form.{file_format}"
    output.write_bytes(b"what stood there")
    (tmp_path / lock.format(ending=file_format)).touch()
    _assert_refused(
        _make(command, output, tmp_path), 5, code, str(output), "open in another program", "close it"
    )
    assert output.read_bytes() == b"what stood there"


def test_an_output_that_word_has_open_under_a_long_name(tmp_path: Path) -> None:
    """Word's mark of a longer name begins two letters later."""
    output = tmp_path / "Tom Reed agenda.docx"
    (tmp_path / "~$m Reed agenda.docx").touch()
    _assert_refused(_make("build", output, tmp_path), 5, "W01", str(output), "open in another program")


@pytest.mark.parametrize("command", ["build", "blank"])
def test_an_output_that_is_a_folder(command: str, tmp_path: Path) -> None:
    """A folder where a file was expected: status 5."""
    output = tmp_path / "forms.pdf"
    output.mkdir()
    _assert_refused(_make(command, output, tmp_path), 5, "W02", str(output), "folder")


@pytest.mark.parametrize("command", ["build", "blank"])
def test_an_output_folder_that_is_not_there(command: str, tmp_path: Path) -> None:
    """A folder that is not there is not made: status 5."""
    output = tmp_path / "outbox" / "form.pdf"
    _assert_refused(_make(command, output, tmp_path), 5, "W03", str(output), "make it first")
    assert not output.parent.exists()


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder in which nobody can write")
@pytest.mark.parametrize("command", ["build", "blank"])
def test_an_output_folder_that_cannot_be_written(command: str, tmp_path: Path) -> None:
    """A folder in which the system makes no files: status 5, whoever asks."""
    ended = _make(command, Path("/proc/self/form.pdf"), tmp_path)
    _assert_refused(ended, 5, "W0", "/proc/self/form.pdf", "choose another folder")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs the rights of a POSIX system")
@pytest.mark.parametrize("command", ["build", "blank"])
def test_an_output_folder_that_is_read_only(command: str, tmp_path: Path) -> None:
    """A folder without the right to write: status 5; root, who may write anyway, gives that up first."""
    folder = tmp_path / "sealed"
    folder.mkdir()
    folder.chmod(0o555)
    output = folder / "form.pdf"
    values = _values_file(tmp_path)
    given: list[str | Path] = ["--values", values] if command == "build" else []
    arguments: list[str | Path] = [command, _FORM, *given, "-o", output]
    if os.geteuid() == 0:
        before = _listing(tmp_path)
        ended = _run_as_nobody(arguments, tmp_path)
        assert _listing(tmp_path) == before
    else:
        ended = _run(*arguments, folder=tmp_path)
    _assert_refused(ended, 5, "W01", str(output), "read-only")


@pytest.mark.parametrize(
    ("name", "options"),
    [("form.txt", ()), ("form.pdf", ("--format", "docx")), ("form.docx", ("--format", "pdf"))],
)
def test_an_output_of_another_kind(name: str, options: tuple[str, ...], tmp_path: Path) -> None:
    """An ending that is no format, or another one than asked for: status 2."""
    output = tmp_path / name
    ended = _run("blank", _FORM, *options, "-o", output, folder=tmp_path)
    _assert_refused(ended, 2, "U03", str(output))


def test_another_forms_return_is_not_continued(tmp_path: Path) -> None:
    """The agenda of another form: status 2, nothing guessed."""
    other = load_form("esteem/a3-case-notes")
    path = tmp_path / "returned.pdf"
    path.write_bytes(made(other, least_values(other), "pdf").data)
    ended = _run("build", _FORM, "--continue", path, "-o", tmp_path / "form.pdf", folder=tmp_path)
    _assert_refused(ended, 2, "P01", str(path), "esteem/a3-case-notes", "esteem/a2-record")


def test_another_persons_return_is_not_carried(tmp_path: Path) -> None:
    """Last half term's form of somebody else: status 1, a person decides."""
    definition = load_form(_FORM)
    before = least_values(definition)
    before["header"] |= {"supervisee": "Amara Obi", "session_date": "2026-09-30"}
    path = tmp_path / "returned.pdf"
    path.write_bytes(made(definition, {**before, "reference": "ESM-26-0031-A2"}, "pdf").data)
    values = _values_file(tmp_path)
    ended = _run(
        "build", _FORM, "--values", values, "--previous", path, "-o", tmp_path / "form.pdf", folder=tmp_path
    )
    _assert_refused(ended, 1, "P05", "Amara Obi", "Tom Reed")


def _values_file(folder: Path) -> Path:
    path = folder / "values.json"
    path.write_text(json.dumps(least_values(load_form(_FORM))), encoding="utf-8")
    return path


def _make(command: str, output: Path, folder: Path) -> Ended:
    values = ("--values", _values_file(folder)) if command == "build" else ()
    return _run(command, _FORM, *values, "-o", output, folder=folder)


def _run(*arguments: str | Path, folder: Path) -> Ended:
    """Run the installed command; whatever it says, it must leave `folder` as it was."""
    before = _listing(folder)
    done = subprocess.run(
        [_COMMAND, *arguments], capture_output=True, check=False, encoding="utf-8", cwd=folder, timeout=120
    )
    assert _listing(folder) == before
    return Ended(done.returncode, done.stdout, done.stderr)


def _run_as_nobody(arguments: list[str | Path], folder: Path) -> Ended:
    """Run the command in a process that gave up root's right to write everywhere."""
    drop = (
        "import ctypes, os, sys\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "assert libc.prctl(24, 1, 0, 0, 0) == 0\n"  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
        "os.execv(sys.argv[1], sys.argv[1:])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", drop, str(_COMMAND), *map(str, arguments)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        cwd=folder,
        timeout=120,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def _listing(folder: Path) -> Mapping[str, tuple[int, int]]:
    """Return every file and folder with its size and time of change."""
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() or path.is_dir()
    }


def _assert_refused(ended: Ended, status: int, code: str, *says: str) -> None:
    """Check status, that stderr is one message with its code, and what that says."""
    assert ended.status == status, ended
    assert ended.stdout == ""
    _assert_no_traceback(ended)
    assert ended.stderr.startswith(code), ended.stderr
    assert ended.stderr.count("\n") == 1, ended.stderr
    for words in says:
        assert words in ended.stderr, (words, ended.stderr)


def _assert_no_traceback(ended: Ended) -> None:
    assert "Traceback" not in ended.stderr
    assert ".py" not in ended.stderr
