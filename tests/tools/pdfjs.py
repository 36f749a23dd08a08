"""Fill PDF forms as Firefox does: pdf.js sets the fields and saves the document, under node."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.tools.tool import CLIENTS_FOLDER, NODE_FOLDER, Tool, program_missing, require, run_program

_CLIENT = CLIENTS_FOLDER / "pdfjs_fill.mjs"
_PACKAGE = NODE_FOLDER / "node_modules" / "pdfjs-dist"
_TIMEOUT_S = 120.0


def _why_missing() -> str | None:
    if reason := program_missing("node", "nodejs 18 or newer"):
        return reason
    return None if _PACKAGE.is_dir() else "its npm packages are not installed; fetch them with: make tools"


TOOL = Tool("pdf.js", _why_missing)


def fill_pdf(source: Path, target: Path, values: Mapping[str, str | bool]) -> None:
    """Write `source` with fields set by pdf.js to `target`.

    A text or date field and a combo box take text (a combo its export value), a tick box a bool, a group of
    radio buttons or of boxes that share a name the on-state that is to be ticked, "" for none. Raise
    ToolError, with nothing written, where a field is not there, is read-only, or has no such state.
    """
    require(TOOL)
    order = json.dumps(
        {"source": str(source.resolve()), "target": str(target.resolve()), "values": dict(values)}
    )
    run_program(["node", _CLIENT, _PACKAGE.resolve()], timeout_s=_TIMEOUT_S, stdin=order)
