"""Tell a form that lies there as it went out from one that came back: nobody has answered anything on it.

Somebody attaches the wrong file, or a copy of our own mail is put into the inbox. Taken for a return, either
would say that an agenda is back that nobody has written.
"""

from __future__ import annotations

from forms.errors import UnreadableError
from forms.model import LOCKED_CARRIED_COLUMNS, Definition, Owner
from forms.records import Answer, Response

AS_SENT = "R38"


def is_unanswered(response: Response, definition: Definition) -> bool:
    """Return whether nobody has answered what the form asks at its stage; what we filled in is no answer."""
    asked = {
        one.id
        for one in definition.answerable
        if one.stage is response.stage and one.owner is not Owner.SYSTEM
    }
    return bool(asked) and not any(
        _is_answered(answer) for name, answer in response.fields.items() if name.partition("-")[0] in asked
    )


def as_sent(where: str) -> UnreadableError:
    """Return what is said of such a file."""
    return UnreadableError(
        AS_SENT,
        f"{where}: is the form as it went out; nothing is filled in on it. If somebody has returned it, ask "
        "for the file that they typed into",
    )


def _is_answered(answer: Answer) -> bool:
    if answer.is_given:
        return True
    rows = (answer.cells or {}).values()
    return any(
        _is_answered(cell)
        for row in rows
        for column, cell in row.items()
        if column not in LOCKED_CARRIED_COLUMNS
    )
