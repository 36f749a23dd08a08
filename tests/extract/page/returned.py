"""A file whose boxes are gone: what it says, and a trust that has the stage before it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from forms.plan import Person, PlannedSession, Relationship
from forms.records import Response
from halfterm.issued_forms import read_any
from tests.round.making import CATALOGUE
from tests.stories.trust import Trust, day, values

FORM, REFERENCE, ON = "esteem/a2-record", "ESM-26-0001-A2", "2026-11-28"
_SCHOOL = "Alder Grove Academy"
_PEOPLE = (
    Person("P-TOM", "Tom Reed", _SCHOOL, "DSL", is_dsl=True),
    Person("P-PRIYA", "Priya Shah", _SCHOOL, "Lead"),
)


def read(data: bytes) -> Response:
    """Return what a file says; an error is a failure."""
    result = read_any(data, Path("returned"), CATALOGUE)
    assert result.response is not None, result.error
    return result.response


def refused(data: bytes) -> str:
    """Return the code with which a file is refused."""
    result = read_any(data, Path("returned"), CATALOGUE)
    assert result.error is not None
    return result.error.code


def plan(trust: Trust, *more: PlannedSession) -> None:
    """Enter the session that the record is of, and more of the same pair."""
    pair = Relationship("R1", "esteem", "P-TOM", "P-PRIYA", starts=day("2026-09-01"))
    trust.plan(_PEOPLE, (pair,), (PlannedSession("ESM-26-0001", "R1", day("2026-11-19")), *more))


def with_signing_copy(
    folder: Path, monkeypatch: pytest.MonkeyPatch, typed: Mapping[str, str]
) -> tuple[Trust, Path]:
    """Return a trust in which a record came back with what was typed, and the copy to sign made of it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    trust = Trust(folder / "trust", "esteem", (_SCHOOL,))
    trust.run("init", trust.folder, "--policy", "esteem", "--prefix", "ESM", "--school", _SCHOOL)
    monkeypatch.chdir(trust.folder)
    plan(trust)
    known = values(REFERENCE, "2026-11-19", {"actual_date": "2026-11-19"})
    record = trust.make(FORM, known, f"{REFERENCE}.pdf", "--stage", "session")
    returned = trust.comes_back(FORM, record, dict(typed))
    trust.take_in(ON)
    return trust, trust.go_on(FORM, returned, "signing", f"{REFERENCE} signing.pdf")
