"""Say which blocks of a cell stand on one line: the options of a question, from and to, numbers asked."""

from __future__ import annotations

from build.page import Block, Box, Input, Tick

_COUNT = "count_"


def group_blocks(blocks: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    """Return the blocks in order, those that belong on one line together."""
    if len(blocks) == 1:
        return [blocks]
    groups: list[tuple[Block, ...]] = []
    for block in blocks:
        if groups and _belong_together(groups[-1][-1], block):
            groups[-1] = (*groups[-1], block)
        else:
            groups.append((block,))
    return groups


def _belong_together(one: Block, other: Block) -> bool:
    if isinstance(one, Tick) and isinstance(other, Tick):
        return _are_of_one_question(one, other)
    if not (isinstance(one, Box) and isinstance(other, Box)):
        return False
    # From and to are no numbers of what they stand beside.
    return bool(one.letters and other.letters) and are_counts((one,)) == are_counts((other,))


def _are_of_one_question(one: Tick, other: Tick) -> bool:
    """Return whether two boxes are of one choice, or of one question that takes many answers."""
    first, second = one.control, other.control
    if first is second:
        return True
    if first.input is not Input.CHECK or second.input is not Input.CHECK:
        return False
    stem = first.name.rpartition("-")[0]
    return stem != "" and stem == second.name.rpartition("-")[0]


def are_counts(group: tuple[Block, ...]) -> bool:
    """Return whether these are boxes for numbers that are asked beside an answer."""
    return all(
        isinstance(block, Box) and block.control.name.rpartition("-")[2].startswith(_COUNT) for block in group
    )
