"""`halfterm blank` and `halfterm build`: definition and what is known in, one document out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from build.filling import Filling
from forms.catalogue import Catalogue
from forms.errors import PasswordError, UnreadableError, UsageError
from forms.files import refuse_unwritable, whole_path, write_whole
from forms.findings import Finding, Severity
from forms.model import Stage
from halfterm.as_counted import as_counted
from halfterm.issuing import note_issued
from halfterm.known import Found, find_form

_FORMATS = ("pdf", "docx")
_STRANGERS = frozenset({"R10", "R20"})
"""What reading says of a file that halfterm never made."""


@dataclass(frozen=True, slots=True)
class Request:
    """What `halfterm build` was asked for, as typed."""

    form: str
    values: Path | None
    previous: tuple[Path, ...]
    continued: Path | None
    stage: str | None
    file_format: str | None
    verbatim: bool
    output: Path


def make_blank(
    form: str, output: Path, file_format: str | None, catalogue: Catalogue, *, verbatim: bool
) -> None:
    """Write an empty form."""
    from build.prefill import blank_filling

    definition = find_form(form, catalogue).definition
    chosen = chosen_format(output, file_format, Stage.BLANK)
    refuse_unwritable(output)
    _refuse_stranger(output, catalogue)
    data, _ = document(blank_filling(definition, verbatim=verbatim), chosen)
    write_whole(output, data)


def make_document(request: Request, catalogue: Catalogue) -> int:
    """Write a pre-filled form, say on stderr what a person should look at; return the exit status."""
    found = find_form(request.form, catalogue)
    refuse_unwritable(request.output)
    _refuse_input_as_output(request)
    filling = known_filling(request, found)
    chosen = chosen_format(request.output, request.file_format, filling.stage)
    _refuse_stranger(request.output, found.catalogue)
    data, findings = document(filling, chosen)
    write_whole(request.output, data)
    note_issued(request.output, data, filling, found.catalogue)
    return say(findings)


def _refuse_input_as_output(request: Request) -> None:
    """Raise UsageError where the file to write is one of those to read: what came in is kept as it came."""
    inputs = (request.values, request.continued, *request.previous)
    if any(path is not None and whole_path(path) == whole_path(request.output) for path in inputs):
        raise UsageError(
            "U08",
            f"{request.output}: is also read from; what came in is not written over; give another name.",
        )


def _refuse_stranger(output: Path, catalogue: Catalogue) -> None:
    """Raise UsageError where a document stands in the way that is no form of halfterm: nobody has a copy."""
    if not output.is_file() or not output.stat().st_size:
        return
    from extract.intake import read_file

    try:
        read_file(output, catalogue.load_form)
    except (UnreadableError, PasswordError) as error:
        if error.code in _STRANGERS:
            raise UsageError(
                "U21",
                f"{output}: is there already and is no form of halfterm; it was left alone; give another "
                "name.",
            ) from error


def known_filling(request: Request, found: Found) -> Filling:
    """Return what the requested document is to say."""
    from build.prefill import Known, build_filling
    from build.values import Values, load_values
    from halfterm.reading import read_return

    definition, catalogue = found.definition, found.catalogue
    values = load_values(request.values, definition) if request.values else Values()
    paths = [*request.previous, *([request.continued] if request.continued else [])]
    returned = as_counted([read_return(path, catalogue) for path in paths], catalogue)
    previous = returned[: len(request.previous)]
    continued = returned[-1] if request.continued else None
    return build_filling(
        definition,
        Known(values, previous, continued),
        lookup=catalogue.load_form,
        forms=catalogue.papers_of(definition.policy.id),
        stage=Stage(request.stage) if request.stage else None,
        verbatim=request.verbatim,
    )


def document(filling: Filling, file_format: str) -> tuple[bytes, tuple[Finding, ...]]:
    """Return the document in this format, and all findings about it."""
    from build.layout import build_page

    if file_format == "pdf":
        from build.pdf.document import build_pdf, unshown_characters

        page = build_page(filling, fixed_boxes=True)
        return build_pdf(page), (*filling.findings, *unshown_characters(page))
    from build.docx import build_docx

    return build_docx(build_page(filling, fixed_boxes=False)), filling.findings


def chosen_format(output: Path, asked: str | None, stage: Stage) -> str:
    """Return the format: as asked, else by the file's name, else PDF for signing and Word before."""
    suffix = output.suffix.lower().removeprefix(".")
    if asked and suffix in _FORMATS and suffix != asked:
        raise UsageError(
            "U03", f"{output}: found the ending .{suffix} with --format {asked}; make them agree."
        )
    if suffix and suffix not in _FORMATS:
        raise UsageError("U03", f"{output}: found the ending .{suffix}; expected .pdf or .docx; change it.")
    if asked or suffix:
        return asked or suffix
    return "pdf" if stage in {Stage.SIGNING, Stage.FINAL} else "docx"


def say(findings: Iterable[Finding]) -> int:
    """Print findings on stderr; return 1 where a person has to act now, else 0."""
    urgent = False
    for finding in findings:
        urgent = urgent or finding.severity is Severity.ACT_NOW
        click.echo(f"{finding.severity.value}: {finding.code}: {finding.message}", err=True)
    return 1 if urgent else 0
