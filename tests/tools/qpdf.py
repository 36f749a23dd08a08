"""Check a PDF's syntax with `qpdf --check`: cross references, streams, linearisation; write one anew."""

from pathlib import Path

from tests.tools.tool import Tool, program_missing, require, run_program, through_program

TOOL = Tool("qpdf", lambda: program_missing("qpdf", "qpdf"))
_TIMEOUT_S = 60.0


def check_syntax(path: Path) -> tuple[str, ...]:
    """Return qpdf's errors and warnings, empty where the file is sound."""
    require(TOOL)
    # 0: sound, 2: errors, 3: warnings only (qpdf manual, "Exit Status")
    done = run_program(["qpdf", "--check", path], timeout_s=_TIMEOUT_S, accepted=frozenset({0, 2, 3}))
    if done.returncode == 0:
        return ()
    lines = (*done.stderr.splitlines(), *done.stdout.splitlines())
    found = tuple(line for line in lines if "WARNING" in line or "ERROR" in line)
    return found or (f"qpdf ended with status {done.returncode}: {done.stderr.strip()}",)


def rewrite(data: bytes, *options: str) -> bytes:
    """Return a PDF as qpdf writes it anew with these options."""
    require(TOOL)
    # 3: written, with warnings
    return through_program(
        lambda source, target: ["qpdf", *options, source, target],
        data,
        timeout_s=_TIMEOUT_S,
        accepted=frozenset({0, 3}),
    )
