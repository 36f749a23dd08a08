"""What a filled in form says: place by place, worked out from what was typed and from the file as issued.

Nothing here is read by the program's own reader. What was issued is taken out of the untouched PDF by
pikepdf, and a date, a number or a month is understood by the rules below, which are stricter than the
reader's: only what `lookalikes` and `samples` write has to be understood.
"""

import datetime as dt
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

import pikepdf

from forms.model import TABLES, Definition, Kind
from forms.names import any_of_name, split_cell_name
from tests.round.boxes import Asked, Typed, asked_in

Scalar: TypeAlias = str | float | bool

_READ_ONLY = 1
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Place(NamedTuple):
    """One value on a form: a field or part, in a table with row (from 1) and column, else 0 and "".

    Of a signature or range the column says which part, of ticks that go together which option.
    """

    name: str
    row: int = 0
    column: str = ""

    @property
    def box(self) -> str:
        """Return the name of its box."""
        return f"{self.name}-{self.row}-{self.column}" if self.row else self.name


@dataclass(frozen=True, slots=True)
class Added:
    """Words that a person put where the form has no box, or took out: they must come out, or be told."""

    words: str
    near: str = ""
    """The field or table that they were put to."""
    told_by: str = ""
    """The code of a finding about the whole file that tells of them, though it does not quote them."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What a file says after all that was done to it."""

    wanted: Mapping[Place, Scalar]
    added: tuple[Added, ...] = ()
    reordered: frozenset[str] = field(default_factory=frozenset)
    """Tables whose rows are known by what they say, because a row was moved, added or taken out."""
    copied: frozenset[str] = field(default_factory=frozenset)
    """Tables with a copied row, in which what was not overtyped stands a second time."""
    lines_kept: bool = True
    """Whether a line break can still be told from a space."""
    empty: frozenset[Place] = field(default_factory=frozenset)
    """Boxes in which nothing stands."""


TruthAfter: TypeAlias = Callable[[bytes, Truth], Truth]
"""Return the truth of the changed file, given the file before its change and its truth."""


def same_truth(_: bytes, truth: Truth) -> Truth:
    """Return the truth as it is: everything must come out."""
    return truth


def lines_lost(_: bytes, truth: Truth) -> Truth:
    """Return the truth where lines are only drawn: a break that was typed and one that was set are alike."""
    return replace(truth, lines_kept=False)


NOT_DRAWN = str.maketrans(dict.fromkeys("ŴŵŶŷŨũĨĩ"))
"""PDFium stores these letters and has no font here that draws them: no page that it made has any."""


def drawn_by_pdfium(filled: bytes, truth: Truth) -> Truth:
    """Return the truth where only what PDFium drew of what was typed is left, and lines are only drawn."""
    wanted = {
        place: value.translate(NOT_DRAWN) if isinstance(value, str) else value
        for place, value in truth.wanted.items()
    }
    return replace(lines_lost(filled, truth), wanted=wanted)


def place_of(definition: Definition, name: str) -> Place:
    """Return the place of the box `name`."""
    fields = {one.id: one for one in definition.answerable}
    base, _, part = name.partition("-")
    known = fields.get(base)
    cell = split_cell_name(name)
    if known is None or not part:
        return Place(name)
    if cell is not None and known.kind in TABLES:
        return Place(*cell)
    if known.kind is Kind.ANY_OF:
        options = {any_of_name(known.id, option): option for option in known.all_options}
        if name in options:
            return Place(base, 0, options[name])
    if part in {"name", "date", "from", "to"} and known.kind in {
        Kind.SIGNATURE,
        Kind.DATE_RANGE,
        Kind.TIME_RANGE,
    }:
        return Place(base, 0, part)
    return Place(name)


def truth_of(definition: Definition, issued: Mapping[str, str], typed: Mapping[str, Typed]) -> Truth:
    """Return what a form says that was issued with some words and then typed into."""
    shown: dict[str, Typed] = {name: text for name, text in issued.items() if text}
    shown |= typed
    wanted = {place_of(definition, name): _meant(definition, name, value) for name, value in shown.items()}
    empty = {place_of(definition, name) for name in issued if name not in shown}
    return Truth(wanted, empty=frozenset(empty - wanted.keys()))


def _meant(definition: Definition, name: str, shown: Typed) -> Scalar:
    asked = asked_in(definition, name)
    place = place_of(definition, name)
    if isinstance(shown, bool) or asked.kind is Kind.TICK:
        return True if place.column and not place.row else asked.options[0]
    if name in {"header-session_date", "header-return_by"} or place.column == "by_when":
        return _date(shown) or shown
    return _understood(asked, shown)


def _understood(asked: Asked, shown: str) -> Scalar:
    match asked.kind:
        case Kind.DATE:
            return _date(shown) or shown
        case Kind.MONTH:
            month, _, year = shown.partition(" ")
            return f"{year}-{_MONTHS.index(month) + 1:02d}"
        case Kind.NUMBER:
            return float(shown)
        case _:
            return shown


def _date(shown: str) -> str | None:
    """Return an ISO date for day/month/year, None for anything else."""
    found = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", shown)
    return dt.date(int(found[3]), int(found[2]), int(found[1])).isoformat() if found else None


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes of an untouched PDF: what stands in each, and which take what is typed.

    A settled answer is printed on the page and has a box without a place.
    """

    texts: Mapping[str, str]
    open: tuple[str, ...]


def boxes_in_pdf(data: bytes) -> Boxes:
    """Return the boxes of an issued PDF, by pikepdf."""
    texts: dict[str, str] = {}
    opened: list[str] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in pdf.Root.AcroForm.Fields:
            value = str(one.get("/V", ""))
            is_button = str(one.FT) == "/Btn"
            texts[str(one.T)] = value.removeprefix("/").removeprefix("Off") if is_button else value
            has_place = "/Rect" in one or "/Kids" in one
            if has_place and not int(one.get("/Ff", 0)) & _READ_ONLY:
                opened.append(str(one.T))
    return Boxes({name: _unix(text) for name, text in texts.items()}, tuple(opened))


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
