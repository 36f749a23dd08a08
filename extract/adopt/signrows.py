"""Recognise the rows of a table that are signed: parties in printed words, or a list that anybody signs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.adopt.cells import CellView
from extract.adopt.drafts import DraftCell, DraftColumn, DraftSection, Grid, Item, Value
from extract.adopt.rows import Done, columns_of
from extract.adopt.sheet import Sheet
from extract.adopt.signing import party_of
from extract.adopt.wording import bare
from forms.model import Kind

_SIGNATURE = re.compile(r"^(?:signature|signed|initials)\b", re.IGNORECASE)
_DATE = re.compile(r"^date\b", re.IGNORECASE)


def read_signing_rows(
    sheet: Sheet, row: Sequence[CellView], below: Sequence[Sequence[CellView]]
) -> Done | None:
    """Add the parties of a table with a column to sign in; None where no heading is for a signature."""
    place = next((number for number, view in enumerate(row) if _SIGNATURE.search(view.words)), None)
    if place is None:
        return None
    width = len(row)
    asked = []
    for one in below:
        if (
            [view.span for view in one] != [view.span for view in row]
            or any(view.continued for view in one)
            or not one[place].blank
        ):
            break
        asked.append(one)
    if width < 2 or not asked or not all(view.words or not number for number, view in enumerate(row)):
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
                DraftColumn(one.id, one.label or name, one.kind, one.options) for one in columns_of(labels)
            ]
            note = (
                "a list that is signed, kept as a table: a name typed in the signature's column counts as one"
            )
            field_id = sheet.add(
                "", Kind.TABLE, name=name, keys={"spare": len(asked)}, grid=Grid(tuple(columns)), notes=[note]
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
