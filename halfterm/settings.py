"""The settings of a trust's folder: `halfterm.toml`, found in the current folder or one above it."""

from __future__ import annotations

import dataclasses
import os
import re
from dataclasses import dataclass
from pathlib import Path

from forms.mistakes import Mistakes, quoted
from forms.plan import WorksIn
from forms.tables import Key, read_table
from forms.toml_source import Source, read_source

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
    domains: tuple[str, ...] = ()
    """The trust's own mail domains, and others that mail may be addressed to."""
    invitations: bool = False
    """Whether an agenda goes out with an invitation for the calendar."""
    receipts: bool = True
    """Whether who returned forms is sent a receipt."""
    reviews_in: str = str(WorksIn.WORD)
    """What who assures quality fills monitoring forms in: Word or PDF."""
    encrypt: bool = False
    """Whether files go out under a password, each person's own."""
    mail_server: str = ""
    """To which `send` hands messages: host, or host:port."""
    mail_tls: str = "starttls"
    """starttls, implicit, or none (to this computer only)."""
    mail_user: str = ""
    """Who signs in at the server; "" for nobody."""
    mail_sender: str = ""
    """The address that everything is sent from; "" for each supervisor's own."""
    mail_authority: str = ""
    """A file with certificates that are trusted beside the system's."""
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


_PLACES = (*FOLDERS, "workbook", "register", "archive", "key", "review")
_NEEDED = (*FOLDERS, "workbook")
_ID = re.compile(r"[A-Za-z0-9-]*")
"""The id is part of a folder's name."""
_SECRET = re.compile(r"(?i)passw|passphrase|pwd|secret")
_HINTS = {
    "policies": tuple[str, ...],
    "schools": tuple[str, ...],
    "domains": tuple[str, ...],
    "hold": tuple[str, ...],
    "retention_years": int,
    "invitations": bool,
    "receipts": bool,
    "encrypt": bool,
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
    _refuse_passwords(source)
    settings = Settings(**read_table(source.tables, _KEYS, (), source.mistakes))
    _refuse_misfits(settings, source.mistakes)
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


def _refuse_passwords(source: Source) -> None:
    """Note keys for a password, which is nothing for a file that many may read, and take them out."""
    for key in [one for one in source.tables if _SECRET.search(one)]:
        del source.tables[key]
        source.mistakes.add(
            "D19",
            (key,),
            found=f"the key {quoted(key)}",
            expected="no password here, where many may read it",
            advice="take it out; that of the mail server stands in mail-server.txt in the restricted folder",
        )


def _refuse_misfits(settings: Settings, mistakes: Mistakes) -> None:
    for key in _PLACES:
        value = getattr(settings, key)
        if not value.isprintable() or (key in _NEEDED and not value.strip()):
            mistakes.add(
                "D19",
                (key,),
                found=f"{key} = {quoted(value)}",
                expected="the name of a place, on one line",
                advice=f"write one, or take {key} out",
            )
    if not _ID.fullmatch(settings.id):
        mistakes.add(
            "D19",
            ("id",),
            found=f"id = {quoted(settings.id)}",
            expected="letters, digits and hyphens",
            advice="write it as halfterm init had made it",
        )
    if settings.retention_years is not None and settings.retention_years < 1:
        mistakes.add(
            "D19",
            ("retention_years",),
            found=f"retention_years = {settings.retention_years}",
            expected="1 or more",
            advice="correct it, or take it out until the trust has chosen",
        )
    if settings.reviews_in not in tuple(WorksIn):
        mistakes.add(
            "D19",
            ("reviews_in",),
            found=f"reviews_in = {quoted(settings.reviews_in)}",
            expected=" or ".join(WorksIn),
            advice="choose one of these",
        )
    if not all(one.strip() for one in settings.hold):
        mistakes.add(
            "D19",
            ("hold",),
            found="an empty entry in hold",
            expected="cases, sessions or people",
            advice="take it out",
        )
    _refuse_mixed(settings, mistakes)


def _refuse_mixed(settings: Settings, mistakes: Mistakes) -> None:
    """Note folders of which one lies in another.

    What lies in the inbox is taken in, and what lies in sessions may be taken away again: neither may hold
    what belongs elsewhere, least of all keys and originals.
    """
    top = Path("/trust")
    said = {key: getattr(settings, key) for key in _PLACES}
    places = {
        key: Path(os.path.normpath(top / value))
        for key, value in said.items()
        if value and "://" not in value
    }
    for key in ("inbox", "sessions", "outbox"):
        others = [
            one
            for one, place in places.items()
            if one != key and key in places and place.is_relative_to(places[key])
        ]
        if others:
            mistakes.add(
                "D19",
                (key,),
                found=f"{key} = {quoted(said[key])}, in which {others[0]} lies",
                expected="a folder apart from all others",
                advice="give each a place of its own",
            )
