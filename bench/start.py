"""Start the command in a process of its own, as a person at a terminal does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench.contest import hold
from bench.result import Entry, Table
from bench.sample import FORM, Sample, values_json
from bench.timing import Contestant
from build.docx import build_docx
from build.pdf.document import build_pdf

_MAIN = "from halfterm.cli import main; main(prog_name='halfterm')"


def measure(sample: Sample, rounds: int, folder: Path) -> Table:
    """Return how long whole commands take; files are written into `folder`."""
    values = folder / "values.json"
    values.write_text(values_json(), encoding="utf-8")
    filled_pdf, filled_docx = folder / "returned.pdf", folder / "returned.docx"
    filled_pdf.write_bytes(build_pdf(sample.pdf_page))
    filled_docx.write_bytes(build_docx(sample.docx_page))
    made = ["build", FORM, "--values", str(values), "-o"]
    commands: list[tuple[str, list[str], str]] = [
        ("halfterm --help", ["--help"], ""),
        (
            "halfterm build, PDF",
            [*made, str(folder / "made.pdf")],
            "from a definition in TOML to the file; compiles the layout",
        ),
        ("halfterm build, Word", [*made, str(folder / "made.docx")], ""),
        ("halfterm read, PDF", ["read", str(filled_pdf)], ""),
        ("halfterm read, Word", ["read", str(filled_docx)], ""),
    ]
    entries = [
        Entry(Contestant(name, _running(arguments), ours=True, note=note))
        for name, arguments, note in commands
    ]
    bare = Contestant("python -c pass", lambda: _run(["-c", "pass"]), ours=True, note="the interpreter alone")
    task = "Wall time of a fresh process, from start to end; values and files lie on disk."
    return hold("Start", task, [*entries, Entry(bare)], rounds)


def _running(arguments: list[str]) -> Callable[[], None]:
    return lambda: _run(["-c", _MAIN, *arguments])


def _run(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, *arguments], check=False, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"exit status {done.returncode}: {' '.join(arguments[2:])}\n{done.stderr}")
