"""Scanned: pictures of the pages, as PDFium draws them, with what a scanner or a phone does to them.

Compared as flattened files are. The noise is the same each time, so a scan of the same pages is the same.
"""

import io
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image, ImageFilter

from tests.recall.channel import Channel, Family
from tests.recall.truth import drawn_by_pdfium
from tests.tools import pdfium, tesseract

_WHITE = 255
_TABLE = 70
"""How dark the table is that a photographed page lies on, 0 to 255."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """What a scanner does to a page."""

    dpi: int
    skew_degrees: float = 0
    noise: float = 0
    """Share of each dot that is chance, 0 to 1."""
    one_bit: bool = False
    colour: bool = False
    jpeg_quality: int = 75
    turned_degrees: int = 0
    """By how much the paper lay turned, a multiple of 90."""


def scanned(data: bytes, scanner: Scanner) -> bytes:
    """Return a PDF that holds one picture a page and nothing else."""
    pages = [
        _scanned_page(page, scanner, number) for number, page in enumerate(_drawn(data, scanner.dpi), start=1)
    ]
    return _wrapped(pages, scanner.dpi, scanner.jpeg_quality)


def photographed(data: bytes, dpi: int = 200) -> bytes:
    """Return a PDF of photographs taken from an angle: perspective, uneven light, a dark table around."""
    return _wrapped([_photograph(page) for page in _drawn(data, dpi)], dpi, 80)


def _drawn(data: bytes, dpi: int) -> tuple[Image.Image, ...]:
    with tempfile.TemporaryDirectory(prefix="halfterm-recall-") as folder:
        path = Path(folder, "filled.pdf")
        path.write_bytes(data)
        return pdfium.draw_pages(path, dpi)


def _scanned_page(page: Image.Image, scanner: Scanner, number: int) -> Image.Image:
    picture = page if scanner.colour else page.convert("L")
    white = (_WHITE,) * len(picture.getbands())
    if scanner.skew_degrees:
        # Sheets in a feeder lean to either side.
        lean = scanner.skew_degrees * (1 if number % 2 else -1)
        picture = picture.rotate(lean, Image.Resampling.BICUBIC, fillcolor=white)
    if scanner.noise:
        chance = random.Random(number)  # noqa: S311 - specks on glass
        specks = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height))
        picture = Image.blend(picture, specks.convert(picture.mode), scanner.noise)
    if scanner.turned_degrees:
        picture = picture.rotate(scanner.turned_degrees, expand=True)
    if scanner.one_bit:
        return picture.convert("L").point(lambda dot: _WHITE if dot > 150 else 0).convert("1")
    return picture


def _photograph(page: Image.Image) -> Image.Image:
    width, height = page.size
    # Output x, y come from (ax + by + c) / (gx + hy + 1), (dx + ey + f) / (gx + hy + 1): farther at the top.
    mapping = (
        1.22, 0.075, -0.14 * width,
        0.025, 1.27, -0.09 * height,
        0.00002, 0.13 / height,
    )  # fmt: skip
    seen = page.convert("L").transform(
        page.size, Image.Transform.PERSPECTIVE, mapping, Image.Resampling.BICUBIC, fillcolor=_TABLE
    )
    shade = Image.linear_gradient("L").resize(page.size).point(lambda dot: _WHITE - dot // 2)
    lit = Image.blend(seen, shade, 0.25)
    return lit.filter(ImageFilter.GaussianBlur(0.7))


def _wrapped(pages: list[Image.Image], dpi: int, jpeg_quality: int) -> bytes:
    out = io.BytesIO()
    epoch = time.gmtime(0)
    # One bit is packed as a fax is, without loss.
    quality = {} if pages[0].mode == "1" else {"quality": jpeg_quality}
    pages[0].save(
        out,
        "PDF",
        resolution=dpi,
        save_all=True,
        append_images=pages[1:],
        **quality,
        creationDate=epoch,
        modDate=epoch,
        producer="scanner",
    )
    return out.getvalue()


def _channel(name: str, change: Callable[[bytes], bytes]) -> Channel:
    return Channel(name, Family.SCANNED, "PDFium", change, tools=(tesseract.TOOL,), truth=drawn_by_pdfium)


def _scan(name: str, scanner: Scanner) -> Channel:
    return _channel(name, partial(scanned, scanner=scanner))


CHANNELS = (
    _scan("scan 150 dpi grey, 0.7 degrees, JPEG 60", Scanner(150, skew_degrees=0.7, jpeg_quality=60)),
    _scan("scan 200 dpi grey, 1 degree, noise", Scanner(200, skew_degrees=1, noise=0.12)),
    _scan("scan 300 dpi colour, JPEG 85", Scanner(300, colour=True, jpeg_quality=85)),
    _scan("scan 200 dpi one bit, 0.5 degrees", Scanner(200, skew_degrees=0.5, one_bit=True)),
    _scan("scan 300 dpi one bit, noise", Scanner(300, noise=0.15, one_bit=True)),
    _scan("scan 200 dpi grey, upside down, JPEG 40", Scanner(200, jpeg_quality=40, turned_degrees=180)),
    _channel("photographed from an angle", photographed),
)
