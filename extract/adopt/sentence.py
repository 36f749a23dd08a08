"""Recognise sentences with blanks and words to delete: "I ____ agree to act as Supervisor/Supervisee"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.adopt.drafts import Sentence, Value
from extract.adopt.gaps import Gap, GapKind, Piece, is_word
from extract.adopt.sheet import Sheet
from extract.adopt.wording import differ
from forms.model import Kind

_DATE_BEFORE = re.compile(
    r"\b(?:commenc\w+|start\w*|begin\w*|held|dated?|review\w*|agreed|take place|due|ends?|met) (?:on"
    r"|by|from)$|\bdated?$",
    re.IGNORECASE,
)
_WORD = r"[A-Za-z][\w’'-]*"
_CAPITALS = re.compile(r"(?<![\w/])([A-Z][\w’'-]*(?:/[A-Z][\w’'-]*)+)(?![\w/])")
"""Beside a blank, two words with capitals and a stroke between are a choice: Supervisor/Supervisee."""
_MARKED = re.compile(rf"(?<![\w/])({_WORD}(?:\s?/\s?{_WORD})+)(?=\s*\*)")
_ANY = re.compile(rf"(?<![\w/])({_WORD}(?:\s?/\s?{_WORD})+)(?![\w/])")
_NOT = re.compile(r"(?<![\w/])((\w+)\s*/\s*\2\s+not)\b", re.IGNORECASE)
_DELETE = re.compile(r"\b(?:delete|circle|strike|cross out|underline|ring)\b", re.IGNORECASE)
_EITHER = re.compile(r"^(.*[?:])\s*((?:[^/?:()*]{1,40}/)+[^/?:()*]{1,40}?)\s*(\*?\s*\(.*\)|\*.*)?$")
_PLAIN = frozenset({"yes", "no", "n/a", "na", "y", "n", "not applicable", "true", "false"})
_FEWEST = 2
_MOST_OPTION_WORDS = 4
_LETTERS = (8, 40)


def either_of(text: str) -> tuple[str, tuple[str, ...], str] | None:
    """Return (label, options, what stands behind) of a line that ends with words to choose from."""
    match = _EITHER.match(text.strip())
    if not match:
        return None
    # The stroke of N/A parts no words.
    written = re.sub(r"\bN/A\b", "N\u2215A", match[2], flags=re.IGNORECASE)
    options = tuple(option.strip().replace("\u2215", "/") for option in written.split("/"))
    plain = all(option.casefold() in _PLAIN for option in options)
    told = bool(_DELETE.search(text)) or (match[3] or "").startswith("*")
    fits = all(option and len(option.split()) <= _MOST_OPTION_WORDS for option in options)
    if len(options) < _FEWEST or not fits or not (plain or told) or not differ(options):
        return None
    return match[1], options, (match[3] or "").strip()


def has_words_to_delete(text: str) -> bool:
    """Return whether a line without gaps asks to delete or circle some of its words."""
    if either_of(text) is not None or _NOT.search(text) or _MARKED.search(text):
        return True
    return bool(_DELETE.search(text)) and bool(_ANY.search(re.sub(r"\([^()]*\)", "", text)))


def read_sentence(sheet: Sheet, pieces: Sequence[Piece], *, bullet: bool) -> Sentence:
    """Return a sentence whose gaps are fields; words to delete as applicable become a choice."""
    text = ""
    previous = ""
    for at, piece in enumerate(pieces):
        if isinstance(piece, str):
            words = _with_choices(sheet, piece.replace("{", "(").replace("}", ")"))
            text += ("" if not text or words[0] in ".,;:)!?" else " ") + words
            previous = piece if is_word(piece) else previous
            continue
        behind = next((one for one in pieces[at + 1 : at + 2] if isinstance(one, str) and is_word(one)), "")
        glue = " " if text and not text.endswith(("(", "£")) else ""
        text += glue + "{" + _gap_field(sheet, previous, behind, piece) + "}"
        previous = ""
    return Sentence(text, bullet)


def _gap_field(sheet: Sheet, before: str, behind: str, gap: Gap) -> str:
    """Add the field of a blank and return its id; the words nearest to it are its label."""
    near = re.split(r"(?<=[.;:])\s+", before)[-1]
    bracket = re.match(r"\([^()]{1,40}\)", behind)
    if bracket:
        label = bracket[0]
    else:
        label = near if len(near.split()) > 1 or not behind else re.split(r"(?<=[.;:])\s+", behind)[0]
    label = label if is_word(label) else ""
    kind, notes = _kind_of(near, label, gap)
    keys: dict[str, Value] = {}
    if kind is Kind.TEXT and gap.letters:
        keys["room"] = min(max(gap.letters, _LETTERS[0]), _LETTERS[1])
    if gap.prompt:
        keys["hint"] = gap.prompt
    # Words that hold a choice are not printed together, so they cannot be the label of another field.
    printed = "" if {"{", "}"} & set(label) or " / " in label else label
    name = label or sheet.heading or sheet.title
    return sheet.add(printed, kind, name=name, stem=label, keys=keys, notes=notes)


def _kind_of(before: str, label: str, gap: Gap) -> tuple[Kind, list[str]]:
    if gap.kind is GapKind.DATE:
        return Kind.DATE, []
    if gap.kind is GapKind.TIME:
        return Kind.TIME, []
    if _DATE_BEFORE.search(before) or re.fullmatch(r"\(date\)", label, re.IGNORECASE):
        return Kind.DATE, ["a blank in a sentence, taken for a date by the words beside it"]
    return Kind.TEXT, ["a blank in a sentence: give it a name that says what is asked"]


def _with_choices(sheet: Sheet, words: str) -> str:
    """Return words in which those to delete as applicable stand as {ID} of a choice."""

    def choice(match: re.Match[str]) -> str:
        options = tuple(option.strip() for option in match[1].split("/"))
        shouted = all(option.isupper() and len(option) > 1 for option in options)
        if not differ(options) or shouted:
            return match[0]
        note = "words to delete as applicable; if they are only words: take the braces and the field out"
        keys: dict[str, Value] = {"options": options, "as_words": True}
        either = "/".join(options)
        # As a label the words must stand by themselves: a star behind them would be part of a word.
        alone = match.end() == len(match.string) or match.string[match.end()].isspace()
        label = either if alone and (match.start() == 0 or match.string[match.start() - 1].isspace()) else ""
        field_id = sheet.add(label, Kind.CHOICE, name=either, stem=" ".join(options), keys=keys, notes=[note])
        return "{" + field_id + "}"

    for pattern in (_NOT, _MARKED, _ANY) if _DELETE.search(words) else (_NOT, _MARKED):
        marked = pattern.sub(choice, words)
        if marked != words:
            return marked
    return _CAPITALS.sub(choice, words)
