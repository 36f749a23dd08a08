"""Put back what LibreOffice 7.4 mislays: printed words and titles that it moves to other controls.

An entry of a repeating section begins with a label. That program takes it into the first text control behind,
beyond any other control. It gives titles of controls to the frames around them, and of frames to controls.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.label.shape import END, Cell, Row
from extract.wordtext import W14, W, piece_of, text_of

if TYPE_CHECKING:
    from lxml import etree

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_INPUTS = tuple(f"{W}sdtPr/{name}" for name in (f"{W}text", f"{W}date", f"{W}dropDownList", f"{W}comboBox"))
_TICK_BOX = f"{W}sdtPr/{W14}checkbox"


def put_back(document: etree._Element, form: Cell, made: etree._Element) -> etree._Element:
    """Return a returned document with its words and titles where the issued one has them.

    `form` is the shape of the issued document `made`. Controls that have their tags are left alone, and a
    document in which all have is returned itself.
    """
    if all(_has_tag(control) for control in document.iter(W + "sdt")):
        return document
    mended = copy.deepcopy(document)
    labels = sorted(set(_first_labels(form)), key=len, reverse=True)
    frames = {
        title for control in made.iter(W + "sdt") if not _has_tag(control) and (title := _title(control))
    }
    for control in [one for one in mended.iter(W + "sdt") if not _has_tag(one)]:
        if _title(control) in frames or _is_frame(control):
            for alias in control.findall(f"{W}sdtPr/{W}alias"):
                alias.getparent().remove(alias)  # type: ignore[union-attr]  # it was found in one
        if control.find(f"{W}sdtPr/{W}text") is not None:
            _put_label_back(control, labels)
    return mended


def _has_tag(control: etree._Element) -> bool:
    return control.find(f"{W}sdtPr/{W}tag") is not None


def _title(control: etree._Element) -> str:
    alias = control.find(f"{W}sdtPr/{W}alias")
    return "" if alias is None else alias.get(W + "val") or ""


def _is_frame(control: etree._Element) -> bool:
    """Return whether a control only holds others."""
    holds = control.find(f".//{W}sdtContent//{W}sdt") is not None
    return holds and all(control.find(path) is None for path in (*_INPUTS, _TICK_BOX))


def _first_labels(cell: Cell) -> Iterator[str]:
    """Yield the words with which rows begin, before a place in the same line."""
    for table in cell.tables:
        for row in table.rows:
            label = _label(row)
            if label.strip() and END not in label:
                yield label
            for inner in row.cells:
                yield from _first_labels(inner)


def _label(row: Row) -> str:
    parts = row.cells[0].texts[0].parts if row.cells else ()
    return parts[0] if len(parts) > 1 and isinstance(parts[0], str) else ""


def _put_label_back(control: etree._Element, labels: list[str]) -> None:
    """Move a label with which a control begins to the beginning of its row, where it does not stand yet."""
    content = control.find(W + "sdtContent")
    row = next(control.iterancestors(W + "tr"), None)
    first = None if row is None else next(row.iter(W + "p"), None)
    if content is None or first is None:
        return
    shown = text_of(content)
    label = next((one for one in labels if shown.startswith(one)), "")
    pieces = [(one, piece) for one in content.iter() if (piece := piece_of(one)) is not None]
    if not label or not "".join(piece for _, piece in pieces).startswith(label):
        return
    if text_of(first).startswith(label) and control not in first.iterdescendants():
        return
    left = len(label)
    for piece_element, piece in pieces:
        if left <= 0:
            break
        if len(piece) <= left:
            piece_element.getparent().remove(piece_element)  # type: ignore[union-attr]  # it stands in a run
        else:
            piece_element.text = piece[left:]
            piece_element.set(_SPACE, "preserve")
        left -= len(piece)
    properties = first.find(W + "pPr")
    first.insert(0 if properties is None else first.index(properties) + 1, _run(first, label))


def _run(paragraph: etree._Element, words: str) -> etree._Element:
    run = paragraph.makeelement(W + "r")
    for number, words_of_it in enumerate(words.split("\t")):
        if number:
            run.append(run.makeelement(W + "tab"))
        if words_of_it:
            text = run.makeelement(W + "t", {_SPACE: "preserve"})
            text.text = words_of_it
            run.append(text)
    return run
