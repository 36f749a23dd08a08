"""Say which words of a document are lost in its drafts: none may be, and none may be added."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from extract.adopt.gaps import Gap, Piece, pieces_of
from extract.adopt.outline import Block, Line
from extract.adopt.policy import Adoption
from forms.loader import load_definition
from forms.model import Definition
from forms.printed_page import Item, Show

_BLANK = re.compile(r"\{[^{}]*\}")


def load_drafts(adoption: Adoption, folder: Path) -> list[Definition]:
    """Write drafts to a folder and load each, in the document's order."""
    for name, text in adoption.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [load_definition(folder / form.file) for form in adoption.forms]


def words_in(text: str) -> list[str]:
    """Return the words of a text without their punctuation."""
    return re.findall(r"[^\W_]+", text.casefold())


def document_words(blocks: Sequence[Block]) -> Counter[str]:
    """Return how often each word stands in an outline; prompts in gaps, and numbers, are left aside."""
    return _count(piece for piece in _pieces(blocks) if isinstance(piece, str))


def document_prompts(blocks: Sequence[Block]) -> set[str]:
    """Return the words of the prompts of an outline. One in many cells of a table is kept once."""
    return set(_count(piece.prompt for piece in _pieces(blocks) if isinstance(piece, Gap)))


def _pieces(blocks: Sequence[Block]) -> Iterator[Piece]:
    for block in blocks:
        if isinstance(block, Line):
            yield from pieces_of(block.text)
        else:
            for row in block.rows:
                for cell in row:
                    yield from _pieces(cell.blocks)


def draft_words(definition: Definition) -> Counter[str]:
    """Return how often each word can be read on a form, hints and first values included."""
    texts = [definition.title, definition.appendix]
    for field in definition.fields:
        texts += [field.label, field.hint, field.default or "", *field.parties]
        if not (field.as_words and field.label == "/".join(field.options)):
            texts += field.options
        texts += [column.label for column in field.column]
        texts += [option for column in field.column for option in column.options]
        texts += [row.label for row in field.row]
    for section in definition.sections:
        cells = [*section.header, *(cell for row in section.rows for cell in row)]
        texts += [_printed(item) for cell in cells for item in cell.items]
    return _count(texts)


def _printed(item: Item) -> str:
    if item.show is Show.SENTENCE:
        return _BLANK.sub(" ", item.text)
    return item.text if item.show is Show.TEXT else ""


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in words_in(text) if not word.isdecimal())
