"""Type into, draw, flatten and read PDF pages with PDFium, which is what Chrome and Edge use.

PDFium can crash on a page, so it runs in a process of its own. Boxes are [x0, y0, x1, y1] in points from the
page's lower left.
"""

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.tools.tool import CLIENTS_FOLDER, run_program

_CLIENT = CLIENTS_FOLDER / "pdfium_client.py"
_TIMEOUT_S = 120.0


@dataclass(frozen=True, slots=True)
class Character:
    """A character that a page shows, with its glyph's tight box; None for a space or break PDFium adds."""

    text: str
    box: tuple[float, float, float, float] | None


def _ask(**order: object) -> str:
    return run_program([sys.executable, _CLIENT], timeout_s=_TIMEOUT_S, stdin=json.dumps(order)).stdout


def type_into_pdf(source: Path, target: Path, values: Mapping[str, str | bool]) -> None:
    """Write `source` to `target` after a person at PDFium's form filler has typed and clicked.

    Fields are done in the order given: text replaces what stood there, whole; a combo box takes the label
    that it shows; a tick box takes a bool; a group of buttons that share a name takes the on-state to tick.
    Raise ToolError, with nothing written, where a field is not there, is locked, or did not take the value.
    """
    _ask(task="type", source=str(source.resolve()), target=str(target.resolve()), values=dict(values))


def draw_pages(
    path: Path, dpi: int = 100, page_indexes: Sequence[int] | None = None
) -> tuple[Image.Image, ...]:
    """Return a picture of every page, or of those asked for (from 0), fields drawn as they stand."""
    with tempfile.TemporaryDirectory(prefix="halfterm-pdfium-") as folder:
        wanted = None if page_indexes is None else list(page_indexes)
        answer = _ask(task="draw", source=str(path.resolve()), folder=folder, dpi=dpi, page_indexes=wanted)
        pictures = []
        for name in json.loads(answer):
            with Image.open(name) as picture:
                pictures.append(picture.convert("RGB"))
        return tuple(pictures)


def flatten(data: bytes) -> bytes:
    """Return a PDF with its fields drawn into the pages; what does not fit its box is gone then."""
    with tempfile.TemporaryDirectory(prefix="halfterm-pdfium-") as folder:
        source, target = Path(folder, "source.pdf"), Path(folder, "target.pdf")
        source.write_bytes(data)
        _ask(task="flatten", source=str(source), target=str(target))
        return target.read_bytes()


def read_characters(path: Path) -> tuple[tuple[Character, ...], ...]:
    """Return, for each page, the characters that it shows, field contents included, in PDFium's order.

    The pages are flattened first, in memory: PDFium's text does not see fields before that.
    """
    pages = json.loads(_ask(task="characters", source=str(path.resolve())))
    return tuple(
        tuple(
            Character(text, None if box is None else (box[0], box[1], box[2], box[3])) for text, box in page
        )
        for page in pages
    )


def read_text(path: Path) -> tuple[str, ...]:
    """Return, for each page, the text that it shows, field contents included."""
    return tuple("".join(character.text for character in page) for page in read_characters(path))
