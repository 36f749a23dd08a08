"""The longest names that a field gives to its boxes: Word tags have a limit (forms.names)."""

from __future__ import annotations

from forms.model import LABEL, RANGES, Field, Kind
from forms.names import any_of_name, cell_name, count_name, option_name
from forms.row_cells import column_of, options_of


def longest_tags(field: Field, row_number: int) -> tuple[str, ...]:
    """Return the names of a field's boxes, those of a table for its row `row_number` (from 1)."""
    named = {
        "comment": field.comment,
        "evidence": field.evidence,
        "other": "Other" in field.all_options,
        "name": field.kind is Kind.SIGNATURE,
        "date": field.kind is Kind.SIGNATURE,
        "who": field.who is not None,
        "from": field.kind in RANGES,
        "to": field.kind in RANGES,
    }
    tags = [field.id, *(f"{field.id}-{part}" for part, there in named.items() if there)]
    tag_of = any_of_name if field.kind is Kind.ANY_OF else option_name
    if field.kind is not Kind.TICK:
        # The one box of a tick is called by the field itself.
        tags += [tag_of(field.id, option) for option in field.all_options]
    tags += [count_name(field.id, key) for key in field.counts]
    for column_id in field.columns:
        tag = cell_name(field.id, row_number, column_id)
        tags.append(tag)
        if column_id != LABEL and not column_of(field, column_id).as_list:
            rows = range(len(field.row) + 1)
            options = {
                option for row in rows for option in options_of(field, column_of(field, column_id), row)
            }
            tags += [option_name(tag, option) for option in sorted(options)]
    return tuple(tags)
