"""Which forms a command knows: those of halfterm, of the trust's settings and of the folders it was told.

The catalogue is made once per command and handed down; nothing here is kept between commands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from forms.catalogue import Catalogue, own_catalogue
from forms.errors import UsageError
from forms.files import whole_path
from forms.loader import POLICY_FILE
from forms.mistakes import listed
from forms.model import Definition
from forms.shelf import OLDER_FOLDER, is_policy_folder
from halfterm.settings import find_settings, load_settings


@dataclass(frozen=True, slots=True)
class Found:
    """A form that was asked for, and the catalogue that its other forms and versions stand in."""

    definition: Definition
    catalogue: Catalogue


def open_catalogue(named: Sequence[str] = ()) -> Catalogue:
    """Return the forms that a command knows in the current folder.

    `named` are the policies of the command line: folders, or ids of halfterm's own. Says on stderr where a
    folder stands in for a policy that comes with halfterm. Raises UsageError for what is neither.
    """
    own = own_catalogue()
    catalogue = own.with_folders(_from_settings(own)).with_folders(_named(named, Path(), own))
    _say_replaced(catalogue, ())
    return catalogue


def find_form(word: str, catalogue: Catalogue) -> Found:
    """Return the form that `word` names: an id, ID@VERSION, a definition's file, or a folder with one form.

    Raises UsageError where it names none, DefinitionError where the definition is wrong.
    """
    path = Path(word)
    if path.suffix.lower() == ".toml":
        return _from_file(path, catalogue)
    form_id, _, version = word.partition("@")
    if form_id in catalogue.form_ids() or not word or not _is_folder(path):
        if _is_file(path):
            raise UsageError(
                "U01",
                f"{word}: is a file, but not a definition; expected a form's id, or a file that ends in "
                ".toml; see halfterm forms.",
            )
        return Found(catalogue.load_form(form_id, version or None), catalogue)
    wider = _with(catalogue, [path])
    policy = next(shelf.policy for shelf in wider.shelves if shelf.folder == whole_path(path))
    forms = [name for name in wider.form_ids() if name.startswith(f"{policy}/")]
    if len(forms) != 1:
        raise UsageError(
            "U12",
            f"{word}: is the folder of {len(forms)} forms ({listed(forms)}); expected one form; name its "
            f"file, or its id with --policy {word}.",
        )
    return Found(wider.load_form(forms[0]), wider)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # no name that the system could hold, so nothing of that name is there
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _from_file(path: Path, catalogue: Catalogue) -> Found:
    if path.name == POLICY_FILE and _is_file(path):
        raise UsageError(
            "U01",
            f"{path}: holds what the forms of a policy share, and is no form; expected the file of a form; "
            "name one of those beside it.",
        )
    folder = whole_path(path).parent
    if folder.name == OLDER_FOLDER and not is_policy_folder(folder):
        folder = folder.parent
    if is_policy_folder(folder):
        catalogue = _with(catalogue, [folder])
    return Found(catalogue.load_file(path, folder / POLICY_FILE), catalogue)


def _with(catalogue: Catalogue, folders: Sequence[Path]) -> Catalogue:
    wider = catalogue.with_folders(folders)
    _say_replaced(wider, catalogue.replaced)
    return wider


def _named(words: Iterable[str], base: Path, own: Catalogue) -> list[Path]:
    """Return the folders among `words`, relative to `base`; an id of halfterm's own policies is none."""
    return [base / word for word in words if word not in own.policy_ids()]


def _from_settings(own: Catalogue) -> list[Path]:
    try:
        file = find_settings(Path.cwd())
    except FileNotFoundError:  # the current folder is gone
        return []
    if file is None:
        return []
    settings = load_settings(file)
    words = [word for word in (settings.policy, *settings.policies) if word]
    missing = [word for word in _named(words, file.parent, own) if not is_policy_folder(word)]
    if missing:
        raise UsageError(
            "U13",
            f"{file}: names {missing[0]}, which is no policy's folder; expected a folder with a "
            f"{POLICY_FILE}, or one of {listed(own.policy_ids())}; correct policy or policies in it.",
        )
    return _named(words, file.parent, own)


def _say_replaced(catalogue: Catalogue, said: Sequence[str]) -> None:
    for policy in catalogue.replaced:
        if policy not in said:
            folder = catalogue.shelf(policy).folder
            click.echo(f"Note: the policy {policy} is taken from {folder}, not from halfterm.", err=True)
