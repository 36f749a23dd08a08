"""Word forms in which a person added, copied, moved or took out a row of a table.

`word_edits` says what must then come out.
"""

import copy
from dataclasses import replace

from lxml import etree

from tests.recall.judge import ACTIONS_GONE
from tests.recall.samples import CARRIED_FROM
from tests.recall.truth import Added, Place, Truth
from tests.recall.word_file import TableRow, W, WordFile, element, entry_of, is_locked, run

WORDS = "Typed by hand: Łucja's 1O of 10 & Żółć (9,001)"


def _second_row(word: WordFile) -> TableRow | None:
    rows = word.rows()
    return rows[1] if len(rows) > 1 else None


def row_added(data: bytes) -> bytes:
    """Return the file with a line below a table's last row, with words and without controls."""
    word = WordFile.opened(data)
    rows = word.rows()
    if not rows:
        return data
    line = rows[-1].lines[-1]
    entry_of(line).addnext(element(_typed_line(line)))
    return word.saved()


def _typed_line(line: etree._Element) -> str:
    cells = line.findall(f"{W}tc")
    texts = [WORDS, *("" for _ in cells[1:])]
    # The first cell of many tables holds printed words; where there are several, people write in the second.
    if len(cells) > 1:
        texts[0], texts[1] = texts[1], texts[0]
    return f"<w:tr>{''.join(f'<w:tc><w:p>{run(text)}</w:p></w:tc>' for text in texts)}</w:tr>"


def row_copied(data: bytes) -> bytes:
    """Return the file with a copy of a table's last row below it, controls and all, and other words in it."""
    word = WordFile.opened(data)
    rows = word.rows()
    if not rows:
        return data
    after = entry_of(rows[-1].lines[-1])
    for line in reversed(rows[-1].lines):
        twin = copy.deepcopy(entry_of(line))
        # Where every line is an entry of its own there is only one.
        after.addnext(twin)
        _refill(twin)
    return word.saved()


def _refill(twin: etree._Element) -> None:
    """Put other words into each text control of a copied row that is not locked."""
    for properties, content in _open_controls(twin):
        for flag in properties.findall(f"{W}showingPlcHdr"):
            properties.remove(flag)
        for child in list(content):
            content.remove(child)
        content.append(element(run(WORDS)))


def _open_controls(line: etree._Element) -> list[tuple[etree._Element, etree._Element]]:
    """Return properties and content of the text controls in a line that can be typed into."""
    found = []
    for control in line.iter(f"{W}sdt"):
        properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
        if properties is None or content is None or properties.find(f"{W}text") is None:
            continue
        if not is_locked(control):
            found.append((properties, content))
    return found


def with_row_words(before: bytes, truth: Truth) -> Truth:
    """Return the truth with the words of the new row."""
    rows = WordFile.opened(before).rows()
    if not rows:
        return truth
    table = rows[-1].table
    return replace(
        truth,
        added=(*truth.added, Added(WORDS, table)),
        reordered=truth.reordered | {table},
    )


def with_copy(before: bytes, truth: Truth) -> Truth:
    """Return the truth with the words of the copied row; the rest of it stands twice."""
    rows = WordFile.opened(before).rows()
    if not rows:
        return truth
    table = rows[-1].table
    can_be_typed_into = any(_open_controls(line) for line in rows[-1].lines)
    added = (Added(WORDS, table),) if can_be_typed_into else ()
    return replace(
        truth,
        added=(*truth.added, *added),
        copied=truth.copied | {table},
        reordered=truth.reordered | {table},
    )


def row_deleted(data: bytes) -> bytes:
    """Return the file without the second row of a table."""
    word = WordFile.opened(data)
    row = _second_row(word)
    if row is None:
        return data
    for entry in dict.fromkeys(entry_of(line) for line in row.lines):
        parent = entry.getparent()
        if parent is not None:
            parent.remove(entry)
    return word.saved()


def without_row(before: bytes, truth: Truth) -> Truth:
    """Return the truth without the row that was taken out."""
    row = _second_row(WordFile.opened(before))
    if row is None:
        return truth
    kept = {
        place: value
        for place, value in truth.wanted.items()
        if not (place.name == row.table and place.row == row.number)
    }
    ref = truth.wanted.get(Place(row.table, row.number, "ref"))
    asked_for = (
        (Added(ref, row.table, told_by=ACTIONS_GONE),)
        if isinstance(ref, str) and ref.startswith(CARRIED_FROM)
        else ()
    )
    return replace(
        truth,
        wanted=kept,
        added=(*truth.added, *asked_for),
        reordered=truth.reordered | {row.table},
    )


def row_moved(data: bytes) -> bytes:
    """Return the file with the second row of a table above its first."""
    word = WordFile.opened(data)
    rows = word.rows()
    if len(rows) < 2:
        return data
    first = entry_of(rows[0].lines[0])
    for entry in dict.fromkeys(entry_of(line) for line in rows[1].lines):
        first.addprevious(entry)
    return word.saved()


def reordered(before: bytes, truth: Truth) -> Truth:
    """Return the truth with rows that may come in any order."""
    rows = WordFile.opened(before).rows()
    return replace(truth, reordered=truth.reordered | {row.table for row in rows[:1]})
