"""`halfterm forms check`: every mistake of definition files and policies' folders at once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from forms.errors import DefinitionError, UsageError
from forms.folder_checks import check_name, check_together
from forms.loader import POLICY_FILE, load_definition, load_policy
from forms.model import Definition, Policy
from forms.rule_loader import RULES_FILE, read_own_rules
from forms.shelf import OLDER_FOLDER, is_policy_folder, read_shelf
from halfterm.drafts import marked_lines, missing_words, replaced_letters

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was right, in lines for a person, and what was not."""

    lines: tuple[str, ...]
    mistakes: tuple[DefinitionError, ...]
    forms: tuple[Definition, ...]


def check(paths: Sequence[Path]) -> None:
    """Say of each definition that it is well; raise DefinitionError with every mistake of all of them."""
    if not paths:
        raise UsageError(
            "U04", "forms check: found no path; expected a definition file or its folder; add one."
        )
    places = [place for path in paths for place in _places(path)]
    checked = [_checked(place) for place in places]
    for line in (line for one in checked for line in one.lines):
        click.echo(line)
    mistakes = [mistake for one in checked for mistake in one.mistakes]
    refuse_mistakes(mistakes)
    forms = sum(len(one.forms) for one in checked)
    click.echo(f"{forms} {'form' if forms == 1 else 'forms'} checked: no mistakes.")


def _checked(place: Path) -> Checked:
    """Return what there is to say of a file or folder; one that is none is a mistake beside the others'."""
    try:
        return check_folder(place) if place.is_dir() else _check_file(place)
    except DefinitionError as error:
        return Checked((), (error,), ())


def check_folder(folder: Path) -> Checked:
    """Return what there is to say of a policy's folder: policy.toml, each form, each older version."""
    if not is_policy_folder(folder):
        raise DefinitionError("D01", _no_policy(folder))
    shelf = read_shelf(folder)
    lines: list[str] = []
    mistakes: list[DefinitionError] = []
    forms: dict[Path, Definition] = {}
    policy_file = folder / POLICY_FILE
    policy = _attempt(functools.partial(load_policy, policy_file), mistakes)
    if policy is not None:
        lines += [f"{policy_file}: well ({policy.name})", *missing_words(policy_file, policy)]
        lines += [*marked_lines(policy_file), *replaced_letters(policy_file)]
    for volume in shelf.volumes:
        path = Path(str(volume.path))
        form = _attempt(functools.partial(load_definition, path, policy_file), mistakes)
        if form is not None:
            forms[path] = form
            lines += _well(path, form, older=volume.older)
    if shelf.rules_file is not None:
        known = {
            volume.form: forms.get(Path(str(volume.path))) for volume in shelf.volumes if not volume.older
        }
        lines += _check_rules(Path(str(shelf.rules_file)), policy, known, mistakes)
    mistakes += check_together(forms, {Path(str(one.path)) for one in shelf.volumes if one.older})
    lines += [
        f"{stray}: no form (it has neither form, fields nor sections); left alone" for stray in shelf.strays
    ]
    if not shelf.volumes:
        lines.append(f"{folder}: holds no form yet; each is a file beside {POLICY_FILE}")
    return Checked(tuple(lines), tuple(mistakes), tuple(forms.values()))


def _places(path: Path) -> list[Path]:
    """Return what `path` stands for: itself, the policies' folders in it, or the files of a folder older."""
    if not path.is_dir() or is_policy_folder(path):
        return [path]
    if _is_older(path):
        return sorted(file for file in path.iterdir() if file.suffix.lower() == ".toml")
    return sorted(folder for folder in path.iterdir() if is_policy_folder(folder)) or [path]


def _is_older(folder: Path) -> bool:
    whole = folder.absolute()
    return whole.name == OLDER_FOLDER and is_policy_folder(whole.parent) and not is_policy_folder(whole)


def _check_file(path: Path) -> Checked:
    if path.name == POLICY_FILE and path.is_file():
        policy = load_policy(path)
        said = [f"{path}: well ({policy.name})", *missing_words(path, policy), *marked_lines(path)]
        return Checked((*said, *replaced_letters(path)), (), ())
    mistakes: list[DefinitionError] = []
    if path.name == RULES_FILE and path.is_file():
        lines = _check_rules_alone(path, mistakes)
        return Checked(lines, tuple(mistakes), ())
    older = _is_older(path.parent)
    policy_file = (path.absolute().parent.parent if older else path.parent) / POLICY_FILE
    form = _attempt(functools.partial(load_definition, path, policy_file), mistakes)
    if form is None:
        return Checked((), tuple(mistakes), ())
    mistakes += check_name(path, form, older=older)
    return Checked(_well(path, form, older=older), tuple(mistakes), (form,))


def _check_rules_alone(path: Path, mistakes: list[DefinitionError]) -> tuple[str, ...]:
    """Return the lines for a rules.toml that was named by itself; what is wrong beside it is not told."""
    beside: list[DefinitionError] = []
    policy_file = path.parent / POLICY_FILE
    policy = _attempt(functools.partial(load_policy, policy_file), beside)
    forms = {
        volume.form: _attempt(functools.partial(load_definition, volume.path, policy_file), beside)
        for volume in read_shelf(path.parent).volumes
        if not volume.older
    }
    return _check_rules(path, policy, forms, mistakes)


def _check_rules(
    path: Path,
    policy: Policy | None,
    forms: Mapping[str, Definition | None],
    mistakes: list[DefinitionError],
) -> tuple[str, ...]:
    read = _attempt(functools.partial(read_own_rules, path, policy, forms), mistakes)
    if read is None:
        return ()
    count = len(read[0])
    return (f"{path}: well ({count} {'rule' if count == 1 else 'rules'})", *marked_lines(path))


def _attempt(load: Callable[[], _T], mistakes: list[DefinitionError]) -> _T | None:
    try:
        return load()
    except DefinitionError as error:
        mistakes.append(error)
        return None


def _well(path: Path, form: Definition, *, older: bool) -> tuple[str, ...]:
    """Return the line that a form is well, and a line for each thing that is left to do."""
    fields = len(form.answerable)
    kept = "older version" if older else "version"
    said = f"{form.id}, {kept} {form.version}, {fields} {'field' if fields == 1 else 'fields'}"
    return (f"{path}: well ({said})", *marked_lines(path), *replaced_letters(path))


def _no_policy(folder: Path) -> str:
    return (
        f"{folder / POLICY_FILE}, line 1: found no such file; expected one beside the forms; "
        "name the folder that holds it, or write it"
    )


def refuse_mistakes(mistakes: Sequence[DefinitionError]) -> None:
    """Raise one DefinitionError with every mistake once; those of policy.toml come with each form."""
    if mistakes:
        lines = dict.fromkeys(line for mistake in mistakes for line in str(mistake).splitlines())
        first = mistakes[0].code
        raise DefinitionError(first, "\n".join(lines).removeprefix(f"{first}: "))
