"""Every mistake in a rules.toml is named at once, with its line and what to do."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import DefinitionError
from forms.loader import load_policy
from forms.rule import SETTING
from forms.rule_loader import load_rules
from tests.forms.rules_folder import DATA, FORMS, HEAD, mistakes_of
from tests.halfterm.policy_folder import write_policy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a policy with one form; return its folder."""
    return write_policy(tmp_path / "alder").parent


WRONG = [
    ('withot = ["signed"]', "D03: line 1: ", 'did you mean "without"?'),
    ('without = ["frequncy"]', "D06: line 1: ", 'did you mean "frequency"?'),
    (
        'without = ["signed"]\n[[signed]]\n' + HEAD + "days = 1",
        "D17: line 1: ",
        "take the word out, or the rule",
    ),
    ('[frequency]\nid = "R-A"', "D05: line 1: found [frequency]", "two brackets on each side"),
    ("frequency = 3", "D05: line 1: found frequency that is no table", "[[frequency]] for each such rule"),
    ('[[frequncy]]\nid = "R-A"', "D03: line 1: ", 'did you mean "frequency"?'),
    ("[[length]]\n" + HEAD + "least_minuts = 3", "D03: line 4: ", 'did you mean "least_minutes"?'),
    ("[[length]]\n" + HEAD, "D04: line 1: found no key least_minutes in [[length]] number 1", "add it"),
    ("[[length]]\n" + HEAD + "least_minutes = 0", "D19: line 4: ", "expected 1 to 600"),
    (
        "[[length]]\n" + HEAD + "least_minutes = 60\nmost_minutes = 50",
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
    ("[[next_date]]\n" + HEAD + "[[handover]]\n" + HEAD, "D08: line 5: ", "change one of them"),
    (
        "[[signed]]\n" + HEAD + 'days = 1\nhouse = true\nhouse_values = ["days"]',
        "D17: line 6: ",
        "take house_values out",
    ),
    ("[[signed]]\n" + HEAD + 'days = 1\nhouse_values = ["dayz"]', "D11: line 5: ", 'did you mean "days"?'),
    ("[[signed]]\n" + HEAD + 'days = 1\nhouse_values = ["by_next"]', "D24: line 5: ", "does not set"),
    ("[[signed]]\n" + HEAD + 'by_next = true\nhouse_values = ["days"]', "D24: line 5: ", "does not set"),
    (
        "[[signed]]\n" + HEAD + 'days = 1\nhouse_values = ["clause"]',
        "D11: line 5: ",
        "expected one of by, dated",
    ),
    ("[[next_date]]\n" + HEAD + 'house_values = ["x"]', "D11: line 4: ", "this kind has no values"),
    ("[[signed]]\n" + HEAD, "D24: line 1: found the rule R-A with none of days, by_next", "say which"),
    (
        "[[signed]]\n" + HEAD + "days = 1\nby_next = true",
        "D24: line 5: found the rule R-A with days and by_next",
        "make two rules of it",
    ),
    ("[[signed]]\n" + HEAD + "days = 1\nby = []", "D24: line 5: found by with nothing in it", "fill it in"),
    (
        "[[signed]]\n" + HEAD + 'days = 1\nby = ["head"]',
        "D06: line 5: ",
        "supervisee, supervisor, attendees",
    ),
    ("[[frequency]]\n" + HEAD + "most_days = 3\nleast = 2", "D17: line 5: ", "least only beside per"),
    ("[[frequency]]\n" + HEAD + 'per = "term"\nclosures_count = true', "D17: line 5: ", "beside most_days"),
    (
        "[[disagreement_route]]\n" + HEAD + 'steps = ["Talk", " "]',
        "D24: line 4: ",
        "an empty entry of steps",
    ),
    ("[[filing]]\n" + HEAD + 'system = ""\nschool_days = 1', "D24: line 4: ", "system with nothing in it"),
    (
        "[[policy_review]]\n" + HEAD + 'last_day = "2026-09-30"',
        "D05: line 4: ",
        "expected a date without quotation marks: 2026-09-30",
    ),
    (
        "[[lead_time]]\n" + HEAD,
        "D17: line 1: found the rule R-A with house = false beside",
        "in policy.toml",
    ),
    ("[[pupil_limit]]\n" + HEAD, "D24: line 1: ", "write pupil_limit into policy.toml, or above here"),
    (
        "[[agreement]]\n" + HEAD + 'form = "alder/a2-recrd"',
        "D11: line 4: ",
        'did you mean "alder/a2-record"?',
    ),
    (
        "[[agreement]]\n" + HEAD + 'form = "alder/a2-record"',
        "D11: line 4: found alder/a2-record, whose record is record",
        'record = "agreement"',
    ),
    (
        "[[action_needs]]\n" + HEAD + 'parts = ["owner"]\nforms = ["alder/a3"]',
        "D11: line 5: ",
        "expected one of alder/a2-record",
    ),
    ("[[agreement_review]]\n" + HEAD + 'date_field = "review"', "D11: line 4: ", "no agreement has a date"),
    (
        "[[dsl_sign_off]]\n" + HEAD + 'form = "alder/a2-record"\nfield = "name"',
        "D11: line 5: ",
        "of the kind signature",
    ),
    (
        "[[watched_answer]]\n" + HEAD + 'form = "alder/a2-record"\nfields = ["nam"]',
        "D11: line 5: ",
        'did you mean "name"?',
    ),
    (
        "[[minimum_agenda]]\n" + HEAD + 'form = "alder/a2-record"\n[minimum_agenda.items]\n"Who" = ["nam"]',
        "D11: line 6: ",
        'did you mean "name"?',
    ),
    (
        "[[minimum_agenda]]\n" + HEAD + 'form = "alder/a2-record"\n[minimum_agenda.items]\n"Who" = []',
        "D24: line 5: ",
        "an empty entry of items",
    ),
    (
        "[[minimum_agenda]]\n" + HEAD + 'form = "alder/a2-record"\nstage = "blank"\nitems = {Who = ["name"]}',
        "D18: line 5: ",
        'write "agenda" or "session"',
    ),
    (
        "[[group_record]]\n" + HEAD + 'form = "alder/a2-record"\ntype_field = "name"',
        "D17: line 1: found type_field alone",
        "add the other one",
    ),
    (
        "[[group_record]]\n" + HEAD + 'form = "alder/a2-record"',
        "D24: line 1: ",
        "neither type_field nor boundary_field",
    ),
    ("[[next_date]]\n" + 'id = "R-A"\nclause = "Wo\\u0007rds."', "D23: line 3: ", "U+0007"),
]


@pytest.mark.parametrize(("text", "begins", "says"), WRONG)
def test_a_mistake_is_named_with_line_and_advice(folder: Path, text: str, begins: str, says: str) -> None:
    """Where, what was found, what was expected, what to do."""
    found = [line for line in mistakes_of(folder, text) if line.startswith(begins)]
    assert len(found) == 1, mistakes_of(folder, text)
    assert says in found[0]


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    """In the order of their lines, those about forms too."""
    text = (
        '[[next_date]]\nid = "next"\n[[agreement]]\nid = "R-B"\nclause = "Words."\nform = "alder/x"\n'
        '[[length]]\nid = "R-C"\nclause = "Words."\n'
    )
    assert [line.partition(": found")[0] for line in mistakes_of(folder, text)] == [
        "D24: line 1",
        "D19: line 2",
        "D11: line 6",
        "D04: line 7",
    ]


_RULES = [path.read_text(encoding="utf-8").split("\n") for path in sorted(FORMS.glob("*/rules.toml"))]


@given(st.sampled_from(_RULES), st.data())
def test_any_change_gives_rules_or_mistakes_with_lines(lines: list[str], data: st.DataObject) -> None:
    """Lines taken out, moved, doubled and spoilt: never another error, never a line that is not there."""
    changed = list(lines)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(changed) - 1))
        other = data.draw(st.sampled_from([*lines, "severity = 3", 'series = ["1:1"]', "house = true", "[["]))
        changed[at : at + data.draw(st.integers(0, 2))] = [other] * data.draw(st.integers(0, 2))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rules.toml"
        file.write_text("\n".join(changed), encoding="utf-8")
        policy = load_policy(FORMS / "esteem" / "policy.toml")
        try:
            rules = load_rules(file, policy, {})
        except DefinitionError as error:
            for line in str(error).splitlines():
                said = re.match(r"(D\d\d): .*rules\.toml, line (\d+): found .+; expected .+; .+", line)
                assert said, line
                assert 1 <= int(said[2]) <= len(changed) + 1
        else:
            assert all(rule.house or rule.clause or rule.basis == SETTING for rule in rules.rules)


def test_an_option_that_the_form_lacks_is_named(tmp_path: Path) -> None:
    """By the field's own options."""
    folder = tmp_path / "kestrel-down"
    folder.mkdir()
    for path in (DATA / "kestrel-down").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    rules = (folder / "rules.toml").read_text(encoding="utf-8")
    text = rules.replace('type_option = "Yes"', 'type_option = "Yess"')
    assert text != rules
    [only] = mistakes_of(folder, text)
    assert only.startswith("D11: ")
    assert 'expected one of is_group: Yes, No; did you mean "Yes"?' in only
