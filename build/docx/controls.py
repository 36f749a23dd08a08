"""Turn the controls of a page into Word's content controls."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from build.docx.content import ContentControl
from build.page import Control, Input, Tick
from forms import placeholders
from forms.dates import parse_date
from forms.names import MAX_TAG_LENGTH, option_name

MAX_ALIAS_LENGTH = 64
"""Word cuts a longer title off; ours end in an ellipsis and stay unique."""

_PLACEHOLDERS = {
    Input.LINE: placeholders.TEXT,
    Input.LINES: placeholders.TEXT,
    Input.DATE: placeholders.DATE,
    Input.LIST: placeholders.LIST,
}
_WORD_INPUTS = {Input.LINE: "text", Input.LINES: "text", Input.DATE: "date", Input.LIST: "list"}
_SHOWN_DATE = re.compile(r"\d{2}/\d{2}/\d{4}")
_OPEN, _LOCKED = "sdtLocked", "sdtContentLocked"


@dataclass(slots=True)
class Numbering:
    """Give out what is unique in one document: numbers and titles of controls, in reading order."""

    _last: int
    _aliases: set[str]

    @classmethod
    def from_start(cls) -> Numbering:
        """Return a numbering of which nothing is given out yet."""
        return cls(0, set())

    def number(self) -> int:
        """Return the next number, from 1."""
        self._last += 1
        return self._last

    def alias(self, name: str, end: str = "") -> str:
        """Return a title of `name` and `end` that Word can hold and that no other control has.

        Of a name that is too long the middle goes, for names differ at both their ends.
        """
        for count in range(1, len(self._aliases) + 2):
            suffix = end if count == 1 else f"{end} ({count})"
            alias = _shorten(" ".join(name.split()), MAX_ALIAS_LENGTH - _units(suffix)) + suffix
            if alias not in self._aliases:
                self._aliases.add(alias)
                return alias
        raise AssertionError("one more title than there are titles is free")


def build_control(
    control: Control, numbering: Numbering, *, labelled: bool = False, narrow: bool = False
) -> ContentControl:
    """Return the content control of a text, date or list `control`.

    `labelled`: a small label stands before it; `narrow`: there is room for few words.
    """
    text = control.text
    kind = _WORD_INPUTS[control.input]
    return ContentControl(
        _tag(control.name),
        numbering.alias(control.accessible_name),
        numbering.number(),
        _lock(control),
        kind,
        text,
        placeholder="" if text else _placeholder(control, labelled=labelled, narrow=narrow),
        multiline=control.input is Input.LINES or "\n" in text,
        full_date=_full_date(text) if kind == "date" else "",
        options=control.options,
    )


def build_blank(control: Control, letters: int, numbering: Numbering) -> ContentControl:
    """Return the content control of a blank inside a sentence, `letters` wide while it is empty.

    It is as empty when nobody can answer any more: a paper form would show the same line.
    """
    inline = build_control(control, numbering)
    if control.text:
        return replace(inline, blank_space=True)
    words = inline.placeholder if control.input is Input.LIST else placeholders.blank_space(letters)
    return replace(inline, blank_space=True, placeholder=words)


def build_tick(tick: Tick, numbering: Numbering) -> ContentControl:
    """Return the tick box of one option, or a box that stands by itself."""
    control = tick.control
    alone = control.input is Input.CHECK
    end = "" if alone and control.accessible_name.endswith(tick.option) else f": {tick.option}"
    return ContentControl(
        _tag(control.name if alone else option_name(control.name, tick.option)),
        numbering.alias(control.accessible_name, end),
        numbering.number(),
        _lock(control),
        "tick",
        ticked=control.text == tick.option,
    )


def empty_lines(control: Control) -> int:
    """Return the least height of an answer, in lines; what nobody can type needs no more than its text."""
    return 1 if control.flowing or (control.locked and control.text) else control.lines


def text_lines(text: str, width_characters: int) -> int:
    """Return about how many lines `text` takes."""
    if len(text) < width_characters and "\n" not in text:
        return 1
    return sum([1 + len(line) // max(width_characters, 1) for line in text.split("\n")])


def _lock(control: Control) -> str:
    return _LOCKED if control.locked or control.flowing else _OPEN


def _placeholder(control: Control, *, labelled: bool, narrow: bool) -> str:
    if control.flowing:
        return placeholders.DASH if labelled else placeholders.LEFT_BLANK
    if control.locked:
        return placeholders.LOCKED
    words = _PLACEHOLDERS[control.input]
    return placeholders.CELL if narrow and words == placeholders.TEXT else words


def _full_date(text: str) -> str:
    # Only a date in the control's own format: Word would show any other anew, and change what was typed.
    date = parse_date(text) if _SHOWN_DATE.fullmatch(text) else None
    return date.isoformat() if date else ""


def _tag(name: str) -> str:
    if len(name) > MAX_TAG_LENGTH:
        raise ValueError(f"{name} has {len(name)} characters; Word takes tags of up to {MAX_TAG_LENGTH}")
    return name


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _shorten(name: str, room: int) -> str:
    if _units(name) <= room:
        return name
    tail = room // 3
    return f"{name[: room - tail - 1].rstrip()}…{name[-tail:].lstrip()}"
