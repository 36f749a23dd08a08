"""A wrong definition is refused with file, line, what was found, what was expected and what to do."""

import re
from pathlib import Path

import pytest

from forms.errors import DefinitionError
from forms.loader import load_definition, load_policy
from forms.model import Definition, Owner, Stage
from forms.printed_page import Cell, Frame, Item, Show

POLICY = """\
id = "alder"
name = "Alder Grove Academy"
readers = "Your supervisor reads this."
issue_days = 7
return_days = 2
return_working_days = true
house_lead_time = true
qa_lead = "Head teacher"
"""

FORM = """\
form = "alder/a1-record"
version = "1"
appendix = "Appendix 1"
code = "A1"
title = "Record"
record = "record"
stages = ["agenda", "session", "signing"]
required = ["supervisee"]

[leave_blank]
agenda = "Leave blank: the signature."

[field.intro]
label = "Please read this."
kind = "clause"

[field.name]
label = "Name"
kind = "text"
owner = "system"
fact = "supervisee"

[field.safe]
label = "Is all well?"
kind = "yes_no"

[field.mood]
label = "How was it?"
kind = "choice"
options = ["Good", "Bad"]

[field.new_actions]
label = "Actions"
kind = "actions"
carry = "rows"
spare = 3

[field.signed]
label = "Signed"
kind = "signature"
owner = "supervisee"
stage = "signing"
date_field = "signed_on"

[field.signed_on]
label = "Date"
kind = "date"
stage = "signing"

[[section]]
id = "top"
items = ["intro"]

[[section]]
id = "main"
columns = [30, 70]
rows = [
  ["name.label", "name"],
  ["safe.label", { items = ["safe=Yes", "'or", "safe=No"], beside = true }],
  ["mood.label", "mood"],
  [{ items = ["new_actions.label", "new_actions"], span = 2 }],
  [["signed.label", "signed"], ["signed_on.label", "signed_on"]],
]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with a policy and a form that are right."""
    (tmp_path / "policy.toml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "a1-record.toml").write_text(FORM, encoding="utf-8")
    return tmp_path


def load(folder: Path, text: str = FORM) -> Definition:
    """Load `text` as the form of `folder`."""
    (folder / "a1-record.toml").write_text(text, encoding="utf-8")
    return load_definition(folder / "a1-record.toml")


def line_with(text: str, words: str) -> int:
    """Return the first line of `text` that contains `words`."""
    return text[: text.index(words)].count("\n") + 1


def line_told(error: DefinitionError, code: str, said: str) -> int:
    """Return the line at which a mistake is told, after seeing that it is told in full."""
    lines = str(error).split("\n")
    own = [line for line in lines if line.startswith(f"{code}: ") and said in line]
    assert own, lines
    named = re.search(r"a1-record\.toml, line (\d+): found .+; expected .+; .+", own[0])
    assert named
    return int(named[1])


def test_a_right_definition_is_loaded(folder: Path) -> None:
    """Fields, defaults and the page come out as written."""
    form = load(folder)
    assert (form.id, form.policy.name, form.stages[0]) == (
        "alder/a1-record",
        "Alder Grove Academy",
        Stage.AGENDA,
    )
    assert form.field("safe").options == ("Yes", "No")
    assert form.field("signed").party == "supervisee"
    assert form.field("intro").owner is Owner.SYSTEM
    assert [section.frame for section in form.sections] == [Frame.PROSE, Frame.TABLE]
    assert form.sections[0].rows == ((Cell((Item(Show.LABEL, "intro"),)),),)
    ticks = form.sections[1].rows[1][1]
    assert [(item.show, item.text) for item in ticks.items] == [
        (Show.OPTION, "Yes"),
        (Show.TEXT, "or"),
        (Show.OPTION, "No"),
    ]
    assert ticks.beside
    assert form.sections[1].rows[3][0].span == 2


def test_fields_are_due_at_the_first_stage_unless_they_say_otherwise(folder: Path) -> None:
    """A form without an agenda need not say session on every field."""
    form = load(folder, FORM.replace('"agenda", ', "").replace("agenda =", "session ="))
    assert {field.stage for field in form.fields} == {Stage.SESSION, Stage.SIGNING}


def test_columns_may_be_left_out(folder: Path) -> None:
    """Columns are as wide as each other where no widths are given."""
    assert load(folder, FORM.replace("columns = [30, 70]\n", "")).sections[1].columns == (1.0, 1.0)


def test_byte_order_mark_and_windows_line_ends_do_not_count(folder: Path) -> None:
    """A file saved by a Windows editor is the same definition, fingerprint and all."""
    plain = load(folder)
    data = b"\xef\xbb\xbf" + FORM.replace("\n", "\r\n").encode()
    (folder / "a1-record.toml").write_bytes(data)
    assert load_definition(folder / "a1-record.toml") == plain


def test_the_fingerprint_follows_form_and_policy(folder: Path) -> None:
    """A change of either is another layout."""
    first = load(folder).fingerprint
    second = load(folder, FORM + "# a word more\n").fingerprint
    (folder / "policy.toml").write_text(POLICY.replace("Your", "The"), encoding="utf-8")
    third = load(folder).fingerprint
    assert len({first, second, third}) == 3
    assert re.fullmatch("[0-9a-f]{64}", first)


MISTAKES = [
    # code, what is replaced, by what, the words at whose line it is reported, words of the message
    ("D02", 'kind = "choice"', "kind = choice", "kind = choice", "expected TOML"),
    ("D02", '"safe=No"]', '"safe=No"', '"safe=No"', "just above"),
    ("D03", 'kind = "choice"', 'kind = "choice"\noption = []', "option =", 'did you mean "options"'),
    ("D03", "[leave_blank]", "[leave_blanks]", "[leave_blanks]", 'did you mean "leave_blank"'),
    ("D03", "span = 2", "span = 2, spam = 1", "spam", "items, span or beside"),
    ("D04", 'title = "Record"\n', "", "form =", "no key title"),
    ("D04", 'label = "Name"\n', "", "[field.name]", "no key label in [field.name]"),
    ("D05", "spare = 3", 'spare = "3"', 'spare = "3"', "a whole number"),
    ("D05", "spare = 3", "spare = true", "spare = true", "spare = true"),
    ("D05", 'options = ["Good", "Bad"]', 'options = "Good"', 'options = "Good"', "a list of words"),
    ("D05", 'options = ["Good", "Bad"]', 'options = [\n"Good",\n7]', "7]", "words in quotes"),
    ("D05", "columns = [30, 70]", "columns = [30, -1]", "columns", "above 0"),
    ("D05", "span = 2", "span = 0", "span = 0", "from 1"),
    ("D05", "beside = true", "beside = 1", "beside = 1", "true or false"),
    ("D05", '["mood.label", "mood"],', '["mood.label", 3],', '["mood.label", 3]', "an item"),
    ("D05", '["mood.label", "mood"],', '"mood",', '  "mood",', "a list of cells"),
    ("D06", 'kind = "yes_no"', 'kind = "yesno"', 'kind = "yesno"', 'did you mean "yes_no"'),
    ("D06", 'owner = "system"', 'owner = "System"', 'owner = "System"', 'did you mean "system"'),
    ("D06", 'stage = "signing"\ndate', 'stage = "sign"\ndate', 'stage = "sign"', "signing"),
    ("D06", 'carry = "rows"', 'carry = "row"', 'carry = "row"', 'did you mean "rows"'),
    ("D06", 'fact = "supervisee"', 'fact = "supervise"', 'fact = "supervise"', 'did you mean "supervisee"'),
    ("D06", 'required = ["supervisee"]', 'required = ["pupil"]', "required", "one of school"),
    ("D07", "[field.mood]", "[field.my-mood]", "[field.my-mood]", "underscores"),
    ("D07", "[field.mood]", "[field.header]", "[field.header]", "halfterm uses this name"),
    ("D07", "[field.mood]", "[field.continuation]", "[field.continuation]", "rename it"),
    ("D07", 'id = "top"', 'id = "The top"', 'id = "The top"', "section id"),
    ("D08", "[field.mood]", "[field.safe]", "[field.safe]", "once"),
    ("D08", 'id = "main"', 'id = "top"', 'id = "top"', "a second section"),
    ("D09", 'label = "How was it?"', 'label = "is all  well?"', "[field.mood]", 'add name = "…"'),
    ("D09", 'label = "How was it?"', 'label = ""', "[field.mood]", "screen reader"),
    ("D10", 'kind = "clause"', 'kind = "text"\nfact = "supervisee"', "fact =", "one field for a fact"),
    ("D11", '"mood"],', '"mod"],', '"mod"],', 'did you mean "mood"'),
    ("D11", "safe=No", "safe=Nope", "safe=Nope", 'did you mean "No"'),
    ("D11", "'or", "or", '"or"', "put ' in front"),
    ("D12", '  ["mood.label", "mood"],\n', "", "[field.mood]", "the answer of mood in no section"),
    ("D12", '["mood.label", "mood"]', '["", "mood"]', "[field.mood]", "the words of mood"),
    ("D12", ', "safe=No"', "", "[field.safe]", "the option No of safe"),
    ("D13", '["mood.label", "mood"]', '["mood.label", ["mood", "mood"]]', '"mood", "mood"', "second time"),
    ("D13", '["mood.label", "mood"]', '["mood.label", ["mood", "safe"]]', '"mood", "safe"', "whole"),
    ("D14", 'date_field = "signed_on"', 'date_field = "mood"', "date_field", "kind date"),
    ("D14", 'date_field = "signed_on"', 'date_field = "signed_at"', "date_field", "kind date"),
    ("D15", '"Bad"]', f'"{"Bad " * 20}"]', "[field.mood]", "64 at most"),
    ("D16", '"Bad"]', '"good!"]', "options", 'beside "Good"'),
    ("D16", '"Bad"]', '"???"]', "options", "letters"),
    ("D17", 'kind = "choice"', 'kind = "choice"\ncarry = "rows"', "carry", "without rows"),
    ("D17", 'kind = "yes_no"', 'kind = "yes_no"\nspare = 1', "spare", "it only on actions, carried"),
    ("D17", 'kind = "choice"', 'kind = "choice"\ndefault = "Fair"', "default", "Good or Bad"),
    ("D17", '["Good", "Bad"]', '["Good"]', "options", "two or more"),
    ("D17", "spare = 3", "spare = -1", "spare", "0 to 998"),
    ("D17", "spare = 3", 'printed_columns = ["what"]', "printed_columns", "ref, action"),
    ("D17", 'fact = "supervisee"', 'fact = "session_date"', "fact", "expected date"),
    ("D17", 'owner = "supervisee"', 'owner = "both"', "[field.signed]", "party = who signs"),
    ("D17", 'id = "top"', 'id = "top"\nadded = true', "added = true", "intro in an added section"),
    ("D18", '["agenda", "session", "signing"]', '["session", "agenda", "signing"]', "stages", "in order"),
    ("D18", '["agenda", "session", "signing"]', '["blank", "agenda", "signing"]', "stages", "blank"),
    (
        "D18",
        '["agenda", "session", "signing"]',
        '["agenda", "session"]',
        'stage = "signing"',
        "agenda, session",
    ),
    ("D18", "agenda = ", "final = ", "final = ", "this form's stages"),
    ("D19", 'code = "A1"', 'code = "a1"', "code", "a capital letter"),
    ("D19", 'code = "A1"', 'code = "A123"', "code", "up to two digits"),
    ("D19", 'version = "1"', 'version = "1:2"', "version", "letters, digits"),
    ("D19", 'form = "alder/a1-record"', 'form = "alder"', "form", "policy/name"),
    ("D19", 'title = "Record"', 'title = " "', "title", "as printed"),
    ("D20", '["mood.label", "mood"]', '["mood.label"]', '["mood.label"]', "a row over 1 column"),
    ("D20", 'items = ["intro"]', 'items = ["intro"]\nrows = []', "rows = []", "both"),
    ("D20", 'items = ["intro"]', "", '[[section]]\nid = "top"', "without rows"),
    ("D20", "columns = [30, 70]", 'columns = [30, 70]\nframe = "prose"', "frame", "prose with rows"),
    ("D21", 'form = "alder/a1-record"', 'form = "elder/a1-record"', "form", "alder/…"),
]


@pytest.mark.parametrize(("code", "old", "new", "at", "said"), MISTAKES)
def test_each_mistake_is_named(folder: Path, code: str, old: str, new: str, at: str, said: str) -> None:
    """Every kind of mistake has its code, its line and its advice."""
    assert old in FORM
    text = FORM.replace(old, new, 1) if code != "D08" else FORM.replace(old, new)
    with pytest.raises(DefinitionError) as caught:
        load(folder, text)
    told = line_told(caught.value, code, said)
    last = text.rindex(at) if code in {"D08", "D10"} else text.index(at)
    number = text[:last].count("\n") + 1
    # An unclosed bracket is noticed where the next thing stands.
    allowed = {number, number + 1} if said == "just above" else {number}
    assert told in allowed
    assert caught.value.exit_status == 4


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    """Mistakes of all parts are listed together, in the order of lines."""
    text = FORM
    for old, new in (
        ('code = "A1"', 'code = "1"'),
        ('kind = "yes_no"', 'kind = "yesno"'),
        ("spare = 3", "spare = 3\nsparse = 4"),
        ('"mood"],', '"mod"],'),
    ):
        text = text.replace(old, new)
    with pytest.raises(DefinitionError) as caught:
        load(folder, text)
    lines = str(caught.value).split("\n")
    assert [line[:3] for line in lines] == ["D19", "D06", "D03", "D11"]
    numbers = [int(re.findall(r"line (\d+)", line)[0]) for line in lines]
    assert numbers == sorted(numbers)


def test_one_cause_gives_one_mistake(folder: Path) -> None:
    """A misspelt table of fields is not reported once more for every item of the page."""
    with pytest.raises(DefinitionError) as caught:
        load(folder, FORM.replace("[field.", "[fields."))
    assert [line[:3] for line in str(caught.value).split("\n")] == ["D04", "D03"]


def test_mistakes_of_form_and_policy_are_told_together(folder: Path) -> None:
    """Both files are read before anything is said."""
    (folder / "policy.toml").write_text(POLICY.replace("= 7", '= "7"'), encoding="utf-8")
    with pytest.raises(
        DefinitionError, match=r"(?s)a1-record\.toml, line 4.*policy\.toml, line 4: found issue_days"
    ):
        load(folder, FORM.replace('"A1"', '"1"'))
    with pytest.raises(DefinitionError, match=r"policy\.toml, line 4: found issue_days"):
        load(folder)


def test_a_form_needs_its_policy(folder: Path) -> None:
    """Without policy.toml beside it a form is not complete."""
    (folder / "policy.toml").unlink()
    with pytest.raises(DefinitionError, match=r"D01: .*policy\.toml, line 1: found no such file"):
        load(folder)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "alder"', 'id = "Alder Grove"', "D19.*line 1: .*small letters"),
        ("return_days = 2", "return_days = 2\npupils = 3", "D03.*line 6: .*pupil_limit"),
        ("return_working_days = true", "return_working_days = false\n", None),
        ("issue_days = 7", "issue_days = -1", "D19.*line 4: .*0 to 365"),
        ("return_working_days = true", "return_working_days = 1", "D05.*line 6: .*true or false"),
        ('qa_lead = "Head teacher"', "", "D04.*line 1: .*no key qa_lead"),
        (
            "return_days = 2\nreturn_working_days = true",
            "return_days = 7\nreturn_working_days = false",
            "D19.*below",
        ),
    ],
)
def test_policies_are_checked_too(folder: Path, old: str, new: str, said: str | None) -> None:
    """A policy's mistakes are named in the same way."""
    assert old in POLICY
    (folder / "policy.toml").write_text(POLICY.replace(old, new), encoding="utf-8")
    if said is None:
        assert load_policy(folder / "policy.toml").id == "alder"
    else:
        with pytest.raises(DefinitionError, match=said):
            load_policy(folder / "policy.toml")


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", 1, "an empty file"),
        (b" \r\n\n", 1, "an empty file"),
        (b"\xef\xbb\xbf", 1, "an empty file"),
        (b'form = "x"\ntitle = "caf\xe9"\n', 2, "not UTF-8 (0xe9); expected a TOML file in UTF-8"),
        (FORM.encode("utf-16"), 1, "not UTF-8"),
        (b"%PDF-1.7\n", 1, "expected TOML"),
        (b"a\x00b", 1, "expected TOML"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, 1, "brackets within brackets"),
        (b"a = " + b"9" * 5000, 1, "expected TOML"),
    ],
)
def test_what_is_no_definition_gives_one_message(folder: Path, data: bytes, line: int, said: str) -> None:
    """Files that are not TOML at all are refused with one line."""
    path = folder / "a1-record.toml"
    path.write_bytes(data)
    with pytest.raises(DefinitionError) as caught:
        load_definition(path)
    assert f"a1-record.toml, line {line}: found " in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_files_and_folders_are_named(folder: Path) -> None:
    """No file, or a folder in its place, is said plainly."""
    with pytest.raises(DefinitionError, match=r"D01: .*none\.toml, line 1: found no such file"):
        load_definition(folder / "none.toml")
    with pytest.raises(DefinitionError, match=r"D01: .*found a folder"):
        load_definition(folder)
    with pytest.raises(DefinitionError, match="D01: "):
        load_definition(folder / "a\0b.toml")
