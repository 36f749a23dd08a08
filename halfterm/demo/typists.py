"""Those who fill in the forms: PDFium for PDF; LibreOffice for Word, or edits of its controls without it.

None of them is our own writer, so what is read back has been through somebody else's hands.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from forms.model import Definition, Kind
from forms.names import option_name
from halfterm.demo.failure import StoryError
from halfterm.demo.word_editor import edit_controls

_PDF_TIMEOUT_S = 60.0
_OFFICE_TIMEOUT_S = 60.0
# The first release whose Word export keeps the tags of content controls.
_TAGS_SINCE = (25, 2)


class OfficeError(Exception):
    """LibreOffice cannot be used, or no longer; the words say why."""


def type_into_pdf(source: Path, target: Path, values: Mapping[str, str]) -> None:
    """Write `source` to `target` after its fields were clicked and typed in; StoryError where one refuses."""
    order = {"source": str(source.resolve()), "target": str(target.resolve()), "values": dict(values)}
    worker = [sys.executable, "-m", "halfterm.demo.pdf_typist"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, under our own Python
            worker, input=json.dumps(order), capture_output=True, check=False, encoding="utf-8",
            timeout=_PDF_TIMEOUT_S,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise StoryError(f"{source}: typing into it took longer than {_PDF_TIMEOUT_S:.0f} s.") from error
    if done.returncode:
        raise StoryError(
            f"{source}: PDFium could not fill it in (status {done.returncode}): {done.stderr.strip()}"
        )


class WordTypist:
    """Somebody at LibreOffice; where there is none, somebody who edits the controls."""

    def __init__(self, office: Office | None) -> None:
        """Take LibreOffice, or None to do without."""
        self._office = office
        self.by_office = 0
        """Files filled in LibreOffice."""
        self.by_edits = 0
        """Files filled by editing their controls."""
        self.trouble = ""
        """Why LibreOffice was given up, "" if it was not."""

    def fill(self, source: Path, target: Path, values: Mapping[str, str], definition: Definition) -> None:
        """Write `source` to `target` with `values` in its controls; StoryError where one refuses."""
        tags = _tags(values, definition)
        if self._office is not None:
            try:
                self._office.fill(source, target, tags)
            except OfficeError as error:
                self._office, self.trouble = None, str(error)
            else:
                self.by_office += 1
                return
        edit_controls(source, target, tags)
        self.by_edits += 1


class Office:
    """A LibreOffice that was started once and takes orders; it may die without harm to this process."""

    def __init__(self, worker: subprocess.Popen[str]) -> None:
        """Take the running worker."""
        self._worker = worker

    def start(self, soffice: str, profile: Path) -> None:
        """Start LibreOffice in a profile of its own; OfficeError where it does not, or is too old."""
        version = self._ask({"soffice": soffice, "profile": str(profile)}).get("version") or ""
        numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
        if numbers < _TAGS_SINCE:
            raise OfficeError(
                f"LibreOffice {version} loses the names of Word's boxes; 25.2 or newer is needed"
            )

    def fill(self, source: Path, target: Path, tags: Mapping[str, str | bool]) -> None:
        """Write `source` to `target` as LibreOffice stores it with `tags` filled; OfficeError where not."""
        self._ask({"source": str(source), "target": str(target), "values": dict(tags)})

    def end(self) -> None:
        """End LibreOffice, by force where it does not go by itself."""
        if self._worker.stdin is not None:
            with contextlib.suppress(OSError):  # it may be gone already
                self._worker.stdin.close()
        try:
            self._worker.wait(20)
        except subprocess.TimeoutExpired:
            _kill(self._worker)
            self._worker.wait()
        if self._worker.stdout is not None:
            self._worker.stdout.close()

    def _ask(self, order: Mapping[str, object]) -> dict[str, str | None]:
        if self._worker.stdin is None or self._worker.stdout is None:
            raise AssertionError("the worker was started with pipes")
        watchdog = threading.Timer(_OFFICE_TIMEOUT_S, _kill, (self._worker,))
        watchdog.start()
        try:
            self._worker.stdin.write(json.dumps(order) + "\n")
            self._worker.stdin.flush()
            line = self._worker.stdout.readline()
        except OSError as error:
            raise OfficeError(f"LibreOffice's worker is gone ({error})") from error
        finally:
            watchdog.cancel()
        if not line:
            raise OfficeError("LibreOffice's worker ended without an answer")
        answer: dict[str, str | None] = json.loads(line)
        if answer.get("error"):
            raise OfficeError(f"LibreOffice: {answer['error']}")
        return answer


@contextlib.contextmanager
def word_typist(*, use_office: bool) -> Iterator[WordTypist]:
    """Yield who fills in the Word files, and end LibreOffice afterwards."""
    soffice, python = (_find_office() if use_office else None), None
    if soffice is not None:
        python = _find_uno_python(soffice)
    if soffice is None or python is None:
        yield WordTypist(None)
        return
    with tempfile.TemporaryDirectory(prefix="halfterm-demo-", ignore_cleanup_errors=True) as scratch:
        office = Office(_start_worker(python))
        try:
            try:
                office.start(soffice, Path(scratch, "profile"))
            except OfficeError as error:
                typist = WordTypist(None)
                typist.trouble = str(error)
            else:
                typist = WordTypist(office)
            yield typist
        finally:
            office.end()


def _tags(values: Mapping[str, str], definition: Definition) -> dict[str, str | bool]:
    """Return `values` under the tags of Word: the options of a choice are tick boxes of their own."""
    fields = {field.id: field for field in definition.answerable}
    tags: dict[str, str | bool] = {}
    for name, value in values.items():
        field = fields.get(name)
        if field is None or field.kind not in {Kind.CHOICE, Kind.YES_NO} or field.as_list:
            tags[name] = value
            continue
        for option in field.all_options or ("Yes", "No"):
            tags[option_name(name, option)] = option == value
    return tags


def _find_office() -> str | None:
    if sys.platform == "win32":
        return None  # its named pipe is not reached from another Python there
    found = shutil.which("soffice") or shutil.which("libreoffice")
    in_app = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    return found or (str(in_app) if in_app.is_file() else None)


def _find_uno_python(soffice: str) -> str | None:
    """Return a Python that has the `uno` module: the one named, the system's, or LibreOffice's own."""
    own = Path(soffice).resolve().parent
    candidates = [
        os.environ.get("HALFTERM_UNO_PYTHON") or "",
        "/usr/bin/python3",
        str(own / "python"),
        str(own.parent / "Resources" / "python"),
    ]
    for candidate in candidates:
        if candidate and Path(candidate).is_file():
            try:
                probe = subprocess.run(  # noqa: S603 - a fixed question to a Python of this machine
                    [candidate, "-c", "import uno"], capture_output=True, check=False, timeout=30
                )
            except (OSError, subprocess.TimeoutExpired):
                continue
            if probe.returncode == 0:
                return candidate
    return None


def _start_worker(python: str) -> subprocess.Popen[str]:
    script = Path(__file__).with_name("office_typist.py")
    # PYTHON… settings are ours, and the other Python may be of another version.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.Popen(  # noqa: S603 - our own script
        [python, "-B", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        encoding="utf-8", env=environment, start_new_session=True,
    )  # fmt: skip


def _kill(worker: subprocess.Popen[str]) -> None:
    """End a worker together with the LibreOffice that it started."""
    if sys.platform == "win32":
        worker.kill()
        return
    import signal

    with contextlib.suppress(ProcessLookupError):  # it may have ended in the meantime
        os.killpg(worker.pid, signal.SIGKILL)
