"""Rows of a trust's workbook in which every text is hostile, but for those by which they are counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any

from forms.log import Log, Outcome
from forms.overview import Mistake, Overview, PlacedCase, ReadFile
from tests.extract.board.invented import overview

_MEANT = frozenset(
    {
        "academic_year",
        "half_term",
        "agreed_in",
        "closed_in",
        "severity",
        "term",
        "judgements",
        "findings",
        "codes",
    }
)
"""What the Dashboard counts by, beside school and policy: these are our own words."""
_KEYS = frozenset(
    {"session_id", "action_id", "rel_id", "agreement_id", "qa_id", "finding_id", "sha256", "cell"}
)
_CASE = PlacedCase("", None, 1, None, None, None, None, None, 0, "")
_IMPORT = ReadFile(
    "", "", "", "", None, None, None, None, None, Outcome.ACCEPTED, 1, 0, 1, None, (), None, 1, None
)
_MISTAKE = Mistake(code="", severity="Soon", sheet="", cell="", found="", expected="", to_do="")


def hostile_overview(texts: Sequence[str]) -> Overview:
    """Return rows in which each text column says each of the texts."""
    plain, each = overview(), _Hostile(texts)
    return Overview(
        log=Log(
            exceptions=tuple(each.many(plain.log.exceptions)),
        ),
        sessions=tuple(each.many(plain.sessions)),
        actions=tuple(each.many(plain.actions)),
        cases=tuple(each.each(_CASE)),
        imports=tuple(each.each(_IMPORT)),
        agreements=tuple(each.many(plain.agreements)),
        reviews=tuple(each.many(plain.reviews)),
        rules=tuple(each.many(plain.rules)),
        mistakes=tuple(each.each(_MISTAKE)),
        half_terms=plain.half_terms,
    )


@dataclass(frozen=True, slots=True)
class _Hostile:
    texts: Sequence[str]

    def many(self, rows: Iterable[Any]) -> Iterator[Any]:
        """Yield as many rows as there are texts, and at least each one of these."""
        some = tuple(rows)
        for number in range(max(len(some), len(self.texts))):
            yield self._with(some[number % len(some)], number)

    def each(self, row: Any) -> Iterator[Any]:
        """Yield as many rows as there are texts."""
        return self.many((row,))

    def _with(self, row: Any, number: int) -> Any:
        """Return a row with a hostile text in each of its fields that hold one or might."""
        changes: dict[str, Any] = {}
        for at, field in enumerate(fields(row)):
            value = getattr(row, field.name)
            # A row's texts differ, but for the school, by which rows are counted.
            text = self.texts[(number + (at if field.name != "school" else 0)) % len(self.texts)]
            if field.name in _MEANT or isinstance(value, Enum):
                continue
            if is_dataclass(value):
                changes[field.name] = self._with(value, number)
            elif field.name in _KEYS:
                changes[field.name] = f"{text[:100]}{number}"
            elif isinstance(value, str) or "str" in str(field.type):
                changes[field.name] = text
        return replace(row, **changes)
