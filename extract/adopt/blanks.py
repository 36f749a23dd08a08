"""Recognise lines with places to write or tick: label and dots, boxes to tick, sentences with blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.adopt.drafts import Value
from extract.adopt.gaps import Gap, GapKind, Piece, has_gap, is_word, pieces_of, prompts_of, words_of
from extract.adopt.outline import Line
from extract.adopt.places import Place
from extract.adopt.sentence import either_of, read_sentence
from extract.adopt.sheet import Sheet
from extract.adopt.ticks import choice_of, read_options
from extract.adopt.wording import guess_kind, is_date_and_time
from forms.model import Kind

_BULLET = re.compile(r"^\s*[•▪▫◦‣●·*–\uf0b7-]\s+")
_OPEN_END = re.compile(
    r"\b(?:is|are|be|was|were|on|at|to|of|by|in|from|and|the|with|for|a|an|will|as|that|i|we|my|our|than|least|every)$",
    re.IGNORECASE,
)
_MOST_LABEL_WORDS = 12


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
    while at + used < len(lines) and lines[at + used].text and not words_of(lines[at + used].text):
        if not has_gap(lines[at + used].text):
            break
        used += 1
    prompts = " ".join(found for line in lines[at : at + used] if (found := prompts_of(line.text)))
    note = "lines to write on without words of their own: give it a label, or take it out"
    keys: dict[str, Value] = {"lines": max(used, 2)}
    if prompts:
        keys["hint"] = prompts
    name = sheet.heading or sheet.title
    field_id = sheet.add("", Kind.MULTILINE, name=name, stem=prompts or "notes", keys=keys, notes=[note])
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
