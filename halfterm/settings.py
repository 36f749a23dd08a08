"""The settings of a trust's folder: `halfterm.toml`, found in the current folder or one above it."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path

from forms.mistakes import quoted
from forms.tables import Key, read_table
from forms.toml_source import read_source

SETTINGS_FILE = "halfterm.toml"
WORKBOOK = "monitoring.xlsx"
"""What the workbook is called that `halfterm init` writes."""
FOLDERS = ("inbox", "outbox", "sessions", "reports", "restricted")
"""The keys that name a folder, relative to the settings file's own."""
PREFIX = re.compile(r"[A-Z]{2,5}")
"""What the references of a trust begin with."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `halfterm.toml` says; None where it leaves something open."""

    policy: str = ""
    """The id of a policy that comes with halfterm, or a folder relative to the settings file's own."""
    policies: tuple[str, ...] = ()
    """Further ones, named in the same way."""
    prefix: str = ""
    """What the references of the trust begin with."""
    schools: tuple[str, ...] = ()
    retention_years: int | None = None
    """How long returned forms are kept; None until the trust has chosen."""
    hold: tuple[str, ...] = ()
    """Case references, sessions and people of whom nothing may be deleted for now."""
    inbox: str = "inbox"
    outbox: str = "outbox"
    sessions: str = "sessions"
    reports: str = "reports"
    workbook: str = WORKBOOK
    """The file in which people enter who is supervised by whom, and when."""
    restricted: str = "restricted"
    id: str = ""
    """Tells this trust's register from another's; made by `init`."""
    register: str = ""
    """The register's file, or the URL of its database; "" for this computer's local application data."""
    archive: str = ""
    """The folder or address of the originals; "" for archive below `restricted`."""
    key: str = ""
    """The file that says which child a case reference is, or a folder with one per school; "" for key.xlsx
    below `restricted`."""
    review: str = ""
    """The file with what a person has to check; "" for review.xlsx below `restricted`."""


_HINTS = {
    "policies": tuple[str, ...],
    "schools": tuple[str, ...],
    "hold": tuple[str, ...],
    "retention_years": int,
}
_KEYS = {
    field.name: Key(field.name, field.name, _HINTS.get(field.name, str), required=False)
    for field in dataclasses.fields(Settings)
}


def find_settings(start: Path) -> Path | None:
    """Return the settings file of the folder `start` or of the nearest one above it, None where none is."""
    for folder in (start, *start.parents):
        file = folder / SETTINGS_FILE
        if file.is_file():
            return file
    return None


def load_settings(file: Path) -> Settings:
    """Return what a settings file says. Raises DefinitionError, which lists every mistake."""
    source = read_source(file)
    settings = Settings(**read_table(source.tables, _KEYS, (), source.mistakes))
    if settings.prefix and not PREFIX.fullmatch(settings.prefix):
        source.mistakes.add(
            "D19",
            ("prefix",),
            found=f"prefix = {quoted(settings.prefix)}",
            expected="two to five capital letters",
            advice="write it as ESM",
        )
    wrong = source.mistakes.error()
    if wrong is not None:
        raise wrong
    return settings
