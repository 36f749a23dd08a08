"""The PDFs as which a form may have been issued, for reading one whose boxes are gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extract.intake import ReadResult, read_bytes, read_files
from forms.catalogue import Catalogue
from forms.errors import HalftermError
from forms.model import Definition, Fact, Stage
from forms.reference import parse_reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from build.filling import Filling
    from extract.page.identity import Printed
    from extract.page.reading import Issued

_SAMPLE = {
    Fact.SCHOOL: "A",
    Fact.SUPERVISEE: "B",
    Fact.SUPERVISOR: "C",
    Fact.SESSION_DATE: "2026-11-19",
    Fact.SESSION_TIME: "10:00",
    Fact.RETURN_BY: "2026-11-12",
}
"""What a form asks for before it is made; it stands in boxes, where it moves nothing."""


def read_any(data: bytes, path: Path, catalogue: Catalogue) -> ReadResult:
    """Return what became of a file, whose boxes may be gone."""
    return read_bytes(data, path, catalogue.load_form, made_anew(catalogue))


def read_all(paths: Sequence[Path], catalogue: Catalogue) -> list[ReadResult]:
    """Return one result per path, as `read_files` does; the boxes of each may be gone."""
    return read_files(paths, catalogue.load_form, made_anew(catalogue))


def made_anew(catalogue: Catalogue) -> Issued:
    """Return what makes a form once more, as it is issued when little is known."""

    def issued(printed: Printed, words: str) -> Iterator[bytes]:  # noqa: ARG001 - of a form with carried rows
        from halfterm.make import document

        definition = _definition(catalogue, printed)
        if definition is None:
            return
        for filling in _fillings(catalogue, definition, printed):
            yield document(filling, "pdf")[0]

    return issued


def _definition(catalogue: Catalogue, printed: Printed) -> Definition | None:
    """Return the form that a page's code means: the code knows capital letters only."""
    try:
        versions = catalogue.versions_of(printed.form) or (printed.version,)
        version = next((one for one in versions if one.upper() == printed.version), printed.version)
        return catalogue.load_form(printed.form, version)
    except HalftermError:
        return None


def _fillings(catalogue: Catalogue, definition: Definition, printed: Printed) -> Iterator[Filling]:
    from build.prefill import Known, blank_filling, build_filling
    from build.values import Values

    if printed.stage == Stage.BLANK:
        yield blank_filling(definition)
        yield blank_filling(definition, verbatim=True)
        return
    if parse_reference(printed.reference) is None or printed.stage not in definition.stages:
        return
    facts = dict(_SAMPLE)
    if Fact.CASE_REF in definition.required:
        facts[Fact.CASE_REF] = "ESM-C001"
    yield build_filling(
        definition,
        Known(Values(where="the page", reference=printed.reference, header=facts)),
        lookup=catalogue.load_form,
        forms=catalogue.papers_of(definition.policy.id),
        stage=Stage(printed.stage),
    )
