"""Have Typst set the summary, from data alone: what people wrote is never read as markup."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from build.pdf.blank import page_fonts
from build.pdf.printed import drawable_spec

TEMPLATE_FILES = ("report.typ", "drawing.typ", "charts.typ", "lists.typ")
"""In templates/report; the first file draws the pages with the help of the others and of pdf/look.typ."""


def typeset(spec: str) -> bytes:
    """Return the tagged PDF of what build.report.spec has put together."""
    import typst

    root = Path(str(resources.files("templates")))
    compiler = typst.Compiler(
        root / "report" / TEMPLATE_FILES[0],
        root=root,
        font_paths=page_fonts(),
        sys_inputs={"spec": drawable_spec(spec)},
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    if not isinstance(made, bytes):
        raise TypeError(f"the page compiler returned {type(made).__name__}, not a PDF")
    return made
