"""Check the conditions of a form: only_if names an earlier answer, one of its options, and no circle.

A field waits for the question of its own condition, and for one of those of the sections that show it,
where all of these have a condition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from forms.conditions import parse_condition, shown_in
from forms.mistakes import Mistakes, quoted, suggested
from forms.model import ONE_OF, Field, Kind, Stage
from forms.printed_page import Section
from forms.toml_lines import Place

_DECIDING = ONE_OF | {Kind.ANY_OF, Kind.TICK}


@dataclass(frozen=True, slots=True)
class _Wait:
    """One thing that a field waits for: the id of a question; where that is written, and in which section."""

    asked: str
    place: Place
    section: str = ""


def check_conditions(fields: Sequence[Field], sections: Sequence[Section | None], mistakes: Mistakes) -> None:
    """Note conditions that can never be looked up, or only after what depends on them."""
    by_id = {field.id: field for field in fields}
    for place, condition in _conditions(fields, sections):
        _check(condition, by_id, place, mistakes)
    waits = _waits(by_id, sections)
    never = _never_asked(waits)
    told: set[tuple[str, ...]] = set()
    for field_id in never:
        circle, place = _circle(field_id, never)
        if circle and circle not in told:
            told.add(circle)
            mistakes.add(
                "D22",
                place,
                found=f"a circle of conditions: {' -> '.join(circle)}",
                expected="conditions that lead to a question asked of everybody",
                advice="take out only_if of one of them",
            )
    order = {field.id: at for at, field in enumerate(fields)}
    for field in fields:
        asked = _parts(field.only_if)[0]
        if order.get(asked, -1) > order[field.id] and field.id not in never:
            mistakes.add(
                "D22",
                ("field", field.id, "only_if"),
                found=f"{field.id} only if {quoted(field.only_if)}, which is asked after it",
                expected="an earlier question",
                advice="change the order of the fields",
            )
    _check_stages(by_id, waits, mistakes)


def _waits(
    by_id: Mapping[str, Field], sections: Sequence[Section | None]
) -> dict[str, tuple[tuple[_Wait, ...], ...]]:
    """Return, for each field that waits, what it waits for: one of each group."""
    shown: dict[str, list[_Wait]] = {}
    for at, section in enumerate(sections):
        if section is not None:
            wait = _Wait(_parts(section.only_if)[0], ("section", at, "only_if"), section.id)
            for field_id in dict.fromkeys(shown_in(section)):
                shown.setdefault(field_id, []).append(wait)
    waits = {}
    for field in by_id.values():
        own = _Wait(_parts(field.only_if)[0], ("field", field.id, "only_if"))
        groups = ((own,), tuple(shown.get(field.id, ())))
        # What names no known question is told by itself, and keeps nobody waiting.
        kept = tuple(
            group for group in groups if group and all(_decides(by_id.get(wait.asked)) for wait in group)
        )
        if kept:
            waits[field.id] = kept
    return waits


def _decides(field: Field | None) -> bool:
    return field is not None and field.kind in _DECIDING


def _never_asked(waits: Mapping[str, tuple[tuple[_Wait, ...], ...]]) -> dict[str, tuple[_Wait, ...]]:
    """Return, for each field that waits for itself or for such a field, the group that keeps it waiting."""
    left = dict(waits)
    while True:
        free = [
            field_id
            for field_id, groups in left.items()
            if all(any(wait.asked not in left for wait in group) for group in groups)
        ]
        if not free:
            break
        for field_id in free:
            del left[field_id]
    return {
        field_id: next(group for group in groups if all(wait.asked in left for wait in group))
        for field_id, groups in left.items()
    }


def _circle(field_id: str, never: Mapping[str, tuple[_Wait, ...]]) -> tuple[tuple[str, ...], Place]:
    """Return the way from a field back to itself and where it begins, () where it only leads to a circle."""
    way, at, seen = [field_id], field_id, {field_id}
    while True:
        wait = never[at][0]
        way += [f"section {wait.section}", wait.asked] if wait.section else [wait.asked]
        if wait.asked == field_id:
            return tuple(way), never[field_id][0].place
        if wait.asked in seen:
            return (), ()
        seen.add(wait.asked)
        at = wait.asked


def _check_stages(
    by_id: Mapping[str, Field],
    waits: Mapping[str, tuple[tuple[_Wait, ...], ...]],
    mistakes: Mistakes,
) -> None:
    """Note what is answered at an earlier stage than the question that decides whether it applies."""
    stages = list(Stage)
    told: set[Place] = set()
    for field_id, groups in waits.items():
        field = by_id[field_id]
        for group in groups:
            latest = [one for one in group if _is_later(by_id[one.asked], field, stages)]
            if field.kind is Kind.CLAUSE or len(latest) < len(group) or latest[0].place in told:
                continue
            told.add(latest[0].place)
            asked = by_id[latest[0].asked]
            mistakes.add(
                "D22",
                latest[0].place,
                found=f"{field.id} at the stage {field.stage}, only if {asked.id}, "
                f"which is asked at the stage {asked.stage}",
                expected="a question of the same stage or an earlier one",
                advice="change the stage of one of the two",
            )


def _is_later(asked: Field, field: Field, stages: Sequence[Stage]) -> bool:
    return stages.index(asked.stage) > stages.index(field.stage)


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
    if field is None or not _decides(field) or not option:
        own = place[1] if place[0] == "field" else ""
        known = [one.id for one in by_id.values() if _decides(one) and one.id != own]
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
