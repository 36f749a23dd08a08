"""Find the headings of a list of people, and say which of its columns holds what, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extract.people.tabulated import Tabulated
from extract.plain.days import days_in

_WITHIN = 30
"""In which of the first rows that hold something the headings are looked for."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_YES_NO = frozenset({"yes", "no", "y", "n", "x", "✓", "true", "false"})
_MOST_FIT = 0.8
_HEADING_WORDS = 6


class Held(StrEnum):
    """What a column of the list may hold, as it is called in review.xlsx."""

    NAME = "Name"
    FIRST = "First name"
    LAST = "Surname"
    SCHOOL = "School"
    ROLE = "Role"
    EMAIL = "Email"
    DSL = "DSL"
    STARTS = "Starts on"
    ENDS = "Ends on"
    SUPERVISOR = "Supervisor"
    LAST_SUPERVISION = "Last supervision"


DATES = frozenset({Held.STARTS, Held.ENDS, Held.LAST_SUPERVISION})
_NAMES = frozenset({Held.NAME, Held.FIRST, Held.LAST, Held.SUPERVISOR})
_WORDS: Mapping[Held, tuple[str, ...]] = {
    Held.NAME: ("name", "full name", "staff name", "name of staff", "staff member", "member of staff",
                "staff", "supervisee", "supervisee name", "name of supervisee", "employee", "employee name",
                "practitioner", "dsl name", "colleague"),
    Held.FIRST: ("first name", "forename", "given name", "firstname", "first", "known as"),
    Held.LAST: ("surname", "last name", "family name", "lastname", "second name"),
    Held.SCHOOL: ("school", "academy", "setting", "site", "base", "school name", "name of school",
                  "workplace", "school/setting", "academy name", "provision"),
    Held.ROLE: ("role", "job title", "job", "position", "post", "job role", "role in school",
                "role/position"),
    Held.EMAIL: ("email", "e mail", "email address", "e mail address", "work email", "contact email"),
    Held.DSL: ("dsl", "is dsl", "dsl?", "ddsl", "dsl/ddsl", "dsl y/n"),
    Held.STARTS: ("start date", "starts on", "started", "date started", "start", "in post since",
                  "date of appointment", "in role since", "started in post", "started on", "starts"),
    Held.ENDS: ("end date", "ends on", "leaving date", "left", "date left", "leaver date", "ends"),
    Held.SUPERVISOR: ("supervisor", "supervised by", "supervisor name", "name of supervisor",
                      "supervisor's name"),
    Held.LAST_SUPERVISION: ("last supervision", "date of last supervision", "last supervision date",
                            "last session", "most recent supervision", "last supervised",
                            "date last supervised",
                            "last date of supervision", "supervision last", "date of last session"),
}  # fmt: skip
_BY_WORDS = {words: held for held, many in _WORDS.items() for words in many}
_OTHERS = ("next", "due", "planned", "booked", "line manager", "id", "number", "notes", "comments", "phone",
           "tel", "dob", "date of birth")  # fmt: skip
"""Words of columns that hold something else, however like they look."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, what it is called in the file, and what it was taken for."""

    number: int
    words: str
    held: Held | None
    reasons: tuple[str, ...] = ()
    """Why that is not sure."""


@dataclass(frozen=True, slots=True)
class Headed:
    """Where the headings of a sheet are, and its columns."""

    last_row: int
    """The last row of headings, from 1."""
    columns: tuple[Column, ...]

    def of(self, held: Held) -> Column | None:
        """Return the column that holds something."""
        return next((one for one in self.columns if one.held is held), None)


def headings_of(sheet: Tabulated) -> Headed | None:
    """Return the headings of a sheet, None where no row of it says where people's names stand."""
    best: tuple[int, Headed] | None = None
    for row in sheet.rows[:_WITHIN]:
        for first in (row, row - 1) if _has_letters(sheet, row) else (row,):
            words = _words(sheet, first, row)
            headed = _headed(sheet, row, words)
            known = {one.held for one in headed.columns if one.held is not None}
            sure = {one.held for one in headed.columns if one.held is not None and not one.reasons}
            score = len(known) + 2 * len(sure)
            # A row that holds an address or a day is somebody's, and no heading.
            is_data = any(_EMAIL.search(text) or days_in(text) for text in words.values())
            is_list = bool(known & {Held.NAME, Held.LAST}) and len(words) > 1 and not is_data
            if is_list and (best is None or score > best[0]):
                best = score, headed
    return best[1] if best is not None else None


def _has_letters(sheet: Tabulated, row: int) -> bool:
    """Return whether a row may be the second one of headings: of marks alone nothing is called."""
    return any(letter.isalpha() for (at, _), cell in sheet.cells.items() if at == row for letter in cell.text)


def _words(sheet: Tabulated, first: int, last: int) -> dict[int, str]:
    """Return column -> its heading, of one row or of two; a merged one stands over all columns it covers."""
    found: dict[int, str] = {}
    for column in sorted({column for row, column in sheet.cells if first <= row <= last}):
        parts = [_heading(sheet, row, column) for row in range(first, last + 1)]
        text = " ".join(dict.fromkeys(part for part in parts if part))
        if text:
            found[column] = text
    return found


def _heading(sheet: Tabulated, row: int, column: int) -> str:
    merged = sheet.merged_over(row, column)
    return sheet.text(merged[0], merged[1]) if merged is not None else sheet.text(row, column)


def _headed(sheet: Tabulated, row: int, words: Mapping[int, str]) -> Headed:
    columns = [_column(sheet, row, number, text) for number, text in words.items()]
    columns += _unnamed(sheet, row, columns)
    return Headed(row, tuple(_each_once(columns)))


def _column(sheet: Tabulated, row: int, number: int, words: str) -> Column:
    folded = _fold(words)
    held = _BY_WORDS.get(folded)
    reasons: list[str] = []
    if (
        held is None
        and len(folded.split()) <= _HEADING_WORDS
        and not any(_has(folded, one) for one in _OTHERS)
    ):
        said = [
            one for one, many in _WORDS.items() if any(len(two) > 3 and _has(folded, two) for two in many)
        ]
        if Held.SUPERVISOR in said and Held.NAME in said:
            said = [one for one in said if one is not Held.NAME]
        if len(said) == 1:
            held = said[0]
            reasons.append(f'the column "{words}" was taken for {held}')
    if held is not None and (misfit := _misfit(sheet, row, number, held)):
        reasons.append(f'the column "{words}" was taken for {held}, and {misfit}')
    return Column(number, words, held, tuple(reasons))


def _unnamed(sheet: Tabulated, row: int, columns: Sequence[Column]) -> Iterator[Column]:
    """Yield columns of addresses that nobody named: what they hold is plain to see."""
    if any(one.held is Held.EMAIL for one in columns):
        return
    for one in list(columns):
        values = _values(sheet, row, one.number)
        if (
            one.held is None
            and values
            and _share(values, lambda text: bool(_EMAIL.fullmatch(text))) >= _MOST_FIT
        ):
            yield Column(one.number, one.words, Held.EMAIL, (f'the column "{one.words}" holds addresses',))


def _each_once(columns: Sequence[Column]) -> Iterator[Column]:
    """Yield the columns; of two that hold the same the surest one, and that there are two is said."""
    for one in columns:
        rivals = [other for other in columns if other.held is one.held and one.held is not None]
        chosen = min(rivals, key=lambda other: (len(other.reasons), other.number)) if rivals else one
        if (
            any(
                other is not one and other.number == one.number and other.held is not None
                for other in columns
            )
            and one.held is None
        ):
            continue
        if chosen is not one:
            yield Column(one.number, one.words, None, (f'not taken: "{chosen.words}" holds {one.held} too',))
        elif len(rivals) > 1:
            other = next(two for two in rivals if two is not one)
            yield Column(
                one.number, one.words, one.held,
                (*one.reasons, f'"{other.words}" could be {one.held} as well as "{one.words}"'),
            )  # fmt: skip
        else:
            yield one


def _misfit(sheet: Tabulated, row: int, column: int, held: Held) -> str:
    values = _values(sheet, row, column)
    if not values:
        return ""
    if held in DATES:
        fits = _share(values, lambda text: bool(days_in(text)) or text.replace(".", "").isdigit())
    elif held is Held.EMAIL:
        fits = _share(values, lambda text: "@" in text)
    elif held is Held.DSL:
        fits = _share(values, lambda text: text.casefold() in _YES_NO)
    elif held in _NAMES:
        fits = _share(values, lambda text: not any(sign.isdigit() or sign == "@" for sign in text))
    else:
        fits = _share(values, lambda text: not days_in(text) and "@" not in text)
    return "" if fits >= _MOST_FIT else "not all of its cells look like that"


def _values(sheet: Tabulated, row: int, column: int) -> list[str]:
    return [
        cell.text for (at, number), cell in sheet.cells.items() if number == column and at > row and cell.text
    ]


def _share(values: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(fits(one) for one in values) / len(values)


def _has(text: str, words: str) -> bool:
    return bool(re.search(rf"\b{re.escape(words)}\b", text))


def _fold(text: str) -> str:
    return " ".join(re.sub(r"[^\w/?' ]+", " ", text.casefold()).split()).strip("/ ")
