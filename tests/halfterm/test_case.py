"""`halfterm case new`: a reference for a child, once, in the key and nowhere else."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from extract.key_sheet import read_key
from tests.halfterm.trust_folder import make_trust


def test_child_gets_the_next_reference(tmp_path: Path) -> None:
    """Only the reference is printed; the name is asked for, so that it stands in no command line."""
    trust = make_trust(tmp_path)
    first = trust.run("case", "new", "--on", "2026-11-28", given="Jayden Okoro\n")
    assert (first.status, first.out.splitlines()[-1].split()[-1]) == (0, "ESM-C001")
    second = trust.run("case", "new", "--name", "Mia Fielding", "--known-as", "Mimi Fielding")
    assert (second.status, second.out) == (0, "ESM-C002\n")
    entries = read_key(trust.folder / "restricted" / "key.xlsx").entries
    assert [(one.case_ref, one.name, one.school) for one in entries] == [
        ("ESM-C001", "Jayden Okoro", "Alder Grove Academy"),
        ("ESM-C002", "Mia Fielding", "Alder Grove Academy"),
    ]


@pytest.mark.parametrize("name", ["Jayden Okoro", "JAYDEN okoro", "J\u00e1yden  Okoro", "Okoro, Jayden"])
def test_child_that_is_in_the_key_gets_no_second_reference(tmp_path: Path, name: str) -> None:
    """However the name is typed; unless it is said that there are two children."""
    trust = make_trust(tmp_path)
    trust.run("case", "new", "--name", "Jayden Okoro")
    again = trust.run("case", "new", "--name", name)
    assert (again.status, again.out) == (1, "")
    assert "N07" in again.err
    assert "ESM-C001" in again.err
    assert "okoro" not in again.err.lower()
    other = trust.run("case", "new", "--name", name, "--another")
    assert (other.status, other.out) == (0, "ESM-C002\n")


def test_school_has_to_be_one_of_the_trust(tmp_path: Path) -> None:
    """It is named where there are several."""
    trust = make_trust(tmp_path, "Alder Grove Academy", "Birch Hill School")
    unnamed = trust.run("case", "new", "--name", "Jayden Okoro")
    assert unnamed.status == 2
    assert (
        "U35: --school: was left out; expected a school of halfterm.toml (Alder Grove Academy, "
        in unnamed.err
    )
    named = trust.run("case", "new", "--name", "Jayden Okoro", "--school", "birch hill school")
    assert named.status == 0
    (entry,) = read_key(trust.folder / "restricted" / "key.xlsx").entries
    assert entry.school == "Birch Hill School"


def test_key_that_is_a_folder_gets_a_file_per_school(tmp_path: Path) -> None:
    """Numbers go on over all schools; each DSL has a file alone."""
    trust = make_trust(tmp_path, "Alder Grove Academy", "Birch Hill School")
    (trust.folder / "keys").mkdir()
    trust.setting('key = "keys"')
    for school, ref in (("Alder Grove Academy", "ESM-C001"), ("Birch Hill School", "ESM-C002")):
        assert trust.run("case", "new", "--name", f"Child of {school}", "--school", school).out == f"{ref}\n"
    assert sorted(one.name for one in (trust.folder / "keys").iterdir()) == [
        "key Alder Grove Academy.xlsx",
        "key Birch Hill School.xlsx",
    ]


def test_cases_that_are_made_at_once_get_a_reference_each(tmp_path: Path) -> None:
    """No child takes another's place in the key."""
    trust = make_trust(tmp_path)
    names = ["Ann Oak", "Ben Elm", "Cat Ash"]
    with ThreadPoolExecutor() as pool:
        given = list(pool.map(lambda name: trust.run("case", "new", "--name", name).out.strip(), names))
    assert sorted(given) == ["ESM-C001", "ESM-C002", "ESM-C003"]
    entries = read_key(trust.folder / "restricted" / "key.xlsx").entries
    assert {one.case_ref: one.name for one in entries} == dict(zip(given, names, strict=True))
    assert not list((trust.folder / "restricted").glob(".~*"))


@pytest.mark.parametrize("name", ["\U0001f600", "-", "N" * 201, "Amy\nLee"])
def test_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    """It would be found everywhere, or cut off."""
    done = make_trust(tmp_path).run("case", "new", "--name", name)
    assert (done.status, done.err.partition(":")[0], done.out) == (2, "U37", "")


@pytest.mark.parametrize("hint", ["Amy, Y5", "the fielding case", "x\x07y", "h" * 201])
def test_hint_that_would_name_the_child_on_forms_is_refused(tmp_path: Path, hint: str) -> None:
    """So is one that no cell can hold. The message does not say the name either."""
    done = make_trust(tmp_path).run("case", "new", "--name", "Amy Fielding", "--hint", hint)
    assert (done.status, done.err.partition(":")[0]) == (2, "U37")
    assert "amy" not in done.err.lower()
