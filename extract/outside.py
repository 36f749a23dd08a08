"""Find words that somebody typed into a Word form outside its boxes: between printed words, or after them.

A paragraph is the form's own where the words of its definition, or of what a form shows around them,
account for all of it (ECMA-376 part 1, 17.3.1 and 17.5.2: a paragraph may hold text beside controls).
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from enum import Enum

from extract.raw import Static
from forms import own_words
from forms.findings import Finding, Severity
from forms.model import STATUSES, Definition, Kind, Stage
from forms.names import option_slug, split_cell_name
from forms.needed import without_needed
from forms.printed_page import Item, Show
from forms.sentences import pieces_of
from forms.spoken import COLUMN_LABELS, FACT_LABELS, SIGNATURE_LABELS, spoken_name

_NOTHING = frozenset({own_words.NO_ROWS, "left blank"})
"""What a form says where it shows no answer: people type it too, so where it stands decides."""
_NO_ANSWER = re.compile("|".join(map(re.escape, _NOTHING)))
_OWN_WORDS = (
    *(words for words in own_words.ALL if words not in _NOTHING),
    "Other",
    "Comment",
    "From the log",
    "from",
    "to",
    *COLUMN_LABELS.values(),
    *SIGNATURE_LABELS.values(),
    *FACT_LABELS.values(),
)
"""What a form shows around the words of its definition."""
_OWN_ANSWERS = ("Yes", "No", *STATUSES)
_ANSWERS = frozenset({"options", "added_options", "starts"})
"""What in a definition stands behind a box, or in one: alone on a line it is somebody's answer."""
_NAMES = frozenset(
    {
        "id", "kind", "owner", "stage", "carry", "carry_from", "was", "fact", "starts_from", "default",
        "card", "signers_from", "printed_columns", "date_field", "party", "who", "log", "only_if",
        "carried_as", "field_id", "table", "cells", "version", "fingerprint", "inventory", "continues",
        "code", "look",
    }
)  # fmt: skip
"""What in a definition is not printed."""
_CONDITION = re.compile(r"only if the answer to “.*?” is .*?\.")
_MOST_QUOTED = 300
"""Characters of one place that a finding quotes; the rest is in the file."""
_MOST_IN_ALL = 1_500
"""Characters of all places; short words are all quoted."""
_ALIKE = 0.6
"""Share of letters that two texts have in common, in order."""


def find_outside(
    statics: Iterable[Static], definition: Definition, stage: Stage = Stage.BLANK, empty_tables: int = 0
) -> Iterator[Finding]:
    """Yield one finding, if there are words outside the boxes that the form did not print; it quotes them.

    `empty_tables` says how many tables of the form have no rows, so that it says so in their places.
    """
    statics = tuple(statics)
    if not statics:
        return
    own = _words_of(_TheSame(definition))
    typed = [(static, words) for static in statics if (words := own.left_of(static, stage))]
    in_place_of_rows = [one for one in statics if not one.beside and _plain(one.text) == own_words.NO_ROWS]
    typed += [(one, " ".join(one.text.split())) for one in in_place_of_rows[empty_tables:]]
    if not typed:
        return
    lengths = itertools.accumulate(min(len(words), _MOST_QUOTED) for _, words in typed)
    count = sum(length <= _MOST_IN_ALL for length in lengths)
    said = "; ".join(f"{_quoted(words)} {_where(static, definition)}" for static, words in typed[:count])
    more = f"; and {len(typed) - count} more" if len(typed) > count else ""
    yield Finding(
        "F36",
        Severity.SOON,
        None,
        f"words outside the boxes, which belong to no answer: {said}{more}. They were not read; look at the "
        "form and put them where they belong",
    )


def _where(static: Static, definition: Definition) -> str:
    for name, how in ((static.beside, "beside"), (static.after, "after")):
        if name:
            return f"{how} the box {spoken_name(definition, name) or name}"
    return "before the first box"


def _quoted(words: str) -> str:
    left = len(words) - _MOST_QUOTED
    return f"{words[:_MOST_QUOTED]!r} (and {left:,} characters more)" if left > 0 else repr(words)


class _Words:
    """The words that a form prints."""

    def __init__(self, definition: Definition) -> None:
        """Gather the words of the definition: whole texts, and the pieces of sentences with blanks."""
        printed = tuple(_strings(definition, answers=False))
        pieces = (piece.words for text in printed for piece in pieces_of(text))
        self._alone = _all_plain((*_OWN_WORDS, *printed, *pieces))
        self._answers = _all_plain((*_OWN_ANSWERS, *_strings(definition, answers=True))) - self._alone
        self._offered_note = _plain(own_words.OFFERED_NOTE)
        self._options = dict(_options(definition))
        self._signed = frozenset(
            field.id
            for field in definition.answerable
            if field.stage is Stage.SIGNING or field.kind in {Kind.SIGNATURE, Kind.SIGNATURES}
        )
        policy = definition.policy
        # Policies are not kept in versions: on an older form these words may read a little differently.
        self._heads = tuple(
            map(_plain, (policy.readers, f"{policy.name} {definition.appendix}", policy.name))
        )

    @functools.cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest = sorted(self._alone | self._answers, key=lambda text: (-len(text), text))
        return re.compile("|".join(map(_whole_words, longest)))

    def left_of(self, static: Static, stage: Stage) -> str:
        """Return the words on one line if any of them are none of the form's own, else "".

        Below the last box of a cell no form prints words of its own, but that there is nothing, or that
        the answer above comes from last time.
        """
        plain = _CONDITION.sub(" ", _plain(without_needed(static.text)))
        if not _says_something(plain):
            return ""
        if plain in _NOTHING:
            may_stand = not static.beside or self._is_settled(static.beside, stage)
            return "" if may_stand else " ".join(static.text.split())
        if plain == self._offered_note:
            return ""
        if static.is_last and not static.boxes:
            return " ".join(static.text.split())
        if plain in self._alone or (not static.after and self._is_head(plain)):
            return ""
        printed = Counter(match[0] for match in self._pattern.finditer(plain) if match[0] in self._answers)
        more = printed - Counter(self._printed_by(static.boxes))
        rest = self._pattern.sub(" ", plain)
        if self._is_settled(static.beside, stage):
            rest = _NO_ANSWER.sub(" ", rest)
        return " ".join(static.text.split()) if more or _says_something(rest) else ""

    def _is_settled(self, name: str, stage: Stage) -> bool:
        """Return whether nobody writes any more, at a stage, where a box of this name stands."""
        is_signed_now = name.partition("-")[0] in self._signed
        return stage is Stage.FINAL or (stage is Stage.SIGNING and not is_signed_now)

    def _printed_by(self, boxes: tuple[str, ...]) -> Iterator[str]:
        """Yield the answers that stand printed behind boxes: a tick box has its own, once."""
        for name in boxes:
            own: Iterable[str] = [one for one in self._answers if name.endswith(_ends_of(option_slug(one)))]
            cell = split_cell_name(name)
            yield from own or self._options.get(f"{cell[0]}-{cell[2]}" if cell else name, ())

    def _is_head(self, plain: str) -> bool:
        return any(SequenceMatcher(None, plain, head).ratio() > _ALIKE for head in self._heads)


class _TheSame:
    """A definition as the key of a cache: to compare two of them word by word takes longer than to gather."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TheSame) and other.definition is self.definition

    def __hash__(self) -> int:
        return id(self.definition)


@functools.lru_cache(maxsize=64)
def _words_of(form: _TheSame) -> _Words:
    return _Words(form.definition)


def _ends_of(slug: str) -> tuple[str, ...]:
    return (f"-{slug}", f"-{slug}_box") if slug else ()


def _options(definition: Definition) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield (field, or TABLE-COLUMN) and the options that a single box of it may stand for."""
    for field in definition.answerable:
        yield field.id, _all_plain(field.all_options or _default_options(field.kind))
        for column in field.column:
            rows = tuple(option for row in field.row for option in row.options)
            yield (
                f"{field.id}-{column.id}",
                _all_plain((*(column.all_options or _default_options(column.kind)), *rows)),
            )


def _default_options(kind: Kind) -> tuple[str, ...]:
    return ("Yes", "No") if kind in {Kind.YES_NO, Kind.TICK} else ()


def _all_plain(texts: Iterable[str]) -> frozenset[str]:
    plain = {_plain(text) for text in texts}
    return frozenset(text for text in plain | {text.rstrip(":.") for text in plain} if _says_something(text))


def _whole_words(text: str) -> str:
    """Return the pattern that finds `text`, but not inside a longer word."""
    before = r"(?<!\w)" if text[0].isalnum() else ""
    after = r"(?!\w)" if text[-1].isalnum() else ""
    return f"{before}{re.escape(text)}{after}"


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text))


def _plain(text: str) -> str:
    """Return words as they compare: one case, one white space, no marks that only break lines."""
    shown = "".join(char for char in unicodedata.normalize("NFKC", text) if char not in "\u00ad\u200b\u2060")
    return " ".join(shown.split()).casefold()


def _strings(value: object, *, answers: bool) -> Iterator[str]:
    """Yield every printed text of a definition or a part of one: those of answers, or all others."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    elif isinstance(value, Item):
        if (value.show is Show.OPTION) == answers:
            yield value.text
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            part = getattr(value, field.name)
            if field.name in _ANSWERS:
                yield from part if answers else ()
            elif field.name not in _NAMES and not (answers and isinstance(part, str)):
                yield from _strings(part, answers=answers)
    elif isinstance(value, dict):
        yield from _strings(tuple(value.values()), answers=answers)
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one, answers=answers)
