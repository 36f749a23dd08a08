"""What a stored cell says, and cells that say something (ISO/IEC 29500-1, 18.3.1.4 and 18.4)."""

from __future__ import annotations

import datetime as dt
import html
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.book.cut import CellText
    from extract.book.parts import Parts

SHARED = "xl/sharedStrings.xml"
_DAY_ZERO = dt.date(1899, 12, 30)
"""Days count from here; those before 1 March 1900 are one off, and none of ours lies there."""
_TYPE = re.compile(rb"""\st\s*=\s*["'](\w+)["']""")
_STORED = re.compile(rb"<(?:\w+:)?v\b[^>]*>(.*?)</", re.DOTALL)
_PIECES = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>(.*?)</(?:\w+:)?t\s*>", re.DOTALL)
_READINGS = re.compile(rb"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh\s*>", re.DOTALL)
"""How a text is read aloud in another script: no part of it (18.4.6)."""
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""

Value = str | int | float | bool | dt.date | dt.time | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and what it comes to: whatever does not calculate shows that."""

    text: str
    """Without =."""
    result: Value
    by_row: bool = False
    """The number of its own row stands as {row} in it, the letters of a column of its table as {heading}."""


Stored = str | float | bool | None
"""What a cell says as it is stored: days and times are numbers."""


def shared_texts(parts: Parts) -> Sequence[str]:
    """Return the texts that cells share, by their numbers from 0."""
    if SHARED not in parts.data:
        return ()
    return [
        unescaped("".join(one.text or "" for one in item.iterfind("{*}t")) + _runs(item))
        for item in parts.tree(SHARED).iterfind("{*}si")
    ]


def _runs(item: object) -> str:
    return "".join(
        one.text or ""
        for one in item.iterfind("{*}r/{*}t")  # type: ignore[attr-defined]  # an element of lxml
    )


def value_of(cell: CellText, shared: Sequence[str]) -> Stored:
    """Return what a cell says: of a formula its stored result, None where it says nothing."""
    start, _, _ = cell.xml.partition(b">")
    found = _TYPE.search(start)
    kind = found[1] if found else b"n"
    if kind == b"inlineStr":
        pieces = _PIECES.findall(_READINGS.sub(b"", cell.xml))
        return unescaped("".join(map(_plain, pieces))) if pieces else None
    stored = _STORED.search(cell.xml)
    return _stored_value(_plain(stored[1]), kind, shared) if stored is not None else None


def _stored_value(text: str, kind: bytes, shared: Sequence[str]) -> Stored:
    """Return what stands in <v>, by the kind of the cell (18.18.11)."""
    if kind == b"s":
        number = int(text) if text.strip().isdigit() else -1
        return shared[number] if 0 <= number < len(shared) else None
    if kind == b"b":
        return text.strip() in {"1", "true"}
    if kind in {b"str", b"e", b"d"}:
        return unescaped(text)
    try:
        return float(text)
    except ValueError:
        return text or None


def as_stored(value: Value) -> Stored:
    """Return how a value is stored, for comparing it with what a cell says."""
    if isinstance(value, dt.date):
        return float((value - _DAY_ZERO).days)
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    if isinstance(value, str):
        return kept_text(value) or None
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def day_of(stored: float) -> dt.date:
    """Return the day that a stored number stands for; a time of day is left out."""
    return _DAY_ZERO + dt.timedelta(days=int(stored))


def are_same(one: Stored, other: Stored) -> bool:
    """Return whether two stored values are the same to whoever looks at them."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(one, str) and isinstance(other, str):
        return one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
    return (one if one != "" else None) == (other if other != "" else None)


def cell_bytes(place: str, value: Value | Formula, style: str, prefix: bytes) -> bytes:
    """Return a cell; a blank one is left out, as b"". `style` is the number of its format, "" for none.

    Text is stored as text whatever it begins with: nothing in it is ever a formula.
    """
    stored = as_stored(value.result if isinstance(value, Formula) else value)
    name = prefix.decode()
    start = f'<{name}c r="{place}"' + (f' s="{style}"' if style else "")
    if isinstance(value, Formula):
        formula = f"<{name}f>{html.escape(value.text, quote=False)}</{name}f>"
        if stored is None or isinstance(stored, str):
            text = _marked_up(stored or "")
            return f'{start} t="str">{formula}<{name}v>{text}</{name}v></{name}c>'.encode()
        return f"{start}>{formula}<{name}v>{_number(stored)}</{name}v></{name}c>".encode()
    if stored is None:
        return b""
    if isinstance(stored, str):
        text = _marked_up(stored)
        kept = ' xml:space="preserve"' if text != text.strip() else ""
        inside = f"<{name}is><{name}t{kept}>{text}</{name}t></{name}is>"
        return f'{start} t="inlineStr">{inside}</{name}c>'.encode()
    if isinstance(stored, bool):
        return f'{start} t="b"><{name}v>{int(stored)}</{name}v></{name}c>'.encode()
    return f"{start}><{name}v>{_number(stored)}</{name}v></{name}c>".encode()


def _marked_up(text: str) -> str:
    return html.escape(escaped(text), quote=False).replace("\r", "&#13;")


def kept_text(text: str) -> str:
    """Return a text as a cell can hold it: what XML cannot say is shown as \ufffd."""
    return _NO_XML.sub("\ufffd", text)


def _number(value: float) -> str:
    return repr(int(value)) if value == int(value) else repr(value)


def _plain(data: bytes) -> str:
    return html.unescape(data.decode("utf-8", "replace"))


def escaped(text: str) -> str:
    """Return a text as a workbook stores it: _xHHHH_ stands for a character there, so it is escaped."""
    return _ESCAPED.sub("_x005F_", text)


def unescaped(text: str) -> str:
    """Return a text as it is shown, from one as it is stored (ISO/IEC 29500-1, 22.9.2.19)."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    # Two escapes may be the halves of one character.
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
