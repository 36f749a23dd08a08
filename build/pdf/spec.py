"""What the Typst page is told: the page tree as plain data, with a height for every box.

The specification is also the key of a compiled layout: everything that moves a line on the page is
in it, and nothing else, so equal specifications are equal pages.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from build.page import (
    ADDED_NOTE,
    Block,
    Box,
    Control,
    Input,
    Page,
    PageCell,
    PageSection,
    Rows,
    Tick,
    Words,
)
from build.panel import stage_words
from forms.lettering import form_font
from forms.names import part_name
from forms.typeset import SIZE_PT, box_height_pt

Heights = Mapping[str, tuple[float, ...]]
"""Control name -> the heights in points of its box and of the boxes that it goes on in."""

_LONG_WORD_PT = 90.0
"""Words wider than this may break between any two letters: a cell of settled answers can be this narrow."""


def build_spec(page: Page, heights: Heights) -> str:
    """Return the page as the JSON that templates/pdf/form.typ reads; deterministic."""
    filling, definition = page.filling, page.filling.definition
    data: dict[str, Any] = {
        "title": definition.title,
        "appendix": definition.appendix,
        "policy": definition.policy.name,
        "form": definition.id,
        "version": definition.version,
        "stage": filling.stage.value,
        "stage_words": stage_words(filling),
        "added_note": ADDED_NOTE,
        "panel": _panel(page, heights),
        "sections": [_section(section, heights) for section in page.sections],
        "continuation": None if page.continuation is None else _control(page.continuation, heights),
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _panel(page: Page, heights: Heights) -> dict[str, Any] | None:
    if page.panel is None:
        return None
    return {
        "title": page.panel.title,
        "instructions": list(page.panel.instructions),
        "facts": [_block(box, heights) for box in page.panel.facts],
    }


def _section(section: PageSection, heights: Heights) -> dict[str, Any]:
    return {
        "frame": section.frame.value,
        "columns": list(section.columns),
        "header": [_cell(cell, heights) for cell in section.header],
        "rows": [[_cell(cell, heights) for cell in row] for row in section.rows],
        "added": section.added,
        "title": section.title,
    }


def _cell(cell: PageCell, heights: Heights) -> dict[str, Any]:
    return {"blocks": _blocks(cell.blocks, heights), "span": cell.span, "beside": cell.beside}


def _blocks(blocks: tuple[Block, ...], heights: Heights) -> list[dict[str, Any]]:
    """Return the blocks, option boxes that stand beside each other gathered into one."""
    out: list[dict[str, Any]] = []
    for block in blocks:
        data = _block(block, heights)
        if data["is"] == "ticks" and out and out[-1]["is"] == "ticks":
            out[-1]["ticks"] += data["ticks"]
        else:
            out.append(data)
    return out


def _block(block: Block, heights: Heights) -> dict[str, Any]:
    match block:
        case Words(text, style):
            return {"is": "words", "text": text, "style": style.value}
        case Box(control, label, weight):
            return {"is": "box", "label": label, "weight": weight, "control": _control(control, heights)}
        case Tick(control, option, words):
            tick: dict[str, Any] = {"name": f"{control.name}/{option}", "words": words}
            if control.flowing:
                marked = control.text == option or (not control.text and option == control.options[0])
                tick |= {"flow": control.text == option, "id": control.name, "marked": marked}
            return {"is": "ticks", "ticks": [tick]}
        case Rows(_, name, cards):
            lines = [[[_block(box, heights) for box in line] for line in card.lines] for card in cards]
            return {"is": "rows", "name": name, "cards": lines}


def _control(control: Control, heights: Heights) -> dict[str, Any]:
    data: dict[str, Any] = {"name": control.name, "locked": control.locked}
    if control.flowing:
        return data | {"flow": flowing_text(control.text)}
    boxes = heights.get(control.name) or (default_height_pt(control),)
    return data | {
        "boxes": [
            {"name": part_name(control.name, number), "height": height}
            for number, height in enumerate(boxes, start=1)
        ]
    }


def default_height_pt(control: Control) -> float:
    """Return the height of a control's box in points when it is blank."""
    return box_height_pt(control.lines)


def is_multiline(control: Control, height_pt: float) -> bool:
    """Return whether a box of this height holds more than one line."""
    # A rectangle on the page is rounded, so it may be a hair higher than it was asked to be.
    return control.input is Input.LINES or height_pt > box_height_pt(1) + 1


def flowing_text(text: str) -> str:
    """Return `text` as it flows over the page: drawable characters, long words with places to break."""
    drawn = "\n".join(form_font().drawn(line) for line in text.split("\n"))
    return "\n".join(" ".join(_breakable(word) for word in line.split(" ")) for line in drawn.split("\n"))


def _breakable(word: str) -> str:
    if form_font().width_pt(word, SIZE_PT) <= _LONG_WORD_PT:
        return word
    return "".join(one if unicodedata.combining(one) else f"\u200b{one}" for one in word).lstrip("\u200b")
