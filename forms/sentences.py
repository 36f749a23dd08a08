"""Sentences with blanks: `{ID}` in printed words stands for the answer of the field ID."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forms.model import Field

_BLANK = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """Printed words, or the blank of a field."""

    words: str = ""
    field_id: str = ""
    """"" for words."""


def pieces_of(sentence: str) -> tuple[Piece, ...]:
    """Return the words and blanks of a sentence in order; blanks at its ends have no empty words beside."""
    pieces: list[Piece] = []
    at = 0
    for match in _BLANK.finditer(sentence):
        pieces += [Piece(words=sentence[at : match.start()]), Piece(field_id=match[1])]
        at = match.end()
    pieces.append(Piece(words=sentence[at:]))
    return tuple(piece for piece in pieces if piece.words or piece.field_id)


def printed_words(sentence: str, fields: Mapping[str, Field | None]) -> str:
    """Return what a sentence prints: its blanks left out, words to delete with strokes between them."""
    words = ""
    for piece in pieces_of(sentence):
        field = fields.get(piece.field_id)
        words += piece.words
        words += (
            "/".join(field.options) if field is not None and field.as_words else " " * bool(piece.field_id)
        )
    return " ".join(words.split())
