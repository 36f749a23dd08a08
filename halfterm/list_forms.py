"""`halfterm forms`: which forms there are, of which policy and version, and what was added to them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import click

from forms.catalogue import HOUSE_FORM, Catalogue
from forms.errors import DefinitionError, HalftermError
from forms.model import Definition, Field

_HOUSE_FORM = (
    f"Beside these: POLICY/{HOUSE_FORM}, the house's own summary for quality assurance, part of no policy."
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One form of the list."""

    form: Definition
    older: tuple[str, ...]
    """Older versions that returns may still come back in."""

    @property
    def added(self) -> tuple[Field, ...]:
        """Return the fields that the printed form does not have."""
        return tuple(field for field in self.form.fields if field.added)


def list_all(catalogue: Catalogue, *, as_json: bool) -> int:
    """Print all forms by their ids, what is wrong with any on stderr; return the exit status."""
    listed: list[Listed] = []
    wrong: list[HalftermError] = []
    for form_id in catalogue.form_ids():
        try:
            listed.append(Listed(catalogue.load_form(form_id), catalogue.versions_of(form_id)[1:]))
        except DefinitionError as error:
            wrong.append(error)
    click.echo(as_data(listed) if as_json else "\n".join((*_lines(listed), "", _HOUSE_FORM)))
    for one in wrong:
        click.echo(str(one), err=True)
    return DefinitionError.exit_status if wrong else 0


def as_data(listed: list[Listed]) -> str:
    """Return the list for machines, as JSON."""
    data = [
        {
            "form": one.form.id,
            "policy": one.form.policy.id,
            "policy_name": one.form.policy.name,
            "appendix": one.form.appendix,
            "title": one.form.title,
            "version": one.form.version,
            "older_versions": list(one.older),
            "stages": [stage.value for stage in one.form.stages],
            "fields": [field.id for field in one.form.answerable],
            "added": [field.id for field in one.added],
        }
        for one in listed
    ]
    return json.dumps(data, indent=2)


def _lines(listed: list[Listed]) -> Iterator[str]:
    """Yield each policy's name, below it a line for each of its forms."""
    head = ("FORM", "APPENDIX", "VERSION", "FIELDS", "ADDED", "TITLE")
    rows = {one.form.id: _row(one) for one in listed}
    widths = [max(map(len, column)) for column in zip(head, *rows.values(), strict=True)]
    policy = ""
    yield _line(head, widths)
    for one in listed:
        if one.form.policy.id != policy:
            policy = one.form.policy.id
            yield ""
            yield f"{one.form.policy.name} ({policy})"
        yield _line(rows[one.form.id], widths)
        if one.added:
            yield f"    added: {', '.join(field.id for field in one.added)}"


def _row(one: Listed) -> tuple[str, ...]:
    form = one.form
    older = f" (and {', '.join(one.older)})" if one.older else ""
    fields, added = str(len(form.answerable)), str(len(one.added))
    return form.id, form.appendix, form.version + older, fields, added, form.title


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
