"""Recognise rows of a table that belong together: option grids, signing rows, fixed rows, repeating rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.adopt.cells import CellView
from extract.adopt.drafts import DraftCell, DraftColumn, DraftSection, Grid, Item, Value
from extract.adopt.sheet import Sheet, slug
from extract.adopt.wording import action_column, ends_as_label, guess_kind
from forms.model import Kind

_OPTION = re.compile(
    r"yes|no|n/?a|not applicable|not sure|unsure|y|n|always|usually|often|sometimes|rarely|seldom"
    r"|never|(?:strongly )?(?:dis)?agree"
    r"|neutral|neither|(?:fully |partly |not )met|met|in place|partial(?:ly)?|full(?:y)?|none"
    r"|excellent|very good|good|fair|satisfactory"
    r"|adequate|poor|very poor|high|medium|low|red|amber|green|achieved|not achieved|\d{1,2}"
    r"|not at all|a little|very much|don[’']?t know",
    re.IGNORECASE,
)
_STANDARD = ("action", "who", "by_when", "status")
_COLUMN_KINDS = {
    Kind.DATE: Kind.DATE,
    Kind.TIME: Kind.TIME,
    Kind.NUMBER: Kind.NUMBER,
    Kind.MULTILINE: Kind.MULTILINE,
    Kind.YES_NO: Kind.YES_NO,
}
_MOST_FIXED_ROWS = 60


@dataclass(frozen=True, slots=True)
class Done:
    """A section made from rows, and how many rows were used."""

    section: DraftSection
    used: int


def count_blank(row: Sequence[CellView], below: Sequence[Sequence[CellView]]) -> int:
    """Return how many rows below a row are empty in each of its cells."""
    count = 0
    for one in below:
        if len(one) != len(row) or not all(view.blank for view in one):
            break
        count += 1
    return count


def repeats(row: Sequence[CellView], empty: int) -> bool:
    """Return whether a row of headings stands above rows of one table, not above one answer each."""
    if len(row) == 1:
        return False
    if empty > 1:
        return True
    if len(row) > 2 and any(action_column(view.words) == "action" for view in row):
        return True
    return len(row) > 2 and not any(ends_as_label(view.words) for view in row)


def is_bare_heading(row: Sequence[CellView]) -> bool:
    """Return whether a table's only row is headings: a typist's table that had no rows yet."""
    words = all(view.words and len(view.words.split()) <= 6 and not view.gap for view in row)
    return len(row) > 2 and words and not any(view.space or ends_as_label(view.words) for view in row)


def read_repeating(sheet: Sheet, row: Sequence[CellView], below: Sequence[Sequence[CellView]]) -> Done:
    """Add a table whose headings are `row`, with the empty rows below it."""
    labels = [view.words for view in row]
    spare = max(len(below), 3)
    if any(action_column(label) == "action" for label in labels):
        return _action_table(sheet, labels, spare, 1 + len(below))
    columns = columns_of(labels)
    name = sheet.heading or ", ".join(labels)
    note = f"empty rows in the document: {len(below)}; how many are wanted?"
    field_id = sheet.add(
        "", Kind.TABLE, name=name, keys={"spare": spare}, grid=Grid(tuple(columns)), notes=[note]
    )
    section = DraftSection(
        sheet.section_id(name),
        table=field_id,
        cells=tuple((column.id,) for column in columns),
        widths=_widths(columns),
    )
    return Done(section, 1 + len(below))


def _action_table(sheet: Sheet, labels: Sequence[str], spare: int, used: int) -> Done:
    """Add a table of actions: halfterm's own columns where a heading means one, further ones as printed."""
    meant: dict[str, str] = {}
    for label in labels:
        column = action_column(label)
        if column and column not in meant.values():
            meant[label] = column
    columns = columns_of(
        [label for label in labels if label not in meant], taken=("ref", "update", *_STANDARD)
    )
    own = {column.label: column.id for column in columns}
    printed = tuple(meant.get(label) or own[label] for label in labels)
    missing = tuple(column for column in _STANDARD if column not in printed)
    cells = [("ref", column, *missing) if column == "action" else (column,) for column in printed]
    keys: dict[str, Value] = {"spare": spare, "printed_columns": printed, "carry": "rows"}
    note = 'read as actions, which halfterm follows up; if the rows are something else: kind = "table"'
    name = sheet.heading or ", ".join(labels)
    field_id = sheet.add("", Kind.ACTIONS, name=name, keys=keys, grid=Grid(tuple(columns)), notes=[note])
    header = tuple(DraftCell((f"'{label}",)) for label in labels)
    widths = tuple(2.0 if len(cell) > 1 else 1.0 for cell in cells)
    return Done(
        DraftSection(
            sheet.section_id(name), table=field_id, cells=tuple(cells), header=header, widths=widths
        ),
        used,
    )


def columns_of(labels: Sequence[str], taken: Sequence[str] = ()) -> list[DraftColumn]:
    """Return the columns that headings stand for; `taken` are ids that they must not have."""
    columns: list[DraftColumn] = []
    ids = {*taken, "label"}
    for label in labels:
        stem = slug(label, 16)
        column_id, number = stem, 2
        while column_id in ids:
            column_id, number = f"{stem}_{number}", number + 1
        ids.add(column_id)
        guess = guess_kind(label)
        kind = _COLUMN_KINDS.get(guess.kind, Kind.TEXT)
        if kind is Kind.YES_NO and not guess.options:
            kind = Kind.TEXT
        options = guess.options if kind is Kind.YES_NO and guess.options != ("Yes", "No") else ()
        columns.append(DraftColumn(column_id, label, kind, options))
    return columns


def _widths(columns: Sequence[DraftColumn]) -> tuple[float, ...]:
    return tuple(2.0 if column.kind is Kind.MULTILINE else 1.0 for column in columns)


def read_option_grid(
    sheet: Sheet, row: Sequence[CellView], below: Sequence[Sequence[CellView]]
) -> Done | None:
    """Add one question per row where the headings are the answers; None where they are not."""
    at = [number for number, view in enumerate(row) if number and _OPTION.fullmatch(view.words.strip())]
    # Looking at the rows below each row of a long table would take longer than all the rest.
    asked = _rows_that_fit(row, below, at) if len(at) > 1 else []
    if not asked:
        return None
    options = tuple(row[number].words.strip() for number in at)
    further = [number for number in range(1, len(row)) if number not in at and row[number].words]
    if further:
        return _answer_table(sheet, row, asked, (options, at, further))
    kind, keys, _ = _kind_of(options)
    rows: list[tuple[DraftCell, ...]] = []
    for one in asked:
        field_id = sheet.add(one[0].words, kind, keys=keys)
        shown: list[tuple[Item, ...]] = [(f"{field_id}.label",)]
        shown += [
            (f"{field_id}={row[number].words.strip()}",) if number in at else ()
            for number in range(1, len(row))
        ]
        rows.append(tuple(DraftCell(items, view.span) for items, view in zip(shown, row, strict=True)))
    header = tuple(DraftCell((f"'{view.words}",) if view.words else (), view.span) for view in row)
    widths = _grid_widths(row)
    return Done(
        DraftSection(
            sheet.section_id(row[0].words or sheet.heading), rows=tuple(rows), header=header, widths=widths
        ),
        1 + len(asked),
    )


def _grid_widths(row: Sequence[CellView]) -> tuple[float, ...]:
    widths: list[float] = []
    for number, view in enumerate(row):
        widths += [4.0 if number == 0 else 1.0] * view.span
    return tuple(widths)


def _kind_of(options: tuple[str, ...]) -> tuple[Kind, dict[str, Value], None]:
    if options == ("Yes", "No"):
        return Kind.YES_NO, {}, None
    kind = (
        Kind.YES_NO
        if tuple(option.lower() for option in options) in {("yes", "no"), ("y", "n")}
        else Kind.CHOICE
    )
    return kind, {"options": options}, None


def _rows_that_fit(
    row: Sequence[CellView], below: Sequence[Sequence[CellView]], at: Sequence[int]
) -> list[Sequence[CellView]]:
    """Return the rows below that have words in front and empty cells under each answer."""
    fitting: list[Sequence[CellView]] = []
    for one in below:
        fits = (
            [view.span for view in one] == [view.span for view in row]
            and one[0].words
            and all(one[n].blank or one[n].ticked for n in range(1, len(one)))
        )
        if not fits:
            break
        fitting.append(one)
    return fitting if at else []


def _answer_table(
    sheet: Sheet,
    row: Sequence[CellView],
    asked: Sequence[Sequence[CellView]],
    found: tuple[tuple[str, ...], Sequence[int], Sequence[int]],
) -> Done | None:
    """Add a table of fixed rows: an answer and further columns for each."""
    options, at, further = found
    words = [one[0].words for one in asked]
    if len(set(words)) < len(words):
        return None
    kind, keys, _ = _kind_of(options)
    own = keys.get("options", ())
    others = columns_of([row[number].words for number in further], taken=("answer",))
    answer = DraftColumn(
        "answer",
        row[0].words or sheet.heading or ", ".join(options),
        kind,
        own if isinstance(own, tuple) else (),
    )
    name = sheet.heading or row[0].words or ", ".join(options)
    field_id = sheet.add("", Kind.TABLE, name=name, grid=Grid((answer, *others), tuple(words)))
    by_number = dict(zip(further, others, strict=True))
    cells: list[tuple[str, ...]] = [("label",)]
    cells += [
        (f"answer={row[n].words.strip()}",) if n in at else (by_number[n].id,)
        for n in range(1, len(row))
        if n in at or n in by_number
    ]
    shown = [view for number, view in enumerate(row) if not number or number in at or number in by_number]
    header = tuple(DraftCell((f"'{view.words}",) if view.words else ()) for view in shown)
    widths = tuple(
        4.0 if not n else 2.0 if cell[0] in {c.id for c in others} else 1.0 for n, cell in enumerate(cells)
    )
    return Done(
        DraftSection(
            sheet.section_id(name), table=field_id, cells=tuple(cells), header=header, widths=widths
        ),
        1 + len(asked),
    )


def read_fixed_rows(
    sheet: Sheet, row: Sequence[CellView], below: Sequence[Sequence[CellView]]
) -> Done | None:
    """Add a table with printed words in front of each row and headings above; None where there is none."""
    if (
        len(row) < 3
        or not all(view.words for view in row[1:])
        or any(view.gap or view.span > 1 for view in row)
    ):
        return None
    asked = _rows_that_fit(row, below[: _MOST_FIXED_ROWS + 1], [1])
    words = [one[0].words for one in asked]
    if not 2 <= len(asked) <= _MOST_FIXED_ROWS or len(set(words)) < len(words):
        return None
    columns = columns_of([view.words for view in row[1:]])
    name = sheet.heading or row[0].words or ", ".join(column.label for column in columns)
    field_id = sheet.add("", Kind.TABLE, name=name, grid=Grid(tuple(columns), tuple(words)))
    cells: tuple[tuple[str, ...], ...] = (("label",), *((column.id,) for column in columns))
    header = tuple(DraftCell((f"'{view.words}",) if view.words else ()) for view in row)
    return Done(
        DraftSection(sheet.section_id(name), table=field_id, cells=cells, header=header), 1 + len(asked)
    )
