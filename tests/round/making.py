"""Build a document from values and read it back, in the way the command line does it."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from build.filling import Filling
from build.layout import build_page
from build.page import Page
from build.prefill import Known, blank_filling, build_filling
from build.values import Values, parse_values
from extract.intake import read_files
from extract.report import to_json
from forms.catalogue import own_catalogue
from forms.findings import Finding
from forms.model import Definition, Stage
from forms.records import Response
from halfterm.make import document

POLICIES = Path(__file__).parents[1] / "data" / "policies"
"""Policies of invented schools, which no code knows."""
CATALOGUE = own_catalogue().with_folders(sorted(folder for folder in POLICIES.iterdir() if folder.is_dir()))
load_form = CATALOGUE.load_form
FORMS = (*CATALOGUE.form_ids(), "highcliffe/house-summary")
"""Every form, and the house's own beside one policy: it is the same beside each."""
OWN_FORMS = own_catalogue().form_ids()
"""The forms of the policies that come with halfterm."""
FORMATS = ("pdf", "docx")
FORM_STAGES = tuple((form, stage) for form in FORMS for stage in load_form(form).stages)
"""Every form with each of its stages."""


@dataclass(frozen=True, slots=True)
class Made:
    """A built document, and what was found while it was made."""

    data: bytes
    findings: tuple[Finding, ...]


def made(
    definition: Definition,
    values: Mapping[str, Any] | None,
    file_format: str,
    *,
    stage: Stage | None = None,
    previous: Sequence[Response] = (),
    continued: Response | None = None,
    verbatim: bool = False,
) -> Made:
    """Return the document that these values make at `stage` (the next one if left out)."""
    data, findings = document(
        _filling(definition, values, stage, previous, continued, verbatim=verbatim), file_format
    )
    return Made(data, findings)


def page_of(definition: Definition, values: Mapping[str, Any], stage: Stage) -> Page:
    """Return the page tree of a PDF with these values."""
    return build_page(_filling(definition, values, stage, (), None, verbatim=False), fixed_boxes=True)


def made_blank(definition: Definition, file_format: str, *, verbatim: bool = False) -> bytes:
    """Return an empty form."""
    return document(blank_filling(definition, verbatim=verbatim), file_format)[0]


def read_back(data: bytes, file_format: str) -> dict[str, Any]:
    """Return what `halfterm read --json` says of a document; an error fails the test."""
    file = json.loads(json.dumps(_read_json(data, file_format)))
    assert file["error"] is None, file["error"]
    return dict(file)


def response_of(data: bytes, file_format: str, name: str = "returned") -> Response:
    """Return the response that a document holds; `name` is its file's name without ending."""
    with tempfile.TemporaryDirectory(prefix="halfterm-round-") as folder:
        path = Path(folder, f"{name}.{file_format}")
        path.write_bytes(data)
        (result,) = read_files([path], load_form)
    assert result.response is not None, result.error
    return result.response


def values_of(file: Mapping[str, Any]) -> dict[str, Any]:
    """Return field -> value of one file's JSON."""
    return {name: answer["value"] for name, answer in file["fields"].items()}


def _read_json(data: bytes, file_format: str) -> Any:
    with tempfile.TemporaryDirectory(prefix="halfterm-round-") as folder:
        path = Path(folder, f"returned.{file_format}")
        path.write_bytes(data)
        files: Any = to_json(read_files([path], load_form))["files"]
    return files[0]


def _filling(
    definition: Definition,
    values: Mapping[str, Any] | None,
    stage: Stage | None,
    previous: Sequence[Response],
    continued: Response | None,
    *,
    verbatim: bool,
) -> Filling:
    checked = Values() if values is None else parse_values(json.dumps(values), definition, "values.json")
    return build_filling(
        definition,
        Known(checked, tuple(previous), continued),
        lookup=load_form,
        forms=CATALOGUE.papers_of(definition.policy.id),
        stage=stage,
        verbatim=verbatim,
    )
