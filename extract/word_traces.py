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
_UNREAL = {"strike": "struck through", "dstrike": "struck through", "vanish": "hidden"}
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
    """Yield a finding for each box in which words are struck through or hidden.

    They were read as all others are.
    """
    told: set[str] = set()
    for run in package.document.iter(W + "r"):
        properties = run.find(W + "rPr")
        if properties is None:
            continue
        how = next((said for name, said in _UNREAL.items() if _is_on(properties.find(W + name))), "")
        name = _box_around(run) if how else ""
        words = text_of(run).strip() if name and name not in told else ""
        if words:
            told.add(name)
            yield Finding(
                "F58",
                Severity.SOON,
                name,
                f"{name}: some of its words are {how} ({words!r}). They were read as the others are; "
                "ask whether they count",
            )


def _is_on(toggle: etree._Element | None) -> bool:
    return toggle is not None and toggle.get(f"{W}val", "1") not in _OFF


def _box_around(element: etree._Element) -> str:
    tags = (control.find(f"{W}sdtPr/{W}tag") for control in element.iterancestors(W + "sdt"))
    return next((name for tag in tags if tag is not None and (name := tag.get(f"{W}val") or "")), "")
