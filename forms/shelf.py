"""The files of one policy's folder: which of them are forms, of which id and version, told by their heads.

Only the few lines above a file's first table are read here, so that a folder can be looked through at once;
what is wrong in a file is for `forms.loader` to say, when it is loaded.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from forms.loader import POLICY_FILE
from forms.rule_loader import RULES_FILE

OLDER_FOLDER = "older"
"""Below a policy's folder: older versions of its forms, each as NAME.VERSION.toml."""

_SUFFIX = ".toml"
_NO_FORMS = frozenset({POLICY_FILE, RULES_FILE})
_FIRST_TABLE = re.compile(r"(?m)^[ \t]*\[")
_PARTS_OF_A_FORM = re.compile(r"(?m)^[ \t]*(?:\[field\.|\[\[section\]\])")
_OLDER_NAME = re.compile(r"(.+?)\.([0-9A-Za-z][0-9A-Za-z.-]{0,15})")


@dataclass(frozen=True, slots=True)
class Volume:
    """One version of one form, and the files that say what it is."""

    form: str
    version: str
    inventory: str
    older: bool
    path: Traversable
    policy_file: Traversable


@dataclass(frozen=True, slots=True)
class Shelf:
    """One policy's folder."""

    policy: str
    folder: Traversable
    volumes: tuple[Volume, ...]
    """The present forms by id, then the older versions by id and version, the latest name first."""
    strays: tuple[Traversable, ...]
    """TOML files in the folder that are no forms."""

    @property
    def policy_file(self) -> Traversable:
        """Return the file with what all forms of the policy share."""
        return self.folder.joinpath(POLICY_FILE)

    @property
    def rules_file(self) -> Traversable | None:
        """Return the file with what the policy asks of supervision, None where it has none."""
        file = self.folder.joinpath(RULES_FILE)
        return file if file.is_file() else None


@dataclass(frozen=True, slots=True)
class _Head:
    """The keys above a file's first table, none where they cannot be read."""

    keys: Mapping[str, Any]
    of_a_form: bool
    """Whether the file is meant as a form: what cannot be understood is."""

    def text(self, key: str) -> str:
        """Return the text of a key, "" where there is none."""
        value = self.keys.get(key)
        return value if isinstance(value, str) else ""


def is_policy_folder(folder: Traversable) -> bool:
    """Return whether `folder` is a policy's: one with a policy.toml in it."""
    return folder.is_dir() and folder.joinpath(POLICY_FILE).is_file()


def read_shelf(folder: Traversable) -> Shelf:
    """Return what stands in a policy's folder. A file that cannot be understood counts as a form."""
    policy = _read_head(folder.joinpath(POLICY_FILE)).text("id") or folder.name
    present, strays = _volumes(folder, folder, policy, older=False)
    older_folder = folder.joinpath(OLDER_FOLDER)
    older, older_strays = _volumes(older_folder, folder, policy, older=True)
    present.sort(key=lambda volume: (volume.form, volume.path.name))
    older.sort(key=lambda volume: _in_order(volume.version), reverse=True)
    older.sort(key=lambda volume: volume.form)
    return Shelf(policy, folder, (*present, *older), (*strays, *older_strays))


def _volumes(
    folder: Traversable, home: Traversable, policy: str, *, older: bool
) -> tuple[list[Volume], list[Traversable]]:
    volumes, strays = [], []
    for path in _toml_files(folder):
        head = _read_head(path)
        if not head.of_a_form:
            strays.append(path)
            continue
        stem = path.name[: -len(_SUFFIX)]
        named = _OLDER_NAME.fullmatch(stem) if older else None
        volumes.append(
            Volume(
                form=head.text("form") or f"{policy}/{named[1] if named else stem}",
                version=head.text("version") or (named[2] if named else ""),
                inventory="" if older else head.text("inventory"),
                older=older,
                path=path,
                policy_file=home.joinpath(POLICY_FILE),
            )
        )
    return volumes, strays


def _toml_files(folder: Traversable) -> Iterator[Traversable]:
    """Yield the TOML files that a person put there; names with a dot or tilde in front are programs' own."""
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        own = entry.name.startswith((".", "~")) or entry.name in _NO_FORMS
        named = entry.name.lower().endswith(_SUFFIX) and not own
        if named and (entry.is_file() or _is_lost_link(entry)):
            yield entry


def _is_lost_link(entry: Traversable) -> bool:
    """Return whether `entry` leads to a file that is gone: it was meant as a form, and loading says so."""
    return isinstance(entry, Path) and entry.is_symlink() and not entry.exists()


def _read_head(path: Traversable) -> _Head:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return _Head({}, of_a_form=True)
    if not text.strip():
        # An empty file is one that somebody has begun.
        return _Head({}, of_a_form=True)
    first = _FIRST_TABLE.search(text)
    for part in (text[: first.start()] if first else text, text):
        try:
            keys = tomllib.loads(part)
        except (tomllib.TOMLDecodeError, RecursionError):
            continue
        return _Head(keys, of_a_form="form" in keys or bool(_PARTS_OF_A_FORM.search(text)))
    return _Head({}, of_a_form=True)


def _in_order(version: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that puts version 10 after version 9."""
    parts = re.findall(r"[0-9]+|[^0-9]+", version)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
