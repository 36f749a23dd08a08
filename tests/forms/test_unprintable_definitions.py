"""Definitions whose pages would be clipped, drawn over each other or without a box are refused."""

from pathlib import Path

import pytest

from forms.errors import DefinitionError
from forms.loader import load_definition, load_policy
from tests.forms.test_loader import POLICY
from tests.forms.test_odd_definitions import HEAD, PAGE, TABLE, field, line_of, load, told

OWN_SECTION = (
    '[[section]]\nid = "s"\nitems = ["a.label"]\n[[section]]\nid = "t"\ntable = "a"\ncells = ["one"]\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with a policy."""
    (tmp_path / "policy.toml").write_text(POLICY, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("key", "written", "said"),
    [
        ("options", 'kind = "tick"\noptions = ["x", "y"]', "found 2 options of a tick; expected one"),
        (
            "options",
            'kind = "yes_no"\noptions = ["x", "y", "z"]',
            "found 3 options of a yes_no; expected two",
        ),
        ("options", 'kind = "choice"\noptions = ["x"]', "found 1 option; expected two or more"),
        ("lines", "lines = 3", "found lines on a column of the kind text"),
        ("lines", 'kind = "multiline"\nlines = 0', "found lines = 0; expected 1 to 40"),
        ("lines", 'kind = "multiline"\nlines = 41', "found lines = 41; expected 1 to 40"),
        ("most", 'kind = "date"\nmost = 3', "found most on a column of the kind date"),
        ("ends", 'ends = ["low", "high"]', "found ends on a column of the kind text"),
        (
            "across",
            'kind = "choice"\noptions = ["x", "y"]\nacross = 7',
            "found across = 7; expected 0 to 6",
        ),
    ],
)
def test_keys_of_a_column_go_with_its_kind(folder: Path, key: str, written: str, said: str) -> None:
    """As those of a field do: a tick of two options could not be drawn at all."""
    text = f"{TABLE}{written}\n{OWN_SECTION}"
    mistakes = told(folder, text)
    assert len(mistakes) == 1
    assert line_of(text, f"{key} = ") + said in mistakes[0]


@pytest.mark.parametrize(("kind", "options"), [("yes_no", ["x"]), ("tick", ["x", "y"]), ("choice", ["x"])])
def test_options_of_a_row_are_as_many_as_its_column_has(folder: Path, kind: str, options: list[str]) -> None:
    """The boxes of a row are drawn in the place of the column's own."""
    row = f'[[field.a.row]]\nlabel = "Row"\noptions = {options}\n'.replace("'", '"')
    listed = 'options = ["m", "n"]\n' if kind == "choice" else ""
    table = TABLE.replace("spare = 2\n", "") + f'kind = "{kind}"\n{listed}' + row
    mistakes = told(folder, table + OWN_SECTION.replace('["one"]', '["label", "one"]'))
    assert len(mistakes) == 1
    assert "option" in mistakes[0]


@pytest.mark.parametrize("lines", [-1, 0, 41, 100_000])
def test_a_box_stands_on_one_page(folder: Path, lines: int) -> None:
    """A taller one would be cut off at the foot of the page."""
    (mistake,) = told(folder, field("multiline", f"lines = {lines}"))
    assert f"found lines = {lines}; expected 1 to 40, for a box stands on one page;" in mistake


@pytest.mark.parametrize(
    ("section", "found"),
    [
        ('columns = [1, 99]\nrows = [["a.label", "a"]]', "column 1 with 1% of the page's width;"),
        ('rows = [["a.label", "a", { items = "", span = 100 }]]', "column 1 with 0.98% of the page's width"),
        (
            'columns = [1, 1, 98]\nrows = [["a.label", "", "a"]]',
            "column 1 with 1% of the page's width;",
        ),
    ],
)
def test_what_a_cell_shows_has_room(folder: Path, section: str, found: str) -> None:
    """Words in a narrower column would vanish, or stand over those beside them."""
    text = f'[field.a]\nlabel = "A"\nkind = "text"\n[[section]]\nid = "s"\n{section}\n'
    (mistake,) = told(folder, text)
    assert mistake.startswith("D20: ")
    assert f"found {found}" in mistake
    assert "expected 5% or more for each column that shows something; make it wider" in mistake


def test_columns_of_a_table_have_room(folder: Path) -> None:
    """Twenty are the most."""
    columns = "".join(f'[[field.a.column]]\nid = "c{at}"\nlabel = "C"\n' for at in range(20))
    cells = ", ".join(['"one"', *(f'"c{at}"' for at in range(20))])
    section = OWN_SECTION.replace('"one"', cells)
    (mistake,) = told(folder, TABLE + columns + section)
    assert "found column 1 with 4.8% of the page's width and 20 more;" in mistake
    fewer = TABLE + columns.replace('[[field.a.column]]\nid = "c19"\nlabel = "C"\n', "")
    assert len(load(folder, fewer + section.replace(', "c19"', "")).sections[1].cells) == 20


def test_a_narrow_column_may_stay_empty(folder: Path) -> None:
    """It keeps others apart."""
    text = '[field.a]\nlabel = "A"\nkind = "text"\n[[section]]\nid = "s"\n'
    assert load(folder, text + 'columns = [49, 2, 49]\nrows = [["a.label", "", "a"]]\n').sections


def test_counts_need_a_cell(folder: Path) -> None:
    """Where the rows are a section of their own, the numbers beside them would stand nowhere."""
    counts = '[field.a.counts]\ncp = "On a plan"\n'
    text = TABLE + counts + OWN_SECTION
    (mistake,) = told(folder, text)
    assert line_of(text, "[field.a.counts]") + "found counts of a, whose rows are a section" in mistake
    assert load(folder, TABLE + counts + PAGE).field("a").counts == {"cp": "On a plan"}


def test_a_column_is_not_called_like_a_count(folder: Path) -> None:
    """A cell that lost its row number would be read as the number beside the table."""
    text = TABLE.replace('"one"', '"count_cp"') + '[field.a.counts]\ncp = "On a plan"\n' + PAGE
    (mistake,) = told(folder, text)
    assert 'found the column id "count_cp"; expected an id other than count_cp, label;' in mistake


@pytest.mark.parametrize("options", ['"Other", "Other box"', '"From box", "From"'])
def test_boxes_of_any_of_have_names_of_their_own(folder: Path, options: str) -> None:
    """Two options in one box would both be ticked, or neither."""
    (mistake,) = told(folder, field("any_of", f"options = [{options}]"))
    assert mistake.startswith("D16: ")
    assert "reword one of them: both would be called" in mistake


def test_a_wrong_sentence_is_one_mistake(folder: Path) -> None:
    """What it would have shown is not told as missing too."""
    text = field("date").replace('rows = [["a.label", "a"]]', 'items = ["a.label", { sentence = "On {a" }]')
    (mistake,) = told(folder, text)
    assert "D11: " in mistake
    assert 'found "On {a" in a sentence;' in mistake


@pytest.mark.parametrize("name", ["con", "aux", "nul", "com1"])
def test_names_that_windows_keeps_are_refused(folder: Path, name: str) -> None:
    """No file, and no folder of a policy, could be called so there."""
    path = folder / "a1-record.toml"
    path.write_text(HEAD.replace("a1-record", name) + field("text"), encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"D19: .*line 1: found the name .*, which Windows keeps"):
        load_definition(path)
    (folder / "policy.toml").write_text(POLICY.replace('"alder"', f'"{name}"'), encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"D19: .*line 1: found the name .*, which Windows keeps"):
        load_policy(folder / "policy.toml")


def test_working_days_do_not_make_a_form_due_before_it_is_sent(folder: Path) -> None:
    """So many working days are at least as many days."""
    policy = POLICY.replace("return_days = 2", "return_days = 8")
    (folder / "policy.toml").write_text(policy, encoding="utf-8")
    with pytest.raises(
        DefinitionError, match=r"D19: .*found forms due back 8 working days before the session"
    ):
        load_policy(folder / "policy.toml")


def test_colours_are_told_beside_other_mistakes_of_the_look(folder: Path) -> None:
    """All of them at once."""
    look = '[look]\naccent = "blue"\nface = "Arial"\ntint = 3\n'
    (folder / "policy.toml").write_text(POLICY + look, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_policy(folder / "policy.toml")
    assert [line[:3] for line in str(caught.value).split("\n")] == ["D19", "D06", "D05"]


@pytest.mark.parametrize(
    ("kind", "fact", "expected"),
    [
        ("number", "supervisee", "multiline or text"),
        ("date", "session_time", "multiline or text or time"),
        ("yes_no", "school", "multiline or text"),
    ],
)
def test_a_fact_starts_only_what_can_hold_it(folder: Path, kind: str, fact: str, expected: str) -> None:
    """Nobody typed it, so nobody would see that a name stands where a number is asked."""
    (mistake,) = told(folder, field(kind, f'starts_from = "{fact}"'))
    assert (
        f"found the fact {fact} at the start of a field of the kind {kind}; expected {expected};" in mistake
    )
    assert load(folder, field("multiline", f'starts_from = "{fact}"')).field("a").starts_from == fact
