"""Who fills a form in: real programs, each in a process of its own."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from forms.model import Definition
from tests.round.boxes import Typed, ticked_in_word
from tests.tools import firefox, libreoffice, pdffill, pdfium, pdfjs
from tests.tools.tool import Tool

_Fill: TypeAlias = Callable[[Path, Path, Mapping[str, Typed]], None]


@dataclass(frozen=True, slots=True)
class Typist:
    """A program that people fill forms in with."""

    file_format: str
    fill: _Fill
    tools: tuple[Tool, ...] = ()

    def filled(self, issued: bytes, typed: Mapping[str, Typed], definition: Definition) -> bytes:
        """Return the form as the program saves it after the values were put in."""
        given = ticked_in_word(definition, typed) if self.file_format == "docx" else dict(typed)
        with tempfile.TemporaryDirectory(prefix="halfterm-recall-") as folder:
            source = Path(folder, f"form.{self.file_format}")
            target = Path(folder, f"filled.{self.file_format}")
            source.write_bytes(issued)
            self.fill(source, target, given)
            return target.read_bytes()


TYPISTS: Mapping[str, Typist] = {
    "PDFium": Typist("pdf", pdfium.type_into_pdf),
    "pdf.js": Typist("pdf", pdfjs.fill_pdf, (pdfjs.TOOL,)),
    "Firefox": Typist("pdf", firefox.fill_pdf, (firefox.TOOL,)),
    "pdf-lib": Typist("pdf", pdffill.fill_with_pdf_lib, (pdffill.PDF_LIB,)),
    "LibreOffice": Typist("docx", libreoffice.fill_docx, (libreoffice.FILL_TOOL,)),
}
