"""The trust's workbook: what people fill, what is generated, and a first look at both, in one file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.plan_sheets import Choices
from extract.workbook import Contents, LastWritten, contents_of, fill_parts
from extract.workbook_spec import Column, Look, Sheet
from forms.board import View
from forms.files import write_whole
from forms.half_terms import HalfTermName
from forms.log import Log, academic_year
from forms.overview import Overview
from forms.plan import Plan

if TYPE_CHECKING:
    from extract.board.source import Own, RowSource
    from extract.book.filling import Grid
    from extract.book.parts import Parts
    from extract.workbook_readme import Readme

ORDER = (
    "README", "Dashboard", "Sessions", "Actions", "Cases", "Agreements", "QA_Reviews", "Exceptions",
    "Imports", "Schedule", "Roster", "Relationships", "Calendar", "Policies", "QA_Notes", "Lists", "Errors",
)  # fmt: skip
"""The sheets, in their order."""
_OWN_COUNTED = (
    ("Actions", "qa_override_status"),
    ("Exceptions", "qa_state"),
    ("Exceptions", "qa_reason"),
    ("Exceptions", "qa_by_date"),
)
"""Columns of the QA lead's own that the Dashboard goes by."""
_KEYS = {"Actions": ("action_id",), "Exceptions": ("exception_id",)}


@dataclass(frozen=True, slots=True)
class Entered:
    """What a new workbook is filled with where people fill it."""

    plan: Plan
    choices: Choices


def write_monitoring(path: Path, plan: Plan, choices: Choices, on: dt.date) -> None:
    """Write a new workbook, dated `on`. Raises WriteError (W01 to W04)."""
    write_whole(path, monitoring_bytes(plan, choices, on))


def monitoring_bytes(plan: Plan, choices: Choices, on: dt.date) -> bytes:
    """Return a new workbook; the same plan, choices and day give the same bytes."""
    from extract.book.parts import pack, unpack

    contents = trust_contents(Overview(Log()), Entered(plan, choices), on)
    return pack(fill_parts(unpack(contents.fresh(on)), contents, LastWritten()).parts)


def _with_day(parts: Parts, on: dt.date) -> Parts:
    """Return the workbook with the day beside the title of its Dashboard."""
    from extract.board.layout import DAY_CELL
    from extract.board.tables import VIEW
    from extract.book.texts import Formula
    from extract.book.writing import write_cell

    return write_cell(parts, VIEW.name, DAY_CELL, Formula("as_of", on))


def trust_contents(overview: Overview, entered: Entered, on: dt.date, answers: Own | None = None) -> Contents:
    """Return what the trust's workbook is to hold on a day.

    `answers` stand in a copy of it: what the QA lead has typed in the other one, by table, column and key.
    """
    from extract.board.caches import with_caches
    from extract.board.tables import TABLES
    from extract.plan_columns import PLAN_SHEETS
    from extract.trust_columns import TRUST_SHEETS

    def later(parts: Parts) -> Mapping[str, Grid]:
        return _board_grids(overview, entered, parts, on)

    def finish(parts: Parts) -> Parts:
        return with_caches(_with_day(parts, on))

    generated = {spec.name for spec in TRUST_SHEETS}
    others = [name for name in ORDER[1:] if name not in generated]
    sheets = [_with_answers(spec, (answers or {}).get(spec.name, {})) for spec in TRUST_SHEETS]
    contents = contents_of(overview, on, sheets, others)
    return dataclasses.replace(
        contents,
        fresh=lambda day: _new_workbook(entered, day),
        later=later,
        finish=finish,
        further=tuple(table.name for table in TABLES),
        peoples=(*(spec.name for spec in PLAN_SHEETS), "Lists"),
    )


def _with_answers(spec: Sheet, answers: Mapping[str, Mapping[str, object]]) -> Sheet:
    """Return a sheet of which some of the QA lead's columns are filled with what she has typed elsewhere."""
    from extract.board.source import as_day

    def filled(column: Column) -> Column:
        cells = answers.get(column.name)
        if not cells:
            return column
        key = next(one.get for one in spec.columns if one.name == spec.key[0] and one.get is not None)
        is_day = column.look is Look.DATE

        def typed(row: Any) -> Any:
            value = cells.get(str(key(row)))
            return as_day(value) if is_day else value

        return dataclasses.replace(column, get=typed)

    return dataclasses.replace(spec, columns=tuple(map(filled, spec.columns)))


def _new_workbook(entered: Entered, on: dt.date) -> bytes:
    from openpyxl import Workbook
    from openpyxl.workbook.defined_name import DefinedName

    from extract.board.layout import DASHBOARD, lay_out_board, names
    from extract.plan_sheets import add_plan_sheets
    from extract.trust_columns import TRUST_SHEETS
    from extract.workbook_file import workbook_bytes
    from extract.workbook_notes import NOTES, lay_out_notes
    from extract.workbook_readme import AS_OF, lay_out_readme
    from extract.workbook_sheet import lay_out_sheet

    book = Workbook()
    readme = book.worksheets[0]
    readme.title = "README"
    lay_out_readme(readme, on, _readme())
    lay_out_board(book.create_sheet(DASHBOARD), on)
    for spec in TRUST_SHEETS:
        lay_out_sheet(book.create_sheet(spec.name), spec)
    add_plan_sheets(book, entered.plan, entered.choices)
    lay_out_notes(book.create_sheet(NOTES))
    sheets: dict[str, Any] = {sheet.title: sheet for sheet in book.worksheets}
    for at, name in enumerate(ORDER):
        book.move_sheet(name, at - book.index(sheets[name]))
    book.active = 1
    for name, text in {"as_of": AS_OF, **names()}.items():
        book.defined_names[name] = DefinedName(name, attr_text=text)
    return _with_named_charts(workbook_bytes(book, on, {}))


def _with_named_charts(data: bytes) -> bytes:
    """Return the file with names and descriptions for our charts, by which they are known again."""
    from extract.board.caches import NAME
    from extract.board.charts import TITLES
    from extract.book.parts import pack, unpack

    parts = unpack(data)
    drawing = next(name for name in parts.data if name.startswith("xl/drawings/drawing"))
    text = parts.data[drawing]
    for number, title in enumerate(TITLES, start=1):
        said = html.escape(f"{title}. The figures stand in the tables on the left.")
        new = f'name="{NAME}{html.escape(title)}" descr="{said}"'
        text = text.replace(f'name="Chart {number}"'.encode(), new.encode())
    charts = {
        # What is left out counts as no in the standard and as yes in LibreOffice.
        name: re.sub(rb'(<numFmt formatCode="[^"]*") ?/>', rb'\1 sourceLinked="0"/>', data)
        for name, data in parts.data.items()
        if name.startswith("xl/charts/chart")
    }
    return pack(parts.replaced({drawing: text, **charts}))


def _readme() -> Readme:
    """Return what the first sheet says of this workbook."""
    from extract.plan_columns import PLAN_SHEETS
    from extract.plan_guide import HOW
    from extract.trust_columns import TRUST_SHEETS
    from extract.workbook_readme import Readme

    purposes = {spec.name: spec.purpose for spec in (*TRUST_SHEETS, *PLAN_SHEETS)}
    purposes |= {
        "Dashboard": "The first look: what is due, late, open, missing. Choose a school or half term there.",
        "QA_Notes": "What you typed beside a row that has gone, or over what is generated.",
        "Lists": "The schools and policies to choose from. Add a school here before you enter its people.",
    }
    return Readme(
        "Supervision: the trust's workbook",
        "Who is supervised by whom and when (yours to fill), and what returned forms show of it (generated).",
        tuple((name, purposes[name]) for name in ORDER[1:]),
        HOW,
    )


def _board_grids(overview: Overview, entered: Entered, parts: Parts, on: dt.date) -> Mapping[str, Grid]:
    """Return the tables of the Dashboard, for what is chosen on it."""
    from extract.board.counting import ALL, Counter, shown_text
    from extract.board.layout import HALF_TERM, POLICY, SCHOOL, YEAR
    from extract.board.tables import TABLES, VIEW, Seen, choices
    from extract.book.reading import read_table

    typed = {str(row.get("show")): row.get("choice") for row in read_table(parts, VIEW.name)}
    now = now_of(overview, on)
    meant = {str(YEAR): now[0], str(HALF_TERM): now[1], str(POLICY): ALL, str(SCHOOL): ALL}
    chosen = choices(typed, meant)
    policy_names = {rule.policy_id.casefold(): rule.policy for rule in overview.rules}
    policy = chosen[str(POLICY)]
    view = View(
        year=chosen[str(YEAR)] or now[0],
        half_term=chosen[str(HALF_TERM)],
        policy=policy_names.get(policy.casefold(), policy) if policy else None,
        school=chosen[str(SCHOOL)],
    )
    named = {one.school for one in overview.sessions if one.school} | set(entered.choices.schools)
    schools = sorted({shown_text(one) for one in named} - {""})
    seen = Seen(overview, Counter(source_of(overview, parts), view, on), meant, tuple(schools))
    return {table.name: table.grid(seen) for table in TABLES}


def source_of(overview: Overview, parts: Parts | None) -> RowSource:
    """Return the cells that the Dashboard counts, with what the QA lead has typed in a workbook."""
    from extract.board.source import RowSource
    from extract.book.reading import read_cells_of
    from extract.trust_columns import TRUST_SHEETS

    own: dict[str, dict[str, Mapping[str, object]]] = {}
    if parts is not None:
        for table, column in _OWN_COUNTED:
            own.setdefault(table, {})[column] = read_cells_of(parts, table, column, _KEYS[table])
    return RowSource(TRUST_SHEETS, overview, own)


def now_of(overview: Overview, on: dt.date) -> tuple[str, str]:
    """Return the running academic year and half term; All where no calendar says which half term it is."""
    for half in overview.half_terms:
        if half.first <= on <= half.until:
            return half.academic_year, str(HalfTermName(half.name))
    return academic_year(on) or "", "All"
