"""How the forms of one policy look: six words of its policy.toml, which both formats take."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Face(StrEnum):
    """The letters of a policy's forms."""

    SANS = "sans"
    SERIF = "serif"


class TitlePlace(StrEnum):
    """Where a form's title stands."""

    LEFT = "left"
    CENTRE = "centre"


class Rules(StrEnum):
    """The rules of a table."""

    GRID = "grid"
    ROWS = "rows"
    """Only between the rows."""
    FRAME = "frame"
    """Only around the table."""


class Labels(StrEnum):
    """The ground of cells that hold printed words only."""

    SHADED = "shaded"
    PLAIN = "plain"


class Boxes(StrEnum):
    """How a box to type in looks."""

    FILLED = "filled"
    LINE = "line"
    """A line to write on."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the forms of one policy look."""

    accent: str = "#1d2733"
    """Colour of the title and of heavy rules, as #rrggbb."""
    tint: str = "#e9eef4"
    """Ground of headings and shaded labels."""
    face: Face = Face.SANS
    title: TitlePlace = TitlePlace.LEFT
    rules: Rules = Rules.GRID
    labels: Labels = Labels.PLAIN
    boxes: Boxes = Boxes.FILLED
