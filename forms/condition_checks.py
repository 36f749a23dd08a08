"""Check the conditions of a form: only_if names an earlier answer, one of its options, and no circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from forms.conditions import parse_condition
from forms.mistakes import Mistakes, quoted, suggested
from forms.model import ONE_OF, Field, Kind, Section
from forms.toml_lines import Place

_DECIDING = ONE_OF | {Kind.ANY_OF, Kind.TICK}


def check_conditions(fields: Sequence[Field], sections: Sequence[Section | None], mistakes: Mistakes) -> None:
    """Note conditions that can never be looked up."""
    by_id = {field.id: field for field in fields}
    for place, condition in _conditions(fields, sections):
        _check(condition, by_id, place, mistakes)
    for field in fields:
        circle = _circle(field, by_id)
        if circle:
            mistakes.add(
                "D22",
                ("field", field.id, "only_if"),
                found=f"a circle of conditions: {' -> '.join(circle)}",
                expected="conditions that lead to a question asked of everybody",
                advice="take out only_if of one of them",
            )
    order = {field.id: at for at, field in enumerate(fields)}
    for field in fields:
        asked = _parts(field.only_if)[0]
        if order.get(asked, -1) > order[field.id] and not _circle(field, by_id):
            mistakes.add(
                "D22",
                ("field", field.id, "only_if"),
                found=f"{field.id} only if {quoted(field.only_if)}, which is asked after it",
                expected="an earlier question",
                advice="change the order of the fields",
            )


def _conditions(fields: Sequence[Field], sections: Sequence[Section | None]) -> Iterator[tuple[Place, str]]:
    for field in fields:
        if field.only_if:
            yield ("field", field.id, "only_if"), field.only_if
    for at, section in enumerate(sections):
        if section is not None and section.only_if:
            yield ("section", at, "only_if"), section.only_if


def _check(condition: str, by_id: Mapping[str, Field], place: Place, mistakes: Mistakes) -> None:
    field_id, option = _parts(condition)
    field = by_id.get(field_id)
    if field is None or field.kind not in _DECIDING or not option:
        known = [one.id for one in by_id.values() if one.kind in _DECIDING]
        mistakes.add(
            "D22",
            place,
            found=f"only_if = {quoted(condition)}",
            expected="FIELD=OPTION, where FIELD asks for one of its options",
            advice=suggested(field_id, known, "name such a field and its option"),
        )
    elif option not in field.all_options:
        mistakes.add(
            "D22",
            place,
            found=f"the option {quoted(option)} of {field_id}",
            expected=" or ".join(field.all_options),
            advice=suggested(option, field.all_options, "use a printed option"),
        )


def _parts(condition: str) -> tuple[str, str]:
    """Return field and option of a condition; of half a condition what is there."""
    parsed = parse_condition(condition)
    return (parsed.field_id, parsed.option) if parsed else (condition.partition("=")[0].strip(), "")


def _circle(field: Field, by_id: Mapping[str, Field]) -> tuple[str, ...]:
    """Return the ids from `field` back to itself, () where its conditions end elsewhere."""
    way = [field.id]
    while (following := _parts(by_id[way[-1]].only_if)[0]) in by_id:
        if following == field.id:
            return (*way, field.id)
        if following in way:
            return ()
        way.append(following)
    return ()
