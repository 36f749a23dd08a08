"""Check that the sections of a form show all its fields, each once, and that additions are marked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from forms.mistakes import Mistakes, quoted
from forms.model import Field, Kind
from forms.printed_page import LEAST_SHARE, Item, Section, Show
from forms.toml_lines import Place

_WORD = re.compile(r"\w+")
_SECTION_ID = re.compile(r"[a-z][a-z0-9_]*")
_ROUNDING = 1e-9


def check_coverage(
    fields: Sequence[Field], shown: Mapping[Item, Place], spelt: set[str], mistakes: Mistakes
) -> None:
    """Note the fields, options and labels that no section shows.

    One label may stand for several fields that print the same words, and a clause may be spelt by
    the printed words of one row (`spelt`).
    """
    printed = {field.label for field in fields if Item(Show.LABEL, field.id) in shown}
    whole = [_words(text) for text in spelt]
    for field in fields:
        answer = Item(Show.ANSWER, field.id)
        if answer in shown and any(
            Item(Show.OPTION, field.id, option) in shown for option in field.all_options
        ):
            mistakes.add(
                "D13",
                shown[answer],
                found=f"{field.id} both whole and option by option",
                expected="one of the two",
                advice=f'take out "{field.id}" or the boxes of its options',
            )
        missing = [
            what
            for what, item in _parts_to_show(field, shown)
            if item not in shown
            and not (item.show is Show.LABEL and (field.label in printed or _is_spelt(field.label, whole)))
        ]
        for what in missing:
            mistakes.add(
                "D12",
                ("field", field.id),
                found=f"{what} of {field.id} in no section",
                expected="every field on the page",
                advice="add it to a row, or take the field out",
            )


def _words(text: str) -> str:
    """Return the words of `text` between single spaces, without the signs around them."""
    return f" {' '.join(_WORD.findall(text))} "


def _is_spelt(label: str, whole: Sequence[str]) -> bool:
    """Return whether the words of a label stand together within one row or sentence."""
    words = _words(label)
    return bool(words.strip()) and any(words in one for one in whole)


def _parts_to_show(field: Field, shown: Mapping[Item, Place]) -> list[tuple[str, Item]]:
    parts = [("the words", Item(Show.LABEL, field.id))] if field.label else []
    if field.kind is Kind.CLAUSE:
        return parts
    boxes = [(f"the option {option}", Item(Show.OPTION, field.id, option)) for option in field.all_options]
    if any(item in shown for _, item in boxes):
        return parts + boxes
    return [*parts, ("the answer", Item(Show.ANSWER, field.id))]


def check_tables(fields: Sequence[Field], sections: Sequence[Section | None], mistakes: Mistakes) -> None:
    """Note tables whose printed rows or parties stand in one cell: they need a section of their own."""
    alone = {section.table for section in sections if section is not None}
    for field in fields:
        if (field.row or field.parties) and field.id not in alone and None not in sections:
            mistakes.add(
                "D17",
                ("field", field.id),
                found=f"the printed rows of {field.id} in one cell",
                expected=f'a section with table = "{field.id}" and cells',
                advice="give the table a section of its own",
            )
        if field.counts and field.id in alone:
            mistakes.add(
                "D17",
                ("field", field.id, "counts"),
                found=f"counts of {field.id}, whose rows are a section of their own",
                expected="counts of a table in a cell, where they have a place above its rows",
                advice=f'show "{field.id}" in a cell of other rows, or make each count a field of its own',
            )


def _check_widths(section: Section, place: Place, mistakes: Mistakes) -> None:
    """Note columns too narrow for what their cells show: words and boxes would be drawn over each other."""
    whole = sum(section.columns)
    narrow: dict[int, float] = {}
    for row in (section.header, *section.rows):
        at = 0
        for cell in row:
            share = sum(section.columns[at : at + cell.span]) / whole
            if cell.items and share < LEAST_SHARE - _ROUNDING:
                narrow.setdefault(at, share)
            at += cell.span
    for at in range(len(section.cells)):
        share = section.columns[at] / whole
        if share < LEAST_SHARE - _ROUNDING:
            narrow.setdefault(at, share)
    if narrow:
        at, share = next(iter(sorted(narrow.items())))
        others = f" and {len(narrow) - 1} more" if len(narrow) > 1 else ""
        mistakes.add(
            "D20",
            (*place, "columns"),
            found=f"column {at + 1} with {100 * share:.2g}% of the page's width{others}",
            expected=f"{100 * LEAST_SHARE:.2g}% or more for each column that shows something",
            advice="make it wider, or divide the table into two",
        )


def check_sections(
    sections: Sequence[Section | None], fields: Mapping[str, Field | None], mistakes: Mistakes
) -> None:
    """Note ids that do not serve, and added sections that show what the policy prints.

    A section that could not be read is None: it keeps its place in the count.
    """
    seen: set[str] = set()
    for at, section in enumerate(sections):
        place: Place = ("section", at)
        if section is None:
            continue
        if not _SECTION_ID.fullmatch(section.id):
            mistakes.add(
                "D07",
                (*place, "id"),
                found=f"the section id {quoted(section.id)}",
                expected="small letters, digits and underscores, a letter first",
                advice="rename it",
            )
        if section.id in seen:
            mistakes.add(
                "D08",
                (*place, "id"),
                found=f"a second section {quoted(section.id)}",
                expected="an id of its own for each section",
                advice="rename it",
            )
        seen.add(section.id)
        if section.added and not section.title.strip():
            mistakes.add(
                "D04",
                place,
                found="an added section without a title",
                expected='title = "…"',
                advice="write what the block is for",
            )
        _check_widths(section, place, mistakes)
        cells = [cell for row in (section.header, *section.rows) for cell in row]
        shown = [item.field_id for cell in cells for item in cell.items]
        for field_id in (*shown, section.table):
            field = fields.get(field_id)
            if section.added and field is not None and not field.added:
                mistakes.add(
                    "D17",
                    (*place, "added"),
                    found=f"the printed field {field.id} in an added section",
                    expected="only fields with added = true",
                    advice="add that to the field, or move it to a printed section",
                )
