"""Characters that nobody sees are told where an answer does not read as it is stored."""

import pytest

from extract.meaning import WORDS, meaning_of
from extract.raw import RawBox
from extract.unseen_letters import unseen_letters
from forms.findings import Severity
from forms.records import Channel


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("paid \u202e0021\u202c pounds", Severity.SOON),
        ("from 12\u200f-\u200f34", Severity.SOON),
        ("\u206712:30 - 14:00\u2069", Severity.SOON),
        ("\u05e9\u05dc\u05d5\u05dd \u202e12\u202c", Severity.SOON),
        ("\u200b \u2060", Severity.SOON),
        ("Tom Re\u200bed", Severity.NOTE),
        ("C\u200d014", Severity.NOTE),
        ("Te\u00adxt", Severity.NOTE),
        ("C014\U000e0041", Severity.NOTE),
        ("Went well \uf600", Severity.SOON),
        ("Went well \U000f0600", Severity.SOON),
        ("Re\ufffdka rang", Severity.SOON),
        ("rang the school \uf0fc wrote \uf0fb", Severity.SOON),
        ("\uf0b7 rang\n\uf0b7\twrote", Severity.NOTE),
        ("\uf0b7 rang \uf0fb", Severity.SOON),
    ],
)
def test_what_is_not_seen_is_told(text: str, severity: Severity) -> None:
    """The text is kept as it is stored, and the message quotes none of it."""
    meaning = meaning_of("name", RawBox("name", (text,)), WORDS, Channel.CONTROL)
    (found,) = meaning.findings
    assert (found.code, found.severity, found.field) == ("F87", severity, "name")
    assert meaning.answer.value == text
    assert text not in found.message


@pytest.mark.parametrize(
    "text",
    [
        "Zo\u00eb & \u0141ukasz, 12\u201314",
        "\u0645\u0631\u062d\u0628\u0627 \u200f12\u200f",
        "\U0001f469\u200d\U0001f467 \U0001f3f3\ufe0f\u200d\U0001f308",
        "\u0915\u094d\u200d\u0937",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "a\xa0b\u202fc",
    ],
)
def test_what_writing_needs_is_not_told(text: str) -> None:
    """Arabic, Hindi, emoji, spaces."""
    assert not list(unseen_letters("name", text))
