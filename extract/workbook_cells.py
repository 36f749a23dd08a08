"""What a cell can hold of a text, and one value into one cell of a sheet that is being laid out."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from extract.book.texts import escaped
from forms.findings import Finding, Severity
from forms.text import normalise_text

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell

CELL_LIMIT = 32_767
"""Excel's limit for the text of a cell, in UTF-16 units."""
_KEPT = 32_000
"""Where a longer text breaks off, which leaves room to say so."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def cell_text(text: str, at: str, where: str) -> tuple[str, tuple[Finding, ...]]:
    """Return what a cell shows of a text, and what a person should know of it.

    `at` names the cell, `where` the row and its file, in which all of it can be read.
    """
    findings: list[Finding] = []
    if _SURROGATE.search(text):
        # Names of files need not be Unicode on every system.
        text = _SURROGATE.sub("\ufffd", text)
        message = f"{at} ({where}): a character that is not Unicode is shown as \ufffd. Rename the file."
        findings.append(Finding("W12", Severity.NOTE, None, message))
    text = normalise_text(text).text
    size, stored = _units(text), escaped(text)
    if _units(stored) > CELL_LIMIT:
        text = _cut(text, _KEPT // 2 if stored != text else _KEPT)
        text += f"\n[goes on: {size:,} characters in all; read the rest in {where}]"
        message = f"{at}: {size:,} characters, a cell holds {CELL_LIMIT:,}. The rest is in {where}."
        findings.append(Finding("W11", Severity.NOTE, None, message))
    return text, tuple(findings)


def put_text(cell: Cell | MergedCell, text: str, where: str) -> tuple[Finding, ...]:
    """Write `text` as text and return what a person should know of it; `where` names the row and its file.

    ECMA-376 part 1, 22.9.2.19: _xHHHH_ stands for a character, so a text that has it is escaped.
    """
    shown, findings = cell_text(text, f"{cell.parent.title}!{cell.coordinate}", where)
    cell.value = escaped(shown)
    cell.data_type = "s"
    if shown.startswith(_RISKY):
        # As an apostrophe typed before it would: editing the cell does not turn it into a formula either.
        cell.quotePrefix = True
    return findings


def put_value(cell: Cell | MergedCell, value: int | dt.date | dt.time) -> None:
    """Write a number, date or time as what it is."""
    cell.value = value


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, units: int) -> str:
    """Return the beginning of `text`, at most so many UTF-16 units, ended at white space if near."""
    head = text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")
    space = max(head.rfind(" "), head.rfind("\n"))
    return head[: space + 1] if space > len(head) - 200 else head
