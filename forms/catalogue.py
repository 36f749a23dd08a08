"""Which forms there are: those of the policies that come with halfterm, and those of further folders.

A policy is a folder with a `policy.toml` and one TOML file per form. Older versions of a form are kept in
its folder `older`, as NAME.VERSION.toml. A catalogue never changes once it is made; each file is loaded
when it is first asked for, and then once.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from forms import rule_loader
from forms.errors import DefinitionError, UnknownVersionError, UsageError
from forms.files import whole_path
from forms.loader import load_definition, load_house_form, load_policy
from forms.mistakes import listed, suggested
from forms.model import Definition, Policy, RecordType
from forms.rules import PolicyRules
from forms.shelf import OLDER_FOLDER, Shelf, Volume, is_policy_folder, read_shelf

__all__ = [
    "Catalogue",
    "form_ids",
    "load_form",
    "load_policy_of",
    "load_rules",
    "own_catalogue",
    "policy_ids",
]

HOUSE_FORM = "house-summary"
"""The house's own monitoring form, as POLICY/house-summary; in no list of a policy's forms."""
_HOUSE_FILE = f"{HOUSE_FORM}.toml"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All forms that are known, by id and version."""

    shelves: tuple[Shelf, ...]
    """One per policy, by the policy's id."""
    replaced: tuple[str, ...] = ()
    """Ids of the policies of halfterm's own that a further folder stands in for."""
    _loaded: dict[str, Definition] = field(default_factory=dict, compare=False, repr=False)

    def with_folders(self, folders: Iterable[Path]) -> Catalogue:
        """Return this catalogue with the policies of `folders` too.

        A folder named here stands in for what was known under the same policy's id before. Raises UsageError
        for a folder that is none of a policy's, and for two that are both of one policy.
        """
        named: dict[str, Shelf] = {}
        for folder in folders:
            shelf = read_shelf(_policy_folder(folder))
            standing = named.setdefault(shelf.policy, shelf)
            if str(standing.folder) != str(shelf.folder):
                raise UsageError(
                    "U10",
                    f"{folder}: is a folder of the policy {shelf.policy}, and so is {standing.folder}; "
                    "expected one folder for a policy; leave one out, or give it another id in policy.toml.",
                )
        own = {shelf.policy: str(shelf.folder) for shelf in own_catalogue().shelves}
        shelves = {shelf.policy: shelf for shelf in self.shelves} | named
        replaced = tuple(name for name in own if name in shelves and str(shelves[name].folder) != own[name])
        return Catalogue(tuple(shelves[name] for name in sorted(shelves)), replaced)

    def policy_ids(self) -> tuple[str, ...]:
        """Return the ids of the policies, in alphabetical order."""
        return tuple(shelf.policy for shelf in self.shelves)

    def form_ids(self) -> tuple[str, ...]:
        """Return the ids of all forms (POLICY/NAME), in alphabetical order."""
        return tuple(sorted({volume.form for volume in self._volumes() if not volume.older}))

    def shelf(self, policy_id: str) -> Shelf:
        """Return the folder of a policy. Raises UsageError for an unknown one."""
        for shelf in self.shelves:
            if shelf.policy == policy_id:
                return shelf
        known = self.policy_ids()
        advice = suggested(policy_id, known, "choose one of them")
        raise UsageError("U02", f'found the policy "{policy_id}"; expected one of {listed(known)}; {advice}')

    def load_policy_of(self, policy_id: str) -> Policy:
        """Return a policy by its id. Raises UsageError or DefinitionError."""
        return load_policy(self.shelf(policy_id).policy_file)

    def load_rules(self, policy_id: str) -> PolicyRules:
        """Return what a policy asks of supervision, house defaults filled in. Raises as load_policy_of."""
        return rule_loader.load_rules(self.shelf(policy_id).rules_file, self.load_policy_of(policy_id))

    def load_form(self, form_id: str, version: str | None = None) -> Definition:
        """Return a form by its id (or its id in older lists: esteem_a2_record), the present version of it.

        Raises UsageError for an unknown form, UnknownVersionError for a version that is not kept,
        DefinitionError for a wrong definition.
        """
        named = {volume.inventory: volume.form for volume in self._volumes() if volume.inventory}
        form_id = named.get(form_id, form_id)
        volumes = [volume for volume in self._volumes() if volume.form == form_id]
        if not volumes and self._is_house_form(form_id):
            return self._house_form(form_id, version)
        if not volumes:
            known = self.form_ids()
            raise UsageError(
                "U01",
                f'found the form "{form_id}"; expected one of {listed(known)}; '
                + suggested(form_id, [*known, *named], "choose one of them"),
            )
        # Of a form that was given up, the last version stands for the present one.
        present = [volume for volume in volumes if not volume.older] or volumes[:1]
        # Where not even its version can be read, loading says what is wrong with it.
        if version is None or present[0].version in {version, ""}:
            return self._load(_only(present))
        asked = [volume for volume in volumes if volume.version == version]
        if not asked:
            kept = self.versions_of(form_id)
            raise UnknownVersionError(
                "U11",
                f"found version {version} of {form_id}; expected one of {listed(kept)}; choose one of them, "
                "or put the file of that version back into the folder older beside the form.",
                kept,
            )
        return self._load(_only(asked))

    def load_file(self, path: Path, policy_file: Path) -> Definition:
        """Return the definition in a file, with the policy beside it. Raises DefinitionError."""
        place = str(whole_path(path))
        if place not in self._loaded:
            self._loaded[place] = load_definition(path, policy_file)
        return self._loaded[place]

    def versions_of(self, form_id: str) -> tuple[str, ...]:
        """Return the versions of a form: the present one, then the older ones in the order of their names."""
        volumes = [volume for volume in self._volumes() if volume.form == form_id]
        return tuple(dict.fromkeys(volume.version for volume in volumes))

    def forms_of(self, policy_id: str) -> tuple[Definition, ...]:
        """Return the present definitions of one policy, by their ids."""
        forms = sorted({volume.form for volume in self.shelf(policy_id).volumes if not volume.older})
        return tuple(self.load_form(form) for form in forms)

    def papers_of(self, policy_id: str) -> tuple[Definition, ...]:
        """Return the house's form, then the policy's own: where two have one code, the later counts."""
        return (self.load_form(f"{policy_id}/{HOUSE_FORM}"), *self.forms_of(policy_id))

    def monitoring_form_of(self, policy_id: str) -> Definition:
        """Return the form by which supervision under a policy is looked at: its own, else the house's."""
        own = (form for form in self.forms_of(policy_id) if form.record is RecordType.QA)
        return next(own, None) or self.load_form(f"{policy_id}/{HOUSE_FORM}")

    def _is_house_form(self, form_id: str) -> bool:
        policy_id, _, name = form_id.partition("/")
        return name == HOUSE_FORM and policy_id in self.policy_ids()

    def _house_form(self, form_id: str, version: str | None) -> Definition:
        if form_id not in self._loaded:
            policy_file = self.shelf(form_id.partition("/")[0]).policy_file
            self._loaded[form_id] = load_house_form(files("forms").joinpath(_HOUSE_FILE), policy_file)
        form = self._loaded[form_id]
        if version not in {None, "", form.version}:
            raise UnknownVersionError(
                "U11",
                f"found version {version} of {form_id}; expected {form.version}, the only one there is; "
                "have halfterm brought up to date.",
                (form.version,),
            )
        return form

    def _volumes(self) -> Iterable[Volume]:
        return (volume for shelf in self.shelves for volume in shelf.volumes)

    def _load(self, volume: Volume) -> Definition:
        place = str(volume.path)
        if place not in self._loaded:
            self._loaded[place] = load_definition(volume.path, volume.policy_file)
        return self._loaded[place]


def own_catalogue() -> Catalogue:
    """Return the forms that come with halfterm."""
    return _own_catalogue()


@functools.cache
def _own_catalogue() -> Catalogue:
    shelves = [read_shelf(folder) for folder in files("forms").iterdir() if is_policy_folder(folder)]
    return Catalogue(tuple(sorted(shelves, key=lambda shelf: shelf.policy)))


def policy_ids() -> tuple[str, ...]:
    """Return the ids of the policies that come with halfterm, in alphabetical order."""
    return own_catalogue().policy_ids()


def form_ids() -> tuple[str, ...]:
    """Return the ids of the forms that come with halfterm, in alphabetical order."""
    return own_catalogue().form_ids()


def load_form(form_id: str, version: str | None = None) -> Definition:
    """Return a form that comes with halfterm; see Catalogue.load_form."""
    return own_catalogue().load_form(form_id, version)


def load_policy_of(policy_id: str) -> Policy:
    """Return a policy that comes with halfterm. Raises UsageError for an unknown one."""
    return own_catalogue().load_policy_of(policy_id)


def load_rules(policy_id: str) -> PolicyRules:
    """Return what a policy that comes with halfterm asks of supervision; see Catalogue.load_rules."""
    return own_catalogue().load_rules(policy_id)


def _policy_folder(folder: Path) -> Path:
    resolved = whole_path(folder)
    if not is_policy_folder(resolved):
        found = "no policy.toml in it" if resolved.is_dir() else "no such folder"
        raise UsageError(
            "U09",
            f"{folder}: found {found}; expected the folder of a policy, with its policy.toml and a file for "
            "each form; check the name.",
        )
    return resolved


def _only(volumes: list[Volume]) -> Volume:
    if len(volumes) > 1:
        first, second = volumes[0], volumes[1]
        raise DefinitionError(
            "D08",
            f"{second.path}, line 1: found {second.form} for the second time, also in {first.path}; expected "
            f"one file for it; move the older version into the folder {OLDER_FOLDER}, or take it away.",
        )
    return volumes[0]
