"""Read the answers of a Word file without its controls, against the form made once more as it was issued.

A value that is read so is well told, but not exactly: it says by its channel and confidence how it was read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.controls import controls_as
from extract.label.aligning import Aligned, Held, align, slots_of
from extract.label.joining import joined
from extract.label.mislaid import first_labels
from extract.label.saying import doubt_of, findings_of
from extract.label.shape import END, Cell, Hint, Part, Slot, shape_of
from extract.package import Package, read_package
from extract.raw import Identity, RawBox, RawFile
from extract.word_traces import ran_together
from extract.wordtext import W14, W, text_of
from forms import properties
from forms.errors import UnreadableError
from forms.model import Stage
from forms.records import Channel
from forms.spoken import COLUMN_LABELS

if TYPE_CHECKING:
    from lxml import etree

_ROW_IN_TITLE = re.compile(r", row ([1-9][0-9]*): ")
_MORE_ROWS = 40
_SURE, _UNSURE = 0.95, 0.4
_MOST_LOST = 0.2
"""Of all places: where more are lost, the file is not laid out as this form is."""
_SETTLED = frozenset({Stage.SIGNING, Stage.FINAL})
_REF = f"{COLUMN_LABELS['ref']} "
_HINT_STYLE = "Quiet"
_NAMELESS_BOX, _BREAKS_LOST = "F23", "F18"


def read_labelled(package: Package, identity: Identity, kind: str, issued: Iterable[bytes]) -> RawFile:
    """Return a file with what stands in the places of controls that are gone.

    `issued` yields the Word files as which the form may have been issued, the likeliest first. Raises
    UnreadableError R23 where the file is laid out as none of them.
    """
    best = best_of(shape_of(package.document), identity.stage, issued)
    named = titles_in(best.made.document) if best is not None else {}
    verbatim = identity.verbatim or (best is not None and best.is_verbatim)
    raw = controls_as(package, replace(identity, verbatim=verbatim), named, kind)
    if best is None or best.aligned is None:
        if raw.boxes:
            return raw
        raise _not_fitting(raw.identity)
    return _completed(raw, best.aligned, frozenset(first_labels(best.form)))


@dataclass(frozen=True, slots=True)
class Best:
    """The form made once more that a document is."""

    made: Package
    """The first one that was tried where it is none of them."""
    form: Cell
    """And how it is laid out."""
    aligned: Aligned | None
    """None where it is laid out as none of them."""

    @property
    def is_verbatim(self) -> bool:
        """Return whether it is that form without what is added to the policy's."""
        return self.aligned is not None and self.made.properties.get(properties.VERBATIM) == "yes"


def best_of(found: Cell, stage: str, issued: Iterable[bytes], most_lost: float = _MOST_LOST) -> Best | None:
    """Return which of some forms a document is, and what it says; None where there is none to try.

    `issued` yields the Word files as which it may have been issued, the likeliest first; `most_lost` is the
    share of places that may be gone from it.
    """
    best: Best | None = None
    for blank in issued:
        made = read_package(blank)
        form = shape_of(made.document, _part)
        aligned = align(form, found)
        if not _may_be(aligned, form, stage, most_lost):
            best = best or Best(made, form, None)
        elif best is None or best.aligned is None or _rank(aligned) > _rank(best.aligned):
            best = Best(made, form, aligned)
        if aligned.is_whole:
            break
    return best


def titles_in(document: etree._Element) -> dict[str, str]:
    """Return the tags of an issued form's controls by their titles, of which each has one of its own.

    A table may have had more rows when it was issued than it has here, so there are titles of more.
    """
    titles: dict[str, str] = {}
    for entries in document.iter(W + "sdtPr"):
        tag, alias = entries.find(W + "tag"), entries.find(W + "alias")
        if tag is not None and alias is not None:
            titles[alias.get(W + "val") or ""] = tag.get(W + "val") or ""
    more: dict[str, str] = {}
    for title, name in titles.items():
        row = _ROW_IN_TITLE.search(title)
        if row is not None and f"-{row[1]}-" in name:
            for number in range(int(row[1]) + 1, int(row[1]) + _MORE_ROWS + 1):
                other = f"{title[: row.start(1)]}{number}{title[row.end(1) :]}"
                more[other] = name.replace(f"-{row[1]}-", f"-{number}-", 1)
    return {**more, **titles}


def texts_in(document: etree._Element) -> list[str]:
    """Return the texts of a document piece by piece, as they stand between tabs and the ends of lines."""
    return texts_of(shape_of(document))


def texts_of(cell: Cell) -> list[str]:
    """Return the texts of a document whose shape is known, in the same way."""
    pieces = (piece for text in _all_texts(cell) for piece in text.replace("\t", END).split(END))
    return [piece.removeprefix(_REF) for piece in pieces if piece]


def _all_texts(cell: Cell) -> Iterator[str]:
    for text in cell.texts:
        yield text.plain
    for table in cell.tables:
        for row in table.rows:
            for inner in row.cells:
                yield from _all_texts(inner)


def _part(element: etree._Element) -> Part | None:
    if element.tag == W + "r":
        style = element.find(f"{W}rPr/{W}rStyle")
        is_hint = style is not None and style.get(W + "val") == _HINT_STYLE
        return Hint(text_of(element)) if is_hint else None
    entries = element.find(W + "sdtPr") if element.tag == W + "sdt" else None
    tag = entries.find(W + "tag") if entries is not None else None
    content = element.find(W + "sdtContent")
    if entries is None or tag is None or content is None:
        return None
    lock = entries.find(W + "lock")
    return Slot(
        tag.get(W + "val") or "",
        text_of(content),
        is_tick=entries.find(W14 + "checkbox") is not None,
        is_prompt=entries.find(W + "showingPlcHdr") is not None,
        is_locked=lock is not None and lock.get(W + "val") == "sdtContentLocked",
    )


def _may_be(aligned: Aligned, form: Cell, stage: str, most_lost: float) -> bool:
    """Return whether a file may have been issued as `form`.

    Once answers are settled a form shows the rows that were filled: with others it is not this one.
    """
    if aligned.is_strange or (stage in _SETTLED and (aligned.lost or aligned.loose)):
        return False
    return len(aligned.lost) <= most_lost * sum(1 for _ in slots_of(form))


def _rank(aligned: Aligned) -> tuple[int, int]:
    return (-len(aligned.lost) - len(aligned.loose), aligned.worth)


def _not_fitting(identity: Identity) -> UnreadableError:
    return UnreadableError(
        "R23",
        f"this is form {identity.form}, reference {identity.reference or '(none)'}, but the program that "
        "saved it took its boxes out, and its printed words and tables do not stand as they were issued. Ask "
        "for the file that was typed into, or key it in by hand. Nothing was read from it",
    )


def _completed(raw: RawFile, aligned: Aligned, labels: Collection[str]) -> RawFile:
    # Where every place was found, a nameless box stands in one of them, or what it says is told as loose.
    found = [one for one in raw.findings if aligned.lost or one.code != _NAMELESS_BOX]
    told = {one.field for one in found if one.code == _BREAKS_LOST}
    names = dict.fromkeys(held.taken.slot.name for held in aligned.held if _begins_with_break(held))
    found += [ran_together(name) for name in names if name not in told]
    return replace(
        raw,
        channel=raw.channel if raw.boxes else Channel.LABEL,
        boxes=tuple(joined(raw.boxes, boxes_of(aligned), labels)),
        findings=(*found, *findings_of(aligned)),
        # What stands outside all places is told with the labels in view.
        statics=(),
    )


def _begins_with_break(held: Held) -> bool:
    """Return whether line breaks stand before an answer: there LibreOffice 7.4 puts those that were in it."""
    return any(text.startswith("\n") for text in held.taken.texts)


def boxes_of(aligned: Aligned) -> list[RawBox]:
    """Return what stands in the places of a form as boxes."""
    return [_box(held) for held in aligned.held]


def _box(held: Held) -> RawBox:
    taken = held.taken
    return RawBox(
        taken.slot.name,
        tuple(dict.fromkeys(text.lstrip("\n") for text in taken.texts)),
        ticked=taken.ticked,
        row_key=-held.row_key if held.row_key else None,
        confidence=_UNSURE if doubt_of(held) else _SURE,
        channel=Channel.LABEL,
    )
