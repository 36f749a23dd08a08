"""Check that the keys of a field fit each other: what no single key can show.

Each check notes mistakes at the key that a person has to change; none stops another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from forms.default_checks import check_default
from forms.line_checks import check_lines
from forms.mistakes import Mistakes, quoted
from forms.model import (
    ACTION_TABLES,
    OFFERED_KINDS,
    ONE_OF,
    RANGES,
    TABLES,
    Carry,
    Fact,
    Field,
    Kind,
    Owner,
    Stage,
)
from forms.names import CONTINUATION, MAX_TAG_LENGTH, is_field_id, option_slug
from forms.number_checks import check_bounds
from forms.option_checks import check_options
from forms.table_checks import LARGEST_ROW, check_rows
from forms.tags import longest_tags
from forms.toml_lines import Place

_RESERVED = frozenset({"header", CONTINUATION})
_CHOICES = frozenset({Kind.CHOICE, Kind.YES_NO, Kind.TICK, Kind.ANY_OF})
_ONE_BOX = frozenset(Kind) - TABLES - RANGES - {Kind.CLAUSE, Kind.SIGNATURE, Kind.ANY_OF}
_ANSWERED = frozenset(Kind) - {Kind.CLAUSE}
_SINGLE = _ANSWERED - TABLES - {Kind.SIGNATURE}
_KINDS_OF_KEY: Mapping[str, frozenset[Kind]] = {
    "options": _CHOICES,
    "added_options": frozenset({Kind.CHOICE, Kind.ANY_OF}),
    "as_list": frozenset({Kind.CHOICE}),
    "as_words": ONE_OF,
    "across": frozenset({Kind.CHOICE, Kind.ANY_OF}),
    "ends": frozenset({Kind.CHOICE}),
    "default": _ONE_BOX,
    "least": frozenset({Kind.NUMBER}),
    "most": frozenset({Kind.NUMBER}),
    "step": frozenset({Kind.NUMBER}),
    "lines": frozenset({Kind.MULTILINE, *ONE_OF}),
    "room": frozenset({Kind.TEXT}),
    "column": frozenset({Kind.TABLE, *ACTION_TABLES}),
    "row": frozenset({Kind.TABLE}),
    "card": TABLES,
    "parties": frozenset({Kind.SIGNATURES}),
    "in_order": frozenset({Kind.SIGNATURES}),
    "signers_from": frozenset({Kind.SIGNATURES}),
    "takes_carried": frozenset({Kind.ACTIONS}),
    "starts": frozenset({Kind.TABLE, Kind.ACTIONS}),
    "counts": frozenset({Kind.TEXT, Kind.MULTILINE, Kind.TABLE}),
    "spare": TABLES,
    "printed_columns": ACTION_TABLES | {Kind.SIGNATURES},
    "comment": _SINGLE,
    "evidence": _SINGLE,
    "fact": _ONE_BOX,
    "starts_from": _ONE_BOX,
    "date_field": frozenset({Kind.SIGNATURE}),
    "date_label": frozenset({Kind.SIGNATURE}),
    "date_added": frozenset({Kind.SIGNATURE}),
    "party": frozenset({Kind.SIGNATURE, Kind.SIGNATURES}),
    "who": frozenset({Kind.SIGNATURE}),
    "only_if": frozenset(Kind),
    "heading": frozenset({Kind.CLAUSE}),
    "bullet": frozenset({Kind.CLAUSE}),
    "guidance": frozenset({Kind.CLAUSE}),
}
"""The keys that mean something for some kinds only."""

_KIND_OF_FACT = {
    Fact.SESSION_DATE: Kind.DATE,
    Fact.RETURN_BY: Kind.DATE,
    Fact.SESSION_TIME: Kind.TIME,
    Fact.SHEET: Kind.NUMBER,
    Fact.SHEETS: Kind.NUMBER,
}
"""Text for all others."""


def check_field_id(field_id: str, place: Place, mistakes: Mistakes) -> None:
    """Note an id that cannot be the name of a PDF field and of a Word control."""
    if not is_field_id(field_id):
        mistakes.add(
            "D07",
            place,
            found=f"the field id {quoted(field_id)}",
            expected="small letters, digits and underscores, a letter first",
            advice=f"rename it{_example_id(field_id)} (a hyphen or dot joins ids to longer names, so an id "
            "has none)",
        )
    elif field_id in _RESERVED:
        mistakes.add(
            "D07",
            place,
            found=f"the field id {quoted(field_id)}",
            expected=f"an id other than {' and '.join(sorted(_RESERVED))}",
            advice="rename it: halfterm uses this name itself",
        )


def _example_id(field_id: str) -> str:
    """Return a right id that looks like a wrong one, for a message; "" where there is none."""
    example = option_slug(field_id).lstrip("0123456789_")
    return f', for example to "{example}"' if example else ""


def check_field(
    field: Field, keys: Mapping[str, object], stages: Sequence[Stage], mistakes: Mistakes
) -> None:
    """Note what does not fit within one field. `keys` is its table as written."""
    place: Place = ("field", field.id)
    for key, kinds in _KINDS_OF_KEY.items():
        if key in keys and field.kind not in kinds:
            mistakes.add(
                "D17",
                (*place, key),
                found=f"{key} on a field of the kind {field.kind}",
                expected=f"it only on {', '.join(sorted(kinds))}",
                advice="take it out or change the kind",
            )
    _check_values(field, place, mistakes)
    if field.kind in _CHOICES:
        check_options(field, place, mistakes)
    check_lines(field.lines, (*place, "lines"), mistakes)
    check_bounds(field, place, mistakes)
    check_default(field, place, mistakes)
    if field.kind in TABLES:
        check_rows(field, place, mistakes)
    if stages and field.stage not in stages:
        mistakes.add(
            "D18",
            (*place, "stage"),
            found=f"the stage {field.stage} for {field.id}",
            expected=f"one of this form's stages: {', '.join(stages)}",
            advice="choose one of them, or add the stage to the form",
        )
    for tag in longest_tags(field, LARGEST_ROW):
        if len(tag) > MAX_TAG_LENGTH:
            mistakes.add(
                "D15",
                place,
                found=f"the Word tag {tag} of {len(tag)} characters",
                expected=f"{MAX_TAG_LENGTH} at most, which is Word's limit",
                advice="shorten the field id or the option",
            )
            break


def _check_values(field: Field, place: Place, mistakes: Mistakes) -> None:
    wrong: list[tuple[str, str, str, str]] = []
    if field.carry is Carry.ROWS and field.kind not in ACTION_TABLES:
        wrong.append(
            ("carry", "carry = rows on a field without rows of actions", "none or offer", "change it")
        )
    if field.carry is Carry.OFFER and field.kind not in OFFERED_KINDS:
        wrong.append(("carry", f"carry = offer on a {field.kind}", "none", "take it out: it never travels"))
    if field.carry_from and field.carry is not Carry.OFFER:
        wrong.append(("carry_from", "carry_from without an offer", 'carry = "offer"', "add it"))
    if field.room < 1:
        wrong.append(("room", f"room = {field.room}", "1 or more", "correct it"))
    wrong.extend(_wrong_counts(field))
    looks = [key for key in ("heading", "bullet", "guidance") if getattr(field, key)]
    if len(looks) > 1:
        wrong.append((looks[1], f"a {looks[0]} that is a {looks[1]} too", "one of them", "take one out"))
    if field.kind is Kind.CLAUSE and not field.label.strip():
        wrong.append(("label", "a clause without words", "its words", "write what the policy prints"))
    if field.kind is Kind.SIGNATURE and not field.party:
        wrong.append(("party", "a signature of nobody in particular", "party = who signs", "add it"))
    wrong.extend(
        ("printed_columns", f"the column {quoted(column)}", ", ".join(field.columns), "use these columns")
        for column in field.printed_columns
        if field.columns and column not in field.columns
    )
    wrong.extend(_wrong_facts(field))
    for key, found, expected, advice in wrong:
        mistakes.add("D17", (*place, key), found=found, expected=expected, advice=advice)


def _wrong_facts(field: Field) -> Iterator[tuple[str, str, str, str]]:
    if field.fact is not None:
        kind = _KIND_OF_FACT.get(field.fact, Kind.TEXT)
        if field.kind is not kind:
            found = f"the fact {field.fact} in a field of the kind {field.kind}"
            yield "fact", found, kind, "change the kind"
    if field.starts_from is not None and field.kind in _ONE_BOX:
        kinds = sorted({_KIND_OF_FACT.get(field.starts_from, Kind.TEXT), Kind.TEXT, Kind.MULTILINE})
        if field.kind not in kinds:
            found = f"the fact {field.starts_from} at the start of a field of the kind {field.kind}"
            yield "starts_from", found, " or ".join(kinds), "change the kind, or take it out"


def _wrong_counts(field: Field) -> Iterator[tuple[str, str, str, str]]:
    odd = [key for key in field.counts if not is_field_id(key)]
    if odd:
        expected = "small letters, digits and underscores, a letter first"
        yield "counts", f"the key {quoted(', '.join(odd))}", expected, "rename it"
    if any(not label.strip() for label in field.counts.values()):
        yield "counts", "a count without words", 'KEY = "words"', "write what is counted"


def default_party(owner: Owner) -> str:
    """Return who signs where a signature names no party: its owner, "" where that is more than one person."""
    return "" if owner in {Owner.BOTH, Owner.SYSTEM} else owner.value
