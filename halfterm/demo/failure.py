"""The error that ends a play which did not go as told."""

from __future__ import annotations

from forms.errors import HalftermError


class StoryError(HalftermError):
    """Something in the play came out otherwise than the story has it."""

    exit_status = 1

    def __init__(self, message: str) -> None:
        """Keep the message: where, what was found, what was expected."""
        super().__init__("S01", message)
