"""Draw the pictures of docs/workbook.md anew: `python -m tests.docs.write_workbook`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.docs.workbook import PICTURES, draw


def write_workbook_pictures(folder: Path) -> None:
    """Write both; `folder` is for the files on their way."""
    PICTURES.mkdir(exist_ok=True)
    for name, data in draw(folder).items():
        (PICTURES / f"{name}.png").write_bytes(data)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        write_workbook_pictures(Path(scratch))
