"""The catalogue finds the forms that come with halfterm and says plainly when there is none."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.catalogue import HOUSE_FORM, form_ids, load_form, load_policy_of, own_catalogue, policy_ids
from forms.errors import DefinitionError, UnknownVersionError, UsageError
from forms.model import RecordType
from tests.halfterm.policy_folder import raise_version, write_policy


def test_file_names_are_form_ids() -> None:
    """A form is found by its file's name, so its definition says the same id."""
    for form in form_ids():
        assert load_form(form).id == form
        assert load_form(form).policy.id == form.partition("/")[0]


def test_older_ids_find_the_same_form() -> None:
    """The ids of older lists stand for the forms that name them, each for one."""
    older = [load_form(form).inventory for form in form_ids()]
    assert len(set(older)) == len(older)
    assert load_form("esteem_a2_record") is load_form("esteem/a2-record")


def test_codes_are_unique_within_a_policy() -> None:
    """A reference names one form only."""
    codes = [(load_form(form).policy.id, load_form(form).code) for form in form_ids()]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("policy", policy_ids())
def test_the_house_form_stands_beside_every_policy(policy: str) -> None:
    """It is the policy's own look and references, under a letter that no form of it has; in no list."""
    form = load_form(f"{policy}/{HOUSE_FORM}")
    assert (form.id, form.policy.id, form.record) == (f"{policy}/house-summary", policy, RecordType.QA)
    assert "not part of this policy" in form.appendix
    own = own_catalogue().forms_of(policy)
    assert form.id not in {one.id for one in own}
    assert form.code not in {one.code for one in own}
    assert load_form(form.id, form.version) is form
    with pytest.raises(UnknownVersionError, match=r"found version 9 of .*; expected 1"):
        load_form(form.id, "9")


@pytest.mark.parametrize("policy", policy_ids())
def test_the_policys_own_monitoring_form_comes_first(policy: str) -> None:
    """Only where it has none the house's stands in."""
    own = "esteem/a4-monitoring" if policy == "esteem" else f"{policy}/{HOUSE_FORM}"
    assert own_catalogue().monitoring_form_of(policy).id == own


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("esteem/a2-recrd", "esteem/a2-record"),
        ("Esteem/A2-Record", "esteem/a2-record"),
        ("esteem_a4_monitorng", "esteem_a4_monitoring"),
    ],
)
def test_an_unknown_form_gets_a_suggestion(asked: str, meant: str) -> None:
    """A slip of the pen is answered with the form that was meant."""
    with pytest.raises(UsageError, match=f'"{asked}".*did you mean "{meant}"') as caught:
        load_form(asked)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize(
    "asked", ["", "zzz", "../esteem/a2-record", "esteem/policy", "esteem", "house/summary", "x/house-summary"]
)
def test_what_is_no_form_is_refused(asked: str) -> None:
    """Only names from the list are taken; none is used as a path."""
    with pytest.raises(UsageError, match=r"expected one of ashbury-meadow/a-contract, .*esteem/a1-agreement"):
        load_form(asked)


def test_policies_are_listed_and_unknown_ones_refused() -> None:
    """Policies are the folders with a policy file."""
    assert "esteem" in policy_ids()
    with pytest.raises(UsageError, match='did you mean "esteem"'):
        load_policy_of("estem")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a policy's folder with one form in two versions."""
    folder = tmp_path / "Schule Süd"
    write_policy(folder)
    raise_version(folder)
    return folder


def test_a_folder_is_found_beside_our_own_policies(folder: Path) -> None:
    """The catalogue that it was added to stays as it was."""
    own = own_catalogue()
    wider = own.with_folders([folder])
    assert wider.policy_ids() == tuple(sorted([*own.policy_ids(), "alder"]))
    assert set(wider.form_ids()) - set(own.form_ids()) == {"alder/a2-record"}
    assert own.form_ids() == form_ids()
    assert wider.load_policy_of("alder").name == "Alder Grove Academy"
    assert [form.id for form in wider.forms_of("alder")] == ["alder/a2-record"]
    assert wider.replaced == ()


def test_each_version_has_a_definition_of_its_own(folder: Path) -> None:
    """The present one is meant where none is named; each file is loaded once."""
    catalogue = own_catalogue().with_folders([folder])
    present, older = catalogue.load_form("alder/a2-record"), catalogue.load_form("alder/a2-record", "1")
    assert (present.version, older.version) == ("2", "1")
    assert catalogue.load_form("alder/a2-record", "2") is present
    assert catalogue.versions_of("alder/a2-record") == ("2", "1")
    with pytest.raises(UnknownVersionError, match=r"found version 3 of alder/a2-record; .* 2, 1") as caught:
        catalogue.load_form("alder/a2-record", "3")
    assert caught.value.known == ("2", "1")


def test_older_versions_stand_in_the_order_of_their_numbers(folder: Path) -> None:
    """Version 10 came after version 9."""
    text = (folder / "older" / "a2-record.1.toml").read_text(encoding="utf-8")
    for version in ("9", "10", "2026-09"):
        older = text.replace('version = "1"', f'version = "{version}"')
        (folder / "older" / f"a2-record.{version}.toml").write_text(older, encoding="utf-8")
    catalogue = own_catalogue().with_folders([folder])
    assert catalogue.versions_of("alder/a2-record") == ("2", "2026-09", "10", "9", "1")


def test_a_folder_named_for_one_of_our_policies_stands_in_for_it(tmp_path: Path) -> None:
    """All of it: what the folder does not have is not known any more."""
    write_policy(tmp_path / "own", "esteem")
    catalogue = own_catalogue().with_folders([tmp_path / "own"])
    assert catalogue.replaced == ("esteem",)
    assert [form for form in catalogue.form_ids() if form.startswith("esteem/")] == ["esteem/a2-record"]
    assert catalogue.load_form("esteem/a2-record").policy.name == "Alder Grove Academy"
    assert load_form("esteem/a2-record").policy.name != "Alder Grove Academy"


def test_a_form_whose_head_is_broken_says_what_is_wrong_when_it_is_asked_for(folder: Path) -> None:
    """It is known by its file's name until then, and hides no other."""
    (folder / "a3-notes.toml").write_text('form = "alder/a3', encoding="utf-8")
    catalogue = own_catalogue().with_folders([folder])
    assert "alder/a3-notes" in catalogue.form_ids()
    with pytest.raises(DefinitionError, match=r"a3-notes\.toml, line 1"):
        catalogue.load_form("alder/a3-notes")
    with pytest.raises(DefinitionError, match=r"a3-notes\.toml, line 1"):
        catalogue.load_form("alder/a3-notes", "1")
    assert catalogue.load_form("alder/a2-record").version == "2"


@given(st.text(max_size=60))
def test_any_text_in_a_folder_can_be_looked_through(text: str) -> None:
    """A file that is no TOML counts as a form with mistakes; none of them stops the others."""
    with tempfile.TemporaryDirectory() as name:
        write_policy(Path(name))
        Path(name, "other.toml").write_text(text, encoding="utf-8", newline="")
        assert "alder/a2-record" in own_catalogue().with_folders([Path(name)]).form_ids()
