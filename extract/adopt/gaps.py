r"""Find the places of a line where something is to be written or ticked.

Rows of dots and underscores, masks such as `/ /` and 00:00, prompts such as [Enter name], boxes to tick.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from extract.adopt.outline import GAP


class GapKind(StrEnum):
    """What a gap is for, as far as its shape says."""

    TEXT = "text"
    DATE = "date"
    TIME = "time"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Gap:
    """One place to write or tick. `prompt` holds the words that stood in it."""

    kind: GapKind = GapKind.TEXT
    prompt: str = ""
    letters: int = 0
    """How many dots or underscores it is long; 0 where its shape says nothing."""


Piece: TypeAlias = str | Gap
"""Words, or a gap between words."""

_ROW = rf"(?:{GAP}|_(?:\s?_)+|[.…·](?:\s?[.…·]){{3,}}|…(?:\s?[.…])+|\.\.\.(?=\s*$)|-{{6,}}|–{{4,}})"
_PART = rf"(?:{_ROW}|_|[.…]+)"
_DATE = (
    rf"(?<![^\s:(])(?:(?:[dD]{{2}}|{_PART})\s*)?/\s*(?:(?:[mM]{{2}}|{_PART})\s*)?"
    rf"/\s*(?:[yY]{{2,4}}|20(?:_+|{_PART})|{_PART})?(?![^\s).,;])"
)
_TIME = r"\b(?:00:00|[hH]{2}:[mM]{2})\b|(?<!\S)_+\s*:\s*_+"
_PROMPT = (
    r"\[(?:please\s+)?(?:enter|insert|type|add|write|name|date|click|your|delete|choose|select)\b[^\[\]]*\]"
    r"|<(?:please\s+)?(?:enter|insert|type|add)\b[^<>]*>"
    r"|(?:click|tap)(?: or (?:click|tap))? (?:here )?to enter (?:text|a date)\.?"
    r"|choose an item\.?|click here to type"
)
_TICKS = r"[☐☑☒□❏❐❑❒◻▢◯○\uf06f\uf071\uf072\uf0a8\uf0a3]|\[\s?\]|\(\s+\)"
_TRAILING = r"(?<=\w)…(?=\s*$)"
"""One sign for dots at a line's end, behind a word: "The venue will be…"."""
_GAPS = re.compile(
    f"(?P<tick>{_TICKS})|(?P<date>{_DATE})|(?P<time>{_TIME})|(?P<prompt>{_PROMPT})|(?P<row>{_ROW})"
    f"|(?P<trail>{_TRAILING})",
    re.IGNORECASE,
)
_NOT_TRAILING = re.compile(r"\b(?:etc|so on|and more)\s*…?\s*$", re.IGNORECASE)


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Return the words and gaps of a line in order; words are stripped, none is empty."""
    pieces: list[Piece] = []
    end = 0
    for match in _GAPS.finditer(text):
        kind = match.lastgroup
        if kind == "trail" and _NOT_TRAILING.search(text[: match.start()]):
            continue
        _add_words(pieces, text[end : match.start()])
        pieces.append(_gap_of(kind or "row", match[0]))
        end = match.end()
    _add_words(pieces, text[end:])
    return _joined(pieces)


def has_gap(text: str) -> bool:
    """Return whether something is to be written or ticked in the line."""
    return any(isinstance(piece, Gap) for piece in pieces_of(text))


def words_of(text: str) -> str:
    """Return the line's words without its gaps."""
    return " ".join(piece for piece in pieces_of(text) if isinstance(piece, str) and is_word(piece))


def prompts_of(text: str) -> str:
    """Return the words that stand in the gaps of a line as prompts."""
    return " ".join(piece.prompt for piece in pieces_of(text) if isinstance(piece, Gap) and piece.prompt)


def is_word(text: str) -> bool:
    """Return whether a piece has a letter or digit, not only the full stop behind a row of dots."""
    return any(sign.isalnum() for sign in text)


def _gap_of(kind: str, written: str) -> Gap:
    if kind == "tick":
        return Gap(GapKind.TICK)
    if kind == "date":
        return Gap(GapKind.DATE)
    if kind == "time":
        return Gap(GapKind.TIME)
    if kind == "prompt":
        prompt = written.strip("[]<> ")
        dated = re.search(r"\bdate\b", prompt, re.IGNORECASE)
        return Gap(GapKind.DATE if dated else GapKind.TEXT, prompt if written[0] in "[<" else "")
    return Gap(letters=len(written) if len(written) > 1 else 0)


def _add_words(pieces: list[Piece], text: str) -> None:
    words = " ".join(text.split())
    if words:
        pieces.append(words)


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with gaps that touch made one, and only a tick of its own kind kept apart."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, Gap) and isinstance(last, Gap) and GapKind.TICK not in {piece.kind, last.kind}:
            kind = piece.kind if last.kind is GapKind.TEXT else last.kind
            joined[-1] = Gap(kind, f"{last.prompt} {piece.prompt}".strip(), last.letters + piece.letters)
        else:
            joined.append(piece)
    return tuple(joined)
