"""Look at a page in Chromium itself, without a window."""

import base64
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.tools.tool import NODE_FOLDER, Tool, ToolError, find_program, require, run_program

_TIMEOUT_S = 120.0
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--virtual-time-budget=30000")
_LOOK = """
const told = ({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) });
axe.run().then(({ violations, incomplete }) => {
  const bytes = new TextEncoder().encode(JSON.stringify([...violations, ...incomplete].map(told)));
  document.title = `axe:${btoa(String.fromCharCode(...bytes))}:`;
});
"""
_SAID = re.compile(r"<title>axe:([A-Za-z0-9+/=]*):</title>")


def _program() -> str | None:
    return find_program("chromium") or find_program("google-chrome")


def _why_missing() -> str | None:
    if sys.platform == "win32":
        return "it is started without a window under Linux and macOS only"
    return None if _program() else "chromium is not on the PATH; install chromium"


TOOL = Tool("Chromium", _why_missing)


def axe_findings(page: Path) -> list[dict[str, Any]]:
    """Return what axe-core finds on a page that Chromium shows, also what it is unsure of: id, help, nodes.

    Chromium is shown a copy of the page, at whose end axe-core stands.
    """
    require(TOOL)
    axe = NODE_FOLDER / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        raise ToolError("axe-core is not installed; fetch it with: make tools")
    before, end, after = page.read_text(encoding="utf-8").partition("</body>")
    if not end:
        raise ToolError(f"{page} has no body")
    script = axe.read_text(encoding="utf-8").replace("</script", "<\\/script")
    with tempfile.TemporaryDirectory(prefix="halfterm-chromium-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder, "page.html")
        copy.write_text(f"{before}<script>{script}{_LOOK}</script>{end}{after}", encoding="utf-8")
        profile = f"--user-data-dir={Path(folder, 'profile')}"
        command = [str(_program()), *_FLAGS, profile, "--dump-dom", copy.as_uri()]
        shown = run_program(command, timeout_s=_TIMEOUT_S).stdout
    said = _SAID.search(shown)
    if said is None:
        raise ToolError(f"axe-core did not end in Chromium: {shown[-500:]!r}")
    findings: list[dict[str, Any]] = json.loads(base64.b64decode(said[1]))
    return findings
