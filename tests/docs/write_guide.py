"""Write the pictures, the document and the answers of docs/adding-a-policy.md anew.

Run as `python -m tests.docs.write_guide`, then read the difference. The picture of the Word document is
drawn anew only where the document has changed, for that needs LibreOffice.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from click.testing import CliRunner
from PIL import Image, PngImagePlugin

from halfterm.cli import main
from tests.docs.guide import DOCUMENT, FINISHED, FOLDER, FORM, GUIDE, Step, fingerprint, walk, with_answers
from tests.docs.pictures import KEY, fingerprint_in
from tests.docs.word_policy import policy_document
from tests.tools.libreoffice import convert
from tests.tools.pdfium import draw_pages

PICTURES = FOLDER / "pictures"

_WIDTH_PX = 760
_COLOURS = 32
_PAGE_OF_THE_FORM = 1
"""In the Word document, from 0: the policy's text stands before it."""


def write_guide(folder: Path) -> None:
    """Write everything anew; `folder` is for the walk."""
    DOCUMENT.write_bytes(policy_document())
    draft = folder / "bramble-lane" / FORM
    steps: list[Step] = []
    for step in walk(folder):
        steps.append(step)
        if step.command.startswith("halfterm adopt"):
            _preview(draft, "draft", folder)
            _preview(draft, "ids", folder, "--ids")
    GUIDE.write_text(with_answers(GUIDE.read_text(encoding="utf-8"), steps), encoding="utf-8")
    _preview(FINISHED / FORM, "final", folder)
    _save(draw_pages(folder / "supervision/outbox/january.pdf", page_indexes=[0])[0], "january")
    word = PICTURES / "word.png"
    if not word.exists() or fingerprint_in(word.read_bytes()) != fingerprint("word"):
        (drawn,) = convert([DOCUMENT], "pdf", folder)
        _save(draw_pages(drawn, page_indexes=[_PAGE_OF_THE_FORM])[0], "word")


def _preview(definition: Path, name: str, folder: Path, *options: str) -> None:
    target = folder / f"{name}.png"
    arguments = ["preview", str(definition), "--page", "1", *options, "-o", str(target)]
    CliRunner().invoke(main, arguments, catch_exceptions=False, standalone_mode=False)
    with Image.open(target) as image:
        _save(image.convert("RGB"), name)


def _save(image: Image.Image, name: str) -> None:
    """Write a picture of one page, with a thin frame, in few colours."""
    smaller = image.resize(
        (_WIDTH_PX, round(image.height * _WIDTH_PX / image.width)), Image.Resampling.LANCZOS
    )
    framed = Image.new("RGB", (smaller.width + 2, smaller.height + 2), "#c9ced6")
    framed.paste(smaller, (1, 1))
    notes = PngImagePlugin.PngInfo()
    notes.add_text(KEY, fingerprint(name))
    file = io.BytesIO()
    few = framed.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(file, "PNG", optimize=True, pnginfo=notes)
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"{name}.png").write_bytes(file.getvalue())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        write_guide(Path(scratch))
