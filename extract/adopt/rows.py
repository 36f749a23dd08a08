"""Recognise rows of a table that belong together: option grids, signing rows, fixed rows, repeating rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.adopt.cells import CellView
from extract.adopt.drafts import DraftCell, DraftColumn, DraftSection, Item, Value
from extract.adopt.sheet import Sheet, slug
from extract.adopt.signing import party_of
from extract.adopt.wording import action_column, bare, ends_as_label, guess_kind
from forms.model import Kind

_OPTION = re.compile(
    r"yes|no|n/?a|not applicable|not sure|unsure|y|n|always|usually|often|sometimes|rarely|seldom|never|(?:strongly )?(?:dis)?agree"
    r"|neutral|neither|(?:fully |partly |not )met|met|in place|partial(?:ly)?|full(?:y)?|none|excellent|very good|good|fair|satisfactory"
    r"|adequate|poor|very poor|high|medium|low|red|amber|green|achieved|not achieved|\d{1,2}|not at all|a little|very much|don[’']?t know",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^(?:signature|signed|initials)\b", re.IGNORECASE)
_DATE = re.compile(r"^date\b", re.IGNORECASE)
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
    columns = _columns(labels)
    name = sheet.heading or ", ".join(labels)
    note = f"a table of {len(below)} empty row{'' if len(below) == 1 else 's'} in the document: how many are wanted?"
    field_id = sheet.add("", Kind.TABLE, name=name, keys={"spare": spare}, columns=columns, notes=[note])
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
    columns = _columns([label for label in labels if label not in meant], taken=("ref", "update", *_STANDARD))
    own = {column.label: column.id for column in columns}
    printed = tuple(meant.get(label) or own[label] for label in labels)
    missing = tuple(column for column in _STANDARD if column not in printed)
    cells: list[tuple[str, ...]] = []
    for column in printed:
        cells.append(("ref", column, *missing) if column == "action" else (column,))
    keys: dict[str, Value] = {"spare": spare, "printed_columns": printed, "carry": "rows"}
    note = 'read as actions, which halfterm follows up; if the rows are something else: kind = "table"'
    name = sheet.heading or ", ".join(labels)
    field_id = sheet.add("", Kind.ACTIONS, name=name, keys=keys, columns=columns, notes=[note])
    header = tuple(DraftCell((f"'{label}",)) for label in labels)
    widths = tuple(2.0 if len(cell) > 1 else 1.0 for cell in cells)
    return Done(
        DraftSection(
            sheet.section_id(name), table=field_id, cells=tuple(cells), header=header, widths=widths
        ),
        used,
    )


def _columns(labels: Sequence[str], taken: Sequence[str] = ()) -> list[DraftColumn]:
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
    asked = _rows_that_fit(row, below, at)
    if len(at) < 2 or not asked:
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
            len(one) == len(row)
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
    others = _columns([row[number].words for number in further], taken=("answer",))
    answer = DraftColumn(
        "answer",
        row[0].words or sheet.heading or ", ".join(options),
        kind,
        own if isinstance(own, tuple) else (),
    )
    name = sheet.heading or row[0].words or ", ".join(options)
    field_id = sheet.add("", Kind.TABLE, name=name, columns=[answer, *others], rows=words)
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
    asked = _rows_that_fit(row, below, [1])
    words = [one[0].words for one in asked]
    if not 2 <= len(asked) <= _MOST_FIXED_ROWS or len(set(words)) < len(words):
        return None
    columns = _columns([view.words for view in row[1:]])
    name = sheet.heading or row[0].words or ", ".join(column.label for column in columns)
    field_id = sheet.add("", Kind.TABLE, name=name, columns=columns, rows=words)
    cells: tuple[tuple[str, ...], ...] = (("label",), *((column.id,) for column in columns))
    header = tuple(DraftCell((f"'{view.words}",) if view.words else ()) for view in row)
    return Done(
        DraftSection(sheet.section_id(name), table=field_id, cells=cells, header=header), 1 + len(asked)
    )


def read_signing_rows(
    sheet: Sheet, row: Sequence[CellView], below: Sequence[Sequence[CellView]]
) -> Done | None:
    """Add the parties of a table with a column to sign in; None where no heading is for a signature."""
    place = next((number for number, view in enumerate(row) if _SIGNATURE.search(view.words)), None)
    width = len(row)
    asked = []
    for one in below:
        if len(one) != width or any(view.continued for view in one) or not one[place or 0].blank:
            break
        asked.append(one)
    if (
        place is None
        or width < 2
        or not asked
        or not all(view.words or not number for number, view in enumerate(row))
    ):
        return None
    named = [one for one in asked if any(view.words for view in one)]
    if not named:
        return _signing_list(sheet, row, asked, place)
    header = tuple(DraftCell((f"'{view.words}",) if view.words else (), view.span) for view in row)
    rows = tuple(_signing_row(sheet, row, one, place) for one in named)
    if len(named) < len(asked):
        sheet.remark(f"{len(asked) - len(named)} further empty rows to sign on were left out")
    return Done(DraftSection(sheet.section_id("signatures"), rows=rows, header=header), 1 + len(asked))


def _signing_row(
    sheet: Sheet, row: Sequence[CellView], one: Sequence[CellView], place: int
) -> tuple[DraftCell, ...]:
    at = next(number for number, view in enumerate(one) if view.words)
    words = one[at].words
    party = party_of(words)
    owner = party if party in {"supervisee", "supervisor"} else "both"
    keys: dict[str, Value] = {"owner": owner, "party": party or bare(words).lower()}
    notes = [] if party else ["who signs here, taken from the row's words"]
    signature = sheet.add(
        words,
        Kind.SIGNATURE,
        name=f"{row[place].words} ({words})",
        stem=f"signature {words}",
        keys=keys,
        notes=notes,
    )
    cells: list[DraftCell] = []
    dated = False
    for number, view in enumerate(one):
        heading = row[number].words
        items: tuple[Item, ...] = ()
        if number == at:
            items = (f"{signature}.label",)
        elif number == place:
            items = (signature,)
        elif _DATE.search(heading) and not dated:
            date = sheet.add(
                "", Kind.DATE, name=f"{heading} ({words})", stem=f"{signature} date", keys={"owner": owner}
            )
            sheet.change(signature, date_field=date)
            items, dated = (date,), True
        elif view.words:
            items = (f"'{view.words}",)
        elif heading:
            items = (sheet.add("", Kind.TEXT, name=f"{heading} ({words})", stem=f"{heading} {words}"),)
        cells.append(DraftCell(items, view.span))
    return tuple(cells)


def _signing_list(
    sheet: Sheet, row: Sequence[CellView], asked: Sequence[Sequence[CellView]], place: int
) -> Done:
    """Add rows for whoever signs: an attendance list."""
    labels = [view.words for view in row]
    name = sheet.heading or ", ".join(label for label in labels if label)
    meant = {place: "name"}
    for number, label in enumerate(labels):
        if number == place:
            continue
        column = "date" if _DATE.search(label) else "who" if bare(label).lower().endswith("name") else ""
        if not column or column in meant.values():
            columns = [
                DraftColumn(one.id, one.label or name, one.kind, one.options) for one in _columns(labels)
            ]
            note = "a list that is signed, kept as a table: the name typed in the column of the signature counts as one"
            field_id = sheet.add(
                "", Kind.TABLE, name=name, keys={"spare": len(asked)}, columns=columns, notes=[note]
            )
            cells = tuple((one.id,) for one in columns)
            return Done(DraftSection(sheet.section_id(name), table=field_id, cells=cells), 1 + len(asked))
        meant[number] = column
    shown: tuple[tuple[str, ...], ...] = tuple((meant[number],) for number in range(len(labels)))
    missing = tuple(column for column in ("who", "date") if column not in meant.values())
    shown = tuple((*cell, *missing) if cell == ("name",) else cell for cell in shown)
    printed = tuple(meant[number] for number in range(len(labels)))
    field_id = sheet.add(
        "", Kind.SIGNATURES, name=name, keys={"spare": len(asked), "printed_columns": printed}
    )
    header = tuple(DraftCell((f"'{label}",) if label else ()) for label in labels)
    return Done(
        DraftSection(sheet.section_id(name), table=field_id, cells=shown, header=header), 1 + len(asked)
    )
