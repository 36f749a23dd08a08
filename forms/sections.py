"""Read the [[section]] tables of a definition: which field stands in which cell of the printed page.

A cell is written as an item, a list of items, or a table with `items`, `span` and `beside`. An item is
"ID" (its answer, or a clause's words), "ID.label" (its printed words), "ID=Yes" (the box of one
option), "'words" or {text = "words"} (printed words of no field), {sentence = "words {ID} words"} (a
sentence with blanks); "" is an empty cell. A section whose rows are those of a table names the table and,
in `cells`, what each cell of a row shows: a column, COLUMN=option, or a list of columns below each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.mistakes import Mistakes, quoted, suggested
from forms.model import LABEL, TABLES, Field, Kind
from forms.names import is_field_id
from forms.printed_page import Cell, Frame, Item, Section, Show
from forms.row_cells import column_of, read_cells
from forms.sentences import pieces_of, printed_words
from forms.tables import SECTION_KEYS, read_table, shown_value
from forms.toml_lines import Place

_IN_SENTENCE = frozenset(
    {Kind.TEXT, Kind.DATE, Kind.TIME, Kind.MONTH, Kind.NUMBER, Kind.CHOICE, Kind.YES_NO, Kind.TICK}
)
"""The kinds that can stand inside a sentence."""
_MOST_SUGGESTIONS = 200
"""Who has so many mistakes mends them and checks again."""
_CELL_KEYS = ("items", "span", "beside")
_ITEM_FORMS = '"ID", "ID.label", "ID=option", "\'words", {text = "words"} or {sentence = "words {ID}"}'


class SectionReader:
    """Reads the sections of one definition and notes what they show."""

    def __init__(self, fields: Mapping[str, Field | None], mistakes: Mistakes) -> None:
        """Keep the fields by id (None for one that could not be read) and where to note mistakes."""
        self._fields = fields
        self._mistakes = mistakes
        self.shown: dict[Item, Place] = {}
        """What the sections show of fields, and where first."""
        self.spelt: set[str] = set()
        """The words of each row's printed texts, joined: a clause may be spelt in pieces."""
        self.complete = True
        """Whether every item could be read, so that a field not shown is surely shown nowhere."""

    def read(self, table: Mapping[str, Any], place: Place) -> Section | None:
        """Return the section that `table` says, None after noting what is wrong with it."""
        before = len(self._mistakes)
        values = read_table(
            table, SECTION_KEYS, place, self._mistakes, other=("rows", "header", "items", "cells")
        )
        if "table" in values:
            return self._table_section(values, table, place, before)
        if "items" in table and "rows" in table:
            advice = "use items for prose, rows for a table"
            self._note("D20", (*place, "rows"), "both items and rows", "one of them", advice)
        elif "rows" in table and values.get("frame") is Frame.PROSE:
            advice = "write items = […], or change the frame"
            self._note("D20", (*place, "frame"), "prose with rows", "items", advice)
        rows = self._prose(table, place) if "items" in table else self._rows(table, place)
        header = self._cells(table["header"], (*place, "header")) if "header" in table else ()
        columns = values.get("columns") or (1.0,) * max(map(_width, [header, *rows]), default=1)
        for at, row in enumerate(rows):
            self._check_width(row, columns, (*place, "rows", at))
        if header:
            self._check_width(header, columns, (*place, "header"))
        if len(self._mistakes) > before or "id" not in values:
            return None
        frame = values.get("frame", Frame.PROSE if "items" in table else Frame.TABLE)
        return Section(**{**values, "frame": frame, "columns": columns, "rows": rows, "header": header})

    def _table_section(
        self, values: Mapping[str, Any], table: Mapping[str, Any], place: Place, before: int
    ) -> Section | None:
        """Return the section whose rows are those of a table field."""
        for key in ("items", "rows"):
            if key in table:
                self._note("D20", (*place, key), f"{key} beside a table", "cells", "take one of them out")
        item = self._field_item(values["table"], (*place, "table"))
        field = self._fields.get(values["table"])
        if item is None or field is None:
            self.complete = False
            return None
        if field.kind not in TABLES or item.show is not Show.ANSWER:
            self._note(
                "D11", (*place, "table"), f"the {field.kind} {field.id}", "the id of a table", "name a table"
            )
            return None
        cells = read_cells(table.get("cells"), field, (*place, "cells"), self._mistakes)
        header = self._cells(table["header"], (*place, "header")) if "header" in table else ()
        if not header:
            header = tuple(_heading(field, cell) for cell in cells)
        columns = values.get("columns") or (1.0,) * len(cells)
        self._check_width(header, columns, (*place, "header"))
        if cells and len(cells) != len(columns):
            self._note(
                "D20",
                (*place, "cells"),
                f"{len(cells)} cells",
                f"{len(columns)}, as columns says",
                "add or take out cells",
            )
        if len(self._mistakes) > before or "id" not in values:
            return None
        frame = values.get("frame", Frame.TABLE)
        return Section(
            **{**values, "frame": frame, "columns": columns, "rows": (), "header": header, "cells": cells}
        )

    def _prose(self, table: Mapping[str, Any], place: Place) -> tuple[tuple[Cell, ...], ...]:
        items = self._items(table["items"], (*place, "items"))
        return tuple((Cell((item,)),) for item in items)

    def _rows(self, table: Mapping[str, Any], place: Place) -> tuple[tuple[Cell, ...], ...]:
        rows = table.get("rows")
        place = (*place, "rows")
        if not isinstance(rows, list) or not rows:
            self.complete = False
            found = "rows that are no list" if rows else "a section without rows"
            self._note("D20", place, found, "rows = [[…], …] or items = […]", "say what it shows")
            return ()
        return tuple(self._cells(row, (*place, at)) for at, row in enumerate(rows))

    def _cells(self, row: object, place: Place) -> tuple[Cell, ...]:
        if not isinstance(row, list) or not row:
            self.complete = False
            self._note(
                "D05", place, "a row that is no list", "a list of cells: [cell, cell]", "put it in brackets"
            )
            return ()
        cells = tuple(self._cell(cell, (*place, at)) for at, cell in enumerate(row))
        self.spelt.add(" ".join(item.text for cell in cells for item in cell.items if item.show is Show.TEXT))
        return cells

    def _cell(self, cell: object, place: Place) -> Cell:
        if not isinstance(cell, dict) or "items" not in cell:
            return Cell(self._items(cell, place))
        for key in cell:
            if key not in _CELL_KEYS:
                advice = suggested(key, _CELL_KEYS, "correct the key or take it out")
                self._note("D03", (*place, key), f"the key {quoted(key)}", "items, span or beside", advice)
        span, beside = cell.get("span", 1), cell.get("beside", False)
        if isinstance(span, bool) or not isinstance(span, int) or span < 1:
            self._note("D05", place, f"span = {shown_value(span)}", "a whole number from 1", "correct it")
            span = 1
        if not isinstance(beside, bool):
            self._note("D05", place, f"beside = {shown_value(beside)}", "true or false", "correct it")
            beside = False
        return Cell(self._items(cell["items"], (*place, "items")), span, beside)

    def _items(self, items: object, place: Place) -> tuple[Item, ...]:
        if items == "":
            return ()
        if not isinstance(items, list):
            item = self._item(items, place)
            return () if item is None else (item,)
        read = (self._item(item, (*place, at)) for at, item in enumerate(items))
        return tuple(item for item in read if item is not None)

    def _item(self, item: object, place: Place) -> Item | None:
        if isinstance(item, dict) and list(item) == ["text"] and isinstance(item["text"], str):
            return Item(Show.TEXT, text=item["text"])
        if isinstance(item, dict) and isinstance(item.get("sentence"), str):
            return self._sentence(item, place)
        if not isinstance(item, str) or not item:
            self.complete = False
            shown = shown_value(item)
            self._note("D05", place, shown, f"an item: {_ITEM_FORMS}", "write it so")
            return None
        if item.startswith("'"):
            return Item(Show.TEXT, text=item[1:])
        return self._field_item(item, place)

    def _sentence(self, item: Mapping[str, Any], place: Place) -> Item | None:
        """Return a sentence after noting which answers it shows and which words it prints."""
        sentence, bullet = item["sentence"], item.get("bullet", False)
        for key in item.keys() - {"sentence", "bullet"}:
            self._note("D03", place, f"the key {quoted(key)}", "sentence or bullet", "take it out")
        if not isinstance(bullet, bool):
            self.complete = False
            self._note("D05", place, f"bullet = {shown_value(bullet)}", "true or false", "correct it")
            return None
        for piece in pieces_of(sentence):
            if not piece.field_id and not {"{", "}"} & set(piece.words):
                continue
            shown = self._field_item(piece.field_id, place) if piece.field_id else None
            field = self._fields.get(piece.field_id)
            if shown is None and field is None and piece.field_id:
                # A field that could not be read, or an id that is known to nobody: noted already.
                return None
            if shown is None or shown.show is not Show.ANSWER or (field and field.kind not in _IN_SENTENCE):
                self.complete = False
                self._note(
                    "D11",
                    place,
                    f"{quoted(piece.field_id or piece.words)} in a sentence",
                    f"{{ID}} of a field of the kind {', '.join(sorted(_IN_SENTENCE))}",
                    "name such a field between the braces",
                )
                return None
        self.spelt.add(printed_words(sentence, self._fields))
        return Item(Show.SENTENCE, text=sentence, bullet=bullet)

    def _field_item(self, written: str, place: Place) -> Item | None:
        """Return what `written` shows of a field, None after noting that there is no such field or option."""
        column = self._column_heading(written)
        if column is not None:
            return column
        field_id, equals, option = written.partition("=")
        label = not equals and field_id.endswith(".label")
        field_id = field_id.removesuffix(".label") if label else field_id
        if field_id not in self._fields:
            self.complete = False
            # An id of the wrong shape is told at its field, so it is no advice.
            few = len(self._mistakes) < _MOST_SUGGESTIONS
            known = [one for one in self._fields if is_field_id(one)] if few else ()
            advice = suggested(field_id, known, "add the field, or put ' in front of printed words")
            self._note("D11", place, f"the item {quoted(written)}", "the id of a field of this file", advice)
            return None
        field = self._fields[field_id]
        item = Item(Show.ANSWER, field_id)
        if equals:
            item = Item(Show.OPTION, field_id, option)
            if field is not None and option not in field.all_options:
                self.complete = False
                expected = " or ".join(field.all_options) or "no options: the field is no choice"
                advice = suggested(option, field.all_options, "use a printed option")
                self._note("D11", place, f"the option {quoted(option)}", expected, advice)
        elif label or (field is not None and field.kind is Kind.CLAUSE):
            item = Item(Show.LABEL, field_id)
        if item in self.shown:
            self._note(
                "D13", place, f"{quoted(written)} for the second time", "each thing once", "take one out"
            )
        self.shown.setdefault(item, place)
        return item

    def _column_heading(self, written: str) -> Item | None:
        """Return the heading that TABLE.COLUMN stands for, None where `written` is something else."""
        table, dot, column_id = written.partition(".")
        field = self._fields.get(table)
        if not dot or field is None or column_id not in field.columns:
            return None
        return Item(Show.TEXT, text=column_of(field, column_id).label)

    def _check_width(self, row: tuple[Cell, ...], columns: tuple[float, ...], place: Place) -> None:
        if row and _width(row) != len(columns):
            self._note(
                "D20",
                place,
                f"a row over {_width(row)} {'column' if _width(row) == 1 else 'columns'}",
                f"{len(columns)}, as columns says",
                "add or take out cells, or give a cell another span",
            )

    def _note(self, code: str, place: Place, found: str, expected: str, advice: str) -> None:
        self._mistakes.add(code, place, found=found, expected=expected, advice=advice)


def _heading(field: Field, cell: tuple[str, ...]) -> Cell:
    """Return the heading of a table's column: the words of what its cells show first."""
    name, _, option = cell[0].partition("=")
    words = option or ("" if name == LABEL else column_of(field, name).label)
    return Cell((Item(Show.TEXT, text=words),) if words else ())


def _width(row: tuple[Cell, ...]) -> int:
    return sum(cell.span for cell in row)
