"""The slips that people make most in a definition are answered in plain words."""

import tomllib

import pytest

from forms.toml_mistakes import syntax_mistake

SLIPS = [
    ("label = “Venue:”", 1, 'straight quotation marks: "…"', "Word makes them curly"),
    ("private = True", 1, "true in small letters", "write true"),
    ("private = no", 1, "false in small letters", "write false"),
    ('label = "He said "yes" to it"', 1, "only at both ends of the words", 'write \\"'),
    ('x = [\n"a"\n"b"]', 3, "every bracket closed", "a comma between the entries"),
    ("[field.the venue]", 1, "an id without spaces", "the_venue"),
    ("just a remark", 1, "KEY = value", "# in front"),
    ("kind = text", 1, "words in quotation marks", "put them in"),
]


@pytest.mark.parametrize(("text", "line", "expected", "advice"), SLIPS)
def test_a_slip_is_told_in_plain_words(text: str, line: int, expected: str, advice: str) -> None:
    """What was expected and what to do, without the words of a parser."""
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    mistake = syntax_mistake(caught.value, text)
    assert (mistake.code, mistake.line) == ("D02", line)
    assert expected in mistake.expected
    assert advice in mistake.advice
