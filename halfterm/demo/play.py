"""`halfterm demo`: two half terms of an invented trust, played through the functions behind the commands.

The walk: agreements -> for each half term and supervisee agenda, session, signing, final -> the monitoring
form from the log -> the workbook. Each step is checked; a play that goes astray ends with a StoryError.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from extract.intake import read_files
from forms.catalogue import own_catalogue
from halfterm import take
from halfterm.demo.checks import check_carried, check_workbook
from halfterm.demo.desk import Desk, Order, Paper
from halfterm.demo.failure import StoryError
from halfterm.demo.ledger import Ledger, check_log
from halfterm.demo.monitoring import write_monitoring_workbook
from halfterm.demo.programme import Played, describe
from halfterm.demo.stage_folder import StageFolder
from halfterm.demo.story import Meeting, Pair, Story
from halfterm.demo.trust import STORY
from halfterm.demo.typists import word_typist

_AGREEMENT, _RECORD = "esteem/a1-agreement", "esteem/a2-record"
_CASE, _MONITORING = "esteem/a3-case-notes", "esteem/a4-monitoring"
_WORKBOOK = "monitoring.xlsx"
_STRAY = "Lunch menu.pdf"


@dataclass(frozen=True, slots=True)
class _Held:
    """What a session leaves behind: the signed record and the case sheet."""

    record: Paper
    case: Paper


def play(folder: Path, *, use_office: bool = True) -> int:
    """Play the story in `folder`, print what lies where, and return 0.

    `use_office`: fill Word files in LibreOffice where it can be used, else by editing their controls. Raises
    UsageError U06 for a folder that holds other files, StoryError S01 where the story did not go as told.
    """
    stage = StageFolder(folder)
    with word_typist(use_office=use_office) as word:
        desk, ledger = Desk(stage, word), Ledger()
        _say("agreements")
        for pair in STORY.pairs:
            _agree(desk, pair)
        held: dict[str, _Held] = {}
        for number, name in enumerate(STORY.half_terms):
            chapter = f"{number + 1}-{name}"
            for pair in STORY.pairs:
                _say(f"{name}: {pair.supervisee.name}")
                before = held.get(pair.supervisee.name)
                held[pair.supervisee.name] = _meet(desk, ledger, chapter, pair, pair.meetings[number], before)
        stray = stage.write(_stray_file(), f"2-{STORY.half_terms[-1]}", "inbox", _STRAY)
        _say("monitoring and workbook")
        evidence = _review(desk, ledger, STORY, f"{len(STORY.half_terms) + 1}-monitoring")
    paths, workbook = [*desk.paths, stray], stage.place(_WORKBOOK)
    # 1: well, but somebody has to look at a file, which is the stray one.
    if take.extract(paths, workbook, STORY.on.isoformat(), own_catalogue()) not in {0, 1}:
        raise StoryError(f"{workbook}: was not written.")
    log = take.fold_results(read_files(paths), STORY.on, own_catalogue())
    check_log(log, ledger, STORY)
    check_workbook(workbook, ledger.statuses)
    write_monitoring_workbook(read_files(paths), STORY, workbook)
    check_workbook(workbook, ledger.statuses)
    click.echo(describe(Played(STORY, workbook, desk, word, ledger, log, evidence)))
    return 0


def _say(what: str) -> None:
    """Tell a person who watches what is going on."""
    if sys.stderr.isatty():
        click.echo(f"… {what}", err=True)


def _agree(desk: Desk, pair: Pair) -> None:
    """Issue an agreement and have it signed."""
    chapter, person, lead = f"1-{STORY.half_terms[0]}", pair.supervisee, STORY.supervisor
    values = {
        "header": {"school": person.academy, "supervisee": person.name, "supervisor": lead.name},
        "fields": {
            "ack_supervisee_name": f"{person.name}, {person.role}, {person.academy}",
            "ack_supervisor_name": f"{lead.name}, {lead.role}",
        },
    }
    agreement = pair.agreement
    issued = desk.issue(chapter, Order(_AGREEMENT, agreement.reference, "signing", "pdf", values))
    signed = desk.complete(chapter, issued, [agreement.supervisee_signs, agreement.supervisor_signs])
    desk.issue(chapter, Order(_AGREEMENT, agreement.reference, "final", "pdf", continued=signed))


def _meet(
    desk: Desk, ledger: Ledger, chapter: str, pair: Pair, meeting: Meeting, before: _Held | None
) -> _Held:
    """Take one session's record and case sheet through their stages; `before` is the session before."""
    case = _sheet(desk, chapter, pair, meeting, before)
    record = _record(desk, chapter, pair, meeting, before)
    if before is not None:
        for earlier, issued in ((before.record, record.issued), (before.case, case.issued)):
            ledger.carry(check_carried(earlier.response, issued.response, issued.definition))
    for kept, answers in ((record.held, meeting.record), (case.held, meeting.case_record)):
        ledger.enter(kept, answers)
    signatures = [meeting.supervisee_signs, meeting.supervisor_signs]
    signing = desk.issue(
        chapter, Order(_RECORD, meeting.record_reference, "signing", "pdf", continued=record.held)
    )
    signed = desk.complete(chapter, signing, [one for one in signatures if one is not None])
    if meeting.supervisor_signs is not None:
        # A copy for each of them; what still lacks a signature is not final.
        desk.issue(chapter, Order(_RECORD, meeting.record_reference, "final", "pdf", continued=signed))
    return _Held(signed, case.held)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A form as it was first issued, and as it came back from the session."""

    issued: Paper
    held: Paper


def _record(desk: Desk, chapter: str, pair: Pair, meeting: Meeting, before: _Held | None) -> _Prepared:
    values = {
        "header": {
            "school": pair.supervisee.academy,
            "supervisee": pair.supervisee.name,
            "supervisor": STORY.supervisor.name,
            "session_date": meeting.date.isoformat(),
            "session_time": meeting.time,
            "return_by": meeting.return_by.isoformat(),
        },
        "fields": {"job_title": pair.supervisee.role},
    }
    previous = (before.record, before.case) if before else ()
    order = Order(_RECORD, meeting.record_reference, "agenda", pair.file_format, values, previous)
    issued = desk.issue(chapter, order)
    agenda = desk.complete(chapter, issued, [meeting.agenda])
    order = Order(_RECORD, meeting.record_reference, "session", pair.file_format, continued=agenda)
    return _Prepared(issued, desk.complete(chapter, desk.issue(chapter, order), [meeting.record]))


def _sheet(desk: Desk, chapter: str, pair: Pair, meeting: Meeting, before: _Held | None) -> _Prepared:
    values = {
        "header": {
            "school": pair.supervisee.academy,
            "supervisee": pair.supervisee.name,
            "supervisor": STORY.supervisor.name,
            "session_date": meeting.date.isoformat(),
            "return_by": meeting.return_by.isoformat(),
            "case_ref": pair.case_ref,
            "sheet": 1,
            "sheets": 1,
        }
    }
    previous = (before.case,) if before else ()
    order = Order(_CASE, meeting.case_reference, "agenda", pair.file_format, values, previous)
    issued = desk.issue(chapter, order)
    agenda = desk.complete(chapter, issued, [meeting.case_agenda])
    order = Order(_CASE, meeting.case_reference, "session", pair.file_format, continued=agenda)
    return _Prepared(issued, desk.complete(chapter, desk.issue(chapter, order), [meeting.case_record]))


def _review(desk: Desk, ledger: Ledger, story: Story, chapter: str) -> dict[str, str]:
    """Pre-fill the monitoring form from the log, have it filled in; return the evidence it showed."""
    from register.monitoring import monitoring_evidence

    review, person = story.review, story.review.pair.supervisee
    log = take.fold_results(read_files(desk.paths), review.prepared, own_catalogue())
    known = monitoring_evidence(log, person.name, story.supervisor.name, review.prepared)
    values = {
        "header": {
            "school": person.academy,
            "supervisee": person.name,
            "supervisor": story.supervisor.name,
        },
        "fields": {**known, "supervisor_role": story.supervisor.role, "qa_name": story.qa_lead.name},
    }
    issued = desk.issue(chapter, Order(_MONITORING, review.reference, "session", "pdf", values))
    ledger.enter(desk.complete(chapter, issued, [review.answers]), review.answers)
    return {name: text for name, text in known.items() if name.endswith("-evidence")}


def _stray_file() -> bytes:
    """Return a PDF that is no form of ours, as lies in every inbox."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
