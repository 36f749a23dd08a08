"""`halfterm forms check`: every mistake of definition files and policies' folders at once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from forms.errors import DefinitionError, UsageError
from forms.loader import POLICY_FILE, load_definition, load_policy
from forms.mistakes import listed, suggested
from forms.model import Definition
from forms.shelf import OLDER_FOLDER, is_policy_folder, read_shelf
from halfterm.drafts import marked_lines, missing_words

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
    checked = [check_folder(place) if place.is_dir() else _check_file(place) for place in places]
    for line in (line for one in checked for line in one.lines):
        click.echo(line)
    mistakes = [mistake for one in checked for mistake in one.mistakes]
    refuse_mistakes(mistakes)
    forms = sum(len(one.forms) for one in checked)
    click.echo(f"{forms} {'form' if forms == 1 else 'forms'} checked: no mistakes.")


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
        lines += marked_lines(policy_file)
    for volume in shelf.volumes:
        path = Path(str(volume.path))
        form = _attempt(functools.partial(load_definition, path, policy_file), mistakes)
        if form is not None:
            forms[path] = form
            lines += [_well(path, form, older=volume.older), *marked_lines(path)]
    mistakes += _clashes(forms, {Path(str(one.path)) for one in shelf.volumes if one.older})
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
        lines = (f"{path}: well ({policy.name})", *missing_words(path, policy), *marked_lines(path))
        return Checked(lines, (), ())
    mistakes: list[DefinitionError] = []
    older = _is_older(path.parent)
    policy_file = (path.absolute().parent.parent if older else path.parent) / POLICY_FILE
    form = _attempt(functools.partial(load_definition, path, policy_file), mistakes)
    if form is None:
        return Checked((), tuple(mistakes), ())
    return Checked((_well(path, form, older=older), *marked_lines(path)), (), (form,))


def _attempt(load: Callable[[], _T], mistakes: list[DefinitionError]) -> _T | None:
    try:
        return load()
    except DefinitionError as error:
        mistakes.append(error)
        return None


def _well(path: Path, form: Definition, *, older: bool) -> str:
    fields = len(form.answerable)
    kept = "older version" if older else "version"
    return f"{path}: well ({form.id}, {kept} {form.version}, {fields} {'field' if fields == 1 else 'fields'})"


def _clashes(forms: Mapping[Path, Definition], older: Container[Path]) -> Iterator[DefinitionError]:
    """Yield an error for each form that another file of the folder is in the way of."""
    versions: dict[tuple[str, str], Path] = {}
    present: dict[str, Path] = {}
    codes: dict[str, Path] = {}
    for path, form in forms.items():
        twin = versions.setdefault((form.id, form.version), path)
        if twin != path:
            advice = "raise the version of the present one, or take one file away"
            yield _clash(path, f"{form.id} version {form.version}", "a version of a form once", twin, advice)
        if path in older:
            continue
        other = present.setdefault(form.id, path)
        if other not in {path, twin}:
            advice = f"move the older one into the folder {OLDER_FOLDER}, or take it away"
            yield _clash(path, f"the form {form.id}", "one present version of a form", other, advice)
        rival = codes.setdefault(form.code, path)
        if rival != path and forms[rival].id != form.id:
            yield _clash(
                path, f'code = "{form.code}"', "a code of its own for each form", rival, "change one"
            )
    known = sorted(present)
    for path, form in forms.items():
        if form.continues and form.continues not in present and path not in older:
            advice = suggested(form.continues, known, "name a form of this folder")
            found = f'continues = "{form.continues}"'
            yield _wrong("D11", path, f"found {found}; expected one of {listed(known)}; {advice}")


def _clash(path: Path, found: str, expected: str, other: Path, advice: str) -> DefinitionError:
    said = f"found {found} for the second time, also in {other.name}; expected {expected}; {advice}"
    return _wrong("D08", path, said)


def _wrong(code: str, path: Path, said: str) -> DefinitionError:
    return DefinitionError(code, f"{path}, line 1: {said}")


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
