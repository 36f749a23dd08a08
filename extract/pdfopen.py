"""Open a PDF with the first reader, or with the second where the first cannot."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator

from extract.pdfsource import Source, damaged, needs_password

_LIBRARY_TROUBLE = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError,
    ValueError, zlib.error,
)  # fmt: skip
"""What the libraries raise, beside their own classes, on files that break the standard."""


def open_source(data: bytes) -> tuple[Source, str]:
    """Return an open PDF, and in a few words what was wrong with it ("" for nothing).

    Raises PasswordError R15 where a password is needed, UnreadableError R11 where no library opens it.
    """
    import pikepdf

    from extract.pdfpikepdf import open_with_pikepdf

    try:
        return open_with_pikepdf(data, lambda: _open_second(data, "no reader finds a form in it"))
    except pikepdf.PasswordError as error:
        raise needs_password() from error
    except (pikepdf.PdfError, *_LIBRARY_TROUBLE) as error:
        return _open_second(data, str(error)), str(error)


@contextlib.contextmanager
def library_trouble() -> Iterator[None]:
    """Turn what a library raises while a file is read into UnreadableError R11."""
    try:
        yield
    except _trouble() as error:
        raise damaged(f"{type(error).__name__}: {error}") from error


def _trouble() -> tuple[type[Exception], ...]:
    # Called once something was raised only, so that a file without trouble never waits for pypdf.
    import pikepdf
    import pypdf.errors

    return (pikepdf.PdfError, pypdf.errors.PyPdfError, pypdf.errors.DependencyError, *_LIBRARY_TROUBLE)


def _open_second(data: bytes, reason: str) -> Source:
    import pypdf.errors

    from extract.pdfpypdf import open_with_pypdf

    try:
        return open_with_pypdf(data)
    except pypdf.errors.FileNotDecryptedError as error:
        raise needs_password() from error
    except (pypdf.errors.PyPdfError, pypdf.errors.DependencyError, *_LIBRARY_TROUBLE) as error:
        raise damaged(reason) from error
