"""Mistakes in the wider vocabulary: tables, conditions, sentences, numbers, scales; and very large forms."""

import re
from pathlib import Path

import pytest

from forms.errors import DefinitionError
from forms.loader import load_definition
from forms.model import Definition
from forms.printed_page import Show
from tests.forms.test_loader import POLICY, line_told

FORM = """\
form = "alder/a1-record"
version = "1"
appendix = "Appendix 1"
code = "A1"
title = "Record"
record = "record"
stages = ["agenda", "session", "signing"]
required = []

[leave_blank]

[field.worried]
label = "Are you worried?"
kind = "yes_no"

[field.about]
label = "What about?"
kind = "multiline"
carry = "offer"
only_if = "worried=Yes"

[field.pressure]
label = "Pressure"
kind = "choice"
options = ["5", "4", "3", "2", "1"]
ends = ["High", "Low"]

[field.hours]
label = "Hours"
kind = "number"
least = 0
most = 10
step = 0.5

[field.topics]
label = "Topics"
kind = "any_of"
options = ["Training", "Other"]
across = 2

[field.name]
label = "I agree to act as Supervisor/Supervisee."
name = "Name"
kind = "text"

[field.role]
label = "Supervisor/Supervisee"
kind = "choice"
options = ["Supervisor", "Supervisee"]
as_words = true

[field.checks]
label = "Checks"
kind = "table"
[[field.checks.column]]
id = "done"
label = "Done"
kind = "choice"
options = ["Yes", "No", "N/A"]
[[field.checks.column]]
id = "comment"
label = "Comment"
[[field.checks.row]]
label = "Chronology"
[[field.checks.row]]
label = "Dated"
sub = true

[field.people]
label = "People"
kind = "table"
spare = 2
[[field.people.column]]
id = "who"
label = "Who"

[field.signers]
label = "Signed"
kind = "signatures"
spare = 2
party = "group"
stage = "signing"
signers_from = "people"

[[section]]
id = "main"
columns = [30, 70]
rows = [
  ["worried.label", "worried"],
  ["about.label", "about"],
  ["pressure.label", "pressure"],
  ["hours.label", "hours"],
  ["topics.label", "topics"],
  ["checks.label", { sentence = "I {name} agree to act as {role}." }],
  ["people.label", "people"],
  ["signers.label", "signers"],
]

[[section]]
id = "checks"
table = "checks"
columns = [4, 1, 1, 1, 3]
cells = ["label", "done=Yes", "done=No", "done=N/A", "comment"]
only_if = "worried=Yes"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with a policy."""
    (tmp_path / "policy.toml").write_text(POLICY, encoding="utf-8")
    return tmp_path


def load(folder: Path, text: str = FORM) -> Definition:
    """Load `text` as the form of `folder`."""
    (folder / "a1-record.toml").write_text(text, encoding="utf-8")
    return load_definition(folder / "a1-record.toml")


def test_a_right_definition_is_loaded(folder: Path) -> None:
    """Tables, sentences and headings come out as written; headings are made where none are given."""
    form = load(folder)
    table = form.sections[1]
    assert table.cells == (("label",), ("done=Yes",), ("done=No",), ("done=N/A",), ("comment",))
    headings = [[item.text for item in cell.items] for cell in table.header]
    assert headings == [[], ["Yes"], ["No"], ["N/A"], ["Comment"]]
    assert form.sections[0].rows[5][1].items[0].show is Show.SENTENCE
    assert form.field("checks").row[1].sub
    assert form.field("hours").step == 0.5


CARRIED = """\
[field.people]
label = "Two"
kind = "carried"
carry = "rows"

[field.more]
label = "More"
kind = "carried"
carry = "rows"

[field.folk]"""

MISTAKES = [
    # code, what is replaced, by what, the words at whose line it is reported, words of the message
    ("D22", '"worried=Yes"\n\n[field.p', '"worry=Yes"\n\n[field.p', '"worry=Yes"', 'did you mean "worried"'),
    ("D22", '"worried=Yes"\n\n[field.p', '"worried=yes"\n\n[field.p', '"worried=yes"', 'did you mean "Yes"'),
    ("D22", '"worried=Yes"\n\n[field.p', '"hours=1"\n\n[field.p', '"hours=1"', "asks for one of its options"),
    ("D22", '"worried=Yes"\n\n[field.p', '"pressure=5"\n\n[field.p', '"pressure=5"', "an earlier question"),
    ("D22", 'kind = "yes_no"', 'kind = "yes_no"\nonly_if = "worried=No"', "only_if", "worried -> worried"),
    ("D17", "most = 10", "most = -1", "most", "least, then most"),
    ("D17", "step = 0.5", "step = 0", "step", "a step above 0"),
    ("D17", 'ends = ["High", "Low"]', 'ends = ["High"]', "ends", "its two ends"),
    ("D17", 'ends = ["High", "Low"]', 'ends = ["High", "Low"]\nas_list = true', "ends =", "one of them"),
    ("D17", "across = 2", "across = 9", "across", "0 to 6"),
    ("D17", 'kind = "number"', 'kind = "number"\nacross = 2', "across", "it only on any_of, choice"),
    ("D11", "{role}", "{rolle}", "{rolle}", 'did you mean "role"'),
    ("D11", "{role}", "{people}", "{people}", "in a sentence"),
    ("D11", "{role}", "{role", "{role.", "between the braces"),
    ("D12", "I {name} agree", "I agree", "[field.name]", "the answer of name"),
    ("D12", "agree to act as {role}", "act {role}", "[field.name]", "the words of name"),
    ("D13", "I {name} agree", "I {name} {name} agree", "{name} {name}", "second time"),
    ("D11", '"comment"]\nonly', '"remark"]\nonly', "cells", "one of label, done, comment"),
    ("D11", "done=N/A", "done=NA", "cells", 'did you mean "N/A"'),
    ("D12", ', "done=N/A", "comment"]', ', "comment"]', "cells", "done=N/A of checks"),
    ("D13", '"done=N/A", "comment"]', '"done", "comment"]', "cells", "both whole and option by option"),
    ("D20", '"done=N/A", "comment"]', '["done=N/A", "comment"]]', "cells", "4 cells"),
    ("D20", "columns = [4, 1, 1, 1, 3]", 'rows = [["comment"]]', "rows = [[", "beside a table"),
    ("D11", 'table = "checks"', 'table = "cheks"', "table =", 'did you mean "checks"'),
    ("D11", 'table = "checks"', 'table = "worried"', "table =", "the id of a table"),
    ("D07", 'id = "comment"', 'id = "com.ment"', 'id = "com.ment"', "underscores"),
    ("D07", 'id = "comment"', 'id = "label"', 'id = "label"', "uses this name itself"),
    ("D08", 'id = "comment"', 'id = "done"', 'id = "done"', "for the second time"),
    ("D08", 'label = "Dated"', 'label = "Chronology"', 'label = "Chronology"\nsub', "each row once"),
    ("D17", 'label = "Chronology"', 'label = "Chronology"\nsub = true', "sub = true", "a row above it"),
    ("D16", '"No", "N/A"]', '"No", "no!"]', "options", "differ in their letters"),
    ("D03", 'id = "comment"', 'id = "comment"\nwidth = 3', "width", "only id, label, kind"),
    ("D06", 'kind = "choice"\noptions = ["Yes"', 'kind = "chioce"\noptions = ["Yes"', "chioce", '"choice"'),
    ("D17", "spare = 2\n[[", "[[", "[field.people]", "a table without rows"),
    ("D17", 'party = "group"', 'party = "group"\nparties = ["Head"]', "[field.signers]", "one of the two"),
    ("D14", 'signers_from = "people"', 'signers_from = "hours"', "signers_from", "a table of people"),
    ("D11", 'carry = "offer"', 'carry = "offer"\ncarry_from = "abuot"', "carry_from", 'did you mean "about"'),
    (
        "D11",
        'carry = "offer"',
        'carry = "offer"\ncarry_from = "hours"',
        "carry_from",
        "of the kind multiline",
    ),
    ("D17", 'carry = "offer"', 'carry_from = "about"', "carry_from", 'carry = "offer"'),
    ("D17", 'kind = "yes_no"', 'kind = "yes_no"\ncarry = "offer"', "carry", "it never travels"),
    ("D04", 'id = "checks"\ntable', 'id = "checks"\nadded = true\ntable', 'id = "checks"', "without a title"),
    ("D04", 'id = "comment"\nlabel = "Comment"', 'id = "comment"', "[[field.checks.column]]", "number 2"),
    ("D17", "[field.people]", CARRIED, "[field.more]", "a second table for the actions of last time"),
    ("D07", "[field.hours]", '[field."work.hours"]', '"work.hours"', "a hyphen or dot"),
]


@pytest.mark.parametrize(("code", "old", "new", "at", "said"), MISTAKES)
def test_each_mistake_is_named(folder: Path, code: str, old: str, new: str, at: str, said: str) -> None:
    """Every kind of mistake has its code, its line and its advice."""
    assert old in FORM
    text = FORM.replace(old, new, 1)
    with pytest.raises(DefinitionError) as caught:
        load(folder, text)
    number = text[: text.index(at)].count("\n") + 1
    second = text[: text.rindex(at)].count("\n") + 1
    told = line_told(caught.value, code, said)
    assert told in {number, second, number + 1, second - 1}
    assert caught.value.exit_status == 4


def test_a_circle_of_conditions_is_named_from_every_side(folder: Path) -> None:
    """Two questions that wait for each other are asked of nobody: both are told."""
    text = FORM.replace('kind = "yes_no"', 'kind = "yes_no"\nonly_if = "pressure=5"', 1)
    text = text.replace('ends = ["High"', 'only_if = "worried=Yes"\nends = ["High"')
    with pytest.raises(DefinitionError) as caught:
        load(folder, text)
    said = str(caught.value)
    assert "a circle of conditions: worried -> pressure -> worried" in said
    assert "a circle of conditions: pressure -> worried -> pressure" in said


def test_a_slip_in_a_sentence_is_told_once(folder: Path) -> None:
    """One wrong id is one mistake, however many parts look at it."""
    with pytest.raises(DefinitionError) as caught:
        load(folder, FORM.replace("{role}", "{rolle}", 1))
    assert sum("rolle" in line for line in str(caught.value).split("\n")) == 1


def test_a_colour_that_is_none_is_refused(folder: Path) -> None:
    """A word for a colour would end in a fall when the form is drawn."""
    (folder / "policy.toml").write_text(f'{POLICY}[look]\naccent = "blue"\n', encoding="utf-8")
    with pytest.raises(DefinitionError, match='found accent = "blue"; expected a colour'):
        load(folder)


def test_spaces_round_a_condition_do_not_count(folder: Path) -> None:
    """They are easily typed, and mean nothing."""
    load(folder, FORM.replace('"worried=Yes"', '"worried = Yes"'))


def _many(count: int) -> str:
    head = FORM[: FORM.index("[field.worried]")]
    fields = "".join(f'[field.f{at}]\nlabel = "Question {at}"\nkind = "text"\n' for at in range(count))
    rows = "".join(f'  ["f{at}.label", "f{at}"],\n' for at in range(count))
    return f'{head}{fields}[[section]]\nid = "all"\nrows = [\n{rows}]\n'


def test_three_thousand_fields_are_one_form(folder: Path) -> None:
    """A form has no largest size."""
    assert len(load(folder, _many(3000)).fields) == 3000


def test_every_mistake_of_a_large_form_is_told(folder: Path) -> None:
    """A mistake in each of 3,000 fields is 3,000 lines, each with its own line of the file."""
    text = _many(3000).replace('kind = "text"', 'kind = "txt"')
    with pytest.raises(DefinitionError) as caught:
        load(folder, text)
    told = re.findall(r"line (\d+): found the kind \"txt\"", str(caught.value))
    assert len(set(told)) == 3000
