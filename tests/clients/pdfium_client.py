"""Type into, draw, flatten or read a PDF with PDFium, as one order on standard input says; run as a script.

The order is JSON: {"task": "type" | "draw" | "flatten" | "characters", "source": path, ...}. Nothing is
written where the order cannot be carried out; standard error then says why, and the exit status is 1.
"""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from halfterm.demo.pdf_typist import type_values

_POINTS_PER_INCH = 72


def draw(source: str, folder: str, dpi: int, page_indexes: list[int] | None) -> list[str]:
    """Draw pages as PNG files into a folder and return their paths."""
    document = pypdfium2.PdfDocument(source)
    document.init_forms()
    names = []
    for index in range(len(document)) if page_indexes is None else page_indexes:
        name = Path(folder, f"page-{index}.png")
        document[index].render(scale=dpi / _POINTS_PER_INCH).to_pil().save(name)
        names.append(str(name))
    return names


def flatten(source: str) -> bytes:
    """Return the document with its fields drawn into the pages, as "Print to PDF" in a browser does it."""
    flat = pypdfium2.PdfDocument(source)
    flat.init_forms()
    for index in range(len(flat)):
        # No text page may be open while a page is flattened: PDFium has crashed on that.
        if flat[index].flatten() == pdfium.FLATTEN_FAIL:
            sys.exit(f"{source}: PDFium could not flatten page {index + 1}")
    saved = io.BytesIO()
    flat.save(saved)
    return saved.getvalue()


def read_characters(source: str) -> list[list[tuple[str, tuple[float, float, float, float] | None]]]:
    """Return each page's characters with the boxes of their glyphs, None for those that PDFium puts in."""
    return [_characters_of(page.get_textpage()) for page in pypdfium2.PdfDocument(flatten(source))]


def _characters_of(text: Any) -> list[tuple[str, tuple[float, float, float, float] | None]]:
    found: list[tuple[str, tuple[float, float, float, float] | None]] = []
    for index in range(text.count_chars()):
        unit = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
        # Outside the basic plane PDFium counts the two halves of a surrogate pair as two characters.
        if found and "\ud800" <= found[-1][0] <= "\udbff" and "\udc00" <= unit <= "\udfff":
            pair = (found[-1][0] + unit).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            found[-1] = (pair, found[-1][1])
            continue
        generated = pdfium.FPDFText_IsGenerated(text.raw, index) == 1
        found.append((unit, None if generated else tuple(text.get_charbox(index))))
    return found


def main() -> None:
    """Carry out the order on standard input and answer on standard output."""
    order = json.loads(sys.stdin.buffer.read())
    task = order.pop("task")
    if task == "type":
        type_values(order["source"], order["target"], order["values"])
    elif task == "draw":
        print(json.dumps(draw(order["source"], order["folder"], order["dpi"], order["page_indexes"])))
    elif task == "flatten":
        Path(order["target"]).write_bytes(flatten(order["source"]))
    elif task == "characters":
        print(json.dumps(read_characters(order["source"])))
    else:
        sys.exit(f"unknown task {task!r}")


if __name__ == "__main__":
    main()
