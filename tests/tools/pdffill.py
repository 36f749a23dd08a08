"""Fill PDF forms with pdf-lib under node, which web services use; it writes the whole file anew."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.tools.tool import CLIENTS_FOLDER, NODE_FOLDER, Tool, program_missing, require, run_program

_CLIENT = CLIENTS_FOLDER / "pdflib_fill.mjs"
_PACKAGE = NODE_FOLDER / "node_modules" / "pdf-lib"
_TIMEOUT_S = 120.0


def _why_missing() -> str | None:
    if reason := program_missing("node", "nodejs 18 or newer"):
        return reason
    return None if _PACKAGE.is_dir() else "its npm packages are not installed; fetch them with: make tools"


PDF_LIB = Tool("pdf-lib", _why_missing)


def fill_with_pdf_lib(source: Path, target: Path, values: Mapping[str, str | bool]) -> None:
    """Write `source` with fields set by pdf-lib to `target`.

    A text field and a combo box take text, a tick box a bool, a group of buttons the on-state to tick. Raise
    ToolError, with nothing written, where a field is not there, is read-only, or has no such state.
    """
    require(PDF_LIB)
    order = {"source": str(source.resolve()), "target": str(target.resolve()), "values": dict(values)}
    run_program(["node", _CLIENT, _PACKAGE.resolve()], timeout_s=_TIMEOUT_S, stdin=json.dumps(order))
