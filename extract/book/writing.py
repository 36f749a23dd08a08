"""Write the tables of a workbook anew, in the file that people have made of it since it was last written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extract.book.cut import RowText, SheetText, attribute, cut_row, cut_sheet
from extract.book.empty import with_word_of_rows
from extract.book.filling import Grid, Sheet, Typed, column_styles, fill
from extract.book.parts import BOOK, Parts
from extract.book.references import sheets_in
from extract.book.splicing import Changes, fingerprint, splice, with_reach
from extract.book.table import TablePlace, find_tables, with_range
from extract.book.texts import Formula, Stored, Value, cell_bytes, shared_texts
from extract.sheet_cells import no_workbook

_CALCULATION = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*?/?>")
_BEHIND_CALCULATION = re.compile(
    rb"<(/workbook|(?:\w+:)?(?:oleSize|customWorkbookViews|pivotCaches|smartTag|webPublish|fileRecovery|extLst)"
    rb"|/\w+:workbook)\b"
)
"""What may stand behind calcPr (18.2.27)."""
_UNBOUND = re.compile(r"/(tables|printerSettings|queryTables)/")
"""Parts of a sheet that stand beside none of its rows."""
_BOUND = re.compile(rb"<(?:\w+:)?(mergeCell|hyperlink|protectedRange|sparkline|scenario|cellWatch)\b")
_HOLDS = re.compile(rb"<(?:\w+:)?(?:v|f|is)\b")
"""A value, a formula or a text in a cell."""
_AT_LOAD = b' fullCalcOnLoad="1"'
_CHAIN = re.compile(rb"""<(?:\w+:)?(?:Relationship|Override)\b[^>]*calcChain[^>]*?/>""")
_TYPES, _RELATIONS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True, slots=True)
class Written:
    """A workbook with its tables written, and what a person had typed that no longer stands there."""

    parts: Parts
    lost: Mapping[str, tuple[Typed, ...]]
    """Table -> own cells of rows that have gone."""
    replaced: Mapping[str, tuple[Typed, ...]]
    """Table -> what was typed over our cells."""


def write_tables(
    parts: Parts,
    grids: Mapping[str, Grid],
    known: Mapping[str, Mapping[str, Sequence[Sequence[Stored]]]],
) -> Written:
    """Return the workbook with these tables, by their names, whatever their sheets are called by now.

    `known` says what may have been written before, by table and key. Every part that holds none of them stays
    byte for byte. Raises UnreadableError M30 where a table is gone or the workbook is damaged.
    """
    shared, tables = shared_texts(parts), find_tables(parts)
    changes: dict[str, bytes] = {}
    lost, replaced = {}, {}
    for name, grid in grids.items():
        place = tables.get(name.casefold())
        if place is None:
            raise no_workbook(f"its table {name} is gone")
        text = cut_sheet(changes.get(place.sheet, parts.data[place.sheet]))
        sheet = Sheet(text, place, shared, column_styles(text), _may_move(parts, place.sheet, text))
        filled = fill(sheet, grid, known.get(name, {}))
        tail = text.tail
        if sum(one.sheet == place.sheet for one in tables.values()) == 1:
            tail = with_word_of_rows(tail, is_empty=_is_empty(filled.rows, place))
        if (filled.rows, tail) != (text.rows, text.tail):
            told = replace(_with_dimension(text, filled.rows[-1].number), tail=tail)
            changes[place.sheet] = told.joined(filled.rows)
            changes[place.part] = with_range(parts.data[place.part], place, filled.last_row)
        lost[name], replaced[name] = filled.lost, filled.replaced
    return Written(_recalculated(parts.replaced(changes)) if changes else parts, lost, replaced)


def write_changes(parts: Parts, name: str, grid: Grid, changes: Changes) -> Parts | None:
    """Return the workbook with some rows of one table written; None where the whole table has to be read.

    Its sheet is as it was left. Raises UnreadableError M30 where the table is gone.
    """
    place = find_tables(parts).get(name.casefold())
    if place is None:
        raise no_workbook(f"its table {name} is gone")
    if not (changes.changed or changes.added):
        return parts
    data = parts.data[place.sheet]
    done = splice(data, place, shared_texts(parts), grid, changes)
    if done is None:
        return None
    table = with_range(parts.data[place.part], place, done.last_row)
    return _recalculated(parts.replaced({place.sheet: done.data, place.part: table}))


def fingerprints(parts: Parts) -> Mapping[str, str]:
    """Return table, in small letters -> what tells whether its sheet is as it was."""
    return {name: fingerprint(parts.infos, place) for name, place in find_tables(parts).items()}


def _may_move(parts: Parts, sheet: str, text: SheetText) -> bool:
    """Return whether nothing on a sheet is bound to a row, beside its tables."""
    beside = [part for part in parts.targets(sheet).values() if not _UNBOUND.search(part)]
    return not beside and not _BOUND.search(text.tail)


def write_cell(parts: Parts, table: str, place: str, value: Value | Formula) -> Parts:
    """Return the workbook with a value in a cell of a table's sheet, but none where a formula stands.

    A formula takes the place of a formula only. The sheet may be called anything. Raises UnreadableError M30
    where the table is gone.
    """
    found = find_tables(parts).get(table.casefold())
    if found is None:
        raise no_workbook(f"its table {table} is gone")
    part = found.sheet
    text = cut_sheet(parts.data[part])
    letters = place.rstrip("0123456789")
    number = int(place[len(letters) :])
    rows = []
    for row in text.rows:
        cells = {cell.letters: cell.xml for cell in cut_row(row, text.prefix)} if row.number == number else {}
        if letters in cells and isinstance(value, Formula) == (b"f>" in cells[letters]):
            style = attribute(cells[letters], b"s")
            cells[letters] = cell_bytes(place, value, style, text.prefix)
            rows.append(replace(row, body=b"".join(cells.values())))
        else:
            rows.append(row)
    data = text.joined(rows)
    return parts if data == parts.data[part] else parts.replaced({part: data})


def named_cell(parts: Parts, table: str, name: str) -> str | None:
    """Return the cell of a table's sheet that a name of the workbook stands for, such as B3; None for others.

    Programs move the name along where rows or columns are inserted before the cell.
    """
    found = find_tables(parts).get(table.casefold())
    for entry in parts.tree(BOOK).iterfind("{*}definedNames/{*}definedName"):
        if str(entry.get("name", "")).casefold() != name or "localSheetId" in entry.attrib:
            continue
        cell = re.fullmatch(r".*!\$?([A-Z]{1,3})\$?([1-9][0-9]*)", entry.text or "")
        sheets = {parts.sheets().get(one) for one in sheets_in(entry.text or "")}
        if cell is not None and found is not None and sheets == {found.sheet}:
            return cell[1] + cell[2]
    return None


def _is_empty(rows: Sequence[RowText], place: TablePlace) -> bool:
    """Return whether nothing stands below the headings of a table."""
    return not any(_HOLDS.search(row.body) for row in rows if row.number > place.first_row)


def _with_dimension(text: SheetText, last_row: int) -> SheetText:
    """Return a sheet that says how far it reaches; which columns it takes does not change."""
    head = with_reach(text.head, last_row)
    return SheetText(head, text.rows, text.tail, text.prefix)


def _recalculated(parts: Parts) -> Parts:
    """Return the workbook so that all formulas are reckoned when it is opened, in an order found anew.

    A chain (18.6) that names cells without a formula is taken for damage.
    """
    changes = {BOOK: reckoned_at_load(parts.data[BOOK])}
    chain = frozenset(name for name in parts.data if name.endswith("/calcChain.xml"))
    if chain:
        changes |= {name: _CHAIN.sub(b"", parts.data[name]) for name in (_TYPES, _RELATIONS)}
    return parts.without(chain).replaced(changes)


def reckoned_at_load(book: bytes) -> bytes:
    """Return the workbook's own part so that all formulas are reckoned when it is opened."""
    found = _CALCULATION.search(book)
    if found is None:
        behind = _BEHIND_CALCULATION.search(book)
        if behind is None:
            raise no_workbook("its list of sheets has no end")
        at = behind.start()
        name = re.search(rb"<(\w+:)?workbook\b", book)
        prefix = (name[1] or b"") if name else b""
        return book[:at] + b"<" + prefix + b"calcPr" + _AT_LOAD + b"/>" + book[at:]
    tag = found[0]
    if b"fullCalcOnLoad" in tag:
        tag = re.sub(rb"""fullCalcOnLoad\s*=\s*["'][^"']*["']""", _AT_LOAD.strip(), tag)
    else:
        end = -2 if tag.endswith(b"/>") else -1
        tag = tag[:end] + _AT_LOAD + tag[end:]
    return book[: found.start()] + tag + book[found.end() :]
