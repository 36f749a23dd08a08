"""What the texts on a form's pages say of the facts and the carried rows that it was issued with.

The words themselves stand in boxes; which facts were known, and how many rows, decides where everything else
stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, takewhile
from types import MappingProxyType

from forms.dates import parse_date
from forms.model import Definition, Fact
from forms.needed import needed_in, without_needed
from forms.reference import is_case_ref, split_action_id
from forms.spoken import COLUMN_LABELS, FACT_LABELS

SAMPLE: Mapping[Fact, object] = {
    Fact.SCHOOL: "A",
    Fact.SUPERVISEE: "B",
    Fact.SUPERVISOR: "C",
    Fact.SESSION_DATE: "2026-11-19",
    Fact.SESSION_TIME: "10:00",
    Fact.RETURN_BY: "2026-11-12",
    Fact.CASE_REF: "ESM-C001",
    Fact.SHEET: 1,
    Fact.SHEETS: 1,
    Fact.POLICY_VERSION: "1",
}
"""What a form asks for before it is made; it stands in boxes, where it moves nothing."""
LEFT_OPEN = frozenset({Fact.CASE_REF})
"""What a form needs and may be issued without: a spare case sheet is for a case that nobody knows yet."""
_REF = COLUMN_LABELS["ref"]
A_ROW: Mapping[str, str] = {"action": "a", "who": "a", "by_when": "2026-11-12"}
"""What stands in a row of which only the id is known."""
_MOST_BETWEEN = 3
"""Texts between the two parts of an id that a narrow cell broke."""


def likely_headers(
    definition: Definition, texts: Sequence[str], *, whole: bool
) -> Iterator[dict[str, object]]:
    """Yield the facts that may have been known: those that the form needs, and of the rest these or those.

    What was known stands with its label above the form, as a `whole` text where these keep together. Where no
    label stands it was not. A text that begins with a label is likely it: the fact follows there, often with
    no space between, and so the likeliest facts come first.
    """
    printed = {field.fact for field in definition.fields if field.fact is not None}
    needed = set(definition.required) - LEFT_OPEN
    standing = set(texts) if whole else set(" ".join(texts).split())
    begun = {fact for fact, label in FACT_LABELS.items() if _begins(label, texts)}
    shown = begun | {
        fact
        for fact, label in FACT_LABELS.items()
        if (label in standing if whole else set(label.split()) <= standing)
    }
    may_lack = LEFT_OPEN & set(definition.required)
    if texts and not any(map(_has_case_ref, texts)):
        # Its box stands there with nothing in it too.
        begun -= may_lack
    open_facts = [fact for fact in SAMPLE if fact in (shown | may_lack) - printed - needed]
    likely = begun | (may_lack if not texts else set())
    chosen = [
        set(some) for count in range(len(open_facts), -1, -1) for some in combinations(open_facts, count)
    ]
    for some in sorted(chosen, key=lambda some: len(some ^ (likely & set(open_facts)))):
        yield {fact.value: SAMPLE[fact] for fact in SAMPLE if fact in needed | some}


def _has_case_ref(text: str) -> bool:
    # A narrow box breaks one behind its hyphen.
    return any(map(is_case_ref, ("".join(text.split()), *text.split())))


def _begins(label: str, texts: Sequence[str]) -> bool:
    """Return whether a text begins with a label, however its words are set apart."""
    words = "".join(label.split())
    return any("".join(text.split()).startswith(words) for text in texts)


def _ids_in(text: str) -> Iterator[str]:
    """Yield the id that a text is, or those that it has behind their label, as settled rows print them."""
    # A narrow box breaks an id behind a hyphen.
    whole = "".join(text.split())
    if split_action_id(whole) is not None:
        yield whole
        return
    for part in text.split(_REF)[1:]:
        first = part.split(maxsplit=1)[:1]
        if first and split_action_id(first[0]) is not None:
            yield first[0]


def _all_ids(texts: Sequence[str]) -> Iterator[str]:
    """Yield the ids of actions in texts, also one that a narrow cell broke into two of them."""
    for n, text in enumerate(texts):
        yield from _ids_in(text)
        start = text.rpartition(_REF)[2]
        if start.endswith("-"):
            whole = (start + other for other in texts[n + 1 : n + 1 + _MOST_BETWEEN])
            yield from islice((one for one in whole if split_action_id(one) is not None), 1)


def carried_rows(
    reference: str,
    texts: Sequence[str],
    shown: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    *,
    settled: bool = False,
    odd_days: bool = False,
) -> list[dict[str, str]]:
    """Return a row for each action on the pages that was first written on another form.

    Date, words and owner are drawn after the id, in this order; what they say decides how high the boxes are.
    What the form says that a row lacks, it lacked when it was issued. Where that is a date, its box may have
    been empty, or with `odd_days` hold what is no date.
    Of settled rows only the ids can be told from the words around them; `shown` says what of the rest was
    read at the places of the form that is nearest so far: id -> column -> words.
    """
    own = f"{reference}/"
    needed = needed_in(texts)
    texts = [text for text in texts if without_needed(text).strip()]
    ids = {n: one for n, text in enumerate(texts) for one in _ids_in(text)}
    if settled:
        others = dict.fromkeys(one for one in _all_ids(texts) if not one.startswith(own))
        return [{"ref": one, **A_ROW, **shown.get(one, {})} for one in others]
    rows: list[dict[str, str]] = []
    for start, one in ids.items():
        if one.startswith(own) or any(row["ref"] == one for row in rows):
            continue
        said = [
            texts[n] for n in takewhile(lambda n: n not in ids, range(start + 1, min(start + 4, len(texts))))
        ]
        date = next((text for text in said if parse_date(text) is not None), "")
        lacks = needed.get(one)
        if lacks is not None and lacks.date and not date and odd_days:
            date = next(iter(said), "")
        action, who, *_ = (*(text for text in said if text != date), "", "")
        who = "" if lacks is not None and lacks.owner else who
        rows.append({"ref": one, "action": action or "a", "who": who, "by_when": date})
    return rows


def may_have_odd_days(texts: Sequence[str]) -> bool:
    """Return whether a row of a carried action says that it needs a date."""
    return any(lacks.date for lacks in needed_in(texts).values())
