"""Read and draw PDF pages with poppler, a second opinion beside PDFium on what a page shows."""

import tempfile
from pathlib import Path

from PIL import Image

from tests.tools.tool import Tool, program_missing, require, run_program, through_program

TEXT_TOOL = Tool("pdftotext", lambda: program_missing("pdftotext", "poppler-utils"))
DRAWING_TOOL = Tool("pdftoppm", lambda: program_missing("pdftoppm", "poppler-utils"))
PRINT_TOOL = Tool("pdftocairo", lambda: program_missing("pdftocairo", "poppler-utils"))
_TIMEOUT_S = 120.0


def read_text(path: Path, page_number: int | None = None, *, layout: bool = False, raw: bool = False) -> str:
    """Return the text of one page (from 1) or of all, field contents included; pages end with a form feed.

    `raw`: in the order in which the page draws it, fields last, hyphens at line ends kept.
    """
    require(TEXT_TOOL)
    pages = [] if page_number is None else ["-f", str(page_number), "-l", str(page_number)]
    mode = ["-layout"] if layout else ["-raw"] if raw else []
    command: list[str | Path] = ["pdftotext", "-enc", "UTF-8", "-eol", "unix", *mode, *pages, path, "-"]
    return run_program(command, timeout_s=_TIMEOUT_S).stdout


def draw_pages(path: Path, dpi: int = 100) -> tuple[Image.Image, ...]:
    """Return a picture of every page, in order, at `dpi` pixels an inch."""
    # As PPM: to pack them as PNG takes ten times as long as to draw them.
    require(DRAWING_TOOL)
    with tempfile.TemporaryDirectory(prefix="halfterm-poppler-") as folder:
        prefix = Path(folder, "page")
        run_program(["pdftoppm", "-r", str(dpi), path, prefix], timeout_s=_TIMEOUT_S)
        pictures = []
        # pdftoppm pads the numbers to one width, so the names sort by page.
        for file in sorted(Path(folder).glob("page-*.ppm")):
            with Image.open(file) as picture:
                pictures.append(picture.convert("RGB"))
        return tuple(pictures)


def print_pages(data: bytes) -> bytes:
    """Return a PDF as it is printed to a file: pages only, without fields, tags and properties."""
    require(PRINT_TOOL)
    return through_program(
        lambda source, target: ["pdftocairo", "-pdf", source, target], data, timeout_s=_TIMEOUT_S
    )
