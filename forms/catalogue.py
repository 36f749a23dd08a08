"""The forms that come with halfterm: one folder per policy beside this module, one TOML file per form."""

from __future__ import annotations

import functools
from importlib.resources import files
from importlib.resources.abc import Traversable

from forms.errors import UsageError
from forms.loader import POLICY_FILE, load_definition, load_policy
from forms.mistakes import listed, suggested
from forms.model import Definition, Policy

_SUFFIX = ".toml"


def policy_ids() -> tuple[str, ...]:
    """Return the ids of the policies, which are the names of their folders, in alphabetical order."""
    return tuple(_folders())


def form_ids() -> tuple[str, ...]:
    """Return the ids of all forms (POLICY/FILE), in alphabetical order."""
    return tuple(_files())


@functools.cache
def load_form(form_id: str) -> Definition:
    """Return the definition of a form by its id, or by its id in older lists (esteem_a2_record).

    Raises UsageError for an unknown form, DefinitionError for a wrong definition.
    """
    path = _files().get(form_id)
    if path is not None:
        return load_definition(path, _folders()[form_id.partition("/")[0]].joinpath(POLICY_FILE))
    if form_id in _inventory():
        return load_form(_inventory()[form_id])
    known = form_ids()
    raise UsageError(
        "U01",
        f'found the form "{form_id}"; expected one of {listed(known)}; '
        + suggested(form_id, [*known, *_inventory()], "choose one of them"),
    )


@functools.cache
def load_policy_of(policy_id: str) -> Policy:
    """Return a policy by its id. Raises UsageError for an unknown policy, DefinitionError for a wrong one."""
    folders = _folders()
    if policy_id not in folders:
        known = tuple(folders)
        advice = suggested(policy_id, known, "choose one of them")
        raise UsageError("U02", f'found the policy "{policy_id}"; expected one of {listed(known)}; {advice}')
    return load_policy(folders[policy_id].joinpath(POLICY_FILE))


@functools.cache
def _folders() -> dict[str, Traversable]:
    found = {entry.name: entry for entry in files("forms").iterdir() if entry.joinpath(POLICY_FILE).is_file()}
    return dict(sorted(found.items()))


@functools.cache
def _files() -> dict[str, Traversable]:
    found = {
        f"{policy}/{entry.name.removesuffix(_SUFFIX)}": entry
        for policy, folder in _folders().items()
        for entry in folder.iterdir()
        if entry.name.endswith(_SUFFIX) and entry.name != POLICY_FILE
    }
    return dict(sorted(found.items()))


@functools.cache
def _inventory() -> dict[str, str]:
    definitions = map(load_form, form_ids())
    return {definition.inventory: definition.id for definition in definitions if definition.inventory}
