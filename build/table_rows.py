"""The rows of all tables of one document: what is known, what is carried here, and spare or printed ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from build.filling import FilledRow, carried_locks
from build.signers import first_lines, follow_list
from forms.action_rows import makes_an_action
from forms.in_step import tables_in_step
from forms.model import ACTION_TABLES, Definition, Field, Kind, Stage
from forms.names import cell_name
from forms.reference import action_id

_BLANK_CARRIED_ROWS = 2
"""Rows for carried actions on a blank form, where nothing can be carried by us."""
_ROOM = 2
"""Empty rows below a list that has filled up."""
_EMPTY = FilledRow({})


def blank_rows(field: Field) -> tuple[FilledRow, ...]:
    """Return the rows of a table on a blank form: the printed ones, or some to write in."""
    least = _BLANK_CARRIED_ROWS if field.kind is Kind.CARRIED else 1
    return (_EMPTY,) * (_printed(field) or max(field.spare, least))


def known_rows(
    definition: Definition,
    sources: Sequence[Mapping[str, Sequence[FilledRow]]],
    brought: Sequence[FilledRow],
    offered: Mapping[str, Sequence[FilledRow]],
    reference: str | None,
) -> dict[str, list[FilledRow]]:
    """Return the rows of each table that something is known of.

    `sources`: table -> rows, what a person wrote before what is given; `brought`: open actions, for the
    one table that takes them; `offered`: rows of last time, for tables of which nothing else is known.
    """
    rows: dict[str, list[FilledRow]] = {}
    for field in definition.answerable:
        if field.columns:
            given = [source.get(field.id, ()) for source in sources]
            known = _merged(given) if _printed(field) else [row for table in given for row in table]
            rows[field.id] = [_locked(field, row, reference) for row in known]
            if not any(_is_used(row) for row in known):
                rows[field.id] = list(offered.get(field.id, rows[field.id]))
    table = carried_table(definition)
    if table is not None:
        standing = {row.cells.get("ref") for row in rows[table.id]}
        new = [row for row in brought if row.cells.get("ref") is None or row.cells["ref"] not in standing]
        # Where new actions share the table the carried ones come first, else they follow what is there.
        own = [row for row in rows[table.id] if table.takes_carried and not _is_carried(row, reference)]
        at = len(rows[table.id]) - len(own)
        rows[table.id][at:at] = new
    return rows


def _merged(tables: Sequence[Sequence[FilledRow]]) -> list[FilledRow]:
    """Return the rows of a printed table, cell by cell what the first of `tables` says that says anything."""
    count = max(map(len, tables), default=0)
    rows = []
    for at in range(count):
        cells: dict[str, str] = {}
        for table in reversed(tables):
            cells |= table[at].cells if at < len(table) else {}
        rows.append(FilledRow(cells))
    return rows


def overruled(
    definition: Definition,
    first: Mapping[str, Sequence[FilledRow]],
    second: Mapping[str, Sequence[FilledRow]],
) -> tuple[tuple[str, str, str], ...]:
    """Return (cell's name, what is kept, what is not) where two sources of a printed table differ."""
    return tuple(
        (cell_name(field.id, number, column), text, other)
        for field in definition.answerable
        if _printed(field)
        for number, (one, two) in enumerate(
            zip(first.get(field.id, ()), second.get(field.id, ()), strict=False), start=1
        )
        for column, text in one.cells.items()
        if (other := two.cells.get(column, text)) != text
    )


def carried_table(definition: Definition) -> Field | None:
    """Return the table that shows the open actions of last time, None where the form has none."""
    takes = (field for field in definition.fields if field.kind is Kind.CARRIED or field.takes_carried)
    return next(takes, None)


def complete_rows(
    definition: Definition,
    rows: Mapping[str, Sequence[FilledRow]],
    reference: str | None,
    stage: Stage,
    *,
    starts: bool,
    goes_on: bool = False,
) -> dict[str, tuple[FilledRow, ...]]:
    """Return the rows that stand on the form: those known, new actions numbered on, and spare ones.

    `starts`: a form that begins here, so that the words of `Field.starts` stand in its first column.
    `goes_on`: nobody has signed yet, and the lists of people may have changed since the lines to sign on
    were printed. When the answers are settled only rows that say something are left, but printed rows
    all stay.
    """
    settled = stage in {Stage.SIGNING, Stage.FINAL}
    numbers = _Numbers(definition, rows, reference)
    complete: dict[str, tuple[FilledRow, ...]] = {}
    for field in definition.answerable:
        if not field.columns:
            continue
        table = list(rows.get(field.id, ()))
        keeps_all = bool(_printed(field)) or (field.kind is Kind.SIGNATURES and stage is Stage.SIGNING)
        if settled and not keeps_all:
            table = [row for row in table if _is_used(row)]
        if field.signers_from:
            people, listed = definition.field(field.signers_from), rows.get(field.signers_from, ())
            if not any("who" in row.cells for row in table):
                table = first_lines(people, listed, table, held=settled)
            elif goes_on:
                table = follow_list(people, listed, table, held=settled)
        if starts and field.starts and not table:
            table = [FilledRow({field.column[0].id: words}) for words in field.starts]
        table += [_EMPTY] * _missing(field, table, spares=not settled or keeps_all)
        if settled and field.kind is Kind.ACTIONS:
            # An id that was printed for an action which nobody agreed is of nothing.
            idle = [not makes_an_action(row.cells) and not _is_carried(row, reference) for row in table]
            complete[field.id] = tuple(
                _without_id(row) if is_idle else numbers.numbered(field, row)
                for row, is_idle in zip(table, idle, strict=True)
            )
        else:
            complete[field.id] = tuple(numbers.numbered(field, row) for row in table)
    for names in tables_in_step(definition):
        complete |= _kept_in_step({name: complete[name] for name in names}, rows, settled=settled)
    return complete


def _kept_in_step(
    tables: Mapping[str, Sequence[FilledRow]], known: Mapping[str, Sequence[FilledRow]], *, settled: bool
) -> dict[str, tuple[FilledRow, ...]]:
    """Return tables that stand beside each other with as many rows each, every row in its place.

    Of the settled ones a row is left out only where all of them say nothing.
    """
    if settled:
        tables = {name: known.get(name, ()) for name in tables}
    count = max(map(len, tables.values()))
    whole = {name: (*rows, *(_EMPTY,) * (count - len(rows))) for name, rows in tables.items()}
    kept = [at for at in range(count) if not settled or any(_is_used(rows[at]) for rows in whole.values())]
    return {name: tuple(rows[at] for at in kept) for name, rows in whole.items()}


def _missing(field: Field, table: Sequence[FilledRow], *, spares: bool) -> int:
    """Return how many empty rows are to be added."""
    if _printed(field):
        return max(_printed(field) - len(table), 0)
    if not spares:
        return 0
    if field.kind is Kind.CARRIED:
        return field.spare
    if field.kind is Kind.SIGNATURES:
        return max(field.spare - len(table), 0)
    # A row that has only the words it starts with is still to be written in.
    started = {"ref", field.column[0].id} if field.starts else {"ref"}
    return max(field.spare - sum(not row.cells.keys() - started for row in table), 0)


def _printed(field: Field) -> int:
    """Return the number of rows that the form prints, 0 where their number is open."""
    return len(field.row) or len(field.parties)


def _locked(field: Field, row: FilledRow, reference: str | None) -> FilledRow:
    if field.kind not in ACTION_TABLES:
        return row
    carried = field.kind is Kind.CARRIED or (field.takes_carried and _is_carried(row, reference))
    locks = carried_locks(row.cells) if carried else frozenset({"ref"} & row.cells.keys())
    return FilledRow(row.cells, row.locked | locks)


def _is_carried(row: FilledRow, reference: str | None) -> bool:
    """Return whether a row's action began on another form than the one with this reference."""
    ref = row.cells.get("ref", "")
    return bool(ref) and not (reference and ref.startswith(f"{reference}/"))


def _is_used(row: FilledRow) -> bool:
    return bool(row.cells.keys() - {"ref"})


def _without_id(row: FilledRow) -> FilledRow:
    cells = {column: text for column, text in row.cells.items() if column != "ref"}
    return FilledRow(cells, row.locked - {"ref"})


class _Numbers:
    """Gives each new action the next number that is not printed on the form yet."""

    def __init__(
        self, definition: Definition, rows: Mapping[str, Sequence[FilledRow]], reference: str | None
    ) -> None:
        self._reference = reference
        prefix = f"{reference}/"
        self._last = max(
            (
                int(digits)
                for field in definition.answerable
                for row in rows.get(field.id, ())
                if (ref := row.cells.get("ref", "")).startswith(prefix)
                and (digits := ref[len(prefix) :]).isdecimal()
            ),
            default=0,
        )

    def numbered(self, field: Field, row: FilledRow) -> FilledRow:
        """Return `row` with an id, where it is a new action's and has none."""
        if field.kind is not Kind.ACTIONS or not self._reference or "ref" in row.cells:
            return row
        self._last += 1
        cells = {**row.cells, "ref": action_id(self._reference, self._last)}
        return FilledRow(cells, row.locked | {"ref"})
