"""A rules.toml is read in full, and every mistake in it is named at once, with its line and what to do."""

from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from forms.errors import DefinitionError
from forms.loader import load_policy
from forms.plan import Series
from forms.rule import HOUSE_DEFAULT, SETTING
from forms.rule_loader import load_rules
from forms.rules import (
    KINDS,
    Frequency,
    LeadTime,
    MinimumAgenda,
    PolicyReview,
    PolicyRules,
    PupilLimit,
    Signed,
    SupervisorAbsence,
)
from tests.halfterm.policy_folder import run, write_policy

DATA = Path(__file__).parents[1] / "data" / "policies"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a policy with one form; return its folder."""
    return write_policy(tmp_path / "alder").parent


def load(folder: Path, text: str, *, policy: tuple[str, str] = ("", "")) -> PolicyRules:
    """Return the rules that `text` is, with other words in policy.toml, checked against the folder's form."""
    (folder / "rules.toml").write_text(text, encoding="utf-8")
    file = folder / "policy.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(*policy), encoding="utf-8")
    catalogue = Catalogue(()).with_folders([folder])
    forms = {form: catalogue.load_form(form) for form in catalogue.form_ids()}
    return load_rules(folder / "rules.toml", load_policy(file), forms)


def mistakes(folder: Path, text: str, *, policy: tuple[str, str] = ("", "")) -> list[str]:
    """Return the mistakes of a rules.toml, a line each, without the file's name."""
    with pytest.raises(DefinitionError) as caught:
        load(folder, text, policy=policy)
    return [line.replace(f"{folder / 'rules.toml'}, ", "") for line in str(caught.value).splitlines()]


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
    rules = load(
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
    assert {rule.house for rule in load(folder, "# To come.\n").rules} == {True}


@pytest.mark.parametrize("policy", ["kestrel-down", "larkfield"])
def test_the_rules_of_invented_policies_are_well(policy: str) -> None:
    """They use what the five policies do not."""
    rules = Catalogue(()).with_folders([DATA / policy]).load_rules(policy)
    assert [rule for rule in rules.rules if not rule.house]
    assert "no mistakes" in run("forms", "check", DATA / policy, folder=DATA).stdout


def test_dates_and_tables_in_a_rule_are_read(folder: Path) -> None:
    """A day without quotation marks, and matters with the fields that answer them."""
    rules = load(
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


_HEAD = 'id = "R-A"\nclause = "Words."\n'
WRONG = [
    ('withot = ["signed"]', "D03: line 1: ", 'did you mean "without"?'),
    ('without = ["frequncy"]', "D06: line 1: ", 'did you mean "frequency"?'),
    (
        'without = ["signed"]\n[[signed]]\n' + _HEAD + "days = 1",
        "D17: line 1: ",
        "take the word out, or the rule",
    ),
    ('[frequency]\nid = "R-A"', "D05: line 1: found [frequency]", "two brackets on each side"),
    ("frequency = 3", "D05: line 1: found frequency that is no table", "[[frequency]] for each such rule"),
    ('[[frequncy]]\nid = "R-A"', "D03: line 1: ", 'did you mean "frequency"?'),
    ("[[length]]\n" + _HEAD + "least_minuts = 3", "D03: line 4: ", 'did you mean "least_minutes"?'),
    ("[[length]]\n" + _HEAD, "D04: line 1: found no key least_minutes in [[length]] number 1", "add it"),
    ("[[length]]\n" + _HEAD + "least_minutes = 0", "D19: line 4: ", "expected 1 to 600"),
    (
        "[[length]]\n" + _HEAD + "least_minutes = 60\nmost_minutes = 50",
        "D19: line 5: found most_minutes = 50 below least_minutes = 60",
        "change them round",
    ),
    ('[[next_date]]\nid = "NEXT"\nclause = "Words."', "D19: line 2: ", "R-FREQ-ABC"),
    ('[[next_date]]\nid = "H-NEXT"\nclause = "Words."', "D19: line 2: ", "R-FREQ-ABC"),
    (
        '[[next_date]]\nid = "R-A"',
        "D24: line 1: found the rule R-A without the policy's words",
        "house = true",
    ),
    ("[[next_date]]\n" + _HEAD + "[[handover]]\n" + _HEAD, "D08: line 5: ", "change one of them"),
    (
        "[[signed]]\n" + _HEAD + 'days = 1\nhouse = true\nhouse_values = ["days"]',
        "D17: line 6: ",
        "take house_values out",
    ),
    ("[[signed]]\n" + _HEAD + 'days = 1\nhouse_values = ["dayz"]', "D11: line 5: ", 'did you mean "days"?'),
    (
        "[[signed]]\n" + _HEAD + 'days = 1\nhouse_values = ["clause"]',
        "D11: line 5: ",
        "expected one of by, dated",
    ),
    ("[[next_date]]\n" + _HEAD + 'house_values = ["x"]', "D11: line 4: ", "this kind has no values"),
    ("[[signed]]\n" + _HEAD, "D24: line 1: found the rule R-A with none of days, by_next", "say which"),
    (
        "[[signed]]\n" + _HEAD + "days = 1\nby_next = true",
        "D24: line 5: found the rule R-A with days and by_next",
        "make two rules of it",
    ),
    ("[[signed]]\n" + _HEAD + "days = 1\nby = []", "D24: line 5: found by with nothing in it", "fill it in"),
    (
        "[[signed]]\n" + _HEAD + 'days = 1\nby = ["head"]',
        "D06: line 5: ",
        "supervisee, supervisor, attendees",
    ),
    ("[[frequency]]\n" + _HEAD + "most_days = 3\nleast = 2", "D17: line 5: ", "least only beside per"),
    ("[[frequency]]\n" + _HEAD + 'per = "term"\nclosures_count = true', "D17: line 5: ", "beside most_days"),
    (
        "[[disagreement_route]]\n" + _HEAD + 'steps = ["Talk", " "]',
        "D24: line 4: ",
        "an empty entry of steps",
    ),
    ("[[filing]]\n" + _HEAD + 'system = ""\nschool_days = 1', "D24: line 4: ", "system with nothing in it"),
    (
        "[[policy_review]]\n" + _HEAD + 'last_day = "2026-09-30"',
        "D05: line 4: ",
        "expected a date without quotation marks: 2026-09-30",
    ),
    (
        "[[lead_time]]\n" + _HEAD,
        "D17: line 1: found the rule R-A with house = false beside",
        "in policy.toml",
    ),
    ("[[pupil_limit]]\n" + _HEAD, "D24: line 1: ", "write pupil_limit into policy.toml, or above here"),
    (
        "[[agreement]]\n" + _HEAD + 'form = "alder/a2-recrd"',
        "D11: line 4: ",
        'did you mean "alder/a2-record"?',
    ),
    (
        "[[agreement]]\n" + _HEAD + 'form = "alder/a2-record"',
        "D11: line 4: found alder/a2-record, whose record is record",
        'record = "agreement"',
    ),
    (
        "[[action_needs]]\n" + _HEAD + 'parts = ["owner"]\nforms = ["alder/a3"]',
        "D11: line 5: ",
        "expected one of alder/a2-record",
    ),
    ("[[agreement_review]]\n" + _HEAD + 'date_field = "review"', "D11: line 4: ", "no agreement has a date"),
    (
        "[[dsl_sign_off]]\n" + _HEAD + 'form = "alder/a2-record"\nfield = "name"',
        "D11: line 5: ",
        "of the kind signature",
    ),
    (
        "[[watched_answer]]\n" + _HEAD + 'form = "alder/a2-record"\nfields = ["nam"]',
        "D11: line 5: ",
        'did you mean "name"?',
    ),
    (
        "[[minimum_agenda]]\n" + _HEAD + 'form = "alder/a2-record"\n[minimum_agenda.items]\n"Who" = ["nam"]',
        "D11: line 6: ",
        'did you mean "name"?',
    ),
    (
        "[[minimum_agenda]]\n" + _HEAD + 'form = "alder/a2-record"\n[minimum_agenda.items]\n"Who" = []',
        "D24: line 5: ",
        "an empty entry of items",
    ),
    (
        "[[minimum_agenda]]\n"
        + _HEAD
        + 'form = "alder/a2-record"\nstage = "blank"\nitems = {Who = ["name"]}',
        "D18: line 5: ",
        'write "agenda" or "session"',
    ),
    (
        "[[group_record]]\n" + _HEAD + 'form = "alder/a2-record"\ntype_field = "name"',
        "D17: line 1: found type_field alone",
        "add the other one",
    ),
    (
        "[[group_record]]\n" + _HEAD + 'form = "alder/a2-record"',
        "D24: line 1: ",
        "neither type_field nor boundary_field",
    ),
    ("[[next_date]]\n" + 'id = "R-A"\nclause = "Wo\\u0007rds."', "D23: line 3: ", "U+0007"),
]


@pytest.mark.parametrize(("text", "begins", "says"), WRONG)
def test_a_mistake_is_named_with_line_and_advice(folder: Path, text: str, begins: str, says: str) -> None:
    """Where, what was found, what was expected, what to do."""
    found = [line for line in mistakes(folder, text) if line.startswith(begins)]
    assert len(found) == 1, mistakes(folder, text)
    assert says in found[0]


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    """In the order of their lines, those about forms too."""
    text = (
        '[[next_date]]\nid = "next"\n[[agreement]]\nid = "R-B"\nclause = "Words."\nform = "alder/x"\n'
        '[[length]]\nid = "R-C"\nclause = "Words."\n'
    )
    assert [line.partition(": found")[0] for line in mistakes(folder, text)] == [
        "D24: line 1",
        "D19: line 2",
        "D11: line 6",
        "D04: line 7",
    ]


def test_an_option_that_the_form_lacks_is_named(tmp_path: Path) -> None:
    """By the field's own options."""
    folder = tmp_path / "kestrel-down"
    folder.mkdir()
    for path in (DATA / "kestrel-down").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    rules = (folder / "rules.toml").read_text(encoding="utf-8")
    text = rules.replace('type_option = "Yes"', 'type_option = "Yess"')
    assert text != rules
    [only] = mistakes(folder, text)
    assert only.startswith("D11: ")
    assert 'expected one of is_group: Yes, No; did you mean "Yes"?' in only


def test_forms_check_tells_of_rules(folder: Path) -> None:
    """How many there are, and what is wrong, of a folder and of the file alone."""
    file = folder / "rules.toml"
    file.write_text("[[next_date]]\n" + _HEAD + "# check me: the words\n", encoding="utf-8")
    for place in (folder, file):
        done = run("forms", "check", place, folder=folder)
        assert f"{file}: well (1 rule)" in done.stdout
        assert "check me" in done.stdout
    file.write_text("[[next_dat]]\n" + _HEAD, encoding="utf-8")
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
        "[[watched_answer]]\n" + _HEAD + 'form = "alder/a2-record"\nfields = ["name"]\n', encoding="utf-8"
    )
    said = run("forms", "check", folder, folder=folder, expected=4).stderr
    assert "rules.toml" not in said


def test_init_copies_the_rules(folder: Path, tmp_path: Path) -> None:
    """With the schema that helps while typing."""
    text = "#:schema ../rules.schema.json\n[[next_date]]\n" + _HEAD
    (folder / "rules.toml").write_text(text, encoding="utf-8")
    run("init", "trust", "--policy", folder, folder=tmp_path)
    copied = tmp_path / "trust" / "policy"
    assert (copied / "alder" / "rules.toml").read_text(encoding="utf-8") == text
    assert (copied / "rules.schema.json").is_file()
