"""The labels of the facts that stand above a form, as they were recognised on a picture of its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.scan.recognising import ReadWord
from forms.spoken import FACT_LABELS

_BESIDE_LABELS = "|:.,;!"
"""What specks and the space behind the label of a fact are read as."""
_LONG = 6
"""A label of so many letters is known where one of them is misread: an l as a !."""
_SPACE_PT = 6.0
"""Words of one line are nearer to each other, columns farther apart."""


def labels(words: Sequence[ReadWord], dots_per_pt: float) -> Iterator[str]:
    """Yield the labels of facts that stand on a page, word after word, where a line or a column begins.

    The name of a school above its form may have one of these words too.
    """
    read = [word for word in words if word.text.strip(_BESIDE_LABELS)]
    begins = [
        at
        for at, word in enumerate(read)
        if not any(_is_right_behind(word, one, dots_per_pt) for one in read)
    ]
    for label in FACT_LABELS.values():
        parts = label.split()
        if any(_says(read[at : at + len(parts)], parts) for at in begins):
            yield label


def _says(words: Sequence[ReadWord], parts: Sequence[str]) -> bool:
    return len(words) == len(parts) and all(
        _is_read_as(word.text, part) for word, part in zip(words, parts, strict=True)
    )


def _is_read_as(text: str, part: str) -> bool:
    """Return whether a word is read as that, without its specks, or a long one with a letter misread."""
    if text.strip(_BESIDE_LABELS) == part:
        return True
    wrong = sum(one != other for one, other in zip(text, part, strict=False))
    return len(text) == len(part) >= _LONG and wrong == 1


def _is_right_behind(word: ReadWord, other: ReadWord, dots_per_pt: float) -> bool:
    return is_beside(word, other) and 0 <= word.left - other.left - other.width < _SPACE_PT * dots_per_pt


def is_beside(word: ReadWord, other: ReadWord) -> bool:
    """Return whether two words stand on one line."""
    return abs(_middle(word) - _middle(other)) < max(word.height, other.height)


def _middle(word: ReadWord) -> float:
    return word.top + word.height / 2
