"""One row per case discussed: from a sheet of its own, or from a row of a summary of cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from forms.action_rows import is_open, rows_of
from forms.log import CaseRow
from forms.meanings import Logged
from forms.model import Fact, RecordType
from forms.reference import is_case_ref
from forms.revisions import Revision, fact_of
from register import logged
from register.blank_sheets import is_blank_sheet
from register.children import find_case_ref
from register.imports import file_name


@dataclass(frozen=True, slots=True)
class _Case:
    """One case on one form."""

    revision: Revision
    ref: str | None
    row_number: int | None
    """Of a summary of cases; None for a sheet of its own."""

    @property
    def key(self) -> str:
        """Return what tells it from the other cases of its session."""
        return self.ref or f"{self.revision.key}/{self.row_number or ''}"


def case_names(group: Iterable[Revision]) -> frozenset[str]:
    """Return what tells a session's cases apart: case references, else the places where they stand.

    Cases that a record only lists count where no sheet or summary came back.
    """
    group = tuple(group)
    sheets = (one for one in group if one.definition.record is RecordType.CASE)
    found = frozenset(case.key for one in sheets for case in _cases_on(one))
    if found:
        return found
    return frozenset(case.key for one in group for case in _listed(one))


def case_rows(groups: Mapping[str, tuple[Revision, ...]]) -> tuple[CaseRow, ...]:
    """Return one row per case on the sheets and summaries that count, sessions in order."""
    rows: list[CaseRow] = []
    last: dict[str, str | None] = {}
    for name, group in groups.items():
        sheets = [one for one in group if one.definition.record is RecordType.CASE]
        for case in (case for one in sheets for case in _cases_on(one)):
            response = case.revision.response
            status = logged.text_of(case.revision, Logged.CASE_STATUS)
            before = last.get(case.ref) if case.ref else None
            changed = status != before if before and status else None
            if case.ref and status:
                last[case.ref] = status
            rows.append(
                CaseRow(
                    session_id=name,
                    case_ref=case.ref,
                    sheet_no=_sheet_number(case),
                    case_status=status,
                    status_change=changed,
                    logs_up_to_date=logged.text_of(case.revision, Logged.LOGS_UP_TO_DATE),
                    chronology_up_to_date=logged.text_of(case.revision, Logged.CHRONOLOGY_UP_TO_DATE),
                    file_seen=_file_seen(case),
                    open_actions=_open_actions(case),
                    source_file=file_name(response.path),
                )
            )
    return tuple(rows)


def _cases_on(one: Revision) -> Iterator[_Case]:
    if logged.ids_of(one.definition, Logged.CASE):
        yield from _listed(one)
        return
    if is_blank_sheet(one):
        return
    ref = fact_of(one.response, one.definition, Fact.CASE_REF)
    yield _Case(one, ref if ref and is_case_ref(ref) else None, None)


def _listed(one: Revision) -> Iterator[_Case]:
    for name in logged.ids_of(one.definition, Logged.CASE):
        for number, text in logged.cells_of(one.response, name):
            yield _Case(one, find_case_ref(text), number)


def _sheet_number(case: _Case) -> int | None:
    one = case.revision
    if case.row_number is not None:
        return case.row_number
    if one.reference and one.reference.sheet:
        return one.reference.sheet
    sheet = fact_of(one.response, one.definition, Fact.SHEET) or ""
    return int(sheet) if sheet.isdecimal() else None


def _file_seen(case: _Case) -> str | None:
    for name in logged.ids_of(case.revision.definition, Logged.FILE_SEEN):
        for number, text in logged.cells_of(case.revision.response, name):
            if number == case.row_number:
                return text
    return None


def _open_actions(case: _Case) -> int:
    one = case.revision
    rows = rows_of(one.response, one.definition)
    return sum(is_open(row.action, one.stage) and case.row_number in {None, row.row_number} for row in rows)
