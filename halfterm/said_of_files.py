"""What a person typed of a file on the sheet Files: plain words, or why nobody can tell what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.plan_values import shown, text_in
from extract.review.answers import NotTaken
from extract.review.rows import SaidOfFile, TypedOfFile

if TYPE_CHECKING:
    from extract.sheet_cells import StoredCell


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in the own cells of a row, each in one line; "" for nothing."""

    choice: SaidOfFile | None
    reference: str
    """In capitals."""
    form: str
    stage: str


def said_of(typed: TypedOfFile) -> Said | NotTaken:
    """Return what a person typed in a row."""
    words: dict[str, str] = {}
    for name, cell in typed.cells.items():
        found = _words_in(name, cell)
        if isinstance(found, NotTaken):
            return found
        words[name] = found
    choice = next((one for one in SaidOfFile if one.casefold() == words["what_to_do"].casefold()), None)
    if choice is None and words["what_to_do"]:
        return not_one_of("what_to_do", words["what_to_do"], tuple(SaidOfFile))
    if choice is SaidOfFile.DONE_WITH and words["reference"]:
        return NotTaken(f"{choice}, and a reference stand here. Leave one of them")
    return Said(choice, words["reference"].upper(), words["form"].lower(), words["stage"].lower())


def not_one_of(name: str, found: str, expected: tuple[str, ...]) -> NotTaken:
    """Return what is said of a word that is none of a list."""
    stands = f'found "{found}"' if found else "nothing stands there"
    return NotTaken(f"{name}: {stands}; {' or '.join(expected)} was expected. Choose one")


def _words_in(name: str, cell: StoredCell | None) -> str | NotTaken:
    if cell is None:
        return ""
    if cell.is_formula or cell.is_error:
        return NotTaken(f"{name}: a formula stands here. Type the words themselves")
    words = text_in(cell)
    if words is None or not isinstance(cell.value, str):
        return NotTaken(
            f'{name}: Excel has made "{shown(cell)}" of what was typed, which are no words. Type it with \' '
            "before it"
        )
    return " ".join(words.split())
