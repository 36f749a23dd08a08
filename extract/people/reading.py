"""Make a person of each row of a list, with everything that a person should look at before it is taken."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.people.headings import DATES, Headed, Held, headings_of
from extract.people.tabulated import Shown, Tabulated, tabulate
from extract.plain.days import days_in
from forms.errors import UnreadableError
from forms.naming import letters_of_school, words_of_name

_TURNED = re.compile(r"([^\W\d_][\w'’ -]*),\s*([^\W\d_][\w'’ .-]*)")
_TITLE = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|rev|prof|sir|dame)\b\.?\s", re.IGNORECASE)
_FIRST_DAY = dt.date(1899, 12, 30)
_SERIALS = range(30_000, 60_000)
"""Of the days from 1982 to 2064."""
_MOST_PEOPLE = 5_000
_TOTALS = re.compile(r"(?:total|totals|sum|count|average|key|legend|notes?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One row: column of the roster -> its text, dates in ISO where they surely are dates."""

    values: dict[str, str]
    words: str
    """The whole row as it stands there."""
    where: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleList:
    """What a file says of people."""

    people: tuple[ListedPerson, ...]
    columns: tuple[str, ...]
    """In words, for each sheet: which column was taken for what."""
    unused: tuple[str, ...]
    """Columns, rows and sheets of which nothing was taken."""


def read_people(data: bytes, schools: Sequence[str] = ()) -> PeopleList:
    """Return the people of a spreadsheet. Raises UnreadableError R67 where it holds no list of people."""
    people: list[ListedPerson] = []
    columns: list[str] = []
    unused: list[str] = []
    for sheet in tabulate(data):
        headed = headings_of(sheet)
        if headed is None:
            if sheet.cells:
                unused.append(f"sheet {sheet.name}: no row says in which column people's names stand")
            continue
        called = f"sheet {sheet.name}, " if sheet.name else ""
        columns += [f'{called}"{one.words}": {one.held}' for one in headed.columns if one.held is not None]
        unused += [
            f'{called}"{one.words}"{": " + "; ".join(one.reasons) if one.reasons else ""}'
            for one in headed.columns
            if one.held is None
        ]
        reader = _Rows(sheet, headed, schools, called)
        people += reader.read()
        unused += reader.left
    if not columns:
        said = "; ".join(unused) or "it is empty"
        raise UnreadableError(
            "R67",
            f"is no list of people ({said}); expected a row of headings, one of them Name or Surname; "
            "name the columns, and try again",
        )
    if len(people) > _MOST_PEOPLE:
        raise UnreadableError(
            "R67", f"lists {len(people):,} people; expected at most {_MOST_PEOPLE:,}; split it"
        )
    return PeopleList(tuple(_twice(people)), tuple(columns), tuple(unused))


class _Rows:
    def __init__(self, sheet: Tabulated, headed: Headed, schools: Sequence[str], called: str) -> None:
        self._sheet = sheet
        self._headed = headed
        self._schools = {letters_of_school(one): one for one in schools}
        self._called = called
        self._school = ""
        self.left: list[str] = []

    def read(self) -> Iterator[ListedPerson]:
        for row in self._sheet.rows:
            if row > self._headed.last_row:
                person = self._person(row)
                if person is not None:
                    yield person

    def _person(self, row: int) -> ListedPerson | None:
        filled = {column: cell for (at, column), cell in self._sheet.cells.items() if at == row and cell.text}
        if not filled:
            return None
        words = " | ".join(filled[column].text for column in sorted(filled))
        where = f"{self._called}row {row}"
        if len(filled) == 1 and letters_of_school(words) in self._schools:
            self._school = self._schools[letters_of_school(words)]
            return None
        values: dict[str, str] = {}
        reasons = [*self._sheet.odd]
        for column in self._headed.columns:
            if column.held is None:
                continue
            cell, merged = self._cell(row, column.number)
            if cell is None:
                continue
            value, why = _meaning(cell, column.held)
            values[str(column.held)] = value
            place = self._sheet.place(row, column.number)
            reasons += [*column.reasons, *why, *(f"{place} {odd}" for odd in cell.odd)]
            if merged:
                reasons.append(f"{column.held} stands in a merged cell over several rows")
            if column.number in self._sheet.hidden_columns:
                reasons.append(f'the column "{column.words}" is hidden')
        reasons += self._about_row(row, filled)
        name, why = _name(values)
        if not name:
            self.left.append(f"{where}: no name ({words})")
            return None
        if _TOTALS.match(name) or len(filled) == 1:
            why.append(
                "nothing but this stands in the row: it may be no person"
                if len(filled) == 1
                else "it may be no person"
            )
        values = {
            "Name": name,
            **{one: two for one, two in values.items() if one not in {Held.NAME, Held.FIRST, Held.LAST}},
        }
        return ListedPerson(
            self._with_school(values, why), words, where, tuple(dict.fromkeys([*why, *reasons]))
        )

    def _cell(self, row: int, column: int) -> tuple[Shown | None, bool]:
        """Return a cell that shows something, and whether it is merged over other rows too."""
        merged = self._sheet.merged_over(row, column)
        if merged is None or merged[0] == merged[2]:
            place = (row, column) if merged is None else (merged[0], merged[1])
            cell = self._sheet.cells.get(place)
            return (cell if cell is not None and (cell.text or cell.odd) else None), False
        return self._sheet.cells.get((merged[0], merged[1])), True

    def _about_row(self, row: int, filled: dict[int, Shown]) -> Iterator[str]:
        if self._sheet.is_hidden:
            yield "its sheet is hidden"
        if row in self._sheet.hidden_rows:
            yield "its row is hidden"
        known = {one.number for one in self._headed.columns if one.held is not None}
        for column, cell in sorted(filled.items()):
            if column not in known and any("struck" in odd or "colour" in odd for odd in cell.odd):
                yield f"{self._sheet.place(row, column)} {'; '.join(cell.odd)}"

    def _with_school(self, values: dict[str, str], why: list[str]) -> dict[str, str]:
        said = values.get(Held.SCHOOL, "")
        if not said and self._school:
            why.append("its school is the line above it")
            return {**values, str(Held.SCHOOL): self._school}
        if said and self._schools and letters_of_school(said) not in self._schools:
            why.append(f'"{said}" is no school of halfterm.toml')
        elif said and self._schools:
            return {**values, str(Held.SCHOOL): self._schools[letters_of_school(said)]}
        elif not said:
            why.append("its school is not named")
        return values


def _meaning(cell: Shown, held: Held) -> tuple[str, list[str]]:
    if held not in DATES:
        return _plain(cell.text, held)
    days = days_in(cell.text)
    if len(days) == 1 and days[0].day is not None and not cell.text.replace(days[0].written, "").strip(" 0:"):
        # A cell that Excel knows as a date has no two ways of reading it.
        return days[0].day.isoformat(), [] if cell.is_date else [f"{held}: {one}" for one in days[0].reasons]
    if cell.is_bare_number and cell.text.isdigit() and int(cell.text) in _SERIALS:
        day = _FIRST_DAY + dt.timedelta(days=int(cell.text))
        return day.isoformat(), [f"{held}: the number {cell.text} was read as Excel's for {day:%d/%m/%Y}"]
    return cell.text, [f'{held}: "{cell.text}" is no date']


def _plain(text: str, held: Held) -> tuple[str, list[str]]:
    words = " ".join(text.split())
    if held in {Held.NAME, Held.SUPERVISOR}:
        if (match := _TURNED.fullmatch(words)) is not None:
            return f"{match[2].strip()} {match[1].strip()}", [f'"{words}" was turned round']
        if _TITLE.match(words):
            return words, [f'"{words}" begins with a title']
        if "," in words or "/" in words or "&" in words or " and " in words:
            return words, [f'"{words}" may be more than one person']
    return words, []


def _name(values: dict[str, str]) -> tuple[str, list[str]]:
    first, last = values.get(Held.FIRST, ""), values.get(Held.LAST, "")
    whole = values.get(Held.NAME, "")
    if last:
        name = f"{first} {last}".strip()
        return name, [] if first else ["it has a surname alone"]
    if first and whole and first.casefold() not in whole.casefold():
        return f"{first} {whole}", [f'"{first}" and "{whole}" were put together']
    return whole, [] if " " in whole or not whole else ["it is one word alone"]


def _twice(people: Sequence[ListedPerson]) -> Iterator[ListedPerson]:
    seen: dict[tuple[str, ...], ListedPerson] = {}
    for one in people:
        key = tuple(sorted(words_of_name(one.values["Name"])))
        first = seen.setdefault(key, one)
        if first is one:
            yield one
        else:
            same = first.values == one.values
            said = f"{'the same' if same else 'the same name, with something else,'} stands in {first.where}"
            yield ListedPerson(one.values, one.words, one.where, (*one.reasons, said))
