"""The ids that fields had in older versions of their form (the key `was`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forms.mistakes import Mistakes, quoted
from forms.model import Definition, Field
from forms.toml_lines import Place

_FIELD_ID = re.compile(r"[a-z][a-z0-9_]*")


def check_earlier_ids(fields: Sequence[Field], mistakes: Mistakes) -> None:
    """Note ids in `was` that cannot have been, are still in use, or are claimed by two fields."""
    present = {field.id for field in fields}
    claimed: dict[str, str] = {}
    for field in fields:
        for at, earlier in enumerate(field.was):
            other = earlier if earlier in present else claimed.get(earlier)
            if not _FIELD_ID.fullmatch(earlier):
                code, expected, advice = "D07", "the id of a field of an older version", "correct it"
            elif other is not None:
                code, expected = "D08", f"an id that no other field has or had (see {other})"
                advice = "take it out of one of them"
            else:
                claimed[earlier] = field.id
                continue
            place: Place = ("field", field.id, "was", at)
            mistakes.add(code, place, found=f"was = {quoted(earlier)}", expected=expected, advice=advice)


def successors(old: Definition, new: Definition) -> dict[str, Field]:
    """Return id in `old` -> field of `new`, for each field that `new` still has."""
    present = {field.id: field for field in new.fields}
    renamed = {earlier: field for field in new.fields for earlier in field.was}
    ids = [field.id for field in old.fields]
    return {name: renamed.get(name) or present[name] for name in ids if name in renamed or name in present}
