"""Save Word files with Debian 12's own LibreOffice 7.4, which loses the tags of content controls.

It does not install beside a newer one, but runs from a folder of its own: `.ci/old-office FOLDER` unpacks it
there and prints what HALFTERM_OLD_OFFICE has to name.
"""

import functools
import os
import tempfile
from pathlib import Path

from tests.tools.tool import Tool, ToolError, require, run_program

_VARIABLE = "HALFTERM_OLD_OFFICE"
_TIMEOUT_S = 180.0


def _program() -> Path:
    return Path(os.environ.get(_VARIABLE, ""))


@functools.cache
def _why_missing() -> str | None:
    if not os.environ.get(_VARIABLE):
        return f"{_VARIABLE} does not name the soffice of a LibreOffice 7.4"
    return None if _program().is_file() else f"{_VARIABLE}: {_program()} is no program"


TOOL = Tool("LibreOffice 7.4", _why_missing)


def resave(data: bytes, ending: str = "docx") -> bytes:
    """Return a Word file as LibreOffice 7.4 saves it, as a file of the kind that `ending` names."""
    require(TOOL)
    with tempfile.TemporaryDirectory(prefix="halfterm-office-") as folder:
        source, out = Path(folder, "returned.docx"), Path(folder, "out")
        source.write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        options = (profile, "--headless", "--norestore", "--convert-to", ending, "--outdir", out)
        run_program([_program(), *options, source], timeout_s=_TIMEOUT_S)
        made = (out / source.name).with_suffix(f".{ending}")
        if not made.is_file():
            raise ToolError(f"LibreOffice 7.4 made no .{ending}")
        return made.read_bytes()
