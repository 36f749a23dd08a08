"""Findings: what a person should look at in a returned or prepared form. Never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forms.visible import visible_lines


class Severity(StrEnum):
    """How soon somebody has to act on a finding."""

    ACT_NOW = "Act now"
    SOON = "Soon"
    NOTE = "Note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; `field` is None where it is about the whole file.

    `code` is listed in docs/errors.md.
    """

    code: str
    severity: Severity
    field: str | None
    message: str
    boxes: tuple[str, ...] = ()
    """Labels of the boxes that it is about, where it is about several."""

    def __post_init__(self) -> None:
        """Show unseen signs, which a name in the message may have."""
        object.__setattr__(self, "message", visible_lines(self.message))
