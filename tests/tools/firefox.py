"""Type into PDF forms in Firefox itself, with its own viewer and real key strokes, without a window."""

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.tools.tool import CLIENTS_FOLDER, NODE_FOLDER, Tool, ToolError, find_program, require, run_program

_CLIENT = CLIENTS_FOLDER / "firefox_client.py"
_TIMEOUT_S = 240.0


def _program() -> str | None:
    return find_program("firefox-esr") or find_program("firefox")


def _why_missing() -> str | None:
    if sys.platform == "win32":
        return "it is started without a window under Linux and macOS only"
    return None if _program() else "firefox is not on the PATH; install firefox-esr"


TOOL = Tool("Firefox", _why_missing)


def axe_findings(page: Path) -> list[dict[str, Any]]:
    """Return what axe-core finds on a page that Firefox shows, also what it is unsure of: id, help, nodes."""
    require(TOOL)
    program = _program()
    axe = NODE_FOLDER / "node_modules" / "axe-core" / "axe.min.js"
    if program is None or not axe.is_file():
        raise ToolError("axe-core is not installed; fetch it with: make tools")
    with tempfile.TemporaryDirectory(prefix="halfterm-firefox-", ignore_cleanup_errors=True) as folder:
        order = {
            "firefox": program,
            "profile": str(Path(folder, "profile")),
            "page": str(page),
            "axe": str(axe),
        }
        said = run_program([sys.executable, _CLIENT], timeout_s=_TIMEOUT_S, stdin=json.dumps(order)).stdout
    findings: list[dict[str, Any]] = json.loads(said)
    return findings


def fill_pdf(source: Path, target: Path, values: Mapping[str, str | bool]) -> None:
    """Write `source` to `target` after somebody typed and clicked in Firefox's viewer and saved.

    A text field takes text, a list the words or the value of an option, a tick box a bool, a group of buttons
    the on-state to click. Raise ToolError, with nothing written, where a field is not there or is locked.
    """
    require(TOOL)
    program = _program()
    if program is None:
        raise ToolError("Firefox is not on the PATH")
    with tempfile.TemporaryDirectory(prefix="halfterm-firefox-", ignore_cleanup_errors=True) as folder:
        order = {
            "firefox": program,
            "profile": str(Path(folder, "profile")),
            "source": str(source.resolve()),
            "target": str(target.resolve()),
            "values": dict(values),
        }
        run_program([sys.executable, _CLIENT], timeout_s=_TIMEOUT_S, stdin=json.dumps(order))
