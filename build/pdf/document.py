"""Make the PDF of one document: find the heights that its text needs, compile or reuse that layout, fill it.

A compiled layout is kept by its key: the specification (which holds definition, stage, verbatim, row
counts, box heights and settled answers), the page template and the font. A miss compiles anew.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.metadata import version

from build.issue import document_properties, printed_rows
from build.page import Control, Input, Page
from build.pdf.blank import TEMPLATE_FILES, compile_blank
from build.pdf.fill import FillableBlank
from build.pdf.printed import undrawable_words
from build.pdf.spec import Size, build_spec, default_height_pt, is_multiline
from build.qr import qr_modules
from forms.findings import Finding, Severity
from forms.lettering import FormFont, form_font
from forms.model import Definition
from forms.names import part_name
from forms.reference import qr_payload
from forms.spoken import called
from forms.typeset import box_height_pt, break_lines, split_parts

_LINES_PER_STEP = 3
"""Boxes grow by this many lines, so that similar documents share a layout."""
_LINES_PER_PART = 24
"""The most lines that one box holds; it still fits on a page below a table heading."""
_WIDTH_STEP_PT = 36.0
"""Blanks inside sentences grow by this much, for the same reason, until they are a whole line."""
_ROUNDING_PT = 0.05
"""A rectangle on the page may be this much narrower than it was asked to be."""
_TICKED = frozenset({Input.TICKS, Input.CHECK})
_KEPT_LAYOUTS = 64
_QUOTED_LETTERS = 60


def build_pdf(page: Page) -> bytes:
    """Return the fillable PDF of `page`, everything that it holds shown in full."""
    layout, parts = _layout(page)
    texts: dict[str, str] = {}
    choices: dict[str, str] = {}
    for control in page.controls():
        if control.flowing or not control.text:
            continue
        if control.input in _TICKED:
            choices[control.name] = control.text
        else:
            pieces = parts.get(control.name, (control.text,))
            texts |= {part_name(control.name, number): piece for number, piece in enumerate(pieces, start=1)}
    return layout.fill(
        texts,
        choices,
        list(_bands(page, layout.page_count)),
        document_properties(page.filling) | printed_rows(page),
    )


def unshown_characters(page: Page) -> tuple[Finding, ...]:
    """Return a finding for every control, and every printed text, with characters that the fonts lack."""
    font = form_font()
    answers = (
        _unshown(page.filling.definition, control.name, missing)
        for control in page.controls()
        if (missing := font.missing(control.text))
    )
    return (*answers, *(_unprinted(*words) for words in undrawable_words(build_spec(page, {}))))


def _unshown(definition: Definition, name: str, missing: str) -> Finding:
    return Finding(
        "B01",
        Severity.NOTE,
        name,
        f"{called(definition, name)}: the PDF cannot show {_codes(missing)}; each is kept but drawn as "
        "\ufffd. Send this form as Word if they matter.",
    )


def _unprinted(words: str, missing: str) -> Finding:
    quoted = words if len(words) <= _QUOTED_LETTERS else f"{words[:_QUOTED_LETTERS]} …"
    return Finding(
        "B05",
        Severity.NOTE,
        None,
        f"printed words “{quoted}”: the PDF cannot show {_codes(missing)}; each is drawn as \ufffd. "
        "Write it otherwise in the definition or in policy.toml, or send this form as Word.",
    )


def _codes(characters: str) -> str:
    more = f" and {len(characters) - 5} more" if len(characters) > 5 else ""
    return ", ".join(f"U+{ord(character):04X}" for character in characters[:5]) + more


def _layout(page: Page) -> tuple[FillableBlank, Mapping[str, tuple[str, ...]]]:
    """Return the layout that shows everything, and the parts of the answers that go on in further boxes."""
    plain = _compiled(page, build_spec(page, {}))
    sizes, parts = _sizes(page, plain)
    return (_compiled(page, build_spec(page, sizes)) if sizes else plain), parts


def _sizes(page: Page, plain: FillableBlank) -> tuple[dict[str, Size], dict[str, tuple[str, ...]]]:
    sizes: dict[str, Size] = {}
    parts: dict[str, tuple[str, ...]] = {}
    font = form_font()
    for control in page.controls():
        if control.flowing or not control.text or control.input in _TICKED:
            continue
        width_pt, height_pt = plain.size_pt(control.name)
        if _fits(control, width_pt, height_pt, font):
            continue
        line_pt = plain.line_pt(control.name)
        if line_pt and (wider := _wider(control, width_pt, line_pt, font)):
            sizes[control.name] = wider
            continue
        width_pt = line_pt - _ROUNDING_PT if line_pt else width_pt
        pieces = split_parts(control.text, width_pt, font, _LINES_PER_PART)
        sizes[control.name] = Size(tuple(_height_pt(piece, width_pt, control, font) for piece in pieces))
        parts[control.name] = pieces
    return sizes, parts


def _wider(control: Control, width_pt: float, line_pt: float, font: FormFont) -> Size | None:
    """Return the size in which the text of a blank inside a sentence stands on one line; None if in none."""
    if is_multiline(control, default_height_pt(control)):
        return None
    step_count = math.ceil((line_pt - width_pt) / _WIDTH_STEP_PT)
    for wider_pt in (width_pt + number * _WIDTH_STEP_PT for number in range(1, step_count + 1)):
        room_pt = min(wider_pt, line_pt) - _ROUNDING_PT
        if len(break_lines(control.text, room_pt, font)) == 1:
            return Size((default_height_pt(control),), wider_pt if wider_pt < line_pt else None)
    return None


def _fits(control: Control, width_pt: float, height_pt: float, font: FormFont) -> bool:
    count = len(break_lines(control.text, width_pt, font))
    if not is_multiline(control, height_pt):
        return count == 1
    return box_height_pt(count) <= height_pt + 0.01


def _height_pt(piece: str, width_pt: float, control: Control, font: FormFont) -> float:
    count = max(len(break_lines(piece, width_pt, font)), control.lines)
    steps = math.ceil(count / _LINES_PER_STEP) * _LINES_PER_STEP
    return max(box_height_pt(min(steps, _LINES_PER_PART + 1)), default_height_pt(control))


def _compiled(page: Page, spec: str) -> FillableBlank:
    key = layout_key(page, spec)
    if key not in _layouts:
        if len(_layouts) >= _KEPT_LAYOUTS:
            del _layouts[next(iter(_layouts))]
        _layouts[key] = FillableBlank(compile_blank(page, spec))
    return _layouts[key]


_layouts: dict[str, FillableBlank] = {}
"""Compiled layouts by key, oldest first."""


def layout_key(page: Page, spec: str) -> str:
    """Return the key of a compiled layout, in hexadecimal: equal keys are equal blanks."""
    whole = f"{page.filling.definition.fingerprint}\0{_design_fingerprint()}\0{spec}"
    return hashlib.sha256(whole.encode()).hexdigest()


@cache
def _design_fingerprint() -> str:
    templates = resources.files("templates")
    design = [templates.joinpath(f"pdf/{name}").read_bytes() for name in TEMPLATE_FILES]
    return hashlib.sha256(b"".join(design) + form_font().program + version("halfterm").encode()).hexdigest()


def _bands(page: Page, page_count: int) -> Iterator[tuple[str, tuple[bytes, ...]]]:
    filling = page.filling
    definition = filling.definition
    words = f"Reference {filling.reference}" if filling.reference else "No reference: blank form"
    for number in range(1, page_count + 1):
        payload = qr_payload(
            filling.reference, definition.id, definition.version, filling.stage.value, number
        )
        yield words, qr_modules(payload)
