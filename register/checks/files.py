"""X12, X18, X24, X26, X27, X29 to X31, X39, X41, X48, X49: what reading and comparing has shown.

What was found there is said here in the same form as all else, without any answer in it: whoever reads this
may not be one who may read the form.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from forms.code_words import CODE_WORDS
from forms.findings import Finding, Severity
from forms.log import Outcome
from forms.model import RecordType
from register.checks.breach import Breach
from register.checks.facts import Facts, SessionFacts
from register.checks.shared import plain_breach, split_message

_SIGN_AGAIN = "Have the record signed again; until then its signatures do not count."
_WORDS = {
    "X12": ("what was signed has been changed since.", _SIGN_AGAIN),
    "X29": (
        "another copy came, and the two differ.",
        "Look at both (`halfterm read --compare` shows the words), and see that both people know of it.",
    ),
    "X41": ("a Word and a PDF copy came and differ.", "Keep the right one; take the other out of the inbox."),
    "X18": (
        "a carried action was taken off, or its locked words were changed; what was agreed stays.",
        "Ask why.",
    ),
    "X27": ("its reference is missing, or does not fit the form.", "Find the form that was sent."),
    "X39": (
        "more was typed into a box than it shows on paper; all of it was read.",
        "Nothing: the next stage shows it in full.",
    ),
}  # fmt: skip
"""Code -> what is so, and what to do, for findings that may quote an answer or have no words left."""
_OF_READING = frozenset({"X18", "X27", "X39"})
_OF_COMPARING = frozenset({"X12", "X18", "X29", "X41", "X49"})
_SAID_WHOLE = frozenset({"X18", "X49"})
"""Findings whose own words quote no answer."""


def check_copies(facts: Facts, on: dt.date) -> Iterator[Breach]:  # noqa: ARG001 - every check takes a day
    """X12, X18, X29, X41, X49: what comparing the copies of a form, and the forms of an action, has shown."""
    sessions = _by_id(facts)
    for session, name, finding in facts.notes:
        if finding.code in _OF_COMPARING:
            is_whole = finding.code in _SAID_WHOLE
            words = split_message(finding.message) if is_whole else _named(name, finding.code)
            if finding.boxes:
                words = (f"{words[0].rstrip('.')} ({'; '.join(finding.boxes)}).", words[1])
            about = f"{name} {finding.field or ''} {finding.message if is_whole else ''}".strip()
            yield plain_breach(sessions.get(session), finding.code, finding.severity, about, words)


def check_reading(facts: Facts, on: dt.date) -> Iterator[Breach]:  # noqa: ARG001
    """X18, X26, X27, X39: what reading a form has shown; X26 also for a version that is not kept here.

    What else a person has to act on now is said by its own code: answers that are gone or contradict each
    other are known to nobody else.
    """
    sessions = _by_id(facts)
    for paper in facts.papers:
        session = sessions.get(paper.session)
        for finding in paper.findings:
            if finding.code in _OF_READING:
                about = f"{paper.name} {finding.field or ''}".strip()
                words = _named(paper.name, finding.code, finding.field)
                yield plain_breach(session, finding.code, finding.severity, about, words)
        for code in sorted({one.code for one in paper.findings if _is_urgent(one)}):
            what, _, to_do = CODE_WORDS[code].partition(". ")
            said = f"{paper.title} {paper.name}: {what[0].lower()}{what[1:]}."
            words = (said, f"{to_do or 'Look at the form'}.")
            yield plain_breach(session, code, Severity.ACT_NOW, paper.name, words)
        present = facts.versions.get(paper.form, paper.version)
        if paper.version != present:
            what = f"{paper.title} {paper.name}: is version {paper.version}; the present one is {present}."
            to_do = "It was read as that version; use the present form from the next session on."
            yield plain_breach(session, "X26", Severity.SOON, paper.name, (what, to_do))
    yield from _unknown_references(facts, sessions)


def check_doubts(facts: Facts, on: dt.date) -> Iterator[Breach]:  # noqa: ARG001
    """X48: a form that counts has values in doubt; which ones stands in the review file only."""
    sessions = _by_id(facts)
    for paper in facts.papers:
        count = facts.in_doubt.get(paper.sha256, 0)
        if count:
            values = "1 value is" if count == 1 else f"{count} values are"
            what = f"{paper.title} {paper.name}: {values} in doubt."
            to_do = "Look at the pictures in the review file, and type there what is right."
            yield plain_breach(sessions.get(paper.session), "X48", Severity.SOON, paper.name, (what, to_do))


def _is_urgent(finding: Finding) -> bool:
    """Return whether reading alone found it, and a person has to act on it now."""
    own = finding.code in CODE_WORDS and not finding.code.startswith("X")
    return own and finding.severity is Severity.ACT_NOW


def _unknown_references(facts: Facts, sessions: dict[str, SessionFacts]) -> Iterator[Breach]:
    """Yield forms of sessions without a reference, or with one that the Schedule does not have."""
    planned = {one.session_id for one in facts.plan.sessions}
    for paper in facts.papers:
        if paper.record not in {RecordType.RECORD, RecordType.CASE}:
            continue
        session = sessions.get(paper.session)
        if paper.reference is None:
            if all(finding.code != "X27" for finding in paper.findings):
                what = f"{paper.path}: has no reference, so it is filed under person and date."
                yield plain_breach(
                    session, "X27", Severity.SOON, paper.name, (what, "Issue forms with a reference.")
                )
        elif planned and paper.session not in planned:
            what = f"{paper.title} {paper.name}: the Schedule has no session {paper.session}."
            to_do = "Enter the session, or find out which one the form belongs to."
            yield plain_breach(session, "X27", Severity.SOON, f"{paper.name} unknown", (what, to_do))


def check_names(facts: Facts, on: dt.date) -> Iterator[Breach]:  # noqa: ARG001
    """X24: words that are bound for the log name a child, or look like it."""
    sessions = _by_id(facts)
    rows: list[tuple[str, tuple[Finding, ...]]] = [
        *((row.session_id, row.findings) for row in facts.log.sessions),
        *((row.qa_id, row.findings) for row in facts.log.qa_reviews),
    ]
    for name, findings in rows:
        for finding in findings:
            if finding.code == "X24":
                words = (
                    split_message(finding.message)
                    if finding.message
                    else ("A text names a child.", "Reword it.")
                )
                about = f"{name} {finding.field or ''} {finding.message}".strip()
                yield plain_breach(sessions.get(name), "X24", finding.severity, about, words)


def check_imports(facts: Facts, on: dt.date) -> Iterator[Breach]:  # noqa: ARG001
    """X26, X30, X31: files of another version, that came twice, or that could not be read."""
    sessions = _by_id(facts)
    for row in facts.log.imports:
        path = f"{row.folder}/{row.file_name}" if row.folder else row.file_name
        session = sessions.get(row.matched_session or "")
        about = f"{path} {row.sha256[:12]}"
        if row.outcome is Outcome.DUPLICATE:
            words = (f"{path}: the same file or the same answers came before.", "Nothing to do.")
            yield plain_breach(session, "X30", Severity.NOTE, about, words)
        elif row.outcome in {Outcome.UNREADABLE, Outcome.PROTECTED}:
            code = row.codes[0] if row.codes else ""
            words = (
                f"{path}: could not be read ({code or row.outcome}).",
                f"{CODE_WORDS.get(code, 'Have it sent again')}; or key it in.",
            )
            yield plain_breach(session, "X31", Severity.SOON, about, words)
        elif row.outcome is Outcome.NEEDS_REVIEW and row.form_id is None and row.codes:
            words = (
                f"{path}: was set aside and does not count.",
                f"{CODE_WORDS.get(row.codes[0], 'See what the code says, and put it right')}.",
            )
            yield plain_breach(session, row.codes[0], Severity.ACT_NOW, about, words)
        elif row.outcome is Outcome.WRONG_VERSION:
            words = (
                f"{path}: is of a version of its form that is not kept here.",
                "Put that version back, or have the present form filled in.",
            )
            yield plain_breach(session, "X26", Severity.SOON, about, words)


def _named(name: str, code: str, field: str | None = None) -> tuple[str, str]:
    what, to_do = _WORDS[code]
    place = f"{name}, {field}" if field else name
    return f"{place}: {what}", to_do


def _by_id(facts: Facts) -> dict[str, SessionFacts]:
    return {one.session_id: one for one in facts.sessions}
