"""Check what a policy.toml says: days, colours, and the words that its forms print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from forms.mistakes import Mistakes, quoted

_MOST_DAYS = 365
_MOST_PUPILS = 999
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_COLOURS = ("accent", "tint")


def check_policy(values: Mapping[str, Any], look: object, mistakes: Mistakes) -> None:
    """Note values that no policy can have.

    `values` are those that could be read, by attribute; `look` is that table as written.
    """
    limits = (("issue_days", 0, _MOST_DAYS), ("return_days", 0, _MOST_DAYS), ("pupil_limit", 1, _MOST_PUPILS))
    for key, least, most in limits:
        value = values.get(key)
        if value is not None and not least <= value <= most:
            expected = f"{least} to {most}"
            mistakes.add("D19", (key,), found=f"{key} = {value}", expected=expected, advice="correct it")
    issue, back = values.get("issue_days"), values.get("return_days")
    # A number that no policy has is told above.
    if issue is not None and back is not None and 0 <= issue <= back <= _MOST_DAYS:
        days = "working days" if values.get("return_working_days") else "days"
        mistakes.add(
            "D19",
            ("return_days",),
            found=f"forms due back {back} {days} before the session but sent {issue} days before",
            expected="return_days below issue_days",
            advice="correct one of them",
        )
    if isinstance(look, dict):
        _check_colours(look, mistakes)


def _check_colours(look: Mapping[str, Any], mistakes: Mistakes) -> None:
    for key in _COLOURS:
        colour = look.get(key)
        # A value of another type is told where the key is read.
        if isinstance(colour, str) and not _COLOUR.fullmatch(colour):
            mistakes.add(
                "D19",
                ("look", key),
                found=f"{key} = {quoted(colour)}",
                expected='a colour as # and six of 0-9 and a-f, such as "#1f4e79"',
                advice="look the colour up on any colour picker",
            )
