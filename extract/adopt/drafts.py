"""What a draft is made of: fields, sections and cells, before they are written as TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from forms.model import Kind

Value: TypeAlias = str | bool | int | float | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """One column of a drafted table."""

    id: str
    label: str
    kind: Kind = Kind.TEXT
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """What the rows of a drafted table ask."""

    columns: tuple[DraftColumn, ...] = ()
    rows: tuple[str, ...] = ()
    """The printed words of its fixed rows."""


@dataclass(frozen=True, slots=True)
class DraftField:
    """One drafted field or clause."""

    id: str
    label: str
    """The document's words, exactly; "" where it prints none."""
    kind: Kind
    name: str = ""
    """The accessible name, where the label cannot serve."""
    keys: Mapping[str, Value] = field(default_factory=dict)
    """Further keys of the field, as they are written."""
    grid: Grid = Grid()
    """Of a table."""
    notes: tuple[str, ...] = ()
    """What a person has to check."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Printed words with `{ID}` where an answer stands."""

    text: str
    bullet: bool = False


Item: TypeAlias = str | Sentence
"""As a definition writes it: ID, ID.label, ID=option, 'words; or a sentence."""


@dataclass(frozen=True, slots=True)
class DraftCell:
    """One drafted cell: what it shows from top to bottom, over how many columns."""

    items: tuple[Item, ...] = ()
    span: int = 1


@dataclass(frozen=True, slots=True)
class DraftSection:
    """One drafted part of the page: prose (`items`), rows of cells, or the rows of a table."""

    id: str
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[DraftCell, ...], ...] = ()
    header: tuple[DraftCell, ...] = ()
    widths: tuple[float, ...] = ()
    plain: bool = False
    """Without rules."""
    table: str = ""
    """The table field whose rows these are."""
    cells: tuple[tuple[str, ...], ...] = ()
    """Of a table: the columns that each cell of a row shows."""


@dataclass(frozen=True, slots=True)
class DraftForm:
    """One drafted form."""

    file: str
    """The file's name without its ending; the form's id ends so."""
    appendix: str
    code: str
    title: str
    record: str
    stages: tuple[str, ...]
    required: tuple[str, ...]
    fields: tuple[DraftField, ...]
    sections: tuple[DraftSection, ...]
    notes: tuple[str, ...] = ()
