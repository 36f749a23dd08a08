"""Draw a sentence with blanks: one paragraph of printed words and inline controls."""

from __future__ import annotations

from collections.abc import Sequence

from build.docx.content import ContentControl, Paragraph, Run
from build.docx.controls import Numbering, build_blank, build_tick, text_lines
from build.docx.measures import CHARACTER
from build.docx.ticks import GLUE
from build.page import Box, Sentence, Tick, Words

_LEAST_LETTERS = 8
_STRUCK = "Struck"


def sentence_paragraph(sentence: Sentence, style: str, numbering: Numbering) -> Paragraph:
    """Return the paragraph of a sentence; `style` is that of its words."""
    return Paragraph(style, sentence_parts(sentence, numbering))


def sentence_parts(sentence: Sentence, numbering: Numbering) -> tuple[Run | ContentControl, ...]:
    """Return words, blanks and words to delete, in reading order."""
    parts: list[Run | ContentControl] = []
    for part in sentence.parts:
        if isinstance(part, Words):
            parts.append(Run(part.text))
        elif isinstance(part, Box):
            if part.label:
                parts.append(Run(f"{part.label} "))
            parts.append(build_blank(part.control, max(part.letters, _LEAST_LETTERS), numbering))
        else:
            parts += _option(part, numbering)
    return tuple(parts)


def sentence_lines(sentence: Sentence, width: int) -> int:
    """Return about how many lines a sentence takes."""
    return text_lines("".join(_letters(sentence.parts)), width // CHARACTER)


def _letters(parts: Sequence[Words | Box | Tick]) -> list[str]:
    return [
        part.text
        if isinstance(part, Words)
        else f"xx {part.words}"
        if isinstance(part, Tick)
        else part.control.text or "x" * max(part.letters, _LEAST_LETTERS)
        for part in parts
    ]


def _option(tick: Tick, numbering: Numbering) -> tuple[Run | ContentControl, ...]:
    """Return one of the words to delete as applicable: struck through once another is settled."""
    box = build_tick(tick, numbering)
    words = tick.words or tick.option
    if tick.control.flowing and tick.control.text and tick.control.text != tick.option:
        return (box, Run(GLUE), Run(words, _STRUCK))
    return (box, Run(f"{GLUE}{words}"))
