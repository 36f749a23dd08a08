"""The passwords that returned files may be protected with: known ones, and those that a person types."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from extract.bundles import Bundle
from forms.errors import PasswordError, UsageError
from halfterm.reading import open_with

_MOST_ASKED = 3


@dataclass(slots=True)
class Passwords:
    """What is tried on each file that is protected, in this order; nothing of it is ever written down."""

    known: list[str] = field(default_factory=list)
    asks: bool = False
    """Whether somebody sits there who can be asked."""

    @property
    def any(self) -> bool:
        """Return whether there is one to try, or somebody to ask."""
        return self.asks or bool(self.known)

    def open(self, data: bytes, where: Path | str) -> Bundle | None:
        """Return what a mail, an archive or a protected file holds; None for any other file.

        Raises what `extract.locked.open_with` raises, PasswordError only when nobody knows a password.
        """
        for _ in range(_MOST_ASKED if self.asks else 0):
            try:
                opened = open_with(data, self.known)
            except PasswordError:
                opened = None
            if opened is not None and not opened.is_locked:
                return opened.bundle
            typed = self._ask(where)
            if not typed:
                break
            self.known.append(typed)
        return open_with(data, self.known).bundle

    def _ask(self, where: Path | str) -> str:
        question = f"{where}: is protected. Its password, or nothing to leave it"
        answer: str = click.prompt(question, default="", show_default=False, hide_input=True, err=True)
        return answer


def passwords_in(file: Path | None, others: Iterable[str] = ()) -> Passwords:
    """Return the passwords in a file, one a line, and others; a person at a terminal is asked for more.

    Raises UsageError U57 where the file cannot be read.
    """
    lines = _lines(file) if file is not None else []
    return Passwords([*lines, *others], asks=_is_somebody_there())


def _lines(file: Path) -> Sequence[str]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            "U57",
            f"{file}: found a file that cannot be read ({error}); expected passwords, one a line, as text in "
            "UTF-8; correct its name, or save it anew.",
        ) from error
    return [line for line in text.splitlines() if line]


def _is_somebody_there() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
