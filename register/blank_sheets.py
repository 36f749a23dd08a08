"""Case sheets on which nothing stands: they go out in case they are needed, and often come back as they were.

Such a sheet is of no case: it counts for no pupil, nothing on it was left blank, and it is carried nowhere.
"""

from __future__ import annotations

from forms.model import Fact, Owner, RecordType
from forms.records import Answer
from forms.revisions import Revision, fact_of

_PRINTED = "ref"
"""The column of actions that stands there before anybody writes, also in rows that are empty."""


def is_blank_sheet(one: Revision) -> bool:
    """Return whether a file is one case's sheet that names no case and on which nobody has written.

    Where reading found anything odd, such as words beside the boxes, it is not blank.
    """
    response, definition = one.response, one.definition
    if definition.record is not RecordType.CASE or Fact.CASE_REF not in definition.required:
        return False
    if response.findings or fact_of(response, definition, Fact.CASE_REF):
        return False
    ours = {field.id for field in definition.answerable if field.owner is Owner.SYSTEM}
    return not any(
        _is_written(answer)
        for name, answer in response.fields.items()
        if name.partition("-")[0] not in ours and not name.endswith("-evidence")
    )


def lacks_case(one: Revision) -> bool:
    """Return whether a file is one case's sheet that is not blank, and nothing stands where its case does.

    What stands there and cannot be read, or is no case reference, is said by others.
    """
    response, definition = one.response, one.definition
    if definition.record is not RecordType.CASE or Fact.CASE_REF not in definition.required:
        return False
    if fact_of(response, definition, Fact.CASE_REF) or is_blank_sheet(one):
        return False
    printed = (response.fields.get(field.id) for field in definition.fields if field.fact is Fact.CASE_REF)
    return not any(answer is not None and answer.is_given for answer in printed)


def _is_written(answer: Answer) -> bool:
    if answer.cells is None:
        return answer.is_given
    cells = [(column, cell) for row in answer.cells.values() for column, cell in row.items()]
    return any(cell.is_given for column, cell in cells if column != _PRINTED)
