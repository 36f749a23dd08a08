"""Tell boxes that do not stand where they were issued: their answers stand beside another question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extract.raw import RawFile
from forms.findings import Finding, Severity

_NEAR_PT = 3.0
_MOST_NAMED = 12
_Edges = tuple[float, ...]


def moved_boxes(found: RawFile, issued: RawFile, pages: Mapping[int, int]) -> Iterator[Finding]:
    """Yield one finding for all boxes that were moved or hidden; `pages` leads from found to issued numbers.

    Boxes that are gone, and those that the form never had, are told of elsewhere.
    """
    where: dict[str, list[tuple[int, _Edges]]] = {}
    for name, number, edges in issued.places:
        where.setdefault(name, []).append((number, edges))
    moved = dict.fromkeys(
        name
        for name, number, edges in found.places
        if number in pages and name in where and not _stands(pages[number], edges, where[name])
    )
    if moved:
        more = f" and {len(moved) - _MOST_NAMED} more" if len(moved) > _MOST_NAMED else ""
        yield Finding(
            "F57",
            Severity.ACT_NOW,
            next(iter(moved)) if len(moved) == 1 else None,
            f"boxes were moved or hidden: {', '.join(list(moved)[:_MOST_NAMED])}{more}. What stands in them "
            "may be meant for another question; look at the page",
        )


def _stands(number: int, edges: _Edges, issued: Sequence[tuple[int, _Edges]]) -> bool:
    return any(
        number == other and len(edges) == len(there) and _are_near(edges, there) for other, there in issued
    )


def _are_near(edges: _Edges, there: _Edges) -> bool:
    return all(abs(one - two) <= _NEAR_PT for one, two in zip(edges, there, strict=True))
