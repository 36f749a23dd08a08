"""Read the content controls of a Word file (ECMA-376 part 1, 17.5.2) under their tags.

Only the body counts: headers and footers are other parts. What stands outside the controls, or in notes, is
handed on as it is: only the form's definition tells printed words from typed ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from extract.bound import bound_boxes
from extract.box_order import check_box_order
from extract.control_rows import CONTAINERS, INPUTS, Control, controls_in, value_of
from extract.notes import notes_in_word
from extract.package import Package
from extract.printed import read_statics
from extract.raw import Identity, RawBox, RawFile, identity_from
from extract.word_traces import lost_breaks, traces_in_word, tracked_changes, unreal_words
from extract.wordtext import (
    TICKED_GLYPHS,
    UNTICKED_GLYPHS,
    W14,
    W,
    text_of,
)
from forms import placeholders
from forms.dates import parse_date
from forms.findings import Finding, Severity
from forms.records import Channel
from forms.reference import parse_reference

if TYPE_CHECKING:
    from lxml import etree

_WORDS_OWN = frozenset(
    {
        "click or tap here to enter text.",
        "click here to enter text.",
        "choose an item.",
        "click or tap to enter a date.",
        "click here to enter a date.",
    }
)
"""What Word shows in an empty control whose own placeholder got lost; trusted only where its flag is set."""
_PROMPTS = (placeholders.TEXT, placeholders.CELL, placeholders.DATE)
_ON = frozenset({"1", "true", "on"})


def read_controls(package: Package, named: Mapping[str, str] | None = None, kind: str = "docx") -> RawFile:
    """Return what the controls of a Word file hold, in document order.

    `named` gives the tags of controls that only their titles are left of: title -> tag. Raises
    UnreadableError R20 where the file says of no form that it is one.
    """
    identity = identity_from(package.properties, _hint(package))
    return controls_as(package, identity, named or {}, kind)


def controls_as(package: Package, identity: Identity, named: Mapping[str, str], kind: str) -> RawFile:
    """Return what the controls hold of a file that is known to be this form; see `read_controls`."""
    boxes: list[RawBox] = []
    findings: list[Finding] = []
    for control in controls_in(package.document):
        found = _box(control, named, findings)
        if found is not None:
            boxes.append(found)
    findings.extend(_file_findings(package, identity.reference))
    findings.extend(unreal_words(package))
    findings.extend(bound_boxes(package))
    findings.extend(check_box_order((box.name for box in boxes), identity.marks))
    return RawFile(
        kind=kind,
        channel=Channel.CONTROL,
        identity=identity,
        pages=None,
        boxes=tuple(boxes),
        findings=tuple(findings),
        statics=read_statics(package.document, _boxed),
        notes=(*notes_in_word(package), *traces_in_word(package, identity)),
    )


def has_nameless(package: Package) -> bool:
    """Return whether a control that somebody can fill in has no tag."""
    return any(_boxed(control) == "" for control in package.document.iter(W + "sdt"))


def _boxed(control: etree._Element) -> str | None:
    """Return the name of the box that a w:sdt is, "" where it has none, None where it is only a frame."""
    properties = control.find(W + "sdtPr")
    entries = {entry.tag: entry for entry in reversed(properties)} if properties is not None else {}
    if not CONTAINERS.isdisjoint(entries):
        return None
    tag = value_of(entries.get(W + "tag"))
    named = tag != "" or not INPUTS.isdisjoint(entries) or W14 + "checkbox" in entries
    return tag if named else None


def _hint(package: Package) -> str:
    if parse_reference(package.identifier) is None:
        return ""
    return f" (though its identifier is {package.identifier}; another program may have re-saved it)"


def _file_findings(package: Package, reference: str) -> Iterator[Finding]:
    if package.identifier and reference and package.identifier != reference:
        yield Finding(
            "X27",
            Severity.SOON,
            None,
            f"the file carries two references: {reference} in its properties and {package.identifier} as its "
            "identifier. Check whose form this is",
        )
    yield from tracked_changes(package.document)


def _box(control: Control, named: Mapping[str, str], findings: list[Finding]) -> RawBox | None:
    """Return the box that a control is; None, with a finding if it holds words, where it has no tag."""
    shown = text_of(control.content) if control.content is not None else ""
    tag = value_of(control.properties.get(W + "tag")) or named.get(
        value_of(control.properties.get(W + "alias")), ""
    )
    checkbox = control.properties.get(W14 + "checkbox")
    if not tag:
        findings.extend(_nameless(control, checkbox, shown))
        return None
    if checkbox is not None:
        return _tick_box(tag, checkbox, shown, control.row_key, findings)
    text = _answer_text(tag, shown, control, findings)
    return RawBox(tag, (text,) if text is not None else (), row_key=control.row_key)


def _nameless(control: Control, checkbox: etree._Element | None, shown: str) -> Iterator[Finding]:
    words = ""
    if checkbox is not None:
        words = "is ticked" if _is_ticked(checkbox) else ""
    elif not INPUTS.isdisjoint(control.properties):
        # Any other is a frame around printed words: LibreOffice makes one of each repeated entry.
        blank = _is_placeholder(shown, control)
        words = "" if blank else f"holds {shown!r}"
    if words:
        yield Finding(
            "F23",
            Severity.SOON,
            None,
            f"a box without a name{_alias(control)} {words}; which answer it is cannot be told. "
            "Look at the form and add it by hand",
        )


def _answer_text(tag: str, shown: str, control: Control, findings: list[Finding]) -> str | None:
    flagged = _is_flagged(control)
    date = control.properties.get(W + "date")
    stored = (date.get(W + "fullDate") or "")[:10] if date is not None else ""
    if _is_placeholder(shown, control):
        return None
    if flagged:
        findings.append(
            Finding(
                "F14",
                Severity.NOTE,
                tag,
                f"{tag}: the file calls this box empty, but it holds {len(shown)} characters of text; "
                "they were kept. Check them",
            )
        )
    elif shown.startswith(_PROMPTS) or shown.endswith(_PROMPTS):
        findings.append(
            Finding(
                "F15",
                Severity.NOTE,
                tag,
                f"{tag}: the answer has the form's own prompt at one end; it was kept as typed. Check it",
            )
        )
    findings.extend(lost_breaks(tag, control.content))
    read = parse_date(shown)
    if stored and read is not None and read.isoformat() != stored:
        findings.append(
            Finding(
                "F17",
                Severity.SOON,
                tag,
                f"{tag}: the page shows {shown!r} but the date picker holds {stored}; what the page shows "
                "was taken. "
                "Check which is meant",
            )
        )
    return shown


def _tick_box(
    tag: str, checkbox: etree._Element, shown: str, row_key: int | None, findings: list[Finding]
) -> RawBox:
    ticked = _is_ticked(checkbox)
    looks = _looks_ticked(checkbox, shown.strip())
    doubtful = looks is not None and looks != ticked
    if doubtful:
        findings.append(
            Finding(
                "F16",
                Severity.ACT_NOW,
                tag,
                f"{tag}: the box is stored as {'ticked' if ticked else 'not ticked'} but shows "
                f"{shown.strip()!r}. "
                "Look at the form and ask which is meant",
            )
        )
    return RawBox(tag, (), ticked=ticked, doubtful=doubtful, row_key=row_key)


def _is_ticked(checkbox: etree._Element) -> bool:
    return _value(checkbox, W14 + "checked", W14).lower() in _ON


def _looks_ticked(checkbox: etree._Element, glyph: str) -> bool | None:
    """Return what the glyph says, None where it says nothing that is known."""
    for name, meaning in ((W14 + "checkedState", True), (W14 + "uncheckedState", False)):
        code = _value(checkbox, name, W14)
        if code and glyph and f"{ord(glyph[0]):04X}" == code.upper().zfill(4) and len(glyph) == 1:
            return meaning
    if glyph in TICKED_GLYPHS or glyph in {"x", "X"}:
        return True
    return False if glyph in UNTICKED_GLYPHS else None


def _is_placeholder(shown: str, control: Control) -> bool:
    """Return whether nothing was answered: the flag says so, or the words stand there in the prompt's style.

    Somebody may well write "Left blank", so the words alone prove nothing.
    """
    words = " ".join(shown.split())
    if not words:
        return True
    if _is_flagged(control):
        return words in placeholders.ALL or words.lower() in _WORDS_OWN
    # A program that takes off the tags takes off flags and styles too.
    is_marked = W + "tag" in control.properties
    return words in placeholders.ALL and (not is_marked or _has_prompt_style(control))


def _has_prompt_style(control: Control) -> bool:
    runs = () if control.content is None else control.content.iter(W + "rStyle")
    return any("placeholder" in (style.get(W + "val") or "").lower() for style in runs)


def _is_flagged(control: Control) -> bool:
    flag = control.properties.get(W + "showingPlcHdr")
    return flag is not None and (flag.get(W + "val") or "1").lower() in _ON


def _alias(control: Control) -> str:
    alias = value_of(control.properties.get(W + "alias"))
    return f" ({alias})" if alias else ""


def _value(element: etree._Element, name: str, namespace: str = W) -> str:
    return value_of(element.find(name), namespace)
