"""Tell what of a Word file is in no box's plain words: pictures, hidden and struck words, words at the foot.

ECMA-376 part 1: 17.3.2.37 and 41 (strike, vanish), 17.10 (headers and footers), 17.17.2.1 (altChunk).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.package import Package
from extract.raw import Identity, Note
from extract.wordtext import SKIPPED, W, text_of
from forms import own_words
from forms.findings import Finding, Severity

if TYPE_CHECKING:
    from lxml import etree

_PICTURES = frozenset(W + name for name in ("drawing", "pict", "object"))
_UNREAL = {
    W + "strike": "struck through",
    W + "dstrike": "struck through",
    W + "vanish": "hidden",
    W + "specVanish": "hidden",
    W + "webHidden": "hidden",
}
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OTHERWISE = {
    f"{_MC}AlternateContent": "others in other programs",
    W + "fldSimple": "worked out anew by Word",
    W + "instrText": "worked out anew by Word",
    W + "rt": "above others, and were not read",
}
"""Elements that make words that not every program shows, or shows again."""
_THEMED = f"{W}themeColor"
_THEME = {"background1": "FFFFFF", "light1": "FFFFFF", "bg1": "FFFFFF"}
_LIGHT = 0xE0
_SMALLEST_HALF_PT = 6
_NARROWEST = 20
"""Hundredths of the usual width."""
_PICTURE_FONTS = frozenset({"wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol"})
_OFF = frozenset({"0", "false", "off"})


def traces_in_word(package: Package, identity: Identity) -> Iterator[Note]:
    """Yield pictures and inserted documents, and what somebody typed at the head or foot of a page."""
    for element in package.document.iter(*_PICTURES, W + "altChunk"):
        if any(around.tag in SKIPPED for around in element.iterancestors()):
            continue
        if element.tag == W + "altChunk":
            yield Note("a whole document", "", "")
        elif next(element.iter(W + "txbxContent"), None) is None:
            # What stands in a text box is read with the words around it.
            yield Note("a picture", "", _box_around(element))
    for part in package.margins:
        for paragraph in part.iter(W + "p"):
            words = " ".join(text_of(paragraph).split())
            own = (
                words in {identity.reference, own_words.BLANK_FORM} or f"version {identity.version}" in words
            )
            if words and not own:
                yield Note("words at the head or foot of a page", words, "")


def unreal_words(package: Package) -> Iterator[Finding]:
    """Yield a finding for each box in which not everybody sees all words, or not the same ones.

    They were read as all others are.
    """
    told: set[str] = set()
    for run in package.document.iter(W + "r"):
        properties = run.find(W + "rPr")
        how = _unreal(run, properties, package) if properties is not None else ""
        yield from _told_once(told, how, run, run)
        if how == "hidden" and not _box_around(run) and "" not in told and (words := text_of(run).strip()):
            told.add("")
            text = f"the file has words outside its boxes that are hidden, such as {words!r}. Look for others"
            yield Finding("F58", Severity.SOON, None, f"{text}, and ask why")
    for element in package.document.iter(*_OTHERWISE):
        yield from _told_once(told, _OTHERWISE[element.tag], element, element)
    for hidden in package.document.iter(W + "hidden"):
        row = next(hidden.iterancestors(W + "tr"), None)
        for control in row.iter(W + "sdt") if row is not None and _is_on(hidden) else ():
            yield from _told_once(told, "hidden with their row", control, control)


def _told_once(
    told: set[str], how: str, place: etree._Element, words_in: etree._Element
) -> Iterator[Finding]:
    name = _box_of(place) if how else ""
    words = "".join(str(text.text or "") for text in words_in.iter(W + "t", W + "instrText")).strip()
    if not words and words_in.tag == W + "fldSimple":
        words = words_in.get(f"{W}instr") or ""
    if name and words and name not in told:
        told.add(name)
        yield Finding(
            "F58",
            Severity.SOON,
            name,
            f"{name}: some of its words are {how} ({words!r}). They were read, but for those above "
            "others; ask whether they count",
        )


def _unreal(run: etree._Element, properties: etree._Element, package: Package) -> str:
    """Return in which way the words of a run are not plainly there, "" where they are."""
    for entry in properties:
        if entry.tag in _UNREAL and _is_on(entry):
            return _UNREAL[entry.tag]
        value = entry.get(f"{W}val") or ""
        if entry.tag == W + "color" and (
            _is_light(value) or _is_light(_THEME.get(entry.get(_THEMED) or "", ""))
        ):
            return "white on white" if properties.find(W + "shd") is None else ""
        if entry.tag == W + "sz" and value.isdigit() and int(value) < _SMALLEST_HALF_PT:
            return "too small to be seen"
        if entry.tag == W + "w" and value.isdigit() and int(value) < _NARROWEST:
            return "too narrow to be seen"
        if entry.tag == W + "rFonts" and (entry.get(f"{W}ascii") or "").lower() in _PICTURE_FONTS:
            return "in a font of pictures"
    named = [properties.find(W + "rStyle")]
    paragraph = next(run.iterancestors(W + "p"), None)
    if package.hidden_styles and paragraph is not None:
        named.append(paragraph.find(f"{W}pPr/{W}pStyle"))
    hidden = any(one is not None and one.get(f"{W}val") in package.hidden_styles for one in named)
    return "hidden" if hidden else ""


def _is_light(colour: str) -> bool:
    try:
        parts = bytes.fromhex(colour)
    except ValueError:
        return False
    return len(parts) == 3 and min(parts) > _LIGHT


def _is_on(toggle: etree._Element | None) -> bool:
    return toggle is not None and toggle.get(f"{W}val", "1") not in _OFF


def _box_of(place: etree._Element) -> str:
    own = place.find(f"{W}sdtPr/{W}tag") if place.tag == W + "sdt" else None
    return (own.get(f"{W}val") or "") if own is not None else _box_around(place)


def _box_around(element: etree._Element) -> str:
    tags = (control.find(f"{W}sdtPr/{W}tag") for control in element.iterancestors(W + "sdt"))
    return next((name for tag in tags if tag is not None and (name := tag.get(f"{W}val") or "")), "")


def lost_breaks(name: str, content: etree._Element | None) -> Iterator[Finding]:
    """Yield a finding where the line breaks of an answer stand in a run just before its control.

    LibreOffice 7.4 writes them there, and the words of the lines next to each other, without a space.
    """
    control = content.getparent() if content is not None else None
    before = control.getprevious() if control is not None else None
    if before is None or before.tag != W + "r" or not len(before) or before[-1].tag != W + "br":
        return
    yield ran_together(name)


def ran_together(name: str) -> Finding:
    """Return the finding that lines of an answer run together."""
    return Finding(
        "F18",
        Severity.SOON,
        name,
        f"{name}: the program that saved the file took line breaks out of the answer, so that lines "
        "run together; every letter of it was kept. Look at the form and part them",
    )
