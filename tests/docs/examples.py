"""The example of each kind: its definition, what its values file says, and its page in docs/definitions/."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from build.docx import build_docx
from build.layout import build_page
from build.pdf.document import build_pdf
from build.prefill import Known, build_filling
from build.values import load_values
from extract.intake import read_files
from extract.report import to_json
from forms.catalogue import Catalogue, own_catalogue

DOCS = Path(__file__).resolve().parents[2] / "docs"
FOLDER = DOCS / "definitions"
EXAMPLES = FOLDER / "examples"

_FIRST_TABLE = re.compile(r"(?m)^\[\[?(?:field|section)")
_FREE_BOX = "continuation"


@dataclass(frozen=True, slots=True)
class Example:
    """One form of the invented school that the pages speak of."""

    name: str

    @property
    def page(self) -> Path:
        """Return the page that explains it."""
        return FOLDER / f"{self.name}.md"

    @property
    def picture(self) -> Path:
        """Return the picture on that page."""
        return FOLDER / "pictures" / f"{self.name}.png"

    @property
    def definition(self) -> Path:
        """Return its definition file."""
        return EXAMPLES / f"{self.name}.toml"

    @property
    def values(self) -> Path:
        """Return its values file."""
        return EXAMPLES / f"{self.name}.json"

    @property
    def shown_definition(self) -> str:
        """Return the part of the definition that the page shows: fields and sections, without the head."""
        text = self.definition.read_text(encoding="utf-8")
        first = _FIRST_TABLE.search(text)
        assert first is not None, f"{self.definition} has no field"
        return text[first.start() :].strip()

    @property
    def shown_values(self) -> str:
        """Return the values file as the page shows it."""
        return self.values.read_text(encoding="utf-8").strip()

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of all that the picture is made from, line ends apart."""
        texts = [
            path.read_text(encoding="utf-8")
            for path in (EXAMPLES / "policy.toml", self.definition, self.values)
        ]
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def all_examples() -> tuple[Example, ...]:
    """Return every example, by name."""
    return tuple(Example(path.stem) for path in sorted(EXAMPLES.glob("*.toml")) if path.stem != "policy")


@functools.cache
def catalogue() -> Catalogue:
    """Return halfterm's own forms and those of the examples."""
    return own_catalogue().with_folders([EXAMPLES])


def build_example(example: Example, file_format: str) -> bytes:
    """Return the example's form, filled in as its values file says, as pdf or docx."""
    forms = catalogue()
    definition = forms.load_form(f"alder-grove/{example.name}")
    filling = build_filling(
        definition,
        Known(load_values(example.values, definition), (), None),
        lookup=forms.load_form,
        forms=forms.forms_of(definition.policy.id),
        stage=None,
        verbatim=False,
    )
    if file_format == "pdf":
        return build_pdf(build_page(filling, fixed_boxes=True))
    return build_docx(build_page(filling, fixed_boxes=False))


def read_values(path: Path) -> dict[str, object]:
    """Return the value of each field of a returned form, as `halfterm read --json` gives it."""
    report = json.loads(json.dumps(to_json(read_files([path], catalogue().load_form))))
    file = report["files"][0]
    assert file["error"] is None, file["error"]
    return {name: answer["value"] for name, answer in file["fields"].items() if name != _FREE_BOX}


def show_read(values: dict[str, object]) -> str:
    """Return what was read as the page shows it: a line for each field, and for each row of a table."""
    lines = [f"  {json.dumps(name)}: {_shown(value)}" for name, value in values.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def _shown(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        rows = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in value)
        return f"[\n{rows}\n  ]"
    return json.dumps(value, ensure_ascii=False)
