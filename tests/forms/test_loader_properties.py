"""However a definition is spoilt, the loader gives a definition or names the lines that are wrong."""

import functools
import re
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from forms.catalogue import form_ids
from forms.errors import DefinitionError
from forms.loader import load_definition
from forms.model import Definition
from forms.schema import DEFINITION_SCHEMA

FORMS = DEFINITION_SCHEMA.parent
MESSAGE = re.compile(r"D\d\d: .+?\.toml, line (\d+): found .+; expected .+; .+")
WORDS = st.sampled_from(
    [
        "",
        "x",
        "-",
        "1",
        "true",
        '"',
        "'",
        "[",
        "]",
        "{",
        "}",
        "=",
        ",",
        "\n",
        "#",
        ".",
        "é",
        "\\",
        '""',
        "[]",
        "{}",
    ]
)


@functools.cache
def text_of(form: str) -> str:
    """Return the text of one of the definitions."""
    return (FORMS / f"{form}.toml").read_text(encoding="utf-8")


def load(form: str, text: str) -> Definition:
    """Load `text` in the place of `form`, beside that form's own policy."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.toml"
        path.write_text(text, encoding="utf-8", newline="")
        return load_definition(path, FORMS / form.partition("/")[0] / "policy.toml")


def check_answer(form: str, text: str) -> str | None:
    """Return the code of the first mistake, None for a definition; fail unless each message names a line."""
    try:
        load(form, text)
    except DefinitionError as error:
        said = str(error).split("\n")
        for line in said:
            match = MESSAGE.fullmatch(line)
            assert match, line
            assert 1 <= int(match[1]) <= text.count("\n") + 1
        assert len(set(said)) == len(said)
        return error.code
    return None


@given(st.sampled_from(form_ids()), st.data())
def test_text_changed_anywhere(form: str, data: st.DataObject) -> None:
    """Characters put in or taken out at any place never end in another error."""
    text = text_of(form)
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text = text[:start] + data.draw(WORDS) + text[end:]
    check_answer(form, text)


@given(st.sampled_from(form_ids()), st.data())
def test_lines_moved_doubled_and_dropped(form: str, data: st.DataObject) -> None:
    """Whole lines in the wrong place never end in another error."""
    lines = text_of(form).split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        source, target = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        match data.draw(st.sampled_from(["double", "drop", "move"])):
            case "double":
                lines.insert(target, lines[source])
            case "drop":
                del lines[source]
            case _:
                lines.insert(target, lines.pop(source))
    check_answer(form, "\n".join(lines))


@given(st.sampled_from(form_ids()), st.data())
def test_a_renamed_key_is_always_noticed(form: str, data: st.DataObject) -> None:
    """No key may be misspelt in silence."""
    text = text_of(form)
    keys = list(re.finditer(r"(?m)^([a-z_]+) = ", text))
    key = data.draw(st.sampled_from(keys))
    assert check_answer(form, f"{text[: key.start()]}x{text[key.start() :]}") is not None


@given(st.sampled_from(form_ids()), st.data())
def test_a_renamed_field_is_always_noticed(form: str, data: st.DataObject) -> None:
    """A field whose id changes in one place is missed in the other."""
    text = text_of(form)
    headers = re.finditer(r"(?m)^\[field\.([a-z0-9_]+)\]$", text)
    # A clause that the page spells in pieces is the one thing that no item names.
    named = [header for header in headers if re.search(rf'"{header[1]}["=]', text)]
    header = data.draw(st.sampled_from(named))
    assert check_answer(form, f"{text[: header.start(1)]}x{text[header.start(1) :]}") is not None


@given(st.sampled_from(form_ids()), st.data())
def test_a_doubled_field_is_always_noticed(form: str, data: st.DataObject) -> None:
    """An id is taken once."""
    text = text_of(form)
    tables = re.findall(r"(?ms)^\[field\.[^\[]+?(?=\n\n)", text)
    doubled = data.draw(st.sampled_from(tables))
    assert check_answer(form, text.replace("[[section]]", f"{doubled}\n\n[[section]]", 1)) == "D08"


@given(
    st.sampled_from(form_ids()),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(alphabet="ab.='\" ", max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
        max_leaves=4,
    ),
    st.data(),
)
def test_any_value_in_any_place(form: str, value: object, data: st.DataObject) -> None:
    """A value of any other type in the place of any value never ends in another error."""
    text = text_of(form)
    values = list(re.finditer(r"(?m)^[a-z_]+ = ([^\[{\n]+|\[[^\[\n]*\])$", text))
    place = data.draw(st.sampled_from(values))
    check_answer(form, text[: place.start(1)] + written(value) + text[place.end(1) :])


def written(value: object) -> str:
    """Return `value` as TOML on one line; a time stands for None."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, str):
        escaped = value.replace('"', '\\"')
        return f'"{escaped}"'
    return "07:32:00" if value is None else str(value)


def test_a_card_of_a_table_whose_columns_are_lost_is_told_in_whole_sentences() -> None:
    """That there are no columns is said; which ones were expected cannot be."""
    form = "highcliffe/a3-record-group"
    text = text_of(form).replace("[field.in_attendance]", "[field.xin_attendance]")
    assert check_answer(form, text) == "D04"
