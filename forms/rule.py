"""What every rule of a policy has: an id, the policy's words, how grave it is, for which series it holds.

One rule is one limit with one severity: what is first a warning and later a breach is two rules, each with
the words that it comes from. The kinds of rule are in `forms.rules`; `forms.rule_loader` reads them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from forms.findings import Severity
from forms.intervals import spoken_day
from forms.plan import Series

HOUSE_DEFAULT = "This is a house default, not the policy's."
"""What a finding says of a rule that no policy states."""

SETTING = "The settings in policy.toml say so; the policy's words are not quoted."
"""What it says where policy.toml has a value and rules.toml no words for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule."""

    kind: ClassVar[str] = ""
    """The heading that the rule has in rules.toml: [[frequency]]."""

    id: str
    """Such as R-LEAD-EST: capital letters, digits and hyphens, once in the file."""
    severity: Severity
    """Of the finding that says that the rule was not kept."""
    clause: str = ""
    """The policy's own words, quoted word for word; empty only in a house default."""
    also: tuple[str, ...] = ()
    """Other places of the policy that say something of the matter, quoted as well."""
    house: bool = False
    """A house default: no finding calls it the policy's, even where `clause` says what gave reason for it."""
    house_values: tuple[str, ...] = ()
    """Keys of this rule whose values are the house's: the policy asks for the thing but gives no value."""
    series: tuple[Series, ...] = ()
    """The series of supervision that it holds for; none: all."""
    note: str = ""
    """A sentence for the people who look at a finding; how unclear words were read, for example."""

    def holds_for(self, series: Series) -> bool:
        """Return whether the rule holds for a series of supervision."""
        return not self.series or series in self.series

    @property
    def basis(self) -> str:
        """Return in one sentence or two what the rule rests on, to stand in a finding.

        The policy is named only for its own words; a value of the house's is called that.
        """
        if self.house:
            return HOUSE_DEFAULT
        if not self.clause:
            return SETTING
        end = "" if self.clause.endswith((".", "?", "!")) else "."
        quote = f"The policy says: \u201c{self.clause}\u201d{end}"
        if not self.house_values:
            return quote
        said = ", ".join(in_words(key, getattr(self, key)) for key in self.house_values)
        return f"{quote} What it leaves open the house has set: {said}."


_WORDS = {
    "closures_count": ("closures left out", "closures counted"),
    "before_first": ("signed before the first session or not", "signed by the first session"),
    "before_next": ("not by the next session", "before the next session"),
    "by_next": ("not by the next session", "by the next session"),
    "dated": ("dates not needed", "each signature dated"),
}
"""What no and yes mean of a value."""
_UNITS = {
    "most_days": "day", "days": "day", "school_days": "school day", "working_days": "working day",
    "weeks": "week", "months": "month", "most_months": "month", "terms": "term",
    "least_minutes": "minute", "most_minutes": "minute",
}  # fmt: skip
_BOUNDS = {"least_minutes": "at least ", "most_minutes": "at most ", "above": "no more than "}


def in_words(key: str, value: object) -> str:
    """Return a value of a rule as it is said in a finding."""
    if isinstance(value, bool) and key in _WORDS:
        return _WORDS[key][value]
    if isinstance(value, dt.date):
        return f"by {spoken_day(value, year=True)}"
    unit = f" {_UNITS[key]}{'' if value == 1 else 's'}" if key in _UNITS else ""
    shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    named = "" if key in _UNITS or key in _BOUNDS else f"{key.replace('_', ' ')} "
    return f"{named}{_BOUNDS.get(key, '')}{shown}{unit}"
