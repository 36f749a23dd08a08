"""What is left to do in a draft: lines marked "check me", missing words, signs that a PDF cannot show."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from forms.letter_checks import printed_words, what_holds
from forms.lettering import SUBSTITUTE
from forms.model import Policy
from forms.toml_lines import find_lines, line_of

CHECK_ME = "check me"
_SHOWN = re.compile("[\x20-\x7e\xa0-\xff\u2013-\u201e\u2026\n\t]*")
"""Words that every font of the forms has, so that none needs to be read."""
_MOST_LINES = 12
"""Line numbers that are told; who has mended so many runs the check again."""


def marked_lines(path: Path) -> Iterator[str]:
    """Yield a line that says where the file at `path` is still marked, nothing where it is not."""
    text = path.read_text(encoding="utf-8-sig")
    lines = [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if CHECK_ME in line.partition("#")[2].casefold()
    ]
    if lines:
        more = f" and {len(lines) - _MOST_LINES} more" if len(lines) > _MOST_LINES else ""
        named = ", ".join(map(str, lines[:_MOST_LINES]))
        said = "1 line is" if len(lines) == 1 else f"{len(lines)} lines are"
        yield f"{path}: {said} still marked “{CHECK_ME}” (line {named}{more})"


def missing_words(path: Path, policy: Policy) -> Iterator[str]:
    """Yield a line for each thing that the forms of `policy` print and that is still empty."""
    wanted = {
        "name": "the school's or trust's name, as its policy writes it",
        "readers": "who reads these records, in one or two plain sentences",
        "qa_lead": "who looks after quality",
    }
    for key, words in wanted.items():
        if not getattr(policy, key).strip():
            yield f"{path}: {key} is still empty; write {words}"


def replaced_letters(path: Path) -> Iterator[str]:
    """Yield a line for each printed text of a definition with characters that the fonts of PDF forms lack."""
    text = path.read_text(encoding="utf-8-sig")
    tables = tomllib.loads(text)
    held = {place: _unshown(words) for place, words in printed_words(tables)}
    lines = find_lines(text) if any(held.values()) else {}
    for place, characters in held.items():
        if characters:
            yield (
                f"{path}, line {line_of(lines, place)}: {what_holds(tables, place)} holds {characters}, "
                f"which a PDF shows as {SUBSTITUTE}; write words instead"
            )


def _unshown(words: str) -> str:
    """Return the characters of printed words that a PDF shows as others, "" where there are none."""
    if _SHOWN.fullmatch(words):
        return ""
    from build.pdf.printed import undrawable_words

    found = "".join(missing for _, missing in undrawable_words(json.dumps([words], ensure_ascii=False)))
    return " ".join(one if one.isprintable() else f"U+{ord(one):04X}" for one in found)
