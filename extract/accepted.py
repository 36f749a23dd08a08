"""Read which findings the QA lead has accepted, and why, from her own columns of the sheet Exceptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from extract.workbook_columns import EXCEPTIONS
from forms.dates import parse_date
from forms.errors import PasswordError, UnreadableError
from forms.exceptions import Acceptance

_ACCEPTED = "accepted"
_LAST_DAY = 73_050.0
"""31/12/2099, as it is stored."""


def read_accepted(path: Path) -> Mapping[str, Acceptance]:
    """Return finding_id -> what the QA lead accepts; nothing where there is no workbook yet.

    Raises UnreadableError or PasswordError where there is one that cannot be read.
    """
    from extract.book.parts import unpack
    from extract.book.reading import read_table

    if not path.exists():
        return {}
    try:
        rows = [*read_table(unpack(path.read_bytes()), EXCEPTIONS.name)]
    except OSError as error:
        raise UnreadableError("R05", f"{path}: may not be read ({error.strerror})") from error
    except (UnreadableError, PasswordError) as error:
        raise type(error)(error.code, f"{path}: {error.message}") from error
    return {
        str(row.get(EXCEPTIONS.key[0])): Acceptance(
            _words(row.get("qa_reason")), *_day(row.get("qa_by_date"))
        )
        for row in rows
        if _words(row.get("qa_state")).casefold() == _ACCEPTED
    }


def _words(value: object) -> str:
    return str(value).strip() if value is not None else ""


def _day(value: object) -> tuple[dt.date | None, str]:
    """Return the day, and what stands there where it is none."""
    if isinstance(value, float) and 0 < value <= _LAST_DAY:
        from extract.book.texts import day_of

        return day_of(value), ""
    said = _words(value)
    found = parse_date(said)
    return found, "" if found else said
