"""Writing some rows into a sheet that nobody has touched gives the bytes that reading it all would give."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hypothesis import assume, given
from hypothesis import strategies as st

from extract.book.filling import Row
from extract.book.parts import Parts, pack, unpack
from extract.book.splicing import Changes
from extract.book.texts import SHARED
from extract.book.writing import fingerprints, write_changes
from tests.extract.book.test_writing import VALUES, grid, skeleton, typed, write

_KEYS = st.from_regex(r"ESM-C[0-9]{1,2}", fullmatch=True) | st.sampled_from(
    ["a & b", "<row>", "_x0041_", " x ", "É", "</t>"]
)
_ROWS = st.dictionaries(_KEYS, VALUES, min_size=1, max_size=6)
_FIRST = {"ESM-C1": ("one", None, 1), "ESM-C2": ("two", None, 2)}


def spliced(parts: Parts, first: Mapping[str, Row], then: Mapping[str, Row]) -> Parts | None:
    """Write what differs between two states of a table."""
    changed = frozenset(key for key in first if then[key] != first[key])
    added = tuple(key for key in then if key not in first)
    return write_changes(parts, "Things", grid(then)["Things"], Changes(changed, added))


@given(_ROWS, _ROWS)
def test_some_rows_written_are_all_rows_written(first: Mapping[str, Row], more: Mapping[str, Row]) -> None:
    """Changed rows where they stand, new ones below, all else as it is, to the byte."""
    parts = write(skeleton(), first).parts
    then = {**first, **more}
    done = spliced(parts, first, then)
    assert done is not None
    assert done.data == write(parts, then, first).parts.data


@given(_ROWS, _ROWS)
def test_rows_that_were_sorted_are_found(first: Mapping[str, Row], more: Mapping[str, Row]) -> None:
    """By their keys, wherever they stand."""
    then = {**first, **{key: row for key, row in more.items() if key in first}}
    assume(then != first)
    parts = write(skeleton(), dict(reversed(list(first.items())))).parts
    done = spliced(parts, first, then)
    assert done is not None
    assert done.data == write(parts, then, first).parts.data


@given(_ROWS, _ROWS)
def test_rows_are_found_where_another_program_saved_them(
    first: Mapping[str, Row], more: Mapping[str, Row]
) -> None:
    """It may keep the texts in a part of their own, or write letters by their numbers."""
    saved = typed(write(skeleton(), first).parts, "G2", "watch this")
    for parts in (write(saved, first, first).parts, with_shared_texts(write(skeleton(), first).parts)):
        assert_spliced(parts, first, {**first, **more})


def assert_spliced(parts: Parts, first: Mapping[str, Row], then: Mapping[str, Row]) -> None:
    """Fail unless some rows written are all rows written."""
    done = spliced(parts, first, then)
    assert done is not None
    assert done.data == write(parts, then, first).parts.data


def with_shared_texts(parts: Parts) -> Parts:
    """Return the workbook as Excel saves it: texts stand in a part of their own, cells say their numbers."""
    texts: list[bytes] = []

    def number_of(found: re.Match[bytes]) -> bytes:
        texts.append(found[1])
        return b't="s"><v>%d</v></c>' % (len(texts) - 1)

    name = "xl/worksheets/sheet1.xml"
    sheet = re.sub(rb't="inlineStr"><is>(.*?)</is></c>', number_of, parts.data[name])
    shared = b"".join(b"<si>%b</si>" % text for text in texts)
    head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return parts.replaced({name: sheet, SHARED: head + shared + b"</sst>"})


def test_what_is_not_as_we_leave_it_is_read_whole() -> None:
    """An empty table, a row below it, a row that is not there."""
    then = {**_FIRST, "ESM-C3": ("three", None, 3)}
    assert spliced(skeleton(), {}, then) is None
    parts = write(skeleton(), _FIRST).parts
    assert spliced(parts, _FIRST, then) is not None
    assert spliced(typed(parts, "A5", "below the table"), _FIRST, then) is None
    other = {"ESM-C9": ("nine", None, 9)}
    changed = Changes(frozenset({"ESM-C9"}), ())
    assert write_changes(parts, "Things", grid(other)["Things"], changed) is None


def test_a_sheet_that_somebody_saved_has_another_fingerprint() -> None:
    """Whatever was typed, and wherever; another sheet is nothing to it."""
    parts = unpack(pack(write(skeleton(), _FIRST).parts))
    before = fingerprints(parts)
    assert fingerprints(unpack(pack(parts))) == before
    assert fingerprints(typed(parts, "F3", "watch this")) != before
    other = parts.replaced({"docProps/core.xml": parts.data["docProps/core.xml"] + b" "})
    assert fingerprints(unpack(pack(other))) == before
