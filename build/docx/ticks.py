"""Draw boxes to tick: side by side, in columns, along a scale, or each on a line of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from build.docx.content import ContentControl, Paragraph, Run
from build.docx.controls import Numbering, build_tick
from build.docx.measures import CHARACTER, columns
from build.page import Input, Options, Tick
from forms import placeholders

Parts = tuple[Run | ContentControl, ...]

GLUE = "\u00a0"
_BETWEEN = GLUE * 4
_BOX_CHARACTERS = 3
"""Width of a box with the space behind it."""
_APART_CHARACTERS = 3
"""Least space between two options."""
_HANGING = 310
"""Where the words of an option that takes several lines begin."""
LEFT_BLANK = (Run(f" {GLUE * 2}"), Run(placeholders.LEFT_BLANK.replace(" ", GLUE), "Quiet"))
"""Beside the empty boxes of a question that can no longer be answered."""


def tick_parts(tick: Tick, numbering: Numbering) -> Parts:
    """Return the box of one option with its words."""
    box = build_tick(tick, numbering)
    return (box, Run(f"{GLUE}{tick.words}")) if tick.words else (box,)


def tick_lines(ticks: Sequence[Tick], width: int, across: int = 0) -> int:
    """Return how many lines the options take, each on one line."""
    if not across:
        return 1 if _fits(ticks, width) else len(ticks)
    return -(-len(ticks) // _most_across(ticks, width, across))


def tick_paragraphs(
    ticks: Sequence[Tick], width: int, numbering: Numbering, across: int = 0
) -> Iterator[Paragraph]:
    """Return the options of one question: in columns, or on one line, or below each other."""
    blank = is_left_blank(ticks)
    if across:
        yield from _in_columns(ticks, width, numbering, across)
    elif not _fits(ticks, width):
        yield from _stacked(ticks, width, numbering)
    else:
        bare = is_bare(ticks)
        words = LEFT_BLANK if blank and not bare else ()
        yield Paragraph("Answer", (*side_by_side(ticks, numbering), *words), centred=bare)
        return
    if blank:
        yield Paragraph("Answer", LEFT_BLANK[1:])


def scale_paragraphs(options: Options, width: int, numbering: Numbering) -> Iterator[Paragraph]:
    """Return a scale with the words at its ends: on one line where they fit, else above the boxes."""
    start, end = options.ends
    blank = LEFT_BLANK if is_left_blank(options.ticks) else ()
    characters = ticks_characters(options.ticks) + len(start) + len(end) + 2 * _APART_CHARACTERS
    if characters * CHARACTER <= width:
        words = Run(f"{start}{_BETWEEN}"), Run(f"{_BETWEEN}{end}")
        yield Paragraph("Answer", (words[0], *side_by_side(options.ticks, numbering), words[1], *blank))
        return
    yield Paragraph("Answer", (Run(f"{start} – {end}"),), keep_next=True)
    yield Paragraph("Answer", (*side_by_side(options.ticks, numbering), *blank))


def side_by_side(ticks: Sequence[Tick], numbering: Numbering, *, may_break: bool = False) -> Parts:
    """Return the options on one line; with `may_break` on several, cut between two options."""
    parts: list[Run | ContentControl] = []
    for tick in ticks:
        if parts:
            parts.append(Run(f"{_BETWEEN[1:]} " if may_break else _BETWEEN))
        parts += tick_parts(tick, numbering)
    return tuple(parts)


def is_bare(ticks: Sequence[Tick]) -> bool:
    """Return whether the boxes stand without words, as in the columns of a grid."""
    return not any(tick.words for tick in ticks)


def is_left_blank(ticks: Sequence[Tick]) -> bool:
    """Return whether nobody answered, and nobody can any more; one box alone says that by being empty."""
    if len(ticks) == 1 and ticks[0].control.input is Input.CHECK:
        return False
    return all(tick.control.flowing and not tick.control.text for tick in ticks)


def ticks_characters(ticks: Sequence[Tick]) -> int:
    """Return about how wide the options are side by side, in characters."""
    return sum([len(tick.words) + _BOX_CHARACTERS + _APART_CHARACTERS for tick in ticks]) - _APART_CHARACTERS


def _fits(ticks: Sequence[Tick], width: int) -> bool:
    return is_bare(ticks) or (ticks_characters(ticks) + _APART_CHARACTERS) * CHARACTER <= width


def _stacked(ticks: Sequence[Tick], width: int, numbering: Numbering) -> Iterator[Paragraph]:
    """Return each option on a line of its own; where one takes more lines, they begin below its words."""
    longest = max([len(tick.words) for tick in ticks])
    wraps = (longest + _BOX_CHARACTERS) * CHARACTER > width
    for tick in ticks:
        if wraps and tick.words:
            parts = (build_tick(tick, numbering), Run(f"\t{tick.words}"))
            yield Paragraph("Answer", parts, hanging=_HANGING)
        else:
            yield Paragraph("Answer", tick_parts(tick, numbering))


def _in_columns(ticks: Sequence[Tick], width: int, numbering: Numbering, across: int) -> Iterator[Paragraph]:
    count = _most_across(ticks, width, across)
    if count == 1:
        yield from _stacked(ticks, width, numbering)
        return
    widths = columns((1.0,) * count, width)
    stops = tuple(sum(widths[:index]) for index in range(1, count))
    for start in range(0, len(ticks), count):
        parts: list[Run | ContentControl] = []
        for tick in ticks[start : start + count]:
            if parts:
                parts.append(Run("\t"))
            parts += tick_parts(tick, numbering)
        yield Paragraph("Answer", tuple(parts), tabs=stops)


def _most_across(ticks: Sequence[Tick], width: int, across: int) -> int:
    """Return in how many columns, `across` at most, no option is wider than its column."""
    longest = max([len(tick.words) for tick in ticks])
    room = (longest + _BOX_CHARACTERS + 1) * CHARACTER
    return max(1, min(across, len(ticks), width // room))
