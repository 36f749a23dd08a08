"""The letters in the boxes of a page: typed ones are spelled by drawing them, all others tesseract reads.

Each sees what the other cannot: the form's own font tells O from 0 and l from 1, and tesseract knows hands,
other fonts, and letters that viewers take from another font because the form's simple encoding lacks them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from extract.page.places import Place
from extract.scan import recognising
from extract.scan.recognising import ReadText, ReadWord
from extract.scan.spelling import SpelledWord
from extract.scan.typed import TypedLine, joined_text, typed_lines
from extract.scan.warp import Grey, Warp

_ODD = re.compile(r"[Il|łiı][.,](?=\w)|\w[·«»]|[^\W\d_][A-Z](?=[a-zà-ÿ])")
"""What thin letters look like that stand for one letter of another font."""
_ODD_MISFIT, _ODD_SHARE = 0.1, 1.4
"""A word looks unlike its letters where its misfit is above the first, and so many times that of its line."""
_MOST_UNREAD = 0.5
"""Of the lines of a box: with more that are not in the form's font, tesseract reads it all."""
_LIKE_OPTION = 0.6
_SMALL_DOTS = 15.0
"""Up to so many dots an em, thin letters beside each other are told by what words there are."""
_LOOKALIKES = str.maketrans("0Q1I|", "OOlll")
"""Letters that tesseract mixes up, as one of them."""


@dataclass(frozen=True)
class BoxPicture:
    """A box that something stands in, as each of the two ways to read it needs it."""

    place: Place
    dark: Grey
    """How dark it is, without its frame."""
    dots_per_pt: float
    """Of `dark`."""
    image: Image.Image
    """The same with white around it, finer."""
    to_image: Warp
    """From columns and rows of `dark` to those of `image`."""


def read_letters(boxes: Sequence[BoxPicture]) -> list[ReadText | None]:
    """Return the text of each box, "" where no letters were made out, None where tesseract is needed."""
    typed = [typed_lines(one.dark, one.dots_per_pt, multiline=one.place.multiline) for one in boxes]
    asked = [number for number, lines in enumerate(typed) if not lines or _is_doubtful(lines)]
    answers = recognising.read_boxes([boxes[number].image for number in asked])
    words = dict(zip(asked, answers, strict=True)) if answers is not None else {}
    return [
        _text(box, lines, words.get(number))
        for number, (box, lines) in enumerate(zip(boxes, typed, strict=True))
    ]


def _is_doubtful(lines: Sequence[TypedLine]) -> bool:
    return any(
        not line.words or line.em_dots <= _SMALL_DOTS or any(_is_odd(word, line) for word in line.words)
        for line in lines
    )


def _is_odd(word: SpelledWord, line: TypedLine) -> bool:
    middle = sorted(one.misfit for one in line.words)[len(line.words) // 2]
    return word.misfit > max(_ODD_MISFIT, _ODD_SHARE * middle) or _ODD.search(word.text) is not None


def _text(
    box: BoxPicture, lines: Sequence[TypedLine] | None, words: Sequence[ReadWord] | None
) -> ReadText | None:
    unread = sum(not line.words for line in lines or ())
    if lines and unread <= _MOST_UNREAD * len(lines) and (words is not None or not unread):
        both = [line if words is None else _with(line, words, box.to_image) for line in lines]
        both = [line for line in both if line.words]
        sure = 1 - max(word.misfit for line in both for word in line.words)
        read = ReadText(joined_text(both), max(0.0, sure))
    elif words is None:
        return None
    else:
        read = recognising.text_of(words)
    return replace(read, text=_option(read.text, box.place.options)) if box.place.options else read


def _with(line: TypedLine, words: Sequence[ReadWord], to_image: Warp) -> TypedLine:
    """Return a line with what tesseract reads in the place of what is not spelled, or oddly so."""
    back = to_image.inverse()
    own = []
    for word in words:
        (left, top), (right, bottom) = back.corners(
            word.left, word.top, word.left + word.width, word.top + word.height
        )
        if line.top <= (top + bottom) / 2 < line.bottom:
            own.append(SpelledWord(word.text, left, right, 1 - max(0.0, word.confidence)))
    if not line.words:
        return replace(line, words=tuple(own))
    return replace(line, words=tuple(_better(word, line, own) for word in line.words))


def _better(word: SpelledWord, line: TypedLine, others: Sequence[SpelledWord]) -> SpelledWord:
    is_small = line.em_dots <= _SMALL_DOTS
    if not is_small and not _is_odd(word, line):
        return word
    text = " ".join(one.text for one in others if word.left <= (one.left + one.right) / 2 <= word.right)
    # What the simple encoding of the font has is drawn in it, and spelled better than tesseract reads it.
    if not text or (_is_simple(text) and not is_small):
        return word
    return word if _plainly(text) == _plainly(word.text) else replace(word, text=text)


def _plainly(text: str) -> str:
    """Return what of a word in small type tesseract is not likelier to mix up than the drawing is."""
    return re.sub("l+", "l", "".join(one for one in text.translate(_LOOKALIKES) if one.isalnum()))


def _is_simple(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _option(text: str, options: Sequence[str]) -> str:
    """Return the option that was read, whose end may be covered; the text where it is like none, or two."""
    if text in options:
        return text
    likeness = sorted(
        ((difflib.SequenceMatcher(None, text, one[: len(text)]).ratio(), one) for one in options),
        reverse=True,
    )
    clear = len(likeness) == 1 or likeness[0][0] > likeness[1][0]
    return likeness[0][1] if clear and likeness[0][0] >= _LIKE_OPTION else text
