"""Find for each table, row and cell of an issued form the one of a returned file that it is.

Printed words decide, and between rows that print the same what stands in a locked place. What has no
counterpart is not fitted to anything: its places are lost, its words are loose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extract.label.matching import Taken, match
from extract.label.pairing import pair
from extract.label.shape import END, Cell, Row, Slot, Table, Text


@dataclass(frozen=True, slots=True)
class Held:
    """What stands in one place, and the row that it stands in."""

    taken: Taken
    row_key: int
    """0 outside all tables."""
    doubt: str = ""
    """Why its row may be another one, "" where nothing speaks for it."""
    odd: str = ""
    """Why it may say something else, "" where nothing speaks for it."""


@dataclass(frozen=True, slots=True)
class Loose:
    """Words that stand where the form has no place."""

    words: str
    near: str
    """Name of a place beside them, "" where there is none."""


@dataclass(slots=True)
class Aligned:
    """What a part of the document says."""

    held: list[Held] = field(default_factory=list)
    lost: list[Slot] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    """Printed words that do not stand there as issued."""
    letters: int = 0
    """How many printed letters stand as they were issued."""
    fits: bool = True
    """Its own texts are as issued; rows of a table in it may be others."""
    is_strange: bool = False
    """It has a table where the form has none, and no place in which somebody may have put one."""

    def take(self, other: Aligned) -> None:
        """Add what a part of it says."""
        self.held += other.held
        self.lost += other.lost
        self.loose += other.loose
        self.changed += other.changed
        self.letters += other.letters
        self.fits = self.fits and other.fits
        self.is_strange = self.is_strange or other.is_strange

    @property
    def is_whole(self) -> bool:
        """Return whether everything stands as it was issued, and nothing else."""
        return not (self.lost or self.loose or self.changed)

    @property
    def worth(self) -> int:
        """Return how much speaks for it: printed letters, and locked places that say what was issued."""
        return self.letters + sum(_LOCKED_WORTH for one in self.held if one.taken.is_as_locked)


_LOCKED_WORTH = 1_000
_ADDED_ROW = "it stands in a row that was not there when the form was issued"
_UNSURE_ROW = "rows of its table are gone or were changed, so it may belong to another row"


def align(issued: Cell, found: Cell, row_key: int = 0) -> Aligned:
    """Return what stands in the places of an issued cell, `row_key` of the row around the found one."""
    result = Aligned()
    near = next((slot.name for slot in slots_of(issued)), "")
    result.loose += [Loose(words, near) for words in found.loose if words.strip()]
    tables = _paired_tables(issued.tables, found.tables)
    ours = _segments(issued.texts, [one for one, _ in tables])
    theirs = _segments(found.texts, [other for _, other in tables])
    for one, other in zip(ours, theirs, strict=True):
        result.take(_text(one, other, row_key, near))
    for number, other_number in tables:
        result.take(_table(issued.tables[number], found.tables[other_number]))
    for number in set(range(len(issued.tables))) - {one for one, _ in tables}:
        result.lost += [slot for row in issued.tables[number].rows for slot in slots_in_row(row)]
        result.fits = False
    for number in set(range(len(found.tables))) - {other for _, other in tables}:
        words = " ".join(_words_in_row(row) for row in found.tables[number].rows)
        result.loose += [Loose(words, near)] if words.strip() else []
        result.is_strange = result.is_strange or not (row_key and _has_words(issued))
    return result


def _has_words(issued: Cell) -> bool:
    """Return whether somebody can type into a cell itself."""
    return any(isinstance(part, Slot) and not part.is_tick for text in issued.texts for part in text.parts)


def slots_of(cell: Cell) -> Iterator[Slot]:
    """Yield the places of an issued cell."""
    for text in cell.texts:
        yield from (part for part in text.parts if isinstance(part, Slot))
    for table in cell.tables:
        for row in table.rows:
            yield from slots_in_row(row)


def slots_in_row(row: Row) -> Iterator[Slot]:
    """Yield the places of an issued row."""
    for cell in row.cells:
        yield from slots_of(cell)


def _words_in(cell: Cell) -> str:
    words = [text.plain.replace(END, " ") for text in cell.texts]
    words += [_words_in_row(row) for table in cell.tables for row in table.rows]
    return " ".join(" ".join(words).split())


def _words_in_row(row: Row) -> str:
    return " ".join(filter(None, map(_words_in, row.cells)))


def _segments(texts: Sequence[Text], tables: Sequence[int]) -> Iterator[Text]:
    """Yield the texts between the tables of these numbers; over any other table a text goes on."""
    for start, end in pairwise([0, *(number + 1 for number in tables), len(texts)]):
        own = texts[start:end]
        yield Text(tuple(part for text in own for part in text.parts), any(text.is_drawn for text in own))


def _text(issued: Text, found: Text, row_key: int, near: str) -> Aligned:
    taken = match(issued, found.plain, is_drawn=found.is_drawn)
    if taken is not None:
        return Aligned([Held(one, row_key) for one in taken], letters=sum(map(str.isalnum, issued.plain)))
    lost = [part for part in issued.parts if isinstance(part, Slot)]
    printed = " ".join(issued.plain.replace(END, " ").split())
    if not lost and printed:
        return Aligned(changed=[printed], fits=False)
    words = " ".join(found.plain.replace(END, " ").split())
    own = next((slot.name for slot in lost), near)
    return Aligned(lost=lost, loose=[Loose(words, own)] if words else [], fits=not lost)


def _paired_tables(issued: Sequence[Table], found: Sequence[Table]) -> tuple[tuple[int, int], ...]:
    if len(issued) == len(found):
        return tuple((number, number) for number in range(len(issued)))

    def fit(one: int, other: int) -> int | None:
        aligned = _table(issued[one], found[other])
        return aligned.worth if aligned.letters and not aligned.lost else None

    return pair(len(issued), len(found), fit)


def _table(issued: Table, found: Table) -> Aligned:
    read: dict[tuple[int, int], Aligned | None] = {}

    def fit(one: int, other: int) -> int | None:
        if (one, other) not in read:
            read[one, other] = _row(issued.rows[one], found.rows[other])
        aligned = read[one, other]
        return None if aligned is None else aligned.worth

    pairs = pair(len(issued.rows), len(found.rows), fit)
    result, rows = Aligned(), {other: read[one, other] for one, other in pairs}
    for other in set(range(len(found.rows))) - set(rows):
        # A row that somebody added is one like those that people may add to.
        like = (one for one in reversed(range(len(issued.rows))) if _is_repeated(issued, one))
        added = next((read[one, other] for one in like if fit(one, other) is not None), None)
        if added is not None:
            added = added if _is_issued(added, rows.values()) else _doubted(added, _ADDED_ROW)
        rows[other] = added
        if added is None and (words := _words_in_row(found.rows[other])):
            result.loose.append(Loose(words, _near(issued)))
    gone = [issued.rows[one] for one in range(len(issued.rows)) if one not in dict(pairs)]
    is_odd = bool(gone or result.loose)
    for _, aligned in sorted(rows.items()):
        if aligned is not None:
            result.take(_doubted(aligned, _UNSURE_ROW) if is_odd and not aligned.worth else aligned)
    for row in gone:
        lost = list(slots_in_row(row))
        result.lost += lost
        result.changed += [] if lost else [_words_in_row(row)]
    result.fits = True
    return result


def _row(issued: Row, found: Row) -> Aligned | None:
    count = len(issued.cells)
    # As RTF, LibreOffice adds an empty cell to the end of some rows.
    if len(found.cells) < count or any(map(_words_in, found.cells[count:])):
        return None
    result = Aligned()
    for one, other in zip(issued.cells, found.cells[:count], strict=True):
        result.take(align(one, other, found.key))
        if not result.fits:
            return None
    return result


def table_of(name: str) -> str:
    """Return the table that a box belongs to, "" where it belongs to none."""
    table, _, rest = name.partition("-")
    return table if rest.partition("-")[0].isdecimal() else ""


def row_of(name: str) -> str:
    """Return table and row that a box belongs to, "" where it belongs to none."""
    return "-".join(name.split("-")[:2]) if table_of(name) else ""


def _is_repeated(table: Table, number: int) -> bool:
    """Return whether a row of a table is one of several alike, to which a person may add another."""
    row = table.rows[number]
    names = [slot.name for slot in slots_in_row(row)]
    if not names or any(table_of(name) == "" for name in names):
        return False
    return sum(_print(other) == _print(row) for other in table.rows) > 1


def _print(row: Row) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(text.plain for text in cell.texts) for cell in row.cells)


def _is_issued(row: Aligned, others: Iterable[Aligned | None]) -> bool:
    """Return whether a row was there when the form was issued.

    Only then something stands in its locked places, and nowhere else.
    """
    standing = {text for other in others if other is not None for text in _locked_texts(other)}
    own = list(_locked_texts(row))
    return bool(own) and standing.isdisjoint(own) and "" not in own


def _locked_texts(row: Aligned) -> Iterator[str]:
    for one in row.held:
        if one.taken.slot.is_locked and not one.taken.slot.is_prompt:
            yield " ".join(one.taken.texts)


def _near(table: Table) -> str:
    return next((slot.name for row in reversed(table.rows) for slot in slots_in_row(row)), "")


def _doubted(aligned: Aligned, doubt: str) -> Aligned:
    held = [
        replace(one, doubt=one.doubt or doubt) if one.taken.texts or one.taken.ticked else one
        for one in aligned.held
    ]
    return replace(aligned, held=held)
