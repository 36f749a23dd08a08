"""Find the pages of a form in a PDF: by the code on each, and by its foot where that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extract.issuing import Issued
from extract.page.fitting import Affine, guess
from extract.page.footed import Foot, foot_of
from extract.page.identity import CODE_SIDE_PT, Code, Printed, codes_on
from extract.page.opened import OpenPages
from extract.page.words import Character
from forms.errors import UnreadableError
from forms.records import Box

_MOST_WAYS = 4
"""Forms that feet may be of, where several policies call theirs the same."""
_PAGE_BY_CODE = Box(-510.0, -21.0, 85.0, 821.0)
"""Where the edges of an issued page lie, by the lower left corner of its code; in points."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a form that came back."""

    index: int
    """In the file, from 0."""
    printed: Printed
    """What its code says; where that cannot be read, its foot."""
    code: Code | None
    characters: Sequence[Character]
    """Of a sheet that bears several pages those of this one."""
    sheet: Sequence[Character] = ()
    """All characters that are shown there; of another page of the sheet too."""
    beside: tuple[Code, ...] = ()
    """The codes of other pages on its sheet."""

    @property
    def upright(self) -> Affine | None:
        """Return about where the page's own points lie by its code, from that one's lower left corner."""
        return _upright(self.code) if self.code is not None else None


@dataclass(frozen=True, slots=True)
class FoundPages:
    """The pages of a file, as one form that they may be of."""

    pages: Sequence[Found]
    others: Sequence[int]
    """Numbers (from 1) of pages with words, of which nothing says what they are."""

    def only(self, of: Printed | None) -> FoundPages:
        """Return those that are of one form, all of them for None."""
        if of is None:
            return self
        return replace(self, pages=[one for one in self.pages if replace(one.printed, page_number=1) == of])


def ways_found(pages: OpenPages, issued: Issued) -> list[FoundPages]:
    """Return the pages of a file by their codes and feet, one way for each form that feet alone may mean.

    Raises UnreadableError R20 where neither says anything.
    """
    found: list[Found] = []
    without: dict[int, Sequence[Character]] = {}
    for index in range(len(pages)):
        characters = pages.characters(index)
        codes = codes_on(pages, index)
        shown = pages.within(index, characters) if codes else []
        for code in codes:
            own = characters if len(codes) == 1 else on_page_of(code, characters)
            beside = tuple(one for one in codes if one is not code)
            found.append(Found(index, code.printed, code, own, shown, beside))
        if not codes and any(not one.text.isspace() for one in characters):
            without[index] = characters
    ways = _by_feet(pages, found, without, issued)
    if not found and not any(ways):
        raise UnreadableError(
            "R20",
            "this is not one of halfterm's forms, or what says so is lost: it has no boxes, and no page "
            "bears a code of ours that can be read, or a form's name and reference at its foot. Nothing was "
            "read from it. Return the form that was sent, filled in and saved in the same format",
        )
    return [
        FoundPages(
            (
                *found,
                *(
                    Found(index, printed, None, without[index], pages.within(index, without[index]))
                    for index, printed in way.items()
                ),
            ),
            [index + 1 for index in without if index not in way],
        )
        for way in ways
    ]


def _upright(code: Code) -> Affine | None:
    side = CODE_SIDE_PT
    return guess(code.corners, ((0.0, side), (side, side), (side, 0.0), (0.0, 0.0)))


def on_page_of(code: Code, characters: Sequence[Character]) -> list[Character]:
    """Return the characters of a sheet that lie on the page with this code, by about where its edges are."""
    upright, page = _upright(code), _PAGE_BY_CODE
    if upright is None:
        return list(characters)
    on_it: list[Character] = []
    lies = False
    for one in characters:
        # Spaces and line ends that are not drawn have no place: they go with what is before them.
        if one.box.x1_pt > one.box.x0_pt:
            x, y = upright(one.middle)
            lies = page.x0_pt <= x <= page.x1_pt and page.y0_pt <= y <= page.y1_pt
        if lies:
            on_it.append(one)
    return on_it


def _by_feet(
    pages: OpenPages, found: Sequence[Found], without: Mapping[int, Sequence[Character]], issued: Issued
) -> list[dict[int, Printed]]:
    """Return index -> what the foot says of the pages without a code, for each form that it may mean."""
    feet = {
        index: foot
        for index, one in without.items()
        if (foot := foot_of(pages.within(index, one))) is not None
    }
    coded: dict[Foot, set[Printed]] = {}
    for page in found if feet else ():
        if (foot := foot_of(pages.within(page.index, page.characters))) is not None:
            coded.setdefault(foot.form, set()).add(replace(page.printed, page_number=1))
    ways: list[dict[int, Printed]] = [{}]
    for form in dict.fromkeys(foot.form for foot in feet.values()):
        own = [index for index, foot in feet.items() if foot.form == form]
        if not (meant := coded.get(form, set())):
            text = " ".join(_text(without[index]) for index in own)
            meant = set(issued.recognise([text, form.reference]))
        meant = {one for one in meant if one.reference == form.reference.upper()}
        if not meant or len(meant) * len(ways) > _MOST_WAYS:
            continue
        in_order = sorted(meant, key=lambda one: (one.form, one.version, one.stage))
        ways = [
            way | {index: replace(one, page_number=feet[index].page_number) for index in own}
            for way in ways
            for one in in_order
        ]
    return ways


def _text(characters: Sequence[Character]) -> str:
    return " ".join("".join(one.text for one in characters).split())
