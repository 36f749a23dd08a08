"""What came back is confirmed to whom it came from: one message a person, session and day.

Which of its boxes could not be read for certain only the file itself says; that is looked up when the message
is made. A form that is signed goes back to nobody: a signature holds only for what stood there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from forms.model import Fact, RecordType, Stage
from forms.packs import Errand, Pack, Sheet
from forms.plan import Person, Series
from register.checks.facts import Paper
from register.packs.setting import Setting

_FOR_DAYS = 14
"""So long after a return a receipt may still be of use."""
_OPEN = frozenset({Stage.AGENDA, Stage.SESSION})


def receipts(setting: Setting, on: dt.date) -> Iterator[Pack]:
    """Yield a receipt for each day on which forms of a session came, and each person they came from."""
    came: dict[tuple[dt.date, str], list[Paper]] = {}
    people: dict[str, Person] = {}
    for paper in setting.session.papers:
        day = paper.came_on.get(paper.stage)
        sender = _sender(setting, paper)
        # A supervisor sees what is in doubt on START.html and in the review file.
        is_own = sender is not None and sender.person_id == setting.supervisor.person_id
        if day is None or sender is None or is_own or not 0 <= (on - day).days <= _FOR_DAYS:
            continue
        people[sender.person_id] = sender
        came.setdefault((day, sender.person_id), []).append(paper)
    for (day, person_id), papers in sorted(came.items()):
        count = f"{len(papers)} form{'' if len(papers) == 1 else 's'}"
        why = f"{count} came on {day:%d/%m/%Y}"
        sheets = tuple(_corrected(setting, paper) for paper in papers)
        pack = setting.pack(Errand.RECEIPT, (people[person_id],), sheets, why)
        yield replace(pack, issue_on=day, key=day.isoformat())


def _sender(setting: Setting, paper: Paper) -> Person | None:
    """Return whom a form came from: who had it to fill in. None where nobody can tell."""
    if paper.record not in {RecordType.RECORD, RecordType.CASE, RecordType.AGREEMENT}:
        return None
    if paper.stage is Stage.SESSION or setting.session.series is Series.GROUP:
        return setting.supervisor
    if paper.stage in {Stage.SIGNING, Stage.FINAL}:
        # What both have signed goes to both as a copy; whoever signed first had a receipt for that.
        signed = {line.party for line in paper.lines if line.name}
        return next(iter(setting.supervisees), None) if signed == {"supervisee"} else None
    return setting.supervisees[0] if len(setting.supervisees) == 1 else None


def _corrected(setting: Setting, paper: Paper) -> Sheet:
    """Return the same form once more, with what could be read of it; used only where not all could be."""
    return Sheet(
        form=paper.form,
        reference=paper.reference or setting.session.session_id,
        stage=paper.stage,
        header={},
        continued=paper.sha256,
        mailed=paper.stage in _OPEN and setting.may_be_mailed(paper.record),
        in_doubt=setting.facts.in_doubt.get(paper.sha256, 0),
        filled=paper.filled,
        case_ref=paper.said.get(Fact.CASE_REF),
    )
