"""What travels, what is private and who writes what in Esteem's forms."""

import pytest

from forms.catalogue import form_ids, load_form, load_policy_of
from forms.model import Carry, Definition, Fact, Field, Kind, Owner, RecordType, Stage
from forms.printed_page import Show

FORMS = tuple(form for form in form_ids() if form.startswith("esteem/"))


def every_field() -> list[tuple[str, Field]]:
    """Return (form, field) of all four forms."""
    return [(form, field) for form in FORMS for field in load_form(form).fields]


@pytest.fixture
def record() -> Definition:
    """Give the supervision record."""
    return load_form("esteem/a2-record")


def test_only_four_answers_are_offered_again() -> None:
    """Status of a case, planned training and an unresolved disagreement are offered; nothing else is."""
    offered = {(form, field.id) for form, field in every_field() if field.carry is Carry.OFFER}
    assert offered == {
        ("esteem/a2-record", "training_planned"),
        ("esteem/a2-record", "disagreement_note"),
        ("esteem/a3-case-notes", "case_status"),
    }


def test_every_table_carries_its_open_rows() -> None:
    """An action stays on the forms until somebody closes it, so no table drops its open rows."""
    tables = [field for _, field in every_field() if field.columns]
    assert len(tables) == 9
    assert {field.carry for field in tables} == {Carry.ROWS}


def test_judgement_is_never_filled_in() -> None:
    """No yes/no starts with an answer; the questions of fact have the log's words beside them."""
    assert [field.id for _, field in every_field() if field.kind is Kind.YES_NO and field.default] == []
    evidence = [field.id for _, field in every_field() if field.evidence]
    assert evidence == ["contract_agreed", "sessions_completed", "written_record"]


def test_narrative_and_wellbeing_are_private() -> None:
    """What stays in the archived original is marked, and what the log needs is not."""
    private = {field.id for _, field in every_field() if field.private}
    assert private == {
        "agenda_items", "issues_discussed", "personal_factors", "disagreement_note",
        "child_name", "case_update", "childs_view", "parents_views", "visiting_pattern",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("form", "kind", "code", "required"),
    [
        ("esteem/a1-agreement", RecordType.AGREEMENT, "A1", {Fact.SUPERVISEE, Fact.SUPERVISOR}),
        ("esteem/a2-record", RecordType.RECORD, "A2", {Fact.SUPERVISEE, Fact.SUPERVISOR, Fact.SESSION_DATE}),
        ("esteem/a3-case-notes", RecordType.CASE, "A3", {Fact.SUPERVISEE, Fact.SESSION_DATE, Fact.CASE_REF}),
        ("esteem/a4-monitoring", RecordType.QA, "A4", {Fact.SUPERVISEE, Fact.SUPERVISOR}),
    ],
)
def test_kind_code_and_required_facts(form: str, kind: RecordType, code: str, required: set[Fact]) -> None:
    """Each form is of its kind and cannot be pre-filled without the facts that identify it."""
    definition = load_form(form)
    assert (definition.record, definition.code, set(definition.required)) == (kind, code, required)


def test_nobody_signs_for_another() -> None:
    """Each signature and its date belong to the party that signs."""
    for form in ("esteem/a1-agreement", "esteem/a2-record"):
        definition = load_form(form)
        signatures = [field for field in definition.fields if field.kind is Kind.SIGNATURE]
        assert [field.party for field in signatures] == ["supervisee", "supervisor"]
        for field in signatures:
            assert (field.owner.value, field.stage) == (field.party, Stage.SIGNING)
            if field.date_field:
                assert definition.field(field.date_field).owner is field.owner


def test_date_and_time_share_one_printed_label(record: Definition) -> None:
    """The one cell DATE / TIME holds two answers beside each other, with names of their own."""
    cell = record.sections[0].rows[-1][-1]
    assert ([item.field_id for item in cell.items], cell.beside) == (["session_date", "session_time"], True)
    assert [item.show for item in cell.items] == [Show.ANSWER, Show.ANSWER]
    assert record.field("session_date").name != record.field("session_time").name


def test_the_session_is_written_by_the_supervisor(record: Definition) -> None:
    """What is agreed in the meeting waits for the session stage and belongs to the supervisor."""
    session = [field for field in record.answerable if field.stage is Stage.SESSION]
    assert {field.owner for field in session} == {Owner.SUPERVISOR}
    assert {"issues_discussed", "actual_date", "actual_length", "who_came"} <= {field.id for field in session}


def test_every_box_has_room_for_an_answer() -> None:
    """A long answer never starts with a box of one line."""
    short = [field.id for _, field in every_field() if field.kind is Kind.MULTILINE and field.lines < 5]
    assert short == []
    spare = [field.id for _, field in every_field() if field.kind is Kind.ACTIONS and field.spare < 3]
    assert spare == []


def test_page_one_says_what_to_leave_blank() -> None:
    """Each stage that somebody fills in has its words; a final copy needs none."""
    for form in FORMS:
        definition = load_form(form)
        assert set(definition.leave_blank) == set(definition.stages) - {Stage.FINAL}


def test_the_policy_says_who_reads() -> None:
    """The policy's own access list stands on page 1; the dates are the policy's, not a house default."""
    policy = load_policy_of("esteem")
    for words in ("private but not confidential", "property of Esteem MAT", "quality assurance", "Ofsted"):
        assert words in policy.readers
    assert (policy.issue_days, policy.return_days, policy.house_lead_time) == (14, 7, False)
    assert (policy.qa_lead, policy.pupil_limit) == ("Director of Education", 3)
