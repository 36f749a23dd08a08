"""Definitions that look right and cannot be answered, drawn or read back are refused, with their line."""

import time
from pathlib import Path

import pytest

from forms.errors import DefinitionError
from forms.loader import load_definition, load_policy
from forms.mistakes import suggested
from forms.model import Definition
from tests.forms.test_loader import POLICY

HEAD = """\
form = "alder/a1-record"
version = "1"
appendix = "Appendix 1"
code = "A1"
title = "Record"
record = "record"
stages = ["agenda", "session", "signing"]
"""
ASKED = """\
[field.a]
label = "A"
kind = "yes_no"
[field.b]
label = "B"
kind = "yes_no"
"""
TABLE = """\
[field.a]
label = "A"
kind = "table"
spare = 2
[[field.a.column]]
id = "one"
label = "One"
"""
PAGE = '[[section]]\nid = "s"\nrows = [["a.label", "a"]]\n'
BOTH = '[[section]]\nid = "s"\nrows = [["a.label", "a"], ["b.label", "b"]]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with a policy."""
    (tmp_path / "policy.toml").write_text(POLICY, encoding="utf-8")
    return tmp_path


def load(folder: Path, text: str) -> Definition:
    """Load `text` below the head of a form."""
    path = folder / "a1-record.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return load_definition(path)


def told(folder: Path, text: str) -> list[str]:
    """Return the mistakes of `text` below the head of a form, a line each."""
    with pytest.raises(DefinitionError) as caught:
        load(folder, text)
    return str(caught.value).split("\n")


def line_of(text: str, words: str) -> str:
    """Return how a mistake names the line of `words`."""
    return f"line {(HEAD + text[: text.index(words)]).count(chr(10)) + 1}: "


def field(kind: str, *keys: str) -> str:
    """Return a form with one field."""
    lines = "\n".join(keys)
    return f'[field.a]\nlabel = "A"\nkind = "{kind}"\n{lines}\n{PAGE}'


def test_a_section_cannot_wait_for_its_own_question(folder: Path) -> None:
    """Nobody could ever answer it."""
    text = ASKED + BOTH + 'only_if = "a=Yes"\n'
    mistakes = told(folder, text)
    assert len(mistakes) == 1
    assert line_of(text, "only_if") + "found a circle of conditions: a -> section s -> a;" in mistakes[0]


def test_sections_cannot_wait_for_each_other(folder: Path) -> None:
    """The circle is told at both."""
    other = '[[section]]\nid = "t"\nonly_if = "a=Yes"\nrows = [["b.label", "b"]]\n'
    mistakes = told(folder, ASKED + PAGE + 'only_if = "b=Yes"\n' + other)
    assert [one.partition("conditions: ")[2].partition(";")[0] for one in mistakes] == [
        "a -> section s -> b -> section t -> a",
        "b -> section t -> a -> section s -> b",
    ]


def test_a_field_and_a_section_cannot_wait_for_each_other(folder: Path) -> None:
    """The question of the section has a condition that the section shows."""
    text = ASKED.replace('label = "B"', 'label = "B"\nonly_if = "a=Yes"')
    text += PAGE + 'only_if = "b=Yes"\n[[section]]\nid = "t"\nrows = [["b.label", "b"]]\n'
    assert any("circle of conditions: a -> section s -> b -> a;" in one for one in told(folder, text))


def test_one_section_that_is_asked_is_enough(folder: Path) -> None:
    """A field that another section shows to everybody (its boxes one by one) waits for nobody."""
    text = ASKED + '[[section]]\nid = "s"\nrows = [["a.label", "a=Yes"], ["b.label", "b"]]\n'
    text += '[[section]]\nid = "t"\nonly_if = "a=Yes"\nrows = [["a=No", ""]]\n'
    assert load(folder, text).sections[1].only_if == "a=Yes"


def test_what_hangs_on_a_circle_is_not_told_as_one(folder: Path) -> None:
    """Only the two that wait for each other are."""
    text = ASKED.replace('label = "A"', 'label = "A"\nonly_if = "b=Yes"')
    text = text.replace('label = "B"', 'label = "B"\nonly_if = "a=Yes"')
    text += '[field.c]\nlabel = "C"\nkind = "text"\nonly_if = "b=Yes"\n'
    mistakes = told(folder, text + BOTH.replace('"b"]]', '"b"], ["c.label", "c"]]'))
    assert len(mistakes) == 2
    assert all("a circle of conditions" in one for one in mistakes)


@pytest.mark.parametrize("of", ["field", "section"])
def test_a_condition_cannot_be_decided_later(of: str, folder: Path) -> None:
    """What is filled in on the agenda cannot hang on an answer at the signing."""
    text = ASKED.replace('label = "A"', 'label = "A"\nstage = "signing"')
    if of == "section":
        text += PAGE + '[[section]]\nid = "t"\nonly_if = "a=Yes"\nrows = [["b.label", "b"]]\n'
    else:
        text = text.replace('label = "B"', 'label = "B"\nonly_if = "a=Yes"') + BOTH
    mistakes = told(folder, text)
    assert len(mistakes) == 1
    assert line_of(text, "only_if") + "found b at the stage agenda, only if a, which is asked" in mistakes[0]


DEFAULTS = [
    ("date", "31/02/2026", "a date that there is"),
    ("date", "next week", "a date that there is"),
    ("time", "25:99", "a time of day"),
    ("month", "Smarch", "a month of a year"),
    ("number", "seven", "a whole number"),
    ("number", "2.5", "a whole number"),
]


@pytest.mark.parametrize(("kind", "words", "expected"), DEFAULTS)
def test_a_default_is_an_answer_of_its_kind(kind: str, words: str, expected: str, folder: Path) -> None:
    """It would stand in every form, and be told to those who never wrote it."""
    text = field(kind, f'default = "{words}"')
    mistakes = told(folder, text)
    assert len(mistakes) == 1
    assert mistakes[0].startswith("D17: ")
    assert line_of(text, "default") + f'found the default "{words}"; expected {expected}' in mistakes[0]


@pytest.mark.parametrize(
    ("bounds", "words", "expected"),
    [
        ("most = 5", "7", "a whole number up to 5"),
        ("least = 2", "1", "a whole number from 2 up"),
        ("least = 0\nmost = 10\nstep = 0.5", "2.3", "a number in steps of 0.5 from 0 to 10"),
    ],
)
def test_a_default_keeps_its_bounds(bounds: str, words: str, expected: str, folder: Path) -> None:
    """Those of the field itself."""
    assert (
        f"expected {expected}; correct it" in told(folder, field("number", bounds, f'default = "{words}"'))[0]
    )


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("date", "19/11/2026"),
        ("time", "9.30"),
        ("month", "Nov 2026"),
        ("number", "12"),
        ("text", "31/02/2026"),
    ],
)
def test_a_right_default_stands(kind: str, words: str, folder: Path) -> None:
    """In any way in which people write it."""
    assert load(folder, field(kind, f'default = "{words}"')).field("a").default == words


def test_a_default_may_have_the_decimals_of_its_steps(folder: Path) -> None:
    """2.5 in steps of a half."""
    assert load(folder, field("number", "step = 0.5", 'default = "2.5"')).field("a").default == "2.5"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('kind = "date"\ncarried_as = "Ongoing"', 'carried_as = "Ongoing"; expected a date'),
        ('kind = "yes_no"\ncarried_as = "Ongoing"', 'carried_as = "Ongoing"; expected Yes or No'),
        ('kind = "number"\nmost = 5\ncarried_as = "6"', 'carried_as = "6"; expected a whole number up to 5'),
    ],
)
def test_what_a_row_becomes_when_it_travels_suits_its_column(keys: str, said: str, folder: Path) -> None:
    """As an answer typed there would have to."""
    assert said in told(folder, f"{TABLE}{keys}\n{PAGE}")[0]


def test_what_a_table_starts_with_suits_its_first_column(folder: Path) -> None:
    """Each of the words by itself."""
    text = TABLE.replace("spare = 2", 'spare = 2\nstarts = ["01/09/2026", "soon"]') + f'kind = "date"\n{PAGE}'
    mistakes = told(folder, text)
    assert len(mistakes) == 1
    assert 'found the start of one "soon"; expected a date' in mistakes[0]


@pytest.mark.parametrize("word", ["Off", "OFF", "off", " off."])
@pytest.mark.parametrize("kind", ["choice", "yes_no", "any_of"])
def test_off_is_no_option(kind: str, word: str, folder: Path) -> None:
    """A PDF keeps that name for a box that nobody ticked (ISO 32000-1, 12.7.4.2.3)."""
    text = field(kind, f'options = ["{word}", "On"]')
    mistakes = told(folder, text)
    assert len(mistakes) == 1
    assert mistakes[0].startswith("D16: ")
    assert line_of(text, "options") in mistakes[0]
    assert "Switched off" in mistakes[0]


def test_off_is_no_option_anywhere(folder: Path) -> None:
    """Of a tick, of a column, of a row."""
    assert told(folder, field("tick", 'options = ["Off"]'))[0].startswith("D16: ")
    column = 'kind = "choice"\noptions = ["On", "Off"]\n'
    assert told(folder, TABLE + column + PAGE)[0].startswith("D16: ")
    rows = 'kind = "choice"\noptions = ["Yes", "No"]\n[[field.a.row]]\nlabel = "R"\noptions = ["On", "Off"]\n'
    page = '[[section]]\nid = "s"\nrows = [["a.label"]]\n[[section]]\nid = "t"\ntable = "a"\n'
    text = TABLE.replace("spare = 2\n", "") + rows + page + 'cells = ["label", "one"]\n'
    mistakes = told(folder, text)
    assert len(mistakes) == 1
    assert line_of(text, 'options = ["On", "Off"]') in mistakes[0]


def test_switched_off_is_an_option(folder: Path) -> None:
    """As the advice says."""
    assert load(folder, field("choice", 'options = ["Switched off", "On"]')).field("a").all_options[1] == "On"


@pytest.mark.parametrize("code", [0x00, 0x01, 0x0B, 0x1B, 0x7F, 0x85, 0xFFFE])
def test_a_control_character_is_a_mistake_of_the_definition(code: int, folder: Path) -> None:
    """Word refuses it, the PDF cannot draw it; the file and line are told."""
    text = field("text").replace('label = "A"', f'label = "A\\u{code:04X}"')
    mistakes = told(folder, text)
    assert len(mistakes) == 1
    assert mistakes[0].startswith("D23: ")
    assert (
        line_of(text, "label") + f"found the control character U+{code:04X} in label of field a"
        in mistakes[0]
    )


def test_a_control_character_is_told_wherever_words_are_printed(folder: Path) -> None:
    """In a cell, a sentence, a column, the form's own words, the policy's."""
    for old, new, said in (
        ('"a.label"', '"\'A\\u0001", "a.label"', "a cell of section s"),
        ('id = "one"\nlabel = "One"', 'id = "one"\nlabel = "O\\u0001ne"', "label of column 1 of field a"),
    ):
        assert any(
            one.startswith("D23: ") and said in one for one in told(folder, (TABLE + PAGE).replace(old, new))
        )
    policy = folder / "policy.toml"
    policy.write_text(POLICY.replace("Alder Grove", "Alder\\u0001Grove"), encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"D23: .* line 2: found the control character U\+0001 in name"):
        load_policy(policy)


def test_tabs_and_line_ends_are_words(folder: Path) -> None:
    """They can be printed."""
    assert (
        load(folder, field("text").replace('label = "A"', 'label = "A\\tb\\nc"')).field("a").label
        == "A\tb\nc"
    )


def test_too_many_options_are_told_with_the_limit(folder: Path) -> None:
    """Not that there should be two or more."""
    options = ", ".join(f'"O{at}"' for at in range(1000))
    assert (
        "found 1000 options; expected 999 at most"
        in told(folder, field("choice", f"options = [{options}]"))[0]
    )


def test_a_form_does_not_continue_itself(folder: Path) -> None:
    """It would wait for itself."""
    mistakes = told(folder, 'continues = "alder/a1-record"\n' + field("text"))
    assert len(mistakes) == 1
    assert 'line 8: found continues = "alder/a1-record", the form itself' in mistakes[0]


def test_what_is_written_is_no_advice() -> None:
    """Whoever wrote it would look for a difference that there is not."""
    assert suggested("ready", ["ready"], "take it out") == "take it out"
    assert suggested("Ready", ["ready"], "take it out") == 'did you mean "ready"?'


_ONE_COLUMN = ('[["a.label", "a"]]', '[[["a.label", "a"]]]\ncolumns = [1, 1]')
_SPAN = ('"a.label",', '{ items = "a.label", span = true },')
FOLLOWING = [
    ("an unknown origin", field("text", 'carry = "offer"', 'carry_from = "a.b"'), ["carry_from"]),
    ("an empty id", field("text").replace("[field.a]", '[field.""]'), ["D07", "D11", "D11"]),
    ("spare as words", f"{TABLE}{PAGE}".replace("spare = 2", 'spare = "2"'), ["spare = "]),
    ("rows as words", field("text").replace('[["a.label", "a"]]', '"x"'), ["rows that are no list"]),
    ("one column", field("text").replace(*_ONE_COLUMN), ["a row over 1 column;"]),
    ("span as true", field("text").replace(*_SPAN), ["span = true"]),
    ("no stages", field("text"), ["found no stages"]),
    ("a condition on itself", field("text", 'only_if = "a=Yes"'), ["asks for one of its options"]),
]


@pytest.mark.parametrize(("text", "said"), [one[1:] for one in FOLLOWING], ids=[one[0] for one in FOLLOWING])
def test_a_slip_is_told_once_and_truly(
    text: str, said: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is said of what only follows from it."""
    if said == ["found no stages"]:
        monkeypatch.setitem(globals(), "HEAD", HEAD.replace('["agenda", "session", "signing"]', "[]"))
    mistakes = told(folder, text)
    assert len(mistakes) == len(said), mistakes
    assert all(one in mistake for one, mistake in zip(said, mistakes, strict=True)), mistakes


def test_thousands_of_mistakes_are_told_soon(folder: Path) -> None:
    """Looking for what was meant must not take longer than reading on."""
    fields = "".join(f'[field.f{at}]\nlable = "L{at}"\nkind = "txt"\n' for at in range(1000))
    rows = ", ".join(f'["q{at}.label", "q{at}"]' for at in range(1000))
    begun = time.process_time()
    mistakes = told(folder, f'{fields}[[section]]\nid = "s"\nrows = [{rows}]\n')
    assert time.process_time() - begun < 10
    assert len(mistakes) == 5000
    assert sum('did you mean "label"?' in one for one in mistakes) == 1000
