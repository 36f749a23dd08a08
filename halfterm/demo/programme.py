"""What the demo prints at its end: what lies where, and what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from forms.log import Log, Outcome, SignedState
from halfterm.demo.desk import Desk
from halfterm.demo.ledger import Ledger
from halfterm.demo.story import Story
from halfterm.demo.typists import WordTypist

_READ = frozenset({Outcome.ACCEPTED, Outcome.SUPERSEDED})

_QUESTIONS = {
    "contract_agreed-evidence": "Contract?",
    "sessions_completed-evidence": "Sessions?",
    "written_record-evidence": "Records?",
}


@dataclass(frozen=True, slots=True)
class Played:
    """A play that went as told."""

    story: Story
    workbook: Path
    desk: Desk
    word: WordTypist
    ledger: Ledger
    log: Log
    evidence: Mapping[str, str]
    """What the monitoring form showed from the log, by its boxes."""


def describe(played: Played) -> str:
    """Return ten plain lines."""
    return "\n".join(_lines(played))


def _lines(played: Played) -> Iterator[str]:
    ledger, log = played.ledger, played.log
    first, later = played.story.half_terms
    yield f"Open first: {played.workbook}: {_counted(log)}"
    yield f"{played.workbook.parent} holds 1-{first}, 2-{later} and 3-monitoring, each with"
    yield "  values: what was known; outbox: forms as issued; inbox: as they came back; final: signed copies"
    yield f"Forms made: {played.desk.issued}. Filled in and read back to the letter: {_ways(played)}"
    yield f"Carried into {later} under the ids they were agreed with: {len(ledger.carried)} actions, of which"
    yield f"  closed, because a person wrote Done: {len(ledger.closed)} ({ledger.closed[0]} …)"
    yield f"  still open: {', '.join(f'{name} ({ledger.statuses[name]})' for name in ledger.still_open)}"
    shown = ". ".join(f"{_QUESTIONS.get(name, name)} {text}" for name, text in played.evidence.items())
    yield f"Monitoring form of {played.story.review.pair.supervisee.name}, from the log: {shown}"
    yield f"For a person to look at: {'; '.join(_attention(log))}"
    yield "Nothing was sent anywhere. Run it again and the built forms are the same to the byte."


def _counted(log: Log) -> str:
    return (
        f"{len(log.sessions)} sessions, {len(log.actions)} actions, {len(log.cases)} case sheets, "
        f"{len(log.qa_reviews)} monitoring form, {len(log.imports)} files"
    )


def _ways(played: Played) -> str:
    word = played.word
    pdf = sum(path.suffix == ".pdf" for path in played.desk.paths)
    ways = [f"{pdf} PDF in PDFium"]
    ways += [f"{word.by_office} Word in LibreOffice"] if word.by_office else []
    ways += [f"{word.by_edits} Word by editing their boxes, without LibreOffice"] if word.by_edits else []
    ways += [f"LibreOffice was given up ({word.trouble})"] if word.trouble else []
    return ", ".join(ways)


def _attention(log: Log) -> Iterator[str]:
    for one in log.imports:
        if one.outcome not in _READ:
            yield f"{one.file_name} is {one.outcome.lower()}"
    for session in log.sessions:
        if session.held and session.signed_state is not SignedState.BOTH:
            yield f"{session.session_id} is signed by the {session.signed_state.lower()}"
    findings = [(session.session_id, finding) for session in log.sessions for finding in session.findings]
    yield from (f"{session}: {finding.code}" for session, finding in findings)
