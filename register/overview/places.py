"""Where on returned forms the cells of a row stand: page and box, so that each can be looked up.

Boxes are in points from the page's lower left. A Word file has no pages until somebody opens it: there the
name of the box, which is that of its content control, leads to the place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from forms.action_rows import rows_of
from forms.meanings import Logged
from forms.model import Fact, RecordType
from forms.names import cell_name
from forms.records import Answer, Box
from forms.revisions import Revision
from register import logged
from register.imports import file_name

_FACTS: Mapping[str, Fact] = {
    "school": Fact.SCHOOL,
    "supervisee": Fact.SUPERVISEE,
    "supervisor": Fact.SUPERVISOR,
    "planned_date": Fact.SESSION_DATE,
    "planned_start": Fact.SESSION_TIME,
    "case_ref": Fact.CASE_REF,
}
_LOGGED: Mapping[str, Logged] = {
    "supervisee_role": Logged.SUPERVISEE_ROLE,
    "actual_date": Logged.ACTUAL_DATE,
    "length_min": Logged.ACTUAL_LENGTH,
    "next_session_date": Logged.NEXT_SESSION_DATE,
    "disagreement": Logged.DISAGREEMENT,
    "case_status": Logged.CASE_STATUS,
    "file_seen": Logged.FILE_SEEN,
    "logs_up_to_date": Logged.LOGS_UP_TO_DATE,
    "chronology_up_to_date": Logged.CHRONOLOGY_UP_TO_DATE,
    "type": Logged.QA_TYPE,
    "contract_confirmed": Logged.QA_CONTRACT,
    "sessions_confirmed": Logged.QA_SESSIONS,
    "records_confirmed": Logged.QA_RECORDS,
    "general_comments": Logged.QA_GENERAL,
    "additional_comments": Logged.QA_ADDITIONAL,
    "qa_date": Logged.QA_DATE,
    "qa_name": Logged.QA_NAME,
}
"""Column of a sheet -> what answers it."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand on the forms that count."""

    of_files: Mapping[str, str]
    """Hash of a file -> where the cells of the rows that it fills stand on it."""
    of_actions: Mapping[str, str]
    """Id of an action -> the files on which it stands, the first one first, each with page and row."""
    of_names: Mapping[str, str] = field(default_factory=dict)
    """The same as `of_files`, by the name of the file."""


def places_of(revisions: Iterable[Revision]) -> Places:
    """Return the places on these forms, which are in the order of their sessions."""
    of_files: dict[str, str] = {}
    of_names: dict[str, str] = {}
    actions: dict[str, list[str]] = {}
    for one in revisions:
        said = "; ".join(_of_form(one))
        of_files[one.response.sha256] = of_names[file_name(one.response.path)] = said
        for name, place in _of_actions(one):
            actions.setdefault(name, []).append(place)
    return Places(of_files, {name: "; ".join(found) for name, found in actions.items()}, of_names)


def _of_form(one: Revision) -> Iterator[str]:
    response, definition = one.response, one.definition
    for column, fact in _FACTS.items():
        ids = [known.id for known in definition.fields if known.fact is fact]
        yield from _first(one, column, ids)
    for column, asked in _LOGGED.items():
        yield from _first(one, column, logged.ids_of(definition, asked))
    for name in logged.ids_of(definition, Logged.QA_JUDGEMENT):
        yield from _first(one, name, (name,))
    for signature in response.signatures:
        place = _place(signature.party, signature.page_number, signature.box)
        yield f"{signature.party}_signed_on: {place}"


def _first(one: Revision, column: str, ids: Iterable[str]) -> Iterator[str]:
    """Yield where the first of some fields that has an answer stands."""
    for name in ids:
        answer = one.response.fields.get(name.partition(".")[0])
        if answer is not None and answer.value is not None:
            yield f"{column}: {_place(name, *_spot(answer))}"
            return


def _spot(answer: Answer) -> tuple[int | None, Box | None]:
    if answer.page_number is not None or not answer.cells:
        return answer.page_number, answer.box
    cells = [cell for row in answer.cells.values() for cell in row.values()]
    first = next((cell for cell in cells if cell.page_number is not None), None)
    return (first.page_number, first.box) if first is not None else (None, None)


def _of_actions(one: Revision) -> Iterator[tuple[str, str]]:
    if one.definition.record is RecordType.AGREEMENT:
        return
    for row in rows_of(one.response, one.definition):
        answer = one.response.fields.get(row.action.field)
        cells = (answer.cells or {}).get(row.row_number, {}) if answer is not None else {}
        cell = cells.get("action")
        name = cell_name(row.action.field, row.row_number, "action")
        place = _place(name, *((cell.page_number, cell.box) if cell is not None else (None, None)))
        yield row.action.id, f"{file_name(one.response.path)}: {place}"


def _place(name: str, page_number: int | None, box: Box | None) -> str:
    page = f"page {page_number}, " if page_number is not None else ""
    corners = ""
    if box is not None:
        edges = (box.x0_pt, box.y0_pt, box.x1_pt, box.y1_pt)
        corners = " at " + ",".join(f"{edge:.0f}" for edge in edges)
    return f"{page}box {name}{corners}"
