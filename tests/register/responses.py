"""Returned forms of an invented trust, by hand: Priya Shah supervises Tom Reed of Alder Grove Academy."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from forms.catalogue import load_form
from forms.findings import Finding
from forms.model import Fact, Kind, Stage
from forms.records import Answer, Channel, Response, Row, Signature, Signed, State, Value
from forms.reference import parse_reference

TOM, PRIYA, SCHOOL = "Tom Reed", "Priya Shah", "Alder Grove Academy"
_CODES = {
    "A1": "esteem/a1-agreement",
    "A2": "esteem/a2-record",
    "A3": "esteem/a3-case-notes",
    "A4": "esteem/a4-monitoring",
}


def answer(value: Value) -> Answer:
    """Return an answer as it is read from a form's own field."""
    state = State.BLANK if value is None else State.FILLED
    return Answer(value, state, Channel.ACROFORM)


def table(*rows: Row, new: bool) -> Answer:
    """Return a table as it is read: refs of new rows stand in `cells` only."""
    cells = {
        number: {column: answer(text) for column, text in row.items()} for number, row in enumerate(rows, 1)
    }
    filled = [row for row in rows if any(text for column, text in row.items() if column != "ref")]
    value = tuple({k: v for k, v in row.items() if not (new and k == "ref")} for row in filled)
    return Answer(value or None, State.FILLED if value else State.BLANK, Channel.ACROFORM, cells=cells)


def new_row(
    ref: str | None,
    action: str | None,
    who: str | None = None,
    by_when: str | None = None,
    status: str | None = None,
) -> Row:
    """Return a row of a table of new actions."""
    return {"ref": ref, "action": action, "who": who, "by_when": by_when, "status": status}


def carried_row(
    ref: str | None,
    action: str | None,
    who: str | None = None,
    by_when: str | None = None,
    *,
    update: str | None = None,
    status: str | None = None,
) -> Row:
    """Return a row of a table of carried actions."""
    return {"ref": ref, "action": action, "who": who, "by_when": by_when, "update": update, "status": status}


def returned(
    reference: str | None,
    stage: Stage = Stage.SESSION,
    fields: Mapping[str, Value | Sequence[Row]] | None = None,
    header: Mapping[Fact, str] | None = None,
    *,
    form: str | None = None,
    path: str | None = None,
    kind: str = "pdf",
    signed: Sequence[tuple[str, str | None, str | None]] = (),
    findings: tuple[Finding, ...] = (),
) -> Response:
    """Return what a file says. Rows given as a list become a table; `signed` is (party, name, date)."""
    parsed = parse_reference(reference or "")
    form = form or (_CODES[parsed.appendix] if parsed else "esteem/a2-record")
    definition = load_form(form)
    path = path or f"inbox/{reference or 'blank'}-{stage}.{kind}"
    header = {Fact.SUPERVISEE: TOM, Fact.SUPERVISOR: PRIYA, Fact.SCHOOL: SCHOOL, **(header or {})}
    answers: dict[str, Answer] = {}
    for field in definition.answerable:
        given = (fields or {}).get(field.id, header.get(field.fact) if field.fact else None)
        if isinstance(given, list):
            answers[field.id] = table(*given, new=field.kind is Kind.ACTIONS)
        else:
            answers[field.id] = answer(given)  # type: ignore[arg-type]  # a list was dealt with above
        for party, name, date in signed:
            if field.kind is Kind.SIGNATURE and field.party == party:
                answers[field.id] = answer(Signed(name, date))
    for name, given in (fields or {}).items():
        if name not in answers:
            answers[name] = answer(given)  # type: ignore[arg-type]  # parts are simple
    signatures = tuple(
        Signature(party, "typed", name, date, None, None, None) for party, name, date in signed
    )
    digest = hashlib.sha256(
        repr((path, reference, stage, sorted(answers.items(), key=lambda i: i[0]), signed)).encode()
    )
    return Response(
        path,
        digest.hexdigest(),
        kind,
        form,
        definition.version,
        stage,
        reference,
        None,
        header,
        answers,
        signatures,
        findings,
    )


def half_term_1() -> list[Response]:
    """Return the agreement, the agenda, the signed record and one case sheet of the first half term."""
    facts = {Fact.SESSION_DATE: "2026-09-24", Fact.SESSION_TIME: "10:00"}
    return [
        returned(
            "ESM-26-0001-A1",
            Stage.SIGNING,
            signed=[("supervisee", TOM, "2026-09-07"), ("supervisor", PRIYA, "2026-09-08")],
        ),
        returned("ESM-26-0031-A2", Stage.AGENDA, {"agenda_items": "Attendance panel"}, facts),
        returned(
            "ESM-26-0031-A2",
            Stage.SIGNING,
            {
                "job_title": "DSL",
                "agenda_items": "Attendance panel",
                "personal_factors": "Sleeping badly since the move",
                "issues_discussed": "Threshold letters are slow",
                "review_action": [new_row("ESM-26-0031-A2/1", None), new_row("ESM-26-0031-A2/2", None)],
                "agenda_action": [
                    new_row(
                        "ESM-26-0031-A2/3", "Ask the council for the new referral form", TOM, "2026-10-09"
                    ),
                    new_row("ESM-26-0031-A2/4", "Book level 3 training", TOM, "2026-11-20", "In progress"),
                ],
                "issues_action": [new_row("ESM-26-0031-A2/5", "Chase the panel", None, "asap")],
                "next_session_date": "2026-11-19",
                "actual_date": "2026-09-24",
                "actual_length": 65,
                "disagreement": "No",
            },
            facts,
            signed=[("supervisee", TOM, "2026-09-28"), ("supervisor", PRIYA, "2026-09-29")],
        ),
        returned(
            "ESM-26-0031-A3-1",
            Stage.SESSION,
            {
                "child_name": "Jayden Okoro",
                "case_status": "CiN",
                "case_update": "Moved in with his aunt",
                "logs_up_to_date": "Yes",
                "chronology_up_to_date": "No",
                "new_actions": [
                    new_row("ESM-26-0031-A3-1/1", "Ring Jayden's mum about the move", TOM, "2026-10-01")
                ],
            },
            {**facts, Fact.CASE_REF: "ESM-C014", Fact.SHEET: "1"},
        ),
    ]


def half_term_2(stage: Stage = Stage.SESSION) -> list[Response]:
    """Return the record and the case sheet of the second half term, with the first one's actions carried."""
    facts = {Fact.SESSION_DATE: "2026-11-19", Fact.SESSION_TIME: "10:00"}
    held: dict[str, Value] = (
        {"actual_date": "2026-11-19", "actual_length": 60} if stage is not Stage.AGENDA else {}
    )
    return [
        returned(
            "ESM-26-0042-A2",
            stage,
            {
                "review_previous": [
                    carried_row(
                        "ESM-26-0031-A2/3",
                        "Ask the council for the new referral form",
                        TOM,
                        "2026-10-09",
                        status="Done",
                    ),
                    carried_row(
                        "ESM-26-0031-A2/4",
                        "Book level 3 training",
                        TOM,
                        "2026-11-20",
                        update="Two dates offered",
                        status="In progress",
                    ),
                    carried_row("ESM-26-0031-A2/5", "Chase the panel", None, "asap"),
                    carried_row("ESM-26-0031-A3-1/1", "See the case notes of ESM-C014."),
                ],
                "agenda_action": [new_row("ESM-26-0042-A2/3", "Share the rota", PRIYA, "2026-12-04")],
                **held,
            },
            facts,
        ),
        returned(
            "ESM-26-0042-A3-1",
            stage,
            {
                "child_name": "Jayden Okoro",
                "case_status": "CP Plan",
                "outstanding_actions": [
                    carried_row(
                        "ESM-26-0031-A3-1/1",
                        "Ring Jayden's mum about the move",
                        TOM,
                        "2026-10-01",
                        update="Left a message",
                    )
                ],
            },
            {**facts, Fact.CASE_REF: "ESM-C014", Fact.SHEET: "1"},
        ),
    ]
