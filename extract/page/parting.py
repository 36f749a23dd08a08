"""Tell which sheets of a file belong together, where several forms lie in it one after another.

What a sheet's code says decides, else what is printed at its foot; nothing is told by its place in the file,
but for blanks, which have no reference: their copies follow each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.page.footed import Foot
from extract.page.identity import Printed

_Key = Printed | Foot | None
_MOST_NAMED = 60
"""Letters of a part's name."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What tells of one sheet which form it is from."""

    printed: tuple[Printed, ...] = ()
    """What its codes say: several where pages were printed beside each other."""
    foot: Foot | None = None
    is_blank: bool = False
    """Nothing at all stands on it."""


@dataclass(frozen=True, slots=True)
class Share:
    """The sheets of one form, or some that belong to none."""

    indexes: tuple[int, ...]
    """From 0, in the order of the file."""
    form: Printed | None
    """What the codes of its pages say, but for the page; None where no page has one."""


def part_sheets(sheets: Sequence[Sheet]) -> tuple[Share, ...]:
    """Return the forms of a file and the sheets of none, by their first sheets; () for fewer than two forms.

    Every sheet is in one share; one with pages of several forms in that of each. A blank sheet goes with the
    one before it.
    """
    keys = _keys(sheets)
    groups: dict[_Key, list[int]] = {}
    last: tuple[_Key, ...] = ()
    for index, own in enumerate(keys):
        if own:
            last = own
        for key in own or last:
            groups.setdefault(key, []).append(index)
    first = next((index for index, own in enumerate(keys) if own), 0)
    if last and first:
        groups[keys[first][0]][:0] = range(first)
    shares = [share for key, indexes in groups.items() for share in _shares(key, indexes, sheets)]
    if sum(is_form for _, is_form in shares) < 2:
        return ()
    return tuple(sorted((share for share, _ in shares), key=lambda one: one.indexes))


def _keys(sheets: Sequence[Sheet]) -> list[tuple[_Key, ...]]:
    """Return of what forms each sheet is; (None,) for one of none, () for one on which nothing stands."""
    forms: dict[Foot, set[Printed]] = {}
    for sheet in sheets:
        if sheet.foot is not None and len(sheet.printed) == 1:
            forms.setdefault(sheet.foot.form, set()).add(_form(sheet.printed[0]))
    keys: list[tuple[_Key, ...]] = []
    for sheet in sheets:
        if sheet.printed:
            keys.append(tuple(dict.fromkeys(_form(one) for one in sheet.printed)))
        elif sheet.foot is not None:
            same = forms.get(sheet.foot.form, set())
            keys.append(tuple(same) if len(same) == 1 else (sheet.foot.form,))
        else:
            keys.append(() if sheet.is_blank else (None,))
    return keys


def _form(printed: Printed) -> Printed:
    return replace(printed, page_number=1)


def _shares(key: _Key, indexes: Sequence[int], sheets: Sequence[Sheet]) -> list[tuple[Share, bool]]:
    if key is None:
        return [(Share(run, None), False) for run in runs_of(indexes)]
    form = key if isinstance(key, Printed) else None
    copies = _copies(indexes, sheets, form) if form is not None and not form.reference else None
    return [(Share(tuple(copy), form), True) for copy in copies or [list(indexes)]]


def runs_of(indexes: Sequence[int]) -> list[tuple[int, ...]]:
    """Return numbers as stretches of which each follows the one before."""
    runs: list[list[int]] = []
    for index in indexes:
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [tuple(run) for run in runs]


def _copies(indexes: Sequence[int], sheets: Sequence[Sheet], form: Printed) -> list[list[int]] | None:
    """Return the copies of a form without a reference; None where the order of pages does not tell them."""
    copies: list[list[int]] = []
    numbers: list[list[int]] = []
    for index in indexes:
        there = [one.page_number for one in sheets[index].printed if _form(one) == form]
        if copies and (not there or there[0] > numbers[-1][-1]):
            copies[-1].append(index)
            numbers[-1] += there
        elif there:
            copies.append([index])
            numbers.append(there)
        else:
            return None
    return copies if len({tuple(one) for one in numbers}) == 1 else None


def called(indexes: Sequence[int]) -> str:
    """Return what a part is called: the numbers of its pages in the file that came."""
    named = ", ".join(
        f"{run[0] + 1}-{run[-1] + 1}" if len(run) > 1 else f"{run[0] + 1}" for run in runs_of(indexes)
    )
    if len(named) > _MOST_NAMED:
        named = f"{named[:_MOST_NAMED].rpartition(',')[0]} … {indexes[-1] + 1}"
    return f"page {named}" if len(indexes) == 1 else f"pages {named}"
