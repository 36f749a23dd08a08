"""Texts that people type and that break programs: words, marks, markup, white space, anything at all."""

import random
from collections.abc import Sequence
from typing import TypeVar

from forms import placeholders
from forms.lettering import form_font

_Choice = TypeVar("_Choice")

LONG = 5000
"""Characters of a long answer."""
_PLAIN = (
    "Rang social care",
    "seen at home",
    "C014",
    "No change.",
    "attendance 91%",
    "Zoë",
    "Łukasz",
    "Ó Briain",
    "Şen",
)
ODD_TEXTS = (
    "e\u0301", "a\u0323\u0302", "n\u20d7", "Z\u0335\u0321",  # combining marks, stacked too
    "שלום", "مرحبا بكم", "\u202eabc\u202c", "\u200fא1\u200e",  # right to left, with controls
    "李小龍", "カタカナ", "한글", "𠜎𠜱",  # CJK, outside the basic plane too
    "😀", "👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇬🇧",  # emoji, ZWJ sequences, modifiers, flags
    "क्‍ष", "\u200c", "\u200d", "\ufeff", "\xad", "\u2060",  # joiners and what cannot be seen
    "\xa0", "\xa0\xa0", "\u202f", "\u3000", "\u2002",  # spaces that are no space
    "\n", "\r", "\r\n", "\n\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\n\n\n",  # line breaks
    "\x00", "\x07", "\x1b", "\x1f", "\ufffe", "\uffff",  # forbidden in XML
    "\x7f", "\x80", "\x9f", "\ue000", "\U0001fffe", "\ufffd",  # allowed there, and odd
    " ", "  ", "\t", "\t\t", " \n ", "\n\t",
    "<w:t>", "</w:p>", "&amp;", "&#x41;", "]]>", "<!-- x -->", '"\'', "{{ x }}", "{% raw %}",  # XML, jinja
    "(a)", ")(", "\\", "\\n", "\\050", "/Off", "<</V(x)>>", "endobj",
    "stream\r\n", "%PDF", "\xfe\xff", "(\\",  # PDF
    "#let x", "*bold*", "_x_", "`raw`", "$x$", "@ref", "= Heading", "- item", "//c", "[x]",  # Typst
    "(", ")", "\\(", "(\\)",
    "=1+1", "+44 20", "-5", "@SUM(A1)", "'", "Yes", "No", "Off", "ﬁ", "ſ", "Ǆ", "Ω", "Å", "µ",
)  # fmt: skip
_SHOWABLE = (
    " ",
    "  ",
    "\t",
    "\xa0",
    "\n",
    "\n\n",
    "\r\n",
    "\u2028",
    " \n",
    "<w:t>",
    "(a)",
    "\\",
    "/Off",
    "#x",
    "*b*",
    "@y",
)
_LONG_WORD = 300
_DATE_WORDS = (
    "asap", "before half term", "19 November 2026", "Thu 3 Dec 2026", "3/12/26", "2026-02-31",
    "1850-01-01", "2026-11-19 or later", "next week\nat the latest", "٢٠٢٦",
)  # fmt: skip


class Texts:
    """Draws texts from one `Random`."""

    def __init__(self, chance: random.Random, *, showable: bool, always: str | None = None) -> None:
        """Keep to the characters of the PDF's font where `showable`; `always` is the one text to give."""
        self._chance = chance
        self._showable = showable
        self._always = always
        self._glyphs = sorted(form_font().glyphs)

    def text(self) -> str:
        """Return an answer: words, nasty things and any characters at all; "" now and then."""
        if self._always is not None:
            return self._always
        kind = self._chance.randint(0, 19)
        if kind == 19:
            return (self.words() * LONG)[:LONG]
        if kind == 18:
            return self.one_of(("m", "i", "Ł", "W")) * _LONG_WORD
        return self.words()

    def typed(self) -> str:
        """Return a text, changed where it is what an empty Word control shows: that always reads as blank."""
        text = self.text()
        return f"{text}." if text in placeholders.ALL else text

    def words(self) -> str:
        """Return a short text."""
        return "".join(self.piece() for _ in range(self._chance.randint(1, 6)))

    def piece(self) -> str:
        """Return a word, or one thing that breaks programs."""
        kind = self._chance.randint(0, 9)
        if kind <= 3:
            return self.one_of(_PLAIN) + " "
        if kind <= 6:
            return self.one_of(_SHOWABLE if self._showable else ODD_TEXTS)
        if self._showable:
            return "".join(self.one_of(self._glyphs) for _ in range(self._chance.randint(1, 8)))
        code = self._chance.randint(0, 0x10FFFF - 0x800)
        return chr(code if code < 0xD800 else code + 0x800)

    def visible(self) -> str:
        """Return one line of words that is surely no blank."""
        return self.one_of(_PLAIN)

    def date_words(self) -> str:
        """Return what people write where a date is asked."""
        words = self.one_of(_DATE_WORDS)
        return words if not self._showable or all(map(form_font().has, words)) else "asap"

    def one_of(self, choices: Sequence[_Choice]) -> _Choice:
        """Return one of these."""
        return choices[self._chance.randrange(len(choices))]
