"""Write the tables and pictures of docs/monitoring.md anew: `python -m tests.docs.write_monitoring`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from extract.plan_columns import PLAN_SHEETS
from tests.docs.monitoring import PAGE, PICTURES, draw_sheets, picture_path, with_tables


def write_monitoring(folder: Path) -> None:
    """Write everything anew; `folder` is for the files on their way."""
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    drawn = draw_sheets(folder)
    for spec in PLAN_SHEETS:
        picture_path(spec).write_bytes(drawn[spec.name])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        write_monitoring(Path(scratch))
