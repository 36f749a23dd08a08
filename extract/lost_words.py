"""Tell printed words of a Word form that no longer stand at the boxes that they belong to.

An answer belongs to the question that is printed with it. Where that was emptied, edited or put elsewhere the
answer may be meant for another one. The definition's own words find the boxes that are in doubt; whether they
are is decided against the form made once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extract.raw import Static
from forms.findings import Finding, Severity
from forms.model import TABLES, Definition
from forms.names import any_of_name, option_name
from forms.spoken import spoken_name

_MOST_NAMED = 6


@dataclass(slots=True)
class _Around:
    """What is printed with one box."""

    before: list[str] = field(default_factory=list)
    """Between the box before it and its own paragraph."""
    beside: str = ""
    """In its own paragraph, where the box itself is a space."""
    boxes: tuple[str, ...] = ()
    """Those of its own paragraph."""

    @property
    def words(self) -> str:
        """Return all of it as it compares."""
        return " ".join([*self.before, self.beside])


def doubted_boxes(statics: Sequence[Static], names: Iterable[str], definition: Definition) -> list[str]:
    """Return the boxes, of those with `names` in document order, with which their question is not printed."""
    around = _around(statics, names)
    return [name for name, one in around.items() if not _is_asked(name, one, definition)]


def find_lost_words(
    doubted: Sequence[str], found: Sequence[Static], names: Sequence[str], issued: Sequence[Static]
) -> Iterator[tuple[str, str]]:
    """Yield box and words where the form as `issued` prints some with a doubted box that `found` does not.

    `names` are those of the boxes of both, the ones of the form that came back first.
    """
    there, then = _around(found, names), _around(issued, names)
    for name in doubted:
        if name not in then or name not in there:
            continue
        left = [words for words in (*then[name].before, then[name].beside) if words]
        # What stands on one line with several boxes stands on lines of their own where an answer is long.
        apart = " ".join(there[box].words for box in then[name].boxes if box in there)
        lost = [
            words
            for words in left
            if words not in there[name].words and not (apart and _in_order(words.split(), apart))
        ]
        if lost:
            yield name, " … ".join(lost)


def lost_words(lost: Mapping[str, str], definition: Definition) -> Finding:
    """Return the finding about boxes (and words) whose printed words are gone."""
    named = "; ".join(
        f"{words!r} at the box {spoken_name(definition, name) or name}"
        for name, words in list(lost.items())[:_MOST_NAMED]
    )
    more = f"; and {len(lost) - _MOST_NAMED} more" if len(lost) > _MOST_NAMED else ""
    return Finding(
        "F68",
        Severity.ACT_NOW,
        next(iter(lost)) if len(lost) == 1 else None,
        f"words that the form prints are gone from where they stood, or were changed: {named}{more}. What "
        "stands in these boxes may be meant for another question; look at the form",
    )


def _around(statics: Sequence[Static], names: Iterable[str]) -> dict[str, _Around]:
    around: dict[str, _Around] = {}
    own = {name: static for static in reversed(statics) for name in static.boxes}
    gaps: dict[str, list[str]] = {}
    for static in statics:
        if not static.boxes:
            gaps.setdefault(static.after, []).append(_plain(static.text))
    previous = ""
    for name in names:
        if name and name not in around:
            printed = own.get(name)
            beside, boxes = (_plain(printed.text), printed.boxes) if printed is not None else ("", ())
            around[name] = _Around(gaps.get(previous, []), beside, boxes)
        previous = name
    return around


def _is_asked(name: str, one: _Around, definition: Definition) -> bool:
    """Return whether the question of a box is printed with it, as far as it is a field's first box."""
    fields = {field.id: field for field in definition.answerable}
    whole = fields.get(name)
    if whole is not None and whole.kind not in TABLES:
        spoken = spoken_name(definition, name)
        return spoken is None or _plain(spoken) in one.words
    base, _, part = name.partition("-")
    asked = fields.get(base)
    if asked is None:
        return True
    if asked.kind in TABLES and part.startswith("1-") and one.before:
        labels = [_plain(column.label) for column in asked.column]
        return all(label in one.words for label in labels)
    options = {
        name_of(base, option): option
        for option in asked.all_options
        for name_of in (option_name, any_of_name)
    }
    if name in options:
        return _in_order([_plain(options[box]) for box in one.boxes if box in options], one.beside)
    return True


def _in_order(words: Sequence[str], text: str) -> bool:
    place = 0
    for one in words:
        place = text.find(one, place)
        if place < 0:
            return False
        place += len(one)
    return True


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
