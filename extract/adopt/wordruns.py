"""Read the text of one Word paragraph with what stands for an empty box (ECMA-376 part 1, 17.3 and 17.16).

Empty content controls, legacy form fields, underlined spaces and tabs with leaders become gaps; boxes to
tick become one sign. Deleted and hidden words do not count, inserted ones do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.adopt.outline import DATE_GAP, GAP, TICK
from extract.adopt.wordnumbers import VAL, W

if TYPE_CHECKING:
    from lxml import etree

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SKIPPED = frozenset(
    f"{W}{name}"
    for name in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "delText",
        "instrText",
        "footnoteReference",
        "endnoteReference",
        "commentReference",
    )
)
_BOXES = frozenset({"f06f", "f071", "f072", "f0a8", "f0a3", "f0fe", "f0fd", "f078", "f053", "f054"})
"""Signs of Wingdings and its kin that are boxes, empty or ticked."""
PAGE = "\f"
"""In a paragraph's text: a page begins."""
_MOST_OPTIONS = 12


@dataclass(slots=True)
class Runs:
    """What was read of one paragraph."""

    text: str = ""
    bold: bool = True
    """Whether all its words are bold by themselves."""
    boxes: list[etree._Element] = field(default_factory=list)
    """Text boxes that are anchored in it."""
    changed: bool = False
    """Whether it holds tracked changes."""


def read_runs(paragraph: etree._Element) -> Runs:
    r"""Return the text of a paragraph, line breaks as \n."""
    return _Reader(leaders=_leaders(paragraph)).read(paragraph)


def _leaders(paragraph: etree._Element) -> bool:
    """Return whether the paragraph's tabs are drawn as dots or lines."""
    stops = paragraph.iterfind(f"{W}pPr/{W}tabs/{W}tab")
    return any(
        stop.get(f"{W}leader") in {"dot", "underscore", "hyphen", "middleDot", "heavy"} for stop in stops
    )


@dataclass(slots=True)
class _Reader:
    leaders: bool
    runs: Runs = field(default_factory=Runs)
    _legacy: str = ""
    """The gap of the legacy form field that is open."""
    _in_result: bool = False

    def read(self, paragraph: etree._Element) -> Runs:
        self._walk(paragraph)
        return self.runs

    def _walk(self, element: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                self.runs.changed |= tag in {f"{W}del", f"{W}moveFrom"}
            elif tag == f"{W}r":
                self._run(child)
            elif tag == f"{W}sdt":
                self._control(child)
            else:
                self.runs.changed |= tag == f"{W}ins"
                self._walk(child)

    def _control(self, control: etree._Element) -> None:
        gap = gap_of(control)
        if gap is not None:
            self.runs.text += gap
            return
        content = control.find(f"{W}sdtContent")
        if content is not None:
            self._walk(content)

    def _run(self, run: etree._Element) -> None:
        properties = run.find(f"{W}rPr")
        if properties is not None and _is_on(properties.find(f"{W}vanish")):
            return
        written = "".join(self._pieces(run))
        if self._in_result:
            return
        underlined = properties is not None and _is_underlined(properties)
        if (
            underlined
            and written
            and not written.strip(" \t\u00a0\u2002")
            and (len(written) > 2 or "\t" in written)
        ):
            written = GAP
        if any(sign.isalnum() for sign in written):
            self.runs.bold &= properties is not None and _is_on(properties.find(f"{W}b"))
        self.runs.text += written

    def _pieces(self, run: etree._Element) -> Iterator[str]:
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                yield str(child.text or "").replace("\n", " ")
            elif tag in {f"{W}tab", f"{W}ptab"}:
                yield GAP if self.leaders else "\t"
            elif tag in {f"{W}br", f"{W}cr"}:
                yield PAGE if child.get(f"{W}type") == "page" else "\n"
            elif tag == f"{W}noBreakHyphen":
                yield "-"
            elif tag == f"{W}sym":
                yield TICK if str(child.get(f"{W}char", "")).lower() in _BOXES else ""
            elif tag == f"{W}fldChar":
                yield from self._legacy_field(child)
            else:
                self.runs.boxes += _text_boxes(child)

    def _legacy_field(self, mark: etree._Element) -> Iterator[str]:
        kind = mark.get(f"{W}fldCharType")
        data = mark.find(f"{W}ffData")
        if kind == "begin" and data is not None:
            if data.find(f"{W}checkBox") is not None:
                self._legacy = TICK
            elif data.find(f"{W}ddList") is not None:
                names = [str(one.get(VAL, "")) for one in data.iterfind(f"{W}ddList/{W}listEntry")]
                self._legacy = _ticks(names) or GAP
            else:
                dated = data.find(f"{W}textInput/{W}type")
                self._legacy = DATE_GAP if dated is not None and dated.get(VAL) == "date" else GAP
        elif kind == "separate" and self._legacy:
            self._in_result = True
        elif kind == "end" and self._legacy:
            self.runs.text += self._legacy
            self._legacy, self._in_result = "", False
        yield from ()


def gap_of(control: etree._Element) -> str | None:
    """Return what stands for a content control that is to be filled in, None for one that holds words."""
    properties = control.find(f"{W}sdtPr")
    if properties is None:
        return None
    if properties.find(f"{_W14}checkbox") is not None:
        return TICK
    for name in ("dropDownList", "comboBox"):
        listed = properties.find(f"{W}{name}")
        if listed is not None:
            shown = [
                str(one.get(f"{W}displayText") or one.get(f"{W}value"))
                for one in listed.iterfind(f"{W}listItem")
                if one.get(f"{W}value")
            ]
            return _ticks(shown) or GAP
    content = control.find(f"{W}sdtContent")
    words = "".join(str(text.text or "") for text in content.iter(f"{W}t")) if content is not None else ""
    if content is not None and next(content.iter(f"{W}tbl", f"{W}drawing"), None) is not None:
        return None
    if properties.find(f"{W}showingPlcHdr") is None and words.strip():
        return None
    return DATE_GAP if properties.find(f"{W}date") is not None else GAP


def _ticks(names: list[str]) -> str:
    wanted = [" ".join(name.split()) for name in names if any(sign.isalnum() for sign in name)]
    return "".join(f" {TICK} {name}" for name in wanted) if 1 < len(wanted) <= _MOST_OPTIONS else ""


def _text_boxes(element: etree._Element) -> list[etree._Element]:
    """Return the contents of text boxes below an element, each once: of alternatives only the first."""
    found: list[etree._Element] = []
    for one in element.iter(f"{W}txbxContent"):
        fallback = any(str(above.tag).endswith("}Fallback") for above in one.iterancestors())
        nested = any(above.tag == f"{W}txbxContent" for above in one.iterancestors() if above is not element)
        if not fallback and not nested:
            found.append(one)
    return found


def _is_on(mark: etree._Element | None) -> bool:
    return mark is not None and mark.get(VAL) not in {"0", "false", "off"}


def _is_underlined(properties: etree._Element) -> bool:
    mark = properties.find(f"{W}u")
    return mark is not None and mark.get(VAL) != "none"
