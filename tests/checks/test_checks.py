"""Each check fires where it should and not a step before, with the policy's own words or none."""

from __future__ import annotations

import pytest

from forms.catalogue import load_rules
from forms.rules import HOUSE_DEFAULT
from register.checks.breach import Breach
from tests.checks.all_cases import ALL
from tests.checks.case import Case


def _found(case: Case) -> list[Breach]:
    return [one for one in case.world.check(case.on, case.code) if str(one.severity) == case.severity]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_it_fires(case: Case) -> None:
    """With the severity that the table asks for, once."""
    found = _found(case)
    assert len(found) == 1, [(one.code, one.severity, one.message) for one in case.world.check(case.on)]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_near_miss_does_not(case: Case) -> None:
    """Neither with this severity nor with another."""
    assert not case.near_world.check(case.near_on or case.on, case.code)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_it_speaks_for_the_policy_only_in_its_words(case: Case) -> None:
    """The clause is a rule's; a house default is called one; where there is no rule, none is quoted."""
    for one in _found(case):
        if not case.ruled:
            assert (one.rule, one.basis) == (None, "")
            continue
        rule = load_rules(case.policy).rule(one.rule or "")
        assert one.basis == rule.basis
        assert (one.basis == HOUSE_DEFAULT) == case.house
        assert case.house or rule.clause in one.basis
