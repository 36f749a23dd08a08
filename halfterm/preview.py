"""`halfterm preview`: the pages of a form as a picture, for whoever is writing its definition."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from build.filling import Filling
from forms.catalogue import Catalogue
from forms.errors import UsageError
from forms.files import refuse_unwritable, write_whole
from forms.model import Definition, Fact, Stage
from halfterm.known import Found, find_form
from halfterm.make import Request, document, known_filling, say

_MOST_IN_ONE = 3
"""More pages than these are hard to look at in one picture."""
_SAMPLE = {
    Fact.SCHOOL: "Alder Grove Academy",
    Fact.SESSION_DATE: "19/11/2026",
    Fact.SESSION_TIME: "10:00",
    Fact.SUPERVISEE: "Tom Reed",
    Fact.SUPERVISOR: "Priya Shah",
    Fact.RETURN_BY: "12/11/2026",
    Fact.CASE_REF: "ESM-C014",
    Fact.SHEET: "1",
    Fact.SHEETS: "1",
    Fact.POLICY_VERSION: "1",
}
"""What stands on a form at a stage where no values are given: people who do not exist."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What `halfterm preview` was asked for."""

    form: str
    output: Path
    page_number: int | None
    """From 1; None for all."""
    stage: str | None
    values: Path | None
    ids: bool


def preview(wish: Wish, catalogue: Catalogue) -> None:
    """Write the picture, or one for each page where there are many, and say which on stderr."""
    if wish.output.suffix.lower() != ".png":
        raise UsageError("U17", f"{wish.output}: is no picture's name; expected .png at its end; change it.")
    refuse_unwritable(wish.output)
    found = find_form(wish.form, catalogue)
    filling = filling_of(wish, found)
    data, findings = document(filling, "pdf")
    say(findings)
    from halfterm.pictures import draw_pages, join_pages, label_fields, write_png

    pictures = draw_pages(label_fields(data) if wish.ids else data, fields=not wish.ids)
    if wish.page_number is not None:
        if wish.page_number > len(pictures):
            raise UsageError(
                "U18",
                f"--page: found {wish.page_number}; expected 1 to {len(pictures)}, the pages of {wish.form}; "
                "choose one.",
            )
        pictures = pictures[wish.page_number - 1 :][:1]
    if len(pictures) <= _MOST_IN_ONE:
        written = {wish.output: join_pages(pictures)}
    else:
        stem, suffix = wish.output.stem, wish.output.suffix
        written = {
            wish.output.with_name(f"{stem}-{number}{suffix}"): picture
            for number, picture in enumerate(pictures, start=1)
        }
    for path, picture in written.items():
        write_whole(path, write_png(picture))
        click.echo(f"{path}: {found.definition.id} version {found.definition.version}", err=True)


def filling_of(wish: Wish, found: Found) -> Filling:
    """Return what the form is to show: the values given, invented ones at a stage, or nothing on a blank."""
    from build.prefill import Known, blank_filling, build_filling
    from build.values import Values

    if wish.values is not None:
        request = Request(
            wish.form, wish.values, (), None, wish.stage, None, verbatim=False, output=wish.output
        )
        return known_filling(request, found)
    if wish.stage is None:
        return blank_filling(found.definition)
    return build_filling(
        found.definition,
        Known(
            Values(where="preview", reference=_reference(found.definition), header=_facts(found.definition))
        ),
        lookup=found.catalogue.load_form,
        forms=(found.definition,),
        stage=Stage(wish.stage),
    )


def _facts(definition: Definition) -> dict[Fact, str]:
    """Return the facts that this form needs or prints, and those that each form of a trust has."""
    asked = {*definition.required, Fact.SCHOOL, Fact.RETURN_BY}
    asked |= {fact for field in definition.fields for fact in (field.fact, field.who) if fact is not None}
    return {fact: text for fact, text in _SAMPLE.items() if fact in asked}


def _reference(definition: Definition) -> str:
    sheet = "-1" if Fact.CASE_REF in definition.required else ""
    return f"ESM-26-0042-{definition.code}{sheet}"
