"""Say of a part of a PDF with several forms where it is from; hold what is stored against its pages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extract.page.identity import Printed, parse_printed
from extract.page.opened import OpenPages
from extract.raw import RawBox, RawFile
from forms.findings import Finding, Severity
from forms.properties import ALIKE, PART, PART_OF, SHARED, STORED

_UNSURE = 0.4
_CUT = 0.9


@dataclass(frozen=True, slots=True)
class Of:
    """What a part says of itself."""

    numbers: tuple[int, ...]
    """Of its pages, in the file that it is from (from 1)."""
    form: Printed | None
    shared: frozenset[str]
    """Names of boxes that are one with a box of another form."""
    alike: frozenset[str]
    """Names of boxes that say the same as another form's of that name."""
    stored: Mapping[str, tuple[str, ...]]
    """Name -> what its boxes store, one for each copy of the page; "" where that is nothing."""


def part_of(data: bytes) -> Of | None:
    """Return what a part says of itself, None for a file that is none. Raises UnreadableError R11."""
    if f"/{PART}".encode() not in data:
        return None
    with OpenPages(data) as pages:
        numbers = pages.property(PART).split()
        if len(numbers) != len(pages) or not all(one.isascii() and one.isdigit() for one in numbers):
            return None
        stored = json.loads(pages.property(STORED) or "{}")
        return Of(
            tuple(map(int, numbers)),
            parse_printed(pages.property(PART_OF)),
            frozenset(pages.property(SHARED).split()),
            frozenset(pages.property(ALIKE).split()),
            {name: tuple(texts) for name, texts in stored.items()},
        )


def as_part(raw: RawFile, of: Of) -> RawFile:
    """Return what was read of a part, with what its boxes store, and what is to be said of it as a part."""
    boxes: list[RawBox] = []
    findings: list[Finding] = [_where(of)]
    sure: set[str] = set()
    for box in raw.boxes:
        kept, told = _held(box, of)
        boxes.append(kept)
        findings += told
        if kept.confidence == 1:
            sure.add(box.name)
    shown = {box.name for box in raw.boxes}
    lost = {name: texts for name, texts in of.stored.items() if name not in shown and any(texts)}
    findings += [_without_place(name, texts) for name, texts in lost.items()]
    # What the page shows is what is stored: then no doubt is left about its letters.
    about = [one for one in raw.findings if one.code != "F42" or one.field not in sure]
    return replace(raw, boxes=tuple(boxes), findings=(*findings, *about))


def _held(box: RawBox, of: Of) -> tuple[RawBox, list[Finding]]:
    shows = " / ".join(box.texts)
    if box.name in of.shared:
        said = (
            f"{box.name}: whoever joined the forms made one box of this one and another form's, and the page "
            f"shows {shows!r}. Which form that is from cannot be told; ask for the form as a file of its own"
        )
        return replace(box, texts=(), illegible=True, confidence=_UNSURE), [_finding("F80", box.name, said)]
    stored = tuple(dict.fromkeys(one for one in of.stored.get(box.name, ()) if one))
    told: list[Finding] = []
    if stored and len(stored) == 1 and _plain(stored) == _plain(box.texts):
        # Of two copies one may be blank: then a doubt is left, which is told of the box.
        sure = box.confidence if "" in of.stored[box.name] else 1.0
        box = replace(box, texts=stored, confidence=sure)
    elif len(stored) > 1 and {_plain([one]) for one in stored} == {_plain([one]) for one in box.texts}:
        # Copies that differ: that is told of the box itself.
        box = replace(box, texts=stored)
    elif stored and not any(box.texts):
        said = f"{box.name}: the page shows nothing there, but the file stores {' / '.join(stored)!r}"
        box = replace(box, texts=stored, confidence=_UNSURE)
        told.append(_finding("F81", box.name, f"{said}. Look at the page, and ask which is meant"))
    elif stored and any(box.texts):
        said = f"{box.name}: the page shows {shows!r}, but the file stores {' / '.join(stored)!r}"
        both = tuple(dict.fromkeys((*stored, *box.texts)))
        is_cut = len(stored) == 1 and _plain(stored).startswith(_plain(box.texts)[:-1])
        box = replace(box, texts=stored if is_cut else both, confidence=_UNSURE)
        told.append(_finding("F81", box.name, f"{said}. Look at the page, and ask which is meant"))
    if box.name in of.alike:
        said = (
            f"{box.name}: another form in the same file has a box of this name that says the same, "
            f"{' / '.join(box.texts)!r}. What is typed into one may turn up in the other; see whether it "
            "belongs here"
        )
        box = replace(box, confidence=_UNSURE)
        told.append(_finding("F80", box.name, said))
    return box, told


def _plain(texts: Sequence[str]) -> str:
    return "".join("".join(texts).split())


def _finding(code: str, name: str, said: str) -> Finding:
    return Finding(code, Severity.ACT_NOW, name, said)


def _without_place(name: str, texts: Sequence[str]) -> Finding:
    said = f"the file stores {' / '.join(texts)!r} in a box {name!r} for which its pages have no place"
    return Finding("F81", Severity.ACT_NOW, None, f"{said}. Look at the page, and put it where it belongs")


def _where(of: Of) -> Finding:
    named = ", ".join(map(str, of.numbers))
    pages = f"page {named}" if len(of.numbers) == 1 else f"pages {named}"
    return Finding(
        "F82",
        Severity.NOTE,
        None,
        f"this form is {pages} of a file with several forms; pages are counted here as they follow each "
        "other in that list",
    )
