"""References (PREFIX-YY-NNNN-APPENDIX[-SHEET]), the ids of actions made from them, and the QR payload.

Nothing in them is personal, so all three may be printed anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_REFERENCE = re.compile(r"([A-Z]{2,5})-([0-9]{2})-([0-9]{4})-([A-Z][0-9]{0,2})(?:-([1-9][0-9]?))?")
CASE_REF = re.compile(r"[A-Z]{2,5}-C[0-9]{1,6}")
"""A case, such as ESM-C014: the school's or trust's letters, C and a number."""
_ACTION_ID = re.compile(rf"({_REFERENCE.pattern})/([1-9][0-9]*)")


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """One issued form. `session` is what the forms of one session share."""

    year: int
    """Last two digits."""
    number: int
    appendix: str
    """The form's code, for example A2."""
    sheet: int
    """From 1; 0 where the form has no sheets."""
    prefix: str

    def __str__(self) -> str:
        """Return the reference as it is printed."""
        sheet = f"-{self.sheet}" if self.sheet else ""
        return f"{self.session}-{self.appendix}{sheet}"

    @property
    def session(self) -> str:
        """Return PREFIX-YY-NNNN: the session that the form belongs to."""
        return f"{self.prefix}-{self.year:02d}-{self.number:04d}"


def parse_reference(text: str) -> Reference | None:
    """Return the reference that `text` is, None where it is none. Upper case only, no white space."""
    match = _REFERENCE.fullmatch(text)
    return _from_groups(match) if match else None


def is_case_ref(text: str) -> bool:
    """Return whether `text` is a case reference such as ESM-C014."""
    return bool(CASE_REF.fullmatch(text))


def action_id(reference: str, number: int) -> str:
    """Return the id of action `number` (from 1, in document order) first written on form `reference`."""
    return f"{reference}/{number}"


def split_action_id(text: str) -> tuple[Reference, int] | None:
    """Return (reference of the form where the action began, its number there), None where `text` is no id."""
    match = _ACTION_ID.fullmatch(text)
    return (_from_groups(match, first=2), int(match[7])) if match else None


def qr_payload(reference: str | None, form: str, version: str, stage: str, page_number: int) -> str:
    """Return the text of a page's QR code, upper case so that it fits the alphanumeric mode; page from 1."""
    return f"HT1:{reference or ''}:{form}:{version}:{stage}:{page_number}".upper()


def _from_groups(match: re.Match[str], first: int = 1) -> Reference:
    prefix, year, number, appendix, sheet = (match[first + i] for i in range(5))
    return Reference(int(year), int(number), appendix, int(sheet or 0), prefix)
