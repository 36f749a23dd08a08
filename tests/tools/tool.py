"""Say whether an outside program is there, and skip or fail the test that needs one that is not."""

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

SKIP_PREFIX = "tool missing: "
"""Begins the reason of every test that was skipped for want of a tool; the terminal summary looks for it."""

NODE_FOLDER = Path(__file__).with_name("node")
CLIENTS_FOLDER = Path(__file__).parent.parent / "clients"


@dataclass(frozen=True, slots=True)
class Tool:
    """An outside program. `why_missing` returns what is missing and how to get it, None if it is usable."""

    name: str
    why_missing: Callable[[], str | None]


class ToolError(Exception):
    """An outside program was there but failed: it crashed, hung, or answered something unintelligible."""


def tools_are_required() -> bool:
    """Return whether a missing tool is a failure rather than a reason to skip."""
    return os.environ.get("HALFTERM_REQUIRE_TOOLS", "") not in {"", "0"}


def require(tool: Tool) -> None:
    """Return if the tool is usable; else skip the running test, or fail it under HALFTERM_REQUIRE_TOOLS."""
    reason = tool.why_missing()
    if reason is None:
        return
    if tools_are_required():
        pytest.fail(f"{SKIP_PREFIX}{tool.name}: {reason} (HALFTERM_REQUIRE_TOOLS is set)", pytrace=False)
    pytest.skip(f"{SKIP_PREFIX}{tool.name}: {reason}")


@functools.cache
def find_program(name: str) -> str | None:
    """Return the full path of a program on the PATH, None where there is none."""
    return shutil.which(name)


def program_missing(name: str, package: str) -> str | None:
    """Return the reason why a program on the PATH cannot be used, None where it is there."""
    return None if find_program(name) else f"{name} is not on the PATH; install {package}"


def cache_folder() -> Path:
    """Return the folder of downloaded tools: HALFTERM_TOOL_CACHE, else halfterm's own in the user's cache."""
    if chosen := os.environ.get("HALFTERM_TOOL_CACHE"):
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return base / "halfterm" / "tools"


def run_program(
    command: Sequence[str | Path],
    *,
    timeout_s: float,
    accepted: frozenset[int] = frozenset({0}),
    stdin: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and return what it wrote, as UTF-8 text.

    Raise ToolError if it takes longer than `timeout_s` seconds or ends with a status that is not `accepted`.
    """
    shown = " ".join(str(part) for part in command)
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            check=False,
            encoding="utf-8",
            env={**os.environ, **environment} if environment else None,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            timeout=timeout_s,
        )
    except subprocess.TimeoutExpired as error:
        raise ToolError(f"no end after {timeout_s:g} s: {shown}") from error
    if done.returncode not in accepted:
        said = (done.stderr or done.stdout).strip()[-2000:]
        raise ToolError(f"exit status {done.returncode}: {shown}\n{said}")
    return done


def through_program(
    command: Callable[[Path, Path], Sequence[str | Path]],
    data: bytes,
    *,
    timeout_s: float,
    accepted: frozenset[int] = frozenset({0}),
) -> bytes:
    """Return what a program makes of a PDF: `command` says how it is called with a source and a target."""
    with tempfile.TemporaryDirectory(prefix="halfterm-tool-") as folder:
        source, target = Path(folder, "source.pdf"), Path(folder, "target.pdf")
        source.write_bytes(data)
        line = command(source, target)
        run_program(line, timeout_s=timeout_s, accepted=accepted)
        if not target.is_file():
            raise ToolError(f"no file was made: {' '.join(map(str, line))}")
        return target.read_bytes()
