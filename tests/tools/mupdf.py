"""Draw PDF pages into a new PDF with MuPDF's mutool."""

from tests.tools.tool import Tool, program_missing, require, through_program

TOOL = Tool("mutool", lambda: program_missing("mutool", "mupdf-tools"))
_TIMEOUT_S = 120.0


def redraw(data: bytes) -> bytes:
    """Return a PDF with the pages of another drawn anew, fields included, and nothing but pages."""
    require(TOOL)
    return through_program(
        lambda source, target: ["mutool", "convert", "-F", "pdf", "-o", target, source],
        data,
        timeout_s=_TIMEOUT_S,
    )
