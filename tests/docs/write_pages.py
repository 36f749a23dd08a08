"""Write the pictures and the blocks of code on the pages of docs/definitions/ anew from the examples.

Run as `python -m tests.docs.write_pages` after an example was changed; then read the difference. Names of
examples behind it write only theirs.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.docs.examples import Example, all_examples, build_example, read_values, show_read
from tests.docs.pages import with_blocks
from tests.docs.pictures import draw_picture


def write_page(example: Example, folder: Path) -> None:
    """Write one picture and the blocks of its page; `folder` is for the form on its way."""
    example.picture.parent.mkdir(exist_ok=True)
    example.picture.write_bytes(draw_picture(example))
    form = folder / f"{example.name}.pdf"
    form.write_bytes(build_example(example, "pdf"))
    blocks = [example.shown_definition, example.shown_values, show_read(read_values(form))]
    page = example.page.read_text(encoding="utf-8")
    example.page.write_text(with_blocks(page, blocks), encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for one in all_examples():
            if one.name in sys.argv[1:] or not sys.argv[1:]:
                write_page(one, Path(name))
