"""Convert documents with LibreOffice, and fill Word content controls in it as a person would.

Every run has a profile folder of its own, so that runs side by side do not disturb each other.
"""

import functools
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from halfterm import demo
from tests.tools.tool import (
    Tool,
    ToolError,
    find_program,
    program_missing,
    require,
    run_program,
)

# The demo's own client: it runs under another Python, so it is called by its path.
_CLIENT = Path(demo.__file__).with_name("office_typist.py")
_TIMEOUT_S = 180.0
# The first release whose Word export keeps the tags of content controls and is in a Debian suite.
_TAGS_SINCE = (25, 2)


def _convert_missing() -> str | None:
    return program_missing("soffice", "libreoffice-writer-nogui and libreoffice-calc-nogui")


@functools.cache
def version() -> tuple[int, ...]:
    """Return LibreOffice's version as numbers, () where it does not tell."""
    with tempfile.TemporaryDirectory(prefix="halfterm-office-") as profile:
        said = run_program(["soffice", _profile_option(profile), "--version"], timeout_s=_TIMEOUT_S).stdout
    found = re.search(r"LibreOffice (\d+(?:\.\d+)*)", said)
    return tuple(int(number) for number in found[1].split(".")) if found else ()


@functools.cache
def _uno_python() -> str | None:
    """Return a Python that has the `uno` module: HALFTERM_UNO_PYTHON, the system's, or LibreOffice's own."""
    candidates: list[str | Path] = []
    if chosen := os.environ.get("HALFTERM_UNO_PYTHON"):
        candidates.append(chosen)
    candidates.append("/usr/bin/python3")
    if soffice := find_program("soffice"):
        own = Path(soffice).resolve().parent
        candidates += [own / "python.exe", own / "python"]
    for candidate in candidates:
        try:
            probe = subprocess.run(
                [candidate, "-c", "import uno"], capture_output=True, check=False, timeout=30
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if probe.returncode == 0:
            return str(candidate)
    return None


@functools.cache
def _fill_missing() -> str | None:
    if reason := _convert_missing():
        return reason
    if sys.platform == "win32":
        return "its named pipe is not reached from here under Windows"
    if _uno_python() is None:
        return (
            "no Python with LibreOffice's uno module; install python3-uno, or name one in HALFTERM_UNO_PYTHON"
        )
    if version() < _TAGS_SINCE:
        shown = ".".join(map(str, version()))
        return f"version {shown} loses the tags of content controls; install 25.2 or newer (Debian backports)"
    return None


CONVERT_TOOL = Tool("LibreOffice", _convert_missing)
FILL_TOOL = Tool("LibreOffice with content controls", _fill_missing)


def _profile_option(profile: str | Path) -> str:
    return f"-env:UserInstallation={Path(profile).resolve().as_uri()}"


def convert(paths: Sequence[Path], kind: str, folder: Path) -> tuple[Path, ...]:
    """Convert files to another kind (``pdf``, ``docx``, ``xlsx``, ``odt``, ``png``) and return the new ones.

    They stand in `folder` under the old names with the new ending, in the order given. Raise ToolError where
    LibreOffice makes no file of one, or where two would get the same name.
    """
    require(CONVERT_TOOL)
    targets = tuple(folder / f"{path.stem}.{kind}" for path in paths)
    if len(set(targets)) < len(targets):
        raise ToolError(
            f"two of these would be converted to one name: {', '.join(path.name for path in paths)}"
        )
    with tempfile.TemporaryDirectory(prefix="halfterm-office-") as scratch:
        profile, out = Path(scratch, "profile"), Path(scratch, "out")
        command = ["soffice", _profile_option(profile), "--headless", "--norestore", "--convert-to", kind]
        run_program([*command, "--outdir", out, *paths], timeout_s=_TIMEOUT_S)
        folder.mkdir(parents=True, exist_ok=True)
        for target in targets:
            made = out / target.name
            if not made.is_file():
                raise ToolError(f"LibreOffice made no {target.name}")
            target.write_bytes(made.read_bytes())
    return targets


def fill_docx(source: Path, target: Path, values: Mapping[str, str | bool]) -> None:
    """Write `source` to `target` as LibreOffice stores it after its content controls were filled.

    `values` maps a control's tag to its text, for a date the text as shown, for a drop-down the label of the
    choice, or, for a tick box, to a bool. Raise ToolError, with nothing written, where a tag is not there or
    a value does not suit its control.
    """
    require(FILL_TOOL)
    python = _uno_python()
    if python is None:
        raise ToolError("no Python with LibreOffice's uno module")
    with tempfile.TemporaryDirectory(prefix="halfterm-office-") as scratch:
        made = Path(scratch, "filled.docx")
        start = {"soffice": find_program("soffice"), "profile": str(Path(scratch, "profile"))}
        order = {"source": str(source.resolve()), "target": str(made), "values": dict(values)}
        orders = f"{json.dumps(start)}\n{json.dumps(order)}\n"
        done = run_program([python, "-B", _CLIENT], timeout_s=_TIMEOUT_S, stdin=orders)
        for answer in done.stdout.splitlines():
            if error := json.loads(answer)["error"]:
                raise ToolError(error)
        target.write_bytes(made.read_bytes())


def sheets_as_csv(path: Path, folder: Path) -> dict[str, str]:
    """Return the sheets of a workbook as LibreOffice writes them as .csv: name -> text, formulas reckoned.

    Raise ToolError where it writes none.
    """
    require(CONVERT_TOOL)
    # Comma, quotation mark, UTF-8, from the first row, as shown, every sheet in a file of its own.
    kind = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    with tempfile.TemporaryDirectory(prefix="halfterm-office-") as profile:
        command = ["soffice", _profile_option(profile), "--headless", "--norestore", "--convert-to", kind]
        run_program([*command, "--outdir", folder, path], timeout_s=_TIMEOUT_S)
    found = {
        one.stem.removeprefix(f"{path.stem}-"): one.read_text(encoding="utf-8")
        for one in sorted(folder.glob(f"{path.stem}-*.csv"))
    }
    if not found:
        raise ToolError(f"LibreOffice wrote no sheet of {path.name}")
    return found
