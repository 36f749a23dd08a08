"""What the register keeps of a return: what the log needs, and a mark for everything else."""

import json
from dataclasses import replace
from typing import Any

import pytest

from forms.action_rows import rows_of
from forms.catalogue import form_ids, load_form
from forms.model import ACTION_TABLES, Definition, Field, Kind, Stage
from forms.records import Answer, Channel, Response, Signature, Signed, Span, State, Value
from register.children import children_of
from register.content import from_content, to_content
from register.keeping import MARK, Keeper
from tests.register.responses import half_term_1, half_term_2
from tests.register.taking import KEY, SECRET

_CHILDREN = children_of((), KEY)
_KEEPER = Keeper(SECRET, lambda text: _CHILDREN.mask(text, parts=True).text)
_WORDS = "Jayden Okoro was seen, says the Zephyrine narrative"


def answered(field: Field, words: str) -> Answer:
    """Return an answer to a field with `words` wherever a person could have typed them."""
    value: Value = words
    cells = None
    if field.kind is Kind.SIGNATURE:
        value = Signed(words, words)
    elif field.kind in {Kind.TIME_RANGE, Kind.DATE_RANGE}:
        value = Span(words, words)
    elif field.kind is Kind.ANY_OF:
        value = (words,)
    elif field.columns:
        row = dict.fromkeys(field.columns, words)
        value = (row,)
        cells = {1: {name: Answer(words, State.FILLED, Channel.CONTROL) for name in row}}
    return Answer(value, State.FILLED, Channel.CONTROL, cells=cells)


def filled(definition: Definition, words: str) -> Response:
    """Return a response in which every box of a form says the same words."""
    fields = {field.id: answered(field, words) for field in definition.answerable}
    parts = [f"{field.id}-{part}" for field in definition.answerable for part in ("comment", "other")]
    fields |= {name: Answer(words, State.FILLED, Channel.CONTROL) for name in (*parts, "continuation")}
    signature = Signature(words, "typed", words, words, None, None, None)
    return Response(
        f"inbox/{words}.docx", "0" * 64, "docx", definition.id, definition.version, Stage.SESSION,
        None, None, dict.fromkeys(definition.required, words), fields, (signature,), (),
    )  # fmt: skip


@pytest.mark.parametrize("form", form_ids())
def test_no_known_name_is_kept_but_in_an_action(form: str) -> None:
    """Planted in every box of every form, a name of the key stands in the words of actions only."""
    definition = load_form(form)
    kept = _KEEPER.keep(filled(definition, "Jayden Okoro"), definition)
    content = to_content(kept)
    for field in definition.answerable:
        comments = {"qa_general", "qa_additional"}
        if field.kind in ACTION_TABLES or field.log in comments:
            content["fields"].pop(field.id)
    assert "Jayden" not in json.dumps(content) + kept.path
    assert "Okoro" not in json.dumps(content) + kept.path


@pytest.mark.parametrize("form", form_ids())
def test_no_narrative_is_kept(form: str) -> None:
    """Words stay only where the log asks for them: facts, names of signers, actions, what `log` names."""
    definition = load_form(form)
    kept = _KEEPER.keep(filled(definition, _WORDS), definition)
    for field in definition.answerable:
        told = json.dumps(_without_actions(to_content(kept)["fields"][field.id], field))
        asked = field.fact is not None or field.log is not None or any(one.log for one in field.column)
        signs = field.kind in {Kind.SIGNATURE, Kind.SIGNATURES}
        if field.private or not (asked or signs or _is_a_word(field)):
            assert "Zephyrine" not in told, field.id
    for name, answer in kept.fields.items():
        if "-" in name or name == "continuation":
            assert str(answer.value).startswith(MARK), name


def _without_actions(answer: list[Any], field: Field) -> object:
    """Return the plain values of an answer; of a table of actions the columns that are its own."""
    if field.kind not in ACTION_TABLES:
        return answer
    own = {column.id for column in field.column}
    value, cells = answer[0], answer[-1]
    rows = [one["row"] for one in value] + list(cells.values())
    return [{name: said for name, said in row.items() if name in own} for row in rows]


def _is_a_word(field: Field) -> bool:
    from forms.meanings import Logged

    return field.id in {word.value for word in Logged}


def test_mark_tells_that_an_answer_changed_and_nothing_else() -> None:
    """The same words give the same mark, others another; without the key nobody can try words out."""
    mark = _KEEPER.mark("personal_factors", "Sleeping badly")
    assert mark == _KEEPER.mark("personal_factors", "Sleeping badly")
    assert mark != _KEEPER.mark("personal_factors", "Sleeping well")
    assert mark != _KEEPER.mark("issues_discussed", "Sleeping badly")
    assert mark != Keeper(b"another key", str).mark("personal_factors", "Sleeping badly")


@pytest.mark.parametrize("response", [*half_term_1(), *half_term_2()], ids=lambda one: one.path)
def test_what_is_kept_comes_back_from_the_database(response: Response) -> None:
    """As plain values and back, nothing changes, the marks that the form was issued with included."""
    issued = replace(response, issued_rows={"1f2e3d": "a1b2c.-.d3e4f"})
    kept = _KEEPER.keep(issued, load_form(response.form))
    content = json.loads(json.dumps(to_content(kept)))
    again = from_content(content, kept.path, kept.sha256, kept.form, kept.version, kept.reference)
    assert again == kept


@pytest.mark.parametrize("form", form_ids())
def test_actions_of_every_form_can_be_followed(form: str) -> None:
    """Also where the notes beside them are private: ids, words, owners and dates are what was agreed."""
    definition = load_form(form)
    response = filled(definition, "ESM-26-0042-A2/1")
    kept = rows_of(_KEEPER.keep(response, definition), definition)
    agreed = [replace(row.action, case_ref=None) for row in rows_of(response, definition)]
    assert [replace(row.action, case_ref=None) for row in kept] == agreed


def test_notes_beside_an_action_are_a_mark() -> None:
    """What is private in a table of actions is what was said, not what was agreed."""
    definition = load_form("ashbury-meadow/c-notes-actions")
    row = _KEEPER.keep(filled(definition, "Ring"), definition).fields["rows"].cells or {}
    said = {name: str(cell.value) for name, cell in row[1].items()}
    assert {name for name, text in said.items() if text.startswith(MARK)} == {"item", "notes"}


def test_a_private_table_keeps_what_the_log_asks_of_it() -> None:
    """Of a summary of cases: whether the file was seen, and which case it is; its words are marks."""
    definition = load_form("highcliffe/a4-case-summary")
    row = {"name": "HSM-C014", "needs": "a bed", "progress": "none", "file_seen": "N", "action": "ring"}
    cells = {1: {name: Answer(text, State.FILLED, Channel.CONTROL) for name, text in row.items()}}
    table = Answer((row,), State.FILLED, Channel.CONTROL, cells=cells)
    response = replace(filled(definition, "x"), fields={"cases": table})
    (kept,) = (_KEEPER.keep(response, definition).fields["cases"].cells or {}).values()
    assert {name: kept[name].value for name in ("name", "file_seen", "action")} == {
        "name": "HSM-C014",
        "file_seen": "N",
        "action": "ring",
    }
    assert all(str(kept[name].value).startswith(MARK) for name in ("needs", "progress"))
