"""Join what the controls of a file say with what stands beside its printed words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.label.aligning import row_of
from extract.raw import RawBox
from forms import placeholders


def joined(stored: Sequence[RawBox], shown: Sequence[RawBox]) -> Iterator[RawBox]:
    """Yield the boxes of controls, then those that only printed words tell of.

    A box of both that says two things has both of them, and none counts.
    """
    times = Counter((box.name, box.ticked is not None) for box in (*stored, *shown))
    beside = {(box.name, box.ticked is not None): box for box in shown}
    keys = {row: box.row_key for box in stored if (row := row_of(box.name))}
    for box in stored:
        key = (box.name, box.ticked is not None)
        other = beside.pop(key, None) if times[key] == 2 else None
        yield box if other is None else _compared(box, other)
    known = {(box.name, box.ticked is not None) for box in stored}
    for box in shown:
        if (box.name, box.ticked is not None) not in known:
            # What is left of a row's controls says which row it is.
            yield replace(box, row_key=keys.get(row_of(box.name), box.row_key))


def _compared(box: RawBox, other: RawBox) -> RawBox:
    if box.ticked is not other.ticked:
        return replace(box, doubtful=True)
    has_label = bool(box.texts) and all("\t" in text for text in box.texts)
    if has_label and _without_label(box.texts) == [text.split() for text in other.texts]:
        return replace(box, texts=other.texts)
    if [text.split() for text in box.texts] == [text.split() for text in other.texts]:
        return box
    return replace(box, texts=tuple(dict.fromkeys((*box.texts, *other.texts))), doubtful=True)


def _without_label(texts: Sequence[str]) -> list[list[str]]:
    """Return texts, as words, behind the label that LibreOffice 7.4 takes into a control with its tab.

    A prompt behind it is no answer.
    """
    behind = [text.rpartition("\t")[2] for text in texts]
    return [text.split() for text in behind if text.strip() not in placeholders.ALL]
