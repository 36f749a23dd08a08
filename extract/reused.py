"""A record of last time that was typed over, as the form of another session: what of it is new.

It bears the reference of last time, its actions the ids that they had there, and every box that nobody typed
into says what it said then. A person has said of which session it is; what stands there as it stood is asked
about.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.checked import boxes_of
from forms.checked import Checked, Checks, UsedAs
from forms.dates import show_date
from forms.findings import Finding, Severity
from forms.model import ACTION_TABLES, Definition, Fact, Field, Kind, Owner
from forms.names import cell_name, fact_name
from forms.records import Answer, Response
from forms.reference import action_id, split_action_id

_SIGNED = frozenset({Kind.SIGNATURE, Kind.SIGNATURES})
_OF_AN_ACTION = ("action", "who", "by_when", "update", "status")
_AS_ISSUED = frozenset({"X18", "X25"})
"""Findings about what was issued otherwise, which it was under the other reference."""
_BLANK = Checked(None)
_CELLS = ("ref", *_OF_AN_ACTION)
_Texts = Mapping[str, tuple[str, ...]]
"""Name of a box -> what stands there; () for nothing, more than one for candidates."""


@dataclass(frozen=True, slots=True)
class Homeless:
    """A row that says something new of an action of last time, on a form with no row for such actions."""

    table: str
    """How the table is called."""
    row_number: int
    ref: str


def reuse(
    now: Response, before: Sequence[Response], definition: Definition, reference: str, day: dt.date
) -> Checks | Homeless:
    """Return what makes `now` the form `reference`, of a session on a day.

    `before` is what came earlier under the reference that `now` bears.

    Signatures that stood there before are taken off: they were given to something else. An action that has
    other words than it had is a new one; one that stands there as it stood is in the log already; what is
    new about one moves to the rows of carried actions.
    """
    return _Reuse(now, before, definition, reference, day).checks()


def as_used(response: Response, checks: Checks, found: Sequence[Finding]) -> Response:
    """Return a response as what a person says that it is; it stays as it is where nobody has said so.

    `found` is what there was to say of the file as it came: how it was issued is asked of that one. A box
    that is asked about has the finding F88 until somebody has spoken of it.
    """
    used = checks.used_as
    if used is None:
        return response
    came = [one for one in found if one.field not in checks.boxes]
    now = [one for one in response.findings if one.field in checks.boxes and one.code not in _AS_ISSUED]
    asked = [_asked_finding(response, box) for box in sorted(used.asked) if box not in checks.boxes]
    typed = tuple(one for one in response.signatures if one.way == "typed")
    findings = tuple(dict.fromkeys((*came, *now, *asked)))
    return dataclasses.replace(response, reference=used.reference, findings=findings, signatures=typed)


def _asked_finding(response: Response, box: str) -> Finding:
    text = (
        f"the same stood there in last time's record, {response.reference}, which was typed over. See "
        "whether it holds for this session too"
    )
    return Finding("F88", Severity.SOON, box, text)


@dataclass(frozen=True, slots=True)
class _Moved:
    """A row of new actions that says something new of an action of last time."""

    place: Homeless
    words: Mapping[str, str]
    """Column -> words; its id too."""


class _Reuse:
    """One file held against what came under its reference before."""

    def __init__(
        self,
        now: Response,
        before: Sequence[Response],
        definition: Definition,
        reference: str,
        day: dt.date,
    ) -> None:
        self._now, self._definition, self._reference = now, definition, reference
        self._day = show_date(day.isoformat())
        self._before = [_texts(one, definition) for one in before]
        self._earlier = before
        self._texts = _texts(now, definition)
        self._boxes: dict[str, Checked] = {}
        self._asked: set[str] = set()
        self._moved: list[_Moved] = []

    def checks(self) -> Checks | Homeless:
        """Return what has to be said of its boxes."""
        if self._now.header.get(Fact.SESSION_DATE) in {
            one.header.get(Fact.SESSION_DATE) for one in self._earlier
        }:
            self._boxes[fact_name(Fact.SESSION_DATE)] = Checked(self._day)
        signing = {part for one in self._fields() if one.kind in _SIGNED for part in (one.id, one.date_field)}
        for field in self._fields():
            if field.fact is Fact.SESSION_DATE:
                self._boxes |= {name: Checked(self._day) for name in self._stood(self._of(field.id))}
            elif field.kind in _SIGNED:
                self._sign(field)
            elif field.kind in ACTION_TABLES:
                self._rows(field)
            elif field.fact is None and field.owner is not Owner.SYSTEM and field.id not in signing:
                self._asked.update(self._stood(self._of(field.id)))
        homeless = self._move()
        if homeless is not None:
            return homeless
        return Checks(self._boxes, used_as=UsedAs(self._reference, frozenset(self._asked)))

    def _fields(self) -> Iterable[Field]:
        return self._definition.answerable

    def _of(self, name: str) -> list[str]:
        """Return the boxes of an answer in which something stands."""
        return [
            box for box, said in self._texts.items() if said and (box == name or box.startswith(f"{name}-"))
        ]

    def _stood(self, boxes: Iterable[str]) -> list[str]:
        """Return those in which the same stood before."""
        return [box for box in boxes if any(texts.get(box, ()) == self._texts[box] for texts in self._before)]

    def _sign(self, field: Field) -> None:
        """Take a signature off that stood there; one that was changed is asked about, all of it."""
        boxes = [*self._of(field.id), *(self._of(field.date_field) if field.date_field else ())]
        if len(self._stood(boxes)) == len(boxes):
            self._boxes |= dict.fromkeys(boxes, _BLANK)
        else:
            self._asked.update(boxes)

    def _rows(self, field: Field) -> None:
        answer = self._now.fields.get(field.id)
        for row_number, cells in (answer.cells or {}).items() if answer is not None else ():
            row = {column: _said(cell) for column, cell in cells.items()}
            named = {column: cell_name(field.id, row_number, column) for column in cells}
            beside = [named[column] for column in cells if column not in {"ref", *_OF_AN_ACTION}]
            self._asked.update(self._stood(box for box in beside if self._texts.get(box)))
            parts = split_action_id(row.get("ref", ""))
            if field.kind is Kind.CARRIED or parts is None or str(parts[0]) != self._now.reference:
                continue
            words = {column: row.get(column, "") for column in _OF_AN_ACTION}
            earlier = [_row_of(one, field.id, row["ref"]) for one in self._earlier]
            is_known = bool(words["action"]) and any(one.get("action") == words["action"] for one in earlier)
            if is_known and field.takes_carried:
                continue
            self._boxes[named["ref"]] = Checked(action_id(self._reference, parts[1]))
            is_as_it_was = any(
                all(one.get(column, "") == words[column] for column in words) for one in earlier
            )
            if is_known and not is_as_it_was:
                place = Homeless(field.accessible_name, row_number, row["ref"])
                self._moved.append(_Moved(place, {"ref": row["ref"], **words}))
            if is_known or is_as_it_was:
                blanked = [named[column] for column in _OF_AN_ACTION if words[column]]
                self._boxes |= dict.fromkeys(blanked, _BLANK)

    def _move(self) -> Homeless | None:
        """Put what is new of actions of last time into rows of carried actions."""
        if not self._moved:
            return None
        table = next((one for one in self._fields() if one.kind is Kind.CARRIED), None)
        if table is None:
            return self._moved[0].place
        answer = self._now.fields.get(table.id)
        cells = (answer.cells or {}) if answer is not None else {}
        filled = [number for number, row in cells.items() if any(_said(cell) for cell in row.values())]
        for number, one in enumerate(self._moved, start=max(filled, default=0) + 1):
            for column in _CELLS:
                self._boxes[cell_name(table.id, number, column)] = Checked(one.words[column] or None)
        return None


def _texts(response: Response, definition: Definition) -> _Texts:
    return dict(_each_text(response, definition))


def _each_text(response: Response, definition: Definition) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, answer in response.fields.items():
        if answer.cells is None:
            yield from boxes_of(name, answer, definition)
            continue
        for row_number, cells in answer.cells.items():
            for column, cell in cells.items():
                yield from boxes_of(cell_name(name, row_number, column), cell, definition)


def _row_of(response: Response, table: str, ref: str) -> dict[str, str]:
    """Return the words of the row of an action, column -> words; {} where it is not there."""
    answer = response.fields.get(table)
    for cells in (answer.cells or {}).values() if answer is not None else ():
        row = {column: _said(cell) for column, cell in cells.items()}
        if row.get("ref") == ref:
            return row
    return {}


def _said(answer: Answer) -> str:
    value = answer.value
    if isinstance(value, tuple):
        return " / ".join(str(one) for one in value)
    return "" if value is None else str(value)
