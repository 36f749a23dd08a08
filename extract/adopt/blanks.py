"""Recognise lines with places to write or tick: label and dots, boxes to tick, sentences with blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.adopt.drafts import Value
from extract.adopt.gaps import Gap, GapKind, Piece, is_word, pieces_of
from extract.adopt.outline import Line
from extract.adopt.places import Place
from extract.adopt.sentence import either_of, read_sentence
from extract.adopt.sheet import Sheet
from extract.adopt.wording import guess_kind, is_date_and_time
from forms.model import Kind
from forms.names import option_slug

_BULLET = re.compile(r"^\s*[•▪▫◦‣●·*–\uf0b7-]\s+")
_OPEN_END = re.compile(
    r"\b(?:is|are|be|was|were|on|at|to|of|by|in|from|and|the|with|for|a|an|will|as|that|i|we|my|our|than|least|every)$",
    re.IGNORECASE,
)
_MOST_LABEL_WORDS = 12
_LONGEST_OPTION = 40


def read_blanks(sheet: Sheet, place: Place, lines: Sequence[Line], at: int) -> int:
    """Add what is asked in a line with gaps; return how many lines were used."""
    line = lines[at]
    pieces = pieces_of(_BULLET.sub("", line.text))
    if any(isinstance(piece, Gap) and piece.kind is GapKind.TICK for piece in pieces):
        return read_options(sheet, place, lines, at, "")
    either = either_of(line.text)
    if either is not None:
        _read_either(sheet, place, *either)
        return 1
    if not any(isinstance(piece, str) and is_word(piece) for piece in pieces):
        return _read_rule(sheet, place, lines, at)
    pairs = _pairs_of(pieces)
    if pairs is not None:
        _read_pairs(sheet, place, pairs, line)
        return 1
    place.words(read_sentence(sheet, pieces, bullet=line.bullet or bool(_BULLET.match(line.text))))
    return 1


def _read_either(sheet: Sheet, place: Place, label: str, options: tuple[str, ...], rest: str) -> None:
    kind, keys, notes = choice_of(options)
    field_id = sheet.add(label, kind, keys={**keys, "as_words": True}, notes=notes)
    place.pair([f"{field_id}.label"], [field_id, *([f"'{rest}"] if rest else [])], wide=False)


def _read_rule(sheet: Sheet, place: Place, lines: Sequence[Line], at: int) -> int:
    """Take lines of dots without words for room under what stands above them."""
    used = 1
    while at + used < len(lines) and not re.search(r"\w", lines[at + used].text.replace("_", "")):
        used += 1
    note = "lines to write on without words of their own: give it a label, or take it out"
    field_id = sheet.add(
        "",
        Kind.MULTILINE,
        name=sheet.heading or sheet.title,
        stem="notes",
        keys={"lines": max(used, 2)},
        notes=[note],
    )
    place.pair([], [field_id], wide=True)
    return used


def is_labelled(text: str) -> bool:
    """Return whether a line with gaps asks by labels or options, not within a sentence."""
    pieces = pieces_of(_BULLET.sub("", text))
    if any(isinstance(piece, Gap) and piece.kind is GapKind.TICK for piece in pieces):
        return True
    return (
        not any(isinstance(piece, str) and is_word(piece) for piece in pieces)
        or _pairs_of(pieces) is not None
    )


def _pairs_of(pieces: Sequence[Piece]) -> list[tuple[str, Gap, str]] | None:
    """Return (label, gap, words behind it) for a line of labels with gaps, None for a sentence."""
    pairs: list[tuple[str, Gap, str]] = []
    words = ""
    for piece in pieces:
        if isinstance(piece, str):
            if is_word(piece):
                words = piece
            continue
        if not words:
            return None
        pairs.append((words, piece, ""))
        words = ""
    if words:
        label, gap, _ = pairs[-1] if pairs else ("", Gap(), "")
        if not label or not re.fullmatch(r"\(.*\)", words):
            return None
        pairs[-1] = (label, gap, words)
    return pairs if pairs and all(_is_label(label) for label, _, _ in pairs) else None


def _is_label(words: str) -> bool:
    if words.rstrip().endswith((":", "?")):
        return len(words.split()) <= 2 * _MOST_LABEL_WORDS
    return (
        len(words.split()) <= _MOST_LABEL_WORDS
        and not _OPEN_END.search(words)
        and not re.search(r"[.;,]\s", words)
    )


def _read_pairs(sheet: Sheet, place: Place, pairs: Sequence[tuple[str, Gap, str]], line: Line) -> None:
    single = len(pairs) == 1
    for label, gap, after in pairs:
        ids = _ask_gap(sheet, label, gap, line.space if single else 0)
        behind = [f"'{after}"] if after else []
        kinds = {one.kind for one in sheet.fields if one.id in ids}
        wide = bool(kinds & {Kind.MULTILINE, Kind.ACTIONS, Kind.CARRIED, Kind.TABLE})
        place.pair([f"{ids[0]}.label"], [*ids, *behind], wide=wide)


def _ask_gap(sheet: Sheet, label: str, gap: Gap, space: int) -> list[str]:
    """Return the ids of what a label with a gap asks for."""
    by_shape = {GapKind.DATE: Kind.DATE, GapKind.TIME: Kind.TIME}.get(gap.kind)
    guess = guess_kind(label)
    if by_shape is None and not is_date_and_time(label):
        if guess.kind is Kind.MULTILINE and space < 2:
            # One row of dots is one line, whatever the words.
            by_shape = Kind.TEXT if len(label.split()) <= 6 and "?" not in label else None
        elif guess.kind is Kind.TEXT:
            by_shape = Kind.TEXT
    ids = sheet.ask(label, space, kind=by_shape)
    if gap.prompt:
        sheet.change(ids[0], hint=gap.prompt)
    return ids


def read_options(sheet: Sheet, place: Place, lines: Sequence[Line], at: int, label: str) -> int:
    """Add the boxes to tick of a line and of those below that are only boxes; return how many were used."""
    found_label, options = options_of(lines[at].text)
    used = 1
    alone = len(options) == 1 and not found_label
    while alone and at + used < len(lines):
        more_label, more = options_of(lines[at + used].text)
        if more_label or len(more) != 1:
            break
        options += more
        used += 1
    label = label or found_label
    if len(options) == 1 or not label or any(len(option) > _LONGEST_OPTION for option in options):
        if label:
            place.words(sheet.clause(label))
        for option in options:
            field_id = sheet.add("", Kind.TICK, name=option, stem=option, keys={"options": (option,)})
            place.pair([], [field_id], wide=True)
        return used
    add_choice(sheet, place, label, options, below=used > 1)
    return used


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
    pieces = pieces_of(_BULLET.sub("", text))
    ticks = [at for at, piece in enumerate(pieces) if isinstance(piece, Gap) and piece.kind is GapKind.TICK]
    if not ticks:
        return "", []
    words = [piece.strip() for piece in pieces if isinstance(piece, str) and is_word(piece)]
    label = ""
    if isinstance(pieces[0], str) and isinstance(pieces[-1], Gap) and pieces[-1].kind is GapKind.TICK:
        # The box stands behind its words: "Happy with it? Yes [ ] No [ ]".
        head = re.match(r"(.*[:?])\s*(\S.*)$", words[0])
        if head:
            label, words[0] = head[1], head[2]
    elif isinstance(pieces[0], str):
        label, words = words[0], words[1:]
    options = [word.strip(" :,/;") for word in words]
    return label, [option for option in options if option_slug(option)]
