"""Say what a person's words mean for a box: pure rules, one for each kind of question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.checked import SEVERAL
from extract.plan_values import shown, text_in
from extract.review.rows import Said, Typed
from extract.sheet_cells import StoredCell
from forms.checked import Checked
from forms.dates import iso_month, parse_date, parse_time
from forms.model import Kind
from forms.numbers import parse_number

_NOT_WORDS = frozenset({Kind.DATE, Kind.MONTH, Kind.TIME, Kind.NUMBER})
_MOST_LISTED = 300
_PARTED = re.compile(r"[;\n]")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a box asks for, and what was read in it."""

    kind: Kind
    options: tuple[str, ...]
    read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Why what a person typed cannot be taken."""

    why: str
    stays: bool = True
    """Whether it stays in its row: not where it would mean something there the next time."""


def answer_of(typed: Typed, asked: Asked, *, from_1904: bool = False) -> Checked | NotTaken:
    """Return what a person says of a box, or why nobody can tell what they mean."""
    if any(cell is not None and (cell.is_formula or cell.is_error) for cell in (typed.right, typed.choice)):
        return NotTaken("A formula stands here. Type the value itself")
    said = _choice(typed.choice)
    if isinstance(said, NotTaken):
        return said
    if typed.right is None:
        return _chosen(said, asked)
    if said is not None:
        return NotTaken("A value and a choice stand here. Leave one of them")
    is_words = asked.kind not in _NOT_WORDS
    words = text_in(typed.right) if is_words else shown(typed.right, from_1904=from_1904)
    if words is None:
        return NotTaken("Excel has made a date or a rounded number of this. Type ' before it")
    return _typed(words, asked)


def _chosen(said: Said | None, asked: Asked) -> Checked | NotTaken:
    if said is not Said.AS_READ:
        return Checked(None, is_legible=said is not Said.ILLEGIBLE)
    if len(asked.read) == 1:
        return Checked(asked.read[0])
    several = "Several things were read" if asked.read else "Nothing was read"
    return NotTaken(f"{several}, so nobody can tell which is meant. Type the value")


def _choice(cell: StoredCell | None) -> Said | NotTaken | None:
    if cell is None:
        return None
    words = " ".join(str(cell.value).split()).casefold()
    found = next((one for one in Said if one.casefold() == words), None)
    return found or NotTaken(f"or_choose: one of {', '.join(Said)} was expected. Choose from the list")


def _typed(words: str, asked: Asked) -> Checked | NotTaken:
    plain = words.strip()
    if asked.kind is Kind.ANY_OF:
        chosen = [_option(one, asked.options) for one in _PARTED.split(plain)]
        if None in chosen:
            return _none_of(asked.options, " If there are several, put ; between them")
        return Checked(SEVERAL.join(one for one in asked.options if one in chosen))
    if asked.options:
        option = _option(plain, asked.options)
        return Checked(option) if option is not None else _none_of(asked.options)
    misfit = _misfit(plain, asked.kind)
    return Checked(words) if misfit is None else NotTaken(misfit)


def _misfit(words: str, kind: Kind) -> str | None:
    """Return why words are not what a box asks for; what has no digits ("ASAP") may stand for a day."""
    has_digits = any(letter.isdigit() for letter in words)
    if kind is Kind.DATE and has_digits and parse_date(words) is None:
        return "This is no day that there is. Type it as 19/11/2026"
    if kind is Kind.MONTH and iso_month(words) is None:
        return "This is no month. Type it as November 2026"
    if kind is Kind.TIME and parse_time(words) is None:
        return "This is no time. Type it as 14:30"
    if kind is Kind.NUMBER and parse_number(words) is None:
        return "This is no number. Type it in figures"
    return None


def _option(words: str, options: Sequence[str]) -> str | None:
    folded = " ".join(words.split()).casefold()
    return next((one for one in options if " ".join(one.split()).casefold() == folded), None)


def _none_of(options: Sequence[str], more: str = "") -> NotTaken:
    listed = ", ".join(options)
    shortened = listed if len(listed) <= _MOST_LISTED else f"{listed[:_MOST_LISTED]} …"
    return NotTaken(f"This is none of what the form offers: {shortened}. Type one of them.{more}")
