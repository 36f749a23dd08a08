"""`halfterm init` makes a trust's folder whole, or leaves everything as it was."""

import tomllib
from pathlib import Path

import pytest
from openpyxl import load_workbook

from extract.plan_reading import PlanReading, read_plan
from forms.catalogue import own_catalogue
from forms.plan import Plan
from tests.halfterm.policy_folder import raise_version, run, run_without_rights, write_policy

_FOLDERS = {"inbox", "outbox", "sessions", "reports"}


def _listing(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


def test_a_folder_for_one_of_our_policies(tmp_path: Path) -> None:
    """Settings and the folders that work goes through; the policy itself stays with halfterm."""
    school = 'St "Luke’s" Löwenherz \\ Academy'
    done = run(
        "init", "Our Trust ü", "--policy", "esteem", "--prefix", "ESM", "--school", school, folder=tmp_path
    )
    trust = tmp_path / "Our Trust ü"
    assert {path.name for path in trust.iterdir()} == _FOLDERS | {"halfterm.toml", "monitoring.xlsx"}
    settings = tomllib.loads((trust / "halfterm.toml").read_text(encoding="utf-8"))
    assert (settings["policy"], settings["prefix"], settings["schools"]) == ("esteem", "ESM", [school])
    assert "retention_years" not in settings
    assert "# retention_years = " in (trust / "halfterm.toml").read_text(encoding="utf-8")
    assert "Our Trust ü" in done.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"Our Trust ü"}
    assert "esteem/a2-record" in run("forms", folder=trust / "inbox").stdout


def test_a_folder_for_several_policies(tmp_path: Path) -> None:
    """Where schools differ: each stands in the settings and can be chosen in the workbook."""
    named = ("--policy", "highcliffe", "--policy", "green-gates", "--policy", "highcliffe")
    done = run("init", "trust", *named, "--copy", folder=tmp_path)
    settings = tomllib.loads((tmp_path / "trust" / "halfterm.toml").read_text(encoding="utf-8"))
    assert (settings["policy"], settings["policies"]) == ("policy/highcliffe", ["policy/green-gates"])
    assert "Highcliffe St Mark Primary & Fledglings Pre-School, Green Gates Primary School;" in done.stdout
    lists = load_workbook(tmp_path / "trust" / "monitoring.xlsx")["Lists"]
    assert [lists.cell(row, 2).value for row in (2, 3, 4)] == ["highcliffe", "green-gates", None]
    forms = run("forms", folder=tmp_path / "trust").stdout
    assert "highcliffe/a1-contract" in forms
    assert "green-gates/a2-record" in forms


def test_the_workbook_that_people_fill(tmp_path: Path) -> None:
    """With the schools and the policy to choose from; nothing in it counts before somebody fills it."""
    schools = ["Alder Grove Academy", 'St "Luke’s", North']
    named = [word for school in schools for word in ("--school", school)]
    done = run("init", "trust", "--policy", "esteem", *named, folder=tmp_path)
    path = tmp_path / "trust" / "monitoring.xlsx"
    assert f"{Path('trust', 'monitoring.xlsx')}: enter there who is supervised by whom" in done.stdout
    lists = load_workbook(path)["Lists"].iter_rows(min_row=2, max_row=5, values_only=True)
    assert list(lists) == [
        ("All schools", "esteem"),
        (schools[0], None),
        (schools[1], None),
        (None, None),
    ]
    assert read_plan(path) == PlanReading(Plan(), (), "monitoring.xlsx")
    settings = tomllib.loads((tmp_path / "trust" / "halfterm.toml").read_text(encoding="utf-8"))
    assert settings["workbook"] == "monitoring.xlsx"


def test_a_workbook_that_is_there_is_left_alone(tmp_path: Path) -> None:
    """And that is said: somebody may have filled it."""
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "monitoring.xlsx").write_bytes(b"somebody's work")
    done = run("init", "trust", "--policy", "esteem", folder=tmp_path)
    assert (tmp_path / "trust" / "monitoring.xlsx").read_bytes() == b"somebody's work"
    assert f"{Path('trust', 'monitoring.xlsx')}: is there already; it was left alone" in done.stdout


def test_a_policys_folder_is_copied_with_its_older_versions(tmp_path: Path) -> None:
    """So that the trust's folder needs no other; what is no text of the policy stays behind."""
    source = tmp_path / "Entwürfe 2026"
    write_policy(source)
    raise_version(source)
    (source / "notes.md").write_text("Ask the head about page 2.\n", encoding="utf-8")
    (source / "scan.pdf").write_bytes(b"%PDF")
    (source / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    run("init", "trust", "--policy", source, folder=tmp_path)
    trust = tmp_path / "trust"
    copied = {path.relative_to(trust / "policy").as_posix() for path in (trust / "policy").rglob("*.*")}
    assert copied == {
        "alder/policy.toml",
        "alder/a2-record.toml",
        "alder/older/a2-record.1.toml",
        "alder/notes.md",
        "definition.schema.json",
        "policy.schema.json",
        "rules.schema.json",
    }
    for path in source.rename(tmp_path / "gone").rglob("*.toml"):
        if path.name != "pyproject.toml":
            copy = trust / "policy" / "alder" / path.relative_to(tmp_path / "gone")
            assert copy.read_bytes() == path.read_bytes()
    run("blank", "alder/a2-record@1", "-o", "blank.pdf", folder=trust / "outbox")
    assert "alder/a2-record" in run("read", "blank.pdf", folder=trust / "outbox").stdout


def test_one_of_our_policies_can_be_copied_to_be_changed(tmp_path: Path) -> None:
    """All of its files, which are used from then on: a note says so."""
    run("init", "trust", "--policy", "esteem", "--copy", folder=tmp_path)
    copied = tmp_path / "trust" / "policy" / "esteem"
    own = Path(str(own_catalogue().shelf("esteem").folder))
    assert {path.name: path.read_bytes() for path in copied.glob("*.toml")} == {
        path.name: path.read_bytes() for path in own.glob("*.toml")
    }
    listed = run("forms", folder=tmp_path / "trust")
    assert listed.stderr.startswith("Note: the policy esteem is taken from ")
    assert run("forms", "check", "policy", folder=tmp_path / "trust").stdout.endswith(": no mistakes.\n")


def test_a_folder_that_holds_other_things_keeps_them(tmp_path: Path) -> None:
    """Only what is missing is made."""
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "returned.pdf").write_bytes(b"%PDF")
    write_policy(tmp_path / "drafts")
    before = _listing(tmp_path)
    run("init", ".", "--policy", "drafts", folder=tmp_path)
    after = _listing(tmp_path)
    assert before.items() <= after.items()
    assert "policy/alder/a2-record.toml" in {Path(name).as_posix() for name in after}
    assert not [name for name in after if ".~" in name]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["trust", "--policy", "estem"], 2, 'U02: found the policy "estem"'),
        (["trust", "--policy", "esteem", "--school", ""], 2, "U16: --school: found ''"),
        (["trust", "--policy", "esteem", "--school", "Alder\nGrove"], 2, "expected a name on one line"),
        (["file/trust", "--policy", "esteem"], 2, "file is a file, which can hold no folder"),
        (["trust", "--policy", "nowhere/at-all"], 2, "U09: nowhere/at-all: found no such folder"),
        (["trust", "--policy", "empty"], 2, "U09: empty: found no policy.toml in it"),
        (["trust", "--policy", "esteem", "--prefix", "esm"], 2, "U16: "),
        (["trust", "--policy", "esteem", "--prefix", "ABCDEF"], 2, "U16: "),
        (["Forms", "--policy", "esteem"], 2, "U15: "),
        (["con", "--policy", "esteem"], 2, "U15: "),
        (["a:b", "--policy", "esteem"], 2, "U15: "),
        (["trust.", "--policy", "esteem"], 2, "U15: "),
        (["file", "--policy", "esteem"], 2, "U14: "),
        (["made", "--policy", "esteem"], 2, "U14: "),
        (["half", "--policy", "drafts"], 2, "U14: "),
        (["trust", "--policy", "wrong"], 4, "a2-record.toml, line 5"),
        (["trust", "--policy", "twins"], 2, "U15: "),
    ],
)
def test_what_cannot_be_is_refused_with_nothing_made(
    arguments: list[str], status: int, said: str, tmp_path: Path
) -> None:
    """Wrong names, a wrong policy, a folder that is made already."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("words", encoding="utf-8")
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "halfterm.toml").write_text('policy = "esteem"\n', encoding="utf-8")
    (tmp_path / "half" / "policy" / "alder").mkdir(parents=True)
    write_policy(tmp_path / "drafts")
    record = write_policy(tmp_path / "wrong")
    record.write_text(record.read_text(encoding="utf-8").replace('code = "A2"', 'code = "2A"'), "utf-8")
    write_policy(tmp_path / "twins")
    for name in ("Notes.md", "notes.md"):
        (tmp_path / "twins" / name).write_text("words", encoding="utf-8")
    before = _listing(tmp_path)
    done = run("init", *arguments, folder=tmp_path, expected=status)
    assert said in done.stderr
    assert _listing(tmp_path) == before


def test_every_mistake_of_a_policy_is_named_at_once(tmp_path: Path) -> None:
    """Those of policy.toml once, those of each form too."""
    record = write_policy(tmp_path / "wrong")
    record.write_text(record.read_text(encoding="utf-8").replace('code = "A2"', 'code = "2A"'), "utf-8")
    policy = tmp_path / "wrong" / "policy.toml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("issue_days", "isue_days"), "utf-8")
    done = run("init", "trust", "--policy", "wrong", folder=tmp_path, expected=4)
    assert done.stderr.count('did you mean "issue_days"?') == 1
    assert done.stderr.count('found code = "2A"') == 1
    assert not (tmp_path / "trust").exists()


def test_a_place_where_nothing_may_be_written(tmp_path: Path) -> None:
    """Status 5, with nothing half made."""
    sealed = tmp_path / "sealed"
    sealed.mkdir()
    sealed.chmod(0o555)
    done = run_without_rights("init", sealed / "trust", "--policy", "esteem", folder=tmp_path, expected=5)
    assert done.stderr.startswith("W01: ")
    assert list(sealed.iterdir()) == []
    sealed.chmod(0o755)
