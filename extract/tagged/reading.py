"""Read a tagged PDF that was made of a Word form, against the form made once more as it was issued."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from extract.issuing import Issued
from extract.label.aligning import Aligned, Held, Loose
from extract.label.reading import Best, best_of, boxes_of, texts_in, texts_of
from extract.label.saying import findings_of
from extract.label.shape import DOUBTED, LOST, UNSURE_BREAK
from extract.package import Package
from extract.page.found import ways_found
from extract.page.identity import Printed
from extract.page.opened import OpenPages
from extract.page.saying import the_one
from extract.pdfopen import library_trouble, open_source
from extract.raw import Identity, RawFile
from extract.tagged.content import Drawn, Letter, drawn_on
from extract.tagged.lines import text_of
from extract.tagged.seen import Seen
from extract.tagged.shape import Tagged, shape_of
from extract.tagged.tree import Tag, tree_of
from forms.errors import UnreadableError
from forms.findings import Finding, Severity
from forms.records import Channel

_FIELD = "Form"
"""The tag of a field: forms that were made as PDF have those, also where their boxes are gone by now."""
_MOST_LOST_OF_PART = 0.95
"""Of all places, where pages are missing."""
_PAGE = re.compile(r"\bpage (\d{1,3}) of (\d{1,3})\b")
_UNSAID = re.compile(r"[\W\d_]+")
_NOT_SHOWN = "the page does not show it as the file has it, or the page that it may go on to is missing"
_LAST_LINES_PT = 30.0
"""So near the end of a page stands what goes on on the next one."""
_BROKEN = "a line ends in it where nothing says whether a space belongs there"


def read_tagged(
    data: bytes, issued: Issued, known: Identity | None, of: Printed | None = None
) -> RawFile | None:
    """Return what a PDF says that was made of a Word form; None for any other, or one laid out otherwise.

    `known` is what the file's properties say that it is, None where they say nothing; `of` is the form that
    is meant where a sheet bears pages of several. Raises UnreadableError R11, R20, R46 and R47 as for any
    pages.
    """
    content = _content(data)
    if content is None:
        return None
    tree, drawn = content
    with OpenPages(data) as pages:
        tagged = shape_of(tree, drawn, _whole(drawn, Seen(pages)))
        ways = [way.only(of) for way in ways_found(pages, issued)]
        count = len(pages)
    for way in ways:
        printed = the_one([page.printed for page in way.pages], known)
        read = _Read(tagged, drawn, printed, known, count)
        best = read.fitting(issued)
        if best is not None and best.aligned is not None:
            return read.raw_file(best, best.aligned)
    return None


def _content(data: bytes) -> tuple[Tag, Drawn] | None:
    """Return the tags of a PDF and what its pages draw.

    None where it has no tables, was made with fields, or is damaged there.
    """
    try:
        source, _ = open_source(data)
        with library_trouble(), source:
            tree = tree_of(source)
            if tree is None or not _has(tree, "Table") or _has(tree, _FIELD):
                return None
            return tree, drawn_on(source)
    except UnreadableError:
        return None


def _has(tag: Tag, kind: str) -> bool:
    return any(isinstance(one, Tag) and (one.kind == kind or _has(one, kind)) for one in tag.parts)


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as one form that it may be."""

    tagged: Tagged
    drawn: Drawn
    printed: Printed
    known: Identity | None
    count: int
    """Of its pages."""

    def fitting(self, issued: Issued) -> Best | None:
        """Return the form made once more that it is, None where there is none to try."""
        texts = [text.replace(UNSURE_BREAK, "") for text in texts_of(self.tagged.body)]
        is_part = any(LOST in text for text in texts) or bool(_missing(self.drawn))
        made = issued(replace(self.printed, page_number=1), texts, file_format="docx")
        if not is_part:
            return best_of(self.tagged.body, self.printed.stage, made)
        return best_of(self.tagged.body, self.printed.stage, made, _MOST_LOST_OF_PART)

    def raw_file(self, best: Best, aligned: Aligned) -> RawFile:
        """Return what the file says."""
        printed, known = self.printed, self.known
        identity = known or Identity(printed.form, printed.version, printed.stage, printed.reference)
        checked = _checked(aligned)
        return RawFile(
            kind="pdf",
            channel=Channel.LABEL,
            identity=replace(identity, verbatim=identity.verbatim or best.is_verbatim),
            pages=self.count,
            boxes=tuple(boxes_of(checked)),
            findings=(*findings_of(checked), *self._about_pages(best.made, aligned)),
        )

    def _about_pages(self, made: Package, aligned: Aligned) -> Iterator[Finding]:
        """Yield what is to be said of pages: which are missing, and what stands on them outside the tags."""
        missing = _missing(self.drawn)
        if missing:
            named = ", ".join(map(str, missing))
            text = f"pages of the form are missing: {named}. Nothing was read of them; look at the file"
            yield Finding("F43", Severity.ACT_NOW, None, text)
        hidden = sum(text.count(DOUBTED) for text in texts_of(self.tagged.body))
        hidden -= sum(text.count(DOUBTED) for held in aligned.held for text in held.taken.texts)
        if hidden > 0 and not missing:
            yield Finding(
                "F65",
                Severity.SOON,
                None,
                f"beside the answers are {hidden} letters that the pages do not show, or not as the file has "
                "them: they are hidden, covered, or too light. Look at the pages",
            )
        printed = (text for part in (*made.margins, made.document) for text in texts_in(part))
        known = _bare(" ".join(printed))
        unused = [letter for key in self.tagged.unused for letter in self.drawn.marked[key].letters]
        for index, lines in _by_page([*self.drawn.artifacts, *self.drawn.loose, *unused]):
            strange = [line for line in lines if not _is_known(line, known)]
            if strange:
                said = f"page {index + 1} has words that stand in no place of the form: {' '.join(strange)!r}"
                told = f"{said}. They belong to no answer; put them where they belong"
                yield Finding("F53", Severity.ACT_NOW, None, told)


def _missing(drawn: Drawn) -> tuple[int, ...]:
    """Return which pages of the form are not in the file, from 1: its feet say how many there are."""
    feet = list(_feet(drawn).values())
    needed = max((of for _, of in feet), default=0)
    return tuple(sorted(set(range(1, needed + 1)) - {number for number, _ in feet}))


def _feet(drawn: Drawn) -> dict[int, tuple[int, int]]:
    """Return index of a page -> its number on the form, and how many there are, as its foot says."""
    feet = {index: _PAGE.search(" ".join(lines)) for index, lines in _by_page(drawn.artifacts)}
    return {index: (int(foot[1]), int(foot[2])) for index, foot in feet.items() if foot is not None}


def _whole(drawn: Drawn, seen: Seen) -> Callable[[Letter], bool]:
    """Return what says whether a page shows a letter, and goes on on no page that is missing."""
    missing = set(_missing(drawn))
    before = {index for index, (number, _) in _feet(drawn).items() if number + 1 in missing}
    lowest: dict[int, float] = {}
    for piece in drawn.marked.values():
        for one in piece.letters:
            lowest[one.page_index] = min(one.y_pt, lowest.get(one.page_index, one.y_pt))
    return lambda one: (
        seen.is_seen(one)
        and not (
            one.page_index in before and one.y_pt < lowest.get(one.page_index, one.y_pt) + _LAST_LINES_PT
        )
    )


def _checked(aligned: Aligned) -> Aligned:
    """Return what a document says, places lost where a page is, and doubted where it may show other words."""
    held, lost, loose = list[Held](), list(aligned.lost), list[Loose]()
    for one in aligned.held:
        texts = one.taken.texts
        if any(LOST in text for text in texts):
            lost.append(one.taken.slot)
            loose += [Loose(_plain(text), one.taken.slot.name) for text in texts if _plain(text).strip()]
            continue
        signs = "".join(texts)
        odd = _NOT_SHOWN if DOUBTED in signs else _BROKEN if UNSURE_BREAK in signs else ""
        taken = replace(one.taken, texts=tuple(map(_plain, texts)))
        held.append(replace(one, taken=taken, odd=odd))
    loose += [replace(one, words=_plain(one.words)) for one in aligned.loose]
    said = [one for one in loose if one.words.strip()]
    return replace(aligned, held=held, lost=lost, loose=said)


def _plain(text: str) -> str:
    return text.replace(DOUBTED, "").replace(UNSURE_BREAK, "\n").replace(LOST, "")


def _by_page(letters: Sequence[Letter]) -> Iterator[tuple[int, list[str]]]:
    """Yield the index of each page with the words of its lines."""
    in_order = sorted(letters, key=lambda one: one.page_index)
    for index, own in groupby(in_order, key=lambda one: one.page_index):
        text = text_of(list(own), lambda _: None).replace(UNSURE_BREAK, "\n")
        yield index, [line for line in (" ".join(one.split()) for one in text.split("\n")) if line]


def _is_known(line: str, known: str) -> bool:
    """Return whether the form prints the words of a line; one of digits alone it does not."""
    return bool(bare := _bare(line)) and bare in known


def _bare(text: str) -> str:
    return _UNSAID.sub("", text)
