"""A rules.toml is read beside its policy, with house defaults for what it does not say."""

from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from forms.plan import Series
from forms.rule import HOUSE_DEFAULT, SETTING
from forms.rules import (
    KINDS,
    Frequency,
    LeadTime,
    MinimumAgenda,
    PolicyReview,
    PupilLimit,
    Signed,
    SupervisorAbsence,
)
from tests.forms.rules_folder import DATA, HEAD, load_rules_of
from tests.halfterm.policy_folder import run, write_policy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a policy with one form; return its folder."""
    return write_policy(tmp_path / "alder").parent


def test_a_policy_without_rules_has_house_defaults(folder: Path) -> None:
    """None of which is called the policy's."""
    rules = Catalogue(()).with_folders([folder]).load_rules("alder")
    assert {rule.basis for rule in rules.rules} == {HOUSE_DEFAULT}
    assert [rule.id for rule in rules.of(Frequency)] == ["H-FREQ"]
    assert rules.first(PupilLimit) is None, "policy.toml sets no limit"


def test_what_policy_toml_sets_is_no_house_default(folder: Path) -> None:
    """A lead time of the policy's own and a pupil limit, though rules.toml quotes nothing for them."""
    file = folder / "policy.toml"
    text = file.read_text(encoding="utf-8").replace("house_lead_time = true", "house_lead_time = false")
    file.write_text(f"{text}pupil_limit = 4\n", encoding="utf-8")
    rules = Catalogue(()).with_folders([folder]).load_rules("alder")
    assert [rule.basis for rule in (*rules.of(LeadTime), *rules.of(PupilLimit))] == [SETTING, SETTING]


def test_own_rules_stand_in_for_the_house_s_of_their_kind(folder: Path) -> None:
    """Others stay; those that the policy is without go; kinds come in their order."""
    rules = load_rules_of(
        folder,
        'without = ["supervisor_absence"]\n[[signed]]\nid = "R-SIGN"\nclause = "Both sign."\ndays = 7\n'
        '[[frequency]]\nid = "R-FREQ"\nclause = "Groups meet."\nmost_months = 1\nseries = ["Group"]\n',
    )
    assert [rule.id for rule in rules.of(Signed)] == ["R-SIGN"]
    assert rules.first(SupervisorAbsence) is None
    assert [rule.id for rule in rules.of(Frequency, Series.GROUP)] == ["R-FREQ"]
    assert [rule.id for rule in rules.of(Frequency, Series.ONE_TO_ONE)] == ["H-FREQ"]
    assert rules.first(LeadTime) is not None
    order = [list(KINDS).index(type(rule)) for rule in rules.rules]
    assert order == sorted(order)


def test_a_file_with_remarks_only_is_one_without_rules(folder: Path) -> None:
    """Somebody has begun it."""
    assert {rule.house for rule in load_rules_of(folder, "# To come.\n").rules} == {True}


@pytest.mark.parametrize("policy", ["kestrel-down", "larkfield"])
def test_the_rules_of_invented_policies_are_well(policy: str) -> None:
    """They use what the five policies do not."""
    rules = Catalogue(()).with_folders([DATA / policy]).load_rules(policy)
    assert [rule for rule in rules.rules if not rule.house]
    assert "no mistakes" in run("forms", "check", DATA / policy, folder=DATA).stdout


def test_dates_and_tables_in_a_rule_are_read(folder: Path) -> None:
    """A day without quotation marks, and matters with the fields that answer them."""
    rules = load_rules_of(
        folder,
        '[[policy_review]]\nid = "R-REV"\nclause = "September"\nlast_day = 2026-09-30\n'
        '[[minimum_agenda]]\nid = "R-AG"\nclause = "Always"\nform = "alder/a2-record"\nstage = "agenda"\n'
        '[minimum_agenda.items]\n"who" = ["name"]\n',
    )
    review, agenda = rules.first(PolicyReview), rules.first(MinimumAgenda)
    assert review is not None
    assert agenda is not None
    assert review.last_day.isoformat() == "2026-09-30"
    assert agenda.items == {"who": ("name",)}


def test_forms_check_tells_of_rules(folder: Path) -> None:
    """How many there are, and what is wrong, of a folder and of the file alone."""
    file = folder / "rules.toml"
    file.write_text("[[next_date]]\n" + HEAD + "# check me: the words\n", encoding="utf-8")
    for place in (folder, file):
        done = run("forms", "check", place, folder=folder)
        assert f"{file}: well (1 rule)" in done.stdout
        assert "check me" in done.stdout
    file.write_text("[[next_dat]]\n" + HEAD, encoding="utf-8")
    for place in (folder, file):
        assert 'did you mean "next_date"?' in run("forms", "check", place, folder=folder, expected=4).stderr


def test_rules_are_checked_beside_a_policy_toml_with_mistakes(folder: Path) -> None:
    """All of a folder at once."""
    (folder / "policy.toml").write_text('id = "alder"\n', encoding="utf-8")
    (folder / "rules.toml").write_text('[[next_date]]\nid = "R-A"\n', encoding="utf-8")
    said = run("forms", "check", folder, folder=folder, expected=4).stderr
    assert "no key qa_lead" in said
    assert "D24: " in said


def test_rules_of_a_form_with_mistakes_say_nothing_of_its_fields(folder: Path) -> None:
    """It has mistakes of its own."""
    record = folder / "a2-record.toml"
    record.write_text(
        record.read_text(encoding="utf-8").replace('kind = "text"', 'kind = "txt"'), encoding="utf-8"
    )
    (folder / "rules.toml").write_text(
        "[[watched_answer]]\n" + HEAD + 'form = "alder/a2-record"\nfields = ["name"]\n', encoding="utf-8"
    )
    said = run("forms", "check", folder, folder=folder, expected=4).stderr
    assert "rules.toml" not in said


def test_init_copies_the_rules(folder: Path, tmp_path: Path) -> None:
    """With the schema that helps while typing."""
    text = "#:schema ../rules.schema.json\n[[next_date]]\n" + HEAD
    (folder / "rules.toml").write_text(text, encoding="utf-8")
    run("init", "trust", "--policy", folder, folder=tmp_path)
    copied = tmp_path / "trust" / "policy"
    assert (copied / "alder" / "rules.toml").read_text(encoding="utf-8") == text
    assert (copied / "rules.schema.json").is_file()
