"""The printed words of a form by which its answers are found on a page that somebody typed anew.

They are compared as a person does: capitals, quotes, dashes, spaces and a colon at the end do not count, nor
does a number in front, and a remark in brackets at the end may be left out.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forms.model import ACTION_TABLES, Definition, Field, Kind
from forms.printed_page import Cell, Section, Show

_DASHES = "-–—‑"
_QUOTES = "'’‘ʼ`\"“”"
_NUMBERED = r"(?:Q ?\.? ?\d{1,2} ?[.:)]?[ \t\u00a0]*|(?<!\()\d{1,2} ?[.)][ \t\u00a0]*)?"
_OWN_NUMBER = re.compile(r"^(?:Q\.?\s?\d{1,2}\.?\s+|\d{1,2}[.)]\s+)")
_REMARK = re.compile(r"\s*\([^()]*\)\s*[:?.]*$")
_ENDS = ":?.…  "
_SENTENCE_WORDS = 4
"""A label of so many words is known wherever it begins; a shorter one needs something that ends it."""


class Answered(StrEnum):
    """What an answer looks like, where that helps to see that the words before it are its label."""

    ANYHOW = "anyhow"
    DATED = "dated"
    """By a date or a time: figures."""
    SIGNED = "signed"
    """By a name, behind words that speak of a signature."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Words that a form prints. `number` counts them in the order of the page, from 0."""

    number: int
    text: str
    field_id: str = ""
    """The field whose label it is; "" for words that ask nothing."""
    more: tuple[str, ...] = ()
    """Fields without a label of their own that are answered beside it."""
    before: str = ""
    """The field without a label that is answered to the left of it."""
    answered: Answered = Answered.ANYHOW
    takes_actions: bool = False
    """New or carried actions are answered at it."""

    @property
    def is_asking(self) -> bool:
        """Return whether an answer belongs to it."""
        return bool(self.field_id)


def printed_of(definition: Definition) -> tuple[Printed, ...]:
    """Return the printed words of a form in the order of its page, without our additions."""
    found: list[Printed] = []
    for section in definition.sections:
        if not section.added:
            for row in (section.header, *section.rows):
                found += _in_row(row, definition, section, len(found))
    return tuple(found)


def _prints_date(field: Field) -> bool:
    """Return whether a word stands before the date of a signature that is no field of its own."""
    is_own = field.date_field is None and not field.date_added and not field.added
    return field.kind is Kind.SIGNATURE and is_own and bool(field.date_label.strip())


def _answered(field: Field) -> Answered:
    if field.kind in {Kind.DATE, Kind.TIME}:
        return Answered.DATED
    is_named = field.kind is Kind.SIGNATURE and "sign" in field.label.casefold()
    return Answered.SIGNED if is_named else Answered.ANYHOW


def _in_row(row: Sequence[Cell], definition: Definition, section: Section, first: int) -> list[Printed]:
    found: list[Printed] = []
    unlabelled = ""
    labelled = {item.field_id for cell in row for item in cell.items if item.show is Show.LABEL}
    for cell in row:
        for item in cell.items:
            number = first + len(found)
            if item.show is Show.LABEL:
                field = definition.field(item.field_id)
                if not field.added and field.label.strip():
                    asked = "" if field.kind is Kind.CLAUSE else field.id
                    found.append(
                        Printed(
                            number,
                            field.label,
                            asked,
                            before=unlabelled,
                            answered=_answered(field),
                            takes_actions=field.kind in ACTION_TABLES,
                        )
                    )
                    unlabelled = ""
            elif item.show is Show.TEXT and not section.table and item.text.strip():
                found.append(Printed(number, item.text))
            elif item.show is Show.ANSWER and _prints_date(definition.field(item.field_id)):
                label = definition.field(item.field_id).date_label
                found.append(Printed(number, label, answered=Answered.DATED))
            elif item.show is Show.ANSWER and item.field_id not in labelled:
                field = definition.field(item.field_id)
                if not found:
                    unlabelled = "" if field.added or field.label.strip() else field.id
                    continue
                last = found[-1]
                if not field.added and last.is_asking and field.label == last.text:
                    found[-1] = Printed(last.number, last.text, last.field_id, (*last.more, field.id))
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """Printed words where they stand in a text: what follows the label begins at `end`."""

    text: str
    """Of the label, as the form prints it."""
    start: int
    end: int
    is_weak: bool = False
    """Nothing but its place at a line's start says that it is the label."""
    is_shortened: bool = False
    """A remark in brackets was left out."""


def labels_of(printed: Sequence[Printed]) -> Mapping[str, Answered]:
    """Return the words to look for, each with how it is answered."""
    found: dict[str, Answered] = {}
    for one in printed:
        if found.get(one.text, Answered.ANYHOW) is Answered.ANYHOW:
            found[one.text] = one.answered
    return found


def find_labels(text: str, labels: Mapping[str, Answered], ends: frozenset[int] = frozenset()) -> list[Place]:
    """Return where labels stand in a text, in order; of two that overlap the longer one counts.

    `ends` are places at which letters show that a label ends, for they are bold before it and not behind it.
    """
    found = [place for label, how in labels.items() for place in _places(text, label, how, ends)]
    found.sort(key=lambda one: (one.is_weak, one.start - one.end, one.start))
    kept: list[Place] = []
    for place in found:
        if all(place.end <= one.start or one.end <= place.start for one in kept):
            kept.append(place)
    return sorted(kept, key=lambda one: one.start)


def _places(text: str, label: str, how: Answered, bold_ends: frozenset[int]) -> Iterator[Place]:
    for pattern, shortened, words in _patterns(label):
        for match in pattern.finditer(text):
            start, end = match.start("label"), match.end("label")
            before = text[text.rfind("\n", 0, start) + 1 : start]
            begins = _NUMBER_BEFORE.fullmatch(before.strip(_SIGNS)) is not None
            # The sign of a list in front of a label is no end of the answer before it.
            first = start - len(before) if begins else start
            opens = begins or bool(_ROOM_BEFORE.search(before))
            ends = _ENDING.match(text, end)
            last = ends.end() if ends else end
            figures = how is Answered.DATED and _FIGURES.match(text, end) is not None
            shown = ends is not None or end in bold_ends or words >= _SENTENCE_WORDS
            signed = how is Answered.SIGNED and begins and before == before.lstrip()
            if opens and (shown or figures or signed):
                yield Place(label, first, last, is_shortened=shortened)
            elif begins:
                yield Place(label, first, end, is_weak=True, is_shortened=shortened)
            elif text[start].isupper() and (
                figures or (ends is not None and text[end:last].lstrip().startswith(":"))
            ):
                yield Place(label, first, last, is_shortened=shortened)


_SIGNS = " \u00a0\t•▪●◦\uf0b7\uf0a7*·>"
_NUMBER_BEFORE = re.compile(r"(?:Q?[ .:)\d]{1,6})?")
"""What is left of a number in front of a label that was typed otherwise."""
_ROOM_BEFORE = re.compile(r"(?:\t|  |[_…]|\.{3}|…\.+|\.\.)[ \u00a0]*$")
_FIGURES = re.compile(r"[ \u00a0]{1,3}\d{1,4}[ ]?[-/.:]")
_ENDING = re.compile(
    r"[ \u00a0]*(?:[.?]?[ \u00a0]*:[ \u00a0]*|(?=\n|\t|\Z)|(?=[ \u00a0]{2}|[_…]|\.{3})|\?[ \u00a0]*"
    r"|\.(?=\s|\Z)[ \u00a0]*|[-–—](?=[ \u00a0\n])[ \u00a0]*)"
)
"""What stands behind a label of few words: a colon or the like, room, or nothing more on the line."""


@functools.lru_cache(maxsize=2048)
def _patterns(label: str) -> tuple[tuple[re.Pattern[str], bool, int], ...]:
    bare = _OWN_NUMBER.sub("", " ".join(label.split()))
    found = []
    short = _REMARK.sub("", bare)
    for text, shortened in ((bare, False), (short, True)):
        core = text.rstrip(_ENDS)
        if core and not (shortened and core == bare.rstrip(_ENDS)) and any(sign.isalpha() for sign in core):
            pattern = re.compile(rf"(?<!\w)(?P<label>{_NUMBERED}{_words(core)})(?!\w)", re.IGNORECASE)
            found.append((pattern, shortened, len(core.split())))
    return tuple(found)


def _words(text: str) -> str:
    made = ""
    for sign in text:
        if sign.isspace():
            made += r"\s+"
        elif sign in _DASHES:
            made += rf"[{_DASHES}]?"
        elif sign in _QUOTES:
            made += f"[{_QUOTES}]?"
        elif sign in "/&":
            made += rf"(?:{re.escape(sign)}{'|and' if sign == '&' else ''})"
        elif sign in ",.;:":
            made += rf"{re.escape(sign)}?"
        else:
            made += re.escape(sign)
    # White space beside a dash or a stroke is a matter of taste.
    return re.sub(r"(?:\\s\+)?(\[[^\]]*\]\?|\(\?:/\))(?:\\s\+)?", r"\\s*\1\\s*", made)
