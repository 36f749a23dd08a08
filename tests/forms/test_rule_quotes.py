"""Every quote of a policy's rules stands in the policy's text, word for word."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.catalogue import load_rules, own_catalogue
from forms.rules import DisagreementRoute, EscalationRoute, MinimumAgenda, Rule

_NAMED = {
    "esteem": "Esteem Multi Academy Trust",
    "highcliffe": "Highcliffe St Mark",
    "green-gates": "Green Gates",
    "harewood": "Harewood C of E",
    "ashbury-meadow": "Ashbury Meadow",
}
_SIGNS = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "*": " "})
"""Quotation marks and dashes that a document and its text write differently; the text's mark for italics."""


def folded(text: str) -> str:
    """Return a text with white space, quotation marks and dashes made alike."""
    return re.sub(r"\s+", " ", text.translate(_SIGNS)).strip()


def quotes(rule: Rule) -> Iterator[str]:
    """Yield all words of a rule that are said to be the policy's."""
    yield from (words for words in (rule.clause, *rule.also) if words)
    if not rule.house:
        if isinstance(rule, DisagreementRoute | EscalationRoute):
            yield from rule.steps
        if isinstance(rule, MinimumAgenda):
            yield from rule.items


@pytest.mark.parametrize("policy", own_catalogue().policy_ids())
def test_what_is_quoted_stands_in_the_policy(policy: str, policies: Path) -> None:
    """Clauses, further places, steps of a route and items of an agenda."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(policies.glob("*.txt"))]
    [text] = [folded(one) for one in texts if _NAMED[policy] in folded(one)]
    said = [words for rule in load_rules(policy).rules for words in quotes(rule)]
    assert len(said) > 15
    assert [words for words in said if folded(words) not in text] == []
