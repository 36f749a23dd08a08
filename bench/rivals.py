"""Say which libraries are there to be measured, and in which versions."""

from __future__ import annotations

import os
import platform
from importlib import metadata

LIBRARIES = (
    "halfterm",
    "typst",
    "pikepdf",
    "pypdf",
    "PyPDFForm",
    "pypdfium2",
    "pdfplumber",
    "lxml",
    "python-docx",
    "docxtpl",
    "docx2python",
    "zxing-cpp",
)
"""Everything that takes part, by its name on PyPI."""


def version_of(library: str) -> str | None:
    """Return the version that is installed, None where there is none."""
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None


def environment() -> str:
    """Return, in one line, what the figures depend on beside the code; nothing that names the machine."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {platform.system()} on {platform.machine()}, {os.cpu_count()} CPUs"


def versions() -> str:
    """Return the versions of everything that takes part, in one line."""
    return ", ".join(f"{library} {version}" for library in LIBRARIES if (version := version_of(library)))
