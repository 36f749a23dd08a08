"""A process of its own for work on what strangers sent: it is ended where that takes too much.

What a returned file does to the library that opens it, nobody can know. Here it ends the reading of that
file, and nothing else.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Concatenate, TypeVar

from forms.errors import HalftermError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Result = TypeVar("Result")
Ask = Callable[[Any], Any]
"""Puts a question to the process that asked for the work, and returns its answer."""

_LOOK_S = 0.05
"""How often time and memory are looked at."""
_LONGEST_LOOK_S = 5.0
"""What counts at most of the time between two looks."""
_READY = "ready"
_START_S = 120
"""How long a new process may take until it can be given work; a virus scanner may look at all it loads."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may take."""

    seconds: float
    memory_bytes: int
    """Resident, of the whole process."""


class Why(StrEnum):
    """Why a piece of work was given up."""

    TIME = "time"
    MEMORY = "memory"
    FELL = "fell"
    """The process ended by itself, as a library of it crashed, or raised what nobody foresaw."""


class GivenUpError(Exception):
    """A piece of work that was ended before it was done."""

    def __init__(self, why: Why, where: str = "") -> None:
        """Keep why, and in which line of ours it broke down, where it did in one."""
        super().__init__(why)
        self.why = why
        self.where = where


class NotStartedError(Exception):
    """The process could not be started, or was ended before it could be given any work."""


class Confined:
    """One process that does pieces of work in turn; after one that was given up it is a new one."""

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        """Start nothing yet: the first piece of work does. `seconds` is a clock."""
        self._seconds = seconds
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def run(
        self,
        limits: Limits,
        answer: Ask,
        work: Callable[Concatenate[Ask, ...], Result],
        *arguments: object,
    ) -> Result:
        """Return what a function of a module returns, called with `Ask` and the arguments, over there.

        All that goes to and fro is pickled. `answer` is called here; how long it takes does not count. What
        the function raises is raised if it is an error of ours. Raises GivenUpError for any other, and
        NotStartedError where the computer let none be done.
        """
        connection = self._started()
        try:
            connection.send((work, arguments))
            while True:
                kind, value = self._received(connection, limits)
                if kind is not _Kind.ASKED:
                    break
                connection.send(answer(value))
        except GivenUpError:
            self.end()
            raise
        except (EOFError, OSError) as error:
            self.end()
            raise GivenUpError(Why.FELL) from error
        if kind is _Kind.RAISED:
            raise value
        if kind is _Kind.BROKE:
            self.end()
            raise GivenUpError(*value)
        result: Result = value
        return result

    def end(self) -> None:
        """End the process and the programs that it has started, whatever they do just now."""
        if self._process is not None:
            _kill_started_by(self._process.pid)
            self._process.kill()
            self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None

    def _started(self) -> Connection:
        if self._connection is None or self._process is None or not self._process.is_alive():
            self.end()
            # Forking would take locks along that nobody lets go of any more.
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs,), daemon=True)
            try:
                # One that the system has no room for is none that could be ended.
                process.start()
            except OSError as error:
                raise NotStartedError(error.strerror or type(error).__name__) from error
            self._connection, self._process = ours, process
            theirs.close()
            self._wait_until_ready(ours)
        return self._connection

    def _wait_until_ready(self, connection: Connection) -> None:
        try:
            ready = connection.poll(_START_S) and connection.recv()
        except (EOFError, OSError):
            ready = None
        if ready != _READY:
            self.end()
            raise NotStartedError(
                "it ended at once" if ready is None else f"it was not ready in {_START_S} s"
            )

    def _received(self, connection: Connection, limits: Limits) -> tuple[_Kind, Any]:
        waited, looked = 0.0, self._seconds()
        while not connection.poll(_LOOK_S):
            # A computer that was put to sleep did no work meanwhile.
            now = self._seconds()
            waited, looked = waited + min(now - looked, _LONGEST_LOOK_S), now
            if waited > limits.seconds:
                raise GivenUpError(Why.TIME)
            if self._memory_bytes() > limits.memory_bytes:
                raise GivenUpError(Why.MEMORY)
        received: tuple[_Kind, Any] = connection.recv()
        return received

    def _memory_bytes(self) -> int:
        import psutil

        # One that has just ended is told by the connection.
        with contextlib.suppress(psutil.Error):
            if self._process is not None and self._process.pid is not None:
                return int(psutil.Process(self._process.pid).memory_info().rss)
        return 0


def _kill_started_by(process: int | None) -> None:
    import psutil

    with contextlib.suppress(psutil.Error):
        for program in psutil.Process(process).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                program.kill()


class _Kind(StrEnum):
    ASKED = "asked"
    RAISED = "raised"
    BROKE = "broke"
    DONE = "done"


def _serve(connection: Connection) -> None:
    """Do what is asked for until nobody is there who asks."""
    # Ctrl+C is for the process that asks.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        connection.send(_READY)

    def ask(question: object) -> Any:
        connection.send((_Kind.ASKED, question))
        return connection.recv()

    with contextlib.suppress(EOFError, OSError):
        while True:
            work, arguments = connection.recv()
            try:
                done = (_Kind.DONE, work(ask, *arguments))
            except HalftermError as error:
                done = (_Kind.RAISED, error)
            except MemoryError:
                done = (_Kind.BROKE, (Why.MEMORY, ""))
            except Exception as error:  # noqa: BLE001 # the file is told of, and the next one is read
                done = (_Kind.BROKE, (Why.FELL, _where(error)))
            connection.send(done)


def _where(error: Exception) -> str:
    """Return what was raised and where, such as ZeroDivisionError, lines.py 84: no word of any file."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(place.filename).name} {place.lineno}"
