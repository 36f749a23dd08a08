"""Find what somebody put onto a form beside its boxes.

That is text, notes, stamps and drawings on the pages of a PDF (ISO 32000-1, 12.5.6), and the comments and
notes of a Word file (ECMA-376 part 1, 17.11 and 17.13.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from extract.package import Package
from extract.pdfsource import Name, Node, Source
from extract.pdftext import decode_text
from extract.raw import Note, RawBox
from extract.wordtext import SKIPPED, W, text_of
from forms.findings import Finding, Severity
from forms.model import Definition
from forms.records import Box
from forms.spoken import spoken_name

if TYPE_CHECKING:
    from lxml import etree

_NO_NOTES = frozenset({"/Widget", "/Link", "/Popup", "/PrinterMark", "/TrapNet"})
"""What a page has without anybody's doing, and the window of a note that is itself in the list."""
_CALLED = {
    "/FreeText": "text typed on the page",
    "/Text": "a note",
    "/Stamp": "a stamp",
    "/FileAttachment": "an attached file",
    "/Highlight": "a highlight",
    "/Underline": "an underline",
    "/Squiggly": "an underline",
    "/StrikeOut": "words struck out",
    "/Watermark": "a watermark",
    "/Link": "a link",
    "/Popup": "the window of a note",
}
_DRAWING = "a drawing"
_PUSH_BUTTON = 1 << 16
_MOST_QUOTED = 300
"""Characters of one note that a finding quotes; the rest is in the file."""
_MOST_NOTES = 5
_MOST_DEEP = 32


def notes_on_pages(source: Source, boxes: Iterable[RawBox]) -> Iterator[Note]:
    """Yield what was put onto the pages of an open PDF, in page order; `boxes` say what it lies over."""
    placed = [(box.page_number, box.box, box.name) for box in boxes if box.box is not None]
    for page_number, node in source.annotations():
        subtype = source.plain(node, "/Subtype")
        if subtype == "/Widget":
            yield from _strange_box(source, node, page_number)
            continue
        words = source.plain(node, "/Contents")
        text = decode_text(words)[0] if isinstance(words, bytes) else ""
        # What only some programs draw may lie over a box.
        is_drawn = source.child(node, "/AP") is not None
        silent = not isinstance(subtype, Name) or (subtype in _NO_NOTES and not _speaks(source, node, text))
        if silent and not is_drawn:
            continue
        middle = _middle(source, node)
        over = next(
            (name for page, box, name in placed if page == page_number and _holds(box, middle)),
            "",
        )
        yield Note(_CALLED.get(str(subtype), _DRAWING), text, over, page_number)
    names = source.child(source.catalogue(), "/Names")
    if names is not None and source.child(names, "/EmbeddedFiles") is not None:
        yield Note("an attached file", "", "")


def _speaks(source: Source, node: Node, text: str) -> bool:
    """Return whether what usually has no words of its own has some: a link, or the window of a note."""
    parent = source.child(node, "/Parent")
    said = source.plain(parent, "/Contents") if parent is not None else None
    return bool(text.strip()) and (not isinstance(said, bytes) or decode_text(said)[0] != text)


def _strange_box(source: Source, node: Node, page_number: int) -> Iterator[Note]:
    """Yield what looks like a box and can hold no answer: a button, a seal that is none, a nameless box."""
    flags, kind = (_inherited(source, node, key) for key in ("/Ff", "/FT"))
    is_button = kind in {None, "/Btn"} and isinstance(flags, int) and bool(flags & _PUSH_BUTTON)
    is_seal = kind == "/Sig"
    has_name = source.child(node, "/T") is not None or source.child(node, "/Parent") is not None
    looks = source.child(node, "/MK")
    caption = source.plain(looks, "/CA") if looks is not None else None
    words = decode_text(caption)[0] if isinstance(caption, bytes) else ""
    is_shown = bool(words) or source.child(node, "/AP") is not None
    if is_shown and (is_button or is_seal or not has_name) and not _has_value(source, node):
        called = "a button" if is_button else "a place for a signature" if is_seal else "a box without a name"
        yield Note(called, words, "", page_number)


def _inherited(source: Source, node: Node, key: str) -> object:
    for _ in range(_MOST_DEEP):
        if (value := source.plain(node, key)) is not None:
            return value
        parent = source.child(node, "/Parent")
        if parent is None:
            break
        node = parent
    return None


def _has_value(source: Source, node: Node) -> bool:
    parent = source.child(node, "/Parent")
    return any(
        one is not None and (source.plain(one, "/V") is not None or source.child(one, "/V") is not None)
        for one in (node, parent)
    )


def _middle(source: Source, node: Node) -> tuple[float, float] | None:
    match source.plain(node, "/Rect"):
        case [int() | float() as x0, int() | float() as y0, int() | float() as x1, int() | float() as y1]:
            return (x0 + x1) / 2, (y0 + y1) / 2
    return None


def _holds(box: Box, point: tuple[float, float] | None) -> bool:
    return point is not None and box.x0_pt <= point[0] <= box.x1_pt and box.y0_pt <= point[1] <= box.y1_pt


def notes_in_word(package: Package) -> Iterator[Note]:
    """Yield the comments, footnotes and endnotes of a Word file that say something."""
    for called, entry, mark in (
        ("a comment", "comment", "commentReference"),
        ("a footnote", "footnote", "footnoteReference"),
        ("an endnote", "endnote", "endnoteReference"),
    ):
        part = package.notes.get(f"{entry}s")
        marks = {one.get(f"{W}id"): one for one in package.document.iter(W + mark)}
        for note in part.iterchildren(W + entry) if part is not None else ():
            text = "\n".join(text_of(paragraph) for paragraph in note.iter(W + "p"))
            if text.strip():
                yield Note(called, text, _beside(marks.get(note.get(f"{W}id"))))


def _beside(mark: etree._Element | None) -> str:
    """Return the name of the box that a note's mark stands in, or with in one paragraph or cell."""
    if mark is None or any(around.tag in SKIPPED for around in mark.iterancestors()):
        return ""
    for around in mark.iterancestors(W + "sdt", W + "p", W + "tc"):
        tags = (tag.get(f"{W}val") or "" for tag in around.iterfind(f".//{W}sdtPr/{W}tag"))
        if name := next((tag for tag in tags if tag), ""):
            return name
    return ""


def find_notes(notes: Iterable[Note], definition: Definition) -> Iterator[Finding]:
    """Yield one finding, if there are notes; it quotes them and says where they stand."""
    said = [_said(note, definition) for note in notes]
    if not said:
        return
    more = f"; and {len(said) - _MOST_NOTES} more" if len(said) > _MOST_NOTES else ""
    yield Finding(
        "F38",
        Severity.SOON,
        None,
        f"beside the answers somebody left {'; '.join(said[:_MOST_NOTES])}{more}. That belongs to no answer "
        "and is not handed on; look at the form and put what counts into its boxes",
    )


def _said(note: Note, definition: Definition) -> str:
    words = " ".join(note.text.split())
    left = len(words) - _MOST_QUOTED
    quoted = f"{words[:_MOST_QUOTED]!r} (and {left:,} characters more)" if left > 0 else repr(words)
    parts = [note.called, *([quoted] if words else [])]
    if note.page_number is not None:
        parts.append(f"on page {note.page_number}")
    if note.beside:
        parts.append(f"at the box {spoken_name(definition, note.beside) or note.beside}")
    return " ".join(parts)
