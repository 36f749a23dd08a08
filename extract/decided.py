"""Read from the QA lead's own columns of the sheet Actions what she has decided about single actions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from extract.workbook_columns import ACTIONS
from forms.decisions import CLOSING, Wanted
from forms.errors import PasswordError, UnreadableError

_OWN = ("qa_override_status", "qa_given_to", "qa_decided_by")


def read_decided(path: Path) -> Mapping[str, Wanted] | None:
    """Return action_id -> what stands beside it, for each action of the sheet that has such words.

    None where there is no such workbook, sheet or column, or it cannot be read: then nobody knows whether
    something was taken back. An empty mapping: nothing stands there.
    """
    from extract.book.parts import unpack
    from extract.book.reading import has_columns, read_cells_of

    try:
        parts = unpack(path.read_bytes())
        if not has_columns(parts, ACTIONS.name, (*ACTIONS.key, *_OWN)):
            return None
        status, given, by = (read_cells_of(parts, ACTIONS.name, one, ACTIONS.key) for one in _OWN)
    except (OSError, UnreadableError, PasswordError):
        # Whoever needs the workbook for more than this says what is the matter with it.
        return None
    return {
        name: Wanted(name, _status(status.get(name)), _words(given.get(name)), _words(by.get(name)))
        for name in sorted({*status, *given, *by})
    }


def _status(value: object) -> str:
    said = _words(value)
    return next((one for one in CLOSING if one.casefold() == said.casefold()), said)


def _words(value: object) -> str:
    return " ".join(str(value).split()) if value is not None else ""
