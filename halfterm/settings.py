"""The settings of a trust's folder: `halfterm.toml`, found in the current folder or one above it."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass
from pathlib import Path

from forms.errors import DefinitionError
from forms.mistakes import Mistake, Mistakes, error_of
from forms.tables import Key, read_table
from forms.toml_lines import find_lines

SETTINGS_FILE = "halfterm.toml"
FOLDERS = ("inbox", "outbox", "sessions", "reports", "restricted")
"""The keys that name a folder, relative to the settings file's own."""


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
    inbox: str = "inbox"
    outbox: str = "outbox"
    sessions: str = "sessions"
    reports: str = "reports"
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


_HINTS = {"policies": tuple[str, ...], "schools": tuple[str, ...], "retention_years": int}
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
    try:
        text = file.read_bytes().decode("utf-8-sig")
        tables = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        mistake = Mistake("D02", 1, str(error), "settings in TOML, UTF-8", "correct the line that it names")
        raise error_of(str(file), [mistake]) from error
    mistakes = Mistakes(str(file), find_lines(text))
    settings = Settings(**read_table(tables, _KEYS, (), mistakes))
    wrong: DefinitionError | None = mistakes.error()
    if wrong is not None:
        raise wrong
    return settings
