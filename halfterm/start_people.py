"""The people of a spreadsheet, as rows to confirm; and confirmed ones, as rows to copy into the roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from extract.review_start import PEOPLE, Proposal
from halfterm.start_rows import NO, YES
from halfterm.trust import Trust

PEOPLE_KINDS = frozenset({".xlsx", ".xlsm", ".csv"})


def people_rows(data: bytes, file: Path, key: str, trust: Trust) -> list[Proposal]:
    """Return a row for each person in a spreadsheet."""
    raise NotImplementedError


def take_people(rows: Sequence[Proposal]) -> tuple[list[Proposal], list[Proposal]]:
    """Return (people that were confirmed, all rows that stay)."""
    people = [one for one in rows if one.sheet == PEOPLE.name and one.take in YES]
    gone = {id(one) for one in rows if one.sheet == PEOPLE.name and one.take in YES | NO}
    return people, [one for one in rows if id(one) not in gone]


def copies_of(trust: Trust, people: Sequence[Proposal]) -> Mapping[str, Sequence[Sequence[str]]]:
    """Return the rows to copy."""
    return {}
