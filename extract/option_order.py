"""Tell boxes to tick of a PDF that stand beside another option than the one that they mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.raw import OptionPlace, RawFile
from forms.findings import Finding, Severity
from forms.model import Definition
from forms.names import split_cell_name
from forms.row_cells import column_of, options_of

_ONE_LINE_PT = 4.0


def check_option_order(raw: RawFile, definition: Definition) -> Iterator[Finding]:
    """Yield a finding for each question whose options do not stand in the order in which they are printed."""
    groups: dict[str, list[OptionPlace]] = {}
    for place in raw.option_places:
        groups.setdefault(place.name, []).append(place)
    for name, places in groups.items():
        found = [place.option for place in _as_read(places)]
        printed = [option for option in _printed(name, definition) if option in found]
        if len(set(found)) == len(found) == len(printed) and found != printed:
            yield Finding(
                "F57",
                Severity.ACT_NOW,
                name,
                f"{name}: its boxes to tick stand in the order {', '.join(found)}; expected "
                f"{', '.join(printed)}. What is stored was read; look at the page, and ask which is meant",
            )


def _as_read(places: Sequence[OptionPlace]) -> list[OptionPlace]:
    """Return boxes page by page, line by line from the top, from left to right."""
    lines: list[list[OptionPlace]] = []
    for place in sorted(places, key=lambda one: (one.page_number, -one.y_pt)):
        last = lines[-1][0] if lines else None
        if last and last.page_number == place.page_number and last.y_pt - place.y_pt < _ONE_LINE_PT:
            lines[-1].append(place)
        else:
            lines.append([place])
    return [place for line in lines for place in sorted(line, key=lambda one: one.x_pt)]


def _printed(name: str, definition: Definition) -> tuple[str, ...]:
    """Return the options of a question or of a cell, () for a box that is not the form's."""
    cell = split_cell_name(name)
    try:
        field = definition.field(cell[0] if cell else name)
        return options_of(field, column_of(field, cell[2]), cell[1]) if cell else field.all_options
    except KeyError:
        return ()
