"""Recognise lines of text one by one: labels with room below, blanks, boxes to tick, agenda items, prose."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.adopt import blanks
from extract.adopt.gaps import has_gap
from extract.adopt.outline import Line
from extract.adopt.places import Place
from extract.adopt.sentence import has_words_to_delete
from extract.adopt.sheet import Sheet
from extract.adopt.signing import announces_signatures, is_signature, read_signature
from extract.adopt.ticks import options_of, read_options
from extract.adopt.wording import (
    bare,
    ends_as_label,
    explains_answer,
    guess_kind,
    is_question,
    is_sentence,
    is_strong_label,
    numbering,
)
from forms.model import Kind

_WIDE = frozenset({Kind.MULTILINE, Kind.TABLE, Kind.ACTIONS, Kind.CARRIED})
_BULLET = re.compile(r"^\s*[•▪▫◦‣●○·*–\uf0b7\uf0a7\uf0fc\uf076-]\s+")
_AGENDA = re.compile(r"\bagenda\b", re.IGNORECASE)
_ITEM_WORDS = 20
ROOM = 2
"""So many empty lines are room to write in, fewer are a typist's habit."""


class LineReader:
    """Reads the lines of one stretch: those between two tables, or those of one cell."""

    def __init__(
        self,
        sheet: Sheet,
        place: Place,
        lines: Sequence[Line],
        *,
        table_follows: bool = False,
        boxed: bool = False,
        context: str = "",
    ) -> None:
        """Keep where the fields go; `context` are words beside a cell that name what it holds.

        `boxed`: an empty box stands below the last line.
        """
        self._sheet = sheet
        self._place = place
        self._lines = lines
        self._table_follows = table_follows
        self._boxed = boxed
        self._context = context

    def read(self) -> None:
        """Recognise every line."""
        at = 0
        while at < len(self._lines):
            at += self._read_at(at)

    def _read_at(self, at: int) -> int:
        line = self._lines[at]
        if is_signature(line.text, signing=self._sheet.signing):
            return read_signature(self._sheet, self._place, self._lines, at, self._context)
        if announces_signatures(line.text):
            self._sheet.signing = True
            return self._clause(line, heading=True)
        if has_gap(line.text) or has_words_to_delete(line.text):
            return blanks.read_blanks(self._sheet, self._place, self._lines, at)
        if self._is_asking(at):
            return self._ask(at)
        if self._is_agenda_item(at):
            return self._ask_item(at)
        return self._clause(line, heading=self._is_heading(at))

    def _is_asking(self, at: int) -> bool:
        """Return whether nothing but room follows a label."""
        line = self._lines[at]
        last = at == len(self._lines) - 1
        if last and self._boxed:
            return True
        if not ends_as_label(line.text):
            strong = is_strong_label(line.text) and not line.heading and len(line.text.split()) <= 8
            return strong and not (last and self._table_follows)
        if is_sentence(line.text) or (line.heading and line.page_start):
            return False
        return not self._table_follows if last else self._leaves_room(at)

    def _leaves_room(self, at: int) -> bool:
        """Return whether what follows a label with a colon or question mark is no text that it introduces."""
        line, following = self._lines[at], self._lines[at + 1]
        if _is_ticks(following.text) or explains_answer(following.text):
            return True
        if following.bullet and not line.bullet and not ends_as_label(following.text):
            return False
        if self._answerable(at + 1) or (self._sheet.agenda and self._is_agenda_item(at + 1)):
            return True
        listed = following.bullet or _BULLET.match(following.text) or numbering(following.text)
        return not listed and line.space >= ROOM and not line.heading

    def _answerable(self, at: int) -> bool:
        line = self._lines[at]
        text = line.text
        if is_signature(text, signing=self._sheet.signing) or announces_signatures(text):
            return True
        if has_gap(text):
            return blanks.is_labelled(text)
        if line.heading:
            return True
        return (ends_as_label(text) and not is_sentence(text)) or is_strong_label(text)

    def _ask(self, at: int) -> int:
        line = self._lines[at]
        used = 1
        label = without_bullet(line.text)
        while at + used < len(self._lines) and explains_answer(self._lines[at + used].text):
            label = f"{label} {self._lines[at + used].text}"
            used += 1
        if at + used < len(self._lines) and _is_ticks(self._lines[at + used].text):
            return used + read_options(self._sheet, self._place, self._lines, at + used, label)
        space = self._lines[at + used - 1].space
        boxed = self._boxed and at + used == len(self._lines)
        notes = (
            [] if ends_as_label(label) or boxed else ["found by its words alone; a heading would be a clause"]
        )
        if used > 1 and is_question(label) and guess_kind(label).kind is Kind.YES_NO:
            ids = self._sheet.ask(label, space, notes=notes)
            self._sheet.change(ids[0], comment=True)
        else:
            ids = self._sheet.ask(label, space, notes=notes)
        self._put(ids)
        return used

    def _ask_item(self, at: int) -> int:
        line = self._lines[at]
        guess = guess_kind(line.text)
        kind = (
            guess.kind if guess.kind in {Kind.DATE, Kind.TIME, Kind.CARRIED, Kind.TABLE} else Kind.MULTILINE
        )
        ids = self._sheet.ask(
            line.text, line.space, kind=kind, notes=["an item of the agenda, with room for notes"]
        )
        self._put(ids)
        return 1

    def _put(self, ids: Sequence[str]) -> None:
        kinds = {one.kind for one in self._sheet.fields if one.id in ids}
        long = len(self._sheet.fields[-1].label) > 60
        self._place.pair([f"{ids[0]}.label"], list(ids), wide=bool(kinds & _WIDE) or long)

    def _is_agenda_item(self, at: int) -> bool:
        line = self._lines[at]
        words = bare(line.text)
        if not numbering(line.text) or not words or line.text.rstrip().endswith((".", ";")):
            return False
        if len(re.split(r"\be\.?g\b|\(|–|:", words)[0].split()) > _ITEM_WORDS or announces_signatures(
            line.text
        ):
            return False
        if self._sheet.agenda:
            return True
        numbered = [one for one in self._lines if numbering(one.text)]
        spaced = [one for one in numbered if one.space >= 1]
        return len(numbered) >= 3 and len(spaced) > len(numbered) // 2 and line.space >= 1

    def _is_heading(self, at: int) -> bool:
        line = self._lines[at]
        text = line.text.strip()
        if re.fullmatch(r"(?:the )?agenda(?: items)?:?", text, re.IGNORECASE):
            return True
        above_table = self._table_follows and at == len(self._lines) - 1
        if above_table and len(text.split()) <= 8 and not text.endswith((".", ";", ",")):
            return True
        return line.heading or (text.endswith(":") and len(text.split()) <= 8)

    def _clause(self, line: Line, *, heading: bool = False) -> int:
        bullet = line.bullet or bool(_BULLET.match(line.text))
        words = without_bullet(line.text)
        if not any(sign.isalnum() for sign in words):
            return 1
        if heading:
            self._sheet.heading = words
            self._sheet.agenda = bool(_AGENDA.search(words)) or (self._sheet.agenda and not bullet)
            self._sheet.signing = announces_signatures(words)
        self._place.words(self._sheet.clause(words, heading=heading and not bullet, bullet=bullet))
        return 1


def without_bullet(text: str) -> str:
    """Return a line without the sign of a list in front of it."""
    return _BULLET.sub("", text)


def _is_ticks(text: str) -> bool:
    """Return whether a line is only boxes to tick: the answers to what the line above asks."""
    label, options = options_of(text)
    return bool(options) and not label
