"""What the Typst page is told: the page tree as plain data, with a size for every box.

The specification is also the key of a compiled layout: everything that moves a line on the page is
in it, and nothing else, so equal specifications are equal pages. What is as usual is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from build.page import (
    Block,
    Box,
    Control,
    Input,
    Options,
    Page,
    PageCell,
    PageSection,
    Rows,
    Sentence,
    Tick,
    Words,
)
from build.panel import stage_words
from build.pdf.look import look_data
from forms.lettering import form_font
from forms.names import part_name
from forms.own_words import ADDED_NOTE
from forms.typeset import blank_width_pt, box_height_pt


@dataclass(frozen=True, slots=True)
class Size:
    """How large a control's box has to be for what it shows."""

    heights_pt: tuple[float, ...]
    """Of its box and of the boxes that it goes on in."""
    width_pt: float | None = None
    """Of a blank inside a sentence: its width; None for the whole line."""


Sizes = Mapping[str, Size]
"""Control name -> size, for controls whose text does not fit the box as it is when empty."""

_USUAL_LETTERS = 24
"""Of a blank inside a sentence that does not say how wide it is."""


def build_spec(page: Page, sizes: Sizes) -> str:
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
        "panel": _panel(page, sizes),
        "sections": [_section(section, sizes) for section in page.sections],
        "continuation": _continuation(page.continuation, sizes),
    }
    data |= _present(look=look_data(definition.policy.look))
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _present(**entries: object) -> dict[str, object]:
    """Return the entries that say anything."""
    return {key: value for key, value in entries.items() if value}


def _panel(page: Page, sizes: Sizes) -> dict[str, Any] | None:
    if page.panel is None:
        return None
    return {
        "title": page.panel.title,
        "instructions": list(page.panel.instructions),
        "facts": [_block(box, sizes) for box in page.panel.facts],
    }


def _continuation(control: Control | None, sizes: Sizes) -> dict[str, Any] | None:
    """Return the free box at the end; one that its text has filled is never lower than it was asked to be."""
    if control is None:
        return None
    return _control(control, sizes) | _present(sized=control.name in sizes)


def _section(section: PageSection, sizes: Sizes) -> dict[str, Any]:
    return {
        "frame": section.frame.value,
        "columns": list(section.columns),
        "header": [_cell(cell, sizes) for cell in section.header],
        "rows": [[_cell(cell, sizes) for cell in row] for row in section.rows],
        "added": section.added,
        "title": section.title,
    } | _present(new_page=section.new_page, instruction=section.instruction)


def _cell(cell: PageCell, sizes: Sizes) -> dict[str, Any]:
    return {"blocks": _blocks(cell.blocks, sizes), "span": cell.span, "beside": cell.beside}


def _blocks(blocks: tuple[Block, ...], sizes: Sizes) -> list[dict[str, Any]]:
    """Return the blocks, option boxes and short boxes that stand beside each other gathered into one."""
    out: list[dict[str, Any]] = []
    for block in blocks:
        if isinstance(block, Box) and block.letters:
            data: dict[str, Any] = {"is": "short", "parts": [_part(block, sizes)]}
        else:
            data = _block(block, sizes)
        gathered = {"ticks": "ticks", "short": "parts"}.get(data["is"], "")
        if gathered and out and out[-1]["is"] == data["is"]:
            out[-1][gathered] += data[gathered]
        else:
            out.append(data)
    return out


def _block(block: Block, sizes: Sizes) -> dict[str, Any]:
    match block:
        case Words(text, style):
            return {"is": "words", "text": text, "style": style.value}
        case Box(control, label, weight):
            return {"is": "box", "label": label, "weight": weight, "control": _control(control, sizes)}
        case Tick():
            return {"is": "ticks", "ticks": [_tick(block)]}
        case Options(ticks, across, ends, label):
            options = {"is": "options", "label": label, "ticks": [_tick(tick) for tick in ticks]}
            return options | _present(across=across, ends=list(ends))
        case Sentence(parts, bullet):
            sentence = {"is": "sentence", "parts": [_part(part, sizes) for part in parts]}
            return sentence | _present(bullet=bullet)
        case Rows(_, name, cards):
            lines = [[[_block(entry, sizes) for entry in line] for line in card.lines] for card in cards]
            needed = [card.needed for card in cards]
            rows = {"is": "rows", "name": name, "cards": lines}
            return rows | _present(needed=needed if any(needed) else [])


def _tick(tick: Tick) -> dict[str, Any]:
    control, option = tick.control, tick.option
    data: dict[str, Any] = {"name": f"{control.name}/{control.options.index(option)}", "words": tick.words}
    if control.flowing:
        marked = control.text == option or (not control.text and option == control.options[0])
        data |= {"flow": control.text == option, "id": control.name, "marked": marked}
    # The page shows no difference, but the field that is compiled with it has one.
    return data | _present(locked=control.locked and not control.flowing)


def _part(part: Words | Box | Tick, sizes: Sizes) -> dict[str, Any]:
    """Return one part of a sentence."""
    if isinstance(part, Words):
        return _block(part, sizes)
    if isinstance(part, Tick):
        control = part.control
        # Of words to delete as applicable, one is left when the answer is settled.
        struck = control.flowing and control.text not in {"", part.option} and control.input is Input.TICKS
        unanswered = control.flowing and not control.text and part.option == control.options[-1]
        return {"is": "tick", "tick": _tick(part)} | _present(struck=struck, unanswered=unanswered)
    control = part.control
    data = {"is": "blank", "label": part.label, "control": _control(control, sizes)}
    if control.flowing:
        return data
    size = sizes.get(control.name)
    width_pt = size.width_pt if size else blank_width_pt(part.letters or _USUAL_LETTERS, form_font())
    return data | {"width": width_pt}


def _control(control: Control, sizes: Sizes) -> dict[str, Any]:
    data: dict[str, Any] = {"name": control.name, "locked": control.locked}
    if control.flowing:
        return data | {"flow": flowing_text(control.text)}
    size = sizes.get(control.name)
    heights = size.heights_pt if size else (default_height_pt(control),)
    return data | {
        "boxes": [
            {"name": part_name(control.name, number), "height": height}
            for number, height in enumerate(heights, start=1)
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
    """Return `text` as it flows over the page, in characters that can be drawn."""
    return "\n".join(form_font().drawn(line) for line in text.split("\n"))
