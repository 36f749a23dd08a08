"""Find the forms of a document: its appendices, or the parts that begin a page with a title of their own."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.adopt.gaps import has_gap
from extract.adopt.outline import Block, Line, Outline

_APPENDIX = re.compile(
    r"^\s*((?:appendix|annex(?:e)?)\s+(?:\d{1,2}|[a-z]))\b\s*[.:–—-]*\s*(.*)$", re.IGNORECASE
)
_IN_SENTENCE = re.compile(r"^(?:[a-z]|\d+$|\.{2,}|…|\()|.*(?:\.{3,}|…)\s*\d*$|\t\d+$")
_FORM_WORD = re.compile(
    r"\b(?:contract|agreement|record|form|template|pro-?forma|checklist|agenda|log|notes|sheet|plan|review|audit|questionnaire|list|summary)\b",
    re.IGNORECASE,
)
_MOST_TITLE_WORDS = 16


@dataclass(frozen=True, slots=True)
class Part:
    """The blocks of one form."""

    appendix: str
    """As printed: "Appendix 2"; "" where the document prints none."""
    title: str
    """"" where none was found."""
    blocks: tuple[Block, ...]
    again: bool = False
    """A further form of the appendix before it."""


def find_parts(outline: Outline) -> tuple[tuple[Part, ...], int]:
    """Return the forms in order, and how many blocks stand before the first appendix and belong to none."""
    starts = _starts(outline.blocks)
    if not starts:
        return _titled_parts(outline.blocks), 0
    ends = [*starts[1:], len(outline.blocks)]
    found = [_part(outline.blocks[start:end]) for start, end in zip(starts, ends, strict=True)]
    # A table of contents names each appendix with nothing behind it.
    filled = [part for part in found if part.blocks]
    parts = [piece for part in filled for piece in _pages(part)]
    return tuple(parts), starts[0]


def _starts(blocks: Sequence[Block]) -> list[int]:
    """Return where the appendices begin; lines of a list or table of contents only name one."""
    named: dict[str, list[int]] = {}
    for at, block in enumerate(blocks):
        found = _appendix_of(block)
        if found is not None:
            named.setdefault(found[0].casefold(), []).append(at)
    starts: list[int] = []
    for places in named.values():
        headings = [at for at in places if _stands_out(blocks[at])]
        starts += headings or places
    return sorted(starts)


def _stands_out(block: Block) -> bool:
    return isinstance(block, Line) and (block.heading or block.page_start)


def _appendix_of(block: Block) -> tuple[str, str] | None:
    """Return ("Appendix 2", the words behind it) of a heading, None for anything else."""
    if not isinstance(block, Line):
        return None
    match = _APPENDIX.match(block.text)
    if not match or len(block.text.split()) > 40:
        return None
    rest = match[2].strip()
    if rest and _IN_SENTENCE.match(rest) and not rest.startswith("("):
        return None
    # A sentence about an appendix, or a page's footer that names it.
    if (rest.endswith(".") and len(rest.split()) > 6) or re.search(r"\bpage \d+(?: of \d+)?$", rest):
        return None
    return " ".join(match[1].split()), rest


def _part(blocks: Sequence[Block]) -> Part:
    first = _appendix_of(blocks[0])
    if first is None:
        raise AssertionError("a part begins with its appendix")
    appendix, rest = first
    rest = rest.strip()
    body = list(blocks[1:])
    title, bracket = rest, ""
    split = re.match(r"^(.*?)\s*(\([^()]{25,}\))$", rest)
    if split:
        title, bracket = split[1], split[2]
    if not title:
        title = _take_title(body)
    title = title.rstrip(" :")
    while body and isinstance(body[0], Line) and _same(body[0].text, title):
        body = body[1:]
    if bracket:
        body = [Line(bracket), *body]
    return Part(appendix, title, tuple(body))


def _take_title(body: list[Block]) -> str:
    """Return the first line's words where they are a title, and take it off."""
    if not body or not isinstance(body[0], Line):
        return ""
    text = body[0].text.strip()
    title = body[0].heading or (len(text.split()) <= _MOST_TITLE_WORDS and not text.endswith((".", "?", ",")))
    if not title or has_gap(text):
        return ""
    body.pop(0)
    return text


def _same(text: str, title: str) -> bool:
    return re.sub(r"\W+", " ", text).strip().casefold() == re.sub(r"\W+", " ", title).strip().casefold()


def _pages(part: Part) -> list[Part]:
    """Return an appendix cut where a page begins with the title of a further form."""
    starts = [
        at
        for at, block in enumerate(part.blocks)
        if isinstance(block, Line)
        and block.page_start
        and (block.heading or block.text.rstrip().endswith(":"))
        and _is_title(block.text)
        and _FORM_WORD.search(block.text)
    ]
    if not starts:
        return [part]
    cuts = [*starts, len(part.blocks)]
    head = part.blocks[: starts[0]]
    pieces = [
        Part(part.appendix, part.blocks[start].text.strip(" :"), part.blocks[start + 1 : end], again=True)  # type: ignore[union-attr]
        for start, end in itertools.pairwise(cuts)
    ]
    if any(not isinstance(block, Line) or has_gap(block.text) for block in head):
        return [replace(part, blocks=head), *pieces]
    # Prose before the first of them belongs to it, and the appendix's own title stands above both.
    return [replace(part, blocks=part.blocks[: cuts[1]]), *pieces[1:]]


def _is_title(text: str) -> bool:
    words = text.split()
    return (
        0 < len(words) <= _MOST_TITLE_WORDS
        and not text.rstrip().endswith((".", "?", ",", ";"))
        and not has_gap(text)
    )


def _is_page_title(line: Line) -> bool:
    """Return whether the first line of a page is a title, by its looks or, if short, by its words."""
    named = bool(_FORM_WORD.search(line.text)) and len(line.text.split()) <= 8 and ":" not in line.text
    return _is_title(line.text) and (line.heading or named)


def _titled_parts(blocks: Sequence[Block]) -> tuple[Part, ...]:
    """Return the document cut at titles that begin a page; the whole as one part where there are none."""
    starts = [
        at
        for at, block in enumerate(blocks)
        if isinstance(block, Line) and (block.page_start or at == 0) and _is_page_title(block)
    ]
    if not starts:
        return (_whole(blocks),) if blocks else ()
    cuts = [*starts, len(blocks)]
    parts = [_whole(blocks[: starts[0]])] if starts[0] else []
    for start, end in itertools.pairwise(cuts):
        line = blocks[start]
        body = blocks[start + 1 : end]
        if body and isinstance(line, Line):
            parts.append(Part("", line.text.strip(" :"), tuple(body)))
    return tuple(parts) or (_whole(blocks),)


def _whole(blocks: Sequence[Block]) -> Part:
    body = list(blocks)
    title = _take_title(body) if len(body) > 1 else ""
    return Part("", title.strip(" :"), tuple(body))
