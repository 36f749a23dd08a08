"""Check the options that are printed beside boxes, of fields, columns and rows, and how they stand."""

from __future__ import annotations

from collections.abc import Sequence

from forms.mistakes import Mistakes, quoted
from forms.model import Field, Kind
from forms.names import any_of_name, option_slug
from forms.toml_lines import Place

_MOST_OPTIONS = 999
_HOW_MANY = {Kind.YES_NO: (2, 2), Kind.TICK: (1, 1), Kind.ANY_OF: (1, _MOST_OPTIONS)}
"""The fewest and the most options; two or more for the other kinds."""
MOST_ACROSS = 6
"""The most columns that options can stand in."""


def check_options(field: Field, place: Place, mistakes: Mistakes) -> None:
    """Note what is wrong with the options of a field that has some."""
    at = (*place, "options")
    count = len(field.all_options)
    fewest, most = _HOW_MANY.get(field.kind, (2, _MOST_OPTIONS))
    if count > most == _MOST_OPTIONS:
        advice = "shorten the list, or ask in words"
        _add(mistakes, at, f"{count} options", f"{_MOST_OPTIONS} at most", advice)
    elif not fewest <= count <= most:
        expected = {1: "one", 2: "two"}.get(most, f"{'two' if fewest > 1 else 'one'} or more")
        _add(mistakes, at, f"{count} options", expected, "list them all")
    if field.ends and len(field.ends) != 2:
        found = f"{len(field.ends)} ends of a scale"
        _add(mistakes, (*place, "ends"), found, "the words at its two ends", 'write ends = ["…", "…"]')
    if not 0 <= field.across <= MOST_ACROSS:
        found = f"across = {field.across}"
        _add(mistakes, (*place, "across"), found, f"0 to {MOST_ACROSS} columns", "correct it")
    ways = [key for key in ("as_list", "as_words", "across", "ends") if getattr(field, key)]
    if len(ways) > 1:
        _add(mistakes, (*place, ways[1]), f"{ways[0]} and {ways[1]}", "one of them", "take one out")
    check_option_names(field.all_options, at, mistakes)
    if field.kind is Kind.ANY_OF:
        _check_box_names(field, at, mistakes)


def _check_box_names(field: Field, place: Place, mistakes: Mistakes) -> None:
    """Note options whose boxes would be one, for that of an option like "Other" is called `other_box`."""
    names: dict[str, str] = {}
    for option in field.all_options:
        first = names.setdefault(any_of_name(field.id, option), option)
        # Of options with the same letters it is told already.
        if option_slug(first) != option_slug(option):
            mistakes.add(
                "D16",
                place,
                found=f"the option {quoted(option)} beside {quoted(first)}",
                expected="options whose boxes have names of their own in the files",
                advice=f'reword one of them: both would be called "{any_of_name(field.id, option)}"',
            )


def check_option_names(options: Sequence[str], place: Place, mistakes: Mistakes) -> None:
    """Note options that the files cannot tell from each other, or from a box that is not ticked."""
    slugs: dict[str, str] = {}
    for option in options:
        slug = option_slug(option)
        if slug == "off":
            mistakes.add(
                "D16",
                place,
                found=f"the option {quoted(option)}",
                expected='another word: in a PDF, "Off" stands for a box that nobody ticked',
                advice='write more than the one word, such as "Switched off"',
            )
        if not slug or slug in slugs:
            mistakes.add(
                "D16",
                place,
                found=f"the option {quoted(option)}" + (f" beside {quoted(slugs[slug])}" if slug else ""),
                expected="options that differ in their letters a to z or digits",
                advice="reword one: Word's tags are made from them",
            )
        slugs.setdefault(slug, option)


def _add(mistakes: Mistakes, place: Place, found: str, expected: str, advice: str) -> None:
    mistakes.add("D17", place, found=found, expected=expected, advice=advice)
