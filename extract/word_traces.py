"""Tell what of a Word file is in no box's plain words: pictures, hidden and struck words, words at the foot.

ECMA-376 part 1: 17.3.2.37 and 41 (strike, vanish), 17.10 (headers and footers), 17.17.2.1 (altChunk).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.package import Package
from extract.raw import Identity, Note
from extract.word_looks import Looks
from extract.wordtext import SKIPPED, W, is_deleted_row, text_of
from forms import own_words
from forms.findings import Finding, Severity

if TYPE_CHECKING:
    from lxml import etree

_PICTURES = frozenset(W + name for name in ("drawing", "pict", "object"))
_MOST_DELETED, _MOST_QUOTED = 5, 120
"""Pieces of deleted words that a finding quotes, and characters of each; the rest is in the file."""
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OTHERWISE = {
    f"{_MC}AlternateContent": "others in other programs",
    W + "fldSimple": "worked out anew by Word",
    W + "instrText": "worked out anew by Word",
    W + "rt": "above others, and were not read",
}
"""Elements that make words that not every program shows, or shows again."""


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
    looks = Looks(package.styles, package.own_fonts)
    for run in package.document.iter(W + "r"):
        words = text_of(run).strip()
        how = looks.unreal(run, words) if words else ""
        yield from _told_once(told, how, run, run)
        if how and not _box_around(run) and how not in told:
            told.add(how)
            text = f"words outside its boxes are {how}, such as {words!r}"
            yield Finding("F58", Severity.SOON, None, f"{text}. Look for others, and ask why")
    for element in package.document.iter(*_OTHERWISE):
        yield from _told_once(told, _OTHERWISE[element.tag], element, element)


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


def _box_of(place: etree._Element) -> str:
    own = place.find(f"{W}sdtPr/{W}tag") if place.tag == W + "sdt" else None
    return (own.get(f"{W}val") or "") if own is not None else _box_around(place)


def _box_around(element: etree._Element) -> str:
    tags = (control.find(f"{W}sdtPr/{W}tag") for control in element.iterancestors(W + "sdt"))
    return next((name for tag in tags if tag is not None and (name := tag.get(f"{W}val") or "")), "")


def tracked_changes(document: etree._Element) -> Iterator[Finding]:
    """Yield a finding where changes were tracked, with what was deleted and is not accepted yet."""
    if next(document.iter(W + "del", W + "ins", W + "moveFrom"), None) is None:
        return
    deleted = _deleted(document)
    quoted = ", ".join(repr(words[:_MOST_QUOTED]) for words in deleted[:_MOST_DELETED])
    more = f" and {len(deleted) - _MOST_DELETED} more" if len(deleted) > _MOST_DELETED else ""
    yield Finding(
        "F21",
        Severity.SOON if deleted else Severity.NOTE,
        None,
        "the file has tracked changes: what was inserted is read, what was deleted is left out"
        f"{f' ({quoted}{more})' if deleted else ''}. Accept or reject them in Word if that is not meant",
    )


def _deleted(document: etree._Element) -> tuple[str, ...]:
    """Return what tracked changes have deleted and nobody has accepted yet: runs, and words of whole rows."""
    found: list[str] = []
    for element in document.iter(W + "del", W + "moveFrom", W + "tr"):
        if is_deleted_row(element):
            words = (text.text or "" for text in element.iter(W + "t", W + "delText"))
        elif element.tag != W + "tr" and not any(map(is_deleted_row, element.iterancestors(W + "tr"))):
            words = (text.text or "" for text in element.iter(W + "delText", W + "t"))
        else:
            continue
        said = " ".join(" ".join(words).split())
        found += [said] if said else []
    return tuple(found)


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
