"""`halfterm watch`: take in what comes into the inbox, as soon as it lies there whole.

It looks again and again instead of asking the system to be told, which network drives do not do. A file
counts as whole once its size and time have been the same at two looks. What it had done before a restart the
register knows; nothing is kept here that would be lost.
"""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from forms.errors import HalftermError, WriteError
from forms.files import refuse_unwritable
from halfterm import prepare, taking_in
from halfterm.clock import Clock
from halfterm.take import returned_files
from halfterm.trust import Trust

_OFFLINE = 0x1000
_RECALLED = 0x400000
"""FILE_ATTRIBUTE_OFFLINE and FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS: the file lies in the cloud only, and
opening it would fetch it."""

Mark = tuple[int, int]
"""A file's size in bytes, and when it was last changed, in nanoseconds."""


@dataclass(slots=True)
class Looks:
    """What was seen in the inbox at the looks before."""

    last: Mapping[Path, Mark] = field(default_factory=dict)
    done: dict[Path, Mark] = field(default_factory=dict)
    hindered: frozenset[Path] = frozenset()
    """Files that were taken in as far as something that could not be written let them."""
    prepares: bool = False
    """Whether the outbox is still to be laid out by what came in."""

    def look(self, files: Iterable[Path]) -> tuple[frozenset[Path], frozenset[Path]]:
        """Return (files that are whole and new, files that are to be left alone for now)."""
        present = {file: mark for file in files for mark in [_mark(file)]}
        whole = {
            file: mark for file, mark in present.items() if mark is not None and self.last.get(file) == mark
        }
        self.last = {file: mark for file, mark in present.items() if mark is not None}
        fresh = frozenset(file for file, mark in whole.items() if self.done.get(file) != mark)
        return fresh, frozenset(present.keys() - whole.keys())

    def taken(self, files: Iterable[Path]) -> None:
        """Note that files were taken in as they were last seen."""
        self.done |= {file: self.last[file] for file in files}


def watch(load: Callable[[], Trust], clock: Clock, *, every_s: float, stops: Callable[[], bool]) -> int:
    """Look at the inbox every `every_s` seconds until `stops`; return the exit status 0.

    `load` opens the trust's folder anew at each look, so that changed settings count. Whatever goes wrong is
    said, and tried again at the next look: the drive may be back then, or the workbook closed.
    """
    looks = Looks()
    said = ""
    while not stops():
        try:
            _look(load(), looks, clock)
            said = ""
        except (HalftermError, OSError) as error:
            words = _in_words(error)
            # Once, not every ten seconds.
            if words != said:
                click.echo(words, err=True)
            said = words
        clock.sleep(every_s)
    return 0


def _look(trust: Trust, looks: Looks, clock: Clock) -> None:
    fresh, left = looks.look(returned_files([taking_in.inbox_of(trust)], trust.workbook))
    on = clock.now().date()
    hindrance: WriteError | None = None
    came_in: list[dt.date] = []
    if fresh:
        try:
            if fresh == looks.hindered:
                # All else is done: it is enough to see whether the workbook is still open.
                refuse_unwritable(trust.workbook)
            wish = taking_in.Wish((), on, left=left, watched=True)
            taking_in.take_in(trust, wish, lambda: came_in.append(on))
            looks.hindered, looks.prepares = frozenset(), True
            looks.taken(fresh)
        except WriteError as error:
            if not came_in and fresh != looks.hindered:
                raise  # nobody knows what is back: no time to say what is not
            # What came in is in the register; a workbook that is open all day keeps nobody waiting for forms.
            hindrance = error
            looks.prepares = looks.prepares or fresh != looks.hindered
            looks.hindered = fresh
    if looks.prepares:
        try:
            prepare.prepare(trust, on)
        except HalftermError as error:
            if hindrance is not None:
                raise WriteError(hindrance.code, f"{hindrance.message} Also {error}") from error
            raise
        looks.prepares = False
    if hindrance is not None:
        raise hindrance


def _in_words(error: HalftermError | OSError) -> str:
    """Return an error in words; a drive's own are told without the name of any file."""
    if isinstance(error, HalftermError):
        return str(error)
    return f"R04: a file or folder of the trust cannot be reached just now ({error.strerror or 'no reason'})."


def _mark(file: Path) -> Mark | None:
    """Return a file's mark; None for what is not there any more, is empty, or lies in the cloud only."""
    try:
        known = file.stat()
    except OSError:
        return None
    attributes: int = getattr(known, "st_file_attributes", 0)
    if not stat.S_ISREG(known.st_mode) or not known.st_size or attributes & (_OFFLINE | _RECALLED):
        return None
    return known.st_size, known.st_mtime_ns
