"""A policy in a folder of its own, outside the project, through the installed command: versions included."""

import json
from pathlib import Path

import pytest

from tests.halfterm.policy_folder import (
    VALUES,
    Ended,
    raise_version,
    run,
    run_without_rights,
    write_policy,
)

FORM = "alder/a2-record"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a policy's folder whose path has spaces and letters with accents."""
    folder = tmp_path / "Unsere Büroablage (neu)" / "Politique d’été"
    write_policy(folder)
    (tmp_path / "known.json").write_text(VALUES, encoding="utf-8")
    return folder


def _version_1(folder: Path, tmp_path: Path, name: str = "v1.docx") -> Path:
    """Return a form of version 1 as it comes back from the session."""
    made = tmp_path / name
    run("build", FORM, "--policy", folder, "--values", "known.json", "-o", made, folder=tmp_path)
    return made


def _read(folder: Path, file: Path, tmp_path: Path, expected: int = 0) -> dict[str, object]:
    done = run("read", file, "--json", "--policy", folder, folder=tmp_path, expected=expected)
    (read,) = json.loads(done.stdout)["files"]
    assert isinstance(read, dict)
    return read


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_whole_round_with_a_policy_from_a_folder(folder: Path, ending: str, tmp_path: Path) -> None:
    """Blank, pre-filled, read and put into the workbook, with no line of code for it."""
    run("blank", FORM, "--policy", folder, "-o", f"blank.{ending}", folder=tmp_path)
    made = _version_1(folder, tmp_path, f"form.{ending}")
    fields = _read(folder, made, tmp_path)["fields"]
    assert isinstance(fields, dict)
    assert fields["planned_training"]["value"] == "Prevent refresher"
    assert fields["new_actions"]["value"][0]["who"] == "Tom Reed"
    run("extract", made, "-o", "log.xlsx", "--policy", folder, "--on", "2026-10-01", folder=tmp_path)
    assert (tmp_path / "log.xlsx").stat().st_size > 0


@pytest.mark.parametrize("how", ["file", "folder", "version"])
def test_a_form_may_be_named_by_its_file_or_folder(folder: Path, how: str, tmp_path: Path) -> None:
    """Without any option: the policy is the one beside it."""
    words = {"file": str(folder / "a2-record.toml"), "folder": str(folder), "version": f"{FORM}@1"}
    given = ["--policy", str(folder)] if how == "version" else []
    run("blank", words[how], *given, "-o", "blank.pdf", folder=tmp_path)
    assert _read(folder, tmp_path / "blank.pdf", tmp_path)["form"] == FORM


def test_a_folder_of_several_forms_is_not_guessed_from(folder: Path, tmp_path: Path) -> None:
    """Which of them is meant has to be said."""
    second = (folder / "a2-record.toml").read_text(encoding="utf-8")
    second = second.replace(FORM, "alder/a3-notes").replace('code = "A2"', 'code = "A3"')
    (folder / "a3-notes.toml").write_text(second, encoding="utf-8")
    done = run("blank", folder, "-o", "blank.pdf", folder=tmp_path, expected=2)
    assert done.stderr.startswith("U12: ")
    assert "alder/a2-record, alder/a3-notes" in done.stderr


def test_settings_say_where_the_policy_is(folder: Path, tmp_path: Path) -> None:
    """From the folder of halfterm.toml, and from one below it."""
    relative = folder.relative_to(tmp_path).as_posix()
    (tmp_path / "halfterm.toml").write_text(f'policy = "{relative}"\n', encoding="utf-8")
    below = tmp_path / "inbox" / "new"
    below.mkdir(parents=True)
    for place in (tmp_path, below):
        listed = json.loads(run("forms", "--json", folder=place).stdout)
        assert FORM in [one["form"] for one in listed]
    run("blank", FORM, "-o", "blank.docx", folder=below)
    assert "Supervision Record" in run("read", "blank.docx", folder=below).stdout


@pytest.mark.parametrize(
    ("settings", "status", "said"),
    [
        ('policy = "alder"\n', 2, "U13: "),
        ('polcy = "esteem"\n', 4, 'did you mean "policy"?'),
        ("policy = 3\n", 4, "line 1: found policy = 3; expected words in quotes"),
        ('policy = "esteem\n', 4, "D02: "),
        ('policy = "esteem"\nschools = "Alder Grove"\n', 4, "line 2: found schools"),
    ],
)
def test_wrong_settings_are_named(settings: str, status: int, said: str, tmp_path: Path) -> None:
    """With the file's name, and its line where one is wrong."""
    (tmp_path / "halfterm.toml").write_text(settings, encoding="utf-8")
    done = run("forms", folder=tmp_path, expected=status)
    assert said in done.stderr
    assert "halfterm.toml" in done.stderr
    assert run("--help", folder=tmp_path).status == 0


def test_a_folder_that_is_no_policys_is_refused(tmp_path: Path) -> None:
    """Whether it is not there, or has no policy.toml in it."""
    for named in (tmp_path, tmp_path / "none"):
        done = run("forms", "--policy", named, folder=tmp_path, expected=2)
        assert done.stderr.startswith("U09: ")
    assert run("blank", tmp_path, "-o", "x.pdf", folder=tmp_path, expected=2).stderr.startswith("U09: ")


def test_a_policy_of_ours_is_replaced_only_by_name_and_with_a_note(tmp_path: Path) -> None:
    """A folder called esteem in the current folder changes nothing by itself."""
    write_policy(tmp_path / "esteem", "esteem")
    (tmp_path / "halfterm.toml").write_text('policy = "esteem"\n', encoding="utf-8")
    plain = run("forms", "--json", folder=tmp_path)
    assert plain.stderr == ""
    names = {one["form"]: one["policy_name"] for one in json.loads(plain.stdout)}
    assert names["esteem/a2-record"] == "Esteem Multi Academy Trust (MAT)"
    named = run("forms", "--json", "--policy", "./esteem", folder=tmp_path)
    assert named.stderr.startswith("Note: the policy esteem is taken from ")
    assert str(tmp_path / "esteem") in named.stderr
    assert [one["policy_name"] for one in json.loads(named.stdout) if one["policy"] == "esteem"] == [
        "Alder Grove Academy"
    ]


def test_two_folders_of_one_policy_are_refused(folder: Path, tmp_path: Path) -> None:
    """The same folder twice is no mistake."""
    write_policy(tmp_path / "copy")
    done = run("forms", "--policy", folder, "--policy", "copy", folder=tmp_path, expected=2)
    assert done.stderr.startswith("U10: ")
    run("forms", "--policy", folder, "--policy", folder / ".." / folder.name, folder=tmp_path)


def test_stray_files_are_left_alone(folder: Path, tmp_path: Path) -> None:
    """Settings of other programs, and files that programs leave, are no forms."""
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    (folder / "._a2-record.toml").write_bytes(b"\0\0\0")
    (folder / "~$a2-record.toml").write_bytes(b"\xff")
    listed = json.loads(run("forms", "--json", "--policy", folder, folder=tmp_path).stdout)
    assert [one["form"] for one in listed if one["policy"] == "alder"] == [FORM]
    said = run("forms", "check", folder, folder=tmp_path).stdout
    assert "pyproject.toml: no form" in said
    assert said.endswith("1 form checked: no mistakes.\n")


def test_a_wrong_file_does_not_hide_the_others(folder: Path, tmp_path: Path) -> None:
    """The list shows the rest, says what is wrong and ends with status 4."""
    (folder / "a3-notes.toml").write_text('form = "alder/a3-notes"\nversion = ', encoding="utf-8")
    done = run("forms", "--json", "--policy", folder, folder=tmp_path, expected=4)
    assert FORM in [one["form"] for one in json.loads(done.stdout)]
    assert "a3-notes.toml, line 2" in done.stderr
    run("blank", FORM, "--policy", folder, "-o", "blank.pdf", folder=tmp_path)


def test_one_form_in_two_files_is_a_mistake(folder: Path, tmp_path: Path) -> None:
    """A copy that was left beside it: nobody can tell which is meant."""
    (folder / "a2-record (1).toml").write_bytes((folder / "a2-record.toml").read_bytes())
    for command in (["forms", "check", str(folder)], ["blank", FORM, "--policy", str(folder), "-o", "x.pdf"]):
        done = run(*command, folder=tmp_path, expected=4)
        assert done.stderr.startswith("D08: ")
        assert "a2-record (1).toml" in done.stderr


def test_a_read_only_folder_is_enough(folder: Path, tmp_path: Path) -> None:
    """Nothing is written beside definitions."""
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    run_without_rights("forms", "check", folder, folder=tmp_path)
    run_without_rights("blank", FORM, "--policy", folder, "-o", tmp_path / "blank.pdf", folder=tmp_path)
    folder.chmod(0o755)


def test_a_return_is_read_by_its_own_version(folder: Path, tmp_path: Path) -> None:
    """Version 2 has arrived in the meantime: every answer is there, and it is said which version it is."""
    made = _version_1(folder, tmp_path)
    raise_version(folder)
    read = _read(folder, made, tmp_path)
    assert read["version"] == "1"
    fields, findings = read["fields"], read["findings"]
    assert isinstance(fields, dict)
    assert isinstance(findings, list)
    assert fields["planned_training"]["value"] == "Prevent refresher"
    assert fields["mood"]["value"] == "Well"
    (note,) = [one for one in findings if one["code"] == "F30"]
    assert note["severity"] == "Note"
    assert "version 1 of the form; the present one is version 2" in note["message"]
    spoken = run("read", made, "--policy", folder, folder=tmp_path).stdout
    assert "How are you? Well" in spoken
    assert "[F30]" in spoken
    run("extract", made, "-o", "log.xlsx", "--policy", folder, "--on", "2026-10-01", folder=tmp_path)


def test_a_version_that_was_not_kept_is_refused_with_those_that_are(folder: Path, tmp_path: Path) -> None:
    """Its boxes may mean something else, so that nothing is guessed."""
    made = _version_1(folder, tmp_path)
    raise_version(folder, keep=False)
    read = _read(folder, made, tmp_path, expected=3)
    error = read["error"]
    assert isinstance(error, dict)
    assert error["code"] == "R22"
    assert "version 1" in error["message"]
    assert "known here is only version 2" in error["message"]


def test_without_its_policy_a_return_says_what_to_name(folder: Path, tmp_path: Path) -> None:
    """The form is nobody's here."""
    made = _version_1(folder, tmp_path)
    done = run("read", made, folder=tmp_path, expected=3)
    assert "R21: " in done.stderr
    assert "--policy" in done.stderr


def _next(folder: Path, tmp_path: Path, *more: str | Path, expected: int = 0) -> Ended:
    header = {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-11-19"}
    values = {"reference": "AGA-26-0053-A2", "header": header}
    (tmp_path / "next.json").write_text(json.dumps(values), encoding="utf-8")
    known = [] if "--continue" in more else ["--values", "next.json"]
    return run(
        "build", *known, *more, "--policy", folder, "-o", "next.docx", folder=tmp_path, expected=expected
    )


def test_last_times_form_of_an_older_version_is_carried_on(folder: Path, tmp_path: Path) -> None:
    """Open actions with their ids, and the offer into the box that has another id now."""
    before = _version_1(folder, tmp_path)
    raise_version(folder)
    _next(folder, tmp_path, FORM, "--previous", before)
    read = _read(folder, tmp_path / "next.docx", tmp_path)
    assert read["version"] == "2"
    fields = read["fields"]
    assert isinstance(fields, dict)
    assert fields["training"]["value"] == "Prevent refresher"
    (row,) = fields["previous"]["value"]
    assert (row["ref"], row["action"], row["by_when"]) == (
        "AGA-26-0042-A2/1",
        "Book the course",
        "2026-10-30",
    )


def test_a_session_goes_on_as_the_present_version(folder: Path, tmp_path: Path) -> None:
    """What has no place there is named, for a person to act on."""
    before = _version_1(folder, tmp_path)
    raise_version(folder)
    done = _next(folder, tmp_path, FORM, "--continue", before, expected=1)
    assert "Act now: P20: " in done.stderr
    assert "(mood)" in done.stderr
    assert "Note: P21: " in done.stderr
    read = _read(folder, tmp_path / "next.docx", tmp_path)
    fields = read["fields"]
    assert isinstance(fields, dict)
    assert (read["version"], read["stage"]) == ("2", "signing")
    assert fields["training"]["value"] == "Prevent refresher"
    assert fields["new_actions"]["cells"]["1"]["ref"]["value"] == "AGA-26-0042-A2/1"


def test_a_session_may_be_finished_on_its_older_version(folder: Path, tmp_path: Path) -> None:
    """The form's id with @ and the version, as the finding says."""
    before = _version_1(folder, tmp_path)
    raise_version(folder)
    done = _next(folder, tmp_path, f"{FORM}@1", "--continue", before)
    assert "P20" not in done.stderr
    read = _read(folder, tmp_path / "next.docx", tmp_path)
    fields = read["fields"]
    assert isinstance(fields, dict)
    assert (read["version"], fields["mood"]["value"]) == ("1", "Well")


def test_a_version_that_nobody_knows_is_refused(folder: Path, tmp_path: Path) -> None:
    """With those that are."""
    done = run("blank", f"{FORM}@7", "--policy", folder, "-o", "x.pdf", folder=tmp_path, expected=2)
    assert done.stderr.startswith("U11: found version 7 of alder/a2-record; expected one of 1; ")


def test_a_form_that_was_given_up_can_still_be_read(folder: Path, tmp_path: Path) -> None:
    """Its file was moved into the folder older; it is not listed any more."""
    made = _version_1(folder, tmp_path)
    (folder / "older").mkdir()
    (folder / "a2-record.toml").rename(folder / "older" / "a2-record.1.toml")
    assert _read(folder, made, tmp_path)["error"] is None
    listed = json.loads(run("forms", "--json", "--policy", folder, folder=tmp_path).stdout)
    assert FORM not in [one["form"] for one in listed]


def test_what_a_console_cannot_show_stops_nothing(folder: Path, tmp_path: Path) -> None:
    """Windows writes to pipes in its own code page: other letters are spelt out."""
    encoding = "cp1252"
    path = folder / "a2-record.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('title = "Supervision', 'title = "Ťervision → Supervision'), encoding="utf-8"
    )
    said = run("forms", "--policy", folder, folder=tmp_path, encoding=encoding).stdout
    assert "\\u0164ervision \\u2192 Supervision Record" in said
    listed = run("forms", "--json", "--policy", folder, folder=tmp_path, encoding=encoding).stdout
    assert "Ťervision → Supervision Record" in [one["title"] for one in json.loads(listed)]
    run("forms", "diff", path, "esteem/a2-record", folder=tmp_path, encoding=encoding)
