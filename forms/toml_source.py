"""Read a TOML file with the places of its keys, so that a mistake in it can be named by its line."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from forms.errors import DefinitionError
from forms.mistakes import Mistake, Mistakes, error_of
from forms.toml_lines import find_lines
from forms.toml_mistakes import syntax_mistake


@dataclass(frozen=True, slots=True)
class Source:
    """A file's tables, the text they were read from and where its mistakes are noted."""

    text: str
    tables: dict[str, Any]
    mistakes: Mistakes


def read_source(path: Path | Traversable) -> Source:
    """Return the text and tables of a TOML file. Raises DefinitionError where it is none."""
    file = str(path)
    text = _text_of(path, file)
    try:
        tables = tomllib.loads(text)
        return Source(text, tables, Mistakes(file, find_lines(text)))
    except (ValueError, RecursionError) as error:
        raise error_of(file, [syntax_mistake(error, text)]) from error


def _text_of(path: Path | Traversable, file: str) -> str:
    r"""Return the file's text without a byte order mark, its line ends as \n."""

    def unreadable(line: int, found: str, advice: str) -> DefinitionError:
        return error_of(file, [Mistake("D01", line, found, "a TOML file in UTF-8", advice)])

    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise unreadable(1, "no such file", "check the name, or put the file there") from error
    except IsADirectoryError as error:
        raise unreadable(1, "a folder", "name a file in it") from error
    except (OSError, ValueError) as error:
        advice = "close it elsewhere or allow reading it"
        if path.is_dir():
            raise unreadable(1, "a folder", "name a file in it") from error
        raise unreadable(1, f"a file that cannot be opened ({error})", advice) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise unreadable(
            line, f"a byte that is not UTF-8 (0x{data[error.start]:02x})", "save it as UTF-8"
        ) from error
    if not text.strip():
        raise unreadable(1, "an empty file", "write the definition, or take one of halfterm's as a start")
    return text.replace("\r\n", "\n")
