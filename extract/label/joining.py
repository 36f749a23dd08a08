"""Join what the controls of a file say with what stands beside its printed words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from extract.label.aligning import row_of
from extract.raw import RawBox
from forms import placeholders


def joined(stored: Sequence[RawBox], shown: Sequence[RawBox], labels: Collection[str]) -> Iterator[RawBox]:
    """Yield the boxes of controls, then those that only printed words tell of.

    `labels` are words with which rows of the form begin: LibreOffice 7.4 takes them into controls.
    A box of both that says two things has both of them, and none counts.
    """
    times = Counter((box.name, box.ticked is not None) for box in (*stored, *shown))
    beside = {(box.name, box.ticked is not None): box for box in shown}
    keys = {row: box.row_key for box in stored if (row := row_of(box.name))}
    for box in stored:
        key = (box.name, box.ticked is not None)
        other = beside.pop(key, None) if times[key] == 2 else None
        yield box if other is None else _compared(box, other, labels)
    known = {(box.name, box.ticked is not None) for box in stored}
    for box in shown:
        if (box.name, box.ticked is not None) not in known:
            # What is left of a row's controls says which row it is.
            yield replace(box, row_key=keys.get(row_of(box.name), box.row_key))


def _compared(box: RawBox, other: RawBox, labels: Collection[str]) -> RawBox:
    if box.ticked is not other.ticked:
        return replace(box, doubtful=True)
    behind = [_without_label(text, labels) for text in box.texts]
    if None not in behind:
        # A prompt behind a label is no answer.
        answers = [
            text.split() for text in behind if text is not None and text.strip() not in placeholders.ALL
        ]
        if answers == [text.split() for text in other.texts]:
            return replace(box, texts=other.texts)
    if [text.split() for text in box.texts] == [text.split() for text in other.texts]:
        return box
    return replace(box, texts=tuple(dict.fromkeys((*box.texts, *other.texts))), doubtful=True)


def _without_label(text: str, labels: Collection[str]) -> str | None:
    """Return a text behind the label that it begins with, None where it begins with none.

    Of labels that stand elsewhere than at the beginning of a row the tab tells.
    """
    label = max((one for one in labels if text.startswith(one)), key=len, default="")
    if label:
        return text.removeprefix(label)
    return text.rpartition("\t")[2] if "\t" in text else None
