"""Pair what was issued with what came back, in order, so that as much as can be fits."""

from __future__ import annotations

from collections.abc import Callable

Fit = Callable[[int, int], int | None]
"""Returns how well the issued one and the returned one of these numbers fit, None where they do not."""
Pairs = tuple[tuple[int, int], ...]
"""Numbers of an issued one and of the returned one that it is, from 0, by the issued ones."""
_MOST_COMPARED = 20_000
"""Rows of ours times rows of theirs: no form has so many, and to compare them would take minutes."""


def pair(issued: int, found: int, fit: Fit) -> Pairs:
    """Return the pairs of so many issued with so many returned ones.

    What does not fit in order may have been moved. Of those that nothing tells apart the first are paired.
    """
    straight = _straight(issued, found, fit)
    if straight is not None:
        return straight
    if issued * found > _MOST_COMPARED:
        return ()
    pairs = _in_order(issued, found, fit)
    left = sorted(set(range(issued)) - {one for one, _ in pairs})
    free = sorted(set(range(found)) - {other for _, other in pairs})
    for one in left:
        other = next((other for other in free if fit(one, other)), None)
        if other is not None:
            pairs.append((one, other))
            free.remove(other)
    return tuple(sorted(pairs))


def _straight(issued: int, found: int, fit: Fit) -> Pairs | None:
    """Return each with its counterpart where nothing was added, moved or taken out."""
    if issued != found or any(fit(number, number) is None for number in range(issued)):
        return None
    return tuple((number, number) for number in range(issued))


def _in_order(issued: int, found: int, fit: Fit) -> list[tuple[int, int]]:
    def weighed(one: int, other: int) -> int | None:
        """Return the worth of a pair; of equal ones the pair counts more that stands where it stood."""
        worth = fit(one, other)
        in_place = issued == found and one == other
        return None if worth is None else (1 + worth) * (issued + 1) + in_place

    best = [[0] * (found + 1) for _ in range(issued + 1)]
    for one in range(issued - 1, -1, -1):
        for other in range(found - 1, -1, -1):
            worth = weighed(one, other)
            together = -1 if worth is None else worth + best[one + 1][other + 1]
            best[one][other] = max(together, best[one + 1][other], best[one][other + 1])
    pairs: list[tuple[int, int]] = []
    one = other = 0
    while one < issued and other < found:
        worth = weighed(one, other)
        if worth is not None and best[one][other] == worth + best[one + 1][other + 1]:
            pairs.append((one, other))
            one, other = one + 1, other + 1
        elif best[one][other] == best[one][other + 1]:
            other += 1
        else:
            one += 1
    return pairs
