"""What is wrong, and what is worth saying, in one values file: gathered so that all of it is told at once."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable

from build.value_kinds import Shown, WrongValueError
from forms.errors import UsageError
from forms.findings import Finding, Severity
from forms.model import Definition
from forms.spoken import called


class ValueNotes:
    """The mistakes and findings of one values file for one form."""

    def __init__(self, definition: Definition, where: str) -> None:
        """Keep the form and what the file is called in messages."""
        self._definition = definition
        self._where = where
        self._mistakes: list[tuple[str, str]] = []
        self.findings: list[Finding] = []

    def raise_mistakes(self) -> None:
        """Raise one UsageError that names every mistake, if there is one."""
        if self._mistakes:
            lines = [f"{self._where}: {message}" for _, message in self._mistakes]
            raise UsageError(self._mistakes[0][0], "\n".join(lines))

    def add(self, code: str, message: str) -> None:
        """Note a mistake."""
        self._mistakes.append((code, message))

    def called(self, name: str) -> str:
        """Return a box as messages call it."""
        return called(self._definition, name)

    def shown(self, where: str, value: object, show: Callable[[object], Shown]) -> str | None:
        """Return what `show` makes of `value`, None where that is nothing or a mistake, which is noted."""
        told = self.called(where)
        try:
            shown = show(value)
        except WrongValueError as error:
            if error.code == "V13":
                self.add("V13", f"{told}: expected {error.expected}; write them whole.")
            else:
                self.wrong(error.code, told, value, error.expected)
            return None
        if shown.removed:
            self.findings.append(
                Finding(
                    "B02",
                    Severity.NOTE,
                    where,
                    f"{told}: {shown.removed} control characters, which no file can hold, were left out.",
                )
            )
        return shown.text or None

    def wrong(self, code: str, where: str, found: object, expected: str) -> None:
        """Note what was found and what was expected."""
        shown = json.dumps(found, ensure_ascii=True, default=str)
        shown = shown if len(shown) <= 60 else shown[:57] + "..."
        prefix = f"{where}: " if where else ""
        self.add(code, f"{prefix}found {shown}; expected {expected}.")

    def unknown(self, code: str, what: str, name: str, known: Iterable[str]) -> None:
        """Note a name that is none of the known ones, with a suggestion."""
        close = difflib.get_close_matches(name, list(known), n=1)
        advice = f"did you mean {close[0]!r}?" if close else "known are " + ", ".join(list(known)[:12]) + "."
        self.add(code, f"{what} is unknown in {self._definition.id}; {advice}")
