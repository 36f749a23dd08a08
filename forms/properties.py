"""The properties by which a file says what it is, and the short marks of what it was issued with.

Building writes them into the PDF's information dictionary or Word's custom properties, reading finds
them there. A mark is a hash of a few letters: it shows that a pre-filled fact or a locked action is no
longer what was issued, and holds nothing that anybody could read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from forms.dates import iso_or_typed, parse_date
from forms.model import Definition, Field
from forms.names import is_field_id
from forms.text import normalise_text

FORM = "HalftermForm"
VERSION = "HalftermVersion"
STAGE = "HalftermStage"
REFERENCE = "HalftermReference"
VERBATIM = "HalftermVerbatim"
WORDS = "HalftermWords"
"""The mark of what the form asks: another one under the same version means that the questions changed."""
ROWS = "HalftermRows"
"""How many rows each table was printed with."""
ORDER = "HalftermOrder"
"""Marks of the questions in the order in which their boxes stand, without those of tables."""
PAGES = "HalftermPages"
"""The marks of what is drawn into each page of a PDF, in page order."""
ISSUED = "HalftermIssued"
"""Followed by a number from 1: Word's own window shows no property of more than 255 characters."""

PART = "HalftermPart"
"""Of a part of a file with several forms: the numbers of its pages in that file."""
PART_OF = "HalftermPartOf"
"""What the codes of the form that a part is of say."""
SHARED = "HalftermShared"
"""Names of boxes that are one with a box of another form in the file."""
ALIKE = "HalftermAlike"
"""Names of boxes that say the same as one of that name on another form in the file."""
STORED = "HalftermStored"
"""What the boxes on its pages store, as JSON: name -> texts."""

MARKED_COLUMNS = ("action", "who", "by_when")
_LONGEST = 240
_FACT_LETTERS, _REF_LETTERS, _CELL_LETTERS, _WORDS_LETTERS, _PAGE_LETTERS = 8, 6, 5, 12, 10
_ORDER_LETTERS = 4
_HEADER = "header"
_MISSING = "-"
_MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one issued form."""

    facts: Mapping[str, str]
    """Name of a field (or header-FACT) -> mark of its text."""
    rows: Mapping[str, str]
    """Mark of a carried action's id -> marks of its words, owner and date."""
    refs: frozenset[str] = frozenset()
    """Marks of the ids that were printed for new actions."""
    words: str = ""
    """Mark of the questions that were asked, "" where the file holds none."""
    pages: tuple[str, ...] = ()
    """Marks of what is drawn into each page of a PDF, () where the file holds none."""
    order: tuple[str, ...] = ()
    """Marks of the questions in the order of their boxes, () where the file holds none."""
    row_counts: Mapping[str, int] = field(default_factory=dict)
    """Table -> how many rows it was printed with; {} where the file does not say."""


def words_mark(definition: Definition) -> str:
    """Return the mark of what a form asks: its questions and options, whatever they look like."""
    key = definition.fingerprint
    if key not in _words_marks:
        asked = "\0".join(text for field in definition.answerable for text in _asked(field))
        _words_marks[key] = hashlib.sha256(asked.encode()).hexdigest()[:_WORDS_LETTERS]
    return _words_marks[key]


_words_marks: dict[str, str] = {}
"""Marks by the fingerprint of the definition: every document of a form has the same."""


def _asked(field: Field) -> Iterator[str]:
    yield from (field.id, field.kind.value, " ".join(field.label.split()), *field.all_options)
    for column in field.column:
        yield from (column.id, column.kind.value, " ".join(column.label.split()), *column.all_options)
    for row in field.row:
        yield from (" ".join(row.label.split()), *row.options)
    yield from field.parties


def fact_mark(name: str, text: str | None) -> str:
    """Return the mark of a pre-filled fact."""
    return _mark((name, text or ""), _FACT_LETTERS)


def ref_mark(ref: str) -> str:
    """Return the mark of a carried action's id."""
    return _mark((ref,), _REF_LETTERS)


def altered_columns(mark: str, cells: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return which of the words, owner and date of a carried row are not those of its mark, in their order.

    What was missing when it was issued may be filled in since: that alters nothing that was agreed. A mark
    that is none of ours has no column right.
    """
    parts = mark.split(".")
    if len(parts) != len(MARKED_COLUMNS):
        return MARKED_COLUMNS
    return tuple(
        column
        for column, before in zip(MARKED_COLUMNS, parts, strict=True)
        if before not in {_MISSING, _cell_mark(cells.get(column))}
    )


def _row_mark(cells: Mapping[str, str]) -> str:
    # A day that is no date waits for one, as a blank does.
    agreed = cells if parse_date(cells.get("by_when", "")) else {**cells, "by_when": ""}
    return ".".join(_cell_mark(agreed.get(column)) for column in MARKED_COLUMNS)


def _standing(before: str | None, now: str) -> str:
    """Return the mark from before; what was missing then is marked as it is now."""
    old, new = (before or "").split("."), now.split(".")
    if len(old) != len(new):
        return now
    return ".".join(late if early == _MISSING else early for early, late in zip(old, new, strict=True))


def _cell_mark(text: str | None) -> str:
    # White space alone reads as blank when the form comes back.
    return _mark((text,), _CELL_LETTERS) if text and text.strip() else _MISSING


def write_marks(
    facts: Mapping[str, str],
    rows: Iterable[Mapping[str, str]],
    refs: Iterable[str],
    issued: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the properties that hold the marks of facts, carried rows (each with its ref) and new ids.

    `issued` are the marks of rows at the stage before. They go on standing: words that were altered between
    two stages of a form are not agreed because the next stage shows them.
    """
    before = issued or {}
    marks = [f"{name}={fact_mark(name, text)}" for name, text in facts.items()]
    marks += [
        f"/{key}={_standing(before.get(key), _row_mark(row))}"
        for row in rows
        if row.get("ref") and (key := ref_mark(row["ref"]))
    ]
    marks += [f"/{ref_mark(ref)}" for ref in refs]
    lines: list[str] = []
    for mark in marks:
        if lines and len(lines[-1]) + len(mark) < _LONGEST:
            lines[-1] += f";{mark}"
        else:
            lines.append(mark)
    return {f"{ISSUED}{number}": line for number, line in enumerate(lines, start=1)}


def read_marks(properties: Mapping[str, str]) -> Marks:
    """Return the marks that a file's properties hold; none where they were lost."""
    facts: dict[str, str] = {}
    rows: dict[str, str] = {}
    refs: set[str] = set()
    number = 1
    while (line := properties.get(f"{ISSUED}{number}")) is not None:
        for entry in line.split(";"):
            name, equals, mark = entry.partition("=")
            if equals and name.startswith("/"):
                rows[name[1:]] = mark
            elif equals:
                facts[name] = mark
            elif name.startswith("/"):
                refs.add(name[1:])
        number += 1
    pages = tuple(properties.get(PAGES, "").split())
    counts = dict(_counts(properties.get(ROWS, "")))
    order = properties.get(ORDER, "")
    split = tuple(order[at : at + _ORDER_LETTERS] for at in range(0, len(order), _ORDER_LETTERS))
    return Marks(facts, rows, frozenset(refs), properties.get(WORDS, ""), pages, split, counts)


def order_marks(names: Iterable[str]) -> dict[str, str]:
    """Return mark -> question, in the order in which the first boxes of each stand; none of tables."""
    asked = dict.fromkeys(question for name in names if (question := _question(name)))
    return {hashlib.sha256(one.encode()).hexdigest()[:_ORDER_LETTERS]: one for one in asked}


def _question(name: str) -> str:
    """Return what a box answers: its field, or the fact of the header; "" for a cell of a table."""
    base, _, rest = name.partition("-")
    if rest.partition("-")[0].isdigit():
        return ""
    return base if is_field_id(base) and base != _HEADER else name


def write_row_counts(counts: Mapping[str, int]) -> dict[str, str]:
    """Return the property that holds how many rows each table was printed with, {} for no tables."""
    return {ROWS: ";".join(f"{table}={count}" for table, count in counts.items())} if counts else {}


def _counts(text: str) -> Iterator[tuple[str, int]]:
    for entry in text.split(";"):
        table, _, count = entry.partition("=")
        if count.isascii() and count.isdigit() and len(count) < _MOST_DIGITS:
            yield table, int(count)


def page_mark(contents: Iterable[bytes], band: bytes, places: Iterable[tuple[str, Sequence[float]]]) -> str:
    """Return the mark of a page: of its content streams, decoded, its band's, and of where its boxes stand.

    `places` are names and edges, in points. Programs that save a file anew join streams, break lines
    otherwise and write numbers with fewer digits, which draws nothing else.
    """
    drawn = b"\0".join(b" ".join(one.split()) for one in (b"\n".join(contents), band))
    boxes = sorted(f"{name} {' '.join(str(round(edge)) for edge in edges)}" for name, edges in places)
    return hashlib.sha256(b"\0".join((drawn, *(one.encode() for one in boxes)))).hexdigest()[:_PAGE_LETTERS]


def _mark(texts: tuple[str, ...], letters: int) -> str:
    canonical = "\0".join(iso_or_typed(" ".join(normalise_text(text).text.split())) or "" for text in texts)
    return hashlib.sha256(canonical.encode()).hexdigest()[:letters]
