"""`halfterm report`: for each school a summary of two pages, and a workbook of its own for its head.

The monitoring forms that are due are made too, into the outbox.

They lie in reports/SCHOOL, each named by its day; those of earlier days that are no longer needed go.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections import Counter as Tally
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extract.board.counting import Counter
from extract.board.summary import board_of
from extract.board.tables import TARGET
from extract.plan_sheets import Choices
from extract.trust_workbook import Entered, now_of, source_of, trust_contents
from extract.workbook import LastWritten, fill_parts
from forms.board import AcceptedFinding, OpenFinding, SchoolSummary, View
from forms.code_words import CODE_WORDS
from forms.errors import PasswordError, UnreadableError, UsageError
from forms.exceptions import Acceptance
from forms.files import cannot_write, name_for, write_whole
from forms.findings import Severity
from forms.log import ExceptionRow
from forms.naming import is_same_school
from forms.overview import SessionRow
from forms.plan import PlannedSession
from halfterm.checking import accepted_in
from halfterm.done import Done, counted
from halfterm.planned import take_plan
from halfterm.review_papers import make_review_forms
from halfterm.trust import Trust
from halfterm.writing_out import Known, Settled, load_known, reckon
from register.children import Children
from register.overview.review_forms import review_forms
from register.overview.school import overview_of_school, plan_of_school, supervised_at

if TYPE_CHECKING:
    from extract.board.source import RowSource

_SUMMARY, _WORKBOOK = "inspection summary.pdf", "workbook.xlsx"
_DATED = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}}) (?:{re.escape(_SUMMARY)}|{re.escape(_WORKBOOK)})")


@dataclass(frozen=True, slots=True)
class Wish:
    """What `halfterm report` was asked for."""

    on: dt.date
    school: str | None


def report(trust: Trust, wish: Wish) -> Done:
    """Write the reports of all schools, or of one, and the monitoring forms that are due."""
    with contextlib.closing(trust.open_register()) as register:
        taken = take_plan(trust, register)
        known = load_known(trust, taken.plan, taken.mistakes)
        with register.reading() as connection:
            settled = reckon(trust, connection, known, wish.on)
        forms = [] if wish.school else review_forms(settled.facts, trust.catalogue, wish.on)
        written: list[Path] = []
        for path in make_review_forms(trust, register, trust.open_archive(), forms):
            click.echo(trust.shown(path))
            written.append(path)
    schools = _schools(trust, settled)
    if wish.school is not None:
        alike = [one for one in schools if is_same_school(one, wish.school)]
        if not alike:
            raise UsageError(
                "U56",
                f"--school: found {wish.school}; expected one of {', '.join(schools) or 'no school yet'}; "
                "write it as it stands in the Roster.",
            )
        schools = alike
    accepted, source = accepted_in(trust), _source(trust, settled)
    folders = _folders(_schools(trust, settled))
    for school in schools:
        desk = _Desk(trust.reports / folders[school], settled, accepted, source, known)
        for path in _write_reports(desk, school, wish.on):
            click.echo(trust.shown(path))
            written.append(path)
    if not schools:
        click.echo("No school is entered yet; fill in Lists and Roster.", err=True)
    return Done(0, counted({"file/files": len(written)}, "no file"))


def _schools(trust: Trust, settled: Settled) -> list[str]:
    known = {one.school for one in settled.entered.plan.people} | set(trust.settings.schools)
    return sorted(known | {one.school for one in settled.overview.sessions if one.school})


def _folders(schools: list[str]) -> dict[str, str]:
    """Return school -> the name of its folder; of several that come to one name, each has another."""
    found: dict[str, str] = {}
    for school in schools:
        name = name_for(school)
        taken = {one.casefold() for one in found.values()}
        number = 1
        while (name if number == 1 else f"{name} {number}").casefold() in taken:
            number += 1
        found[school] = name if number == 1 else f"{name} {number}"
    return found


_TYPED = ("venue", "cancel_reason", "no_next_reason", "unable_reason")
_Row = TypeVar("_Row", PlannedSession, SessionRow)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the reports of a school are made of."""

    folder: Path
    settled: Settled
    accepted: Mapping[str, Acceptance]
    source: RowSource
    known: Known


def _write_reports(desk: _Desk, school: str, on: dt.date) -> Iterator[Path]:
    """Write the reports of one school and yield their paths. Raises WriteError."""
    from build.report import report_pdf
    from extract.book.parts import pack, unpack

    folder, settled = desk.folder, desk.settled
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    made: dict[str, bytes] = {}
    made[_SUMMARY] = report_pdf(_summary(desk, school, on))
    children = desk.known.protected.children
    own = overview_of_school(settled.overview, school)
    own = replace(own, sessions=tuple(_without_children(one, children) for one in own.sessions))
    plan = plan_of_school(settled.entered.plan, school)
    plan = replace(plan, sessions=tuple(_without_children(one, children) for one in plan.sessions))
    entered = Entered(plan, Choices((school,), settled.entered.choices.policies))
    contents = trust_contents(own, entered, on, _with_answers(desk))
    made[_WORKBOOK] = pack(fill_parts(unpack(contents.fresh(on)), contents, LastWritten()).parts)
    for name, data in made.items():
        path = folder / f"{on:%Y-%m-%d} {name}"
        write_whole(path, data)
        yield path
    for old in sorted(folder.iterdir()):
        dated = _DATED.fullmatch(old.name)
        if dated is not None and dated[1] < on.isoformat():
            with contextlib.suppress(OSError):
                old.unlink()


def _without_children(one: _Row, children: Children) -> _Row:
    """Return a row of sessions whose free cells, which the QA lead has typed, name no child."""
    typed = ((name, getattr(one, name, None)) for name in _TYPED)
    masked: dict[str, Any] = {name: children.mask(text, parts=True).text for name, text in typed if text}
    return replace(one, **masked)


def _with_answers(desk: _Desk) -> Mapping[str, Mapping[str, Mapping[str, object]]]:
    """Return what the QA lead has typed that counts: the Dashboard of the copy says what hers says."""
    mask = desk.known.protected.children.mask
    return {
        table: {
            column: {
                key: mask(value, parts=True).text if isinstance(value, str) else value
                for key, value in cells.items()
            }
            for column, cells in columns.items()
        }
        for table, columns in desk.source.own.items()
    }


def _source(trust: Trust, settled: Settled) -> RowSource:
    from extract.book.parts import unpack

    try:
        parts = unpack(trust.workbook.read_bytes())
    except (OSError, UnreadableError, PasswordError):
        parts = None
    return source_of(settled.overview, parts)


def _summary(desk: _Desk, school: str, on: dt.date) -> SchoolSummary:
    settled = desk.settled
    year, half = now_of(settled.overview, on)
    view = View(year, half if half != "All" else None, None, school)
    plan = settled.entered.plan
    own = [one for one in settled.overview.log.exceptions if one.school == school and one.cleared_on is None]
    counts = {one.finding_id: desk.accepted.get(one.finding_id) for one in own}
    policies = {one.policy for one in settled.overview.sessions if one.school == school and one.policy}
    policies |= {one.policy for one in settled.overview.agreements if one.school == school}
    standing = [one for one in own if not _holds(counts[one.finding_id], on)]
    return SchoolSummary(
        school=school,
        policies=tuple(sorted(policies)),
        half_term=f"{half} {year}" if half != "All" else None,
        people=len(supervised_at(plan, school, on)),
        board=board_of(Counter(desk.source, view, on), (school,)),
        target=TARGET,
        findings=tuple(_open_findings(standing)),
        accepted=tuple(
            AcceptedFinding(
                one.code,
                _meaning(one.code),
                desk.known.protected.children.mask(acceptance.reason, parts=True).text,
                acceptance.until,
            )
            for one in own
            if (acceptance := counts[one.finding_id]) is not None and _holds(acceptance, on)
        ),
    )


def _holds(acceptance: Acceptance | None, on: dt.date) -> bool:
    return acceptance is not None and not acceptance.trouble(on)


def _meaning(code: str) -> str:
    return CODE_WORDS.get(code, code).split(". ")[0]


def _open_findings(rows: list[ExceptionRow]) -> Iterator[OpenFinding]:
    tally = Tally((one.code, one.severity) for one in rows)
    for code in sorted({one.code for one in rows}):
        now, soon = (tally[code, str(severity)] for severity in (Severity.ACT_NOW, Severity.SOON))
        if now or soon:
            yield OpenFinding(code, _meaning(code), now, soon)
