"""Make many returned files as they lie in an inbox after several half terms, the same for the same seed.

Each pair has its agreement, then in each half term an agenda, the record after the session, the signed record
and a case sheet, with open actions carried on, and a monitoring form; in Word or PDF. Between them lie what
people send beside that: the same file twice, a copy that another program saved, a Word file that contradicts
the PDF, files that nobody can read. Layouts are compiled once and filled many times, by `build` itself.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf

from forms.model import Stage
from forms.records import Response
from tests.imports.people import SCHOOL, Pair
from tests.round.making import load_form, made, response_of

_BEGIN = dt.date(2026, 9, 14)
_HALF_TERM = dt.timedelta(weeks=7)
_HALF_TERMS = 4
_FORMS = {
    "esteem": ("esteem/a1-agreement", "esteem/a2-record", "esteem/a3-case-notes", "esteem/a4-monitoring"),
    "harewood": ("harewood/a1-contract", "harewood/a2-record", "harewood/a3-caseload-record", None),
}
_WORDS = (
    "Attendance panel", "Thresholds letters are slow", "Chronology is up to date", "Ask the council again",
    "Two strategy meetings this month", "Referral form sent back unread", "Handover to the new deputy",
)  # fmt: skip
_STATUSES = (None, "In progress", "Done", "Done", "No longer needed")
_SENT_TWICE, _SAVED_AGAIN, _CONTRADICTED, _UNREADABLE = 0.05, 0.05, 0.04, 0.05


@dataclass(frozen=True, slots=True)
class Returned:
    """One file of an inbox."""

    path: str
    """Below the inbox."""
    data: bytes

    def write(self, inbox: Path) -> None:
        """Put it there."""
        place = inbox / self.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(self.data)


def returned_files(seed: int, count: int) -> tuple[Returned, ...]:
    """Return so many files of an inbox."""
    found: list[Returned] = []
    maker = _Maker(random.Random(seed))  # noqa: S311 # a story, no secret
    for file in maker.all_files():
        found.append(file)
        if len(found) == count:
            return tuple(found)
    raise AssertionError("a maker ends only when it is told")


@dataclass(slots=True)
class _Maker:
    chance: random.Random
    _number: int = 0

    def all_files(self) -> Iterator[Returned]:
        pair_number = 0
        while True:
            pair = Pair(pair_number, "harewood" if pair_number % 4 == 3 else "esteem")
            for file in self._story(pair):
                yield file
                yield from self._beside(file)
            pair_number += 1

    def _story(self, pair: Pair) -> Iterator[Returned]:
        agreement, record, sheet, monitoring = _FORMS[pair.policy]
        form = "pdf" if self.chance.random() < 0.3 else "docx"
        yield self._file(pair, self._agreement(pair, agreement))
        held: Response | None = None
        sheet_held: Response | None = None
        for half_term in range(_HALF_TERMS):
            day = _BEGIN + half_term * _HALF_TERM + dt.timedelta(days=self.chance.randint(0, 20))
            self._number += 1
            reference = f"{_prefix(pair)}-26-{self._number:04d}"
            case = _Form(pair, sheet, f"{reference}-A3-1", day, Stage.SESSION, form)
            notes = self._filled(case, self._case_notes(pair), previous=sheet_held)
            sheet_held = notes.response
            yield self._file(pair, notes)
            agenda_form = _Form(pair, record, f"{reference}-A2", day, Stage.AGENDA, form)
            agenda = self._filled(agenda_form, self._agenda(pair), previous=held)
            yield self._file(pair, agenda)
            session_form = replace(agenda_form, stage=Stage.SESSION)
            session = self._filled(session_form, self._session(pair, day), continued=agenda.response)
            yield self._file(pair, session)
            held = session.response
            if self.chance.random() < 0.8:
                signing_form = replace(
                    agenda_form, stage=Stage.SIGNING, file_format=self.chance.choice(("pdf", "docx"))
                )
                signed = self._filled(signing_form, self._signatures(pair, day), continued=session.response)
                held = signed.response
                yield self._file(pair, signed)
        if monitoring is not None:
            self._number += 1
            day = _BEGIN + _HALF_TERMS * _HALF_TERM
            review = _Form(
                pair, monitoring, f"{_prefix(pair)}-26-{self._number:04d}-A4", day, Stage.SESSION, "pdf"
            )
            yield self._file(pair, self._filled(review, self._review(day)))

    # --- What the forms say ---------------------------------------------------------------------

    def _agreement(self, pair: Pair, form: str) -> _Filled:
        self._number += 1
        reference = f"{_prefix(pair)}-26-{self._number:04d}-A1"
        day = _BEGIN - dt.timedelta(days=self.chance.randint(1, 9))
        names = ("ack_supervisee_sig", "ack_supervisor_sig")
        signed = names if pair.policy == "esteem" else ("sig_supervisee", "sig_supervisor")
        signatures = zip(signed, (pair.supervisee, pair.supervisor), strict=True)
        fields = {name: {"name": who, "date": day.isoformat()} for name, who in signatures}
        return self._filled(_Form(pair, form, reference, None, Stage.SIGNING, "pdf"), fields)

    def _agenda(self, pair: Pair) -> dict[str, Any]:
        if pair.policy == "esteem":
            return {"job_title": "DSL", "agenda_items": self._words(), "training_undertaken": self._words()}
        return {"i1_leave": self._words(), "i3_extent": "a sample"}

    def _session(self, pair: Pair, day: dt.date) -> dict[str, Any]:
        later = (day + _HALF_TERM).isoformat()
        facts = {
            "actual_date": day.isoformat(),
            "actual_length": self.chance.choice((45, 60, 75)),
            "who_came": f"{pair.supervisee}, {pair.supervisor}",
            "disagreement": self.chance.choice(("No", "No", "No", "Yes")),
        }
        if pair.policy == "esteem":
            own = {
                "issues_discussed": self._words(),
                "personal_factors": self._words(),
                "agenda_action": self._actions(pair, day),
                "issues_action": self._actions(pair, day),
                "next_session_date": later,
            }
        else:
            own = {
                "i1_wellbeing": self._words(),
                "i4_team": self._words(),
                "actions": self._actions(pair, day),
                "i7_next": later,
            }
        return facts | own

    def _signatures(self, pair: Pair, day: dt.date) -> dict[str, Any]:
        signed = {"sig_supervisee": {"name": pair.supervisee, "date": (day + dt.timedelta(2)).isoformat()}}
        if self.chance.random() < 0.7:
            signed["sig_supervisor"] = {"name": pair.supervisor, "date": (day + dt.timedelta(4)).isoformat()}
        return signed

    def _case_notes(self, pair: Pair) -> dict[str, Any]:
        if pair.policy == "esteem":
            return {
                "child_name": pair.case.name,
                "case_status": self.chance.choice(("CP Plan", "CiN")),
                "case_update": self._words(),
                "logs_up_to_date": self.chance.choice(("Yes", "No")),
                "new_actions": self._actions(pair, _BEGIN),
            }
        return {
            "family_name": pair.case.name,
            "current_status": "Child in Need",
            "summary": self._words(),
            "agreed_actions": self._actions(pair, _BEGIN),
        }

    def _review(self, day: dt.date) -> dict[str, Any]:
        return {
            "contract_agreed": "Yes",
            "sessions_completed": self.chance.randint(1, 6),
            "written_record": self.chance.choice(("Yes", "No")),
            "ev_reflection": "Yes",
            "general_comments": self._words(),
            "key_actions": [{"action": self._words(), "by_when": day.isoformat()}],
            "qa_date": day.isoformat(),
            "qa_name": "Moira Castell",
        }

    def _actions(self, pair: Pair, day: dt.date) -> list[dict[str, str]]:
        rows = []
        for _ in range(self.chance.randint(0, 2)):
            row = {
                "action": self._words(),
                "who": self.chance.choice((pair.supervisee, pair.supervisor, "")),
                "by_when": self.chance.choice(((day + dt.timedelta(days=30)).isoformat(), "asap", "")),
                "status": self.chance.choice(_STATUSES),
            }
            rows.append({column: text for column, text in row.items() if text})
        return rows

    def _words(self) -> str:
        """Return words that are unlike those of any other box."""
        return f"{self.chance.choice(_WORDS)} ({self.chance.randint(1, 999_999)})"

    # --- Files ----------------------------------------------------------------------------------

    def _filled(
        self,
        form: _Form,
        fields: Mapping[str, Any],
        *,
        previous: Response | None = None,
        continued: Response | None = None,
    ) -> _Filled:
        data = made(
            load_form(form.form),
            form.values(fields),
            form.file_format,
            stage=form.stage,
            previous=(previous,) if previous else (),
            continued=continued,
        ).data
        return _Filled(form, fields, data, response_of(data, form.file_format))

    def _file(self, pair: Pair, filled: _Filled) -> Returned:
        form = filled.form
        return Returned(f"{pair.supervisee}/{form.reference} {form.stage}.{form.file_format}", filled.data)

    def _beside(self, file: Returned) -> Iterator[Returned]:
        """Yield what people send beside a file."""
        name, _, ending = file.path.rpartition(".")
        if self.chance.random() < _SENT_TWICE:
            yield Returned(f"sent again/{file.path}", file.data)
        if self.chance.random() < _SAVED_AGAIN:
            yield Returned(f"{name} (1).{ending}", _saved_again(file.data, ending))
        if self.chance.random() < _CONTRADICTED and " session." in file.path:
            other = "docx" if ending == "pdf" else "pdf"
            yield Returned(f"{name}.{other}", self._contradicting(file.data, ending, other))
        if self.chance.random() < _UNREADABLE:
            yield Returned(f"{name} damaged.{ending}", self._damaged(file.data))

    def _contradicting(self, data: bytes, ending: str, other: str) -> bytes:
        """Return a copy in the other format in which one answer is another."""
        said = response_of(data, ending)
        definition = load_form(said.form)
        answered = (one.id for one in definition.answerable if one.kind == "multiline" and said.text(one.id))
        changed = {name: self._words() for name in list(answered)[:1]}
        values = {"reference": said.reference, "header": {}, "fields": changed}
        return made(definition, values, other, stage=said.stage, continued=said).data

    def _damaged(self, data: bytes) -> bytes:
        return self.chance.choice(
            (data[: len(data) // 3], b"", b"Sorry, cannot come on Tuesday", _stray_pdf())
        )


@dataclass(frozen=True, slots=True)
class _Form:
    pair: Pair
    form: str
    reference: str
    day: dt.date | None
    stage: Stage
    file_format: str

    def values(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a values file would say."""
        header: dict[str, Any] = {
            "school": SCHOOL,
            "supervisee": self.pair.supervisee,
            "supervisor": self.pair.supervisor,
        }
        if self.day is not None:
            header["session_date"] = self.day.isoformat()
        if "-A3" in self.reference:
            header |= {"case_ref": self.pair.case.case_ref, "sheet": 1, "sheets": 1}
        return {"reference": self.reference, "header": header, "fields": dict(fields)}


@dataclass(frozen=True, slots=True)
class _Filled:
    form: _Form
    fields: Mapping[str, Any]
    data: bytes
    response: Response


def _prefix(pair: Pair) -> str:
    return "ESM" if pair.policy == "esteem" else "HAR"


def _saved_again(data: bytes, ending: str) -> bytes:
    """Return the file as another program would save it: other bytes, the same answers."""
    out = io.BytesIO()
    if ending == "pdf":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.save(out, compress_streams=False, deterministic_id=True)
        return out.getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            stored = zipfile.ZipInfo(part.filename, (2026, 11, 28, 9, 0, 0))
            new.writestr(stored, old.read(part), zipfile.ZIP_DEFLATED, 1)
    return out.getvalue()


def _stray_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
