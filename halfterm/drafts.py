"""What is left to do in a draft: lines marked "check me", and words of the policy that are still missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from forms.model import Policy

CHECK_ME = "check me"
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
