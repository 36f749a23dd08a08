"""Check the bounds and steps of numbers, in fields and in columns."""

from __future__ import annotations

from forms.mistakes import Mistakes
from forms.model import Column, Field
from forms.toml_lines import Place


def check_bounds(asked: Field | Column, place: Place, mistakes: Mistakes) -> None:
    """Note bounds that no number can keep."""
    least, most, step = asked.least, asked.most, asked.step
    if least is not None and most is not None and least > most:
        mistakes.add(
            "D17",
            (*place, "most"),
            found=f"most = {most:g} below least = {least:g}",
            expected="least, then most",
            advice="exchange them",
        )
    if step is not None and step <= 0:
        found = f"step = {step:g}"
        mistakes.add("D17", (*place, "step"), found=found, expected="a step above 0", advice="correct it")
