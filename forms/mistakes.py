"""Mistakes in a definition: gathered one by one, so that a person sees all of them at once."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forms.errors import DefinitionError
from forms.toml_lines import Place, line_of


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake. `code` is listed in docs/errors.md; `line` counts from 1."""

    code: str
    line: int
    found: str
    expected: str
    advice: str


class Mistakes:
    """The mistakes of one file, with the places of its keys."""

    def __init__(self, file: str, lines: Mapping[Place, int]) -> None:
        """Keep the file's name for messages and the lines of its keys (forms.toml_lines)."""
        self._file = file
        self._lines = lines
        self._found: list[Mistake] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, code: str, place: Place, *, found: str, expected: str, advice: str) -> None:
        """Note a mistake at `place`."""
        self._found.append(Mistake(code, line_of(self._lines, place), found, expected, advice))

    def error(self) -> DefinitionError | None:
        """Return one error that lists every mistake by line, None where there are none."""
        return error_of(self._file, self._found) if self._found else None


def error_of(file: str, mistakes: Iterable[Mistake]) -> DefinitionError:
    """Return the error that lists `mistakes` (at least one) of `file`, a line of text each, by line."""
    ordered = sorted(dict.fromkeys(mistakes), key=lambda mistake: mistake.line)
    texts = [
        f"{file}, line {mistake.line}: "
        # An option or label may hold line ends; a mistake is one line of text.
        + " ".join(f"found {mistake.found}; expected {mistake.expected}; {mistake.advice}".split())
        for mistake in ordered
    ]
    rest = [f"\n{mistake.code}: {text}" for mistake, text in zip(ordered[1:], texts[1:], strict=True)]
    return DefinitionError(ordered[0].code, texts[0] + "".join(rest))


def quoted(value: object) -> str:
    """Return `value` for a message: in quotes if it is text, cut where it is too long to read."""
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    shown = " ".join(shown.split())
    return shown if len(shown) <= 60 else shown[:57] + "…"


def listed(words: Iterable[str]) -> str:
    """Return words for a message, separated by commas."""
    return ", ".join(words)


def suggested(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return advice to write the known word that `word` looks like, or `otherwise` where none does.

    What is written already is no advice, though it be known.
    """
    close = _closest(word, tuple(known))
    return f'did you mean "{close}"?' if close else otherwise


@functools.lru_cache(maxsize=1024)
def _closest(word: str, known: tuple[str, ...]) -> str:
    """Return the known word that is most like `word` and not the same, "" where none is like it."""
    by_lower_case = {one.lower(): one for one in known if one != word}
    close = difflib.get_close_matches(word.lower(), by_lower_case, n=1, cutoff=0.6)
    return by_lower_case[close[0]] if close else ""
