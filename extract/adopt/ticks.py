"""Recognise boxes to tick: options behind a label, options below each other, statements with one box."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.adopt.drafts import Value
from extract.adopt.gaps import Gap, GapKind, is_word, pieces_of, words_of
from extract.adopt.outline import Line
from extract.adopt.places import Place
from extract.adopt.sheet import Sheet
from extract.adopt.wording import differ
from forms.model import Kind
from forms.names import option_slug

_BULLET = re.compile(r"^\s*[•▪▫◦‣●·*–\uf0b7-]\s+")
_LONGEST_OPTION = 40
"""What is longer is a statement with a box, not one of several answers."""


def read_options(sheet: Sheet, place: Place, lines: Sequence[Line], at: int, label: str) -> int:
    """Add the boxes to tick of a line and of those below that are only boxes; return how many were used.

    `label` is what the line above asks, "" where the line asks by itself.
    """
    found_label, options = options_of(lines[at].text)
    used = 1
    while len(options) == used and not found_label and at + used < len(lines):
        more_label, more = options_of(lines[at + used].text)
        if more_label or len(more) != 1:
            break
        options += more
        used += 1
    label = label or found_label
    if not options:
        _read_loose(sheet, place, lines[at].text, label)
    elif label and _are_answers(options):
        add_choice(sheet, place, label, options, below=used > 1)
    else:
        _read_statements(sheet, place, label, options)
    return used


def _are_answers(options: Sequence[str]) -> bool:
    return len(options) > 1 and all(len(option) <= _LONGEST_OPTION for option in options) and differ(options)


def _read_statements(sheet: Sheet, place: Place, label: str, options: Sequence[str]) -> None:
    """Add one box for each option by itself."""
    if label:
        place.words(sheet.clause(label))
    for option in options:
        if option_slug(option) and len(option) <= _LONGEST_OPTION:
            field_id = sheet.add("", Kind.TICK, name=option, stem=option, keys={"options": (option,)})
            place.pair([], [field_id], wide=True)
        else:
            field_id = sheet.add(option, Kind.TICK, notes=['the box says "Yes" behind the statement'])
            place.pair([f"{field_id}.label"], [field_id], wide=True)


def _read_loose(sheet: Sheet, place: Place, text: str, label: str) -> None:
    """Keep the words of a line whose boxes belong to no words."""
    prompts = [piece.prompt for piece in pieces_of(text) if isinstance(piece, Gap) and piece.prompt]
    words = " ".join(part for part in (label, words_of(text), *prompts) if part)
    name = words or sheet.heading or sheet.title
    note = "boxes in this line were not understood: list them as options, or change the kind"
    field_id = sheet.add(words, Kind.MULTILINE, name=name, keys={"lines": 2}, notes=[note])
    place.pair([f"{field_id}.label"] if words else [], [field_id], wide=True)


def add_choice(sheet: Sheet, place: Place, label: str, options: Sequence[str], *, below: bool) -> None:
    """Add a choice with a label of its own."""
    kind, keys, notes = choice_of(options, several=below)
    field_id = sheet.add(label, kind, keys=keys, notes=notes)
    place.pair([f"{field_id}.label"], [field_id], wide=below)


def choice_of(options: Sequence[str], *, several: bool = False) -> tuple[Kind, dict[str, Value], list[str]]:
    """Return kind, keys and notes of a field with these options."""
    plain = tuple(option.casefold() for option in options)
    keys: dict[str, Value] = {} if tuple(options) == ("Yes", "No") else {"options": tuple(options)}
    if plain in {("yes", "no"), ("y", "n")}:
        return Kind.YES_NO, keys, []
    if several:
        return Kind.ANY_OF, keys, ['any number may be ticked; if only one: kind = "choice"']
    notes = [] if "n/a" in plain else ['one of them; if any number may be ticked: kind = "any_of"']
    return Kind.CHOICE, keys, notes


def options_of(text: str) -> tuple[str, list[str]]:
    """Return (label, options) of a line with boxes to tick, ("", []) for any other."""
    pieces = [piece for piece in pieces_of(_BULLET.sub("", text)) if isinstance(piece, Gap) or is_word(piece)]
    ticks = sum(isinstance(piece, Gap) and piece.kind is GapKind.TICK for piece in pieces)
    words = [piece for piece in pieces if isinstance(piece, str)]
    prompts = any(isinstance(piece, Gap) and piece.prompt for piece in pieces)
    if not ticks or not words or prompts:
        return "", []
    label = ""
    if isinstance(pieces[0], str) and isinstance(pieces[-1], Gap) and pieces[-1].kind is GapKind.TICK:
        # The box stands behind its words: "Happy with it? Yes [ ] No [ ]".
        head = re.match(r"(.*[:?])\s*(\S.*)$", words[0])
        if head and is_word(head[2]):
            label, words[0] = head[1], head[2]
    elif isinstance(pieces[0], str):
        label, words = words[0], words[1:]
    options = [word.strip(" :,/;") for word in words]
    return (label, options) if len(options) == ticks else ("", [])
