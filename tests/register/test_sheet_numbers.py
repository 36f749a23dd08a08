"""A case sheet that was copied for another case, number and all, counts under a number of its own."""

import itertools
from collections.abc import Sequence

import pytest

from forms.catalogue import load_form
from forms.findings import Finding, Severity
from forms.log import Log, Outcome
from forms.model import Fact, Stage
from forms.names import fact_name
from forms.records import Response
from register.belonging import Owners
from register.database import Register, open_register
from register.lives import load_life
from register.moved_sheets import as_it_counts, load_moved
from register.receiving import undo_import
from tests.register.responses import carried_row, new_row, returned
from tests.register.taking import ON, log_of, take

_FIRST, _NEXT = "ESM-26-0042-A3-3", "ESM-26-0042-A3-4"


def sheet(
    case: str | None,
    action: str,
    name: str,
    *,
    number: int = 3,
    stage: Stage = Stage.SESSION,
    findings: tuple[Finding, ...] = (),
) -> Response:
    """Return one of three sheets of a session, with one new action."""
    reference = f"ESM-26-0042-A3-{number}"
    header = {Fact.SESSION_DATE: "2026-11-19", Fact.SHEET: str(number), Fact.SHEETS: "3"}
    return returned(
        reference,
        stage,
        {"new_actions": [new_row(f"{reference}/1", action, "Tom Reed")]},
        header | ({Fact.CASE_REF: case} if case else {}),
        form="esteem/a3-case-notes",
        path=f"inbox/{name}.pdf",
        findings=findings,
    )


ORIGINAL = sheet("ESM-C022", "Ring home", "b")
COPY = sheet("ESM-C030", "Write to the panel", "a")
OTHERS = [sheet("ESM-C014", "See school", "c", number=1), sheet("ESM-C021", "See nurse", "d", number=2)]


def in_imports(*imports: Sequence[Response]) -> Log:
    """Return the log of files that came in several imports."""
    register = open_register("sqlite://")
    for files in imports:
        take(register, files)
    return log_of(register)


def cases(log: Log) -> dict[str | None, int | None]:
    """Return case -> number of its sheet."""
    return {row.case_ref: row.sheet_no for row in log.cases}


def actions(log: Log) -> dict[str, str | None]:
    """Return id -> case of each action."""
    return {row.action_id: row.case_ref for row in log.actions}


def test_copy_for_another_case_is_a_further_sheet() -> None:
    """Four sheets of one import count, whatever their order; the log says which got another number."""
    files = [*OTHERS, ORIGINAL, COPY]
    log = in_imports(files)
    assert cases(log) == {"ESM-C014": 1, "ESM-C021": 2, "ESM-C022": 3, "ESM-C030": 4}
    assert actions(log) == {
        "ESM-26-0042-A3-1/1": "ESM-C014",
        "ESM-26-0042-A3-2/1": "ESM-C021",
        f"{_FIRST}/1": "ESM-C022",
        f"{_NEXT}/1": "ESM-C030",
    }
    assert {row.outcome for row in log.imports} == {Outcome.ACCEPTED}
    (session,) = log.sessions
    assert [(one.code, one.severity) for one in session.findings if one.code in {"X29", "X49"}] == [
        ("X49", Severity.NOTE)
    ]
    for order in itertools.permutations(files):
        assert in_imports(order) == log


@pytest.mark.parametrize(("first", "then"), [(ORIGINAL, COPY), (COPY, ORIGINAL)])
def test_what_came_first_keeps_its_number(first: Response, then: Response) -> None:
    """A number that has gone into the log, and onto the next forms, stays; the same in every later run."""
    log = in_imports([*OTHERS, first], [then])
    assert cases(log)[first.header[Fact.CASE_REF]] == 3
    assert cases(log)[then.header[Fact.CASE_REF]] == 4
    assert in_imports([*OTHERS, first], [then], [ORIGINAL, COPY]) == log


def test_an_import_taken_back_and_again_changes_nothing(register: Register) -> None:
    """Sheets have the numbers that they had."""
    take(register, [*OTHERS, COPY])
    number = take(register, [ORIGINAL])
    before = cases(log_of(register))
    with register.writing() as connection:
        undo_import(connection, number, ON)
    assert "ESM-C022" not in cases(log_of(register))
    take(register, [ORIGINAL])
    assert cases(log_of(register)) == before


def test_revision_replaces_the_sheet_of_its_own_case() -> None:
    """Of the first sheet and of its copy a later one counts in the place of the earlier one of that case."""
    later = [sheet("ESM-C030", "Write to the council", "e"), sheet("ESM-C022", "Visit home", "f")]
    for one in later:
        log = in_imports([ORIGINAL, COPY], [one])
        assert cases(log) == {"ESM-C022": 3, "ESM-C030": 4}
        assert len(log.actions) == 2
        superseded = [row.file_name for row in log.imports if row.outcome is Outcome.SUPERSEDED]
        assert superseded == ["b.pdf" if one.header[Fact.CASE_REF] == "ESM-C022" else "a.pdf"]


@pytest.mark.parametrize("apart", [True, False])
def test_next_stage_goes_on_under_the_new_number(*, apart: bool) -> None:
    """It is the same sheet and not a fifth one, also where all are taken in anew at once."""
    on = sheet("ESM-C030", "Write to the panel", "g", number=4, stage=Stage.FINAL)
    log = in_imports([ORIGINAL, COPY], [on]) if apart else in_imports([on, ORIGINAL, COPY])
    assert cases(log) == {"ESM-C022": 3, "ESM-C030": 4}
    assert set(actions(log)) == {f"{_FIRST}/1", f"{_NEXT}/1"}


def test_sheet_whose_number_was_given_away_takes_the_next() -> None:
    """A fourth sheet that was issued comes later: it moves on, for the log has another as the fourth."""
    late = sheet("ESM-C040", "Ask the nurse", "h", number=4)
    log = in_imports([ORIGINAL, COPY], [late])
    assert cases(log) == {"ESM-C022": 3, "ESM-C030": 4, "ESM-C040": 5}
    assert actions(log)["ESM-26-0042-A3-5/1"] == "ESM-C040"


def test_case_reference_as_issued_keeps_the_number() -> None:
    """Of two that came together the one that somebody typed over is the copy, whatever its reference."""
    typed_over = Finding("X25", Severity.ACT_NOW, fact_name(Fact.CASE_REF), "")
    copy = sheet("ESM-C010", "Write to the panel", "a", findings=(typed_over,))
    assert cases(in_imports([ORIGINAL, copy])) == {"ESM-C022": 3, "ESM-C010": 4}


def test_without_a_case_reference_a_person_decides() -> None:
    """Nobody knows whose it is: as ever where one case bears its number, set aside where two do."""
    bare = sheet(None, "Ring somebody", "z")
    log = in_imports([ORIGINAL, bare])
    assert {row.file_name for row in log.imports if row.outcome is Outcome.NEEDS_REVIEW} == {"b.pdf", "z.pdf"}
    log = in_imports([ORIGINAL, COPY, bare])
    assert {row.file_name: row.codes for row in log.imports if row.outcome is Outcome.NEEDS_REVIEW} == {
        "z.pdf": ("X49",)
    }
    assert set(actions(log)) == {f"{_FIRST}/1", f"{_NEXT}/1"}
    assert cases(in_imports([bare], [COPY])) == {"ESM-C030": 3}


def test_original_is_read_under_its_number(register: Register) -> None:
    """Whoever goes on from the file has the number that the log gives, and so the ids of its actions."""
    take(register, [ORIGINAL, COPY])
    with register.reading() as connection:
        moved = load_moved(connection, load_form, Owners({}))
        steps = load_life(connection, f"{_NEXT}/1", load_form, Owners({}))
    now = as_it_counts(COPY, moved)
    assert (now.reference, now.header[Fact.SHEET], now.header[Fact.SHEETS]) == (_NEXT, "4", "4")
    cells = now.fields["new_actions"].cells
    assert cells is not None
    assert cells[1]["ref"].value == f"{_NEXT}/1"
    assert as_it_counts(ORIGINAL, moved) == ORIGINAL
    assert [(one.path, one.words) for one in steps] == [("inbox/a.pdf", "Write to the panel")]


def test_carried_action_of_the_copy_is_that_of_its_case() -> None:
    """A next sheet made from the copy's file alone bears its printed ids: they are the copy's still."""
    following = returned(
        "ESM-26-0050-A3-1",
        Stage.SESSION,
        {
            "outstanding_actions": [
                carried_row(f"{_FIRST}/1", "Write to the panel", "Tom Reed", status="Done")
            ]
        },
        {Fact.SESSION_DATE: "2027-01-14", Fact.CASE_REF: "ESM-C030"},
    )
    log = in_imports([ORIGINAL, COPY], [following])
    assert {row.action_id: str(row.status) for row in log.actions} == {
        f"{_FIRST}/1": "Open",
        f"{_NEXT}/1": "Done",
    }
    assert all(row.case_ref in {"ESM-C022", "ESM-C030"} for row in log.actions)
