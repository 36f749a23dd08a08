"""Who signs a group's record: a line for each person listed who came, by the table's own word for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from build.filling import FilledRow
from forms.model import Definition, Field, Kind
from forms.row_cells import column_of

_WHO = "who"
_SIGNED = ("name", "date")


def sign_lines(people: Field, listed: Sequence[FilledRow], lines: Sequence[FilledRow]) -> list[FilledRow]:
    """Return a line for each person listed who came; `lines` are signed already, in the same order."""
    names = _who_came(people, listed)
    count = max(len(names), len(lines))
    signed = [line.cells for line in lines] + [{}] * count
    return [
        FilledRow({**({_WHO: names[at]} if at < len(names) else {}), **signed[at]}) for at in range(count)
    ]


def follow_the_list(
    definition: Definition, rows: Mapping[str, Sequence[FilledRow]]
) -> dict[str, list[FilledRow]]:
    """Return the rows with the lines to sign on as the list of people has them by now.

    The lines were drawn when the form was issued; at the session some do not come, others do. Who is listed
    and did not come loses a line without a signature; who came and has none gets one. A line for somebody
    who is not listed was written by a person, and stays.
    """
    found = {table: list(lines) for table, lines in rows.items()}
    for field in definition.answerable:
        lines = found.get(field.id, [])
        if field.signers_from and any(_WHO in line.cells for line in lines):
            people = definition.field(field.signers_from)
            listed = found.get(field.signers_from, [])
            found[field.id] = _renewed(lines, _names(people, listed), _who_came(people, listed))
    return found


def _renewed(lines: Sequence[FilledRow], listed: Sequence[str], came: Sequence[str]) -> list[FilledRow]:
    known, expected = {*map(_plain, listed)}, {*map(_plain, came)}
    kept = [
        line
        for line in lines
        if any(part in line.cells for part in _SIGNED)
        or (who := _plain(line.cells.get(_WHO, ""))) in expected
        or (who and who not in known)
    ]
    standing = {_plain(line.cells.get(_WHO, "")) for line in kept}
    return kept + [FilledRow({_WHO: name}) for name in came if _plain(name) not in standing]


def _names(people: Field, listed: Sequence[FilledRow]) -> list[str]:
    return [row.cells[people.column[0].id] for row in listed if people.column[0].id in row.cells]


def _who_came(people: Field, listed: Sequence[FilledRow]) -> list[str]:
    """Return the names of those who came: all where the list does not ask, or nobody was ticked.

    An empty box among ticked ones says No; of a Yes and a No of which neither is ticked nothing is known.
    """
    asked = next((one.id for one in people.column[1:] if one.kind in {Kind.YES_NO, Kind.TICK}), None)
    if asked is not None and any(asked in row.cells for row in listed):
        blank = "No" if column_of(people, asked).kind is Kind.TICK else ""
        listed = [row for row in listed if row.cells.get(asked, blank) != "No"]
    return _names(people, listed)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
