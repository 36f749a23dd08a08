"""What a rule is: for whom it holds, what it rests on, and how those of a policy are asked for."""

import dataclasses
import datetime as dt
import re

import pytest

from forms.catalogue import load_rules, own_catalogue
from forms.findings import Severity
from forms.plan import Series
from forms.rule import HOUSE_DEFAULT, SETTING
from forms.rule_loader import house_rules
from forms.rules import (
    KINDS,
    ActionNeeds,
    Frequency,
    LeadTime,
    PolicyReview,
    PolicyRules,
    PupilLimit,
    RebookedWithin,
    Rule,
    Signed,
    SignedAgreement,
    Signer,
    Who,
)

_SET = "What it leaves open the house has set: "


def test_each_kind_has_a_heading_of_its_own() -> None:
    """By which rules.toml calls it."""
    assert len({kind.kind for kind in KINDS}) == len(KINDS)
    assert all(kind.kind for kind in KINDS)
    assert {kind.__name__ for kind in KINDS} == {kind.__name__ for kind in Rule.__subclasses__()}


def test_every_policy_has_rules() -> None:
    """With an id each, and words for whatever is called the policy's."""
    for policy in own_catalogue().policy_ids():
        rules = load_rules(policy)
        assert rules.policy == policy
        assert len({rule.id for rule in rules.rules}) == len(rules.rules)
        assert all(rule.clause or rule.house for rule in rules.rules)


@pytest.mark.parametrize(
    ("who", "holds_cases", "new_to_post", "applies"),
    [
        (Who.ALL, False, False, True),
        (Who.CASE_HOLDERS, True, False, True),
        (Who.CASE_HOLDERS, False, True, False),
        (Who.WITHOUT_CASES, False, False, True),
        (Who.WITHOUT_CASES, True, False, False),
        (Who.NEW_TO_POST, True, True, True),
        (Who.NEW_TO_POST, True, False, False),
    ],
)
def test_whom_a_frequency_is_for(who: Who, *, holds_cases: bool, new_to_post: bool, applies: bool) -> None:
    """As the Roster describes the supervisee."""
    rule = Frequency(id="R-A", clause="…", most_days=28, who=who)
    assert rule.applies_to(holds_cases=holds_cases, new_to_post=new_to_post) is applies


def test_a_rule_holds_for_its_series_only() -> None:
    """And for all where it names none."""
    assert Signed(id="R-A", days=1).holds_for(Series.EXTERNAL)
    some = Signed(id="R-A", days=1, series=(Series.GROUP,))
    assert some.holds_for(Series.GROUP)
    assert not some.holds_for(Series.ONE_TO_ONE)


def test_the_policy_s_own_rules_come_before_the_house_s() -> None:
    """So that a finding that can quote words does."""
    house = ActionNeeds(id="H-A", house=True, parts=())
    own = ActionNeeds(id="R-A", clause="…", parts=())
    rules = PolicyRules("alder", (house, own, Signed(id="R-B", clause="…", days=1)))
    assert rules.of(ActionNeeds) == (own, house)
    assert rules.first(ActionNeeds, Series.GROUP) is own
    assert rules.first(PolicyReview) is None
    assert rules.rule("R-B").kind == "signed"
    with pytest.raises(KeyError):
        rules.rule("R-C")


def test_a_finding_never_calls_a_house_default_the_policy_s() -> None:
    """Even where the policy's words gave reason for it."""
    rule = LeadTime(id="R-A", clause="bringing their agenda", house=True)
    assert rule.basis == HOUSE_DEFAULT
    assert all(rule.house and not rule.clause for rule in house_rules())


@pytest.mark.parametrize(
    ("rule", "basis"),
    [
        (Signed(id="R-A", clause="They sign.", days=14), "The policy says: “They sign.”"),
        (
            Signed(id="R-A", clause="signed by both", days=14, house_values=("days",)),
            f"The policy says: “signed by both”. {_SET}14 days.",
        ),
        (
            RebookedWithin(
                id="R-A", clause="now", working_days=1, house_values=("working_days", "closures_count")
            ),
            f"The policy says: “now”. {_SET}1 working day, closures left out.",
        ),
        (
            PupilLimit(id="R-A", clause="about 5", above=7, house_values=("above",)),
            f"The policy says: “about 5”. {_SET}no more than 7.",
        ),
        (
            PolicyReview(id="R-A", clause="May", last_day=dt.date(2028, 5, 31), house_values=("last_day",)),
            f"The policy says: “May”. {_SET}by Wed 31 May 2028.",
        ),
        (
            Signed(
                id="R-A", clause="so", by_next=True, by=(Signer.SUPERVISEE,), house_values=("by_next", "by")
            ),
            f"The policy says: “so”. {_SET}by the next session, by supervisee.",
        ),
        (LeadTime(id="R-A"), SETTING),
    ],
)
def test_what_a_rule_rests_on_is_said(rule: Rule, basis: str) -> None:
    """The policy's words, and apart from them what the house has set."""
    assert rule.basis == basis


@pytest.mark.parametrize("policy", own_catalogue().policy_ids())
def test_every_value_can_be_said_in_plain_words(policy: str) -> None:
    """Whichever number, day or yes and no a policy leaves to the house."""
    for rule in load_rules(policy).rules:
        values = {field.name: getattr(rule, field.name) for field in dataclasses.fields(rule)}
        named = [key for key, value in values.items() if isinstance(value, int | dt.date) and key != "house"]
        other = dataclasses.replace(rule, house=False, clause="Words.", house_values=tuple(named))
        assert not re.search("True|False|_", other.basis)


def test_esteems_rules_are_what_its_policy_says() -> None:
    """The figures that the whole round rests on."""
    rules = load_rules("esteem")
    frequency = rules.first(Frequency)
    assert frequency is not None
    assert (frequency.per, frequency.severity, frequency.house) == ("half term", Severity.ACT_NOW, False)
    within = rules.first(RebookedWithin)
    assert within is not None
    assert (within.working_days, within.house_values) == (5, ("closures_count",))
    assert [rule.severity for rule in rules.of(Signed)] == [Severity.SOON, Severity.ACT_NOW]


def test_green_gates_has_an_agreement_for_each_series() -> None:
    """Internal and external supervision have contracts of their own."""
    rules = load_rules("green-gates")
    forms = {series: [rule.form for rule in rules.of(SignedAgreement, series)] for series in Series}
    assert forms[Series.INTERNAL] == ["green-gates/a1-agreement-internal"]
    assert forms[Series.EXTERNAL] == ["green-gates/a1-agreement-external"]


def test_a_series_that_a_policy_says_nothing_of_has_the_house_s_frequency() -> None:
    """Green Gates says how often internal and external sessions are, and nothing of groups."""
    rules = load_rules("green-gates")
    assert [rule.id for rule in rules.of(Frequency, Series.GROUP)] == ["H-FREQ"]
    assert [rule.id for rule in rules.of(Frequency, Series.EXTERNAL)] == ["R-FREQ-GG-EXT"]
