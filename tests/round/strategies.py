"""Values files for any form and stage, with the answers that break programs; Hypothesis or a seed decides.

Everything is drawn from one `Random`. Hypothesis hands in one that it controls, so that it can search and
shrink; a fixed seed gives the same sample every time, for the slow outside programs.
"""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from forms import placeholders
from forms.dates import parse_date
from forms.lettering import form_font
from forms.model import STATUSES, Definition, Fact, Field, Kind, Stage
from forms.names import CONTINUATION
from forms.revisions import stage_rank

LONG = 5000
"""Characters of a long answer."""
MOST_CARRIED = 40

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


def values_files(
    definition: Definition, stage: Stage | None = None, *, showable: bool = False
) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy of values files; `stage` and `showable` as in `make_values`."""
    return st.randoms(use_true_random=False).map(
        lambda chance: make_values(chance, definition, stage, showable=showable)
    )


def sampled_values(
    definition: Definition, seed: int, stage: Stage | None = None, *, showable: bool = False
) -> dict[str, Any]:
    """Return the values file that `seed` stands for."""
    chance = random.Random(f"{definition.id} {seed}")  # noqa: S311 - a sample, not a secret
    return make_values(chance, definition, stage, showable=showable)


def make_values(
    chance: random.Random, definition: Definition, stage: Stage | None = None, *, showable: bool = False
) -> dict[str, Any]:
    """Return a values file that the form accepts.

    `stage`: answer only what is to be answered by then; every field where it is None. `showable`: keep to
    the characters that the PDF's font has.
    """
    return _Maker(chance, definition, showable=showable).values(stage)


def full_values(definition: Definition, *, rows: int = MOST_CARRIED) -> dict[str, Any]:
    """Return a values file that answers everything: each nasty text in every text field, full tables."""
    chance = random.Random(definition.id)  # noqa: S311 - as above
    maker = _Maker(
        chance, definition, showable=False, nasty_words=" ".join(ODD_TEXTS), row_count=rows, odds=0
    )
    return maker.values(None)


def least_values(definition: Definition) -> dict[str, Any]:
    """Return the least that the form accepts."""
    known = {
        Fact.SUPERVISEE: "Tom Reed",
        Fact.SUPERVISOR: "Priya Shah",
        Fact.SESSION_DATE: "2026-11-19",
        Fact.CASE_REF: "ESM-C014",
    }
    sheet = "-2" if Fact.CASE_REF in definition.required else ""
    return {
        "reference": f"ESM-26-0042-{definition.code}{sheet}",
        "header": {fact.value: known[fact] for fact in definition.required},
        "fields": {},
    }


def answered_by(field: Field, stage: Stage | None) -> bool:
    """Return whether `field` is to be answered at `stage` or before."""
    return stage is None or stage_rank(field.stage) <= stage_rank(stage)


class _Maker:
    """Draws one values file."""

    def __init__(
        self,
        chance: random.Random,
        definition: Definition,
        *,
        showable: bool,
        nasty_words: str | None = None,
        row_count: int | None = None,
        odds: int = 1,
    ) -> None:
        self._chance = chance
        self._definition = definition
        self._showable = showable
        self._nasty_words = nasty_words
        self._row_count = row_count
        self._odds = odds
        self._glyphs = sorted(form_font().glyphs)
        self._action_number = 0

    def values(self, stage: Stage | None) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        header = self._header(fields)
        for field in self._definition.answerable:
            if field.fact is None and answered_by(field, stage) and self._is_given():
                self._answer(field, fields)
        if self._is_given(3):
            fields[CONTINUATION] = self.text()
        values: dict[str, Any] = {"header": header, "fields": fields}
        if self._is_given():
            sheet = f"-{self._chance.randint(1, 9)}" if Fact.CASE_REF in self._definition.required else ""
            values["reference"] = f"ESM-26-{self._chance.randint(1, 9999):04d}-{self._definition.code}{sheet}"
        return values

    def text(self) -> str:
        """Return an answer: words, nasty things and any characters at all; "" now and then."""
        if self._nasty_words is not None:
            return self._nasty_words
        kind = self._chance.randint(0, 19)
        if kind == 19:
            return (self.words() * LONG)[:LONG]
        if kind == 18:
            return self._one_of(("m", "i", "Ł", "W")) * _LONG_WORD
        return self.words()

    def words(self) -> str:
        """Return a short text."""
        return "".join(self._piece() for _ in range(self._chance.randint(1, 6)))

    def _piece(self) -> str:
        kind = self._chance.randint(0, 9)
        if kind <= 3:
            return self._one_of(_PLAIN) + " "
        if kind <= 6:
            return self._one_of(_SHOWABLE if self._showable else ODD_TEXTS)
        if self._showable:
            return "".join(self._one_of(self._glyphs) for _ in range(self._chance.randint(1, 8)))
        code = self._chance.randint(0, 0x10FFFF - 0x800)
        return chr(code if code < 0xD800 else code + 0x800)

    def _one_of(self, choices: Sequence[str]) -> str:
        return choices[self._chance.randrange(len(choices))]

    def _is_given(self, against: int = 1) -> bool:
        """Return True once in 1 + `against` times; always where everything is answered."""
        return self._odds == 0 or self._chance.randint(0, against) == 0

    def _visible(self) -> str:
        """Return one line of words that is surely no blank."""
        return self._one_of(_PLAIN)

    def _date(self) -> str:
        first = dt.date(1990, 1, 1).toordinal()
        last = dt.date(2100, 12, 31).toordinal()
        return dt.date.fromordinal(self._chance.randint(first, last)).isoformat()

    def _time(self) -> str:
        return f"{self._chance.randint(0, 23):02d}:{self._chance.randint(0, 59):02d}"

    def _header(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Return the header; a fact that a field prints stands there or in `fields`."""
        header: dict[str, Any] = {}
        printing = {field.fact: field.id for field in self._definition.answerable if field.fact}
        for fact in Fact:
            required = fact in self._definition.required
            if not required and not self._is_given():
                continue
            value = self._fact(fact, required=required)
            if fact in printing and self._chance.randint(0, 2) == 0:
                fields[printing[fact]] = value
            else:
                header[fact.value] = value
        return header

    def _fact(self, fact: Fact, *, required: bool) -> str | int:
        if fact in {Fact.SESSION_DATE, Fact.RETURN_BY}:
            return self._date()
        if fact is Fact.SESSION_TIME:
            return self._time()
        if fact in {Fact.SHEET, Fact.SHEETS}:
            return self._chance.randint(1, 40)
        words = self._visible() if required else self.words()
        return words if not required or self._chance.randint(0, 1) else f"{words}{self._piece()}"

    def _answer(self, field: Field, fields: dict[str, Any]) -> None:
        if field.kind is Kind.CARRIED:
            fields[field.id] = self._carried()
        elif field.kind is Kind.ACTIONS:
            fields[field.id] = self._actions()
        elif field.kind is Kind.SIGNATURE:
            fields[field.id] = {"name": _typed(self.text()), "date": self._one_of((self._date(), ""))}
        elif field.kind is Kind.DATE:
            if not any(other.date_field == field.id for other in self._definition.fields):
                fields[field.id] = self._date()
        elif field.kind is Kind.TIME:
            fields[field.id] = self._time()
        elif field.kind is Kind.NUMBER:
            fields[field.id] = self._chance.randint(0, 999_999_999)
        elif field.kind in {Kind.CHOICE, Kind.YES_NO}:
            fields[field.id] = self._one_of(field.all_options or ("Yes", "No"))
        else:
            fields[field.id] = _typed(self.text())
        parts = {
            "comment": field.comment,
            "other": "Other" in field.all_options,
            "evidence": field.evidence,
        }
        for part, present in parts.items():
            if present and self._is_given():
                fields[f"{field.id}-{part}"] = _typed(self.text())

    def _carried(self) -> list[dict[str, str]]:
        count = self._one_of(("0", "1", "2", "5", str(MOST_CARRIED)))
        patterns = [self._row(("action", "who", "by_when", "update", "status")) for _ in range(2)]
        rows = []
        for index in range(int(count) if self._row_count is None else self._row_count):
            self._action_number += 1
            ref = f"ESM-25-{index + 1:04d}-{self._definition.code}/{self._action_number}"
            rows.append({**_numbered(patterns[index % 2], index), "ref": ref})
        return rows

    def _actions(self) -> list[dict[str, str]]:
        count = self._chance.randint(0, 6)
        patterns = [self._row(("action", "who", "by_when", "status")) for _ in range(2)]
        return [_numbered(patterns[index % 2], index) for index in range(count)]

    def _row(self, columns: Sequence[str]) -> dict[str, str]:
        row = {column: self._cell(column) for column in columns if self._is_given(3) or column == "action"}
        return {column: text for column, text in row.items() if column == "action" or text}

    def _cell(self, column: str) -> str:
        if column == "status":
            return self._one_of(STATUSES)
        if column == "by_when":
            return self._one_of((self._date(), self._date_words()))
        return _typed(self.text())

    def _date_words(self) -> str:
        words = self._one_of(_DATE_WORDS)
        return words if not self._showable or all(map(form_font().has, words)) else "asap"


def _numbered(row: Mapping[str, str], index: int) -> dict[str, str]:
    """Return a row whose action differs from that of every other row."""
    return {**row, "action": f"{index + 1}. {row.get('action', '')}"}


def _typed(text: str) -> str:
    """Return `text`, changed where it is what an empty Word control shows: that always reads as blank."""
    return f"{text}." if text in placeholders.ALL else text


def is_date(text: str) -> bool:
    """Return whether a by-when is surely a date."""
    return parse_date(text) is not None
