"""Errors that end a command: one class per exit status, each with a stable code and one clear message.

The message says where, what was found, what was expected and what to do. What a person wrote on a
form never raises: that is a `Finding`.
"""

from __future__ import annotations

from forms.bounced import Bounced
from forms.visible import visible, visible_lines


class HalftermError(Exception):
    """Base of all errors that a user sees. `code` is listed in docs/errors.md."""

    exit_status = 1
    has_lines = False
    """Whether a message may have several lines; of all others a line end is one in somebody's name."""

    def __init__(self, code: str, message: str) -> None:
        """Keep the stable code and the message for the user, unseen signs in it shown."""
        message = visible_lines(message) if self.has_lines else visible(message)
        super().__init__(message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        """Return code and message on one line."""
        return f"{self.code}: {self.message}"

    def __reduce__(self) -> tuple[object, ...]:
        """Let it be raised in another process: an exception is made anew from its message alone else."""
        return type(self), (self.code, self.message)


class UsageError(HalftermError):
    """Wrong use of the command, or values that do not fit the form."""

    exit_status = 2
    has_lines = True


class UnknownVersionError(UsageError):
    """A version of a form that is not kept here, while the form itself is known."""

    def __init__(self, code: str, message: str, known: tuple[str, ...]) -> None:
        """Keep the versions that are known, the present one first."""
        super().__init__(code, message)
        self.known = known

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the versions too."""
        return type(self), (self.code, self.message, self.known)


class UnreadableError(HalftermError):
    """A file that cannot be read as a returned form."""

    exit_status = 3


class UndeliveredError(UnreadableError):
    """A mail server's report that mails could not be delivered, with nothing in it that could be a form."""

    def __init__(self, code: str, message: str, marks: tuple[Bounced, ...] = ()) -> None:
        """Keep which mails they were."""
        super().__init__(code, message)
        self.marks = marks

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the marks too."""
        return type(self), (self.code, self.message, self.marks)


class ReaderError(HalftermError):
    """What reads returned files cannot be started: no file's fault, so that none is recorded as unread."""

    exit_status = 3


class AutomaticReplyError(UnreadableError):
    """A mail that a program wrote: it holds no form, and nobody has to do anything about it."""


class WordsToReadError(UnreadableError):
    """A mail like that in which somebody may have written something themselves: it is to be read."""


class DefinitionError(HalftermError):
    """A wrong definition of a form or policy."""

    exit_status = 4
    has_lines = True


class WriteError(HalftermError):
    """A file that cannot be written."""

    exit_status = 5


class PasswordError(HalftermError):
    """A file that needs a password."""

    exit_status = 6


class NeedsPersonError(HalftermError):
    """Nothing is broken, but a person has to decide before this can go on."""

    exit_status = 1
