"""Check that the fields of a form fit each other: names, facts, signatures and their dates."""

from __future__ import annotations

from collections.abc import Sequence

from forms.mistakes import Mistakes, quoted, suggested
from forms.model import Fact, Field, Kind
from forms.toml_lines import Place


def check_fields(fields: Sequence[Field], mistakes: Mistakes) -> None:
    """Note what does not fit between fields: names, facts, signatures and their dates."""
    by_id = {field.id: field for field in fields}
    takers = [field.id for field in fields if field.kind is Kind.CARRIED or field.takes_carried]
    for second in takers[1:]:
        mistakes.add(
            "D17",
            ("field", second),
            found=f"{second} beside {takers[0]}, a second table for the actions of last time",
            expected="one in a form, for an action stands in one place",
            advice="make it a table of new actions, or take it out",
        )
    names: dict[str, str] = {}
    facts: dict[Fact, str] = {}
    dates: dict[str, str] = {}
    for field in fields:
        place: Place = ("field", field.id)
        if field.kind is not Kind.CLAUSE:
            _check_name(field, names, mistakes)
        if field.fact is not None:
            if field.fact in facts:
                mistakes.add(
                    "D10",
                    (*place, "fact"),
                    found=f"the fact {field.fact} in {field.id} and in {facts[field.fact]}",
                    expected="one field for a fact",
                    advice="take it out of one of them",
                )
            facts.setdefault(field.fact, field.id)
        if field.date_field is not None:
            date = by_id.get(field.date_field)
            if date is None or date.kind is not Kind.DATE or field.date_field in dates:
                mistakes.add(
                    "D14",
                    (*place, "date_field"),
                    found=f"date_field = {quoted(field.date_field)}",
                    expected="the id of a field of the kind date, of no other signature",
                    advice=suggested(
                        field.date_field,
                        [one.id for one in fields if one.kind is Kind.DATE and one.id not in dates],
                        "name the date beside this signature, or take it out for a date of its own",
                    ),
                )
            dates.setdefault(field.date_field, field.id)
        origin = by_id.get(field.carry_from)
        if field.carry_from and (origin is None or origin.kind is not field.kind):
            mistakes.add(
                "D11",
                (*place, "carry_from"),
                found=f"carry_from = {quoted(field.carry_from)}",
                expected=f"the id of a field of the kind {field.kind}",
                advice=suggested(
                    field.carry_from,
                    [one.id for one in fields if one.kind is field.kind],
                    "name the field that the answer comes from, or take it out",
                ),
            )
        listed_in = by_id.get(field.signers_from)
        if field.signers_from and (listed_in is None or listed_in.kind is not Kind.TABLE or field.parties):
            mistakes.add(
                "D14",
                (*place, "signers_from"),
                found=f"signers_from = {quoted(field.signers_from)}",
                expected="the id of a table of people, beside spare lines",
                advice="name the table of those who come, or take it out",
            )


def _check_name(field: Field, names: dict[str, str], mistakes: Mistakes) -> None:
    spoken = " ".join(field.accessible_name.split()).casefold()
    if not spoken or spoken in names:
        same = f"the words {quoted(field.accessible_name)} for {field.id} and for {names.get(spoken)}"
        mistakes.add(
            "D09",
            ("field", field.id),
            found=same if spoken else f"no words for {field.id}, whose label is empty",
            expected="a name of its own for each field, as a screen reader speaks it",
            advice='add name = "…"',
        )
    names.setdefault(spoken, field.id)
