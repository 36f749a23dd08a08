"""`halfterm forms`: which forms there are, and whether definitions are right."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from forms.catalogue import form_ids, load_form
from forms.errors import DefinitionError, UsageError
from forms.loader import load_definition
from forms.model import Definition


def as_text() -> str:
    """Return one line per form: id, appendix, title, version, number of fields, what was added."""
    rows = [("FORM", "APPENDIX", "TITLE", "VERSION", "FIELDS", "ADDED")]
    for form_id in form_ids():
        form = load_form(form_id)
        rows.append(
            (
                form_id,
                form.appendix,
                form.title,
                form.version,
                str(len(form.answerable)),
                str(len(_added(form))),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def as_json() -> str:
    """Return the same for machines."""
    forms = [load_form(form_id) for form_id in form_ids()]
    return json.dumps(
        [
            {
                "form": form.id,
                "policy": form.policy.name,
                "appendix": form.appendix,
                "title": form.title,
                "version": form.version,
                "stages": [stage.value for stage in form.stages],
                "fields": [field.id for field in form.answerable],
                "added": _added(form),
            }
            for form in forms
        ],
        ensure_ascii=False,
        indent=2,
    )


def check(paths: Sequence[Path]) -> None:
    """Check definition files, or all of a folder; DefinitionError names every mistake of every file."""
    if not paths:
        raise UsageError(
            "U04", "forms check: found no path; expected a definition file or its folder; add one."
        )
    mistakes = []
    for path in _definitions(paths):
        try:
            load_definition(path)
            click.echo(f"{path}: well")
        except DefinitionError as error:
            mistakes.append(error)
    if mistakes:
        raise DefinitionError(mistakes[0].code, "\n".join(error.message for error in mistakes))


def _added(form: Definition) -> list[str]:
    return [field.id for field in form.fields if field.added]


def _definitions(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += (
            sorted(one for one in path.glob("*.toml") if one.name != "policy.toml")
            if path.is_dir()
            else [path]
        )
    return found
