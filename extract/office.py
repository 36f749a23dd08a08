"""Have LibreOffice save an older document (.doc, .rtf) as a Word file, where it is installed.

The document came by mail from anywhere: LibreOffice runs in a profile of its own that is deleted afterwards,
without macros and active content, without fetching what the document links to, and no longer than a limit.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from extract.kinds import Kind
from forms.errors import UnreadableError

_TIMEOUT_S = 90
_FILTERS = {Kind.DOC: "MS Word 97", Kind.RTF: "Rich Text Format"}
"""How LibreOffice is to read a file, so that it does not look for another meaning of it."""
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_NOWHERE = "127.0.0.1"
"""What LibreOffice would fetch is asked of a proxy that is none."""
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", _NOWHERE),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", _NOWHERE),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def as_word(data: bytes, kind: Kind) -> bytes:
    """Return an older document as a Word file.

    Raises UnreadableError R50 where LibreOffice is not installed, R51 where it fails.
    """
    program = find_office()
    if program is None:
        raise UnreadableError(
            "R50",
            f"this is a .{kind} file, which LibreOffice opens, and that is not installed on this computer. "
            "Open it in Word and save it as .docx, or install LibreOffice and run this again",
        )
    with tempfile.TemporaryDirectory(prefix="halfterm-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, made = folder / f"returned.{kind}", folder / "out" / "returned.docx"
        source.write_bytes(data)
        _write_profile(folder / "profile")
        _run(program, kind, folder, source)
        if not made.is_file():
            raise _failed(kind, "made no file of it; it may be damaged or need a password")
        return made.read_bytes()


def find_office() -> str | None:
    """Return where LibreOffice is, None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{escape(value)}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )


def _run(program: str, kind: Kind, folder: Path, source: Path) -> None:
    options = (
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
        f"--infilter={_FILTERS[kind]}", "--convert-to", "docx:MS Word 2007 XML",
        "--outdir", str(folder / "out"), str(source),
    )  # fmt: skip
    environment = {**os.environ, "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
    try:
        # A program that asks something would wait for ever, so nothing is there to answer.
        process = subprocess.Popen(  # noqa: S603 - the program is LibreOffice, the file has a name of ours
            [program, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        raise _failed(kind, f"could not be started ({error.strerror})") from error
    try:
        process.wait(_TIMEOUT_S)
    except subprocess.TimeoutExpired as error:
        raise _failed(kind, f"was not done with it after {_TIMEOUT_S} seconds") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with all processes that it started."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a number of our own
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _failed(kind: Kind, why: str) -> UnreadableError:
    return UnreadableError(
        "R51",
        f"this is a .{kind} file, and LibreOffice, which opens it, {why}. Open it in Word, save it as .docx, "
        "and run this again. Nothing was read from it",
    )
