"""Read letters with tesseract, a program of its own that may be installed or not.

It gets the boxes of a page, each cut out as a picture by itself, so that it mixes no neighbours or labels in.
What it says is a proposal: a person compares it with the page.
"""

from __future__ import annotations

import csv
import functools
import io
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image

from forms.errors import UnreadableError

_PROGRAM = "tesseract"
_SCRIPTS = ("script/Latin", "Latin", "eng")
"""The first that is installed is taken: the second is what some systems call the first."""
_LISTING_S, _START_S, _BOX_S, _PAGE_S = 20.0, 20.0, 4.0, 60.0
"""Limits of time: to list the scripts, to start, for each box, for a whole page."""
_DPI = 300
_BLOCK, _SPARSE = "6", "11"
"""tesseract's words (--psm) for one block of text, and for text anywhere."""
_WORD = "5"
"""The level of a row of its table that is a word."""


@dataclass(frozen=True, slots=True)
class ReadWord:
    """One word as it was recognised, with its place on its picture: dots from the upper left."""

    text: str
    confidence: float
    """0 to 1."""
    line: tuple[int, ...]
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ReadText:
    """The text of one picture."""

    text: str
    confidence: float
    """That of its least certain word, 0 to 1; 0 where there is none."""


@functools.cache
def script() -> str | None:
    """Return which script tesseract reads with here, None where it or its data are not installed."""
    program = shutil.which(_PROGRAM)
    if program is None:
        return None
    try:
        listed = subprocess.run(  # noqa: S603 # the program's own path, fixed words
            [program, "--list-langs"],
            capture_output=True,
            timeout=_LISTING_S,
            check=False,
            env=_environment(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    known = listed.stdout.decode(errors="replace").split()
    return next((one for one in _SCRIPTS if one in known), None)


def read_boxes(pictures: Sequence[Image.Image]) -> list[list[ReadWord]] | None:
    """Return the words of each picture; None where tesseract is not there, or did not end in time."""
    if not pictures:
        return []
    try:
        return _table(pictures, _BLOCK, _START_S + _BOX_S * len(pictures))
    except subprocess.TimeoutExpired:
        return None


def read_page(picture: Image.Image) -> list[ReadWord] | None:
    """Return the words anywhere on a page, in tesseract's order; None where tesseract is not there.

    Raises UnreadableError R48 where it did not end in time: the page is not to blame.
    """
    try:
        words = _table([picture], _SPARSE, _PAGE_S)
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(
            "R48",
            f"reading the letters of a page was given up: it took more than {_PAGE_S:g} seconds. Nothing was "
            "read from the file. Let the computer finish what else it does, and read it again",
        ) from error
    return None if words is None else words[0]


def _table(pictures: Sequence[Image.Image], layout: str, limit_s: float) -> list[list[ReadWord]] | None:
    """Return the words of each picture, None where there is no tesseract. Raises TimeoutExpired."""
    chosen, program = script(), shutil.which(_PROGRAM)
    if chosen is None or program is None:
        return None
    held = io.BytesIO()
    first, *others = pictures
    first.save(held, "TIFF", save_all=True, append_images=others, dpi=(_DPI, _DPI))
    command = [program, "stdin", "stdout", "-l", chosen, "--psm", layout, "--dpi", str(_DPI), "tsv"]
    try:
        done = subprocess.run(  # noqa: S603 # as above
            command,
            input=held.getvalue(),
            capture_output=True,
            timeout=limit_s,
            check=False,
            env=_environment(),
        )
    except OSError:
        return None
    if done.returncode:
        return None
    return _words(done.stdout.decode(errors="replace"), len(pictures))


def _environment() -> dict[str, str]:
    # Several threads of it are slower than one on pictures as small as these.
    return {**os.environ, "OMP_THREAD_LIMIT": "1"}


def _words(table: str, count: int) -> list[list[ReadWord]]:
    words: list[list[ReadWord]] = [[] for _ in range(count)]
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        number = int(row["page_num"])
        if row["level"] != _WORD or not text or not 0 < number <= count:
            continue
        line = tuple(int(row[key]) for key in ("block_num", "par_num", "line_num"))
        place = (int(row[key]) for key in ("left", "top", "width", "height"))
        words[number - 1].append(ReadWord(text, float(row["conf"]) / 100, line, *place))
    return words


def text_of(words: Sequence[ReadWord]) -> ReadText:
    """Return words as text: a line goes on in the next one where that one's first word had no room."""
    lines: list[list[ReadWord]] = []
    for word in words:
        if not lines or lines[-1][-1].line != word.line:
            lines.append([])
        lines[-1].append(word)
    if not lines:
        return ReadText("", 0.0)
    right = max(word.left + word.width for word in words)
    text = " ".join(word.text for word in lines[0])
    for before, line in pairwise(lines):
        last = before[-1]
        free = right - (last.left + last.width) - last.height
        text += ("\n" if line[0].width < free else " ") + " ".join(word.text for word in line)
    return ReadText(text, max(0.0, min(word.confidence for word in words)))
