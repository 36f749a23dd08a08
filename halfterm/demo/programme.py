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
    """Return a good ten plain lines."""
    return "\n".join(_lines(played))


def _lines(played: Played) -> Iterator[str]:
    ledger, log = played.ledger, played.log
    first, later = played.story.half_terms
    yield f"Two half terms of an invented trust lie in {played.workbook.parent}."
    yield f"Open first: {played.workbook}"
    yield f"  1-{first}, 2-{later}, 3-monitoring hold: values (what was known), outbox (forms as issued),"
    yield "  inbox (as they came back), final (signed copies)"
    yield from _counts(played)
    yield f"Carried into {later} under the ids that they were agreed with: {len(ledger.carried)} actions"
    yield f"  closed, because a person wrote Done: {', '.join(ledger.closed)}"
    yield f"  still open: {', '.join(f'{name} ({ledger.statuses[name]})' for name in ledger.still_open)}"
    yield f"Agreed since and open: {', '.join(ledger.new)}"
    shown = ". ".join(f"{_QUESTIONS.get(name, name)} {text}" for name, text in played.evidence.items())
    yield f"Monitoring form of {played.story.review.pair.supervisee.name}, from the log: {shown}"
    yield "For a person to look at:"
    yield from (f"  {line}" for line in _attention(log))


def _counts(played: Played) -> Iterator[str]:
    desk, word, log = played.desk, played.word, played.log
    pdf = sum(path.suffix == ".pdf" for path in desk.paths)
    ways = [f"{pdf} PDF in PDFium"]
    ways += [f"{word.by_office} Word in LibreOffice"] if word.by_office else []
    ways += [f"{word.by_edits} Word by editing their boxes, without LibreOffice"] if word.by_edits else []
    yield f"Forms made: {desk.issued}. Filled in and read back to the letter: {', '.join(ways)}"
    if word.trouble:
        yield f"  LibreOffice was given up: {word.trouble}"
    replaced = sum(one.outcome is Outcome.SUPERSEDED for one in log.imports)
    yield (
        f"In the workbook: {len(log.sessions)} sessions, {len(log.actions)} actions, {len(log.cases)} case "
        f"sheets, {len(log.qa_reviews)} monitoring form; {len(log.imports)} files, of which {replaced} are "
        "earlier stages"
    )


def _attention(log: Log) -> Iterator[str]:
    for one in log.imports:
        if one.outcome not in _READ:
            yield f"{one.file_name}: {one.outcome}"
    for session in log.sessions:
        if session.held and session.signed_state is not SignedState.BOTH:
            yield f"Record of {session.supervisee} ({session.session_id}): signatures: {session.signed_state}"
    findings = [finding for session in log.sessions for finding in session.findings]
    findings += [finding for review in log.qa_reviews for finding in review.findings]
    yield from (f"{finding.code}: {finding.message}" for finding in findings)
