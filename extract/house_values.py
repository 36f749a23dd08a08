"""Read the values that a trust has set itself, from the QA lead's own column of the sheet Policies."""

from __future__ import annotations

from pathlib import Path

from extract.trust_columns import POLICIES
from forms.errors import PasswordError, UnreadableError
from forms.house_values import HouseValue

OWN_VALUE = "qa_value"


def read_house_values(path: Path) -> tuple[HouseValue, ...]:
    """Return the values in the order of the sheet; none where there is no workbook that can be read."""
    from extract.book.parts import unpack
    from extract.book.reading import read_table

    try:
        rows = [*read_table(unpack(path.read_bytes()), POLICIES.name)]
    except (OSError, UnreadableError, PasswordError):
        # Whoever needs the workbook for more than this says what is the matter with it.
        return ()
    return tuple(
        HouseValue(
            policy=str(row.get("policy_id") or ""),
            rule=str(row.get("rule") or ""),
            setting=str(row.get("setting") or ""),
            typed=str(typed),
        )
        for row in rows
        if (typed := row.get(OWN_VALUE)) not in {None, ""}
    )
