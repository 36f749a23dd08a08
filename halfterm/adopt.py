"""`halfterm adopt`: draft a policy folder from the Word or PDF file in which its forms are printed."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import click

from extract.adopt.policy import Adoption, DraftedForm, adopt_document
from forms.catalogue import own_catalogue
from forms.errors import HalftermError, UnreadableError, UsageError
from forms.files import cannot_write, refuse_name, whole_path, write_whole

_MAX_BYTES = 100_000_000


def adopt(document: Path, folder: Path) -> int:
    """Write the drafts of a document's forms into a new folder, say what they hold; return the exit status.

    Raises UsageError U15, U19 or U20 for the folder, UnreadableError or PasswordError for the document, and
    WriteError. Nothing is ever overwritten.
    """
    policy = _policy_id(folder)
    _refuse_used(folder)
    try:
        adoption = adopt_document(_read(document), policy, document.name)
    except HalftermError as error:
        raise type(error)(error.code, f"{document}: {error.message}") from error
    _write(folder, adoption)
    for form in adoption.forms:
        click.echo(_line(folder, form))
    for note in adoption.notes:
        click.echo(f"{document.name}: {note}", err=True)
    return _check(folder)


def _policy_id(folder: Path) -> str:
    """Return the policy's id: the folder's name in small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", whole_path(folder).name).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    refuse_name(whole_path(folder).name, str(folder))
    if name in own_catalogue().policy_ids():
        raise UsageError(
            "U20",
            f"{folder}: {name} is the id of a policy that comes with halfterm, for which these drafts would "
            "stand in; expected a name of its own; choose another one.",
        )
    if not name or not name[0].isalpha():
        raise UsageError(
            "U20",
            f"{folder}: found a folder's name that cannot be a policy's id; expected one that begins "
            f"with a letter "
            "a to z; choose another name, such as alder-grove.",
        )
    return name


def _refuse_used(folder: Path) -> None:
    try:
        used = folder.exists() and not (folder.is_dir() and not any(folder.iterdir()))
    except OSError as error:
        raise cannot_write(folder, error) from error
    if used:
        what = "a folder with something in it" if folder.is_dir() else "a file"
        raise UsageError(
            "U19",
            f"{folder}: found {what}; expected a new or empty folder for the drafts; give another name.",
        )


def _read(document: Path) -> bytes:
    if document.is_dir():
        raise UnreadableError("R02", "this is a folder; name the document in it")
    try:
        if document.stat().st_size > _MAX_BYTES:
            raise UnreadableError("R06", "this file is far too large for a policy; check what it is")
        return document.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableError("R01", "there is no such file; check the name and the folder") from error
    except PermissionError as error:
        raise UnreadableError(
            "R05", "the file may not be read; close it in Word or Acrobat, or ask for access"
        ) from error
    except (OSError, ValueError) as error:
        raise UnreadableError(
            "R04", f"the file cannot be read ({error}); copy it to this device and try again"
        ) from error


def _write(folder: Path, adoption: Adoption) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    for name, text in adoption.files.items():
        write_whole(folder / name, text.encode("utf-8"))


def _line(folder: Path, form: DraftedForm) -> str:
    said = f"{folder / form.file}: {form.appendix}" + (
        f", {form.title}" if form.title != form.appendix else ""
    )
    return f"{said}: {form.fields} fields, {form.clauses} clauses, {form.to_check} marked to check"


def _check(folder: Path) -> int:
    """Return 0 after saying what to do next, 1 where a draft has mistakes that a person must mend first."""
    from halfterm.check_forms import check_folder

    mistakes = check_folder(folder).mistakes
    for mistake in mistakes:
        click.echo(str(mistake), err=True)
    click.echo(
        f'{folder}: drafts only. Search for "check me" and put right what is wrong, '
        f"then: halfterm forms check {folder}",
        err=True,
    )
    return int(bool(mistakes))
