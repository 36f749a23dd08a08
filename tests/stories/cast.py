"""Who is in most stories: Priya Shah supervises Tom Reed of Alder Grove Academy, under Esteem's policy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from forms.plan import Person, PlannedSession, Relationship
from tests.stories.trust import Trust, Typed, day

SCHOOL = "Alder Grove Academy"
AGREEMENT, RECORD, SHEET = "esteem/a1-agreement", "esteem/a2-record", "esteem/a3-case-notes"
TOM = Person("P-TOM", "Tom Reed", SCHOOL, "DSL", is_dsl=True)
PRIYA = Person("P-PRIYA", "Priya Shah", SCHOOL, "Lead", supervisor_trained_on=day("2025-05-01"), is_dsl=True)
PAIR = Relationship("R1", "esteem", "P-TOM", "P-PRIYA", starts=day("2026-09-01"))
BOTH_ANSWERED: Typed = {"logs_up_to_date": "Yes", "chronology_up_to_date": "Yes"}


def known(reference: str, date: str | None = None, **header: Any) -> dict[str, Any]:
    """Return what is known before anybody writes on a form of Tom's and Priya's."""
    people = {"school": SCHOOL, "supervisee": "Tom Reed", "supervisor": "Priya Shah"}
    dated = {"session_date": date} if date else {}
    return {"reference": reference, "header": {**people, **dated, **header}}


def session(name: str, date: str, rel: str = "R1", **told: Any) -> PlannedSession:
    """Return a planned session."""
    return PlannedSession(name, rel, day(date), **told)


def signed(supervisee: str, supervisor: str) -> Typed:
    """Return what both type to sign Esteem's record, on these days, without a disagreement."""
    return {
        "disagreement": "No",
        "sig_supervisee-name": "Tom Reed",
        "sig_supervisee_date": supervisee,
        "sig_supervisor-name": "Priya Shah",
        "sig_supervisor_date": supervisor,
    }


def new_action(table: str, number: int, action: str, who: str = "", by_when: str = "") -> dict[str, str]:
    """Return what is typed into a row of new actions; what is blank is not typed."""
    row = {"action": action, "who": who, "by_when": by_when}
    return {f"{table}-{number}-{column}": text for column, text in row.items() if text}


def in_row(trust: Trust, file: Path, table: str, action: str, typed: Typed) -> dict[str, str]:
    """Return what is typed into the row of a carried action, found by its id."""
    ids = [row["ref"] for row in trust.answers(file)[table]]
    return {f"{table}-{ids.index(action) + 1}-{column}": text for column, text in typed.items()}


def before(files: Sequence[Path]) -> list[str | Path]:
    """Return the options by which a form takes over what earlier ones say."""
    return [part for file in files for part in ("--previous", file)]


def agreement_comes(trust: Trust, ending: str) -> None:
    """Put the agreement that Tom and Priya signed in September into the inbox."""
    made = trust.make(AGREEMENT, known("ESM-26-0001-A1"), f"ESM-26-0001-A1.{ending}", "--stage", "signing")
    trust.comes_back(
        AGREEMENT,
        made,
        {
            "ack_supervisee_sig-name": "Tom Reed",
            "ack_supervisee_sig-date": "07/09/2026",
            "ack_supervisor_sig-name": "Priya Shah",
            "ack_supervisor_sig-date": "08/09/2026",
        },
    )


def record_comes(
    trust: Trust, number: str, date: str, typed: Typed, ending: str = "docx", name: str = "", **more: Any
) -> Path:
    """Put Tom's record of a session into the inbox, filled in at the session or at `stage`."""
    facts = {**known(f"{number}-A2", date, **more.get("header", {})), "fields": more.get("fields", {})}
    options = ["--stage", more.get("stage", "session"), *before(more.get("previous", ()))]
    path = trust.make(RECORD, facts, f"{number}-A2.{ending}", *options)
    return trust.comes_back(RECORD, path, typed, name)


def sheet_comes(
    trust: Trust,
    number: str,
    date: str,
    case: str,
    sheet: int,
    typed: Typed,
    *,
    ending: str = "docx",
    name: str = "",
) -> Path:
    """Put one of Tom's case sheets into the inbox, filled in."""
    reference = f"{number}-A3-{sheet}"
    facts = known(reference, date, case_ref=case, sheet=sheet)
    path = trust.make(SHEET, facts, f"{reference}.{ending}", "--stage", "session")
    return trust.comes_back(SHEET, path, {**BOTH_ANSWERED, **typed}, name)
