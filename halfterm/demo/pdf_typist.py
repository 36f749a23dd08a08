"""Click and type in a PDF form with PDFium, as a person in a browser does; run as `python -m`.

PDFium has crashed on pages, so this runs in a process of its own, one per file. The order on standard input
is JSON, {"source": path, "target": path, "values": {field: text, or a bool for a tick box}}. Nothing is
written where a value cannot be put in; standard error then says why, and the exit status is 1.
"""

from __future__ import annotations

import ctypes
import io
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

_READ_ONLY = 1  # field flag, ISO 32000-1 table 221


@dataclass(frozen=True, slots=True)
class Widget:
    """A field's box on a page, in points, with its kind (/FT), a button's on-state, a choice's labels."""

    page_index: int
    box: tuple[float, float, float, float]
    kind: str
    flags: int
    value: str
    on_state: str | None
    is_on: bool
    labels: tuple[str, ...]


def inherited(widget: Any, key: str) -> Any:  # pikepdf objects have no narrower type
    """Return a field's entry, looked up through its parents, None where none has it."""
    node = widget
    while node is not None:
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def full_name(widget: Any) -> str:  # as above
    """Return a widget's fully qualified field name."""
    parts = []
    node = widget
    while node is not None:
        if "/T" in node:
            parts.append(str(node["/T"]))
        node = node.get("/Parent")
    return ".".join(reversed(parts))


def find_widgets(source: str | io.BytesIO) -> dict[str, list[Widget]]:
    """Return the widgets of every field by name, in page order."""
    found: dict[str, list[Widget]] = {}
    with pikepdf.open(source) as pdf:
        for page_index, page in enumerate(pdf.pages):
            annotations: Any = page.get("/Annots", [])
            for widget in annotations:
                if widget.get("/Subtype") != "/Widget":
                    continue
                kind = str(inherited(widget, "/FT"))
                drawn: Any = widget["/AP"]["/N"] if kind == "/Btn" and "/AP" in widget else {}
                on_states = [str(state) for state in drawn if state != "/Off"]
                options = inherited(widget, "/Opt") or []
                x0, y0, x1, y1 = (float(number) for number in widget["/Rect"])
                found.setdefault(full_name(widget), []).append(
                    Widget(
                        page_index=page_index,
                        box=(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)),
                        kind=kind,
                        flags=int(inherited(widget, "/Ff") or 0),
                        value=str(inherited(widget, "/V") or ""),
                        on_state=on_states[0].removeprefix("/") if on_states else None,
                        is_on=str(widget.get("/AS", "/Off")) != "/Off",
                        labels=tuple(str(o[1] if isinstance(o, pikepdf.Array) else o) for o in options),
                    )
                )
    return found


class Typist:
    """Somebody who clicks and types in a document through PDFium's form filler."""

    def __init__(self, source: str) -> None:
        """Open the document with its forms ready."""
        self.document = pypdfium2.PdfDocument(source)
        self.document.init_forms()
        if self.document.formenv is None:
            sys.exit(f"{source}: has no form")
        self._form = self.document.formenv.raw
        # Loading a page with the form environment there calls FORM_OnAfterLoadPage.
        self._pages = [self.document[index] for index in range(len(self.document))]

    def click(self, widget: Widget) -> Any:  # a raw PDFium page handle
        """Click into a widget near its top, and return the page's handle."""
        page = self._pages[widget.page_index].raw
        x0, y0, x1, y1 = widget.box
        # The right end of a combo box is its arrow, the left end is always text.
        x_pt, y_pt = min(x0 + 6, (x0 + x1) / 2), y1 - min(6, (y1 - y0) / 2)
        pdfium.FORM_OnMouseMove(self._form, page, 0, x_pt, y_pt)
        pdfium.FORM_OnLButtonDown(self._form, page, 0, x_pt, y_pt)
        pdfium.FORM_OnLButtonUp(self._form, page, 0, x_pt, y_pt)
        return page

    def replace_text(self, widget: Widget, text: str) -> None:
        """Click into a text field, select all and type over it."""
        page = self.click(widget)
        wide = ctypes.create_string_buffer((text + "\0").encode("utf-16-le"))
        pdfium.FORM_SelectAllText(self._form, page)
        pdfium.FORM_ReplaceSelection(self._form, page, ctypes.cast(wide, pdfium.FPDF_WIDESTRING))
        pdfium.FORM_ForceToKillFocus(self._form)

    def choose(self, widget: Widget, label: str) -> bool:
        """Choose the option of a combo box that shows `label`, and return whether PDFium took it."""
        page = self.click(widget)
        index, chosen = widget.labels.index(label), True
        taken = bool(pdfium.FORM_SetIndexSelected(self._form, page, index, chosen))
        pdfium.FORM_ForceToKillFocus(self._form)
        return taken

    def press(self, widget: Widget) -> None:
        """Click a tick box or radio button."""
        self.click(widget)
        pdfium.FORM_ForceToKillFocus(self._form)

    def save(self) -> io.BytesIO:
        """Return the document as it now stands."""
        saved = io.BytesIO()
        self.document.save(saved)
        return saved


def put(typist: Typist, name: str, widgets: list[Widget], value: str | bool) -> None:  # noqa: FBT001
    """Type, choose or tick one field's value; leave with a message where it does not suit the field."""
    first = widgets[0]
    if any(widget.flags & _READ_ONLY for widget in widgets):
        sys.exit(f"field {name} is read-only")
    if first.kind == "/Btn":
        if isinstance(value, bool) and len(widgets) > 1:
            sys.exit(f"field {name} is a group; name the state to tick")
        states = [widget.on_state for widget in widgets]
        if isinstance(value, str) and value and value not in states:
            sys.exit(f"field {name} has no state {value!r}, only {states}")
        for widget in widgets:
            wanted = value if isinstance(value, bool) else value == widget.on_state
            # Pressing one of a group turns the others off, so only an empty answer has to press what is on.
            if (wanted and not widget.is_on) or (widget.is_on and value in {"", False}):
                typist.press(widget)
        return
    if isinstance(value, bool):
        sys.exit(f"field {name} takes text, not {value}")
    if first.kind == "/Ch":
        if value not in first.labels:
            sys.exit(f"field {name} has no option {value!r}, only {list(first.labels)}")
        if not typist.choose(first, value):
            sys.exit(f"field {name}: PDFium did not choose {value!r}")
    elif first.kind == "/Tx":
        typist.replace_text(first, value)
    else:
        sys.exit(f"field {name} is of kind {first.kind}, which nobody can type into")


def refuse_untaken(
    before: Mapping[str, list[Widget]], after: Mapping[str, list[Widget]], values: Mapping[str, str | bool]
) -> None:
    """Leave with a message where a field still holds what it held, although something else was put in."""
    for name, value in values.items():
        old, new = before[name], after[name]
        if new[0].kind == "/Btn":
            shown = [widget.on_state for widget in new if widget.is_on]
            wanted = [new[0].on_state] if value is True else [value] if value else []
            if shown != wanted:
                sys.exit(f"field {name}: {value!r} was ticked, {shown} is shown")
        elif (
            new[0].kind == "/Tx"
            and new[0].value == old[0].value
            and _lines(old[0].value) != _lines(str(value))
        ):
            sys.exit(f"field {name}: {value!r} was typed, {new[0].value!r} is still there")


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def type_values(source: str, target: str, values: Mapping[str, str | bool]) -> None:
    """Put every value into its field and save."""
    before = find_widgets(source)
    if missing := [name for name in values if name not in before]:
        sys.exit(f"{source}: no field {', '.join(missing)}")
    typist = Typist(source)
    for name, value in values.items():
        put(typist, name, before[name], value)
    saved = typist.save()
    refuse_untaken(before, find_widgets(saved), values)
    Path(target).write_bytes(saved.getvalue())


def main() -> None:
    """Carry out the order on standard input."""
    order = json.loads(sys.stdin.buffer.read())
    type_values(order["source"], order["target"], order["values"])


if __name__ == "__main__":
    main()
