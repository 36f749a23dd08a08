"""The places of keys and elements are found in whatever way a TOML file is written."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.catalogue import form_ids
from forms.schema import DEFINITION_SCHEMA
from forms.toml_lines import Place, find_lines, line_of

KEYS = st.one_of(
    st.from_regex(r"[a-z][a-z0-9_-]{0,6}", fullmatch=True),
    st.sampled_from(["a b", "x.y", "#", "=", "[", "]", "", "é", '"', "a'b", "\\", "\n"]),
)
WORDS = st.text(
    alphabet=st.sampled_from("ab \n\"'\\#=[]{},é"),
    max_size=8,
)
BREAKS = st.sampled_from([" ", "\n", "\n\n  ", " # ] } a comment\n", "\n# = [\n"])


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Yield the place of everything inside a parsed document."""
    if place:
        yield place
    if isinstance(value, dict):
        for key, one in value.items():
            yield from places(one, (*place, key))
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from places(one, (*place, index))


def quoted(key: str) -> str:
    """Return a key or string as a basic string of TOML."""
    escaped = key.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


class Writer:
    """Writes TOML piece by piece and keeps the line on which each place began."""

    def __init__(self, draw: st.DrawFn) -> None:
        """Take the source of choices."""
        self.draw = draw
        self.text = ""
        self.lines: dict[Place, int] = {}

    def mark(self, place: Place) -> None:
        """Note that `place` begins here."""
        self.lines[place] = self.text.count("\n") + 1

    def value(self, place: Place, depth: int) -> None:
        """Write a value: a scalar, an array over lines, or an inline table."""
        kind = self.draw(st.integers(0, 5 if depth else 3))
        if kind == 0:
            self.text += self.draw(st.sampled_from(["1", "-0.5", "true", "2026-11-19", "10:00:00", "0xff"]))
        elif kind == 1:
            self.text += quoted(self.draw(WORDS))
        elif kind == 2:
            words = self.draw(WORDS).replace("\\", "").replace('"', "'")
            self.text += f'"""{words}"""'
        elif kind == 3:
            self.text += f"'''{self.draw(WORDS).replace(chr(39), ' ')}'''"
        elif kind == 4:
            self.text += "["
            for index in range(self.draw(st.integers(0, 3))):
                self.text += self.draw(BREAKS)
                self.mark((*place, index))
                self.value((*place, index), depth - 1)
                self.text += self.draw(st.sampled_from(["", " ", "\n"])) + ","
            self.text += self.draw(BREAKS) + "]"
        else:
            self.text += "{"
            for number, key in enumerate(self.draw(st.lists(KEYS, max_size=3, unique=True))):
                self.text += ", " if number else " "
                self.pair(place, key, depth - 1)
            self.text += " }"

    def pair(self, place: Place, key: str, depth: int) -> None:
        """Write key = value."""
        self.mark((*place, key))
        self.text += quoted(key) + self.draw(st.sampled_from(["=", " = ", "\t= "]))
        self.value((*place, key), depth)

    def body(self, place: Place) -> None:
        """Write the pairs of a table, each on a line of its own."""
        for key in self.draw(st.lists(KEYS, max_size=3, unique=True)):
            self.text += self.draw(st.sampled_from(["", "\n", "# = [\n", "  "]))
            self.pair(place, key, 2)
            self.text += "\n"


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[Place, int]]:
    """Make a document with tables and arrays of tables, and the line of each place in it."""
    writer = Writer(draw)
    for name in draw(st.lists(st.sampled_from(["t1", "t2", "t3"]), unique=True)):
        writer.mark((name,))
        writer.text += f"[ {name} ] # a table\n"
        writer.body((name,))
    for index in range(draw(st.integers(0, 3))):
        if not index:
            writer.mark(("list",))
        writer.mark(("list", index))
        writer.text += "[[list]]\n"
        writer.body(("list", index))
    return writer.text, writer.lines


@given(documents())
def test_every_place_is_found(made: tuple[str, dict[Place, int]]) -> None:
    """The line of each table, key and element is the line on which it was written."""
    text, written = made
    assert set(places(tomllib.loads(text))) <= set(written)
    found = find_lines(text)
    for place, line in written.items():
        # An array of tables is where its newest element is; the elements say the rest.
        if place != ("list",):
            assert (place, found.get(place)) == (place, line)


@pytest.mark.parametrize("form", form_ids())
def test_every_place_of_a_definition_is_found(form: str) -> None:
    """In the forms that come with halfterm each key stands on the line that is named."""
    text = (DEFINITION_SCHEMA.parent / f"{form}.toml").read_text(encoding="utf-8")
    found, lines = find_lines(text), text.split("\n")
    for place in places(tomllib.loads(text)):
        last = next(part for part in reversed(place) if isinstance(part, str))
        if isinstance(place[-1], str):
            assert last in lines[found[place] - 1]
        else:
            assert place in found


def test_an_unknown_place_is_where_its_surroundings_are() -> None:
    """A key that is missing is reported at its table, and anything else at the top."""
    found = find_lines('a = 1\n\n[field.name]\nlabel = "x"\n')
    assert line_of(found, ("field", "name", "kind")) == 3
    assert line_of(found, ("field", "name", "label")) == 4
    assert line_of(found, ("nowhere",)) == 1
    assert line_of(found, ()) == 1
