"""What one cell of a sheet that people fill means, by how its column is typed. Nothing is guessed.

A date may be typed as a date or as text, a time as a part of a day, an id as a number: that is how Excel
keeps what people type. What is not surely a value of the column is none, and is said.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from extract.plan_columns import Column, Typing
from extract.sheet_cells import StoredCell
from forms.dates import is_impossible_day, parse_date, parse_time
from forms.mistakes import listed, suggested
from forms.plan import Series
from forms.text import SurrogateError, normalise_text

Value = str | int | bool | dt.date | dt.time | tuple[str, ...] | None

_ID = re.compile(r"[^\s;,]+(?: [^\s;,]+)*")
_SESSION_ID = re.compile(r"[A-Z]{2,5}-[0-9]{2}-[0-9]{4}")
_EDGES = " \t\n\r\f\v\xa0\u200b\ufeff\u2007\u202f"
"""What is cut off the ends of a cell: spaces of all kinds, which nobody sees."""
_DAY_MINUTES = 24 * 60
_MOST_MINUTES = 999
_FIRST_DAY = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}
"""Day 0 of a workbook, by whether it counts from 1904 (ISO/IEC 29500-1, 18.17.4.1)."""
_EXACT = 2**53
"""From here on a number of Excel has lost digits."""
_YES = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a cell has no value that fits, or part of it has none."""

    code: str
    found: str
    expected: str
    advice: str


@dataclass(frozen=True, slots=True)
class Known:
    """The words that columns take beside what is declared; empty where anything goes."""

    schools: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """The value of a cell, None where it is blank or does not fit; then `trouble` says why."""

    value: Value
    trouble: Trouble | None = None


_BLANK = Meaning(None)


def meaning_of(cell: StoredCell | None, column: Column, known: Known) -> Meaning:
    """Return what a cell means in its column."""
    if cell is None:
        return _BLANK
    if cell.is_error:
        return _not(cell, known, "M09", "a value", "put the formula right, or type the value")
    if cell.value is None:
        text = Trouble(
            "M09", "", "the result of the formula", "open the file in Excel and save it, or type it"
        )
        return Meaning(None, text) if cell.is_formula else _BLANK
    if isinstance(cell.value, str) and not cell.value.strip(_EDGES):
        return _BLANK
    return _READERS[column.typing](cell, column, known)


def shown(cell: StoredCell, *, from_1904: bool = False) -> str:
    """Return a cell as it is shown, near enough to be found again."""
    value = cell.value
    if isinstance(value, str):
        # A message has to be shown somewhere, and half a character cannot be.
        return value.strip(_EDGES).encode("utf-8", "replace").decode("utf-8")
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if _is_date(cell):
        moment = _moment(value, from_1904=from_1904)
        if moment is not None:
            day = f"{moment:%d/%m/%Y}" if value >= 1 else ""
            clock = f"{moment:%H:%M}" if value % 1 else ""
            return f"{day} {clock}".strip()
    return _digits(value, cell.number_format)


def text_in(cell: StoredCell) -> str | None:
    """Return the words of a cell that takes any, None where it holds none: a date, or half a character."""
    if isinstance(cell.value, str):
        try:
            return normalise_text(cell.value).text.strip(_EDGES)
        except SurrogateError:
            return None
    if cell.value is None or _is_date(cell):
        return None
    if isinstance(cell.value, float) and (cell.value % 1 == 0 and abs(cell.value) >= _EXACT):
        return None
    return shown(cell)


def _not(cell: StoredCell, known: Known, code: str, expected: str, advice: str) -> Meaning:
    return Meaning(None, Trouble(code, shown(cell, from_1904=known.from_1904), expected, advice))


def _is_date(cell: StoredCell) -> bool:
    from openpyxl.styles.numbers import is_date_format

    return isinstance(cell.value, float) and bool(is_date_format(cell.number_format))


def _moment(serial: float, *, from_1904: bool) -> dt.datetime | None:
    try:
        # A day has 86,400 seconds, which a float cannot part exactly.
        seconds = round(serial * 86_400, 3)
        # Excel has a 29 February 1900, so before it each day's number is one less than it should be.
        early = dt.timedelta(days=0 if from_1904 or serial >= 60 else 1)
        start = dt.datetime.combine(_FIRST_DAY[from_1904], dt.time()) + early
        return start + dt.timedelta(seconds=seconds)
    except OverflowError:
        return None


def _digits(value: float, number_format: str) -> str:
    """Return a number without a fraction that is none; a format of zeros fills up with zeros, as it shows."""
    if value % 1:
        return repr(value)
    width = len(number_format) if set(number_format) == {"0"} else 0
    return f"{int(value):0{width}d}" if width else str(int(value))


def _text(cell: StoredCell, column: Column, known: Known) -> Meaning:
    text = text_in(cell)
    kind = "an id" if column.typing in {Typing.KEY, Typing.ID, Typing.IDS} else "text"
    if text is None and isinstance(cell.value, str):
        return _not(cell, known, "M08", f"{kind} in whole characters", "type it anew")
    if text is None:
        advice = "format the cell as text and type it anew"
        return _not(
            cell, known, "M08", f"{kind} (Excel has turned what was typed into something else)", advice
        )
    return Meaning(text)


def _id(cell: StoredCell, column: Column, known: Known) -> Meaning:
    meaning = _text(cell, column, known)
    if meaning.trouble or not isinstance(meaning.value, str):
        return meaning
    if column.field in {"session_id", "rebooked_to"} and not _SESSION_ID.fullmatch(meaning.value):
        return _not(cell, known, "M08", "a session's id", "write it as ESM-26-0042")
    # A session of a group is planned under the group's name, which may be any words.
    if column.of != "Relationships" and not _ID.fullmatch(meaning.value):
        return _not(cell, known, "M08", "one id", "write it on one line, without commas or semicolons")
    return meaning


def _ids(cell: StoredCell, column: Column, known: Known) -> Meaning:
    meaning = _text(cell, column, known)
    return Meaning(_parted(meaning.value, "[;,\n]")) if isinstance(meaning.value, str) else meaning


def _names(cell: StoredCell, column: Column, known: Known) -> Meaning:
    meaning = _text(cell, column, known)
    return Meaning(_parted(meaning.value, "[;\n]")) if isinstance(meaning.value, str) else meaning


def _parted(text: str, pattern: str) -> tuple[str, ...]:
    return tuple(part for part in (one.strip(_EDGES) for one in re.split(pattern, text)) if part)


def _date(cell: StoredCell, column: Column, known: Known) -> Meaning:  # noqa: ARG001
    date: dt.date | None = None
    if isinstance(cell.value, str):
        date = parse_date(cell.value.strip(_EDGES))
        if date is None and is_impossible_day(cell.value.strip(_EDGES)):
            return _not(cell, known, "M04", "a date: there is no such day", "write it as 28/02/2026")
    elif _is_date(cell) and cell.value is not None and cell.value % 1 == 0:
        moment = _moment(cell.value, from_1904=known.from_1904)
        # The same years as for typed dates: others are slips.
        date = parse_date(f"{moment:%Y-%m-%d}") if moment else None
    return Meaning(date) if date else _not(cell, known, "M04", "a date", "write it as 28/02/2026")


def _time(cell: StoredCell, column: Column, known: Known) -> Meaning:  # noqa: ARG001
    time: dt.time | None = None
    if isinstance(cell.value, str):
        time = parse_time(cell.value.strip(_EDGES))
    elif isinstance(cell.value, float) and 0 <= cell.value < 1:
        minutes = round(cell.value * _DAY_MINUTES, 4)
        if minutes % 1 == 0 and minutes < _DAY_MINUTES:
            time = dt.time(*divmod(int(minutes), 60))
    return (
        Meaning(time) if time is not None else _not(cell, known, "M05", "a time of day", "write it as 10:00")
    )


def _minutes(cell: StoredCell, column: Column, known: Known) -> Meaning:
    found = cell.value
    if isinstance(found, str) and re.fullmatch("[0-9]{1,3}", found.strip(_EDGES)):
        found = float(found.strip(_EDGES))
    if isinstance(found, float) and not _is_date(cell) and found % 1 == 0 and 1 <= found <= _MOST_MINUTES:
        return Meaning(int(found))
    return _not(cell, known, "M06", "a number of minutes from 1 to 999", f"write it as {column.example}")


def _choice(cell: StoredCell, column: Column, known: Known) -> Meaning:
    words = shown(cell, from_1904=known.from_1904)
    if (
        column.field == "series"
        and isinstance(cell.value, float)
        and abs(cell.value * _DAY_MINUTES - 61) < 1e-6
    ):
        # Excel takes 1:1 for a minute past one where the cell is not formatted as text.
        words = Series.ONE_TO_ONE
    if isinstance(cell.value, bool):
        words = "Yes" if cell.value else "No"
    return _listed(cell, words, column.choices, known)


def _listed(cell: StoredCell, words: str, choices: tuple[str, ...], known: Known) -> Meaning:
    for choice in choices:
        if _folded(choice) == _folded(words):
            return Meaning(choice)
    return _not(
        cell, known, "M07", f"one of: {listed(choices)}", suggested(words, choices, "choose one of them")
    )


def _yes_no(cell: StoredCell, column: Column, known: Known) -> Meaning:
    if isinstance(cell.value, bool):
        return Meaning(cell.value)
    words = _folded(shown(cell))
    return Meaning(_YES[words]) if words in _YES else _listed(cell, words, column.choices, known)


def _school(cell: StoredCell, column: Column, known: Known) -> Meaning:
    meaning = _text(cell, column, known)
    if isinstance(meaning.value, str):
        name = next((one for one in known.schools if _folded(one) == _folded(str(meaning.value))), None)
        return Meaning(name or meaning.value)
    return meaning


def _policy(cell: StoredCell, column: Column, known: Known) -> Meaning:
    if known.policies:
        return _listed(cell, shown(cell), known.policies, known)
    return _text(cell, column, known)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


_READERS = {
    Typing.TEXT: _text,
    Typing.KEY: _id,
    Typing.ID: _id,
    Typing.IDS: _ids,
    Typing.NAMES: _names,
    Typing.DATE: _date,
    Typing.TIME: _time,
    Typing.MINUTES: _minutes,
    Typing.YES_NO: _yes_no,
    Typing.CHOICE: _choice,
    Typing.SCHOOL: _school,
    Typing.POLICY: _policy,
}
