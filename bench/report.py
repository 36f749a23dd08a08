"""Write the tables down: the same Markdown on the terminal and in docs/performance.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.result import Row, Score, Table
from bench.rivals import environment, versions

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
"""What stands between these lines of a page is the bench's; the rest is written by people."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How long one thing of ours may take."""

    table: str
    row: str
    most_ms: float


BUDGETS = (
    Budget("Fill a PDF", "halfterm, fill", 1.5),
    Budget("Read a PDF", "halfterm", 2),
    Budget("Read a Word file", "halfterm", 1.5),
    Budget("Start", "halfterm --help", 80),
    Budget("Start", "halfterm build, PDF", 400),
)


def as_markdown(tables: Sequence[Table], date: str) -> str:
    """Return everything that was measured, as it stands in the page between its marks."""
    parts = [f"Measured on {date}: {environment()}.\n\n{versions()}.\n"]
    parts += [_section(table) for table in tables]
    parts.append(_budgets(tables))
    return "\n".join(parts)


def put_into(page: str, measured: str) -> str:
    """Return `page` with `measured` between its marks. Raises ValueError where it lacks the marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"found no lines {BEGIN} and {END}; the figures are to stand between them")
    return f"{before}{BEGIN}\n\n{measured}\n{END}{after}"


def _section(table: Table) -> str:
    """Return one table, without the columns that nobody has anything in."""
    base = next((row.timing.median_ms for row in table.rows if row.timing), 1.0)
    lines = [_cells(row, base) for row in table.rows]
    head = ("", "median ms", "middle half", "times ours", "values kept", "values shown", "PDF/UA-1", "")
    wanted = [index for index in range(len(head)) if index < 3 or any(line[index] for line in lines)]
    if not table.compared:
        wanted.remove(3)
    rows = [_line(line[index] for index in wanted) for line in (head, ("---",) * len(head), *lines)]
    skipped = [f"\nNot installed, so not measured: {', '.join(table.skipped)}.\n"] if table.skipped else []
    return "\n".join([f"### {table.title}\n", f"{table.task}\n", *rows, "", *skipped])


def _cells(row: Row, base_ms: float) -> tuple[str, ...]:
    name = f"**{row.name}**" if row.ours else row.name
    if row.timing is None:
        return (name, "", "", "", "", "", "", row.note)
    timing = row.timing
    spread = f"{_ms(timing.low_ms)} to {_ms(timing.high_ms)}"
    ratio = (
        f"{timing.median_ms / base_ms:.2g}"
        if timing.median_ms < 99 * base_ms
        else f"{timing.median_ms / base_ms:.0f}"
    )
    return (name, _ms(timing.median_ms), spread, ratio, *_score(row.score), row.note)


def _score(score: Score) -> tuple[str, str, str]:
    kept, shown = (f"{part[0]} of {part[1]}" if part else "" for part in (score.kept, score.shown))
    return kept, shown, {None: "", True: "complies", False: "fails"}[score.pdfua]


def _budgets(tables: Sequence[Table]) -> str:
    lines = [("what", "at most", "measured", ""), ("---",) * 4]
    for budget in BUDGETS:
        median_ms = next(
            (table.median_ms(budget.row) for table in tables if table.title == budget.table), None
        )
        if median_ms is not None:
            verdict = "kept" if median_ms <= budget.most_ms else "**missed**"
            what = f"{budget.table}: {budget.row}"
            lines.append((what, f"{budget.most_ms:g} ms", f"{_ms(median_ms)} ms", verdict))
    return "\n".join(["### Our own budget\n", *(_line(line) for line in lines), ""])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _ms(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"
